import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role } from '#/base/rules/roles.ts';
import { day, instant, none, nullablePerson, printed, text } from '#/base/rules/wire.ts';

const readers: readonly Role[] = [
  ...archiveRoles,
  'securityOfficer',
  'auditor',
  'vendorManager',
  'teamLeader',
  'vendorSecurityLead',
  'externalInspector',
];

/** 日结: the archive closes a day, the vendor's person agrees. The subject is the business day. */
export const dayClose = act({
  name: 'premises.day.close',
  label: { zh: '日结', en: 'Close the day' },
  roles: ['archiveLead', 'archiveKeeper'],
  clauses: ['4.7-2', '4.9-2', '2.8-2'],
  subject: 'day',
  input: z.strictObject({ remarks: text(500, 0).default('') }),
  output: z.object({ number: z.string(), digest: z.string() }),
  approval: { roles: ['vendorManager', 'teamLeader', 'vendorSecurityLead'], ttlHours: 48 },
});

/** The last days on which somebody was inside, and whether they are closed. */
export const dayList = view({
  name: 'premises.day.list',
  label: { zh: '日结簿', en: 'Daily duty book' },
  roles: readers,
  clauses: ['4.7-2', '4.9-2'],
  subject: 'site',
  input: none,
  output: z.object({
    days: z.array(
      z.object({
        on: day,
        entries: z.number().int(),
        inside: z.number().int(),
        number: z.string().nullable(),
        closedBy: nullablePerson,
        agreedBy: nullablePerson,
        closedAt: instant.nullable(),
      }),
    ),
  }),
});

/** The booklet of a day: as it was closed, or as it stands now, marked as a draft. */
export const dayPrint = view({
  name: 'premises.day.print',
  label: { zh: '打印日结簿', en: 'Print the duty book' },
  roles: readers.filter((role) => role !== 'externalInspector'),
  clauses: ['4.7-2', '4.9-2'],
  subject: 'day',
  input: none,
  output: printed,
});

import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role } from '#/base/rules/roles.ts';
import { day, id, instant, line, listOf, nullablePerson, page, person, printed, text } from '#/base/rules/wire.ts';
import { noBadgeReasons, noBadges } from '../badges.ts';
import { violationField } from '../violations.ts';
import { belongings } from '../visits.ts';
import { placeViewers } from './plan.ts';

/** Who stands at the door: both sides, never for himself. */
export const atDoor: readonly Role[] = [...archiveRoles, 'securityOfficer', 'vendorSecurityLead'];

/** 访客审批: one visitor on one day, with an escort of the archive department. */
export const visitorAdmit = act({
  name: 'premises.visitor.admit',
  label: { zh: '访客审批', en: 'Admit a visitor' },
  roles: ['archiveLead', 'archiveKeeper', 'securityOfficer', 'vendorManager', 'vendorSecurityLead'],
  clauses: ['4.7-4'],
  subject: 'visitor',
  input: z.strictObject({
    name: line(50),
    organisation: line(100),
    /** Last four characters of the document; the whole number is compared at the door. */
    documentTail: line(4, 4),
    reason: text(300),
    visitOn: day,
    escort: id,
  }),
  output: z.object({ passId: id, number: z.string() }),
  approval: { roles: ['archiveLead', 'archiveKeeper', 'securityOfficer'], ttlHours: 24 },
});

const entry = {
  deposited: z.array(z.enum(belongings)).max(belongings.length).default([]),
  lockerId: id.nullable().default(null),
  remark: text(300, 0).default(''),
  violation: violationField,
};

/** Number of the issue that a violation opened. */
const issueOpened = z.string().nullable();

/** 进场登记 of a person of the roster; the subject is the person. */
export const visitEnter = act({
  name: 'premises.visit.enter',
  label: { zh: '进场登记', en: 'Sign a person in' },
  roles: atDoor,
  clauses: ['4.6-3', '4.7-1', '4.7-2', '4.7-3', '4.8-1', '4.8-2', '4.8-3'],
  subject: 'person',
  input: z.strictObject({
    ...entry,
    /** Scan of his badge by the one who signs him in; null by hand. */
    scanId: id.nullable().default(null),
    /** By hand: why somebody who holds a badge comes without it. */
    noBadge: z.enum(noBadgeReasons).nullable().default(null),
  }),
  output: z.object({ visitId: id, issue: issueOpened }),
  late: { roles: [...archiveRoles], ttlHours: 72 },
});

/** 访客进场登记; the subject is the visitor's pass. */
export const visitorEnter = act({
  name: 'premises.visitor.enter',
  label: { zh: '访客进场登记', en: 'Sign a visitor in' },
  roles: atDoor,
  clauses: ['4.6-3', '4.7-3', '4.7-4'],
  subject: 'visitor',
  input: z.strictObject({
    ...entry,
    /** Number on the visitor's card that he wears and gives back. */
    visitorCard: line(20).nullable().default(null),
  }),
  output: z.object({ visitId: id, issue: issueOpened }),
  late: { roles: [...archiveRoles], ttlHours: 72 },
});

/** 离场登记, of either. */
export const visitLeave = act({
  name: 'premises.visit.leave',
  label: { zh: '离场登记', en: 'Sign out' },
  roles: atDoor,
  clauses: ['4.7-2', '4.7-3', '4.6-4', '4.8-1'],
  subject: 'visit',
  input: z.strictObject({ remark: text(300, 0).default(''), violation: violationField }),
  output: z.object({ issue: issueOpened }),
  late: { roles: [...archiveRoles], ttlHours: 72 },
});

const visitViewers: readonly Role[] = placeViewers;

export const visitList = view({
  name: 'premises.visit.list',
  label: { zh: '出入登记', en: 'Entry register' },
  roles: visitViewers,
  clauses: ['4.7-2'],
  subject: 'site',
  input: z.strictObject({ inside: z.boolean().optional(), on: day.optional(), ...page }),
  output: listOf(
    z.object({
      id,
      name: z.string(),
      organisation: z.string(),
      visitor: z.boolean(),
      reason: z.string().nullable(),
      escort: nullablePerson,
      approvedBy: nullablePerson,
      enteredAt: instant,
      leftAt: instant.nullable(),
      deposited: z.array(z.enum(belongings)),
      locker: z.string().nullable(),
      checkedBy: person,
      exitCheckedBy: nullablePerson,
      remark: z.string(),
      exitRemark: z.string().nullable(),
      /** Number of the badge that was scanned; null for a visitor and by hand. */
      badge: z.string().nullable(),
      noBadge: z.enum(noBadges).nullable(),
      visitorCard: z.string().nullable(),
      /** Numbers of what was found against the rules at either check. */
      issues: z.array(z.string()),
      late: z.boolean(),
      version: z.number().int(),
    }),
  ),
});

export const visitorList = view({
  name: 'premises.visitor.list',
  label: { zh: '访客', en: 'Visitors' },
  roles: visitViewers,
  clauses: ['4.7-4'],
  subject: 'visitor',
  input: z.strictObject({ on: day.optional(), ...page }),
  output: listOf(
    z.object({
      id,
      number: z.string(),
      name: z.string(),
      organisation: z.string(),
      documentTail: z.string(),
      reason: z.string(),
      visitOn: day,
      escort: person,
      requestedBy: person,
      approvedBy: person,
      inside: z.boolean(),
    }),
  ),
});

/** 出入登记表 of one day, on paper. */
export const visitPrint = view({
  name: 'premises.visit.print',
  label: { zh: '打印出入登记表', en: 'Print the entry register' },
  roles: ['archiveLead', 'archiveKeeper', 'supervisor', 'securityOfficer', 'vendorSecurityLead'],
  clauses: ['4.7-2'],
  subject: 'site',
  input: z.strictObject({ on: day }),
  output: printed,
});

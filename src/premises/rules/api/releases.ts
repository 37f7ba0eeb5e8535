import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles } from '#/base/rules/roles.ts';
import { day, id, instant, listOf, none, nullablePerson, page, person, printed, text } from '#/base/rules/wire.ts';
import { releaseStates } from '../release.ts';
import { placeViewers } from './plan.ts';

/** 物品出场放行单: who carries what out, why, and on which day; the archive side agrees. */
export const releaseIssue = act({
  name: 'premises.release.issue',
  label: { zh: '开具放行单', en: 'Issue a release slip' },
  roles: ['archiveLead', 'archiveKeeper', 'vendorManager', 'vendorSecurityLead'],
  clauses: ['4.6-4'],
  subject: 'release',
  input: z.strictObject({ bearer: id, items: text(1000), reason: text(300), leavesOn: day }),
  output: z.object({ releaseId: id, number: z.string() }),
  approval: { roles: ['archiveLead', 'archiveKeeper'], ttlHours: 24 },
});

/** At the exit: the goods compared with the slip. */
export const releasePass = act({
  name: 'premises.release.pass',
  label: { zh: '出场查验', en: 'Check goods out' },
  roles: [...archiveRoles, 'securityOfficer'],
  clauses: ['4.6-4'],
  subject: 'release',
  input: z.strictObject({ remark: text(300, 0).default('') }),
  output: none,
  late: { roles: [...archiveRoles], ttlHours: 72 },
});

export const releaseList = view({
  name: 'premises.release.list',
  label: { zh: '物品出场放行', en: 'Goods released' },
  roles: placeViewers,
  clauses: ['4.6-4'],
  subject: 'release',
  input: z.strictObject({ state: z.enum(releaseStates).optional(), ...page }),
  output: listOf(
    z.object({
      id,
      number: z.string(),
      bearer: person,
      items: z.string(),
      reason: z.string(),
      leavesOn: day,
      requestedBy: person,
      approvedBy: person,
      state: z.enum(releaseStates),
      passedBy: nullablePerson,
      passedAt: instant.nullable(),
      remark: z.string().nullable(),
      late: z.boolean(),
      version: z.number().int(),
    }),
  ),
});

export const releasePrint = view({
  name: 'premises.release.print',
  label: { zh: '打印放行单', en: 'Print a release slip' },
  roles: ['archiveLead', 'archiveKeeper', 'vendorManager', 'vendorSecurityLead', 'securityOfficer'],
  clauses: ['4.6-4'],
  subject: 'release',
  input: none,
  output: printed,
});

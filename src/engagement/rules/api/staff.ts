import { z } from 'zod';
import { act, stream, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { workingRoles } from '#/base/rules/roles.ts';
import { day, id, instant, line, listOf, none, page, person, role, text, words } from '#/base/rules/wire.ts';
import { mostStaff, staffColumns, staffStates } from '../staff.ts';
import { projectViewers } from './viewers.ts';

/** Who names the people of a project: the vendor his own, the archive where it works itself. */
export const staffProposers: readonly Role[] = ['vendorManager', 'archiveLead'];

/** Who ends it: either side, and the officer who grants roles. */
export const staffEnders: readonly Role[] = [...staffProposers, 'securityOfficer'];

const period = { from: day, until: day };

/** A row as its approver reads it: the document number is masked. */
const staffRow = z.strictObject({
  row: z.number().int(),
  name: line(50),
  idNumber: line(18),
  role: z.enum(workingRoles),
  /** Null: the account he has, or the next number of the series. */
  username: z.string().max(32).nullable(),
  /** Registered already, here or in another project: person and account stay. */
  known: z.boolean(),
});

/** 试读: every problem by row and column; nothing is registered. */
export const staffTry = view({
  name: 'engagement.staff.try',
  label: { zh: '试读人员名单', en: 'Try a list of staff' },
  roles: staffProposers,
  clauses: ['3.2-3', '3.3-1'],
  subject: 'project',
  input: z.strictObject({ attachmentId: id }),
  output: z.object({
    rows: z.array(staffRow),
    problems: z.array(
      z.object({
        row: z.number().int(),
        column: z.enum(staffColumns),
        zh: z.string(),
        en: z.string(),
        nextZh: z.string(),
        nextEn: z.string(),
      }),
    ),
  }),
});

/**
 * 人员名单: up to fifty people with one submission and one approval, all until one day. The rows are
 * those of the trial; the file must still say the same. Activation codes are the administrator's.
 */
export const staffRegister = act({
  name: 'engagement.staff.register',
  label: { zh: '登记人员名单', en: 'Register a list of staff' },
  roles: staffProposers,
  clauses: ['3.2-3', '3.3-1', '5.5-1'],
  subject: 'project',
  /** `project` as people call it: whoever agrees reads no ids. */
  input: z.strictObject({
    project: line(140),
    attachmentId: id,
    ...period,
    rows: z.array(staffRow).min(1).max(mostStaff),
  }),
  output: z.object({ listId: id, number: z.string(), count: z.number().int() }),
  approval: { roles: ['securityOfficer'], ttlHours: 72 },
});

/** 离场: ends what somebody was given for the project, once nothing is in his hands. */
export const staffLeave = act({
  name: 'engagement.staff.leave',
  label: { zh: '人员离场', en: 'Leave a project' },
  roles: staffEnders,
  clauses: ['7.1-5', '5.5-1'],
  subject: 'project',
  input: z.strictObject({ personId: id, reason: text(300) }),
  output: none,
});

export const staffList = view({
  name: 'engagement.staff.list',
  label: { zh: '项目人员', en: 'Staff of a project' },
  roles: projectViewers,
  clauses: ['7.1-5', '3.5-1'],
  subject: 'project',
  input: z.strictObject({ ...page }),
  output: listOf(
    z.object({
      id,
      person,
      party: z.string(),
      role,
      from: day,
      until: day.nullable(),
      state: z.enum(staffStates),
      /** The list he was registered by. */
      list: z.string().nullable(),
      /** What he holds of the project, when it is not his business any more. */
      holds: z.array(z.object({ count: z.number().int(), what: words })),
      leftAt: instant.nullable(),
      leftBy: person.nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

/** The right to fetch the empty table. */
export const staffTemplate = view({
  name: 'engagement.staff.template',
  label: { zh: '人员名单模板', en: 'Template of a list of staff' },
  roles: staffProposers,
  clauses: ['3.3-1'],
  subject: 'project',
  input: none,
  output: z.object({ grant: z.string().meta({ secret: true }) }),
});

export const staffTemplateFile = stream({
  name: 'engagement.staff.templateFile',
  label: { zh: '下载人员名单模板', en: 'Fetch the template' },
  clauses: ['3.3-1'],
  grantedBy: 'engagement.staff.template',
  direction: 'down',
});

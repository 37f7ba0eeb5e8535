import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import {
  day,
  id,
  instant,
  line,
  listOf,
  none,
  nullablePerson,
  page,
  person,
  printed,
  text,
} from '#/base/rules/wire.ts';
import { places } from '../custody.ts';
import { findings, handlers, outcomes } from '../work.ts';
import { vendorReceivers } from './batches.ts';
import { archiveKeepers, originalViewers } from './originals.ts';

/** 日终清点: a cabinet's label first, then everything in it. */
export const sweepScan = act({
  name: 'custody.sweep.scan',
  label: { zh: '入柜清点', en: 'Sweep a cabinet' },
  roles: [...archiveKeepers, ...vendorReceivers],
  clauses: ['6.6-1'],
  subject: 'site',
  input: z.strictObject({ code: line(120), cabinet: line(60) }),
  output: z.object({
    code: z.string(),
    title: z.string().nullable(),
    /** Where the register had it, when that was not this cabinet. */
    registered: z.enum(places).nullable(),
    left: z.number().int(),
  }),
});

/** 关班: what is in no cabinet, or was not seen in its own, is named with a reason each. */
export const sweepClose = act({
  name: 'custody.sweep.close',
  label: { zh: '完成入柜清点', en: 'Close the sweep' },
  roles: archiveKeepers,
  approval: { roles: vendorReceivers, ttlHours: 12 },
  clauses: ['6.6-1', '6.6-2'],
  subject: 'project',
  input: z.strictObject({
    reasons: z
      .array(z.strictObject({ code: line(120), reason: text(300) }))
      .max(2000)
      .default([]),
    remark: text(500, 0).default(''),
  }),
  output: z.object({ sweepId: id, expected: z.number().int(), seen: z.number().int(), findings: z.number().int() }),
});

/** 重新开班: work goes on after the sweep, as in an evening shift; all of it is swept again. */
export const sweepReopen = act({
  name: 'custody.sweep.reopen',
  label: { zh: '重新开班', en: 'Open the day again' },
  roles: archiveKeepers,
  clauses: ['6.6-1'],
  subject: 'project',
  input: z.strictObject({ reason: text(300) }),
  output: none,
});

/** 未清点说明: a former day ended without a sweep; the archive has looked and lets work go on. */
export const sweepExcuse = act({
  name: 'custody.sweep.excuse',
  label: { zh: '说明未清点的日子', en: 'Explain a day without a sweep' },
  roles: archiveKeepers,
  clauses: ['6.6-1', '6.6-2'],
  subject: 'project',
  input: z.strictObject({ day, reason: text(300) }),
  output: none,
});

/** 解除: the archive's keeper has seen it, or knows where it is. */
export const findingLift = act({
  name: 'custody.finding.lift',
  label: { zh: '解除未入柜', en: 'Lift an unexplained original' },
  roles: archiveKeepers,
  clauses: ['6.6-2'],
  subject: 'sweepFinding',
  input: z.strictObject({ reason: text(300) }),
  output: none,
});

const outstanding = z.object({
  originalId: id,
  code: z.string(),
  title: z.string().nullable(),
  part: z.number().int().nullable(),
  place: z.enum(places),
  cabinet: z.string().nullable(),
  holder: person,
  since: instant,
  batch: z.string(),
  /** Whether today's sweep has seen it in a cabinet. */
  seen: z.boolean(),
});

const finding = z.object({
  id,
  day,
  code: z.string(),
  part: z.number().int().nullable(),
  finding: z.enum(findings),
  holder: person,
  batch: z.string(),
  reason: z.string(),
});

export const sweepViewers: readonly Role[] = [
  ...archiveKeepers,
  ...vendorReceivers,
  'vendorSecurityLead',
  'securityOfficer',
  'auditor',
  'supervisor',
];

/** 今日未入柜: what must be in a cabinet by the end of the day, and what former sweeps left open. */
export const sweepShow = view({
  name: 'custody.sweep.show',
  label: { zh: '今日入柜', en: 'Lock-up tonight' },
  roles: sweepViewers,
  clauses: ['6.6-1', '6.6-2'],
  subject: 'project',
  input: none,
  output: z.object({
    day,
    closedAt: instant.nullable(),
    /** A former day that ended with originals out and without a sweep: nothing is taken before it is explained. */
    unswept: day.nullable(),
    expected: z.number().int(),
    seen: z.number().int(),
    outstanding: z.array(outstanding),
    findings: z.array(finding),
  }),
});

/** 涉密标识: one key, from anybody who works with originals; nothing of the content is entered. */
export const haltReport = act({
  name: 'custody.halt.report',
  label: { zh: '涉密停工', en: 'Halt for a classified mark' },
  roles: [...handlers, ...archiveKeepers, 'vendorManager', 'vendorSecurityLead', 'supervisor'],
  clauses: ['6.5-1', '6.5-2'],
  subject: 'site',
  input: z.strictObject({ code: line(120), page: line(30), mark: line(60) }),
  output: z.object({ findId: id, number: z.string(), code: z.string() }),
  late: { roles: archiveKeepers, ttlHours: 72 },
});

/** 解除停工: from the paper, by two persons of the archive department. */
export const haltRelease = act({
  name: 'custody.halt.release',
  label: { zh: '解除停工', en: 'Release from a halt' },
  roles: archiveKeepers,
  approval: { roles: archiveKeepers, ttlHours: 24 },
  clauses: ['6.5-1'],
  subject: 'classifiedFind',
  input: z.strictObject({ outcome: z.enum(['false-alarm', 'declassified']), basis: text(300) }),
  output: none,
});

/** 涉密移交: the vendor gives it up, the archive takes it, and nothing of its content stays in the register. */
export const haltSurrender = act({
  name: 'custody.halt.surrender',
  label: { zh: '涉密档案移交', en: 'Surrender to the archive' },
  roles: [...vendorReceivers, 'vendorSecurityLead'],
  approval: { roles: archiveKeepers, ttlHours: 24 },
  stepUp: true,
  clauses: ['6.5-2', '6.5-3', '6.1-5'],
  subject: 'classifiedFind',
  input: z.strictObject({ basis: text(300) }),
  output: none,
});

/** 涉密标识发现及移交记录 (6.5-2, 6.5-3). */
export const haltPrint = view({
  name: 'custody.halt.print',
  label: { zh: '打印涉密移交记录', en: 'Print a find' },
  roles: [...archiveKeepers, ...vendorReceivers, 'vendorSecurityLead'],
  clauses: ['6.5-2', '6.5-3'],
  subject: 'classifiedFind',
  input: none,
  output: printed,
});

export const haltList = view({
  name: 'custody.halt.list',
  label: { zh: '涉密标识登记', en: 'Classified marks found' },
  roles: originalViewers,
  clauses: ['6.5-2', '6.5-3'],
  subject: 'site',
  input: z.strictObject({ open: z.boolean().optional(), ...page }),
  output: listOf(
    z.object({
      id,
      number: z.string(),
      code: z.string(),
      page: z.string(),
      mark: z.string(),
      foundBy: person,
      at: instant,
      overdue: z.boolean(),
      outcome: z.enum(outcomes).nullable(),
      basis: z.string().nullable(),
      settledBy: nullablePerson,
      agreedBy: nullablePerson,
      settledAt: instant.nullable(),
      version: z.number().int(),
    }),
  ),
});

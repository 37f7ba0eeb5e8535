import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { id, instant, line, listOf, none, page, person, printed, text } from '#/base/rules/wire.ts';
import { damages, erratumFields, extents, handlings } from '../examination.ts';
import { handlers } from '../work.ts';
import { vendorReceivers } from './batches.ts';
import { archiveKeepers, catalogueEntry, originalViewers } from './originals.ts';

const finding = line(300).nullable().default(null);

/** 入批前核对: complete, in order, as the catalogue says. Many that are, together; one that is not, by itself. */
export const examinationEnter = act({
  name: 'custody.examination.enter',
  label: { zh: '登记入批前核对', en: 'Enter an examination' },
  roles: archiveKeepers,
  clauses: ['6.1-2', '6.1-3', '6.1-4', '6.1-7'],
  subject: 'project',
  input: z.strictObject({
    codes: z.array(line(100)).min(1).max(200),
    pages: z.number().int().min(1).max(100_000).nullable().default(null),
    leaves: z.number().int().min(1).max(100_000).nullable().default(null),
    missing: finding,
    disorder: finding,
    difference: finding,
  }),
  output: z.object({ count: z.number().int() }),
  late: { roles: ['archiveLead'], ttlHours: 72 },
});

const { title, author, documentNumber, dated, retention, pages, remark } = catalogueEntry;

/** 勘误: the catalogue is corrected from the paper; what it said before stays on record. */
export const originalCorrect = act({
  name: 'custody.original.correct',
  label: { zh: '更正目录', en: 'Correct a catalogue entry' },
  roles: archiveKeepers,
  clauses: ['6.1-4', '6.1-7'],
  subject: 'original',
  input: z.strictObject({ title, author, documentNumber, dated, retention, pages, remark, reason: text(300) }),
  output: z.object({ corrected: z.array(z.enum(erratumFields)) }),
});

export const conditionReporters: readonly Role[] = [...archiveKeepers, ...handlers];

/** 破损登记: where, how badly, what is done about it, with photographs. */
export const conditionReport = act({
  name: 'custody.condition.report',
  label: { zh: '破损登记', en: 'Report a condition' },
  roles: conditionReporters,
  clauses: ['6.1-6'],
  subject: 'project',
  input: z.strictObject({
    code: line(120),
    place: line(100),
    kind: z.enum(damages),
    extent: z.enum(extents),
    description: text(500),
    handling: z.enum(handlings),
    photos: z.array(id).min(1).max(10),
    photoSource: id.nullable().default(null),
  }),
  output: z.object({ reportId: id, number: z.string() }),
  late: { roles: archiveKeepers, ttlHours: 72 },
});

const examined = {
  id,
  pages: z.number().int().nullable(),
  leaves: z.number().int().nullable(),
  missing: z.string().nullable(),
  disorder: z.string().nullable(),
  difference: z.string().nullable(),
  examinedBy: person,
  at: instant,
};

const reported = {
  id,
  number: z.string(),
  place: z.string(),
  kind: z.enum(damages),
  extent: z.enum(extents),
  description: z.string(),
  handling: z.enum(handlings),
  photos: z.array(id),
  reportedBy: person,
  at: instant,
};

/** Examinations of a project, newest first; `found`: those that found something, or nothing. */
export const examinationList = view({
  name: 'custody.examination.list',
  label: { zh: '入批前核对', en: 'Examinations' },
  roles: originalViewers,
  clauses: ['6.1-2', '6.1-3', '6.1-4', '6.1-7'],
  subject: 'project',
  input: z.strictObject({ found: z.boolean().optional(), code: line(100).optional(), ...page }),
  output: listOf(
    z.object({
      ...examined,
      originalId: id,
      code: z.string(),
      title: z.string().nullable(),
      /** Pages according to the catalogue as it stands now. */
      catalogued: z.number().int().nullable(),
      /** Whether the entry was corrected since. */
      corrected: z.boolean(),
    }),
  ),
});

export const conditionList = view({
  name: 'custody.condition.list',
  label: { zh: '破损登记簿', en: 'Condition reports' },
  roles: originalViewers,
  clauses: ['6.1-6'],
  subject: 'project',
  input: z.strictObject({ code: line(100).optional(), ...page }),
  output: listOf(z.object({ ...reported, code: z.string(), title: z.string().nullable() })),
});

/** 缺号: numbers that the catalogue leaps over (6.1-3). */
export const gapList = view({
  name: 'custody.gap.list',
  label: { zh: '目录缺号', en: 'Numbers left out' },
  roles: originalViewers,
  clauses: ['6.1-3'],
  subject: 'project',
  input: none,
  output: z.object({
    gaps: z.array(z.object({ after: z.string(), before: z.string(), missing: z.number().int(), scheme: z.string() })),
    /** More than are listed. */
    more: z.boolean(),
  }),
});

/** What was found of one original, and how its entry was corrected. */
export const examinationShow = view({
  name: 'custody.examination.show',
  label: { zh: '查看核对与破损', en: 'Open examinations' },
  roles: originalViewers,
  clauses: ['6.1-2', '6.1-4', '6.1-6', '6.1-7'],
  subject: 'original',
  input: none,
  output: z.object({
    examinations: z.array(z.object(examined)),
    conditions: z.array(z.object(reported)),
    errata: z.array(
      z.object({
        id,
        field: z.enum(erratumFields),
        before: z.string().nullable(),
        after: z.string().nullable(),
        reason: z.string(),
        correctedBy: person,
        at: instant,
      }),
    ),
  }),
});

/** 入批前检查登记表 of a batch: secrecy, completeness, order, match, condition (6.1). */
export const precheckPrint = view({
  name: 'custody.precheck.print',
  label: { zh: '打印入批前检查登记表', en: 'Print the pre-check' },
  roles: [...archiveKeepers, ...vendorReceivers],
  clauses: ['6.1-1', '6.1-2', '6.1-3', '6.1-4', '6.1-6', '6.1-7'],
  subject: 'batch',
  input: none,
  output: printed,
});

/** 差异标签: one for each original of a batch that differs, is incomplete or damaged, to lie on it. */
export const labelPrint = view({
  name: 'custody.label.print',
  label: { zh: '打印差异标签', en: 'Print difference labels' },
  roles: [...archiveKeepers, ...vendorReceivers],
  clauses: ['6.1-7'],
  subject: 'batch',
  input: none,
  output: printed,
});

import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { id, line, none, person, text, words } from '#/base/rules/wire.ts';
import { defectKinds } from '../inspection.ts';
import { scanners, slotShown } from './captures.ts';

export const inspectors = ['qualityInspector', 'teamLeader'] as const satisfies readonly Role[];

const milliseconds = z.number().int().min(0).max(3_600_000);

/** 扫流程单开检: whoever has claimed the inspection of a unit. */
export const inspectionOpen = act({
  name: 'imaging.inspection.open',
  label: { zh: '开始图像质检', en: 'Begin an inspection' },
  roles: inspectors,
  clauses: ['5.6-4', '6.5-1'],
  subject: 'site',
  input: z.strictObject({ code: line(120) }),
  output: z.object({ inspectionId: id, code: z.string() }),
});

export const defectShown = z.object({
  id,
  slotId: id,
  kind: z.enum(defectKinds),
  note: z.string().nullable(),
  by: person,
  /** Found in this inspection; others were found before and are not resolved. */
  own: z.boolean(),
  answer: z.string().nullable(),
});

/** All that an inspector has before him; opening it and what he looked at are entered by their acts. */
export const inspectionShow = view({
  name: 'imaging.inspection.show',
  label: { zh: '查看质检进度', en: 'Progress of an inspection' },
  roles: inspectors,
  clauses: ['5.6-4'],
  subject: 'inspection',
  record: 'quiet',
  input: none,
  output: z.object({
    id,
    unitId: id,
    projectId: id,
    step: z.string(),
    code: z.string(),
    title: z.string().nullable(),
    /** Numbered pages as they were counted. */
    counted: z.number().int().nullable(),
    slots: z.array(
      slotShown.extend({
        /** What treatment made of it: shown in its place. */
        derivativeId: id.nullable(),
        ...{ pageMs: z.number().int(), gridMs: z.number().int(), passed: z.boolean() },
      }),
    ),
    defects: z.array(defectShown),
    /** Steps to which it may be sent back. */
    returnTo: z.array(z.object({ step: z.string(), kind: z.string(), name: z.string(), person: person.nullable() })),
    passed: z.boolean(),
  }),
});

/** 看过哪些图 (5.5-6): told every few seconds, and before a verdict. */
export const inspectionSee = act({
  name: 'imaging.inspection.see',
  label: { zh: '登记已看图像', en: 'Tell what was looked at' },
  roles: inspectors,
  clauses: ['5.5-6', '5.6-4'],
  subject: 'inspection',
  input: z.strictObject({
    pages: z
      .array(z.strictObject({ masterId: id, pageMs: milliseconds, gridMs: milliseconds, passed: z.boolean() }))
      .min(1)
      .max(500),
  }),
  output: none,
});

export const defectMark = act({
  name: 'imaging.defect.mark',
  label: { zh: '标记缺陷', en: 'Mark a defect' },
  roles: inspectors,
  clauses: ['5.6-4'],
  subject: 'inspection',
  input: z.strictObject({ slotId: id, kind: z.enum(defectKinds), note: text(200).nullable().default(null) }),
  output: z.object({ defectId: id }),
});

export const defectWithdraw = act({
  name: 'imaging.defect.withdraw',
  label: { zh: '撤销缺陷', en: 'Take a defect back' },
  roles: inspectors,
  clauses: ['5.6-4'],
  subject: 'defect',
  input: none,
  output: none,
});

/** What was returned and stays as it is: the original is like that. */
export const defectAnswer = act({
  name: 'imaging.defect.answer',
  label: { zh: '答复缺陷', en: 'Answer a defect' },
  roles: [...scanners, 'imageProcessor'],
  clauses: ['5.6-4'],
  subject: 'defect',
  input: z.strictObject({ answer: text(200) }),
  output: none,
});

/** 整卷合格: refused for pages that were never shown. */
export const inspectionPass = act({
  name: 'imaging.inspection.pass',
  label: { zh: '质检合格', en: 'Pass the images' },
  roles: inspectors,
  clauses: ['5.6-4', '6.5-1'],
  subject: 'inspection',
  input: none,
  output: z.object({ pages: z.number().int(), shown: z.number().int() }),
});

/** 退回: to the step and the person that caused it; what depends on it opens again by its list. */
export const inspectionReturn = act({
  name: 'imaging.inspection.return',
  label: { zh: '质检退回', en: 'Send the images back' },
  roles: inspectors,
  clauses: ['5.6-2', '5.6-4'],
  subject: 'inspection',
  input: z.strictObject({ to: line(30) }),
  output: z.object({ person: person.nullable(), reopened: z.array(z.string()), reason: words }),
});

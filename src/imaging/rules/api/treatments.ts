import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { id, line, none } from '#/base/rules/wire.ts';
import { mostStraighten, quarterTurns, reasons, treatmentStates } from '../treatment.ts';
import { returnedShown, slotShown } from './captures.ts';

export const treaters = ['imageProcessor', 'teamLeader'] as const satisfies readonly Role[];

/** 扫流程单开卷: whoever has claimed the treatment of a unit. What has no treatment yet is ordered from the machine. */
export const treatmentOpen = act({
  name: 'imaging.treatment.open',
  label: { zh: '开始图像处理', en: 'Begin treatment' },
  roles: treaters,
  clauses: ['5.6-4', '6.5-1'],
  subject: 'site',
  input: z.strictObject({ code: line(120) }),
  output: z.object({ unitId: id, code: z.string() }),
});

const turn = z.literal(quarterTurns);

export const treatmentShown = z.object({
  id,
  state: z.enum(treatmentStates),
  /** What the machine proposes; false once a person changed it. */
  byMachine: z.boolean(),
  /** What was ordered; straighten null: as measured. Null of a page that somebody keeps as it is. */
  asked: z.object({ turn, straighten: z.number().nullable(), crop: z.boolean() }).nullable(),
  /** What was done. Degrees clockwise; millimetres left round the sheet where it was cropped. */
  done: z.object({ turn, straighten: z.number(), cropped: z.boolean(), margin: z.number().nullable() }).nullable(),
  /** Of what was made. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** Degrees that are left. */
  skew: z.number().nullable(),
  /** Why a person is to look at it. */
  reasons: z.array(z.enum(reasons)),
  confirmed: z.boolean(),
});

/** All pages of a unit with what was done to them; asked for again while the machine works. */
export const treatmentShow = view({
  name: 'imaging.treatment.show',
  label: { zh: '查看图像处理进度', en: 'Progress of treatment' },
  roles: treaters,
  clauses: ['5.6-4'],
  subject: 'unit',
  record: 'quiet',
  input: none,
  output: z.object({
    unitId: id,
    projectId: id,
    step: z.string(),
    code: z.string(),
    title: z.string().nullable(),
    /** Pages that the machine has still to treat. */
    waiting: z.number().int(),
    slots: z.array(slotShown.extend({ treatment: treatmentShown.nullable() })),
    defects: z.array(returnedShown),
  }),
});

/** In the place of what the machine proposed; the machine makes it. */
export const treatmentAdjust = act({
  name: 'imaging.treatment.adjust',
  label: { zh: '调整图像处理', en: 'Adjust a treatment' },
  roles: treaters,
  clauses: ['5.6-4', '6.5-1'],
  subject: 'image',
  input: z.strictObject({
    turn,
    /** Clockwise degrees; null: as measured. */
    straighten: z.number().min(-mostStraighten).max(mostStraighten).nullable(),
    crop: z.boolean(),
  }),
  output: z.object({ treatmentId: id }),
});

/** The page stays as it was scanned. */
export const treatmentKeep = act({
  name: 'imaging.treatment.keep',
  label: { zh: '保留原图', en: 'Keep as scanned' },
  roles: treaters,
  clauses: ['5.6-4', '6.5-1'],
  subject: 'image',
  input: none,
  output: z.object({ treatmentId: id }),
});

/** 确认: what was made is good, says whoever looked. */
export const treatmentConfirm = act({
  name: 'imaging.treatment.confirm',
  label: { zh: '确认图像处理', en: 'Confirm treatment' },
  roles: treaters,
  clauses: ['5.6-4', '6.5-1'],
  subject: 'unit',
  input: z.strictObject({ treatments: z.array(id).min(1).max(1000) }),
  output: z.object({ confirmed: z.number().int() }),
});

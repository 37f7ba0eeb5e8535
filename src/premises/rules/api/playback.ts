import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role } from '#/base/rules/roles.ts';
import { day, id, instant, listOf, none, page, person, printed, text } from '#/base/rules/wire.ts';
import { footageViewers } from './footage.ts';

const printers: readonly Role[] = footageViewers.filter((role) => role !== 'externalInspector');
const camera = z.object({ id, code: z.string() });
const range = z.strictObject({ from: instant, to: instant });

/** 回放检查: a person of the archive department vouches for a period of a camera. The subject is the camera. */
export const playbackCheckEnter = act({
  name: 'premises.playbackCheck.enter',
  label: { zh: '登记回放检查', en: 'Enter a playback check' },
  roles: [...archiveRoles],
  clauses: ['4.3-7', '4.3-8'],
  subject: 'camera',
  input: z.strictObject({
    ...range.shape,
    seen: z.array(range).min(1).max(200),
    findings: text(1_000),
    stills: z.array(id).max(20).default([]),
    /** Asked for where something was not in order. */
    failure: z.strictObject({ owner: id, dueOn: day }).nullable().default(null),
  }),
  output: z.object({ checkId: id, number: z.string(), issue: z.string().nullable() }),
  late: { roles: [...archiveRoles], ttlHours: 72 },
});

export const playbackCheckList = view({
  name: 'premises.playbackCheck.list',
  label: { zh: '回放检查记录', en: 'Playback checks' },
  roles: footageViewers,
  clauses: ['4.3-7', '4.3-8'],
  subject: 'site',
  input: z.strictObject({ cameraId: id.optional(), ...page }),
  output: listOf(
    z.object({
      id,
      number: z.string(),
      camera,
      ...range.shape,
      seenMinutes: z.number(),
      findings: z.string(),
      passed: z.boolean(),
      issue: z.string().nullable(),
      checkedBy: person,
      occurredAt: instant,
      late: z.boolean(),
    }),
  ),
});

/** 视频回放检查记录, on paper; the subject is the check. */
export const playbackCheckPrint = view({
  name: 'premises.playbackCheck.print',
  label: { zh: '打印回放检查记录', en: 'Print a playback check' },
  roles: printers,
  clauses: ['4.3-7', '4.3-8'],
  subject: 'playback-check',
  input: none,
  output: printed,
});

/** 回放抽查计划: what was drawn of the last weeks, and what of it was seen. */
export const playbackPlanShow = view({
  name: 'premises.playbackPlan.show',
  label: { zh: '回放抽查计划', en: 'Playback plan' },
  roles: footageViewers,
  clauses: ['4.3-7'],
  subject: 'site',
  input: none,
  output: z.object({
    policy: z.object({ ranges: z.number().int(), minutes: z.number().int(), dueDays: z.number().int() }),
    weeks: z.array(
      z.object({
        id,
        weekOn: day,
        dueOn: day,
        seed: z.string(),
        drawnAt: instant,
        samples: z.array(
          z.object({ camera, ...range.shape, cause: z.enum(['lot', 'event']), check: z.string().nullable() }),
        ),
      }),
    ),
  }),
});

export const playbackPolicySet = act({
  name: 'premises.playbackPolicy.set',
  label: { zh: '设定抽查比例', en: 'Set how much is drawn' },
  roles: ['archiveLead'],
  clauses: ['4.3-7'],
  subject: 'site',
  input: z.strictObject({
    ranges: z.number().int().min(1).max(50),
    minutes: z.number().int().min(1).max(120),
    dueDays: z.number().int().min(1).max(60),
  }),
  output: none,
});

import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { id, instant, none, nullablePerson, words } from '#/base/rules/wire.ts';
import { archiveKeepers } from '#/custody/rules/api/originals.ts';
import { directions } from '../text/text.ts';
import { viewers } from './pictures.ts';

const direction = z.enum(directions);

/** How a fonds is written is known to those who keep it. */
export const textSet = act({
  name: 'imaging.text.set',
  label: { zh: '设定全宗的文字识别', en: 'Set text recognition of a fonds' },
  roles: archiveKeepers,
  clauses: ['5.6-4'],
  subject: 'fonds',
  input: z.strictObject({ direction, skipped: z.boolean() }),
  /** Images that are read again, or for the first time, because of it. */
  output: z.object({ queued: z.number().int() }),
});

const settingViewers: readonly Role[] = [...archiveKeepers, 'supervisor', 'vendorManager', 'teamLeader'];

export const textSettings = view({
  name: 'imaging.text.settings',
  label: { zh: '文字识别设定', en: 'Settings of text recognition' },
  roles: settingViewers,
  clauses: ['5.6-4'],
  subject: 'site',
  input: none,
  output: z.object({
    items: z.array(
      z.object({
        fondsId: id,
        code: z.string(),
        name: z.string(),
        direction,
        skipped: z.boolean(),
        /** Null while nobody has decided anything: read in horizontal lines. */
        setBy: nullablePerson,
        setAt: instant.nullable(),
        version: z.number().int(),
        waiting: z.number().int(),
        done: z.number().int(),
        failed: z.number().int(),
        /** Why images wait, where something keeps the engine from reading. */
        held: z.object({ what: words, next: words }).nullable(),
      }),
    ),
  }),
});

/** Lines of one page, for whoever may see its picture. */
export const textShow = view({
  name: 'imaging.text.show',
  label: { zh: '查看识别文字', en: 'Show recognised text' },
  roles: viewers,
  clauses: ['2.8-6', '6.5-1'],
  subject: 'unit',
  input: z.strictObject({ masterId: id }),
  output: z.object({
    /** none: it is not to be read. */
    state: z.enum(['none', 'waiting', 'done', 'failed']),
    engine: z.string().nullable(),
    engineVersion: z.string().nullable(),
    direction: direction.nullable(),
    upsideDown: z.boolean().nullable(),
    confidence: z.number().nullable(),
    readAt: instant.nullable(),
    fault: z.object({ what: words, next: words }).nullable(),
    lines: z.array(
      z.object({
        text: z.string(),
        confidence: z.number(),
        /** Pixels of the picture as it is shown. */
        box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
        /** Corners, clockwise, in pixels of the stored image. */
        corners: z.array(z.tuple([z.number(), z.number()])).length(4),
      }),
    ),
  }),
});

import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { id, instant, line, none, person, text } from '#/base/rules/wire.ts';
import { handlers } from '../work.ts';
import { originalViewers } from './originals.ts';

const count = z.number().int().min(0).max(100_000);
const some = z.number().int().min(1).max(100_000);

const figures = {
  pages: some,
  leaves: some,
  a3: count.default(0),
  a2: count.default(0),
  a1: count.default(0),
  a0: count.default(0),
  inserted: count.default(0),
  damaged: count.default(0),
  unscanned: count.default(0),
  /** Faces beside the numbered pages that are scanned; null where nobody counted them. */
  cover: count.nullable().default(null),
  contents: count.nullable().default(null),
  noteSheet: count.nullable().default(null),
  blanks: count.nullable().default(null),
};

/** 整理登记: pages, sheets, sizes, what is inserted, damaged, left out, and how it is bound. */
export const preparationEnter = act({
  name: 'custody.preparation.enter',
  label: { zh: '整理登记', en: 'Enter a preparation' },
  roles: handlers,
  clauses: ['6.4-1', '6.4-2'],
  subject: 'site',
  input: z.strictObject({
    code: line(120),
    ...figures,
    unscannedReason: line(200, 0).default(''),
    binding: line(60, 0).default(''),
    remark: text(300, 0).default(''),
  }),
  output: z.object({
    preparationId: id,
    code: z.string(),
    /** Pages according to the catalogue: where it says otherwise, the archive is told. */
    catalogued: z.number().int().nullable(),
    a4: z.number().int(),
  }),
  late: { roles: ['teamLeader'], ttlHours: 72 },
});

/** Preparations of an original, newest first. */
export const preparationShow = view({
  name: 'custody.preparation.show',
  label: { zh: '查看整理登记', en: 'Open preparations' },
  roles: originalViewers,
  clauses: ['6.4-2'],
  subject: 'original',
  input: none,
  output: z.object({
    preparations: z.array(
      z.object({
        id,
        slip: z.string(),
        pages: z.number().int(),
        leaves: z.number().int(),
        a3: z.number().int(),
        a2: z.number().int(),
        a1: z.number().int(),
        a0: z.number().int(),
        a4: z.number().int(),
        inserted: z.number().int(),
        damaged: z.number().int(),
        unscanned: z.number().int(),
        unscannedReason: z.string().nullable(),
        cover: z.number().int().nullable(),
        contents: z.number().int().nullable(),
        noteSheet: z.number().int().nullable(),
        blanks: z.number().int().nullable(),
        binding: z.string(),
        remark: z.string(),
        preparedBy: person,
        at: instant,
      }),
    ),
  }),
});

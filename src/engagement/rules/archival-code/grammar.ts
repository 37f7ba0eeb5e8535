/**
 * How archival codes (档号) are written, as data: DA/T 13-2022, DA/T 22-2015, DA/T 13-1994 or the archive's own.
 * Which grammar holds is said by the project, never guessed from a code: codes of volumes and of items look alike.
 */
import { z } from 'zod';
import type { Words } from '#/base/rules/declare.ts';
import { line } from '#/base/rules/wire.ts';

/** What a segment is. No two segments of a grammar bear one name. */
export const segmentNames = [
  'fonds',
  'category',
  'subcategory2',
  'subcategory3',
  'subcategory4',
  'project',
  'list',
  'year',
  'retention',
  'class',
  'department',
  'volume',
  'item',
  'page',
] as const;
export type SegmentName = (typeof segmentNames)[number];

export const segmentLabels: Record<SegmentName, Words> = {
  fonds: { zh: '全宗号', en: 'fonds number' },
  category: { zh: '门类代码', en: 'category code' },
  subcategory2: { zh: '二级类目代码', en: 'second level category' },
  subcategory3: { zh: '三级类目代码', en: 'third level category' },
  subcategory4: { zh: '四级类目代码', en: 'fourth level category' },
  project: { zh: '项目号', en: 'project number' },
  list: { zh: '目录号', en: 'list number' },
  year: { zh: '年度', en: 'year' },
  retention: { zh: '保管期限代码', en: 'retention period code' },
  class: { zh: '分类号', en: 'class number' },
  department: { zh: '机构（问题）', en: 'department or subject' },
  volume: { zh: '案卷号', en: 'volume number' },
  item: { zh: '件号', en: 'item number' },
  page: { zh: '页号', en: 'page number' },
};

/** Between levels `-`, between parts of one level `·` (DA/T 13-2022); nothing in codes of fixed width. */
export const separators = ['', '-', '·', '.', '_', '~'] as const;

/** Letters a free segment may have; `alnumHan` for departments and subjects that are written in Chinese. */
export const letterSets = ['digit', 'upper', 'alnum', 'alnumHan'] as const;

const width = z.number().int().min(1).max(20);

const form = z.discriminatedUnion('type', [
  /** Counted, from 1: `min` digits with zeros before it, or none when not padded. */
  z.strictObject({
    type: z.literal('number'),
    min: width.max(9),
    max: width.max(9),
    padded: z.boolean(),
    /** Whether 0 is a number here. */
    zero: z.boolean().default(false),
  }),
  /** A letter and three digits, or four digits. */
  z.strictObject({ type: z.literal('fonds') }),
  /** 1800 to 2099. */
  z.strictObject({ type: z.literal('year') }),
  /** Y for good, D and years. */
  z.strictObject({ type: z.literal('retention') }),
  /** Number of a list (目录号): up to three digits and perhaps a letter. */
  z.strictObject({ type: z.literal('list') }),
  /** Free letters; what reads like a year or a retention period may be left to those. */
  z.strictObject({
    type: z.literal('letters'),
    set: z.enum(letterSets),
    min: width,
    max: width,
    except: z
      .array(z.enum(['year', 'retention']))
      .max(2)
      .default([]),
  }),
  /** One of a table, in the order in which they are filed. */
  z.strictObject({
    type: z.literal('table'),
    codes: z
      .array(z.strictObject({ code: z.string().regex(/^[A-Z0-9\p{Unified_Ideograph}]{1,20}$/u), name: line(50) }))
      .min(1)
      .max(500),
  }),
]);
export type Form = z.infer<typeof form>;

const segment = z.strictObject({
  name: z.enum(segmentNames),
  form,
  /** What stands between it and the segment before it. The first segment of a code has nothing before it. */
  before: z.enum(separators),
  /** May be left out. */
  optional: z.boolean().default(false),
  /** Stands only beside this other, earlier one. */
  needs: z.enum(segmentNames).optional(),
  /** What the archive itself calls it. */
  label: line(20).optional(),
});
export type Segment = z.infer<typeof segment>;

/** The wire message; `refuseGrammar` says whether it can be kept. */
export const grammarShape = z.strictObject({
  segments: z.array(segment).min(2).max(14),
  /** Other orders in which the same segments are met (DA/T 13-2022 5.3); codes are made in the first one. */
  orders: z
    .array(z.array(z.enum(segmentNames)).min(2).max(14))
    .max(3)
    .default([]),
});
export type Grammar = z.infer<typeof grammarShape>;

/** A code taken apart: what stands in each segment, as written. */
export type Segments = Readonly<Partial<Record<SegmentName, string>>>;

export const labelOf = ({ name, label }: Segment): Words =>
  label === undefined ? segmentLabels[name] : { zh: label, en: label };

export const segmentOf = (grammar: Grammar, name: SegmentName): Segment | undefined =>
  grammar.segments.find((one) => one.name === name);

/** Every order in which the segments of a grammar may stand, its own first. */
export const ordersOf = (grammar: Grammar): Segment[][] => [
  grammar.segments,
  ...grammar.orders.map((names) =>
    names.map((name) => segmentOf(grammar, name)).filter((segment) => segment !== undefined),
  ),
];

import { z } from 'zod';
import { view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { day, id, line } from '#/base/rules/wire.ts';
import { levels } from '#/description/rules/field.ts';

/** 2.8-6: the holding is searched by the archive alone; whoever processes it sees his task. */
export const searchers = [
  'archiveLead',
  'archiveKeeper',
  'supervisor',
  'acceptanceMember',
] as const satisfies readonly Role[];

/** How rows are ordered. */
export const sorts = ['newest', 'oldest', 'code'] as const;
export type Sort = (typeof sorts)[number];

const number = z.number().int();
/** Pieces of a text as it was written; `hit`: this is what was looked for. */
const pieces = z.array(z.object({ text: z.string(), hit: z.boolean() }));
const facet = z.array(z.object({ key: z.string(), label: z.string(), count: number }));

/** As one types it: `1956`, `1956-3`, `19560308`; empty for open. */
const typedDay = line(20, 0).default('');

const sought = {
  query: line(200, 0).default(''),
  from: typedDay,
  to: typedDay,
  fonds: line(50).nullable().default(null),
  /** Where the page before ended; null for the first one. */
  after: z
    .strictObject({ id: number, day: day.nullable(), code: line(200).nullable() })
    .nullable()
    .default(null),
};

const answer = {
  /** Of all that was found, up to `most`. */
  count: number,
  /** There are more than were counted; figures of facets are of those counted. */
  more: z.boolean(),
  next: z.object({ id: number, day: day.nullable(), code: z.string().nullable() }).nullable(),
};

/** 目录检索: entries by words and days (细则 二). */
export const entrySearch = view({
  name: 'catalogue.entry.search',
  label: { zh: '目录检索', en: 'Search the catalogue' },
  roles: searchers,
  clauses: ['二-1', '二-2', '二-3', '2.8-6', '5.5-6'],
  subject: 'site',
  input: z.strictObject({
    ...sought,
    level: z.enum(levels).nullable().default(null),
    retention: line(50).nullable().default(null),
    /** Its first year. */
    decade: number.min(10).max(9990).nullable().default(null),
    sort: z.enum(sorts).default('newest'),
    /** Counts all there are, however long it takes. */
    exact: z.boolean().default(false),
  }),
  output: z.object({
    ...answer,
    items: z.array(
      z.object({
        id: number,
        unitId: id,
        level: z.enum(levels),
        code: z.string(),
        fonds: z.string(),
        title: pieces,
        /** As it was described, eight digits; empty where there is none. */
        date: z.string(),
        author: z.string(),
        retention: z.string(),
        /** Other fields in which something was found. */
        found: z.array(z.object({ zh: z.string(), en: z.string(), text: pieces })),
      }),
    ),
    /** With the first page alone. */
    facets: z.object({ fonds: facet, level: facet, retention: facet, decade: facet }).nullable(),
  }),
});

/** 全文检索: pages by what was read of them. */
export const pageSearch = view({
  name: 'catalogue.page.search',
  label: { zh: '全文检索', en: 'Search recognised text' },
  roles: searchers,
  clauses: ['二-2', '二-3', '2.8-6', '5.5-6'],
  subject: 'site',
  input: z.strictObject(sought),
  output: z.object({
    ...answer,
    items: z.array(
      z.object({
        id: number,
        unitId: id,
        code: z.string(),
        title: z.string(),
        page: number,
        text: pieces,
      }),
    ),
  }),
});

/** 打开命中件: what was described of it, and where its words stand on a page. */
export const hitOpen = view({
  name: 'catalogue.hit.open',
  label: { zh: '查看命中页', en: 'Open what was found' },
  roles: searchers,
  clauses: ['二-1', '二-5', '5.5-6'],
  subject: 'unit',
  input: z.strictObject({ query: line(200, 0).default(''), page: number.min(1).max(100_000).default(1) }),
  output: z.object({
    unitId: id,
    code: z.string(),
    entries: z.array(
      z.object({
        level: z.enum(levels),
        code: z.string(),
        values: z.array(z.object({ field: z.string(), zh: z.string(), en: z.string(), text: pieces })),
      }),
    ),
    /** Pages on which all of the words stand. */
    pages: z.array(number),
    /** On the page that was asked for; pixels of its scan as it is shown. */
    boxes: z.array(z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })),
  }),
});

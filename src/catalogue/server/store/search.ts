/**
 * Looking things up (细则 二), in two steps. The first asks the index of pairs for no more than `most` rows: that is the
 * count, and as long as there are fewer, the page. Where there are more the words are common, and the rows are walked in
 * the order that was asked for until the page is full. Without the second step a common word would be sorted whole, and
 * without the first a rare one walked through everything.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#/base/server/db.ts';
import { gramQuery, needsLook } from '../../rules/grams.ts';
import { type Days, everyDay } from '../../rules/query.ts';
import type {} from '../tables.ts';

/** About the root of page size times a million rows; measured by `npm run bench -- search`. */
export const mostCounted = 5_000;

export type Order = 'newest' | 'oldest' | 'code';

export interface Sought {
  terms: readonly string[];
  days: Days;
  /** Equal to a column. */
  where: readonly { column: 'level' | 'fonds' | 'retention'; value: string }[];
  /** Begun in the ten years from this one. */
  decade: number | null;
  order: Order;
  after: { id: number; day: string | null; code: string | null } | null;
  limit: number;
}

type Table = 'search_entry' | 'search_page';

/** By the text: what one or two characters ask for is in the index whole. */
const looks = (terms: readonly string[]): RawBuilder<unknown>[] =>
  terms.map((term) => sql`strpos(folded, ${term}) > 0`);

function narrowed({ days, where, decade }: Sought, longest: number): RawBuilder<unknown>[] {
  const parts = where.map(({ column, value }) => sql`${sql.ref(column)} = ${value}`);
  if (decade !== null) {
    parts.push(
      sql`day_from >= make_date(${decade}::int, 1, 1)`,
      sql`day_from <= make_date(${decade + 9}::int, 12, 31)`,
    );
  }
  if (days.to !== everyDay.to) parts.push(sql`day_from <= ${days.to}::date`);
  if (days.from !== everyDay.from || days.to !== everyDay.to)
    // What begins earlier than the longest of all lasts cannot reach it: the walk need not go there.
    parts.push(sql`day_to >= ${days.from}::date`, sql`day_from >= ${days.from}::date - ${longest}::int`);
  return parts;
}

const all = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  parts.length === 0 ? sql`true` : sql.join([...parts], sql` and `);

const orders: Record<Order, RawBuilder<unknown>> = {
  newest: sql`day_from desc, id desc`,
  oldest: sql`day_from, id`,
  code: sql`code, id`,
};

function beyond({ order, after }: Sought): RawBuilder<unknown>[] {
  if (after === null) return [];
  if (order === 'code') return [sql`(code, id) > (${after.code ?? ''}, ${after.id}::bigint)`];
  const key = sql`(${after.day ?? '0001-01-01'}::date, ${after.id}::bigint)`;
  return [order === 'newest' ? sql`(day_from, id) < ${key}` : sql`(day_from, id) > ${key}`];
}

export interface Found {
  ids: string[];
  /** Up to `mostCounted`. */
  count: number;
  more: boolean;
  facets: Facets | null;
}

export interface Facets {
  fonds: { key: string; label: string; count: number }[];
  level: { key: string; count: number }[];
  retention: { key: string; count: number }[];
  /** First year of each. */
  decade: { key: number; count: number }[];
}

/** Off: no sorting of everything and no reading of the whole table, whatever the statistics say. */
async function plan(tx: Tx, settings: readonly string[], value: 'on' | 'off'): Promise<void> {
  await sql`select ${sql.join(settings.map((name) => sql`set_config(${name}, ${value}, true)`))}`.execute(tx);
}

const facetsOf = sql<Facets>`json_build_object(
  'fonds', (select coalesce(json_agg(json_build_object('key', fonds, 'label', name, 'count', n) order by n desc, fonds), '[]')
    from (select fonds, min(fonds_name) as name, count(*)::int as n from m group by fonds) f),
  'level', (select coalesce(json_agg(json_build_object('key', level, 'count', n) order by level desc), '[]')
    from (select level, count(*)::int as n from m group by level) f),
  'retention', (select coalesce(json_agg(json_build_object('key', retention, 'count', n) order by n desc, retention), '[]')
    from (select retention, count(*)::int as n from m where retention <> '' group by retention) f),
  'decade', (select coalesce(json_agg(json_build_object('key', decade, 'count', n) order by decade), '[]')
    from (select (extract(year from day_from)::int / 10) * 10 as decade, count(*)::int as n from m
      where day_from > '0001-01-01' group by decade) f))`;

export async function lookUp(tx: Tx, table: Table, sought: Sought, longest: number): Promise<Found> {
  const { terms, limit, order } = sought;
  const from = sql.table(table);
  const some = narrowed(sought, longest);
  const first = [
    ...(terms.length > 0 ? [sql`grams @@ ${gramQuery(terms)}::tsquery`] : []),
    ...looks(terms.filter(needsLook)),
    ...some,
  ];
  const columns =
    table === 'search_entry' ? sql`id, day_from, code, fonds, fonds_name, level, retention` : sql`id, day_from`;
  const facets = table === 'search_entry' && sought.after === null ? facetsOf : sql<null>`null`;
  const indexed = terms.length > 0 ? ['enable_seqscan', 'enable_indexscan'] : ['enable_seqscan'];
  await plan(tx, indexed, 'off');
  const { rows } = await sql<{ count: number; ids: string[]; facets: Facets | null }>`
    with m as materialized (select ${columns} from ${from} where ${all(first)} limit ${mostCounted + 1}),
      p as (select id from m where ${all(beyond(sought))} order by ${orders[order]} limit ${limit + 1})
    select (select count(*)::int from m) as count, array(select id::text from p) as ids, ${facets} as facets`.execute(
    tx,
  );
  await plan(tx, indexed, 'on');
  const { count, ids, facets: figures } = rows[0]!;
  if (count <= mostCounted) return { ids, count, more: false, facets: figures };
  const walked = ['enable_seqscan', 'enable_bitmapscan', 'enable_sort'];
  await plan(tx, walked, 'off');
  // Not called `id`: it would be ordered by the text that is answered, which no index is.
  const { rows: page } = await sql<{ found: string }>`
    select id::text as found from ${from} where ${all([...looks(terms), ...some, ...beyond(sought)])}
    order by ${orders[order]} limit ${limit + 1}`.execute(tx);
  await plan(tx, walked, 'on');
  return { ids: page.map(({ found }) => found), count: mostCounted, more: true, facets: figures };
}

/** All there are, however long it takes. */
export async function countAll(tx: Tx, sought: Sought, longest: number): Promise<number> {
  const { terms } = sought;
  const parts = [
    ...(terms.length > 0 ? [sql`grams @@ ${gramQuery(terms)}::tsquery`] : []),
    ...looks(terms.filter(needsLook)),
    ...narrowed(sought, longest),
  ];
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from search_entry where ${all(parts)}`.execute(tx);
  return rows[0]!.count;
}

export const entriesByIds = (tx: Tx, ids: readonly string[]) =>
  tx
    .selectFrom('search_entry')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();

export const pagesByIds = (tx: Tx, ids: readonly string[]) =>
  tx
    .selectFrom('search_page')
    .innerJoin('search_unit', 'search_unit.unit_id', 'search_page.unit_id')
    .selectAll('search_page')
    .select(['search_unit.code', 'search_unit.title'])
    .where('search_page.id', 'in', [...ids])
    .execute();

export const findSearched = (tx: Tx, unitId: string) =>
  tx.selectFrom('search_unit').selectAll().where('unit_id', '=', unitId).executeTakeFirst();

export const entriesOfSearched = (tx: Tx, unitId: string) =>
  tx.selectFrom('search_entry').selectAll().where('unit_id', '=', unitId).orderBy('id').execute();

/** Pages of a unit on which all of the terms stand. */
export async function pagesWith(tx: Tx, unitId: string, terms: readonly string[]): Promise<number[]> {
  if (terms.length === 0) return [];
  const { rows } = await sql<{ page: number }>`
    select page from search_page where unit_id = ${unitId} and ${all(looks(terms))} order by page`.execute(tx);
  return rows.map(({ page }) => page);
}

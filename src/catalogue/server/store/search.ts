/**
 * Looking things up (细则 二), in two steps. The first asks the index of pairs era by era, in the order that was asked
 * for, for no more than `most` rows: that is the count, and the page comes from eras that were read whole. Where they
 * have too few, the words are common in the era in which counting stopped, and its rows are walked in their order until
 * the page is full. Without eras a bitmap of all rows of a common word is made before its first row comes; without the
 * second step the rows of an era would be sorted for fifty of them.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#/base/server/db.ts';
import { daysOfEra, eraOf, erasOf, noDay } from '../../rules/era.ts';
import { gramQuery, needsLook } from '../../rules/grams.ts';
import { type Days, everyDay } from '../../rules/query.ts';
import type {} from '../tables.ts';

/** Measured by `npm run bench -- search`: with 5,000 words of two characters take twice as long. */
export const mostCounted = 1_000;

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

/** What is known of all that can be looked up. */
interface SearchState {
  longest: number;
  eras: string;
}

/** `plain`: days are conditions of the index by day; else of the row alone, or a bitmap of that index is made as well. */
function narrowed({ days, where, decade }: Sought, longest: number, plain: boolean): RawBuilder<unknown>[] {
  const begin = plain ? sql`day_from` : sql`day_from + 0`;
  const parts = where.map(({ column, value }) => sql`${sql.ref(column)} = ${value}`);
  if (decade !== null) {
    parts.push(
      sql`${begin} >= make_date(${decade}::int, 1, 1)`,
      sql`${begin} <= make_date(${decade + 9}::int, 12, 31)`,
    );
  }
  if (days.to !== everyDay.to) parts.push(sql`${begin} <= ${days.to}::date`);
  if (days.from !== everyDay.from || days.to !== everyDay.to) parts.push(sql`day_to >= ${days.from}::date`);
  // What begins earlier than the longest of all lasts cannot reach it: the walk need not go there.
  if (plain && days.from !== everyDay.from) parts.push(sql`day_from >= ${days.from}::date - ${longest}::int`);
  return parts;
}

const all = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  parts.length === 0 ? sql`true` : sql.join([...parts], sql` and `);

const orders: Record<Order, RawBuilder<unknown>> = {
  newest: sql`day_from desc, id desc`,
  oldest: sql`day_from, id`,
  code: sql`code, id`,
};

function beyond({ order, after }: Sought, plain: boolean): RawBuilder<unknown>[] {
  if (after === null) return [];
  if (order === 'code') return [sql`(code, id) > (${after.code ?? ''}, ${after.id}::bigint)`];
  const row = plain ? sql`(day_from, id)` : sql`(day_from + 0, id)`;
  const key = sql`(${after.day ?? noDay}::date, ${after.id}::bigint)`;
  return [order === 'newest' ? sql`${row} < ${key}` : sql`${row} > ${key}`];
}

export interface Found {
  ids: string[];
  /** Up to `mostCounted`; from where the page before ended. */
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

const noFacets: Facets = { fonds: [], level: [], retention: [], decade: [] };

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

/** Eras in which something can be, in the order that was asked for, from that in which the page before ended. */
function erasInOrder({ order, days, after }: Sought, { eras, longest }: SearchState): string[] {
  const newest = erasOf(eras, days, longest);
  const inOrder = order === 'oldest' ? newest.toReversed() : newest;
  const begin = after === null || order === 'code' ? 0 : inOrder.indexOf(eraOf(after.day ?? noDay));
  return inOrder.slice(Math.max(begin, 0));
}

/** By words: each era by its own part of the index, one after the other, so that none is read that is not needed. */
function countedByEra(
  from: RawBuilder<unknown>,
  columns: RawBuilder<unknown>,
  sought: Sought,
  eras: readonly string[],
) {
  const { terms, order, days } = sought;
  const row = [...looks(terms.filter(needsLook)), ...(order === 'code' ? [] : beyond(sought, false))];
  const parts = eras.map((era, part) => {
    const own = daysOfEra(era);
    const inside = days.from <= own.from && own.to <= days.to && sought.decade === null;
    const open = inside || era === eraOf(noDay) ? { ...sought, days: everyDay } : sought;
    const conditions = [sql`grams @@ ${gramQuery(terms, era)}::tsquery`, ...row, ...narrowed(open, 0, false)];
    return sql`select ${part}::int as part, ${columns} from ${from} where ${all(conditions)}`;
  });
  return sql.join(parts, sql` union all `);
}

interface First {
  count: number;
  /** The one in which counting stopped; null where nothing was found. */
  last: number | null;
  ids: string[];
  facets: Facets | null;
}

/** `most` is at least the size of a page: the era in which counting stops then has what is missing of it. */
export async function lookUp(
  tx: Tx,
  table: Table,
  sought: Sought,
  state: SearchState,
  most: number = mostCounted,
): Promise<Found> {
  const { terms, limit, order, after } = sought;
  const from = sql.table(table);
  const eras = erasInOrder(sought, state);
  const withFacets = table === 'search_entry' && after === null;
  if (eras.length === 0) return { ids: [], count: 0, more: false, facets: withFacets ? noFacets : null };
  const columns =
    table === 'search_entry' ? sql`id, day_from, code, fonds, fonds_name, level, retention` : sql`id, day_from`;
  const byDay = [...narrowed(sought, state.longest, true), ...(order === 'code' ? [] : beyond(sought, true))];
  const counted =
    terms.length > 0
      ? countedByEra(from, columns, sought, eras)
      : sql`select 0 as part, ${columns} from ${from} where ${all(byDay)}`;
  const settings = terms.length > 0 ? ['enable_seqscan', 'enable_indexscan'] : ['enable_seqscan'];
  await plan(tx, settings, 'off');
  // Two processes that read eras beside each other would take them out of their order.
  await sql`select set_config('max_parallel_workers_per_gather', '0', true)`.execute(tx);
  const { rows } = await sql<First>`
    with m as materialized (select * from (${counted}) u limit ${most + 1}),
      l as (select max(part) as last, count(*)::int as count from m),
      p as (select id from m, l where ${all([sql`(part < last or count <= ${most})`, ...(order === 'code' ? beyond(sought, true) : [])])}
        order by ${orders[order]} limit ${limit + 1})
    select count, last, array(select id::text from p) as ids, ${withFacets ? facetsOf : sql<null>`null`} as facets
      from l`.execute(tx);
  await plan(tx, settings, 'on');
  const { count, last, ids, facets } = rows[0]!;
  if (count <= most) return { ids, count, more: false, facets };
  // By code the eras say nothing, and without words all rows are of one part.
  const whole = order === 'code' || terms.length === 0;
  const begun = whole ? [] : ids;
  const within = whole ? [] : inEra(eras[last ?? 0]!);
  const rest = await walk(tx, from, sought, state, { within, limit: limit + 1 - begun.length });
  return { ids: [...begun, ...rest], count: most, more: true, facets };
}

function inEra(era: string): RawBuilder<unknown>[] {
  const { from, to } = daysOfEra(era);
  return [sql`day_from >= ${from}::date`, sql`day_from <= ${to}::date`];
}

/** Rows in their order until there are enough; words are looked for in their texts. */
async function walk(
  tx: Tx,
  from: RawBuilder<unknown>,
  sought: Sought,
  { longest }: SearchState,
  { within, limit }: { within: RawBuilder<unknown>[]; limit: number },
): Promise<string[]> {
  if (limit <= 0) return [];
  const settings = ['enable_seqscan', 'enable_bitmapscan', 'enable_sort'];
  const conditions = [...looks(sought.terms), ...narrowed(sought, longest, true), ...beyond(sought, true), ...within];
  await plan(tx, settings, 'off');
  // Not called `id`: it would be ordered by the text that is answered, which no index is.
  const { rows } = await sql<{ found: string }>`
    select id::text as found from ${from} where ${all(conditions)}
    order by ${orders[sought.order]} limit ${limit}`.execute(tx);
  await plan(tx, settings, 'on');
  return rows.map(({ found }) => found);
}

/** All there are, however long it takes. */
export async function countAll(tx: Tx, sought: Sought, state: SearchState): Promise<number> {
  const from = sql.table('search_entry');
  const everything = { ...sought, after: null };
  const eras = erasInOrder(everything, state);
  if (eras.length === 0) return 0;
  const found =
    sought.terms.length > 0
      ? countedByEra(from, sql`id`, everything, eras)
      : sql`select id from ${from} where ${all(narrowed(sought, state.longest, true))}`;
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (${found}) u`.execute(tx);
  return rows[0]!.count;
}

/** Without what is only looked up. */
export const entriesByIds = (tx: Tx, ids: readonly string[]) =>
  tx
    .selectFrom('search_entry')
    .select(['id', 'unit_id', 'level', 'code', 'fonds_name', 'day_from', 'retention', 'data'])
    .where('id', 'in', [...ids])
    .execute();

export const pagesByIds = (tx: Tx, ids: readonly string[]) =>
  tx
    .selectFrom('search_page')
    .innerJoin('search_unit', 'search_unit.unit_id', 'search_page.unit_id')
    .select(['search_page.id', 'search_page.unit_id', 'page', 'day_from', 'content'])
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

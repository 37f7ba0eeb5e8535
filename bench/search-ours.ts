/** The search of the catalogue in a PostgreSQL of its own, set as a site's is. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import type { Database, Tx } from '#/base/server/db.ts';
import { openDatabase } from '#/base/server/db.ts';
import { migrate } from '#/base/server/migrate.ts';
import { type Cluster, startCluster } from '#/base/server/postgres/embedded.ts';
import { mainDatabase } from '#/base/server/postgres/provision.ts';
import { eraOf } from '#/catalogue/rules/era.ts';
import { gramsVector, searchState } from '#/catalogue/server/store/projection.ts';
import { entriesByIds, lookUp, pagesByIds, type Sought } from '#/catalogue/server/store/search.ts';
import type { EntryRow, PageRow, Unit } from './search-rows.ts';
import type { Question } from './search-questions.ts';

/** As the route has it. */
export const pageSize = 50;

export interface Answer {
  ids: string[];
  count: number;
  more: boolean;
}

export interface Ours extends AsyncDisposable {
  database: Database;
  /** A superuser's, past the foreign keys to rooms that this bench leaves empty. */
  loader: pg.Client;
}

export async function openOurs(dataDir: string): Promise<Ours> {
  const cluster: Cluster = await startCluster({ dataDir });
  await migrate(cluster.url('shoucang_owner', mainDatabase));
  const loader = new pg.Client(cluster.url('postgres', mainDatabase));
  await loader.connect();
  await loader.query(`set session_replication_role = replica`);
  // Else the waiting pairs are put into the index in small pieces, as it is when units come one by one over years.
  await loader.query(`set gin_pending_list_limit = '256MB'`);
  const database = openDatabase(cluster.url('app_rw', mainDatabase), 1, 'bench');
  return {
    ...{ database, loader },
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await loader.end();
      await cluster.stop();
    },
  };
}

const escaped = (cell: string | number): string =>
  String(cell).replaceAll(/[\\\t\n\r]/g, (letter) =>
    letter === '\n' ? '\\n' : letter === '\t' ? '\\t' : `\\${letter}`,
  );

async function copy<Row>(
  { loader }: Ours,
  into: string,
  rows: readonly Row[],
  cells: (row: Row) => (string | number)[],
): Promise<void> {
  function* lines(): Generator<string> {
    for (const row of rows) yield `${cells(row).map(escaped).join('\t')}\n`;
  }
  await pipeline(Readable.from(lines()), loader.query(from(`copy ${into} from stdin`)));
}

/** As PostgreSQL writes a tsvector; that it is what the product puts is looked at in `assertGrams`. */
const vector = (grams: readonly string[], from: string): string =>
  grams.map((gram) => `'${(eraOf(from) + gram).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`).join(' ');

export const putUnits = (ours: Ours, units: readonly Unit[]): Promise<void> =>
  copy(
    ours,
    'search_unit (unit_id, package_id, original_id, code, title, generation)',
    units,
    ({ id, code, title }): (string | number)[] => [id, id, id, code, title, 1],
  );

export const putEntries = (ours: Ours, rows: readonly EntryRow[]): Promise<void> =>
  copy(
    ours,
    'search_entry (id, unit_id, level, code, fonds, fonds_name, day_from, day_to, retention, data, folded, grams)',
    rows,
    (row) => [
      ...[row.id, row.unit.id, row.level, row.code, row.unit.fonds, row.unit.fondsName, row.from, row.to],
      ...[row.retention, row.data, row.folded, vector(row.grams, row.from)],
    ],
  );

export const putPages = (ours: Ours, rows: readonly PageRow[]): Promise<void> =>
  copy(
    ours,
    'search_page (id, unit_id, page, fonds, day_from, day_to, content, folded, grams)',
    rows,
    ({ id, unit, page, content, folded, grams }) => [
      ...[id, unit.id, page, unit.fonds, unit.from, unit.to],
      ...[content, folded, vector(grams, unit.from)],
    ],
  );

type Table = 'search_entry' | 'search_page';

/** What every row was put for is in the index, and the planner knows what there is. */
export async function settle({ loader }: Ours, table: Table): Promise<void> {
  await loader.query(`select gin_clean_pending_list('${table}_grams')`);
  await loader.query(`vacuum analyze ${table}`);
  await loader.query(`vacuum analyze search_unit`);
  if (table === 'search_entry')
    await loader.query(`update search_state set longest = (select max(day_to - day_from) from search_entry)`);
  const { rows } = await loader.query<{ day: string }>(`select distinct day_from::text as day from ${table}`);
  await loader.query(`update search_state set eras = $1`, [[...new Set(rows.map(({ day }) => eraOf(day)))].join('')]);
  await loader.query('checkpoint');
}

/** That the rows which were copied are those that `putUnit` would have put. */
export async function assertGrams({ database, loader }: Ours, table: Table): Promise<void> {
  const { rows } = await loader.query<{ folded: string; grams: string; day: string }>(
    `select folded, grams::text, day_from::text as day from ${table} where id % 997 = 1 order by id limit 200`,
  );
  for (const { folded, grams, day } of rows) {
    const answer = await sql<{ made: string }>`select ${gramsVector(folded, day)}::text as made`.execute(database.db);
    if (answer.rows[0]?.made !== grams) throw new Error(`not the pairs that the product puts: ${folded}`);
  }
}

export interface Size {
  table: number;
  index: number;
  all: number;
}

/** Bytes: rows alone (with what is stored out of line), the index of pairs, everything. */
export async function sizeOf({ loader }: Ours, table: Table): Promise<Size> {
  const { rows } = await loader.query<Record<keyof Size, string>>(
    `select pg_table_size('${table}') as table, pg_relation_size('${table}_grams') as index, pg_total_relation_size('${table}') as all`,
  );
  const [row] = rows;
  return { table: Number(row?.table), index: Number(row?.index), all: Number(row?.all) };
}

/** What somebody waits for who asks: as `search.entries` and `search.pages` do it, up to the rows. */
export const askOurs = ({ database }: Ours, table: Table, { terms, days }: Question): Promise<Answer> =>
  database.db.transaction().execute(async (tx: Tx) => {
    const rest = { where: [], decade: null, order: 'newest', after: null, limit: pageSize } as const;
    const sought: Sought = { terms, days, ...rest };
    const state = await searchState(tx);
    const { ids, count, more } = await lookUp(tx, table, sought, state);
    const rows =
      ids.length === 0 ? [] : table === 'search_entry' ? await entriesByIds(tx, ids) : await pagesByIds(tx, ids);
    if (rows.length !== ids.length) throw new Error(`${ids.length} found, ${rows.length} read: ${terms.join(' ')}`);
    return { ids, count, more };
  });

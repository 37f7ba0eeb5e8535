import pg from 'pg';
import type { TestDatabase } from './database.ts';

type Rows = Record<string, unknown>[];

async function ask(url: string, sql: string, values: readonly unknown[]): Promise<Rows> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** As the schema's owner: what time alone would do, or what the run-time role may not. */
export const asOwner = (
  { database }: { database: TestDatabase },
  sql: string,
  values: readonly unknown[] = [],
): Promise<Rows> => ask(database.ownerUrl, sql, values);

/** As the run-time role, past every rule of the program. */
export const asApp = ({ database }: { database: TestDatabase }, sql: string): Promise<Rows> =>
  ask(database.appUrl, sql, []);

/** Tables of every schema of ours in which a text stands, in any column. Asked at once: a connection for each costs a minute. */
export async function tablesHolding(site: { database: TestDatabase }, text: string): Promise<string[]> {
  const tables = await asOwner(
    site,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const questions = tables.map(
    ({ name }) =>
      `select '${String(name)}' as name where exists (select 1 from ${String(name)} t where strpos(t::text, $1) > 0)`,
  );
  const found = await asOwner(site, questions.join(' union all '), [text]);
  return found.map(({ name }) => String(name));
}

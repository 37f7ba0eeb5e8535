import pg from 'pg';
import type { TestDatabase } from './database.ts';

/** As the schema's owner: what time alone would do, or what the run-time role may not. */
export async function asOwner(
  { database }: { database: TestDatabase },
  sql: string,
  values: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(database.ownerUrl);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

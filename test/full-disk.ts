import { sql } from 'kysely';
import { openDatabase } from '#/base/server/db.ts';
import type { TestSite } from './site.ts';

/** While `body` runs, every write to that table finds the disk full. */
export async function withFullDisk(site: TestSite, table: string, body: () => Promise<void>): Promise<void> {
  await using owner = openDatabase(site.database.ownerUrl, 1);
  await sql`create function full_disk() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`.execute(owner.db);
  await sql`create trigger full_disk before insert or update on ${sql.table(table)}
    for each statement execute function full_disk()`.execute(owner.db);
  try {
    await body();
  } finally {
    await sql`drop function full_disk cascade`.execute(owner.db);
  }
}

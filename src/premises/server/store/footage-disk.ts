/** Which disk footage is kept on. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';

export const readMarker = async (db: Db | Tx): Promise<string | null> =>
  (await db.selectFrom('footage_disk').select('marker').executeTakeFirst())?.marker ?? null;

/** Two processes that find no marker wait for each other. */
export const markerOnce = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('footage-disk', 43))`.execute(tx);

export const insertDisk = (tx: Tx, marker: string) => tx.insertInto('footage_disk').values({ marker }).execute();

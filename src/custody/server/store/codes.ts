import type { Db, Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

/** Archival codes of originals by id, in the order of the codes. */
export async function codesOf(db: Db | Tx, originalIds: readonly string[]): Promise<Map<string, string>> {
  if (originalIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('original')
    .select(['id', 'code'])
    .where('id', 'in', [...originalIds])
    .orderBy('sort_key')
    .execute();
  return new Map(rows.map(({ id, code }) => [id, code]));
}

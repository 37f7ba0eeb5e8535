import type { Db, Tx } from '#/base/server/db.ts';

/** Archival codes of originals, in their order. */
export async function codesOf(db: Db | Tx, originalIds: readonly string[]): Promise<Map<string, string>> {
  if (originalIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('original')
    .select(['id', 'code'])
    .where('id', 'in', originalIds)
    .orderBy('sort_key')
    .execute();
  return new Map(rows.map(({ id, code }) => [id, code]));
}

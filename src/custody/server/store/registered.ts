/** What the register says of originals, and of the items that lie in them: for rooms that make lists of it. */
import type { Db, Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

/** Originals by id and the items in them, in the order of their codes; of what is classified nothing but the code. */
export async function registeredOriginals(db: Db | Tx, originalIds: readonly string[]) {
  if (originalIds.length === 0) return [];
  const ids = [...originalIds];
  return db
    .selectFrom('original')
    .innerJoin('fonds', 'fonds.id', 'original.fonds_id')
    .select(['original.id', 'original.parent_id', 'original.kind', 'original.code', 'original.scheme_id'])
    .select(['original.title', 'original.author', 'original.document_number', 'original.dated', 'original.retention'])
    .select(['original.pages', 'original.remark', 'original.secrecy', 'original.sort_key', 'original.project_id'])
    .select(['fonds.code as fonds_code', 'fonds.name as fonds_name'])
    .where((eb) => eb.or([eb('original.id', 'in', ids), eb('original.parent_id', 'in', ids)]))
    .orderBy('original.sort_key')
    .execute();
}

export type RegisteredOriginal = Awaited<ReturnType<typeof registeredOriginals>>[number];

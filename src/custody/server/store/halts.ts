/** Classified marks that were found at work. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LateColumns } from '#/base/server/late.ts';
import type { Outcome } from '../../rules/work.ts';
import type {} from '../tables.ts';

export async function insertFind(
  tx: Tx,
  row: {
    number: string;
    originalId: string;
    batchId: string | null;
    page: string;
    mark: string;
    by: string;
    on: string;
  },
  late: LateColumns,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('classified_find')
    .values({
      ...{ id, number: row.number, original_id: row.originalId, batch_id: row.batchId, page: row.page },
      ...{ mark: row.mark, found_by: row.by, found_on: row.on, ...late },
      ...{ outcome: null, basis: null, settled_by: null, agreed_by: null, settled_at: null },
    })
    .execute();
  return id;
}

export const openFindOf = (db: Db | Tx, originalId: string) =>
  db
    .selectFrom('classified_find')
    .select(['id', 'number'])
    .where('original_id', '=', originalId)
    .where('outcome', 'is', null)
    .executeTakeFirst();

export const findFind = (db: Db | Tx, id: string) =>
  db
    .selectFrom('classified_find')
    .innerJoin('original', 'original.id', 'classified_find.original_id')
    .leftJoin('batch', 'batch.id', 'classified_find.batch_id')
    .selectAll('classified_find')
    .select(['original.project_id', 'original.code', 'batch.number as batch_number'])
    .where('classified_find.id', '=', id)
    .executeTakeFirst();

export const lockFind = (tx: Tx, id: string) =>
  tx
    .selectFrom('classified_find')
    .innerJoin('original', 'original.id', 'classified_find.original_id')
    .selectAll('classified_find')
    .select('original.project_id')
    .where('classified_find.id', '=', id)
    .forUpdate('classified_find')
    .executeTakeFirst();

export const settleFind = (
  tx: Tx,
  id: string,
  row: { outcome: Outcome; basis: string; settledBy: string; agreedBy: string },
) =>
  tx
    .updateTable('classified_find')
    .set((eb) => ({
      ...{ outcome: row.outcome, basis: row.basis, settled_by: row.settledBy, agreed_by: row.agreedBy },
      ...{ settled_at: sql<Date>`now()`, version: eb('version', '+', 1) },
    }))
    .where('id', '=', id)
    .execute();

export function listFinds(
  db: Db | Tx,
  filter: { open: boolean | undefined; cursor: string | undefined; limit: number },
  projectIds: readonly string[] | null,
) {
  let query = db
    .selectFrom('classified_find')
    .innerJoin('original', 'original.id', 'classified_find.original_id')
    .selectAll('classified_find')
    .select('original.code')
    .orderBy('classified_find.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.open !== undefined) query = query.where('outcome', filter.open ? 'is' : 'is not', null);
  if (filter.cursor !== undefined) query = query.where('classified_find.id', '<', filter.cursor);
  if (projectIds !== null)
    query = query.where((eb) => eb('original.project_id', '=', eb.fn.any(eb.val([...projectIds]))));
  return query.execute();
}

/** Finds of a former business day that nobody has settled (6.5-3). */
export const overdueFinds = (db: Db | Tx, today: string) =>
  db
    .selectFrom('classified_find')
    .innerJoin('original', 'original.id', 'classified_find.original_id')
    .select(['classified_find.id', 'classified_find.number', 'original.code', 'classified_find.found_on'])
    .where('outcome', 'is', null)
    .where('found_on', '<', today)
    .execute();

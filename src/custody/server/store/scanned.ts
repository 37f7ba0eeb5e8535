/** What a scanned text names. */
import type { Db, Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

/** Originals that bear this code, or whose slip bears this number. */
export const scannedOriginals = (db: Db | Tx, text: string) =>
  db
    .selectFrom('original')
    .innerJoin('whereabouts', 'whereabouts.original_id', 'original.id')
    .select(['original.id', 'original.code', 'original.title', 'original.project_id', 'whereabouts.batch_id'])
    .where('original.id', 'in', (eb) =>
      eb
        .selectFrom('original as named')
        .select('named.id')
        .where('named.code', '=', text)
        .union(eb.selectFrom('slip').select('slip.original_id as id').where('slip.number', '=', text)),
    )
    .execute();

export const partOfNumber = (db: Db | Tx, originalId: string, number: number) =>
  db
    .selectFrom('part_out')
    .select(['id', 'number'])
    .where('original_id', '=', originalId)
    .where('number', '=', number)
    .executeTakeFirst();

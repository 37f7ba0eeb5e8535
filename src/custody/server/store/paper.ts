/** Lists that were printed to be signed, and receipts for business (6.2-3). */
import type { Db, Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

/** A print as it is stored, and whether a handover was closed on it already. */
export const findDraft = (db: Db | Tx, printId: string, form: string) =>
  db
    .selectFrom('print_record')
    .leftJoin('handover', 'handover.paper_print_id', 'print_record.id')
    .select(['print_record.id', 'print_record.version', 'print_record.data', 'print_record.digest'])
    .select(['print_record.printed_at', 'handover.number as closed'])
    .where('print_record.id', '=', printId)
    .where('print_record.form', '=', form)
    .executeTakeFirst();

export const lockReceipt = (tx: Tx, handoverId: string) =>
  tx.selectFrom('business_receipt').selectAll().where('handover_id', '=', handoverId).executeTakeFirst();

export const insertReceipt = (tx: Tx, handoverId: string, row: { pages: number; remark: string; by: string }) =>
  tx
    .insertInto('business_receipt')
    .values({ handover_id: handoverId, pages: row.pages, remark: row.remark, signed_by: row.by })
    .execute();

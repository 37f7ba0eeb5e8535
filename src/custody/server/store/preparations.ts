/** What preparation found of originals (6.4). */
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LateColumns } from '#/base/server/late.ts';
import type { Prepared } from '../../rules/preparation.ts';
import type {} from '../tables.ts';

export async function insertPreparation(
  tx: Tx,
  row: Prepared & { slipId: string; binding: string; remark: string; by: string },
  late: LateColumns,
): Promise<string> {
  const id = newId();
  const { pages, leaves, a3, a2, a1, a0, inserted, damaged, unscanned, unscannedReason, binding, remark } = row;
  const { cover, contents, noteSheet, blanks } = row;
  await tx
    .insertInto('preparation')
    .values({
      ...{ id, slip_id: row.slipId, pages, leaves, a3, a2, a1, a0, inserted, damaged, unscanned },
      ...{ cover, contents, note_sheet: noteSheet, blanks },
      unscanned_reason: unscannedReason === '' ? null : unscannedReason,
      ...{ binding, remark, prepared_by: row.by, ...late },
    })
    .execute();
  return id;
}

export const preparationsOf = (db: Db | Tx, originalId: string) =>
  db
    .selectFrom('preparation')
    .innerJoin('slip', 'slip.id', 'preparation.slip_id')
    .selectAll('preparation')
    .select('slip.number as slip')
    .where('slip.original_id', '=', originalId)
    .orderBy('preparation.id', 'desc')
    .execute();

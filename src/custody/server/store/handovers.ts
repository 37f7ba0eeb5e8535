/** Handovers: lists that both sides agreed to (6.2-3). */
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Direction } from '../../rules/handover.ts';
import type {} from '../tables.ts';

/** A list that both sides signed, its scan, and who entered and compared it (6.2-3). */
export interface PaperClosing {
  printId: string;
  scanId: string;
  signedAt: Date;
  enteredBy: string;
  checkedBy: string;
}

export async function insertHandover(
  tx: Tx,
  row: {
    number: string;
    batchId: string;
    direction: Direction;
    content: string;
    remark: string;
    givenBy: string;
    receivedBy: string;
    paper?: PaperClosing;
  },
  originalIds: readonly string[],
): Promise<string> {
  const id = newId();
  const { number, batchId, direction, content, remark, givenBy, receivedBy, paper } = row;
  await tx
    .insertInto('handover')
    .values({
      ...{ id, number, batch_id: batchId, direction, content, remark },
      ...{ given_by: givenBy, received_by: receivedBy },
      ...{ paper_print_id: paper?.printId ?? null, paper_scan_id: paper?.scanId ?? null },
      ...{ signed_at: paper?.signedAt ?? null, entered_by: paper?.enteredBy ?? null },
      checked_by: paper?.checkedBy ?? null,
    })
    .execute();
  await tx
    .updateTable('handover_count')
    .set({ handover_id: id })
    .where('batch_id', '=', batchId)
    .where('direction', '=', direction)
    .where('original_id', 'in', originalIds)
    .where('counted', '=', true)
    .where('handover_id', 'is', null)
    .execute();
  return id;
}

export const handoversOf = (db: Db | Tx, batchId: string) =>
  db
    .selectFrom('handover')
    .leftJoin('business_receipt as receipt', 'receipt.handover_id', 'handover.id')
    .selectAll('handover')
    .select(['receipt.signed_by as receipt_by', 'receipt.signed_at as receipt_at', 'receipt.pages as receipt_pages'])
    .select((eb) =>
      eb
        .selectFrom('handover_count')
        .select((inner) => inner.fn.countAll<string>().as('count'))
        .whereRef('handover_count.handover_id', '=', 'handover.id')
        .where('side', '=', 'archive')
        .as('count'),
    )
    .where('batch_id', '=', batchId)
    .orderBy('id')
    .execute();

export const findHandover = (db: Db | Tx, id: string) =>
  db
    .selectFrom('handover')
    .innerJoin('batch', 'batch.id', 'handover.batch_id')
    .innerJoin('project', 'project.id', 'batch.project_id')
    .selectAll('handover')
    .select([
      'batch.number as batch_number',
      'batch.name as batch_name',
      'batch.project_id',
      'project.name as project_name',
    ])
    .where('handover.id', '=', id)
    .executeTakeFirst();

/** What changed hands: as both sides counted it. */
export const linesOf = (db: Db | Tx, handoverId: string) =>
  db
    .selectFrom('handover_count')
    .innerJoin('original', 'original.id', 'handover_count.original_id')
    .select([
      ...(['original.id', 'original.code', 'original.title', 'original.pages', 'original.secrecy'] as const),
      ...(['handover_count.side', 'handover_count.condition', 'handover_count.note'] as const),
    ])
    .where('handover_count.handover_id', '=', handoverId)
    .orderBy('original.sort_key')
    .orderBy('handover_count.side')
    .execute();

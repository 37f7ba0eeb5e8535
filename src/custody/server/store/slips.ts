/** Routing slips and their lines. */
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LateColumns } from '#/base/server/late.ts';
import type { SlipStep } from '../../rules/work.ts';
import type {} from '../tables.ts';

/** One for each original of a batch: the batch's number and a running one (6.4-1). */
export async function makeSlips(
  tx: Tx,
  batch: { id: string; number: string },
  originalIds: readonly string[],
): Promise<void> {
  await tx
    .insertInto('slip')
    .values(
      originalIds.map((original_id, index) => ({
        ...{ id: newId(), batch_id: batch.id, original_id },
        number: `${batch.number}-${String(index + 1).padStart(4, '0')}`,
      })),
    )
    .execute();
}

export const slipOf = (db: Db | Tx, batchId: string, originalId: string) =>
  db
    .selectFrom('slip')
    .select(['id', 'number'])
    .where('batch_id', '=', batchId)
    .where('original_id', '=', originalId)
    .executeTakeFirst();

export async function insertStep(
  tx: Tx,
  row: {
    slipId: string;
    partId: string | null;
    step: SlipStep;
    deviceId: string | null;
    items: number;
    pages: number;
    startedAt: Date;
    by: string;
    note: string;
  },
  late: LateColumns,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('slip_step')
    .values({
      ...{ id, slip_id: row.slipId, part_id: row.partId, step: row.step, device_id: row.deviceId },
      ...{ items: row.items, pages: row.pages, started_at: row.startedAt, finished_at: late.occurred_at },
      ...{ done_by: row.by, note: row.note, ...late },
    })
    .execute();
  return id;
}

export const slipsOfOriginal = (db: Db | Tx, originalId: string) =>
  db
    .selectFrom('slip')
    .innerJoin('batch', 'batch.id', 'slip.batch_id')
    .select(['slip.id', 'slip.number', 'slip.made_at', 'batch.number as batch_number'])
    .where('slip.original_id', '=', originalId)
    .orderBy('slip.id', 'desc')
    .execute();

export const stepsOfSlips = (db: Db | Tx, slipIds: readonly string[]) =>
  db
    .selectFrom('slip_step')
    .leftJoin('device', 'device.id', 'slip_step.device_id')
    .leftJoin('part_out', 'part_out.id', 'slip_step.part_id')
    .selectAll('slip_step')
    .select(['device.code as device_code', 'part_out.number as part_number'])
    .where('slip_step.slip_id', 'in', slipIds)
    .orderBy('slip_step.finished_at')
    .execute();

export const slipsOfBatch = (db: Db | Tx, batchId: string) =>
  db
    .selectFrom('slip')
    .innerJoin('original', 'original.id', 'slip.original_id')
    .select(['slip.number', 'original.code', 'original.title', 'original.pages'])
    .where('slip.batch_id', '=', batchId)
    .orderBy('slip.number')
    .execute();

/** Sweeps, and what they found. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Finding } from '../../rules/work.ts';
import type {} from '../tables.ts';

/** What a person left unexplained, or what of this batch is; the first holder, and how many of his. */
export const openFinding = (db: Db | Tx, personId: string, batchId: string | null) =>
  db
    .selectFrom('sweep_finding')
    .select((eb) => ['holder_id', eb.fn.countAll<string>().as('count')])
    .where('lifted_at', 'is', null)
    .where((eb) => eb.or([eb('holder_id', '=', personId), eb('batch_id', '=', batchId)]))
    .groupBy('holder_id')
    .executeTakeFirst();

export const sweepOf = (db: Db | Tx, day: string) =>
  db.selectFrom('sweep').selectAll().where('day', '=', day).executeTakeFirst();

/** Today's sweep, begun by whoever scans first; scans and the closing wait for each other. */
export async function lockSweep(tx: Tx, day: string, by: string) {
  await tx
    .insertInto('sweep')
    .values({
      ...{ id: newId(), day, opened_by: by, closed_by: null, agreed_by: null, closed_at: null },
      ...{ expected: null, seen: null, remark: null },
    })
    .onConflict((conflict) => conflict.column('day').doNothing())
    .execute();
  return tx.selectFrom('sweep').selectAll().where('day', '=', day).forUpdate().executeTakeFirstOrThrow();
}

export const recordSweepScan = (
  tx: Tx,
  row: { sweepId: string; originalId: string; part: number; cabinetId: string; by: string },
) =>
  tx
    .insertInto('sweep_scan')
    .values({
      ...{ sweep_id: row.sweepId, original_id: row.originalId, part_number: row.part },
      ...{ cabinet_id: row.cabinetId, scanned_by: row.by },
    })
    .onConflict((conflict) =>
      conflict
        .columns(['sweep_id', 'original_id', 'part_number'])
        .doUpdateSet({ cabinet_id: row.cabinetId, scanned_by: row.by, scanned_at: sql<Date>`now()` }),
    )
    .execute();

/** What must be in a cabinet by the end of the day, whole or in parts. */
function held(db: Db | Tx) {
  const whole = db
    .selectFrom('whereabouts')
    .select([
      ...(['whereabouts.original_id', 'whereabouts.place', 'whereabouts.holder_id'] as const),
      ...(['whereabouts.cabinet_id', 'whereabouts.since', 'whereabouts.batch_id'] as const),
    ])
    .select(sql<number>`0`.as('part'))
    .where('whereabouts.place', 'in', ['hand', 'cabinet']);
  const parts = db
    .selectFrom('part_out')
    .innerJoin('whereabouts', 'whereabouts.original_id', 'part_out.original_id')
    .select([
      ...(['part_out.original_id', 'part_out.place', 'part_out.holder_id'] as const),
      ...(['part_out.cabinet_id', 'part_out.since', 'whereabouts.batch_id'] as const),
    ])
    .select('part_out.number as part')
    .where('part_out.returned_at', 'is', null);
  return whole.unionAll(parts).as('held');
}

/** How many of these the sweep has not seen where they are registered: asked with every scan, so only counted. */
export const countUnseen = async (db: Db | Tx, sweepId: string): Promise<number> => {
  const { count } = await db
    .selectFrom(held(db))
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('sweep_scan')
            .select('sweep_scan.original_id')
            .whereRef('sweep_scan.original_id', '=', 'held.original_id')
            .whereRef('sweep_scan.part_number', '=', 'held.part')
            .whereRef('sweep_scan.cabinet_id', '=', 'held.cabinet_id')
            .where('sweep_scan.sweep_id', '=', sweepId),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** What is out, whole or in parts, with whether this sweep has seen it where it is registered. */
export const outNow = (db: Db | Tx, sweepId: string | null) =>
  db
    .selectFrom(held(db))
    .innerJoin('original', 'original.id', 'held.original_id')
    .innerJoin('batch', 'batch.id', 'held.batch_id')
    .leftJoin('fixture as cabinet', 'cabinet.id', 'held.cabinet_id')
    .leftJoin('sweep_scan', (join) =>
      join
        .onRef('sweep_scan.original_id', '=', 'held.original_id')
        .onRef('sweep_scan.part_number', '=', 'held.part')
        .onRef('sweep_scan.cabinet_id', '=', 'held.cabinet_id')
        .on('sweep_scan.sweep_id', '=', sweepId),
    )
    .selectAll('held')
    .select(['original.code', 'original.title', 'batch.number as batch_number', 'cabinet.code as cabinet_code'])
    .select(sql<boolean>`sweep_scan.original_id is not null`.as('seen'))
    .orderBy('original.sort_key')
    .orderBy('held.part')
    .execute();

export type OutRow = Awaited<ReturnType<typeof outNow>>[number];

export const closeSweep = (
  tx: Tx,
  sweepId: string,
  row: { closedBy: string; agreedBy: string; expected: number; seen: number; remark: string },
) =>
  tx
    .updateTable('sweep')
    .set({
      ...{ closed_by: row.closedBy, agreed_by: row.agreedBy, closed_at: sql<Date>`now()` },
      ...{ expected: row.expected, seen: row.seen, remark: row.remark },
    })
    .where('id', '=', sweepId)
    .execute();

export async function insertFindings(
  tx: Tx,
  sweepId: string,
  rows: readonly {
    originalId: string;
    part: number;
    holderId: string;
    batchId: string;
    finding: Finding;
    reason: string;
  }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto('sweep_finding')
    .values(
      rows.map((row) => ({
        ...{ id: newId(), sweep_id: sweepId, original_id: row.originalId, part_number: row.part },
        ...{ holder_id: row.holderId, batch_id: row.batchId, finding: row.finding, reason: row.reason },
        ...{ lifted_by: null, lifted_at: null, lift_reason: null },
      })),
    )
    .execute();
}

export const openFindings = (db: Db | Tx) =>
  db
    .selectFrom('sweep_finding')
    .innerJoin('sweep', 'sweep.id', 'sweep_finding.sweep_id')
    .innerJoin('original', 'original.id', 'sweep_finding.original_id')
    .innerJoin('batch', 'batch.id', 'sweep_finding.batch_id')
    .selectAll('sweep_finding')
    .select(['sweep.day', 'original.code', 'batch.number as batch_number', 'original.project_id'])
    .where('sweep_finding.lifted_at', 'is', null)
    .orderBy('sweep.day')
    .orderBy('original.sort_key')
    .execute();

export const lockFinding = (tx: Tx, id: string) =>
  tx
    .selectFrom('sweep_finding')
    .innerJoin('original', 'original.id', 'sweep_finding.original_id')
    .selectAll('sweep_finding')
    .select('original.project_id')
    .where('sweep_finding.id', '=', id)
    .forUpdate('sweep_finding')
    .executeTakeFirst();

export const liftFinding = (tx: Tx, id: string, by: string, reason: string) =>
  tx
    .updateTable('sweep_finding')
    .set({ lifted_by: by, lifted_at: sql<Date>`now()`, lift_reason: reason })
    .where('id', '=', id)
    .execute();

/** Processed originals that are out, with when they became so (6.7-3). */
export const processedSince = (db: Db | Tx) =>
  db
    .selectFrom('whereabouts')
    .innerJoin('batch', 'batch.id', 'whereabouts.batch_id')
    .innerJoin('movement', (join) =>
      join
        .onRef('movement.original_id', '=', 'whereabouts.original_id')
        .onRef('movement.batch_id', '=', 'whereabouts.batch_id')
        .on('movement.event', '=', 'process'),
    )
    .select(['batch.id as batch_id', 'batch.number', 'movement.occurred_at as processed_at'])
    .where('whereabouts.stage', '=', 'processed')
    .where('whereabouts.place', 'in', ['hand', 'cabinet'])
    .where('whereabouts.halted', '=', false)
    .execute();

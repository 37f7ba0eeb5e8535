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

/** What this person held, or this batch had out, is missing and nobody has judged that yet (6.3-4). */
export const openLoss = (db: Db | Tx, personId: string, batchId: string | null) =>
  db
    .selectFrom('whereabouts')
    .innerJoin('damage_incident', 'damage_incident.original_id', 'whereabouts.original_id')
    .select('damage_incident.number')
    .where('whereabouts.place', '=', 'lost')
    .where('whereabouts.batch_id', 'is not', null)
    .where('damage_incident.kind', '=', 'missing')
    .where('damage_incident.found_at', 'is', null)
    .where('damage_incident.judged_at', 'is', null)
    .where((eb) => eb.or([eb('whereabouts.holder_id', '=', personId), eb('whereabouts.batch_id', '=', batchId)]))
    .limit(1)
    .executeTakeFirst();

export const findDay = (db: Db | Tx, projectId: string, day: string) =>
  db.selectFrom('sweep').selectAll().where('project_id', '=', projectId).where('day', '=', day).executeTakeFirst();

/** The last day of work before this one. */
export const lastDayBefore = (db: Db | Tx, projectId: string, day: string) =>
  db
    .selectFrom('sweep')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('day', '<', day)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();

export const openDay = (tx: Tx, projectId: string, day: string, by: string) =>
  tx
    .insertInto('sweep')
    .values({
      ...{ id: newId(), project_id: projectId, day, opened_by: by, closed_by: null, agreed_by: null, closed_at: null },
      ...{ reopened_at: null, expected: null, seen: null, remark: null },
      ...{ excused_by: null, excused_at: null, excuse: null },
    })
    .onConflict((conflict) => conflict.columns(['project_id', 'day']).doNothing())
    .execute();

/** Held until the transaction ends: those who take share it, whoever sweeps has it alone. */
export function lockDay(tx: Tx, projectId: string, day: string, lock: 'share' | 'update') {
  const row = tx.selectFrom('sweep').selectAll().where('project_id', '=', projectId).where('day', '=', day);
  return (lock === 'share' ? row.forShare() : row.forNoKeyUpdate()).executeTakeFirst();
}

/** Whether a batch of the project was out at an instant: handed over before it, and not all back by then. */
export async function wasOutAt(db: Db | Tx, projectId: string, at: Date): Promise<boolean> {
  const row = await db
    .selectFrom('batch')
    .select('batch.id')
    .where('batch.project_id', '=', projectId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('handover')
          .select('handover.id')
          .whereRef('handover.batch_id', '=', 'batch.id')
          .where('handover.direction', '=', 'out')
          .where('handover.closed_at', '<', at),
      ),
    )
    .where((eb) =>
      eb.or([
        eb('batch.state', '=', 'out'),
        eb.exists(
          eb
            .selectFrom('handover')
            .select('handover.id')
            .whereRef('handover.batch_id', '=', 'batch.id')
            .where('handover.direction', '=', 'return')
            .where('handover.closed_at', '>=', at),
        ),
        eb.exists(
          eb
            .selectFrom('classified_find')
            .select('classified_find.id')
            .whereRef('classified_find.batch_id', '=', 'batch.id')
            .where('classified_find.settled_at', '>=', at),
        ),
        eb.exists(
          eb
            .selectFrom('damage_incident')
            .select('damage_incident.id')
            .whereRef('damage_incident.batch_id', '=', 'batch.id')
            .where('damage_incident.kind', '=', 'missing')
            .where('damage_incident.judged_at', '>=', at),
        ),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Projects of which a batch is out. */
export const projectsOut = (db: Db | Tx) =>
  db
    .selectFrom('batch')
    .innerJoin('project', 'project.id', 'batch.project_id')
    .select(['batch.project_id', 'project.number', 'project.name'])
    .distinct()
    .where('batch.state', '=', 'out')
    .execute();

export const recordSweepScan = (
  tx: Tx,
  row: { sweepId: string; originalId: string; part: number; cabinetId: string; by: string; at: Date },
) =>
  tx
    .insertInto('sweep_scan')
    .values({
      ...{ sweep_id: row.sweepId, original_id: row.originalId, part_number: row.part },
      ...{ cabinet_id: row.cabinetId, scanned_by: row.by, scanned_at: row.at },
    })
    .onConflict((conflict) =>
      conflict
        .columns(['sweep_id', 'original_id', 'part_number'])
        .doUpdateSet({ cabinet_id: row.cabinetId, scanned_by: row.by, scanned_at: row.at }),
    )
    .execute();

/** Sights of one sweep that count: since `since`, and since the original last moved. */
export interface Sights {
  sweepId: string;
  since: Date;
}

/** What is out, whole or in parts: of one project, or of all (null). */
function held(db: Db | Tx, projectId: string | null, sights: Sights | null) {
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
  const all = db
    .selectFrom(whole.unionAll(parts).as('held'))
    .innerJoin('batch', 'batch.id', 'held.batch_id')
    .leftJoin('sweep_scan', (join) =>
      join
        .onRef('sweep_scan.original_id', '=', 'held.original_id')
        .onRef('sweep_scan.part_number', '=', 'held.part')
        .onRef('sweep_scan.cabinet_id', '=', 'held.cabinet_id')
        // Whatever was taken out since and put back is seen again.
        .onRef('sweep_scan.scanned_at', '>=', 'held.since')
        .on('sweep_scan.scanned_at', '>=', sights?.since ?? new Date(0))
        .on('sweep_scan.sweep_id', '=', sights?.sweepId ?? null),
    );
  return projectId === null ? all : all.where('batch.project_id', '=', projectId);
}

/** What is out, with whether this sweep has seen it where it is registered. */
export const outNow = (db: Db | Tx, projectId: string | null, sights: Sights | null) =>
  held(db, projectId, sights)
    .innerJoin('original', 'original.id', 'held.original_id')
    .leftJoin('fixture as cabinet', 'cabinet.id', 'held.cabinet_id')
    .selectAll('held')
    .select(['original.code', 'original.title', 'batch.number as batch_number', 'cabinet.code as cabinet_code'])
    .select(sql<boolean>`sweep_scan.original_id is not null`.as('seen'))
    .orderBy('original.sort_key')
    .orderBy('held.part')
    .execute();

/** How much of it this sweep has not seen. */
export async function countUnseen(db: Db | Tx, projectId: string, sights: Sights): Promise<number> {
  const { count } = await held(db, projectId, sights)
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('sweep_scan.original_id', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

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

/** Opened again, with the closing kept as it was. */
export async function reopenDay(
  tx: Tx,
  sweep: NonNullable<Awaited<ReturnType<typeof lockDay>>>,
  { by, reason }: { by: string; reason: string },
): Promise<void> {
  const { id, closed_by, agreed_by, closed_at, expected, seen, remark } = sweep;
  if (closed_by === null || agreed_by === null || closed_at === null) throw new Error(`not closed: ${id}`);
  await tx
    .insertInto('sweep_reopening')
    .values({
      ...{ id: newId(), sweep_id: id, closed_by, agreed_by, closed_at, reopened_by: by, reason },
      ...{ expected: expected ?? 0, seen: seen ?? 0, remark: remark ?? '' },
    })
    .execute();
  await tx
    .updateTable('sweep')
    .set({
      ...{ closed_by: null, agreed_by: null, closed_at: null, expected: null, seen: null, remark: null },
      reopened_at: new Date(),
    })
    .where('id', '=', id)
    .execute();
}

export const excuseDay = (tx: Tx, sweepId: string, by: string, excuse: string) =>
  tx
    .updateTable('sweep')
    .set({ excused_by: by, excused_at: sql<Date>`now()`, excuse })
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
    // Closed a second time on the same day, what nobody has lifted stands already.
    .onConflict((conflict) =>
      conflict.columns(['sweep_id', 'original_id', 'part_number']).where('lifted_at', 'is', null).doNothing(),
    )
    .execute();
}

export const openFindings = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('sweep_finding')
    .innerJoin('sweep', 'sweep.id', 'sweep_finding.sweep_id')
    .innerJoin('original', 'original.id', 'sweep_finding.original_id')
    .innerJoin('batch', 'batch.id', 'sweep_finding.batch_id')
    .selectAll('sweep_finding')
    .select(['sweep.day', 'original.code', 'batch.number as batch_number', 'original.project_id'])
    .where('sweep_finding.lifted_at', 'is', null)
    .where('sweep.project_id', '=', projectId)
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
    .select(['batch.id as batch_id', 'batch.number', 'batch.project_id'])
    // Taken back and marked again, it is processed since the last time.
    .select((eb) => eb.fn.max('movement.occurred_at').as('processed_at'))
    .where('whereabouts.stage', '=', 'processed')
    .where('whereabouts.place', 'in', ['hand', 'cabinet'])
    .where('whereabouts.halted', '=', false)
    .groupBy(['whereabouts.original_id', 'batch.id', 'batch.number', 'batch.project_id'])
    .execute();

/** Plans, batches, counts, handovers. */
import { sql } from 'kysely';
import type { InputOf } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { batchList, planSet } from '../../rules/api/batches.ts';
import type { BatchState, Condition, Direction, Side } from '../../rules/handover.ts';
import type {} from '../tables.ts';

export async function insertPlan(
  tx: Tx,
  projectId: string,
  { startsOn, endsOn, mostTotal, mostAtOnce, disinfectAfterDays, remark }: InputOf<typeof planSet>,
  by: string,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('retrieval_plan')
    .values({
      ...{ id, project_id: projectId, starts_on: startsOn, ends_on: endsOn, most_total: mostTotal },
      ...{ most_at_once: mostAtOnce, disinfect_after_days: disinfectAfterDays, remark, set_by: by },
    })
    .execute();
  return id;
}

export const planOf = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('retrieval_plan')
    .selectAll()
    .where('project_id', '=', projectId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Originals of a project in batches that were not cancelled, without those of `except`; and how many are out. */
export const amountsOf = (db: Db | Tx, projectId: string, except: string) =>
  db
    .selectFrom('batch_original')
    .innerJoin('batch', 'batch.id', 'batch_original.batch_id')
    .select((eb) => [
      eb.fn.countAll<string>().as('planned'),
      eb.fn.countAll<string>().filterWhere('batch_original.open', '=', true).as('out_now'),
    ])
    .where('batch.project_id', '=', projectId)
    .where('batch.id', '<>', except)
    .where('batch.state', 'in', ['approved', 'out', 'closed'])
    .where('batch_original.dropped_by', 'is', null)
    .executeTakeFirstOrThrow();

export async function insertBatch(
  tx: Tx,
  row: { number: string; projectId: string; planId: string; name: string; remark: string; by: string },
  originalIds: readonly string[],
): Promise<string> {
  const id = newId();
  const { number, projectId, planId, name, remark, by } = row;
  await tx
    .insertInto('batch')
    .values({
      ...{ id, number, project_id: projectId, plan_id: planId, name, remark, requested_by: by },
      ...{ approved_by: null, approved_at: null, over_reason: null },
      ...{ cancelled_by: null, cancelled_at: null, cancel_reason: null },
    })
    .execute();
  await tx
    .insertInto('batch_original')
    .values(originalIds.map((original_id) => ({ batch_id: id, original_id })))
    .execute();
  return id;
}

/** The open batch that an original is in. */
export const openBatchOf = (db: Db | Tx, originalIds: readonly string[]) =>
  db
    .selectFrom('batch_original')
    .innerJoin('batch', 'batch.id', 'batch_original.batch_id')
    .innerJoin('original', 'original.id', 'batch_original.original_id')
    .select(['batch.number', 'original.code'])
    .where('batch_original.original_id', 'in', originalIds)
    .where('batch_original.open', '=', true)
    .executeTakeFirst();

export const lockBatch = (tx: Tx, id: string) =>
  tx
    .selectFrom('batch')
    .innerJoin('retrieval_plan', 'retrieval_plan.id', 'batch.plan_id')
    .selectAll('batch')
    .select(['starts_on', 'ends_on', 'most_total', 'most_at_once', 'disinfect_after_days'])
    .where('batch.id', '=', id)
    .forNoKeyUpdate('batch')
    .executeTakeFirst();

export const approveBatch = (tx: Tx, id: string, by: string, overReason: string | null) =>
  tx
    .updateTable('batch')
    .set((eb) => ({
      ...{ state: 'approved', approved_by: by, approved_at: sql<Date>`now()`, over_reason: overReason },
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();

export async function cancelBatch(tx: Tx, id: string, by: string, reason: string): Promise<void> {
  await tx
    .updateTable('batch')
    .set((eb) => ({
      ...{ state: 'cancelled', cancelled_by: by, cancelled_at: sql<Date>`now()`, cancel_reason: reason },
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
  await tx.updateTable('batch_original').set({ open: false }).where('batch_id', '=', id).execute();
}

export const setBatchState = (tx: Tx, id: string, state: BatchState) =>
  tx
    .updateTable('batch')
    .set((eb) => ({ state, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export const dropOriginal = (tx: Tx, batchId: string, originalId: string, by: string, reason: string) =>
  tx
    .updateTable('batch_original')
    .set({ open: false, dropped_by: by, dropped_at: sql<Date>`now()`, drop_reason: reason })
    .where('batch_id', '=', batchId)
    .where('original_id', '=', originalId)
    .execute();

/** What came back, or left for good, is no longer of the batch. */
export const closeOriginals = (tx: Tx, originalIds: readonly string[]) =>
  tx
    .updateTable('batch_original')
    .set({ open: false })
    .where('original_id', 'in', originalIds)
    .where('open', '=', true)
    .execute();

/** What was given up as lost is of its batch again. */
export async function reopenOriginal(tx: Tx, batchId: string, originalId: string): Promise<void> {
  await tx
    .updateTable('batch_original')
    .set({ open: true })
    .where('batch_id', '=', batchId)
    .where('original_id', '=', originalId)
    .execute();
  await setBatchState(tx, batchId, 'out');
}

/** A batch of which nothing is out any more is closed. */
export async function closeWhenEmpty(tx: Tx, batchId: string): Promise<void> {
  const left = await tx
    .selectFrom('batch_original')
    .select('original_id')
    .where('batch_id', '=', batchId)
    .where('open', '=', true)
    .limit(1)
    .executeTakeFirst();
  if (!left) await setBatchState(tx, batchId, 'closed');
}

/** Counts that no handover has closed yet. */
const openCounts = (db: Db | Tx, batchId: string, direction: Direction, side: Side) =>
  db
    .selectFrom('handover_count')
    .select(['original_id', 'counted_by', 'counted_at', 'condition', 'note'])
    .where('batch_id', '=', batchId)
    .where('direction', '=', direction)
    .where('side', '=', side)
    .where('counted', '=', true)
    .where('handover_id', 'is', null);

/** Originals of a batch in the order of their codes, with both sides' open counts of one direction. */
export const originalsOf = (db: Db | Tx, batchId: string, direction: Direction) =>
  db
    .selectFrom('batch_original')
    .innerJoin('original', 'original.id', 'batch_original.original_id')
    .innerJoin('whereabouts', 'whereabouts.original_id', 'original.id')
    .leftJoin(openCounts(db, batchId, direction, 'archive').as('archive'), (join) =>
      join.onRef('archive.original_id', '=', 'original.id'),
    )
    .leftJoin(openCounts(db, batchId, direction, 'vendor').as('vendor'), (join) =>
      join.onRef('vendor.original_id', '=', 'original.id'),
    )
    .select([
      ...(['original.id', 'original.code', 'original.title', 'original.pages', 'original.secrecy'] as const),
      ...(['batch_original.open', 'batch_original.drop_reason', 'whereabouts.place', 'whereabouts.halted'] as const),
      sql<boolean>`exists (select from original as inner_item
        where inner_item.parent_id = original.id and inner_item.secrecy = 'classified')`.as('classified_inside'),
      ...(['archive.counted_by as archive_by', 'archive.counted_at as archive_at'] as const),
      ...(['archive.condition as archive_condition', 'archive.note as archive_note'] as const),
      ...(['vendor.counted_by as vendor_by', 'vendor.counted_at as vendor_at'] as const),
      ...(['vendor.condition as vendor_condition', 'vendor.note as vendor_note'] as const),
    ])
    .where('batch_original.batch_id', '=', batchId)
    .orderBy('original.sort_key')
    .execute();

/** Whether either side has counted it to go back, and no handover is closed on that yet. */
export const isCountedForReturn = async (db: Db | Tx, batchId: string, originalId: string): Promise<boolean> =>
  (await db
    .selectFrom('handover_count')
    .select('original_id')
    .where('batch_id', '=', batchId)
    .where('original_id', '=', originalId)
    .where('direction', '=', 'return')
    .where('counted', '=', true)
    .where('handover_id', 'is', null)
    .executeTakeFirst()) !== undefined;

/** Whether anything was counted, undone or dropped since: what the second person agreed to is then another pile. */
export async function changedSince(tx: Tx, batchId: string, direction: Direction, since: Date): Promise<boolean> {
  const count = await tx
    .selectFrom('handover_count')
    .select('original_id')
    .where('batch_id', '=', batchId)
    .where('direction', '=', direction)
    .where('handover_id', 'is', null)
    .where('counted_at', '>', since)
    .limit(1)
    .executeTakeFirst();
  const dropped = await tx
    .selectFrom('batch_original')
    .select('original_id')
    .where('batch_id', '=', batchId)
    .where('dropped_at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return count !== undefined || dropped !== undefined;
}

export interface CountKey {
  batchId: string;
  originalId: string;
  direction: Direction;
  side: Side;
}

/** False when it is counted already. */
export async function recordCount(
  tx: Tx,
  { batchId, originalId, direction, side }: CountKey,
  { condition, note, by }: { condition: Condition; note: string; by: string },
): Promise<boolean> {
  const now = { condition, note, counted_by: by, counted_at: sql<Date>`now()`, counted: true };
  const done = await tx
    .insertInto('handover_count')
    .values({ batch_id: batchId, original_id: originalId, direction, side, handover_id: null, ...now })
    .onConflict((conflict) =>
      conflict
        .columns(['batch_id', 'original_id', 'direction', 'side'])
        .doUpdateSet(now)
        .where('handover_count.counted', '=', false),
    )
    .returning('original_id')
    .executeTakeFirst();
  return done !== undefined;
}

/** False when there is no open count. */
export async function undoCount(tx: Tx, { batchId, originalId, direction, side }: CountKey): Promise<boolean> {
  const done = await tx
    .updateTable('handover_count')
    .set({ counted: false, counted_at: sql<Date>`now()` })
    .where('batch_id', '=', batchId)
    .where('original_id', '=', originalId)
    .where('direction', '=', direction)
    .where('side', '=', side)
    .where('counted', '=', true)
    .where('handover_id', 'is', null)
    .returning('original_id')
    .executeTakeFirst();
  return done !== undefined;
}

const batchQuery = (db: Db | Tx) =>
  db
    .selectFrom('batch')
    .innerJoin('project', 'project.id', 'batch.project_id')
    .innerJoin('retrieval_plan', 'retrieval_plan.id', 'batch.plan_id')
    .selectAll('batch')
    .select(['project.number as project_number', 'project.name as project_name'])
    .select(['retrieval_plan.starts_on', 'retrieval_plan.ends_on', 'most_total', 'most_at_once']);

export const findBatch = (db: Db | Tx, id: string) => batchQuery(db).where('batch.id', '=', id).executeTakeFirst();

export function listBatches(db: Db | Tx, filter: InputOf<typeof batchList>, projectIds: readonly string[] | null) {
  let query = batchQuery(db)
    .orderBy('batch.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.state !== undefined) query = query.where('batch.state', '=', filter.state);
  if (filter.projectId !== undefined) query = query.where('batch.project_id', '=', filter.projectId);
  if (filter.cursor !== undefined) query = query.where('batch.id', '<', filter.cursor);
  if (projectIds !== null) query = query.where('batch.project_id', 'in', projectIds.length === 0 ? [noId] : projectIds);
  return query.execute();
}

/** No row has it. */
const noId = '00000000-0000-0000-0000-000000000000';

/** How the originals of each batch stand: 出 = 在外 + 已还 + 停工移交 + 下落不明. */
export const standingsOf = (db: Db | Tx, batchIds: readonly string[]) =>
  db
    .selectFrom('batch_original')
    .innerJoin('whereabouts', 'whereabouts.original_id', 'batch_original.original_id')
    .select((eb) => [
      'batch_original.batch_id',
      eb.fn.countAll<string>().as('total'),
      eb.fn
        .countAll<string>()
        .filterWhere(sql<boolean>`whereabouts.batch_id is distinct from batch_original.batch_id`)
        .as('in'),
      eb.fn
        .countAll<string>()
        .filterWhere(
          sql<boolean>`whereabouts.batch_id = batch_original.batch_id and whereabouts.place in ('hand', 'cabinet', 'repair')
            and not whereabouts.halted`,
        )
        .as('out'),
      eb.fn
        .countAll<string>()
        .filterWhere(
          sql<boolean>`whereabouts.batch_id = batch_original.batch_id and whereabouts.place <> 'lost'
            and (whereabouts.halted or whereabouts.place = 'surrendered')`,
        )
        .as('halted'),
      eb.fn
        .countAll<string>()
        .filterWhere(sql<boolean>`whereabouts.batch_id = batch_original.batch_id and whereabouts.place = 'lost'`)
        .as('lost'),
    ])
    .where('batch_original.batch_id', 'in', batchIds.length === 0 ? [noId] : batchIds)
    .where('batch_original.dropped_by', 'is', null)
    .groupBy('batch_original.batch_id')
    .execute();

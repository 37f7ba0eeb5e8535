/** Results, what was sent back of them, and their sums. */
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Amount, Counted } from '../../rules/counts.ts';
import type {} from '../tables.ts';

export interface NewResult {
  unitId: string;
  step: string;
  round: number;
  projectId: string;
  doneBy: string;
  doneOn: string;
  deviceId: string | null;
  amount: Amount;
  slipStepId: string | null;
  startedAt: Date;
}

export const insertResults = (tx: Tx, rows: readonly NewResult[]) =>
  tx
    .insertInto('task_result')
    .values(
      rows.map((row) => ({
        ...{ id: newId(), unit_id: row.unitId, step: row.step, round: row.round, project_id: row.projectId },
        ...{ done_by: row.doneBy, done_on: row.doneOn, device_id: row.deviceId, ...row.amount },
        ...{ slip_step_id: row.slipStepId, started_at: row.startedAt },
      })),
    )
    .execute();

/** Deducts what stands of these steps of a unit. */
export async function deduct(
  tx: Tx,
  row: { unitId: string; steps: readonly string[]; caused: string; eventId: string; projectId: string; on: string },
): Promise<void> {
  const results = await tx
    .selectFrom('task_result')
    .leftJoin('rework', 'rework.result_id', 'task_result.id')
    .select(['task_result.id', 'task_result.step'])
    .where('task_result.unit_id', '=', row.unitId)
    .where('task_result.step', 'in', row.steps)
    .where('rework.result_id', 'is', null)
    .execute();
  if (results.length === 0) return;
  await tx
    .insertInto('rework')
    .values(
      results.map(({ id, step }) => ({
        ...{ result_id: id, event_id: row.eventId, project_id: row.projectId },
        ...{ caused: step === row.caused, deducted_on: row.on },
      })),
    )
    .execute();
}

interface Span {
  projectId: string;
  from: string;
  to: string;
  /** Null for everybody. */
  personId: string | null;
}

interface SumRow {
  personId: string;
  day: string;
  step: string;
  pages: string;
  a4: string;
  items: string;
  volumes: string;
}

const countedOf = ({ pages, a4, items, volumes, ...row }: SumRow): Counted => ({
  ...{ ...row, pages: Number(pages), a4: Number(a4), items: Number(items), volumes: Number(volumes) },
});

/** What was submitted on these days, by person, day and step. */
export async function submittedIn(db: Db | Tx, { projectId, from, to, personId }: Span): Promise<Counted[]> {
  let query = db
    .selectFrom('task_result')
    .select((eb) => [
      ...(['done_by as personId', 'done_on as day', 'step'] as const),
      ...[eb.fn.sum<string>('pages').as('pages'), eb.fn.sum<string>('a4').as('a4')],
      ...[eb.fn.sum<string>('items').as('items'), eb.fn.sum<string>('volumes').as('volumes')],
    ])
    .where('project_id', '=', projectId)
    .where('done_on', '>=', from)
    .where('done_on', '<=', to)
    .groupBy(['done_by', 'done_on', 'step']);
  if (personId !== null) query = query.where('done_by', '=', personId);
  return ((await query.execute()) as unknown as SumRow[]).map(countedOf);
}

/** What was deducted on these days, from whoever had submitted it. */
export async function reworkIn(db: Db | Tx, { projectId, from, to, personId }: Span): Promise<Counted[]> {
  let query = db
    .selectFrom('rework')
    .innerJoin('task_result', 'task_result.id', 'rework.result_id')
    .select((eb) => [
      ...(['task_result.done_by as personId', 'rework.deducted_on as day', 'task_result.step'] as const),
      ...[eb.fn.sum<string>('pages').as('pages'), eb.fn.sum<string>('a4').as('a4')],
      ...[eb.fn.sum<string>('items').as('items'), eb.fn.sum<string>('volumes').as('volumes')],
    ])
    .where('rework.project_id', '=', projectId)
    .where('deducted_on', '>=', from)
    .where('deducted_on', '<=', to)
    .groupBy(['task_result.done_by', 'rework.deducted_on', 'task_result.step']);
  if (personId !== null) query = query.where('task_result.done_by', '=', personId);
  return ((await query.execute()) as unknown as SumRow[]).map(countedOf);
}

/** What somebody has submitted on a day: how many tasks, how much. */
export async function dayOf(db: Db | Tx, projectId: string, personId: string, day: string) {
  const row = await db
    .selectFrom('task_result')
    .select((eb) => [
      eb.fn.countAll<string>().as('tasks'),
      eb.fn.coalesce(eb.fn.sum<string>('pages'), eb.lit(0)).as('pages'),
      eb.fn.coalesce(eb.fn.sum<string>('a4'), eb.lit(0)).as('a4'),
    ])
    .where('project_id', '=', projectId)
    .where('done_by', '=', personId)
    .where('done_on', '=', day)
    .executeTakeFirstOrThrow();
  return { tasks: Number(row.tasks), pages: Number(row.pages), a4: Number(row.a4) };
}

/** How the work of a project goes on. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import type { TaskState } from '../../rules/task.ts';
import type {} from '../tables.ts';

/** A halt is custody's: what is halted, surrendered or missing counts as held up without being told here. */
const shownState = sql<TaskState>`case
  when work_unit.state <> 'done' and (whereabouts.halted or whereabouts.place in ('surrendered', 'lost')) then 'blocked'
  else work_unit.state end`;
const isOverdue = sql<boolean>`coalesce(work_unit.due_at < now(), false)`;

const openUnitsOf = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('work_unit')
    .innerJoin('whereabouts', 'whereabouts.original_id', 'work_unit.original_id')
    .where('work_unit.project_id', '=', projectId)
    .where('work_unit.closed_at', 'is', null);

/** How many units stand where. */
export const boardSummary = (db: Db | Tx, projectId: string) =>
  openUnitsOf(db, projectId)
    .select((eb) => [
      'work_unit.step',
      shownState.as('state'),
      eb.fn.countAll<string>().as('count'),
      sql<string>`count(*) filter (where ${isOverdue})`.as('overdue'),
    ])
    .groupBy(['work_unit.step', shownState])
    .execute();

export interface BoardFilter {
  step?: string | undefined;
  state?: TaskState | undefined;
  overdue?: boolean | undefined;
}

/** Held up first, then by when it is due; what is done last. */
const rank = sql<number>`case ${shownState} when 'blocked' then 0 when 'done' then 2 else 1 end`;
/** As fine as a cursor says it. */
const due = sql<Date>`date_trunc('milliseconds', coalesce(work_unit.due_at, work_unit.since))`;

export interface BoardCursor {
  rank: number;
  due: string;
  id: string;
}

export function boardUnits(
  db: Db | Tx,
  projectId: string,
  filter: BoardFilter,
  { cursor, limit }: { cursor: BoardCursor | null; limit: number },
) {
  let query = openUnitsOf(db, projectId)
    .innerJoin('original', 'original.id', 'work_unit.original_id')
    .select([
      ...(['work_unit.id', 'work_unit.original_id', 'original.code', 'work_unit.step', 'work_unit.holder_id'] as const),
      ...(['work_unit.since', 'work_unit.due_at', 'work_unit.blocked_reason', 'work_unit.version_id'] as const),
      ...[shownState.as('state'), isOverdue.as('overdue'), rank.as('rank'), due.as('due')],
      sql<boolean>`whereabouts.halted`.as('halted'),
    ])
    .orderBy(rank)
    .orderBy(due)
    .orderBy('work_unit.id')
    .limit(limit);
  if (filter.step !== undefined) query = query.where('work_unit.step', '=', filter.step);
  if (filter.state !== undefined) query = query.where(shownState, '=', filter.state);
  if (filter.overdue === true) query = query.where(isOverdue, '=', true);
  if (cursor)
    query = query.where(
      sql<boolean>`(${rank}, ${due}, work_unit.id) > (${cursor.rank}, ${cursor.due}::timestamptz, ${cursor.id}::uuid)`,
    );
  return query.execute();
}

/** Every unit that an original ever was, newest first. */
export const unitsOfOriginal = (db: Db | Tx, originalId: string) =>
  db.selectFrom('work_unit').selectAll().where('original_id', '=', originalId).orderBy('id', 'desc').execute();

export const tasksOf = (db: Db | Tx, unitIds: readonly string[]) =>
  db.selectFrom('task').selectAll().where('unit_id', 'in', unitIds).execute();

export const eventsOf = (db: Db | Tx, unitIds: readonly string[]) =>
  db.selectFrom('task_event').selectAll().where('unit_id', 'in', unitIds).orderBy('id').execute();

/** Overdue units of each project, and how long the one that waits longest has. */
export const overdueUnits = (db: Db | Tx, before: Date) =>
  db
    .selectFrom('work_unit')
    .innerJoin('project', 'project.id', 'work_unit.project_id')
    .select((eb) => [
      ...(['work_unit.project_id', 'project.number'] as const),
      eb.fn.countAll<string>().as('count'),
      eb.fn.min('work_unit.due_at').as('first'),
    ])
    .where('work_unit.closed_at', 'is', null)
    .where('work_unit.due_at', '<', before)
    .groupBy(['work_unit.project_id', 'project.number'])
    .execute();

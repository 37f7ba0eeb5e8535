/** Piles: what somebody may claim, has claimed, and what runs out. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Step } from '../../rules/step.ts';
import type {} from '../tables.ts';

/** Tasks of a step that this person may do: fresh ones, and what was sent back to him. */
const claimable = (db: Db | Tx, projectId: string, { key, notBy, paper }: Claimable, personId: string) => {
  const query = db
    .selectFrom('task')
    .innerJoin('work_unit', 'work_unit.id', 'task.unit_id')
    .innerJoin('whereabouts', 'whereabouts.original_id', 'work_unit.original_id')
    .where('task.project_id', '=', projectId)
    .where('task.step', '=', key)
    .where('task.state', 'in', ['ready', 'returned'])
    .where((eb) => eb.or([eb('task.state', '=', 'ready'), eb('task.reserved_for', '=', personId)]))
    .where('whereabouts.halted', '=', false)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('task as other')
            .select('other.unit_id')
            .whereRef('other.unit_id', '=', 'task.unit_id')
            .where('other.by_id', '=', personId)
            .where('other.step', 'in', notBy.length > 0 ? notBy : ['']),
        ),
      ),
    );
  return paper
    ? query.where('whereabouts.place', 'in', ['hand', 'cabinet'])
    : query.where('whereabouts.place', '<>', 'surrendered');
};

export interface Claimable extends Pick<Step, 'key' | 'notBy'> {
  paper: boolean;
}

/**
 * The next units of a step for this person: what was sent back to him first, then what is due first. What
 * somebody else is claiming at this moment is passed over, unless it is to be waited for.
 */
export async function nextUnits(
  tx: Tx,
  projectId: string,
  step: Claimable,
  { personId, limit, tried, wait }: { personId: string; limit: number; tried: readonly string[]; wait: boolean },
): Promise<string[]> {
  const query = claimable(tx, projectId, step, personId)
    .select('work_unit.id')
    .orderBy((eb) => eb.case().when('task.state', '=', 'returned').then(0).else(1).end())
    .orderBy('task.due_at')
    .orderBy('work_unit.id')
    .limit(limit)
    .forNoKeyUpdate('work_unit')
    .$if(!wait, (all) => all.skipLocked())
    .$if(tried.length > 0, (all) => all.where('work_unit.id', 'not in', tried));
  return (await query.execute()).map(({ id }) => id);
}

/** How much of a step he could claim now. */
export async function countClaimable(db: Db | Tx, projectId: string, step: Claimable, personId: string) {
  const rows = await claimable(db, projectId, step, personId)
    .select((eb) => ['task.state', eb.fn.countAll<string>().as('count')])
    .groupBy('task.state')
    .execute();
  const of = (state: string): number => Number(rows.find((row) => row.state === state)?.count ?? 0);
  return { ready: of('ready'), returned: of('returned') };
}

export async function insertClaim(
  tx: Tx,
  row: { projectId: string; claimedBy: string; assignedBy: string | null; at: Date },
): Promise<string> {
  const id = newId();
  const { projectId, claimedBy, assignedBy, at } = row;
  await tx
    .insertInto('claim')
    .values({ id, project_id: projectId, claimed_by: claimedBy, assigned_by: assignedBy, claimed_at: at })
    .execute();
  return id;
}

/** Tasks of a project that wait or are at work, the first that is due first; whose kind its version tells. */
export const openTasks = (db: Db | Tx, projectId: string, keys: readonly string[], limit: number) =>
  db
    .selectFrom('task')
    .innerJoin('work_unit', 'work_unit.id', 'task.unit_id')
    .innerJoin('original', 'original.id', 'work_unit.original_id')
    .innerJoin('whereabouts', 'whereabouts.original_id', 'original.id')
    .select(['task.unit_id', 'task.step', 'task.state', 'original.id as original_id', 'original.code'])
    .select('whereabouts.halted')
    .where('task.project_id', '=', projectId)
    .where('task.step', 'in', keys)
    .where('task.state', 'in', ['ready', 'claimed', 'returned'])
    .orderBy('task.due_at')
    .orderBy('original.code')
    .limit(limit)
    .execute();

/** What somebody has claimed in a project, in the order of the codes. */
export const pileOf = (db: Db | Tx, projectId: string, personId: string) =>
  db
    .selectFrom('task')
    .innerJoin('work_unit', 'work_unit.id', 'task.unit_id')
    .innerJoin('original', 'original.id', 'work_unit.original_id')
    .innerJoin('whereabouts', 'whereabouts.original_id', 'original.id')
    .innerJoin('slip', (join) =>
      join.onRef('slip.batch_id', '=', 'work_unit.batch_id').onRef('slip.original_id', '=', 'work_unit.original_id'),
    )
    .select([
      ...(['task.unit_id', 'task.step', 'task.state', 'task.round', 'task.claimed_at', 'task.lease_until'] as const),
      ...(['original.id as original_id', 'original.code', 'original.title', 'original.pages'] as const),
      ...(['whereabouts.halted', 'slip.number as slip'] as const),
    ])
    .select((eb) =>
      eb
        .selectFrom('task_event')
        .select('task_event.reason')
        .whereRef('task_event.unit_id', '=', 'task.unit_id')
        .whereRef('task_event.step', '=', 'task.step')
        .where('task_event.event', '=', 'sendBack')
        .orderBy('task_event.id', 'desc')
        .limit(1)
        .as('remark'),
    )
    .where('task.by_id', '=', personId)
    .where('task.state', '=', 'claimed')
    .where('task.project_id', '=', projectId)
    .orderBy('task.step')
    .orderBy('original.sort_key')
    .execute();

/** Units of which he has claimed this step. */
export const claimedUnits = (db: Db | Tx, projectId: string, step: string, personId: string) =>
  db
    .selectFrom('task')
    .select('unit_id')
    .where('project_id', '=', projectId)
    .where('step', '=', step)
    .where('state', '=', 'claimed')
    .where('by_id', '=', personId)
    .execute();

/** Claims that ran out, at most so many: their units and steps. */
export const lapsedTasks = (db: Db | Tx, limit: number) =>
  db
    .selectFrom('task')
    .select(['unit_id', 'step'])
    .where('state', '=', 'claimed')
    .where('lease_until', '<', sql<Date>`clock_timestamp()`)
    .orderBy('lease_until')
    .limit(limit)
    .execute();

/** A sign of life: his claims hold as long again as their step gives. */
export async function keepClaims(tx: Tx, personId: string): Promise<number> {
  const { rows } = await sql<{ unit_id: string }>`
    update task set lease_until = clock_timestamp() + make_interval(mins => (
      select (step_row ->> 'leaseMinutes')::integer
        from work_unit, workflow_version, jsonb_array_elements(workflow_version.steps) step_row
       where work_unit.id = task.unit_id and workflow_version.id = work_unit.version_id
         and step_row ->> 'key' = task.step))
     where state = 'claimed' and by_id = ${personId} and lease_until > clock_timestamp()
    returning unit_id`.execute(tx);
  return rows.length;
}

/** How many tasks persons have claimed: nobody leaves with them. */
export const countClaimed = (db: Db | Tx, of: { projectId: string } | { personId: string }) =>
  db
    .selectFrom('task')
    .select((eb) => ['by_id', eb.fn.countAll<string>().as('count')])
    .where('state', '=', 'claimed')
    .where('projectId' in of ? 'project_id' : 'by_id', '=', 'projectId' in of ? of.projectId : of.personId)
    .groupBy('by_id')
    .execute();

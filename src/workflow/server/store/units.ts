/** Units and their tasks. Every change goes through `move`, which asks rules/task.ts. */
import { sql } from 'kysely';
import { isRefusal, type Refusal } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import { type Step, stepOf } from '../../rules/step.ts';
import { after, headline, opened, type Task, type TaskEvent, type Tasks } from '../../rules/task.ts';
import type { Told } from '../tables.ts';
import { type Version, versionsOf } from './definitions.ts';

/** A unit with its tasks, held until the transaction ends. */
export interface Unit {
  id: string;
  originalId: string;
  batchId: string;
  projectId: string;
  version: Version;
  tasks: Tasks;
  /** Since when each can be done, and by which claim it is done. */
  marks: Readonly<Record<string, Marks>>;
  blockedReason: string | null;
  /** What happened to it in this transaction. */
  happened: Happened[];
}

interface Marks {
  readyAt: Date | null;
  claimId: string | null;
  claimedAt: Date | null;
  leaseUntil: Date | null;
}

export interface Happened {
  id: string;
  step: string | null;
  event: Told;
  by: string | null;
  person: string | null;
  reason: string | null;
}

const noMarks: Marks = { readyAt: null, claimId: null, claimedAt: null, leaseUntil: null };

/** Units by id, locked in the order of their ids. */
export async function lockUnits(tx: Tx, ids: readonly string[], skipLocked = false): Promise<Unit[]> {
  if (ids.length === 0) return [];
  let query = tx.selectFrom('work_unit').selectAll().where('id', 'in', ids).orderBy('id').forNoKeyUpdate();
  if (skipLocked) query = query.skipLocked();
  const rows = await query.execute();
  if (rows.length === 0) return [];
  const versions = await versionsOf(tx, [...new Set(rows.map((row) => row.version_id))]);
  const tasks = await tx
    .selectFrom('task')
    .selectAll()
    .where(
      'unit_id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute();
  const byUnit = Map.groupBy(tasks, ({ unit_id }) => unit_id);
  return rows.map((row) => {
    const version = versions.get(row.version_id);
    if (!version) throw new Error(`no version: ${row.version_id}`);
    const own = byUnit.get(row.id) ?? [];
    return {
      ...{ id: row.id, originalId: row.original_id, batchId: row.batch_id, projectId: row.project_id, version },
      tasks: inOrder(version.steps, own, ({ state, by_id, reserved_for, round }): Task => ({
        ...{ state, by: by_id, reservedFor: reserved_for, round },
      })),
      marks: inOrder(version.steps, own, (task) => ({
        ...{ readyAt: task.ready_at, claimId: task.claim_id },
        ...{ claimedAt: task.claimed_at, leaseUntil: task.lease_until },
      })),
      ...{ blockedReason: row.blocked_reason, happened: [] },
    };
  });
}

const inOrder = <R extends { step: string }, T>(steps: readonly Step[], rows: readonly R[], of: (row: R) => T) =>
  Object.fromEntries(
    steps.flatMap(({ key }) => rows.filter(({ step }) => step === key).map((row) => [key, of(row)] as const)),
  );

export interface Mover {
  by: string | null;
  at: Date;
  person?: string | null;
  reason?: string | null;
}

/** One event of one unit, in memory; `saveUnits` writes it. */
export function move(unit: Unit, event: TaskEvent, mover: Mover, claimId: string | null = null): Unit | Refusal {
  const { steps } = unit.version;
  const tasks = after(steps, unit.tasks, event);
  if (isRefusal(tasks)) return tasks;
  const marks = Object.fromEntries(
    steps.map(({ key, leaseMinutes }) => {
      const [before, now] = [unit.tasks[key]?.state, tasks[key]?.state];
      const was = unit.marks[key] ?? noMarks;
      if (before === now) return [key, was];
      if (now === 'claimed')
        return [key, { ...was, claimId, claimedAt: mover.at, leaseUntil: leaseFrom(mover.at, leaseMinutes) }];
      const fresh = before === 'waiting' || before === 'done' || before === 'blocked';
      const canBeDone = now === 'ready' || now === 'returned';
      return [
        key,
        {
          ...was,
          leaseUntil: null,
          readyAt: now === 'waiting' ? null : canBeDone && fresh ? mover.at : was.readyAt,
          ...(now !== 'done' && { claimId: null, claimedAt: null }),
        },
      ];
    }),
  );
  const step = 'step' in event ? event.step : event.type === 'sendBack' ? event.to : null;
  const told = { id: newId(), step, event: event.type, by: mover.by };
  return {
    ...{ ...unit, tasks, marks },
    blockedReason: event.type === 'block' ? (mover.reason ?? '') : event.type === 'release' ? null : unit.blockedReason,
    happened: [...unit.happened, { ...told, person: mover.person ?? null, reason: mover.reason ?? null }],
  };
}

export const leaseFrom = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000);

const dueFrom = (readyAt: Date | null, { overdueHours }: Step): Date | null =>
  readyAt && new Date(readyAt.getTime() + overdueHours * 3_600_000);

/** Rows of many units written at once: a pile is one statement for each table, however large it is. */
export async function saveUnits(tx: Tx, units: readonly Unit[], at: Date): Promise<void> {
  if (units.length === 0) return;
  const tasks = units.flatMap((unit) =>
    Object.entries(unit.tasks).map(([key, task]) => taskRow(unit, key, task, unit.marks[key] ?? noMarks)),
  );
  await sql`
    update task set state = n.state, by_id = n.by_id, reserved_for = n.reserved_for, round = n.round,
      ready_at = n.ready_at, due_at = n.due_at, claim_id = n.claim_id, claimed_at = n.claimed_at,
      lease_until = n.lease_until
    from jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb) as n(unit_id uuid, step text, state text, by_id uuid,
      reserved_for uuid, round integer, ready_at timestamptz, due_at timestamptz, claim_id uuid,
      claimed_at timestamptz, lease_until timestamptz)
    where task.unit_id = n.unit_id and task.step = n.step
      and (task.state, task.by_id, task.reserved_for, task.round, task.lease_until, task.claim_id, task.ready_at)
        is distinct from (n.state, n.by_id, n.reserved_for, n.round, n.lease_until, n.claim_id, n.ready_at)`.execute(
    tx,
  );
  await sql`
    update work_unit set state = n.state, step = n.step, holder_id = n.holder_id, due_at = n.due_at,
      blocked_reason = n.blocked_reason, version = version + 1,
      closed_at = case when n.state = 'done' and given_back_at is not null then coalesce(closed_at, ${at}) end,
      since = case when (work_unit.state, work_unit.step, work_unit.holder_id)
        is distinct from (n.state, n.step, n.holder_id) then ${at} else since end
    from jsonb_to_recordset(${JSON.stringify(units.map(headRow))}::jsonb) as n(id uuid, state text, step text,
      holder_id uuid, due_at timestamptz, blocked_reason text)
    where work_unit.id = n.id`.execute(tx);
  const happened = units.flatMap((unit) => unit.happened.map((one) => eventRow(unit.id, one, at)));
  if (happened.length > 0) await tx.insertInto('task_event').values(happened).execute();
}

const taskRow = (unit: Unit, key: string, task: Task, marks: Marks) => ({
  ...{ unit_id: unit.id, step: key, state: task.state, by_id: task.by, reserved_for: task.reservedFor },
  ...{ round: task.round, ready_at: marks.readyAt, due_at: dueFrom(marks.readyAt, stepOf(unit.version.steps, key)) },
  ...{ claim_id: marks.claimId, claimed_at: marks.claimedAt, lease_until: marks.leaseUntil },
});

/** Where it stands on the board. What is held up is overdue from when its step was. */
function headRow(unit: Unit) {
  const { steps } = unit.version;
  const { state, step } = headline(steps, unit.tasks);
  const due = dueFrom(unit.marks[step]?.readyAt ?? null, stepOf(steps, step));
  return {
    ...{ id: unit.id, state, step, blocked_reason: unit.blockedReason },
    holder_id: state === 'claimed' ? (unit.tasks[step]?.by ?? null) : null,
    due_at: state === 'done' ? null : (due ?? new Date()),
  };
}

const eventRow = (unitId: string, { id, step, event, by, person, reason }: Happened, at: Date) => ({
  ...{ id, unit_id: unitId, step, event, by_id: by, person_id: person, reason, occurred_at: at },
});

/** Originals of a batch come into work by the version that holds; those that are at work stay as they are. */
export async function openUnits(
  tx: Tx,
  { projectId, version, batchId, originalIds }: OpenUnits,
  mover: Mover,
): Promise<number> {
  const tasks = opened(version.steps);
  const marks = Object.fromEntries(
    Object.entries(tasks).map(([key, { state }]) => [
      key,
      { ...noMarks, readyAt: state === 'ready' ? mover.at : null },
    ]),
  );
  let count = 0;
  for (let from = 0; from < originalIds.length; from += 200) {
    const units = originalIds.slice(from, from + 200).map((originalId): Unit => ({
      ...{ id: newId(), originalId, batchId, projectId, version, tasks, marks, blockedReason: null },
      happened: [{ id: newId(), step: null, event: 'open', by: mover.by, person: null, reason: null }],
    }));
    count += await insertUnits(tx, units, mover.at);
  }
  return count;
}

export interface OpenUnits {
  projectId: string;
  version: Version;
  batchId: string;
  originalIds: readonly string[];
}

async function insertUnits(tx: Tx, units: readonly Unit[], at: Date): Promise<number> {
  const made = await tx
    .insertInto('work_unit')
    .values(
      units.map((unit) => ({
        ...{ original_id: unit.originalId, batch_id: unit.batchId, project_id: unit.projectId },
        ...{ version_id: unit.version.id, since: at, given_back_at: null, closed_at: null, ...headRow(unit) },
      })),
    )
    .onConflict((conflict) => conflict.columns(['batch_id', 'original_id']).doNothing())
    .returning('id')
    .execute();
  const ids = new Set(made.map(({ id }) => id));
  const fresh = units.filter(({ id }) => ids.has(id));
  if (fresh.length === 0) return 0;
  await tx
    .insertInto('task')
    .values(
      fresh.flatMap((unit) =>
        Object.entries(unit.tasks).map(([key, task]) => ({
          ...taskRow(unit, key, task, unit.marks[key] ?? noMarks),
          project_id: unit.projectId,
        })),
      ),
    )
    .execute();
  await tx
    .insertInto('task_event')
    .values(fresh.flatMap((unit) => unit.happened.map((one) => eventRow(unit.id, one, at))))
    .execute();
  return fresh.length;
}

/** The originals are back on their shelves (6.7): what is done already is closed, work with images goes on. */
export async function giveBackUnits(
  tx: Tx,
  batchId: string,
  originalIds: readonly string[],
  at: Date,
): Promise<number> {
  const rows = await tx
    .updateTable('work_unit')
    .set((eb) => ({
      given_back_at: at,
      closed_at: sql<Date | null>`case when state = 'done' then ${at}::timestamptz end`,
      version: eb('version', '+', 1),
    }))
    .where('batch_id', '=', batchId)
    .where('original_id', 'in', originalIds)
    .where('given_back_at', 'is', null)
    .returning('id')
    .execute();
  if (rows.length === 0) return 0;
  const told = { step: null, event: 'giveBack', by: null, person: null, reason: null } as const;
  await tx
    .insertInto('task_event')
    .values(rows.map(({ id }) => eventRow(id, { id: newId(), ...told }, at)))
    .execute();
  return rows.length;
}

/** The newest unit of an original; undefined where it never came into work. */
export const unitOfOriginal = (db: Db | Tx, originalId: string) =>
  db
    .selectFrom('work_unit')
    .select(['id', 'project_id'])
    .where('original_id', '=', originalId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

/** A unit by its id, as later rooms know it. */
export async function findUnit(db: Db | Tx, id: string): Promise<UnitAt | undefined> {
  const row = await db
    .selectFrom('work_unit')
    .select(['id', 'original_id', 'project_id'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { id: row.id, originalId: row.original_id, projectId: row.project_id };
}

export interface UnitAt {
  id: string;
  originalId: string;
  projectId: string;
}

/** Whether somebody has claimed any step of it now. */
export const hasClaimed = async (db: Db | Tx, unitId: string, personId: string): Promise<boolean> =>
  (await db
    .selectFrom('task')
    .select('step')
    .where('unit_id', '=', unitId)
    .where('state', '=', 'claimed')
    .where('by_id', '=', personId)
    .executeTakeFirst()) !== undefined;

/** Playback: the weekly plan, the checks, what was seen. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LateColumns } from '#/base/server/late.ts';
import type { PlaybackPolicy, Sample } from '../../rules/playback.ts';
import type { Period } from '../../rules/retention.ts';

export async function readPolicy(db: Db | Tx): Promise<PlaybackPolicy> {
  const row = await db.selectFrom('playback_policy').selectAll().executeTakeFirstOrThrow();
  return { ranges: row.ranges_each, minutes: row.minutes_each, dueDays: row.due_days };
}

export const updatePolicy = (tx: Tx, { ranges, minutes, dueDays }: PlaybackPolicy) =>
  tx.updateTable('playback_policy').set({ ranges_each: ranges, minutes_each: minutes, due_days: dueDays }).execute();

/** Checks of a camera whose period touches this one. */
export const checksOf = (db: Db | Tx, cameraId: string, { from, to }: Period) =>
  db
    .selectFrom('playback_check')
    .select(['id', 'number', 'from_at', 'to_at', 'recorded_at'])
    .where('camera_id', '=', cameraId)
    .where('from_at', '<', new Date(to))
    .where('to_at', '>', new Date(from))
    .orderBy('from_at')
    .execute();

/** Checks of a camera that found something which is not settled yet. */
export const checksUnsettled = (db: Db | Tx, cameraId: string, { from, to }: Period) =>
  db
    .selectFrom('playback_check')
    .innerJoin('issue', 'issue.id', 'playback_check.issue_id')
    .select(['playback_check.from_at', 'playback_check.to_at', 'issue.number'])
    .where('camera_id', '=', cameraId)
    .where('issue.state', '<>', 'closed')
    .where('from_at', '<', new Date(to))
    .where('to_at', '>', new Date(from))
    .execute();

export interface NewCheck extends Period {
  id: string;
  number: string;
  cameraId: string;
  findings: string;
  issueId: string | null;
  checkedBy: string;
  seen: readonly Period[];
  stills: readonly string[];
}

export async function insertCheck(tx: Tx, row: NewCheck, when: LateColumns): Promise<void> {
  await tx
    .insertInto('playback_check')
    .values({
      id: row.id,
      number: row.number,
      camera_id: row.cameraId,
      from_at: new Date(row.from),
      to_at: new Date(row.to),
      findings: row.findings,
      passed: row.issueId === null,
      issue_id: row.issueId,
      checked_by: row.checkedBy,
      ...when,
    })
    .execute();
  const ranges = row.seen.map(({ from, to }) => ({ check_id: row.id, from_at: new Date(from), to_at: new Date(to) }));
  await tx.insertInto('playback_range').values(ranges).execute();
  if (row.stills.length === 0) return;
  const stills = [...new Set(row.stills)].map((attachmentId) => ({ check_id: row.id, attachment_id: attachmentId }));
  await tx.insertInto('playback_still').values(stills).execute();
}

const checkQuery = (db: Db | Tx) =>
  db
    .selectFrom('playback_check')
    .innerJoin('camera', 'camera.id', 'playback_check.camera_id')
    .leftJoin('issue', 'issue.id', 'playback_check.issue_id')
    .selectAll('playback_check')
    .select([
      'camera.code as camera_code',
      'issue.number as issue_number',
      sql<number>`(select coalesce(sum(extract(epoch from r.to_at - r.from_at)), 0)::float8
                     from playback_range r where r.check_id = playback_check.id)`.as('seen_seconds'),
    ]);

export function listChecks(db: Db | Tx, filter: { cameraId: string | null; before: string | null; limit: number }) {
  let query = checkQuery(db).orderBy('playback_check.id', 'desc').limit(filter.limit);
  if (filter.cameraId !== null) query = query.where('playback_check.camera_id', '=', filter.cameraId);
  if (filter.before !== null) query = query.where('playback_check.id', '<', filter.before);
  return query.execute();
}

export const findCheck = (db: Db | Tx, id: string) =>
  checkQuery(db).where('playback_check.id', '=', id).executeTakeFirst();

export const rangesOfCheck = (db: Db | Tx, checkId: string) =>
  db
    .selectFrom('playback_range')
    .select(['from_at', 'to_at'])
    .where('check_id', '=', checkId)
    .orderBy('from_at')
    .execute();

export const stillsOfCheck = async (db: Db | Tx, checkId: string): Promise<number> =>
  (await db.selectFrom('playback_still').select('attachment_id').where('check_id', '=', checkId).execute()).length;

export const findPlan = (db: Db | Tx, weekOn: string) =>
  db.selectFrom('playback_plan').select('id').where('week_on', '=', weekOn).executeTakeFirst();

/** Up to which entry into the register the plans so far have drawn; null before the first. */
export const drawnUntil = async (db: Db | Tx): Promise<Date | null> =>
  (
    await db
      .selectFrom('playback_plan')
      .select((eb) => eb.fn.max('registered_until').as('until'))
      .executeTakeFirst()
  )?.until ?? null;

export async function insertPlan(
  tx: Tx,
  plan: { weekOn: string; dueOn: string; seed: string; policy: PlaybackPolicy; registeredUntil: Date },
  samples: readonly (Sample & { cameraId: string })[],
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('playback_plan')
    .values({
      id,
      week_on: plan.weekOn,
      seed: plan.seed,
      ranges_each: plan.policy.ranges,
      minutes_each: plan.policy.minutes,
      due_on: plan.dueOn,
      registered_until: plan.registeredUntil,
    })
    .execute();
  const rows = samples.map(({ cameraId, from, to, cause }) => ({
    plan_id: id,
    camera_id: cameraId,
    from_at: new Date(from),
    to_at: new Date(to),
    cause,
  }));
  if (rows.length > 0) await tx.insertInto('playback_sample').values(rows).execute();
  return id;
}

/** The newest plans, by week. */
export const listPlans = (db: Db | Tx, limit: number) =>
  db.selectFrom('playback_plan').selectAll().orderBy('week_on', 'desc').limit(limit).execute();

/** Ranges of these plans, each with the number of a check that saw all of it, if there is one. */
export const samplesOf = (db: Db | Tx, planIds: readonly string[]) =>
  planIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('playback_sample')
        .innerJoin('camera', 'camera.id', 'playback_sample.camera_id')
        .innerJoin('playback_plan', 'playback_plan.id', 'playback_sample.plan_id')
        .selectAll('playback_sample')
        .select([
          'camera.code as camera_code',
          'playback_plan.due_on',
          sql<string | null>`(
            select c.number from playback_check c join playback_range r on r.check_id = c.id
             where c.camera_id = playback_sample.camera_id
               and c.from_at <= playback_sample.from_at and c.to_at >= playback_sample.to_at
               and r.from_at <= playback_sample.from_at and r.to_at >= playback_sample.to_at
             order by c.id limit 1)`.as('check_number'),
        ])
        .where('plan_id', 'in', [...planIds])
        .orderBy('playback_sample.from_at')
        .orderBy('camera.code')
        .execute();

/** Ranges that nobody has seen, of plans that were due before that day. */
export const samplesUnseen = async (db: Db | Tx, dueBefore: string | null) => {
  let query = db.selectFrom('playback_plan').select('id').orderBy('week_on', 'desc').limit(60);
  if (dueBefore !== null) query = query.where('due_on', '<', dueBefore);
  const plans = await query.execute();
  const samples = await samplesOf(
    db,
    plans.map(({ id }) => id),
  );
  return samples.filter(({ check_number: number }) => number === null);
};

/** How many playback checks were entered, and how many drawn ranges wait, some of them beyond their day (7.1-3). */
export async function playbackStanding(db: Db | Tx, today: string) {
  const { count } = await db
    .selectFrom('playback_check')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  const unseen = (await samplesUnseen(db, null)).length;
  return { checks: Number(count), unseen, overdue: (await samplesUnseen(db, today)).length };
}

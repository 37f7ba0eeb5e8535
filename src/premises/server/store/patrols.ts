/** Patrols: the plan, the rounds, what they found. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LateColumns } from '#/base/server/late.ts';
import type { InUse, PatrolCode, Shift, Side } from '../../rules/patrol.ts';
import type { Point } from '../../rules/points.ts';
import type { PhotoSource } from './photo-devices.ts';

export interface PlannedShift extends Shift {
  name: string;
  version: number;
}

const shiftQuery = (db: Db | Tx) => db.selectFrom('patrol_shift').selectAll().orderBy('starts_at').orderBy('name');

const shiftFrom = (row: Awaited<ReturnType<ReturnType<typeof shiftQuery>['execute']>>[number]): PlannedShift => ({
  id: row.id,
  name: row.name,
  weekdays: row.weekdays,
  startsAt: row.starts_at.slice(0, 5),
  endsAt: row.ends_at.slice(0, 5),
  sides: row.sides,
  plannedAt: row.planned_at.getTime(),
  endedAt: row.ended_at?.getTime() ?? null,
  version: row.version,
});

/** Shifts of the plan that were on it at any time since then, by their beginning. */
export async function listShifts(db: Db | Tx, since: Date): Promise<PlannedShift[]> {
  const rows = await shiftQuery(db)
    .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', since)]))
    .execute();
  return rows.map(shiftFrom);
}

export async function findShift(db: Db | Tx, id: string): Promise<PlannedShift | null> {
  const row = await shiftQuery(db).where('id', '=', id).executeTakeFirst();
  return row ? shiftFrom(row) : null;
}

/** As `findShift`; one at a time enters a round of it or ends it. */
export async function lockShift(tx: Tx, id: string): Promise<PlannedShift | null> {
  const row = await shiftQuery(tx).where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? shiftFrom(row) : null;
}

export const isShiftName = async (db: Db | Tx, name: string): Promise<boolean> =>
  (await shiftQuery(db).where('name', '=', name).where('ended_at', 'is', null).executeTakeFirst()) !== undefined;

export async function insertShift(
  tx: Tx,
  row: Pick<PlannedShift, 'name' | 'weekdays' | 'startsAt' | 'endsAt' | 'sides'>,
  plannedBy: string,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('patrol_shift')
    .values({
      id,
      name: row.name,
      weekdays: [...row.weekdays],
      starts_at: row.startsAt,
      ends_at: row.endsAt,
      sides: [...row.sides],
      planned_by: plannedBy,
      ended_at: null,
    })
    .execute();
  return id;
}

export const endShift = (tx: Tx, id: string) =>
  tx
    .updateTable('patrol_shift')
    .set((eb) => ({ ended_at: sql<Date>`now()`, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

/** The side for which this person patrols on that day; null when it is not his duty (4.9-1). */
export async function sideOfPatroller(db: Db | Tx, personId: string, on: string): Promise<Side | null> {
  const row = await db
    .selectFrom('premises_duty')
    .select('party_kind')
    .where('duty', '=', 'patroller')
    .where('person_id', '=', personId)
    .where('since', '<=', on)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', on)]))
    .executeTakeFirst();
  return row?.party_kind ?? null;
}

export async function insertRound(
  tx: Tx,
  row: { shiftId: string; on: string; side: Side; patrolledBy: string } & PhotoSource,
  when: LateColumns,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('patrol')
    .values({
      id,
      shift_id: row.shiftId,
      patrolled_on: row.on,
      side: row.side,
      patrolled_by: row.patrolledBy,
      photo_device_id: row.photo_device_id,
      photo_camera_id: row.photo_camera_id,
      ...when,
    })
    .execute();
  return id;
}

export async function insertRoundPoint(
  tx: Tx,
  patrolId: string,
  point: Point & { item: PatrolCode; issueId: string | null },
): Promise<void> {
  const { item, passed, remark, photos } = point;
  await tx
    .insertInto('patrol_item')
    .values({ patrol_id: patrolId, item, passed, remark, issue_id: point.issueId })
    .execute();
  if (photos.length === 0) return;
  const rows = [...new Set(photos)].map((attachmentId) => ({ patrol_id: patrolId, item, attachment_id: attachmentId }));
  await tx.insertInto('patrol_photo').values(rows).execute();
}

/** Rounds made on the days from `first` to `last`, both included. */
export const roundsMade = (db: Db | Tx, first: string, last: string) =>
  db
    .selectFrom('patrol')
    .select(['shift_id as shiftId', 'patrolled_on as on', 'side'])
    .where('patrolled_on', '>=', first)
    .where('patrolled_on', '<=', last)
    .execute();

export const isRoundMade = async (
  db: Db | Tx,
  { shiftId, on, side }: { shiftId: string; on: string; side: Side },
): Promise<boolean> => (await roundsMade(db, on, on)).some((one) => one.shiftId === shiftId && one.side === side);

/** Every stay that had not ended by then. */
export async function staysSince(db: Db | Tx, since: Date): Promise<InUse[]> {
  const rows = await db
    .selectFrom('visit')
    .select(['occurred_at', 'left_at'])
    .where((eb) => eb.or([eb('left_at', 'is', null), eb('left_at', '>', since)]))
    .execute();
  return rows.map((row) => ({ from: row.occurred_at.getTime(), to: row.left_at?.getTime() ?? null }));
}

const roundQuery = (db: Db | Tx) =>
  db
    .selectFrom('patrol')
    .innerJoin('patrol_shift', 'patrol_shift.id', 'patrol.shift_id')
    .selectAll('patrol')
    .select([
      'patrol_shift.name as shift_name',
      'patrol_shift.starts_at',
      'patrol_shift.ends_at',
      sql<string[]>`array(select x.number from patrol_item i join issue x on x.id = i.issue_id
                           where i.patrol_id = patrol.id order by x.number)`.as('issues'),
    ]);

export function listRounds(
  db: Db | Tx,
  filter: { side: Side | null; failed: boolean; before: string | null; limit: number },
) {
  let query = roundQuery(db).orderBy('patrol.id', 'desc').limit(filter.limit);
  if (filter.side !== null) query = query.where('patrol.side', '=', filter.side);
  if (filter.failed)
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('patrol_item')
          .select('item')
          .whereRef('patrol_item.patrol_id', '=', 'patrol.id')
          .where('passed', '=', false),
      ),
    );
  if (filter.before !== null) query = query.where('patrol.id', '<', filter.before);
  return query.execute();
}

export const findRound = (db: Db | Tx, id: string) => roundQuery(db).where('patrol.id', '=', id).executeTakeFirst();

/** The points of one round with the number of the issue that each failed one opened. */
export const pointsOfRound = (db: Db | Tx, patrolId: string) =>
  db
    .selectFrom('patrol_item')
    .leftJoin('issue', 'issue.id', 'patrol_item.issue_id')
    .selectAll('patrol_item')
    .select('issue.number as issue_number')
    .where('patrol_id', '=', patrolId)
    .execute();

/** What a printed sheet says it is for. */
export async function findSheet(
  db: Db | Tx,
  printId: string,
  form: string,
): Promise<{ shiftId: string; on: string; side: Side } | null> {
  const { rows } = await sql<{ shiftId: string; on: string; side: Side }>`
    select data::jsonb ->> 'shiftId' as "shiftId", data::jsonb ->> 'on' as "on", data::jsonb ->> 'side' as side
      from print_record where id = ${printId} and form = ${form}`.execute(db);
  return rows[0] ?? null;
}

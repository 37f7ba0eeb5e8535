/** Days that were closed, and what of a day only the duty book asks for. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';

export const findDutyDay = (db: Db | Tx, on: string) =>
  db.selectFrom('duty_day').selectAll().where('day', '=', on).executeTakeFirst();

/** One day is closed at a time. */
export const lockDutyDay = (tx: Tx) => sql`select pg_advisory_xact_lock(44)`.execute(tx);

export const insertDutyDay = (
  tx: Tx,
  row: {
    on: string;
    number: string;
    remarks: string;
    data: string;
    digest: string;
    closedBy: string;
    agreedBy: string;
    closedAt: Date;
  },
) =>
  tx
    .insertInto('duty_day')
    .values({
      day: row.on,
      number: row.number,
      remarks: row.remarks,
      data: row.data,
      digest: row.digest,
      closed_by: row.closedBy,
      agreed_by: row.agreedBy,
      closed_at: row.closedAt,
    })
    .execute();

/** Days since `first` on which somebody came in, newest first, with their closing. */
export async function listDutyDays(db: Db | Tx, first: string) {
  const { rows } = await sql<{
    on: string;
    entries: number;
    inside: number;
    number: string | null;
    closed_by: string | null;
    agreed_by: string | null;
    closed_at: Date | null;
  }>`
    select v.entered_on::text as "on", count(*)::int as entries,
           (count(*) filter (where v.left_at is null))::int as inside,
           d.number, d.closed_by, d.agreed_by, d.closed_at
      from visit v left join duty_day d on d.day = v.entered_on
     where v.entered_on >= ${first}::date
     group by v.entered_on, d.day
     order by v.entered_on desc`.execute(db);
  return rows;
}

/** Readings of the day, by zone. */
export const readingsOfDay = (db: Db | Tx, from: Date, to: Date) =>
  db
    .selectFrom('climate_reading')
    .innerJoin('zone', 'zone.id', 'climate_reading.zone_id')
    .select(['zone.name as zone_name', 'occurred_at', 'temperature', 'humidity', 'in_range', 'taken_by'])
    .where('occurred_at', '>=', from)
    .where('occurred_at', '<', to)
    .orderBy('occurred_at')
    .execute();

/** Playback checks made on the day. */
export const checksMade = (db: Db | Tx, from: Date, to: Date) =>
  db
    .selectFrom('playback_check')
    .innerJoin('camera', 'camera.id', 'playback_check.camera_id')
    .select(['number', 'camera.code as camera_code', 'from_at', 'to_at', 'findings', 'checked_by'])
    .where('occurred_at', '>=', from)
    .where('occurred_at', '<', to)
    .orderBy('occurred_at')
    .execute();

/** Goods that passed the exit on the day. */
export const releasesPassed = (db: Db | Tx, from: Date, to: Date) =>
  db
    .selectFrom('goods_release')
    .select(['number', 'items', 'bearer', 'approved_by', 'passed_by', 'passed_at'])
    .where('passed_at', '>=', from)
    .where('passed_at', '<', to)
    .orderBy('passed_at')
    .execute();

/** Rounds made on the day, with who made them. */
export const roundsOfDay = (db: Db | Tx, on: string) =>
  db
    .selectFrom('patrol')
    .select(['shift_id', 'side', 'patrolled_by', 'occurred_at'])
    .select(
      sql<string[]>`array(select x.number from patrol_item i join issue x on x.id = i.issue_id
                           where i.patrol_id = patrol.id order by x.number)`.as('issues'),
    )
    .where('patrolled_on', '=', on)
    .execute();

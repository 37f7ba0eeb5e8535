/** Safety checks and readings. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LateColumns } from '#/base/server/late.ts';
import type { ChecklistCode, LastSeen } from '../../rules/checklist.ts';
import type { Climate } from '../../rules/climate.ts';
import type { PhotoSource } from './photo-devices.ts';

export async function insertCheck(
  tx: Tx,
  row: { id: string; checkedOn: string; checkedBy: string } & PhotoSource,
  when: LateColumns,
): Promise<void> {
  await tx
    .insertInto('site_check')
    .values({
      id: row.id,
      checked_on: row.checkedOn,
      checked_by: row.checkedBy,
      photo_device_id: row.photo_device_id,
      photo_camera_id: row.photo_camera_id,
      ...when,
    })
    .execute();
}

export async function insertPoint(
  tx: Tx,
  row: {
    checkId: string;
    item: ChecklistCode;
    passed: boolean;
    remark: string;
    issueId: string | null;
    photos: readonly string[];
  },
): Promise<void> {
  const { checkId, item } = row;
  await tx
    .insertInto('site_check_item')
    .values({ check_id: checkId, item, passed: row.passed, remark: row.remark, issue_id: row.issueId })
    .execute();
  if (row.photos.length === 0) return;
  const photos = [...new Set(row.photos)].map((attachmentId) => ({
    check_id: checkId,
    item,
    attachment_id: attachmentId,
  }));
  await tx.insertInto('site_check_photo').values(photos).execute();
}

/** The newest finding of each point of the checklist, by the day it was looked at. */
export async function lastFindings(db: Db | Tx): Promise<Map<string, LastSeen>> {
  const rows = await db
    .selectFrom('site_check_item')
    .innerJoin('site_check', 'site_check.id', 'site_check_item.check_id')
    .distinctOn('site_check_item.item')
    .select(['site_check_item.item', 'site_check_item.passed', 'site_check.checked_on'])
    .orderBy('site_check_item.item')
    .orderBy('site_check.occurred_at', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.item, { on: row.checked_on, passed: row.passed }]));
}

export function listChecks(db: Db | Tx, before: string | null, limit: number) {
  let query = db
    .selectFrom('site_check')
    .selectAll('site_check')
    .select([
      sql<number>`(select count(*)::int from site_check_item i where i.check_id = site_check.id)`.as('points'),
      sql<number>`(select count(*)::int from site_check_item i where i.check_id = site_check.id and not i.passed)`.as(
        'failed',
      ),
    ])
    .orderBy('id', 'desc')
    .limit(limit);
  if (before !== null) query = query.where('id', '<', before);
  return query.execute();
}

export const findCheck = (db: Db | Tx, id: string) =>
  db.selectFrom('site_check').selectAll().where('id', '=', id).executeTakeFirst();

/** The points of one check with the number of the issue that each failed one opened. */
export const pointsOf = (db: Db | Tx, checkId: string) =>
  db
    .selectFrom('site_check_item')
    .leftJoin('issue', 'issue.id', 'site_check_item.issue_id')
    .selectAll('site_check_item')
    .select('issue.number as issue_number')
    .where('check_id', '=', checkId)
    .execute();

export async function insertReading(
  tx: Tx,
  row: Climate & { zoneId: string; instrument: string; inRange: boolean; takenBy: string },
  when: LateColumns,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('climate_reading')
    .values({
      id,
      zone_id: row.zoneId,
      instrument: row.instrument,
      temperature: row.temperature,
      humidity: row.humidity,
      in_range: row.inRange,
      taken_by: row.takenBy,
      ...when,
    })
    .execute();
  return id;
}

export function listReadings(db: Db | Tx, filter: { outOfRange: boolean; before: string | null; limit: number }) {
  let query = db
    .selectFrom('climate_reading')
    .innerJoin('zone', 'zone.id', 'climate_reading.zone_id')
    .selectAll('climate_reading')
    .select('zone.name as zone_name')
    .orderBy('climate_reading.id', 'desc')
    .limit(filter.limit);
  if (filter.outOfRange) query = query.where('in_range', '=', false);
  if (filter.before !== null) query = query.where('climate_reading.id', '<', filter.before);
  return query.execute();
}

/** Zones that hold originals, each with the day of its newest reading. */
export async function zonesToRead(db: Db | Tx, timeZone: string) {
  const { rows } = await sql<{ id: string; name: string; last: string | null; since: string }>`
    select z.id, z.name,
           (select to_char(max(r.occurred_at) at time zone ${timeZone}, 'YYYY-MM-DD')
              from climate_reading r where r.zone_id = z.id) as last,
           (select to_char(p.registered_at at time zone ${timeZone}, 'YYYY-MM-DD') from premises p) as since
      from zone z
     where z.state = 'active' and (z.kind in ('holding', 'processing')
        or exists (select 1 from fixture f where f.zone_id = z.id and f.kind = 'cabinet' and f.state = 'active'))
     order by z.code`.execute(db);
  return rows;
}

/** Readings out of range that no alarm has told of yet; its dedupe ends with the reading's id. */
export async function untoldReadings(db: Db | Tx, alarmKind: string) {
  const { rows } = await sql<{ id: string; name: string; temperature: string; humidity: string }>`
    select r.id, z.name, r.temperature, r.humidity
      from climate_reading r join zone z on z.id = r.zone_id
     where not r.in_range and not exists (
       select 1 from alarm a where a.dedupe = ${alarmKind}::text || '/' || r.id::text)
     order by r.id`.execute(db);
  return rows;
}

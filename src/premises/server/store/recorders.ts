/** Recorders of another make, and what was read from them. */
import { sql } from 'kysely';
import { addDays, businessDay } from '#/base/rules/business-day.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LateColumns } from '#/base/server/late.ts';
import { readEveryDays, type RecorderReading } from '../../rules/recorder.ts';

export async function insertRecorder(
  tx: Tx,
  row: {
    code: string;
    model: string;
    location: string;
    installedOn: string;
    cameraIds: readonly string[];
    registeredBy: string;
  },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('video_recorder')
    .values({
      id,
      code: row.code,
      model: row.model,
      location: row.location,
      installed_on: row.installedOn,
      registered_by: row.registeredBy,
      retired_at: null,
    })
    .execute();
  const cameras = [...new Set(row.cameraIds)].map((cameraId) => ({ recorder_id: id, camera_id: cameraId }));
  await tx.insertInto('video_recorder_camera').values(cameras).execute();
  return id;
}

/** In use, and retired ones too: their number is never given again. */
export const isRecorderCode = async (db: Db | Tx, code: string): Promise<boolean> =>
  (await db.selectFrom('video_recorder').select('id').where('code', '=', code).executeTakeFirst()) !== undefined;

export const lockRecorder = (tx: Tx, id: string) =>
  tx.selectFrom('video_recorder').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const retireRecorder = (tx: Tx, id: string) =>
  tx
    .updateTable('video_recorder')
    .set((eb) => ({ retired_at: sql<Date>`now()`, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export async function insertReading(
  tx: Tx,
  row: { recorderId: string; earliest: Date; capacityGb: number; usedGb: number; remark: string; readBy: string },
  when: LateColumns,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('video_recorder_reading')
    .values({
      id,
      recorder_id: row.recorderId,
      earliest_at: row.earliest,
      capacity_gb: row.capacityGb,
      used_gb: row.usedGb,
      remark: row.remark,
      read_by: row.readBy,
      ...when,
    })
    .execute();
  return id;
}

/** The newest readings of a recorder, newest first. */
export const lastReadings = (db: Db | Tx, recorderId: string, limit: number) =>
  db
    .selectFrom('video_recorder_reading')
    .selectAll()
    .where('recorder_id', '=', recorderId)
    .orderBy('occurred_at', 'desc')
    .limit(limit)
    .execute();

export const readingFrom = (row: Awaited<ReturnType<typeof lastReadings>>[number]): RecorderReading => ({
  at: row.occurred_at.getTime(),
  earliest: row.earliest_at.getTime(),
  capacityGb: row.capacity_gb,
  usedGb: row.used_gb,
});

/** Recorders in use, each with its cameras and its last two readings. */
export async function listRecorders(db: Db | Tx) {
  const recorders = await db
    .selectFrom('video_recorder')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('code')
    .execute();
  const cameras = await db
    .selectFrom('video_recorder_camera')
    .innerJoin('camera', 'camera.id', 'video_recorder_camera.camera_id')
    .select(['recorder_id', 'camera.id', 'camera.code'])
    .orderBy('camera.code')
    .execute();
  return Promise.all(
    recorders.map(async (recorder) => ({
      ...recorder,
      cameras: cameras.filter((one) => one.recorder_id === recorder.id).map(({ id, code }) => ({ id, code })),
      readings: await lastReadings(db, recorder.id, 2),
    })),
  );
}

/** By which day it is to be read: a week after the last time, at once when it never was. */
export const readingDueOn = (
  { readings, installed_on: installed }: Awaited<ReturnType<typeof listRecorders>>[number],
  timeZone: string,
): string => {
  const [last] = readings;
  return last ? addDays(businessDay(last.occurred_at.getTime(), timeZone), readEveryDays) : installed;
};

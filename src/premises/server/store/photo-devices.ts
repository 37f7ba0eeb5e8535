/** What photographs are taken with. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import { photoDeviceNames, type PhotoDeviceKind, stillName } from '../../rules/photo-device.ts';

export async function insertPhotoDevice(
  tx: Tx,
  row: { code: string; kind: PhotoDeviceKind; model: string; registeredBy: string },
): Promise<string> {
  const id = newId();
  const { code, kind, model, registeredBy } = row;
  await tx
    .insertInto('photo_device')
    .values({ id, code, kind, model, registered_by: registeredBy, retired_at: null })
    .execute();
  return id;
}

export const isPhotoDeviceCode = async (db: Db | Tx, code: string): Promise<boolean> =>
  (await db.selectFrom('photo_device').select('id').where('code', '=', code).executeTakeFirst()) !== undefined;

export const lockPhotoDevice = (tx: Tx, id: string) =>
  tx.selectFrom('photo_device').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const retirePhotoDevice = (tx: Tx, id: string) =>
  tx
    .updateTable('photo_device')
    .set((eb) => ({ retired_at: sql<Date>`now()`, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export const listPhotoDevices = (db: Db | Tx) =>
  db
    .selectFrom('photo_device')
    .select(['id', 'code', 'kind', 'model', 'version'])
    .where('retired_at', 'is', null)
    .orderBy('code')
    .execute();

export interface PhotoSource {
  photo_device_id: string | null;
  photo_camera_id: string | null;
}

/** The source of that id: a device in use, or a camera; null when there is none. */
export async function findPhotoSource(db: Db | Tx, id: string): Promise<PhotoSource | null> {
  const device = await db
    .selectFrom('photo_device')
    .select('id')
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (device) return { photo_device_id: id, photo_camera_id: null };
  const camera = await db.selectFrom('camera').select('id').where('id', '=', id).executeTakeFirst();
  return camera ? { photo_device_id: null, photo_camera_id: id } : null;
}

/** Its kind and number as a form prints it; null where there were no photographs. */
export async function namePhotoSource(db: Db | Tx, source: PhotoSource): Promise<string | null> {
  const { photo_device_id: deviceId, photo_camera_id: cameraId } = source;
  if (deviceId !== null) {
    const row = await db
      .selectFrom('photo_device')
      .select(['code', 'kind'])
      .where('id', '=', deviceId)
      .executeTakeFirstOrThrow();
    return `${photoDeviceNames[row.kind].zh} ${row.code}`;
  }
  if (cameraId === null) return null;
  const row = await db.selectFrom('camera').select('code').where('id', '=', cameraId).executeTakeFirstOrThrow();
  return `${stillName.zh} ${row.code}`;
}

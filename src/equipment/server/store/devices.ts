/** The register of devices, with their sealings and admissions. */
import { type ExpressionBuilder, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { InputOf } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Tables } from '#/base/server/tables.ts';
import type { PhotoSource } from '#/premises/server/door.ts';
import type { deviceAdmit, deviceList, deviceRegister, wirelessSeal } from '../../rules/api/devices.ts';
import type { DeviceState } from '../../rules/device.ts';
import type {} from '../tables.ts';

export async function insertDevice(tx: Tx, input: InputOf<typeof deviceRegister>, by: string): Promise<string> {
  const id = newId();
  const { holdsData, ...rest } = input;
  await tx
    .insertInto('device')
    .values({ id, ...rest, holds_data: holdsData, terminal_id: null, registered_by: by })
    .execute();
  return id;
}

/** In use, and withdrawn ones too: their number is never given again. */
export const isDeviceCode = async (db: Db | Tx, code: string): Promise<boolean> =>
  (await db.selectFrom('device').select('id').where('code', '=', code).executeTakeFirst()) !== undefined;

export const lockDevice = (tx: Tx, id: string) =>
  tx.selectFrom('device').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** The sealing that holds. */
export const holdingSeal = (db: Db | Tx, deviceId: string) =>
  db
    .selectFrom('wireless_seal')
    .select(['id', 'way', 'seal_number', 'done_on'])
    .where('device_id', '=', deviceId)
    .where('broken_at', 'is', null)
    .executeTakeFirst();

/** Number of the device that bears, or bore, this seal. */
export const bearerOfSeal = (db: Db | Tx, sealNumber: string) =>
  db
    .selectFrom('wireless_seal')
    .innerJoin('device', 'device.id', 'wireless_seal.device_id')
    .select('device.code')
    .where('wireless_seal.seal_number', '=', sealNumber)
    .executeTakeFirst();

export async function insertSeal(
  tx: Tx,
  deviceId: string,
  input: InputOf<typeof wirelessSeal>,
  { by, ...source }: PhotoSource & { by: string },
): Promise<string> {
  const id = newId();
  const { way, sealNumber, doneOn, doneBy, remark, photos } = input;
  await tx
    .insertInto('wireless_seal')
    .values({
      ...{ id, device_id: deviceId, way, seal_number: sealNumber, done_on: doneOn, done_by: doneBy, remark },
      ...source,
      entered_by: by,
      broken_at: null,
    })
    .execute();
  const rows = [...new Set(photos)].map((attachmentId) => ({ seal_id: id, attachment_id: attachmentId }));
  if (rows.length > 0) await tx.insertInto('wireless_seal_photo').values(rows).execute();
  return id;
}

export async function admitDevice(
  tx: Tx,
  admission: { deviceId: string; sealId: string; terminalId: string | null; by: string },
  items: InputOf<typeof deviceAdmit>['items'],
): Promise<string> {
  const id = newId();
  const { deviceId, sealId, terminalId, by } = admission;
  await tx
    .insertInto('device_admission')
    .values({
      ...{ id, device_id: deviceId, seal_id: sealId, terminal_id: terminalId, admitted_by: by },
      ...{ ended_at: null, ended_by: null, reason: null },
    })
    .execute();
  await tx
    .insertInto('device_admission_item')
    .values(items.map(({ item, remark }) => ({ admission_id: id, item, remark })))
    .execute();
  await setState(tx, deviceId, 'admitted', terminalId);
  return id;
}

/** Ends what stands open; a broken sealing is void with it. */
export async function endDevice(
  tx: Tx,
  deviceId: string,
  end: { state: 'suspended' | 'withdrawn'; reason: string; by: string; sealBroken: boolean },
): Promise<void> {
  await tx
    .updateTable('device_admission')
    .set({ ended_at: sql<Date>`now()`, ended_by: end.by, reason: end.reason })
    .where('device_id', '=', deviceId)
    .where('ended_at', 'is', null)
    .execute();
  if (end.sealBroken)
    await tx
      .updateTable('wireless_seal')
      .set({ broken_at: sql<Date>`now()` })
      .where('device_id', '=', deviceId)
      .where('broken_at', 'is', null)
      .execute();
  await setState(tx, deviceId, end.state, null);
}

const setState = (tx: Tx, id: string, state: DeviceState, terminalId: string | null) =>
  tx
    .updateTable('device')
    .set((eb) => ({ state, terminal_id: terminalId, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

/** Enrolled terminals with the number of the device that stands for each. */
export const listTerminalDevices = (db: Db | Tx) =>
  db
    .selectFrom('terminal')
    .leftJoin('device', 'device.terminal_id', 'terminal.id')
    .select(['terminal.id', 'terminal.name', 'terminal.enrolled_at', 'device.code as device'])
    .where('terminal.state', '=', 'enrolled')
    .orderBy('terminal.name')
    .execute();

const deviceQuery = (db: Db | Tx) =>
  db
    .selectFrom('device')
    .leftJoin('wireless_seal as seal', (join) =>
      join.onRef('seal.device_id', '=', 'device.id').on('seal.broken_at', 'is', null),
    )
    .leftJoin('terminal', 'terminal.id', 'device.terminal_id')
    .selectAll('device')
    .select(['seal.way', 'seal.seal_number', 'seal.done_on', 'terminal.name as terminal_name']);

export const findDevice = (db: Db | Tx, id: string) => deviceQuery(db).where('device.id', '=', id).executeTakeFirst();

/** By number, ascending; the cursor is the last number. */
export function listDevices(db: Db | Tx, filter: InputOf<typeof deviceList>) {
  const { text, state, owner, cursor } = filter;
  let query = deviceQuery(db)
    .orderBy('device.code')
    .limit(filter.limit + 1);
  if (cursor !== undefined) query = query.where('device.code', '>', cursor);
  if (state !== undefined) query = query.where('device.state', '=', state);
  if (owner !== undefined) query = query.where('device.owner', '=', owner);
  if (text !== undefined)
    query = query.where(
      sql<boolean>`(position(${text} in device.code) > 0 or position(${text} in device.model) > 0
        or position(${text} in device.serial) > 0)`,
    );
  return query.execute();
}

/** Devices that wait for a sealing or an admission, oldest first. */
export const devicesWaiting = (db: Db | Tx) =>
  deviceQuery(db).where('device.state', 'in', ['registered', 'suspended']).orderBy('device.id').limit(200).execute();

const photosOf = (eb: ExpressionBuilder<Tables, 'wireless_seal'>) =>
  jsonArrayFrom(
    eb
      .selectFrom('wireless_seal_photo')
      .select('attachment_id as id')
      .whereRef('seal_id', '=', 'wireless_seal.id')
      .orderBy('attachment_id'),
  ).as('photos');

export const sealsOf = (db: Db | Tx, deviceId: string) =>
  db
    .selectFrom('wireless_seal')
    .selectAll()
    .select(photosOf)
    .where('device_id', '=', deviceId)
    .orderBy('id', 'desc')
    .execute();

export const admissionsOf = (db: Db | Tx, deviceId: string) =>
  db
    .selectFrom('device_admission')
    .leftJoin('terminal', 'terminal.id', 'device_admission.terminal_id')
    .selectAll('device_admission')
    .select('terminal.name as terminal')
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('device_admission_item')
          .select(['item', 'remark'])
          .whereRef('admission_id', '=', 'device_admission.id'),
      ).as('items'),
    )
    .where('device_admission.device_id', '=', deviceId)
    .orderBy('device_admission.id', 'desc')
    .execute();

/** A device that was admitted at that instant, by its number (6.4-2). */
export const admittedDevice = (db: Db | Tx, code: string, at: Date) =>
  db
    .selectFrom('device')
    .innerJoin('device_admission', 'device_admission.device_id', 'device.id')
    .select(['device.id', 'device.code'])
    .where('device.code', '=', code)
    .where('device_admission.admitted_at', '<=', at)
    .where((eb) => eb.or([eb('device_admission.ended_at', 'is', null), eb('device_admission.ended_at', '>', at)]))
    .executeTakeFirst();

/** Captures, and the files that arrive in them. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import { prepared } from '#/base/server/prepared.ts';
import type { Refusal } from '#/base/rules/refusal.ts';
import type { SettledObject } from '#/base/server/objects/store.ts';
import type { Aim } from '../../rules/capture.ts';
import type {} from '../tables.ts';

export interface NewCapture {
  unitId: string;
  originalId: string;
  projectId: string;
  personId: string;
  deviceId: string;
  terminalId: string | null;
  specificationId: string;
}

/** Whatever lay open at this person, or of this unit, is closed by it. */
export async function openCapture(tx: Tx, capture: NewCapture): Promise<string> {
  const { unitId, originalId, projectId, personId, deviceId, terminalId, specificationId } = capture;
  await tx
    .updateTable('capture')
    .set({ closed_at: sql<Date>`greatest(opened_at, now())` })
    .where((eb) => eb.or([eb('person_id', '=', personId), eb('unit_id', '=', unitId)]))
    .where('closed_at', 'is', null)
    .execute();
  const id = newId();
  await tx
    .insertInto('capture')
    .values({
      ...{ id, unit_id: unitId, original_id: originalId, project_id: projectId, person_id: personId },
      ...{ device_id: deviceId, terminal_id: terminalId, specification_id: specificationId, closed_at: null },
    })
    .execute();
  return id;
}

export async function closeCapture(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('capture')
    .set({ closed_at: sql<Date>`greatest(opened_at, now())` })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .execute();
}

export const findCapture = (db: Db | Tx, id: string) =>
  db
    .selectFrom('capture')
    .innerJoin('original', 'original.id', 'capture.original_id')
    .innerJoin('device', 'device.id', 'capture.device_id')
    .selectAll('capture')
    .select(['original.code', 'original.title', 'device.code as device'])
    .where('capture.id', '=', id)
    .executeTakeFirst();

/** The capture that lies open at somebody. */
export const openCaptureOf = (db: Db | Tx, personId: string) =>
  db
    .selectFrom('capture')
    .select('id')
    .where('person_id', '=', personId)
    .where('closed_at', 'is', null)
    .executeTakeFirst();

/** Since when files are written for it: a slip that was scanned again with nothing else in between goes on with its volume. */
export async function writtenSince(tx: Tx, captureId: string): Promise<Date> {
  const { rows } = await sql<{ since: Date }>`
    with recursive chain as (
      select id, unit_id, terminal_id, opened_at from capture where id = ${captureId}
      union all
      select c.id, c.unit_id, c.terminal_id, c.opened_at from capture c join chain on c.unit_id = chain.unit_id
        and c.terminal_id = chain.terminal_id and c.closed_at = chain.opened_at and c.id < chain.id)
    select min(opened_at) as since from chain`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`no such capture: ${captureId}`);
  return row.since;
}

export interface NewUpload {
  id: string;
  captureId: string;
  unitId: string;
  aim: Aim;
  aimSlotId: string | null;
  name: string;
  bytes: number;
  sha256: string;
  begunBy: string;
}

export async function insertUploads(tx: Tx, uploads: readonly NewUpload[]): Promise<void> {
  if (uploads.length === 0) return;
  const rows = uploads.map((one) => ({
    ...{ id: one.id, capture_id: one.captureId, unit_id: one.unitId, aim: one.aim, aim_slot_id: one.aimSlotId },
    ...{
      name: one.name,
      bytes: String(one.bytes),
      announced: one.sha256,
      state: 'begun' as const,
      sha256: null,
      slot_id: null,
    },
    ...{ refusal: null, looked_until: null, begun_by: one.begunBy, given_at: null, decided_at: null },
    ...{ settled_at: null, settled_by: null },
  }));
  await tx.insertInto('upload').values(rows).execute();
}

/** Files of a capture that were announced and not yet put in their order: a station that begins anew goes on with them. */
export const unfinishedUploads = (db: Db | Tx, captureId: string) =>
  db
    .selectFrom('upload')
    .select(['id', 'name', 'bytes', 'announced', 'state', 'aim', 'aim_slot_id'])
    .where('capture_id', '=', captureId)
    .where('state', 'in', ['begun', 'stored'])
    .orderBy('id')
    .execute();

export const findUpload = (db: Db | Tx, id: string) =>
  db.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirst();

export const uploadsById = (db: Db | Tx, ids: readonly string[]) =>
  ids.length === 0 ? Promise.resolve([]) : db.selectFrom('upload').selectAll().where('id', 'in', ids).execute();

/** An upload, and how its original stands; asked with every piece that arrives. */
export const findArriving = (db: Db | Tx, id: string) =>
  db
    .selectFrom('upload')
    .modifyFront(prepared('upload-arriving'))
    .innerJoin('capture', 'capture.id', 'upload.capture_id')
    .innerJoin('whereabouts', 'whereabouts.original_id', 'capture.original_id')
    .innerJoin('original', 'original.id', 'capture.original_id')
    .select(['upload.bytes', 'upload.state', 'whereabouts.halted', 'whereabouts.place', 'original.secrecy'])
    .where('upload.id', '=', id)
    .executeTakeFirst();

/** All their bytes are there; nothing of those that another request was first with. */
export const storeUploads = (tx: Tx, stored: readonly (SettledObject & { id: string })[]) =>
  sql`/* prepared: upload-store */
    with arrived as (
      select * from jsonb_to_recordset(${JSON.stringify(stored)}::jsonb)
        as a(id uuid, sha256 text, bytes bigint)),
    kept as (
      insert into object (sha256, bytes)
        select distinct on (sha256) sha256, bytes from arrived on conflict (sha256) do nothing)
    update upload set state = 'stored', sha256 = arrived.sha256
      from arrived where upload.id = arrived.id and upload.state = 'begun'`.execute(tx);

/** Put in the order of the pages; from now on it is acknowledged. */
export async function giveUploads(tx: Tx, given: readonly { id: string; slotId: string }[]): Promise<void> {
  if (given.length === 0) return;
  await sql`
    update upload set state = 'given', slot_id = n.slot, given_at = clock_timestamp()
    from jsonb_to_recordset(${JSON.stringify(given.map(({ id, slotId }) => ({ id, slot: slotId })))}::jsonb)
      as n(id uuid, slot uuid)
    where upload.id = n.id and upload.state = 'stored'`.execute(tx);
}

export async function refuseUpload(tx: Tx, id: string, { code, params }: Pick<Refusal, 'code' | 'params'>) {
  await tx
    .updateTable('upload')
    .set({
      state: 'refused',
      refusal: JSON.stringify({ code, params }),
      given_at: sql<Date>`coalesce(given_at, now())`,
      decided_at: new Date(),
      looked_until: null,
    })
    .where('id', '=', id)
    .where('state', 'in', ['stored', 'given'])
    .execute();
}

export const takeUpload = (tx: Tx, id: string) =>
  tx
    .updateTable('upload')
    .set({ state: 'taken', decided_at: new Date(), looked_until: null })
    .where('id', '=', id)
    .where('state', '=', 'given')
    .execute();

/**
 * What nobody has in hand is taken in hand for `seconds`, of what is halted nothing (6.5-1): the oldest first. What was
 * tried before is taken alone: a worker that ends charges only what it had begun.
 */
export async function takeInHand(tx: Tx, limit: number, seconds: number) {
  const { rows } = await sql<{
    id: string;
    unit_id: string;
    capture_id: string;
    sha256: string;
    tries: number;
    begun_by: string;
  }>`
    with next as materialized (
      select upload.id, upload.tries, upload.given_at
      from upload
        join capture on capture.id = upload.capture_id
        join whereabouts on whereabouts.original_id = capture.original_id
      where upload.state = 'given' and (upload.looked_until is null or upload.looked_until < clock_timestamp())
        and not whereabouts.halted
      order by upload.given_at, upload.id limit ${limit}
      for update of upload skip locked),
    first as (select id, tries from next order by given_at, id limit 1)
    update upload set tries = upload.tries + 1,
      looked_until = clock_timestamp() + make_interval(secs => ${seconds})
    from first
    where upload.id = first.id
      or (first.tries = 0 and upload.id in (select id from next where tries = 0))
    returning upload.id, unit_id, capture_id, sha256, upload.tries, begun_by`.execute(tx);
  return rows;
}

/** Holds on to what is still being looked at. */
export const keepInHand = (tx: Tx, ids: readonly string[], seconds: number) =>
  sql`update upload set looked_until = clock_timestamp() + make_interval(secs => ${seconds})
      where id = any(${[...ids]}::uuid[]) and state = 'given'`.execute(tx);

/** Lets go at once of what was not looked at, so that another worker need not wait. */
export const letGo = (tx: Tx, ids: readonly string[]) =>
  sql`update upload set looked_until = null, tries = greatest(tries - 1, 0)
      where id = any(${[...ids]}::uuid[]) and state = 'given'`.execute(tx);

/** Files that wait to be looked at although nobody has them in hand. */
export const waitingToBeSeen = (db: Db | Tx) =>
  db
    .selectFrom('upload')
    .select('id')
    .where('state', '=', 'given')
    .where((eb) => eb.or([eb('looked_until', 'is', null), eb('looked_until', '<', sql<Date>`clock_timestamp()`)]))
    .limit(1)
    .executeTakeFirst();

/** Quarantine of a unit that nobody has seen to. */
export const quarantineOf = (db: Db | Tx, unitId: string) =>
  db
    .selectFrom('upload')
    .leftJoin('image_slot', 'image_slot.id', 'upload.slot_id')
    .select(['upload.id', 'upload.name', 'upload.refusal', 'upload.decided_at', 'upload.bytes'])
    .select(['image_slot.position', 'image_slot.master_id'])
    .where('upload.unit_id', '=', unitId)
    .where('upload.state', '=', 'refused')
    .where('upload.settled_at', 'is', null)
    .orderBy('upload.id')
    .execute();

/**
 * Which of these very bytes were refused for a unit because of what they are. What arrived changed, or came for a place
 * that was taken out meanwhile, may be sent once more.
 */
export async function refusedBefore(db: Db | Tx, unitId: string, digests: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('upload')
    .select('announced')
    .distinct()
    .where('unit_id', '=', unitId)
    .where('announced', 'in', digests)
    .where('state', '=', 'refused')
    .where(sql<boolean>`refusal ->> 'code' not in ('file-changed', 'image-taken-out')`)
    .execute();
  return new Set(rows.map(({ announced }) => announced));
}

export async function settleQuarantine(
  tx: Tx,
  where: { slotId: string } | { id: string },
  by: string,
): Promise<bigint> {
  const { numUpdatedRows } = await tx
    .updateTable('upload')
    .set({ settled_at: new Date(), settled_by: by })
    .where('state', '=', 'refused')
    .where('settled_at', 'is', null)
    .where('slotId' in where ? 'slot_id' : 'id', '=', 'slotId' in where ? where.slotId : where.id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows;
}

/** Whether a file for this place is being looked at. */
export const waitingFor = (db: Db | Tx, slotId: string) =>
  db.selectFrom('upload').select('id').where('slot_id', '=', slotId).where('state', '=', 'given').executeTakeFirst();

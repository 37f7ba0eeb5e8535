/** Slots of a unit in their order, and the masters in them. Whoever changes them holds the row of the unit. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { StoredObject } from '#/base/server/objects/store.ts';
import { keepObjects } from '#/base/server/store/objects.ts';
import type { Face } from '../../rules/capture.ts';
import type { Outcome } from '../../rules/checks.ts';
import type { FileFormat, PageHeader } from '../../rules/headers/header.ts';
import type {} from '../tables.ts';

/** The unit is locked: pages of one original are put in order by one transaction at a time. */
export const lockUnitOf = (tx: Tx, unitId: string) =>
  tx.selectFrom('work_unit').select(['id', 'original_id']).where('id', '=', unitId).forNoKeyUpdate().executeTakeFirst();

export const countSlots = async (tx: Tx, unitId: string): Promise<number> => {
  const row = await tx
    .selectFrom('image_slot')
    .select((eb) => eb.fn.max('position').as('last'))
    .where('unit_id', '=', unitId)
    .executeTakeFirst();
  return row?.last ?? 0;
};

/** `count` slots behind a position (0: before all); those behind move on. */
export async function openSlots(
  tx: Tx,
  { unitId, behind, count, by }: { unitId: string; behind: number; count: number; by: string },
): Promise<string[]> {
  if (count === 0) return [];
  await tx
    .updateTable('image_slot')
    .set((eb) => ({ position: eb('position', '+', count), version: eb('version', '+', 1) }))
    .where('unit_id', '=', unitId)
    .where('position', '>', behind)
    .execute();
  const rows = Array.from({ length: count }, (_, index) => ({
    ...{ id: newId(), unit_id: unitId, position: behind + 1 + index, master_id: null, removed_reason: null },
    opened_by: by,
  }));
  await tx.insertInto('image_slot').values(rows).execute();
  return rows.map(({ id }) => id);
}

export const findSlot = (db: Db | Tx, id: string) =>
  db.selectFrom('image_slot').selectAll().where('id', '=', id).executeTakeFirst();

/** Where each of these uploads has its place: its first slot, and the position of that. */
export const placesOf = (db: Db | Tx, uploadIds: readonly string[]) =>
  db
    .selectFrom('upload')
    .innerJoin('image_slot', 'image_slot.id', 'upload.slot_id')
    .select(['upload.id', 'image_slot.id as slot_id', 'image_slot.position'])
    .where('upload.id', 'in', uploadIds)
    .execute();

/** Taken out: those behind it move up. */
export async function removeSlot(tx: Tx, slot: { id: string; unit_id: string; position: number }, reason: string) {
  await tx
    .updateTable('image_slot')
    .set((eb) => ({ position: null, master_id: null, removed_reason: reason, version: eb('version', '+', 1) }))
    .where('id', '=', slot.id)
    .execute();
  await tx
    .updateTable('image_slot')
    .set((eb) => ({ position: eb('position', '-', 1), version: eb('version', '+', 1) }))
    .where('unit_id', '=', slot.unit_id)
    .where('position', '>', slot.position)
    .execute();
}

/** To another place: those between move by one. */
export async function moveSlot(tx: Tx, slot: { id: string; unit_id: string; position: number }, to: number) {
  const from = slot.position;
  await sql`
    update image_slot set version = version + 1,
      position = case when id = ${slot.id} then ${to}::integer
        when ${from}::integer < ${to}::integer then position - 1 else position + 1 end
    where unit_id = ${slot.unit_id} and position between least(${from}::integer, ${to}::integer)
      and greatest(${from}::integer, ${to}::integer)`.execute(tx);
}

export const markFace = (tx: Tx, id: string, face: Face) =>
  tx
    .updateTable('image_slot')
    .set((eb) => ({ face, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export interface NewMaster {
  slotId: string;
  unitId: string;
  uploadId: string;
  page: number;
  sha256: string;
  format: FileFormat;
  header: PageHeader;
  deviceId: string;
  scannedBy: string;
  look: { outcomes: Outcome[]; ink: number; skew: number | null; signature: Buffer | null; tool: string };
}

/** A page that was found good; it holds in its slot from now on. */
export async function insertMaster(tx: Tx, one: NewMaster): Promise<string> {
  const id = newId();
  await tx
    .insertInto('master')
    .values({
      ...{ id, slot_id: one.slotId, unit_id: one.unitId, upload_id: one.uploadId, page: one.page },
      ...{ sha256: one.sha256, format: one.format, header: JSON.stringify(one.header) },
      ...{ device_id: one.deviceId, scanned_by: one.scannedBy },
    })
    .execute();
  const { outcomes, ...look } = one.look;
  await tx
    .insertInto('page_look')
    .values({ master_id: id, outcomes: JSON.stringify(outcomes), ...look })
    .execute();
  await tx
    .updateTable('image_slot')
    .set((eb) => ({ master_id: id, version: eb('version', '+', 1) }))
    .where('id', '=', one.slotId)
    .execute();
  return id;
}

/** What the machine measured on a page. */
export const findLook = (db: Db | Tx, masterId: string) =>
  db
    .selectFrom('page_look')
    .select(['outcomes', 'ink', 'skew'])
    .where('master_id', '=', masterId)
    .executeTakeFirstOrThrow();

export interface NewRendition extends StoredObject {
  masterId: string;
  kind: 'thumb' | 'screen';
  width: number;
  height: number;
}

export async function insertRenditions(tx: Tx, rows: readonly NewRendition[]): Promise<void> {
  if (rows.length === 0) return;
  await keepObjects(tx, rows);
  await tx
    .insertInto('rendition')
    .values(
      rows.map(({ masterId, kind, sha256, width, height }) => ({ master_id: masterId, kind, sha256, width, height })),
    )
    .onConflict((conflict) => conflict.columns(['master_id', 'kind']).doNothing())
    .execute();
}

/** The images of a unit in their order: what holds, what was found, and whether a file for it is being looked at. */
export const slotsOf = (db: Db | Tx, unitId: string) =>
  db
    .selectFrom('image_slot')
    .leftJoin('master', 'master.id', 'image_slot.master_id')
    .leftJoin('page_look', 'page_look.master_id', 'image_slot.master_id')
    .leftJoin('page_text', 'page_text.master_id', 'image_slot.master_id')
    .leftJoin('upload', 'upload.id', 'master.upload_id')
    .select(['image_slot.id', 'image_slot.face', 'image_slot.version', 'image_slot.master_id'])
    .select((eb) => eb.ref('image_slot.position').$notNull().as('position'))
    .select(['master.format', 'master.header', 'master.sha256', 'master.page', 'master.taken_at', 'master.scanned_by'])
    .select('master.device_id')
    .select(['page_look.outcomes', 'page_look.ink', 'page_text.upside_down', 'upload.name'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('upload as waiting')
            .select('waiting.id')
            .whereRef('waiting.slot_id', '=', 'image_slot.id')
            .where('waiting.state', '=', 'given'),
        )
        .as('pending'),
    )
    .where('image_slot.unit_id', '=', unitId)
    .where('image_slot.position', 'is not', null)
    .orderBy('image_slot.position')
    .execute();

/** Signatures of the pages that hold, in their order. */
export const signaturesOf = (db: Db | Tx, unitId: string) =>
  db
    .selectFrom('image_slot')
    .innerJoin('page_look', 'page_look.master_id', 'image_slot.master_id')
    .select(['image_slot.id', 'page_look.master_id', 'page_look.signature'])
    .where('image_slot.unit_id', '=', unitId)
    .where('image_slot.position', 'is not', null)
    .orderBy('image_slot.position')
    .execute();

export const unscannedOf = (db: Db | Tx, unitId: string) =>
  db
    .selectFrom('unscanned_face')
    .selectAll()
    .where('unit_id', '=', unitId)
    .where('withdrawn_at', 'is', null)
    .orderBy('id')
    .execute();

export async function insertUnscanned(
  tx: Tx,
  row: { unitId: string; pages: number; face: Exclude<Face, 'blank'>; place: string; reason: string; by: string },
): Promise<string> {
  const id = newId();
  const { unitId, by, ...rest } = row;
  await tx
    .insertInto('unscanned_face')
    .values({ id, unit_id: unitId, by_id: by, withdrawn_at: null, ...rest })
    .execute();
  return id;
}

export async function withdrawUnscanned(tx: Tx, id: string, unitId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('unscanned_face')
    .set({ withdrawn_at: new Date() })
    .where('id', '=', id)
    .where('unit_id', '=', unitId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Images of units by what is on them, and faces that are not scanned. */
export async function countImages(db: Db | Tx, unitIds: readonly string[]) {
  const images = await db
    .selectFrom('image_slot')
    .select((eb) => ['unit_id', 'face', eb.fn.countAll<string>().as('count')])
    .where('unit_id', 'in', unitIds)
    .where('position', 'is not', null)
    .where('master_id', 'is not', null)
    .groupBy(['unit_id', 'face'])
    .execute();
  const unscanned = await db
    .selectFrom('unscanned_face')
    .select((eb) => ['unit_id', 'face', eb.fn.sum<string>('pages').as('count')])
    .where('unit_id', 'in', unitIds)
    .where('withdrawn_at', 'is', null)
    .groupBy(['unit_id', 'face'])
    .execute();
  return { images, unscanned };
}

/** Images of a unit that have some of these very bytes, in their order. */
export const imagesWithBytes = (db: Db | Tx, unitId: string, digests: readonly string[]) =>
  db
    .selectFrom('image_slot')
    .innerJoin('page_look', 'page_look.master_id', 'image_slot.master_id')
    .innerJoin('master', 'master.id', 'image_slot.master_id')
    .innerJoin('upload', 'upload.id', 'master.upload_id')
    .select(['upload.name', 'image_slot.id', 'page_look.ink', 'master.sha256'])
    .select((eb) => eb.ref('image_slot.position').$notNull().as('position'))
    .where('image_slot.unit_id', '=', unitId)
    .where('image_slot.position', 'is not', null)
    .where('master.sha256', 'in', digests)
    .orderBy('image_slot.position')
    .execute();

/** Images of other originals that have some of these very bytes. */
export const imagesElsewhere = (db: Db | Tx, butUnitId: string, digests: readonly string[]) =>
  db
    .selectFrom('master')
    .innerJoin('image_slot', 'image_slot.master_id', 'master.id')
    .innerJoin('page_look', 'page_look.master_id', 'master.id')
    .innerJoin('work_unit', 'work_unit.id', 'master.unit_id')
    .innerJoin('original', 'original.id', 'work_unit.original_id')
    .select(['original.code', 'page_look.ink', 'master.sha256'])
    .distinct()
    .where('master.sha256', 'in', digests)
    .where('master.unit_id', '<>', butUnitId)
    .orderBy('original.code')
    .execute();

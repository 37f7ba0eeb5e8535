import type { Db, Tx } from '../db.ts';
import type { StoredObject } from '../objects/store.ts';
import { refuse, type Refusal } from '../../rules/refusal.ts';
import { keepObjects } from './objects.ts';

export const findAttachment = (db: Db | Tx, id: string) =>
  db.selectFrom('attachment').selectAll().where('id', '=', id).executeTakeFirst();

/** Notes what arrived for an upload that has begun. False when it is finished or purged. */
export async function saveUpload(tx: Tx, id: string, stored: StoredObject, mediaType: string): Promise<boolean> {
  await keepObjects(tx, [stored]);
  const { numUpdatedRows } = await tx
    .updateTable('attachment')
    .set({ sha256: stored.sha256, bytes: String(stored.bytes), media_type: mediaType })
    .where('id', '=', id)
    .where('state', '=', 'begun')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export const markStored = (tx: Tx, id: string) =>
  tx
    .updateTable('attachment')
    .set((eb) => ({ state: 'stored' as const, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export function listAttachments(db: Db | Tx, state: 'stored' | 'purged' | null, before: string | null, limit: number) {
  let query = db.selectFrom('attachment').selectAll().orderBy('id', 'desc').limit(limit);
  if (state !== null) query = query.where('state', '=', state);
  if (before !== null) query = query.where('id', '<', before);
  return query.execute();
}

/** Every attachment with these bytes: a purge takes them all. */
export const sharing = (tx: Tx, sha256: string) =>
  tx.selectFrom('attachment').selectAll().where('sha256', '=', sha256).forUpdate().execute();

export const markPurged = (tx: Tx, ids: readonly string[]) =>
  tx
    .updateTable('attachment')
    .set((eb) => ({
      state: 'purged' as const,
      file_name: null,
      sha256: null,
      bytes: null,
      media_type: null,
      version: eb('version', '+', 1),
    }))
    .where('id', 'in', [...ids])
    .execute();

export const isKnownObject = async (db: Db | Tx, sha256: string): Promise<boolean> =>
  (await db.selectFrom('object').select('sha256').where('sha256', '=', sha256).executeTakeFirst()) !== undefined;

/** Attachments of a record must be there, uploaded by the person who enters it. */
export async function refuseAttachments(
  tx: Tx,
  ids: readonly string[],
  personId: string,
  field = 'input.attachments',
): Promise<Refusal | null> {
  if (ids.length === 0) return null;
  const rows = await tx
    .selectFrom('attachment')
    .select('id')
    .where('id', 'in', [...ids])
    .where('state', '=', 'stored')
    .where('created_by', '=', personId)
    .execute();
  return rows.length === new Set(ids).size ? null : refuse('attachment-not-ready', {}, field);
}

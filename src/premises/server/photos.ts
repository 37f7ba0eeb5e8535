/** Photographs of people for their badges (4.7-1): personal data, kept as attachments and nowhere else. */
import { readPhotograph } from '#/base/rules/photograph.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { FormPhoto } from '#/base/forms/html.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { findAttachment, refuseAttachments } from '#/base/server/store/attachments.ts';
import { mostPhotoBytes, refusePhoto } from '../rules/badges.ts';

async function bytesOf(objects: ObjectStore, sha256: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await objects.get(sha256)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** An upload of this person's that really is a photograph fit for a badge. */
export async function refuseUploadedPhoto(
  tx: Tx,
  objects: ObjectStore,
  photoId: string,
  personId: string,
): Promise<Refusal | null> {
  const field = 'input.photoId';
  const missing = await refuseAttachments(tx, [photoId], personId, field);
  if (missing) return missing;
  const row = await findAttachment(tx, photoId);
  if (row?.purpose !== 'badge-photo' || row.sha256 === null) return refuse('badge-photo-needed', {}, field);
  if (Number(row.bytes) > mostPhotoBytes) return refuse('badge-photo-large', {}, field);
  return refusePhoto(readPhotograph(await bytesOf(objects, row.sha256)));
}

/** A photograph for the paper, with the digest by which a record may name it; null once it is purged. */
export async function photoForPaper(
  db: Db | Tx,
  objects: ObjectStore,
  photoId: string,
): Promise<{ photo: FormPhoto; sha256: string } | null> {
  const row = await findAttachment(db, photoId);
  if (row?.state !== 'stored' || row.sha256 === null || row.media_type === null) return null;
  const base64 = (await bytesOf(objects, row.sha256)).toString('base64');
  return { photo: { mediaType: row.media_type, base64 }, sha256: row.sha256 };
}

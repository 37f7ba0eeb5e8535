/** Points of a round, as safety checks and patrols enter them. */
import type { Late } from '#/base/rules/actor.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { refuseAttachments } from '#/base/server/store/attachments.ts';
import { namesOf, openIssue } from '#/protection/server/door.ts';
import type { Point } from '../rules/points.ts';
import { findPhotoSource, type PhotoSource } from './store/photo-devices.ts';

/** Refuses a point without what belongs to it; `photo` says that a photograph does. */
export async function refusePoint(
  tx: Tx,
  { passed, remark, failure, photos }: Point,
  { field, personId, photo }: { field: string; personId: string; photo: boolean },
): Promise<Refusal | null> {
  if (passed === (failure !== null) || (!passed && remark === '')) return refuse('failure-needs-owner', {}, field);
  if (photo && photos.length === 0) return refuse('photo-needed', {}, `${field}.photos`);
  if (failure) {
    if (failure.dueOn < (await today(tx))) return refuse('due-in-past', {}, `${field}.failure.dueOn`);
    if (!(await namesOf(tx, [failure.owner])).has(failure.owner))
      return refuse('not-found', { what: '责任人 / owner' }, `${field}.failure.owner`);
  }
  return refuseAttachments(tx, photos, personId, `${field}.photos`);
}

interface Photographed {
  photoSource: string | null;
  items: readonly { photos: readonly string[] }[];
}

const hasPhotos = (items: Photographed['items']): boolean => items.some(({ photos }) => photos.length > 0);

/** 4.6-3: photographs are taken with what is registered, never with what somebody carries. */
export async function refusePhotoSource(tx: Tx, { photoSource, items }: Photographed): Promise<Refusal | null> {
  if (!hasPhotos(items)) return null;
  const source = photoSource === null ? null : await findPhotoSource(tx, photoSource);
  return source ? null : refuse('photo-source-needed', {}, 'input.photoSource');
}

/** As the register keeps it: nothing where there are no photographs. */
export async function photoSourceOf(tx: Tx, { photoSource, items }: Photographed): Promise<PhotoSource> {
  const none = { photo_device_id: null, photo_camera_id: null };
  if (photoSource === null || !hasPhotos(items)) return none;
  return (await findPhotoSource(tx, photoSource)) ?? none;
}

/** 2.8-2, 4.9-3: what is not in order is corrected by somebody by a day, and rechecked. Null where it is in order. */
export async function issueOfPoint(
  tx: Tx,
  { failure, remark }: Point,
  about: { title: string; openedBy: string; late: Late | null; origin: Readonly<Record<string, string>> },
): Promise<{ id: string; number: string } | null> {
  return failure && openIssue(tx, { ...failure, ...about, facts: remark, attachments: [] });
}

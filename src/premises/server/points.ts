/** Points of a round, as safety checks and patrols enter them. */
import type { Late } from '#/base/rules/actor.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { refuseAttachments } from '#/base/server/store/attachments.ts';
import { namesOf, openIssue } from '#/protection/server/door.ts';
import type { Point } from '../rules/points.ts';

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

/** 2.8-2, 4.9-3: what is not in order is corrected by somebody by a day, and rechecked. Null where it is in order. */
export async function issueOfPoint(
  tx: Tx,
  { failure, remark }: Point,
  about: { title: string; openedBy: string; late: Late | null; origin: Readonly<Record<string, string>> },
): Promise<{ id: string; number: string } | null> {
  return failure && openIssue(tx, { ...failure, ...about, facts: remark, attachments: [] });
}

/** Whether somebody may be given work: educated in secrecy, and trained for the post (2.5-3, 3.8-2). */
import { listed, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Role } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { lacksTraining, trainingKindNames } from '../rules/training.ts';
import { postsOf } from './members.ts';
import { trainedIn } from './store/training.ts';

/** `roles`: the posts that may do it; those of them count that he has in the project. */
export async function refuseUntrained(
  db: Db | Tx,
  personId: string,
  projectId: string,
  roles: readonly Role[],
): Promise<Refusal | null> {
  const posts = (await postsOf(db, personId, projectId)).filter((role) => roles.includes(role));
  const lacks = lacksTraining((await trainedIn(db, [personId])).get(personId) ?? [], posts);
  if (lacks.length === 0) return null;
  return refuse('not-trained', { lacks: listed(lacks.map((kind) => trainingKindNames[kind])) });
}

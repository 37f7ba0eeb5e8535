/** Whether somebody may be given work: educated in secrecy, and trained for the post (2.5-3, 3.8-2). */
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Role } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { lacksTraining, trainingKindNames } from '../rules/training.ts';
import { membersOf } from './members.ts';
import { findProject } from './store/projects.ts';
import { trainedIn } from './store/training.ts';

/** `roles`: the posts that may do it; those of them count that he has in the project. */
export async function refuseUntrained(
  db: Db | Tx,
  personId: string,
  projectId: string,
  roles: readonly Role[],
): Promise<Refusal | null> {
  const project = await findProject(db, projectId);
  const members = project ? await membersOf(db, project) : [];
  const posts = members.filter((one) => one.person_id === personId && roles.includes(one.role));
  const trained = (await trainedIn(db, [personId])).get(personId) ?? [];
  const lacks = lacksTraining(
    trained,
    posts.map(({ role }) => role),
  );
  if (lacks.length === 0) return null;
  return refuse('not-trained', {
    lacks: {
      zh: lacks.map((kind) => trainingKindNames[kind].zh).join('、'),
      en: lacks.map((kind) => trainingKindNames[kind].en).join(', '),
    },
  });
}

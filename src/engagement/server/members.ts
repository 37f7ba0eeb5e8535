/** Who works in a project: a role of his counts for it, or for the whole site (5.5-1). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { isOffice, type Role } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { rolesFor, scopesOf } from '#/protection/server/door.ts';

export async function mayWork(
  db: Db | Tx,
  personId: string,
  projectId: string,
  roles: readonly Role[],
): Promise<boolean> {
  const members = await rolesFor(db, projectId, await today(db));
  return members.some((one) => one.person_id === personId && roles.includes(one.role));
}

/** Whoever acts in a project has one of these roles in it. */
export async function refuseOutsider(
  db: Db | Tx,
  actor: PersonActor,
  projectId: string,
  roles: readonly Role[],
): Promise<Refusal | null> {
  // An office is of the whole site (5.6-8).
  if (actor.roles.some((role) => isOffice(role) && roles.includes(role))) return null;
  return (await mayWork(db, actor.personId, projectId, roles)) ? null : refuse('not-of-project');
}

/** The second person works in the project too, whatever he is elsewhere. */
export const refuseApprover = async (
  db: Db | Tx,
  { approverId }: { approverId: string },
  projectId: string,
  roles: readonly Role[],
): Promise<Refusal | null> =>
  (await mayWork(db, approverId, projectId, roles)) ? null : refuse('approver-not-of-project');

/** Projects whose registers he sees; null for all of them. */
export async function projectsOf(db: Db | Tx, actor: PersonActor): Promise<string[] | null> {
  if (actor.roles.some(isOffice)) return null;
  const scopes = (await scopesOf(db, actor.personId, await today(db))).map(({ scope }) => scope);
  return scopes.includes(null) ? null : scopes.filter((scope) => scope !== null);
}

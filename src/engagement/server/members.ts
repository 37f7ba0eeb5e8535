/** Who works in a project: a role of his counts for it, or for the whole site (5.5-1). */
import type { PersonActor } from '#/base/rules/actor.ts';
import type { ApprovalRule } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { isOffice, type Role } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { rolesFor, scopesOf } from '#/protection/server/door.ts';
import { countsIn } from '../rules/project.ts';
import { findProject, projectIdsOfVendor } from './store/projects.ts';

interface Side {
  id: string;
  vendor_id: string | null;
}

/** Roles in force today that count in this project: another vendor's do not (2.2-1, 3.5-1). */
export const membersOf = async (db: Db | Tx, project: Side) =>
  (await rolesFor(db, project.id, await today(db))).filter(({ role, party_id, party_kind }) =>
    countsIn({ vendorId: project.vendor_id }, role, { id: party_id, kind: party_kind }),
  );

/** What somebody is in this project today. */
export async function postsOf(db: Db | Tx, personId: string, projectId: string): Promise<Role[]> {
  const project = await findProject(db, projectId);
  if (!project) return [];
  return (await membersOf(db, project)).filter((one) => one.person_id === personId).map(({ role }) => role);
}

export const mayWork = async (
  db: Db | Tx,
  personId: string,
  projectId: string,
  roles: readonly Role[],
): Promise<boolean> => (await postsOf(db, personId, projectId)).some((role) => roles.includes(role));

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

/** A vendor looks into no project of another one. */
export const refuseForeign = (actor: PersonActor, project: Side): Refusal | null =>
  actor.party === 'vendor' && actor.partyId !== project.vendor_id ? refuse('not-of-project') : null;

/** The second person works in the project too, whatever he is elsewhere. */
export const refuseApprover = async (
  db: Db | Tx,
  { approverId }: { approverId: string },
  projectId: string,
  roles: readonly Role[],
): Promise<Refusal | null> =>
  (await mayWork(db, approverId, projectId, roles)) ? null : refuse('approver-not-of-project');

/** Whoever agrees to what is entered late works in the project as well; null approves nothing that is not late. */
export const refuseLateApprover = async (
  db: Db | Tx,
  { late }: { late?: ApprovalRule },
  approval: { approverId: string } | null,
  projectId: string,
): Promise<Refusal | null> => (approval && late ? refuseApprover(db, approval, projectId, late.roles) : null);

/** Projects whose registers he sees; null for all of them. */
export async function projectsOf(db: Db | Tx, actor: PersonActor): Promise<string[] | null> {
  if (actor.roles.some(isOffice)) return null;
  const scopes = (await scopesOf(db, actor.personId, await today(db))).map(({ scope }) => scope);
  const everywhere = scopes.includes(null);
  if (actor.party !== 'vendor') return everywhere ? null : scopes.filter((scope) => scope !== null);
  const own = await projectIdsOfVendor(db, actor.partyId);
  return everywhere ? own : own.filter((id) => scopes.includes(id));
}

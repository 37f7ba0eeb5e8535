import type { Db, Tx } from '#/base/server/db.ts';
import type { OpeningFacts, ProjectKind } from '../rules/project.ts';
import { membersOf } from './members.ts';
import { specificationFor } from './store/projects.ts';
import { scopesOf } from './store/scopes.ts';

/** What there is of what an opening asks for (2.1-2, 2.2, 3.7-2). */
export async function openingFacts(
  db: Db | Tx,
  project: { id: string; kind: ProjectKind; vendor_id: string | null },
): Promise<OpeningFacts> {
  const members = await membersOf(db, project);
  const count = (role: string): number => members.filter((one) => one.role === role).length;
  return {
    kind: project.kind,
    scopes: (await scopesOf(db, project.id)).length,
    specified: (await specificationFor(db, project.id, null)) !== null,
    archiveKeepers: count('archiveKeeper'),
    vendorManagers: count('vendorManager'),
    securityLeads: count('vendorSecurityLead'),
  };
}

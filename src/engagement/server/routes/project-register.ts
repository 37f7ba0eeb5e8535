import { bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { listParties, namesOf } from '#/protection/server/door.ts';
import { projectList, projectShow, vendorChoices } from '../../rules/api/projects.ts';
import { lacksForOpening, noProject } from '../../rules/project.ts';
import { lacksTraining } from '../../rules/training.ts';
import { openingFacts } from '../facts.ts';
import { membersOf, refuseForeign } from '../members.ts';
import { findProject, listProjects, specificationsOf } from '../store/projects.ts';
import { scopesOf } from '../store/scopes.ts';
import { trainedIn } from '../store/training.ts';

type ProjectRow = NonNullable<Awaited<ReturnType<typeof findProject>>>;

const projectOf = (row: ProjectRow) => ({
  ...{ id: row.id, number: row.number, name: row.name, kind: row.kind },
  vendor: row.vendor_id === null ? null : { id: row.vendor_id, name: row.vendor_name ?? '' },
  ...{ startsOn: row.starts_on, endsOn: row.ends_on, state: row.state, version: row.version },
});

async function cardOf(tx: Tx, row: ProjectRow) {
  const specifications = await specificationsOf(tx, row.id);
  const scopes = await scopesOf(tx, row.id);
  const members = await membersOf(tx, row);
  const trained = await trainedIn(
    tx,
    members.map((one) => one.person_id),
  );
  const person = personFrom(
    await namesOf(tx, [
      ...[row.registered_by, row.opened_by, row.closed_by],
      ...scopes.map((one) => one.added_by),
      ...specifications.map((one) => one.set_by),
      ...members.map((one) => one.person_id),
    ]),
  );
  const named = (id: string | null) => (id === null ? null : person(id));
  return {
    ...projectOf(row),
    remark: row.remark,
    registeredBy: person(row.registered_by),
    registeredAt: row.registered_at.toISOString(),
    openedBy: named(row.opened_by),
    openedAt: row.opened_at?.toISOString() ?? null,
    closedBy: named(row.closed_by),
    closedAt: row.closed_at?.toISOString() ?? null,
    closeReason: row.close_reason,
    scopes: scopes.map((one) => ({
      ...{ id: one.id, scheme: { id: one.scheme_id, name: one.scheme_name }, label: one.label, version: one.version },
      range: { from: one.from_code, to: one.to_code },
      ...{ volumes: one.expected_volumes, items: one.expected_items, pages: one.expected_pages },
      ...{ addedBy: person(one.added_by), addedAt: one.added_at.toISOString() },
    })),
    specifications: specifications.map((one, index) => ({
      ...{ id: one.id, number: one.number, archiveType: one.archive_type, specification: one.data },
      ...{ setBy: person(one.set_by), setAt: one.set_at.toISOString(), reason: one.reason },
      // Newest first: the first of its type holds.
      holds: specifications.findIndex((other) => other.archive_type === one.archive_type) === index,
    })),
    members: members.map((one) => ({
      ...{ person: person(one.person_id), role: one.role, from: one.valid_from, until: one.valid_until },
      everywhere: one.scope === null,
      lacks: lacksTraining(trained.get(one.person_id) ?? [], [one.role]),
    })),
    lacks: row.state === 'draft' ? lacksForOpening(await openingFacts(tx, row)) : [],
  };
}

export const projectRegisterRoutes = (): Binding[] => [
  bindView(projectList, async (tx, { actor, input }) => {
    // A vendor sees what is his; the archive's people see all there is.
    const own = actor.party === 'vendor' ? actor.partyId : null;
    const { page, next } = cutPage(await listProjects(tx, input, own), input.limit, ({ id }) => id);
    return { items: page.map(projectOf), next };
  }),

  bindView(projectShow, async (tx, { actor, subject }) => {
    const row = await findProject(tx, subject ?? '');
    if (!row) return noProject();
    return refuseForeign(actor, row) ?? cardOf(tx, row);
  }),

  bindView(vendorChoices, async (tx) => ({
    items: (await listParties(tx)).filter(({ kind }) => kind === 'vendor').map(({ id, name }) => ({ id, name })),
  })),
];

import { bindView, type Binding } from '#/base/server/door/bind.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { normalise } from '#/engagement/rules/archival-code/code.ts';
import { projectsOf, refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { type DamageFormData, damageForm } from '../../forms/damage.ts';
import { damageList, damagePrint } from '../../rules/api/damage.ts';
import { originalViewers } from '../../rules/api/originals.ts';
import { incidentState } from '../../rules/damage.ts';
import { findIncident, type IncidentRow, listIncidents } from '../store/damage.ts';
import { incidentOf, noIncident } from './damage.ts';

type Person = ReturnType<typeof personFrom>;

const peopleOf = (row: IncidentRow): (string | null)[] => [
  ...[row.reported_by, row.judged_by, row.agreed_by, row.accepted_by, row.accepted_with, row.found_by],
];

function shown(row: IncidentRow, person: Person) {
  const named = (id: string | null) => (id === null ? null : person(id));
  return {
    ...{ id: row.id, number: row.number, code: row.code, originalId: row.original_id, batch: row.batch_number },
    ...{ kind: row.kind, place: row.place, description: row.description, cause: row.cause },
    ...{ reportedBy: person(row.reported_by), at: row.occurred_at.toISOString() },
    state: incidentState(incidentOf(row)),
    ...{ liable: row.liable, basis: row.liability_basis, penalty: row.penalty, remedy: row.remedy },
    ...{ judgedBy: named(row.judged_by), agreedBy: named(row.agreed_by) },
    judgedAt: row.judged_at?.toISOString() ?? null,
    ...{ repairer: row.repairer, method: row.repair_method, sentAt: row.sent_at?.toISOString() ?? null },
    ...{ result: row.repair_result, acceptedBy: named(row.accepted_by), acceptedWith: named(row.accepted_with) },
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    ...{ found: row.found_note, foundAt: row.found_at?.toISOString() ?? null },
    ...{ photos: row.photos.map(({ id, after }) => ({ id, after })), version: row.version },
  };
}

export const damageRegisterRoutes = (): Binding[] => [
  bindView(damageList, async (tx, { actor, input }) => {
    const filter = input.code === undefined ? input : { ...input, code: normalise(input.code) };
    const rows = await listIncidents(tx, filter, await projectsOf(tx, actor));
    const { page, next } = cutPage(rows, input.limit, ({ id }) => id);
    const person = personFrom(await namesOf(tx, page.flatMap(peopleOf)));
    return { items: page.map((row) => shown(row, person)), next };
  }),

  bindView(damagePrint, async (tx, { actor, subject }) => {
    const row = await findIncident(tx, subject ?? '');
    if (!row) return noIncident();
    const outside = await refuseOutsider(tx, actor, row.project_id, originalViewers);
    if (outside) return outside;
    const site = await findSite(tx);
    const person = personFrom(await namesOf(tx, peopleOf(row)));
    const { photos, id: _, originalId: __, version: ___, ...facts } = shown(row, person);
    const data: DamageFormData = {
      ...{ archiveName: site?.name ?? '', timeZone: site?.timeZone ?? 'UTC', title: row.title, ...facts },
      ...{ photosBefore: photos.filter(({ after }) => !after).length },
      photosAfter: photos.filter(({ after }) => after).length,
    };
    return printForm(tx, damageForm, data, actor.personId);
  }),
];

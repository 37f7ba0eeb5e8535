import { fill, isRefusal, type Messages, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { InputOf } from '#/base/rules/declare.ts';
import type { PersonActor } from '#/base/rules/actor.ts';
import { tableMessages } from '#/base/rules/tables-in/messages.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { today } from '#/base/server/site.ts';
import { enrol, findParty, listParties, nextNumber } from '#/protection/server/door.ts';
import { protectionMessages } from '#/protection/rules/messages.ts';
import { staffRegister, staffTry } from '../../rules/api/staff.ts';
import { engagementMessages } from '../../rules/messages.ts';
import { noProject, refuseProjectState } from '../../rules/project.ts';
import { maskIdNumber, refusePeriod, type StaffTrouble } from '../../rules/staff.ts';
import { staffProposers } from '../../rules/api/staff.ts';
import { refuseOutsider } from '../members.ts';
import { type Place, readStaffList, type StaffPerson } from '../staff-list.ts';
import { findProject, lockProject } from '../store/projects.ts';
import { insertStaffList } from '../store/staff.ts';

export interface StaffDeps {
  objects: ObjectStore;
}

export const staffRoutes = (deps: StaffDeps): Binding[] => [tryRoute(deps), registerRoute(deps)];

type Project = NonNullable<Awaited<ReturnType<typeof findProject>>>;

const projectTitle = ({ number, name }: Pick<Project, 'number' | 'name'>): string => `${number} ${name}`;

/** Whose people they are: the vendor's, or the archive's own where it works itself. */
async function placeOf(db: Db | Tx, project: Pick<Project, 'id' | 'vendor_id'>): Promise<Place> {
  const party =
    project.vendor_id === null
      ? (await listParties(db)).find(({ kind }) => kind === 'archive')
      : await findParty(db, project.vendor_id);
  if (!party) throw new Error(`project ${project.id} has no party`);
  return { projectId: project.id, party: { id: party.id, kind: party.kind }, today: await today(db) };
}

async function openedFor(
  tx: Tx,
  actor: PersonActor,
  project: Awaited<ReturnType<typeof lockProject>>,
): Promise<Refusal | null> {
  if (!project) return noProject();
  const outside = await refuseOutsider(tx, actor, project.id, staffProposers);
  if (outside) return outside;
  return project.state === 'closed' ? refuseProjectState(project.state) : null;
}

/** Words of whatever a row can be refused for. */
const words: Messages<string> = { ...tableMessages, ...protectionMessages, ...engagementMessages };

function wordsOf({ code, params }: Refusal) {
  const message = words[code];
  if (!message) throw new Error(`no words for ${code}`);
  return {
    ...{ zh: fill(message.zh.what, params, 'zh'), en: fill(message.en.what, params, 'en') },
    ...{ nextZh: fill(message.zh.next, params, 'zh'), nextEn: fill(message.en.next, params, 'en') },
  };
}

/** As it may be seen by whoever submits and whoever agrees. */
const shown = ({ row, name, idNumber, role, username, known }: StaffPerson) => ({
  ...{ row, name, idNumber: maskIdNumber(idNumber), role, username, known },
});

const tryRoute = ({ objects }: StaffDeps): Binding =>
  bindView(staffTry, async (tx, { actor, subject, input }) => {
    const project = await findProject(tx, subject ?? '');
    const refused = await openedFor(tx, actor, project);
    if (refused || !project) return refused ?? noProject();
    const from = { attachmentId: input.attachmentId, personId: actor.personId };
    const list = await readStaffList(tx, objects, from, await placeOf(tx, project));
    if (isRefusal(list)) return list;
    return {
      rows: list.people.map(shown),
      problems: list.troubles.map(({ row, column, refusal }) => ({ row, column, ...wordsOf(refusal) })),
    };
  });

const wrong = (troubles: readonly StaffTrouble[]): Refusal | null => {
  const [first] = troubles;
  if (!first) return null;
  const { zh, en } = wordsOf(first.refusal);
  return refuse('staff-wrong', { count: troubles.length, row: first.row, what: { zh, en } }, 'input.attachmentId');
};

type Submitted = InputOf<typeof staffRegister>;

/** The people of the file, if it says exactly what was submitted and agreed to. */
async function peopleOf(
  tx: Tx,
  objects: ObjectStore,
  place: Place,
  input: Submitted,
  personId: string,
): Promise<StaffPerson[] | Refusal> {
  const list = await readStaffList(tx, objects, { attachmentId: input.attachmentId, personId }, place);
  if (isRefusal(list)) return list;
  const trouble = wrong(list.troubles);
  if (trouble) return trouble;
  const same = (one: StaffPerson, asked: Submitted['rows'][number] | undefined): boolean =>
    Object.entries(shown(one)).every(([key, value]) => asked?.[key as keyof typeof asked] === value);
  const agreed =
    list.people.length === input.rows.length && list.people.every((one, index) => same(one, input.rows[index]));
  return agreed ? list.people : refuse('staff-changed', {}, 'input.attachmentId');
}

const registerRoute = ({ objects }: StaffDeps): Binding =>
  bindAct(staffRegister, {
    async check(tx, { actor, subject, input }) {
      const project = await lockProject(tx, subject ?? '');
      const refused = await openedFor(tx, actor, project);
      if (refused || !project) return refused;
      const place = await placeOf(tx, project);
      const period = refusePeriod(input, { endsOn: project.ends_on }, place.today);
      if (period) return period;
      if (input.project !== projectTitle(project)) return refuse('staff-changed', {}, 'input.project');
      const people = await peopleOf(tx, objects, place, input, actor.personId);
      return isRefusal(people) ? people : null;
    },
    async run(tx, { actor, subject, input }, approval) {
      const project = await findProject(tx, subject ?? '');
      if (!project || !approval) return noProject();
      const place = await placeOf(tx, project);
      const people = await peopleOf(tx, objects, place, input, actor.personId);
      if (isRefusal(people)) return people;
      const rows: { row: number; personId: string; assignmentId: string }[] = [];
      const { from, until } = input;
      for (const { row, name, idNumber, username, role } of people) {
        const terms = { role, scope: project.id, from, until, grantedBy: approval.approverId };
        const one = await enrol(tx, { name, idNumber, username, party: place.party, ...terms });
        if (isRefusal(one)) return one;
        rows.push({ row, ...one });
      }
      const number = await nextNumber(tx, 'staff-list');
      const list = { projectId: project.id, number, attachmentId: input.attachmentId, from, until };
      const listId = await insertStaffList(tx, { ...list, by: actor.personId, approvedBy: approval.approverId }, rows);
      return { output: { listId, number, count: rows.length }, after: { listId, number, from, until, rows } };
    },
  });

/** Releasing workflows, and by which a project works (5.6-1). */
import { refuse } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { originalsOut } from '#/custody/server/door.ts';
import { noProject } from '#/engagement/rules/project.ts';
import { findProject, refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import {
  definitionList,
  definitionRelease,
  projectBind,
  projectLine,
  workflowViewers,
} from '../../rules/api/definitions.ts';
import { faultsOf } from '../../rules/definition.ts';
import {
  boundVersion,
  findVersion,
  insertBinding,
  insertVersion,
  listVersions,
  lockBinding,
  type Version,
} from '../store/definitions.ts';
import { openUnits } from '../store/units.ts';

export const definitionRoutes = (): Binding[] => [releaseRoute(), listRoute(), bindRoute(), lineRoute()];

const releaseRoute = (): Binding =>
  bindAct(definitionRelease, {
    check: (_tx, { input }) => Promise.resolve(faultsOf(input.steps)[0] ?? null),
    async run(tx, { actor, input }, approval) {
      if (!approval) throw new Error('released without a second person');
      const { name, steps } = input;
      const row = { name, steps, releasedBy: actor.personId, agreedBy: approval.approverId };
      const output = await insertVersion(tx, row);
      return { output, subjectId: output.versionId, after: { ...output, name, steps } };
    },
  });

const versionOf = (row: Version, person: ReturnType<typeof personFrom>) => ({
  ...{ versionId: row.id, name: row.name, number: row.number, releasedAt: row.released_at.toISOString() },
  ...{
    releasedBy: person(row.released_by),
    agreedBy: person(row.agreed_by),
    steps: row.steps.map((step) => plainStep(step)),
  },
});

/** The wire has its own arrays. */
const plainStep = ({ after, roles, notBy, reopens, ...step }: Version['steps'][number]) => ({
  ...step,
  ...{ after: [...after], roles: [...roles], notBy: [...notBy], reopens: [...reopens] },
});

const listRoute = (): Binding =>
  bindView(definitionList, async (tx) => {
    const rows = await listVersions(tx);
    const person = personFrom(
      await namesOf(
        tx,
        rows.flatMap((row) => [row.released_by, row.agreed_by]),
      ),
    );
    return { items: rows.map((row) => versionOf(row, person)) };
  });

const bindRoute = (): Binding =>
  bindAct(projectBind, {
    async run(tx, { actor, subject, input }) {
      const project = await findProject(tx, subject ?? '');
      if (!project) return noProject();
      if (project.state === 'closed') return refuse('project-not-open');
      const outside = await refuseOutsider(tx, actor, project.id, ['archiveLead']);
      if (outside) return outside;
      const version = await findVersion(tx, input.versionId);
      if (!version) return refuse('not-found', { what: { zh: '流程', en: 'workflow' } }, 'input.versionId');
      await lockBinding(tx, project.id);
      const before = await boundVersion(tx, project.id);
      if (before?.id === version.id) return refuse('bound-already', {}, 'input.versionId');
      await insertBinding(tx, { projectId: project.id, versionId: version.id, by: actor.personId });
      const units = await openWhatIsOut(tx, project.id, version, actor.personId);
      const named = { workflow: version.name, number: version.number };
      return { output: { units }, before: { versionId: before?.id ?? null }, after: { ...input, ...named, units } };
    },
  });

/** What was handed over before there was a workflow comes into work now. */
async function openWhatIsOut(tx: Tx, projectId: string, version: Version, by: string): Promise<number> {
  const batches = Map.groupBy(await originalsOut(tx, projectId), ({ batch_id }) => batch_id);
  let units = 0;
  for (const [batchId, rows] of batches) {
    const originalIds = rows.map(({ original_id }) => original_id);
    units += await openUnits(tx, { projectId, version, batchId, originalIds }, { by, at: new Date() });
  }
  return units;
}

const lineRoute = (): Binding =>
  bindView(projectLine, async (tx, { actor, subject }) => {
    const outside = await refuseOutsider(tx, actor, subject ?? '', workflowViewers);
    if (outside) return outside;
    const row = await boundVersion(tx, subject ?? '');
    if (!row) return { bound: null };
    const person = personFrom(await namesOf(tx, [row.released_by, row.agreed_by, row.bound_by]));
    return { bound: { ...versionOf(row, person), boundBy: person(row.bound_by), boundAt: row.bound_at.toISOString() } };
  });

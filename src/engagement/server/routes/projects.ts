import { listed, type Refusal, refuse, refuseStale } from '#/base/rules/refusal.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { findParty, namesOf, nextNumber } from '#/protection/server/door.ts';
import { projectChange, projectClose, projectCreate, projectOpen, specificationSet } from '../../rules/api/projects.ts';
import { lacksForOpening, noProject, openingNeeds, refuseProjectState, refuseTerms } from '../../rules/project.ts';
import { refuseSpecification } from '../../rules/specification.ts';
import { openingFacts } from '../facts.ts';
import type { InHand } from '../in-hand.ts';
import {
  bearerOfName,
  closeProject,
  insertProject,
  insertSpecification,
  lockProject,
  openProject,
  updateProject,
} from '../store/projects.ts';

export interface ProjectDeps {
  /** What a later room knows to be in somebody's hands. */
  inHand: InHand;
}

export const projectRoutes = (deps: ProjectDeps): Binding[] => [
  createRoute(),
  changeRoute(),
  specifyRoute(),
  openRoute(),
  closeRoute(deps),
];

type Terms = Parameters<typeof insertProject>[1];

async function refuseProject(tx: Tx, terms: Terms, own: string | null): Promise<Refusal | null> {
  const refused = refuseTerms(terms);
  if (refused) return refused;
  const bearer = await bearerOfName(tx, terms.name);
  if (bearer && bearer.id !== own) return refuse('project-name-taken', { name: terms.name }, 'input.name');
  if (terms.vendorId === null) return null;
  const vendor = await findParty(tx, terms.vendorId);
  return vendor?.kind === 'vendor'
    ? null
    : refuse('not-found', { what: { zh: '服务机构', en: 'vendor' } }, 'input.vendorId');
}

const createRoute = (): Binding =>
  bindAct(projectCreate, {
    check: (tx, { input }) => refuseProject(tx, input, null),
    async run(tx, { actor, input }) {
      const number = await nextNumber(tx, 'project');
      const projectId = await insertProject(tx, input, { number, by: actor.personId });
      return { output: { projectId, number }, subjectId: projectId, after: { number, ...input } };
    },
  });

const changeRoute = (): Binding =>
  bindAct(projectChange, {
    async check(tx, { subject, input, version }) {
      const project = await lockProject(tx, subject ?? '');
      if (!project) return noProject();
      if (project.state === 'closed') return refuseProjectState(project.state);
      // Who it is done by is settled when it is opened.
      if (project.state === 'open' && (project.kind !== input.kind || project.vendor_id !== input.vendorId))
        return refuseProjectState(project.state);
      return refuseStale(version, project.version) ?? refuseProject(tx, input, project.id);
    },
    async run(tx, { subject, input }) {
      await updateProject(tx, subject ?? '', input);
      return { output: {}, after: input };
    },
  });

const specifyRoute = (): Binding =>
  bindAct(specificationSet, {
    async check(tx, { subject, input }) {
      const project = await lockProject(tx, subject ?? '');
      if (!project) return noProject();
      return project.state === 'closed' ? refuseProjectState(project.state) : refuseSpecification(input.specification);
    },
    async run(tx, { actor, subject, input }) {
      const { id, number } = await insertSpecification(tx, subject ?? '', input, actor.personId);
      return { output: { specificationId: id, number }, after: input };
    },
  });

const openRoute = (): Binding =>
  bindAct(projectOpen, {
    async check(tx, { subject, version }) {
      const project = await lockProject(tx, subject ?? '');
      if (!project) return noProject();
      if (project.state !== 'draft') return refuseProjectState(project.state);
      const lacks = lacksForOpening(await openingFacts(tx, project));
      if (lacks.length > 0) {
        const names = openingNeeds.filter(({ code }) => lacks.includes(code)).map(({ label }) => label);
        return refuse('opening-lacks', { lacks: listed(names) });
      }
      return refuseStale(version, project.version);
    },
    async run(tx, { actor, subject }) {
      await openProject(tx, subject ?? '', actor.personId);
      return { output: {}, before: { state: 'draft' }, after: { state: 'open' } };
    },
  });

const closeRoute = ({ inHand }: ProjectDeps): Binding =>
  bindAct(projectClose, {
    async check(tx, { subject, version }) {
      const project = await lockProject(tx, subject ?? '');
      if (!project) return noProject();
      if (project.state !== 'open') return refuseProjectState(project.state);
      const held = await inHand(tx, { projectId: project.id });
      const [first] = held;
      if (first) {
        const name = (await namesOf(tx, [first.personId])).get(first.personId) ?? '';
        return refuse('still-in-hand', { name, count: first.count, what: first.what });
      }
      return refuseStale(version, project.version);
    },
    async run(tx, { actor, subject, input }) {
      await closeProject(tx, subject ?? '', { by: actor.personId, reason: input.reason });
      return { output: {}, before: { state: 'open' }, after: { state: 'closed' } };
    },
  });

import type { InputOf } from '#/base/rules/declare.ts';
import { isRefusal, refuse, refuseStale, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { namesOf } from '#/protection/server/door.ts';
import { schemeAdd, schemeList, scopeAdd, scopeRemove } from '../../rules/api/scopes.ts';
import { refuseGrammar } from '../../rules/archival-code/check.ts';
import { type Bounds, boundsOf } from '../../rules/archival-code/order.ts';
import { noProject, refuseProjectState } from '../../rules/project.ts';
import { lockProject } from '../store/projects.ts';
import {
  bearerOfSchemeName,
  findScheme,
  insertScheme,
  insertScope,
  listSchemes,
  lockScope,
  lockScopes,
  overlappingScope,
  removeScope,
} from '../store/scopes.ts';
import type { CountOriginals } from '../in-hand.ts';

const noScheme = () => refuse('not-found', { what: { zh: '档号规则', en: 'code scheme' } }, 'input.schemeId');

export interface ScopeDeps {
  /** How many originals a later room has registered in a range. */
  countOriginals: CountOriginals;
}

export const scopeRoutes = (deps: ScopeDeps): Binding[] => [
  schemeRoute(),
  addRoute(),
  removeRoute(deps),

  bindView(schemeList, async (tx) => {
    const rows = await listSchemes(tx);
    const person = personFrom(
      await namesOf(
        tx,
        rows.map(({ added_by }) => added_by),
      ),
    );
    const items = rows.map(({ id, name, grammar, added_by, added_at }) => ({
      ...{ id, name, grammar, addedBy: person(added_by), addedAt: added_at.toISOString() },
    }));
    return { items, next: null };
  }),
];

const schemeRoute = (): Binding =>
  bindAct(schemeAdd, {
    async check(tx, { input }) {
      if (await bearerOfSchemeName(tx, input.name))
        return refuse('scheme-name-taken', { name: input.name }, 'input.name');
      return refuseGrammar(input.grammar);
    },
    async run(tx, { actor, input }) {
      const schemeId = await insertScheme(tx, input, actor.personId);
      return { output: { schemeId }, subjectId: schemeId, after: input };
    },
  });

/** The keys between which a range lies, or why it cannot be added to this project. */
async function placeRange(
  tx: Tx,
  projectId: string,
  { schemeId, range }: InputOf<typeof scopeAdd>,
): Promise<Bounds | Refusal> {
  await lockScopes(tx);
  const project = await lockProject(tx, projectId);
  if (!project) return noProject();
  if (project.state === 'closed') return refuseProjectState(project.state);
  const scheme = await findScheme(tx, schemeId);
  if (!scheme) return noScheme();
  const bounds = boundsOf(scheme.grammar, range);
  if (isRefusal(bounds)) return bounds;
  const other = await overlappingScope(tx, scheme.id, bounds);
  return other
    ? refuse('scope-overlap', { project: other.project_name, label: other.label }, 'input.range.from')
    : bounds;
}

const addRoute = (): Binding =>
  bindAct(scopeAdd, {
    async run(tx, { actor, subject, input }) {
      const bounds = await placeRange(tx, subject ?? '', input);
      if (isRefusal(bounds)) return bounds;
      const scopeId = await insertScope(tx, subject ?? '', input, { bounds, by: actor.personId });
      return { output: { scopeId }, after: { scopeId, ...input } };
    },
  });

const removeRoute = ({ countOriginals }: ScopeDeps): Binding =>
  bindAct(scopeRemove, {
    async check(tx, { subject, version }) {
      await lockScopes(tx);
      const scope = await lockScope(tx, subject ?? '');
      if (!scope || scope.removed_at !== null)
        return refuse('not-found', { what: { zh: '项目范围', en: 'range of the scope' } });
      const bounds = { lower: scope.lower_key, upper: scope.upper_key };
      const count = await countOriginals(tx, { projectId: scope.project_id, schemeId: scope.scheme_id, bounds });
      return count > 0 ? refuse('scope-in-use', { count }) : refuseStale(version, scope.version);
    },
    async run(tx, { actor, subject }) {
      await removeScope(tx, subject ?? '', actor.personId);
      return { output: {} };
    },
  });

import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { InputOf } from '#/base/rules/declare.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import { lateColumns } from '#/base/server/late.ts';
import { dayOf } from '#/base/server/site.ts';
import { format, lowest, normalise } from '#/engagement/rules/archival-code/code.ts';
import {
  findProject,
  mayWork,
  refuseOutsider,
  type ScopeReader,
  scopeReader,
  refuseLateApprover,
} from '#/engagement/server/door.ts';
import { archiveKeepers, fondsAdd, fondsList, originalAdd, secrecyDecide } from '../../rules/api/originals.ts';
import { type OriginalKind, refuseVerdict, statesMark } from '../../rules/original.ts';
import { eraseDetails } from '#/base/server/store/purge.ts';
import { noProject } from '#/engagement/rules/project.ts';
import {
  contentless,
  decideSecrecy,
  fondsOfCode,
  insertFonds,
  insertOriginals,
  listFonds,
  originalOfCode,
  originalsOfCodes,
} from '../store/originals.ts';
import type { LaterRoom } from '../ports.ts';
import { openBatchOf } from '../store/batches.ts';
import { lockCustody, placeOnShelf } from '../store/whereabouts.ts';

export const originalRoutes = (deps: { later: readonly LaterRoom[] }): Binding[] => [
  bindAct(fondsAdd, {
    async check(tx, { input }) {
      return (await fondsOfCode(tx, input.code)) ? refuse('fonds-known', { code: input.code }, 'input.code') : null;
    },
    async run(tx, { actor, input }) {
      const fondsId = await insertFonds(tx, input, actor.personId);
      return { output: { fondsId }, subjectId: fondsId, after: input };
    },
  }),
  bindView(fondsList, async (tx) => ({ items: await listFonds(tx) })),
  addRoute(),
  secrecyRoute(deps),
];

/** Where a code belongs: its fonds, and the volume that an item lies in. */
export async function placeOriginal(
  tx: Tx,
  { grammar, place }: ScopeReader,
  { kind, code, schemeId, fonds: stated }: { kind: OriginalKind; code: string; schemeId: string; fonds: string | null },
  field?: string,
): Promise<{ code: string; sortKey: string; fondsId: string; parentId: string | null } | Refusal> {
  const placed = place(code, field);
  if (isRefusal(placed)) return placed;
  if (lowest(grammar, placed.segments) !== kind) return refuse('kind-of-code', { code: placed.code }, field);
  // Codes of DA/T 13-1994 may begin with the category: the list then says which fonds.
  const fondsCode = placed.segments.fonds ?? stated ?? '';
  const fonds = await fondsOfCode(tx, fondsCode);
  if (!fonds) return refuse('fonds-unknown', { code: fondsCode }, field);
  if (await originalOfCode(tx, schemeId, placed.code)) return refuse('original-known', { code: placed.code }, field);
  const own = { code: placed.code, sortKey: placed.sortKey, fondsId: fonds.id };
  if (kind === 'volume' || placed.segments.volume === undefined) return { ...own, parentId: null };
  const { item: _, ...volumeSegments } = placed.segments;
  const volumeCode = format(grammar, volumeSegments);
  if (isRefusal(volumeCode)) return volumeCode;
  const volume = await originalOfCode(tx, schemeId, volumeCode);
  return volume?.kind === 'volume'
    ? { ...own, parentId: volume.id }
    : refuse('volume-unknown', { code: volumeCode }, field);
}

const addRoute = (): Binding =>
  bindAct(originalAdd, {
    check: (tx, { actor, subject, input }) => refuseAdding(tx, actor.personId, subject ?? '', input),
    async run(tx, { actor, subject, input }) {
      const reader = await scopeReader(tx, subject ?? '', input.schemeId);
      if (isRefusal(reader)) return reader;
      const placed = await placeOriginal(tx, reader, input, 'input.code');
      if (isRefusal(placed)) return placed;
      const { schemeId, kind, keeper, code: writtenCode, fonds: _, ...entry } = input;
      // 6.1-5: a list that says by itself that it is classified leaves nothing but its code here.
      const marked = input.marking !== null && statesMark(input.marking);
      const own = { projectId: subject ?? '', schemeId, kind, writtenCode, ...placed };
      const rest = {
        secrecy: marked ? ('classified' as const) : ('undecided' as const),
        importId: null,
        importRow: null,
      };
      const originalId = newId();
      const row = { id: originalId, ...own, ...entry, ...(marked && contentless), ...rest };
      await insertOriginals(tx, [row], actor.personId);
      if (placed.parentId === null)
        await placeOnShelf(tx, [originalId], keeper, { by: actor.personId, at: new Date() });
      const after = { code: placed.code, kind, keeper, secrecy: rest.secrecy };
      return { output: { originalId, code: placed.code }, subjectId: originalId, after };
    },
  });

async function refuseAdding(
  tx: Tx,
  personId: string,
  projectId: string,
  input: InputOf<typeof originalAdd>,
): Promise<Refusal | null> {
  const project = await findProject(tx, projectId);
  if (!project) return noProject();
  if (project.state === 'closed') return refuse('project-not-open');
  if (!(await mayWork(tx, personId, projectId, archiveKeepers))) return refuse('not-of-project');
  return (await mayWork(tx, input.keeper, projectId, ['archiveKeeper']))
    ? null
    : refuse('keeper-of-archive', {}, 'input.keeper');
}

/** Originals of a project by their codes, in the order asked for; the first unknown one is named. */
export async function originalsByCode(
  tx: Tx,
  projectId: string,
  codes: readonly string[],
  field: string,
): Promise<Awaited<ReturnType<typeof originalsOfCodes>> | Refusal> {
  const wanted = codes.map(normalise);
  const found = new Map((await originalsOfCodes(tx, projectId, wanted)).map((one) => [one.code, one]));
  const at = wanted.findIndex((code) => !found.has(code));
  if (at >= 0) return refuse('original-unknown', { code: wanted[at] ?? '' }, `${field}.${at}`);
  return [...found.values()];
}

const secrecyRoute = ({ later }: { later: readonly LaterRoom[] }): Binding =>
  bindAct(secrecyDecide, {
    async check(tx, { actor, subject, input, late }) {
      const outside = await refuseOutsider(tx, actor, subject ?? '', archiveKeepers);
      if (outside) return outside;
      if (input.verdict !== 'unmarked' && input.codes.length > 1) return refuse('one-at-a-time', {}, 'input.codes');
      const refused = refuseVerdict(input, await dayOf(tx, lateColumns(late).occurred_at));
      if (refused) return refused;
      const originals = await originalsByCode(tx, subject ?? '', input.codes, 'input.codes');
      return isRefusal(originals) ? originals : null;
    },
    async run(tx, { actor, subject, input, late }, approval) {
      const stranger = await refuseLateApprover(tx, secrecyDecide, approval, subject ?? '');
      if (stranger) return stranger;
      const originals = await originalsByCode(tx, subject ?? '', input.codes, 'input.codes');
      if (isRefusal(originals)) return originals;
      for (const { id, code, unit } of originals) {
        // What is out already is halted, not judged again (6.5-1): its own act says so.
        const custody = unit ? await lockCustody(tx, id) : undefined;
        if (custody && custody.place !== 'shelf') return refuse('custody-out', { code }, 'input.codes');
      }
      const ids = originals.map(({ id }) => id);
      const open = input.verdict === 'classified' ? await openBatchOf(tx, ids) : undefined;
      if (open) return refuse('in-other-batch', { code: open.code, batch: open.number }, 'input.codes');
      const entries = await decideSecrecy(tx, ids, input, actor.personId, lateColumns(late), {
        later,
        agreed: approval ? { requestedBy: actor.personId, approvedBy: approval.approverId } : null,
      });
      return {
        ...{ output: { count: ids.length }, after: input },
        afterEntry: (own, entryId) => eraseDetails(own, entries, entryId),
      };
    },
  });

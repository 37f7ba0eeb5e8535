import type { InputOf } from '#/base/rules/declare.ts';
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, listed, type Refusal, refuse, refuseStale } from '#/base/rules/refusal.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { normalise } from '#/engagement/rules/archival-code/code.ts';
import { noProject } from '#/engagement/rules/project.ts';
import { findProject, refuseOutsider } from '#/engagement/server/door.ts';
import { nextNumber } from '#/protection/server/door.ts';
import {
  batchApprove,
  batchCancel,
  batchDrop,
  batchRequest,
  planSet,
  vendorReceivers,
} from '../../rules/api/batches.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import {
  type BatchState,
  batchStateNames,
  breachesOf,
  type PlanBreach,
  planBreachNames,
  refusePlan,
} from '../../rules/handover.ts';
import { mayEnterBatch, secrecyNames } from '../../rules/original.ts';
import { placeNames } from '../../rules/custody.ts';
import {
  amountsOf,
  approveBatch,
  cancelBatch,
  dropOriginal,
  insertBatch,
  insertPlan,
  lockBatch,
  openBatchOf,
  originalsOf,
  planOf,
} from '../store/batches.ts';
import { lockCustody } from '../store/whereabouts.ts';
import { originalsByCode } from './originals.ts';

export const noBatch = (): Refusal => refuse('not-found', { what: { zh: '批次', en: 'batch' } });
export const refuseBatchState = (state: BatchState): Refusal =>
  refuse('batch-state', { state: batchStateNames[state] });

export type LockedBatch = NonNullable<Awaited<ReturnType<typeof lockBatch>>>;

/** A batch of a project he works in, in one of these states; locked. */
export async function batchFor(
  tx: Tx,
  actor: PersonActor,
  batchId: string | null,
  states: readonly BatchState[],
  roles: readonly Parameters<typeof refuseOutsider>[3][number][],
): Promise<LockedBatch | Refusal> {
  const batch = await lockBatch(tx, batchId ?? '');
  if (!batch) return noBatch();
  const outside = await refuseOutsider(tx, actor, batch.project_id, roles);
  if (outside) return outside;
  return states.includes(batch.state) ? batch : refuseBatchState(batch.state);
}

/** 2.8-5: nothing goes out for a project that is closed meanwhile. */
export async function refuseClosed(tx: Tx, projectId: string): Promise<Refusal | null> {
  const project = await findProject(tx, projectId);
  return project?.state === 'open' ? null : refuse('project-not-open');
}

export const batchRoutes = (): Binding[] => [planRoute(), requestRoute(), approveRoute(), cancelRoute(), dropRoute()];

const planRoute = (): Binding =>
  bindAct(planSet, {
    async check(tx, { actor, subject, input }) {
      const project = await findProject(tx, subject ?? '');
      if (!project) return noProject();
      if (project.state === 'closed') return refuse('project-not-open');
      return (await refuseOutsider(tx, actor, project.id, ['archiveLead'])) ?? refusePlan(input);
    },
    async run(tx, { actor, subject, input }) {
      const planId = await insertPlan(tx, subject ?? '', input, actor.personId);
      return { output: { planId }, after: input };
    },
  });

/** 6.1-1, 6.2-1: each of them may go out: a unit, examined, on its shelf, in no other batch. */
async function fitForBatch(tx: Tx, projectId: string, codes: readonly string[]): Promise<string[] | Refusal> {
  const originals = await originalsByCode(tx, projectId, codes, 'input.codes');
  if (isRefusal(originals)) return originals;
  for (const one of originals) {
    const field = `input.codes.${codes.findIndex((code) => normalise(code) === one.code)}`;
    if (!one.unit) return refuse('not-a-unit', { code: one.code }, field);
    if (!mayEnterBatch(one.secrecy))
      return refuse('secrecy-undecided', { code: one.code, secrecy: secrecyNames[one.secrecy] }, field);
    if (one.place !== 'shelf') return refuse('custody-place', { place: placeNames[one.place ?? 'lost'] }, field);
    if (one.halted === true) return refuse('halted', {}, field);
  }
  const ids = originals.map(({ id }) => id);
  const other = await openBatchOf(tx, ids);
  return other ? refuse('in-other-batch', { code: other.code, batch: other.number }, 'input.codes') : ids;
}

async function refuseRequest(
  tx: Tx,
  actor: PersonActor,
  projectId: string,
  { codes }: InputOf<typeof batchRequest>,
): Promise<Refusal | null> {
  const project = await findProject(tx, projectId);
  if (!project) return noProject();
  const outside = await refuseOutsider(tx, actor, projectId, [...archiveKeepers, ...vendorReceivers]);
  if (outside) return outside;
  if (project.state !== 'open') return refuse('project-not-open');
  if (!(await planOf(tx, projectId))) return refuse('plan-missing');
  const fit = await fitForBatch(tx, projectId, codes);
  return isRefusal(fit) ? fit : null;
}

const requestRoute = (): Binding =>
  bindAct(batchRequest, {
    check: (tx, { actor, subject, input }) => refuseRequest(tx, actor, subject ?? '', input),
    async run(tx, { actor, subject, input }) {
      const plan = await planOf(tx, subject ?? '');
      if (!plan) return refuse('plan-missing');
      const ids = await fitForBatch(tx, subject ?? '', input.codes);
      if (isRefusal(ids)) return ids;
      const number = await nextNumber(tx, 'batch');
      const { name, remark } = input;
      const row = { number, projectId: plan.project_id, planId: plan.id, name, remark, by: actor.personId };
      const batchId = await insertBatch(tx, row, ids);
      const after = { number, name, count: ids.length, codes: input.codes };
      return { output: { batchId, number, count: ids.length }, subjectId: batchId, after };
    },
  });

/** What of its plan a batch would break (6.2-1). */
export async function planBreachesOf(
  tx: Tx,
  batch: Pick<LockedBatch, 'id' | 'project_id' | 'starts_on' | 'ends_on' | 'most_total' | 'most_at_once'>,
  count: number,
): Promise<PlanBreach[]> {
  const amounts = await amountsOf(tx, batch.project_id, batch.id);
  const { starts_on: startsOn, ends_on: endsOn, most_total: mostTotal, most_at_once: mostAtOnce } = batch;
  return breachesOf(
    { startsOn, endsOn, mostTotal, mostAtOnce },
    { today: await today(tx), count, planned: Number(amounts.planned), outNow: Number(amounts.out_now) },
  );
}

const approveRoute = (): Binding =>
  bindAct(batchApprove, {
    async check(tx, { actor, subject, version, input }) {
      const batch = await batchFor(tx, actor, subject, ['requested'], ['archiveLead']);
      if (isRefusal(batch)) return batch;
      if (batch.requested_by === actor.personId) return refuse('own-request');
      const closed = await refuseClosed(tx, batch.project_id);
      if (closed) return closed;
      const originals = (await originalsOf(tx, batch.id, 'out')).filter(({ open }) => open);
      if (originals.length === 0) return refuse('batch-empty');
      const breaches = await planBreachesOf(tx, batch, originals.length);
      if (breaches.length > 0 && input.overReason === '')
        return refuse('plan-broken', { breaches: named(breaches) }, 'input.overReason');
      return refuseStale(version, batch.version);
    },
    async run(tx, { actor, subject, input }) {
      await approveBatch(tx, subject ?? '', actor.personId, input.overReason === '' ? null : input.overReason);
      return { output: {}, before: { state: 'requested' }, after: { state: 'approved', ...input } };
    },
  });

const named = (breaches: readonly PlanBreach[]) => listed(breaches.map((one) => planBreachNames[one]));

const cancelRoute = (): Binding =>
  bindAct(batchCancel, {
    async check(tx, { actor, subject, version }) {
      const batch = await batchFor(tx, actor, subject, ['requested', 'approved'], archiveKeepers);
      return isRefusal(batch) ? batch : refuseStale(version, batch.version);
    },
    async run(tx, { actor, subject, input }) {
      await cancelBatch(tx, subject ?? '', actor.personId, input.reason);
      return { output: {}, after: { state: 'cancelled', ...input } };
    },
  });

const dropRoute = (): Binding =>
  bindAct(batchDrop, {
    async run(tx, { actor, subject, input }) {
      const batch = await batchFor(tx, actor, subject, ['requested', 'approved'], archiveKeepers);
      if (isRefusal(batch)) return batch;
      const code = normalise(input.code);
      const original = (await originalsOf(tx, batch.id, 'out')).find((one) => one.code === code && one.open);
      if (!original) return refuse('not-in-batch', { code }, 'input.code');
      const custody = await lockCustody(tx, original.id);
      if (custody?.batch !== null) return refuse('custody-out', { code }, 'input.code');
      await dropOriginal(tx, batch.id, original.id, actor.personId, input.reason);
      return { output: {}, after: { code, reason: input.reason } };
    },
  });

/** What changes hands on the counts of both sides: one list, all or none (6.2-2, 6.2-3). */
import { fill, isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import type { Announce } from '#/base/server/jobs/announce.ts';
import { refuseApprover } from '#/engagement/server/door.ts';
import { nextNumber } from '#/protection/server/door.ts';
import { handoverOut, handoverReturn, vendorReceivers } from '../../rules/api/batches.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import type { CustodyEvent } from '../../rules/custody.ts';
import { handoverClosed } from '../../rules/events.ts';
import { type Direction, refuseDifference } from '../../rules/handover.ts';
import { custodyMessages } from '../../rules/messages.ts';
import { refuseTaking } from '../gate.ts';
import { changedSince, closeOriginals, closeWhenEmpty, originalsOf, setBatchState } from '../store/batches.ts';
import { insertHandover, type PaperClosing } from '../store/handovers.ts';
import { makeSlips } from '../store/slips.ts';
import { move } from '../store/whereabouts.ts';
import { batchFor, type LockedBatch, refuseClosed } from './batches.ts';
import { type Line, refuseSecret } from './counts.ts';
import { refuseUndisinfected } from './disinfections.ts';

export interface HandoverDeps {
  announce: Announce;
}

export const handoverRoutes = (deps: HandoverDeps): Binding[] => [outRoute(deps), returnRoute(deps)];

/** What both sides have counted: all of a batch when it goes out; of what comes back, as much as lies there. */
export async function agreed(tx: Tx, batch: LockedBatch, direction: Direction): Promise<Line[] | Refusal> {
  const all = (await originalsOf(tx, batch.id, direction)).filter(({ open }) => open);
  const secret = all.map((one) => refuseSecret(one, direction)).find((refused) => refused !== null);
  if (secret) return secret;
  const counted = (one: Line) => ({ archive: one.archive_by !== null, vendor: one.vendor_by !== null });
  const asked = direction === 'out' ? all : all.filter((one) => counted(one).archive || counted(one).vendor);
  return refuseDifference(asked.map(counted)) ?? asked;
}

/** Why one of them cannot, in the words of its own refusal. */
function custodyWords({ code, params }: Refusal) {
  const message = custodyMessages[code as keyof typeof custodyMessages];
  return { zh: fill(message.zh.what, params, 'zh'), en: fill(message.en.what, params, 'en') };
}

interface Exchange {
  direction: Direction;
  content: string;
  remark: string;
  givenBy: string;
  receivedBy: string;
  /** Whose act it is. */
  by: string;
  /** Where it was signed on paper. */
  paper?: PaperClosing;
}

/** One list, and each original of it in other hands, all or none. */
export async function exchange(
  tx: Tx,
  batch: LockedBatch,
  { by, ...row }: Exchange,
  announce: Announce,
): Promise<{ handoverId: string; number: string; count: number } | Refusal> {
  const lines = await agreed(tx, batch, row.direction);
  if (isRefusal(lines)) return lines;
  const undisinfected = row.direction === 'return' ? await refuseUndisinfected(tx, batch, lines) : null;
  if (undisinfected) return undisinfected;
  const at = new Date();
  const event: Exclude<CustodyEvent, { type: 'partOut' }> =
    row.direction === 'out'
      ? { type: 'handOver', batch: batch.id, to: row.receivedBy }
      : { type: 'giveBack', to: row.receivedBy };
  for (const { id, code } of lines) {
    const moved = await move(tx, id, event, { by, at });
    if (isRefusal(moved)) return refuse('cannot-change-hands', { code, why: custodyWords(moved) });
  }
  const ids = lines.map(({ id }) => id);
  const number = await nextNumber(tx, 'handover');
  const handoverId = await insertHandover(tx, { ...row, number, batchId: batch.id }, ids);
  if (row.direction === 'out') {
    await makeSlips(tx, batch, ids);
    await setBatchState(tx, batch.id, 'out');
  } else {
    await closeOriginals(tx, ids);
    await closeWhenEmpty(tx, batch.id);
  }
  await announce(tx, handoverClosed, handoverId);
  return { handoverId, number, count: ids.length };
}

/** 6.2-3: the second person agreed to this pile, and not to one that was counted since. */
const refuseChanged = async (
  tx: Tx,
  { id }: LockedBatch,
  direction: Direction,
  { requestedAt }: { requestedAt: Date },
): Promise<Refusal | null> =>
  (await changedSince(tx, id, direction, requestedAt)) ? refuse('changed-since-asked') : null;

const outRoute = ({ announce }: HandoverDeps): Binding =>
  bindAct(handoverOut, {
    async check(tx, { actor, subject }) {
      const batch = await batchFor(tx, actor, subject, ['approved'], archiveKeepers);
      if (isRefusal(batch)) return batch;
      const lines = await agreed(tx, batch, 'out');
      return isRefusal(lines) ? lines : null;
    },
    async run(tx, { actor, subject, input }, approval) {
      if (!approval) throw new Error('handed over without a second person');
      const batch = await batchFor(tx, actor, subject, ['approved'], archiveKeepers);
      if (isRefusal(batch)) return batch;
      const refused =
        (await refuseChanged(tx, batch, 'out', approval)) ??
        (await refuseClosed(tx, batch.project_id)) ??
        (await refuseApprover(tx, approval, batch.project_id, vendorReceivers)) ??
        (await refuseTaking(tx, { projectId: batch.project_id, batchId: batch.id }, approval.approverId));
      if (refused) return refused;
      const done = await exchange(
        tx,
        batch,
        {
          ...{ direction: 'out', ...input, by: actor.personId },
          ...{ givenBy: actor.personId, receivedBy: approval.approverId },
        },
        announce,
      );
      return isRefusal(done) ? done : { output: done, after: { ...done, receivedBy: approval.approverId, ...input } };
    },
  });

const returnRoute = ({ announce }: HandoverDeps): Binding =>
  bindAct(handoverReturn, {
    async check(tx, { actor, subject }) {
      const batch = await batchFor(tx, actor, subject, ['out'], vendorReceivers);
      if (isRefusal(batch)) return batch;
      const lines = await agreed(tx, batch, 'return');
      return isRefusal(lines) ? lines : refuseUndisinfected(tx, batch, lines);
    },
    async run(tx, { actor, subject, input }, approval) {
      if (!approval) throw new Error('given back without a second person');
      const batch = await batchFor(tx, actor, subject, ['out'], vendorReceivers);
      if (isRefusal(batch)) return batch;
      const refused =
        (await refuseChanged(tx, batch, 'return', approval)) ??
        (await refuseApprover(tx, approval, batch.project_id, archiveKeepers));
      if (refused) return refused;
      const done = await exchange(
        tx,
        batch,
        {
          ...{ direction: 'return', ...input, by: actor.personId },
          ...{ givenBy: actor.personId, receivedBy: approval.approverId },
        },
        announce,
      );
      return isRefusal(done) ? done : { output: done, after: { ...done, receivedBy: approval.approverId, ...input } };
    },
  });

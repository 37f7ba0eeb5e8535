/** Counts of both sides, and what changes hands on them (6.2-2, 6.2-3). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { fill, isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Role } from '#/base/rules/roles.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { normalise } from '#/engagement/rules/archival-code/code.ts';
import { refuseApprover } from '#/engagement/server/door.ts';
import { nextNumber } from '#/protection/server/door.ts';
import { countScan, countUndo, handoverOut, handoverReturn, vendorReceivers } from '../../rules/api/batches.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import { type CustodyEvent, placeNames } from '../../rules/custody.ts';
import { custodyMessages } from '../../rules/messages.ts';
import { mayEnterBatch, secrecyNames } from '../../rules/original.ts';
import { type Direction, refuseDifference, type Side } from '../../rules/handover.ts';
import {
  closeOriginals,
  closeWhenEmpty,
  insertHandover,
  originalsOf,
  recordCount,
  setBatchState,
  undoCount,
} from '../store/batches.ts';
import { makeSlips } from '../store/slips.ts';
import { scannedOriginals } from '../store/scanned.ts';
import { lockCustody, move } from '../store/whereabouts.ts';
import { refuseUndisinfected } from './disinfections.ts';
import { batchFor, type LockedBatch, refuseClosed } from './batches.ts';
import { refuseTaking } from '../gate.ts';

const counters: readonly Role[] = [...archiveKeepers, ...vendorReceivers, 'preparer'];

/** In which state of a batch its originals are counted that way. */
const stateOf = { out: 'approved', return: 'out' } as const;

export const countRoutes = (): Binding[] => [scanRoute(), undoRoute(), outRoute(), returnRoute()];

const sideOf = (actor: PersonActor): Side => (actor.party === 'archive' ? 'archive' : 'vendor');

interface Found {
  batch: LockedBatch;
  original: Awaited<ReturnType<typeof originalsOf>>[number];
  /** Not yet counted on this side, of those that this count is of. */
  left: number;
}

/** An original of a batch as it is scanned. Another batch's is named, and nothing is counted. */
async function find(
  tx: Tx,
  actor: PersonActor,
  batchId: string | null,
  { direction, code: written }: { direction: Direction; code: string },
): Promise<Found | Refusal> {
  const batch = await batchFor(tx, actor, batchId, [stateOf[direction]], counters);
  if (isRefusal(batch)) return batch;
  const code = normalise(written);
  const all = await originalsOf(tx, batch.id, direction);
  // The slip lies in the volume: its number names it as well (6.4-3).
  const named = await scannedOriginals(tx, code);
  const original = all.find((one) => one.open && (one.code === code || named.some(({ id }) => id === one.id)));
  if (!original) return refuse('not-in-batch', { code }, 'input.code');
  const side = sideOf(actor);
  const expected = all.filter((one) => one.open && (direction === 'out' || isOut(one.place)));
  return { batch, original, left: expected.filter((one) => one[`${side}_by`] === null).length };
}

const isOut = (place: string): boolean => place === 'hand' || place === 'cabinet';

const scanRoute = (): Binding =>
  bindAct(countScan, {
    async run(tx, { actor, subject, input }) {
      const found = await find(tx, actor, subject, input);
      if (isRefusal(found)) return found;
      const { batch, original, left } = found;
      // 6.2-2, 6.5-1, 6.7-3: what cannot change hands is not counted either, and says why at the scan.
      const refused = refuseSecret(original, input.direction) ?? (await refuseMoving(tx, original.id, input.direction));
      if (refused) return refused;
      const key = { batchId: batch.id, originalId: original.id, direction: input.direction, side: sideOf(actor) };
      const { condition, note } = input;
      if (!(await recordCount(tx, key, { condition, note, by: actor.personId })))
        return refuse('counted-already', { code: original.code }, 'input.code');
      const { code, title, pages } = original;
      return {
        output: { code, title, pages, left: left - 1 },
        after: { code, side: key.side, direction: key.direction, condition, note },
      };
    },
  });

type Line = Awaited<ReturnType<typeof originalsOf>>[number];

/** 6.1-1, 6.1-5: whatever was decided since it was asked for, nothing goes out with a mark that was not lifted. */
function refuseSecret(line: Line, direction: Direction): Refusal | null {
  if (direction === 'return') return null;
  if (line.classified_inside) return refuse('classified-inside', { code: line.code }, 'input.code');
  return mayEnterBatch(line.secrecy)
    ? null
    : refuse('secrecy-undecided', { code: line.code, secrecy: secrecyNames[line.secrecy] }, 'input.code');
}

async function refuseMoving(tx: Tx, originalId: string, direction: Direction): Promise<Refusal | null> {
  const custody = await lockCustody(tx, originalId);
  if (!custody) return refuse('not-found', { what: { zh: '档案', en: 'original' } });
  if (custody.halted) return refuse('halted', {}, 'input.code');
  if (direction === 'out')
    return custody.place === 'shelf'
      ? null
      : refuse('custody-place', { place: placeNames[custody.place] }, 'input.code');
  if (!isOut(custody.place)) return refuse('custody-place', { place: placeNames[custody.place] }, 'input.code');
  if (custody.parts.length > 0) return refuse('part-out', { count: custody.parts.length }, 'input.code');
  return custody.unbound ? refuse('not-rebound', {}, 'input.code') : null;
}

const undoRoute = (): Binding =>
  bindAct(countUndo, {
    async run(tx, { actor, subject, input }) {
      const found = await find(tx, actor, subject, input);
      if (isRefusal(found)) return found;
      const { batch, original, left } = found;
      const key = { batchId: batch.id, originalId: original.id, direction: input.direction, side: sideOf(actor) };
      if (!(await undoCount(tx, key))) return refuse('not-counted', { code: original.code }, 'input.code');
      return { output: { left: left + 1 }, after: { code: original.code, side: key.side, undone: true } };
    },
  });

/** What both sides have counted: all of a batch when it goes out; of what comes back, as much as lies there. */
async function agreed(tx: Tx, batch: LockedBatch, direction: Direction): Promise<Line[] | Refusal> {
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
}

/** One list, and each original of it in other hands, all or none. */
async function exchange(
  tx: Tx,
  batch: LockedBatch,
  { by, ...row }: Exchange,
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
  return { handoverId, number, count: ids.length };
}

const outRoute = (): Binding =>
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
        (await refuseClosed(tx, batch.project_id)) ??
        (await refuseApprover(tx, approval, batch.project_id, vendorReceivers)) ??
        (await refuseTaking(tx, { projectId: batch.project_id, batchId: batch.id }, approval.approverId));
      if (refused) return refused;
      const done = await exchange(tx, batch, {
        ...{ direction: 'out', ...input, by: actor.personId },
        ...{ givenBy: actor.personId, receivedBy: approval.approverId },
      });
      return isRefusal(done) ? done : { output: done, after: { ...done, receivedBy: approval.approverId, ...input } };
    },
  });

const returnRoute = (): Binding =>
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
      const refused = await refuseApprover(tx, approval, batch.project_id, archiveKeepers);
      if (refused) return refused;
      const done = await exchange(tx, batch, {
        ...{ direction: 'return', ...input, by: actor.personId },
        ...{ givenBy: actor.personId, receivedBy: approval.approverId },
      });
      return isRefusal(done) ? done : { output: done, after: { ...done, receivedBy: approval.approverId, ...input } };
    },
  });

/** Counts of both sides (6.2-2). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Role } from '#/base/rules/roles.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { normalise } from '#/engagement/rules/archival-code/code.ts';
import { countScan, countUndo, vendorReceivers } from '../../rules/api/batches.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import { placeNames } from '../../rules/custody.ts';
import { type Direction, sideOf } from '../../rules/handover.ts';
import { mayEnterBatch, secrecyNames } from '../../rules/original.ts';
import { originalsOf, recordCount, undoCount } from '../store/batches.ts';
import { asMisplaced } from '../scanned.ts';
import { scannedOriginals } from '../store/scanned.ts';
import { lockCustody } from '../store/whereabouts.ts';
import { batchFor, type LockedBatch } from './batches.ts';

const counters: readonly Role[] = [...archiveKeepers, ...vendorReceivers, 'preparer'];

/** In which state of a batch its originals are counted that way. */
const stateOf = { out: 'approved', return: 'out' } as const;

export const countRoutes = (): Binding[] => [scanRoute(), undoRoute()];

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
  const side = sideOf(actor.roles);
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
      if (refused) return asMisplaced(tx, actor, { ...original, part: null }, refused);
      const key = { batchId: batch.id, originalId: original.id, direction: input.direction, side: sideOf(actor.roles) };
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

export type Line = Awaited<ReturnType<typeof originalsOf>>[number];

/** 6.1-1, 6.1-5: whatever was decided since it was asked for, nothing goes out with a mark that was not lifted. */
export function refuseSecret(line: Line, direction: Direction): Refusal | null {
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
      const key = { batchId: batch.id, originalId: original.id, direction: input.direction, side: sideOf(actor.roles) };
      if (!(await undoCount(tx, key))) return refuse('not-counted', { code: original.code }, 'input.code');
      return { output: { left: left + 1 }, after: { code: original.code, side: key.side, undone: true } };
    },
  });

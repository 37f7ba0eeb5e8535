/** A scan taken back: it commits at once, and is undone instead of asked about (6.4-3). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { businessDay } from '#/base/rules/business-day.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { siteZone, today } from '#/base/server/site.ts';
import { refuseOutsider } from '#/engagement/server/door.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import { workUndo } from '../../rules/api/work.ts';
import { holders } from '../../rules/work.ts';
import { dayOfWork, refuseTaking } from '../gate.ts';
import { custodyOf, type Scanned } from '../scanned.ts';
import { type LastScan, lastScan, originalOfMovement, writtenSince } from '../store/whereabouts.ts';
import { moveScanned, refuseCounted } from './work.ts';

const nothing = (): Refusal => refuse('nothing-to-undo', {}, 'input.movement');

export const undoRoutes = (): Binding[] => [
  bindAct(workUndo, {
    async run(tx, { actor, input }) {
      const original = await originalOfMovement(tx, input.movement);
      if (!original) return nothing();
      const { project_id: projectId, batch_id: batchId, ...named } = original;
      const outside = await refuseOutsider(tx, actor, projectId, [...holders, ...archiveKeepers]);
      if (outside) return outside;
      const last = await lastScan(tx, named.id);
      if (last?.id !== input.movement || last.movedBy !== actor.personId) return nothing();
      const scanned: Scanned = { ...named, projectId, batchId, part: last.part };
      // The day before the original, as whoever takes something: nobody waits for the other.
      const stopped = await refuseUndo(tx, actor, scanned, last);
      if (stopped) return stopped;
      await custodyOf(tx, scanned);
      // Something has happened to it meanwhile, or was written down of it.
      if ((await lastScan(tx, scanned.id))?.id !== last.id) return nothing();
      if (await writtenSince(tx, scanned.id, last.enteredAt)) return nothing();
      const counted = await refuseCounted(tx, scanned);
      if (counted) return { ...counted, field: 'input.movement' };
      const { event, former, part } = last;
      const undo = { type: 'undo' as const, by: actor.personId, last: event, former };
      const done = await moveScanned(tx, actor, scanned, part === null ? undo : { ...undo, part: part.id });
      if (isRefusal(done)) return { ...done, field: 'input.movement' };
      return { ...done, output: { ...done.output, undone: event }, after: { ...done.after, undone: event } };
    },
  }),
];

/**
 * Of another day it stays; after the sweep it stays as the sweep has it (6.6-1). What gets into a hand by it
 * gets into his own, and is taken (6.6-2, 6.7-1): nobody is given back what he does not know of.
 */
async function refuseUndo(
  tx: Tx,
  actor: PersonActor,
  scanned: Scanned,
  { event, at, former }: LastScan,
): Promise<Refusal | null> {
  if (businessDay(at.getTime(), await siteZone(tx)) !== (await today(tx))) return nothing();
  const day = await dayOfWork(tx, scanned.projectId, actor.personId, 'share');
  if (isRefusal(day)) return day;
  if (day.closed_at !== null) return refuse('taken-after-sweep');
  const intoHand = (event === 'store' || event === 'partBack') && former.place === 'hand';
  if (!intoHand) return null;
  return former.holder === actor.personId ? refuseTaking(tx, scanned, actor.personId) : nothing();
}

/** A scan taken back: it commits at once, and is undone instead of asked about (6.4-3). */
import { businessDay } from '#/base/rules/business-day.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { siteZone, today } from '#/base/server/site.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import { workUndo } from '../../rules/api/work.ts';
import { holders } from '../../rules/work.ts';
import { dayOfWork, refuseTaking } from '../gate.ts';
import { custodyOf, findScanned, type Scanned } from '../scanned.ts';
import { type LastScan, lastScan } from '../store/whereabouts.ts';
import { moveScanned, refuseCounted } from './work.ts';

const nothing = (): Refusal => refuse('nothing-to-undo', {}, 'input.code');

export const undoRoutes = (): Binding[] => [
  bindAct(workUndo, {
    async run(tx, { actor, input }) {
      const scanned = await findScanned(tx, actor, input.code, [...holders, ...archiveKeepers]);
      if (isRefusal(scanned)) return scanned;
      const last = await lastScan(tx, scanned.id);
      if (last?.movedBy !== actor.personId) return nothing();
      // The day before the original, as whoever takes something: nobody waits for the other.
      const stopped = (await refuseUndo(tx, scanned, last)) ?? (await refuseCounted(tx, scanned));
      if (stopped) return stopped;
      await custodyOf(tx, scanned);
      // Something has happened to it meanwhile.
      if ((await lastScan(tx, scanned.id))?.id !== last.id) return nothing();
      const { event, former, partId } = last;
      const part = partId === null ? {} : { part: partId };
      const undo = { type: 'undo' as const, by: actor.personId, last: event, former, ...part };
      const done = await moveScanned(tx, actor, scanned, undo);
      if (isRefusal(done)) return done;
      return { ...done, output: { ...done.output, undone: event }, after: { ...done.after, undone: event } };
    },
  }),
];

/** Of another day it stays; after the sweep it stays as the sweep has it; what gets into a hand by it is taken (6.6). */
async function refuseUndo(tx: Tx, scanned: Scanned, { event, at, former }: LastScan): Promise<Refusal | null> {
  if (businessDay(at.getTime(), await siteZone(tx)) !== (await today(tx))) return nothing();
  const day = await dayOfWork(tx, scanned.projectId, former.holder, 'share');
  if (isRefusal(day)) return day;
  if (day.closed_at !== null) return refuse('taken-after-sweep');
  return event === 'store' || event === 'partBack' ? refuseTaking(tx, scanned, former.holder) : null;
}

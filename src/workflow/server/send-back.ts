/** Sending back: to the step that caused it and whoever did that; what depends on it is done again (5.6-2). */
import { isRefusal, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { refuseAtWork } from '#/custody/server/door.ts';
import { today } from '#/base/server/site.ts';
import { reopenedBy } from '../rules/task.ts';
import { deduct } from './store/results.ts';
import { move, saveUnits, type Unit } from './store/units.ts';

interface SentBack {
  /** Who did it and does it again; null for a step that had been left out. */
  personId: string | null;
  reopened: string[];
}

/** A unit that is locked already. `from` is the step at which it was found; null after the last. */
export async function sendBack(
  tx: Tx,
  unit: Unit,
  { to, from, by, reason }: { to: string; from: string | null; by: string; reason: string },
): Promise<SentBack | Refusal> {
  // 6.5-1: with what is halted nothing goes on, not even back.
  const stopped = (await refuseAtWork(tx, [unit.originalId], { paper: false })).get(unit.originalId);
  if (stopped) return stopped;
  const { steps } = unit.version;
  const reopened = reopenedBy(steps, unit.tasks, to);
  const personId = unit.tasks[to]?.by ?? null;
  const at = new Date();
  const moved = move(unit, { type: 'sendBack', to, from }, { by, at, person: personId, reason });
  if (isRefusal(moved)) return moved;
  await saveUnits(tx, [moved], at);
  const eventId = moved.happened.at(-1)?.id;
  if (eventId === undefined) throw new Error('sent back without an event');
  const { id: unitId, projectId } = unit;
  await deduct(tx, { unitId, steps: reopened, caused: to, eventId, projectId, on: await today(tx) });
  return { personId, reopened };
}

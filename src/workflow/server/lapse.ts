import { isRefusal } from '#/base/rules/refusal.ts';
import type { Db } from '#/base/server/db.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { lapsedTasks } from './store/piles.ts';
import { lockUnits, move, saveUnits, type Unit } from './store/units.ts';

/**
 * Claims without a sign of life for as long as their step gives fall, and can be claimed again: a worker who
 * went home, or whose machine died, keeps nobody waiting. What somebody is just submitting is passed over.
 */
export const releaseLapsed = (db: Db): Promise<number> =>
  upkeep(db, 'task.lease', async (tx) => {
    const rows = await lapsedTasks(tx, 500);
    const units = await lockUnits(tx, [...new Set(rows.map(({ unit_id }) => unit_id))], true);
    const at = new Date();
    const steps = Map.groupBy(rows, ({ unit_id }) => unit_id);
    const freed = units.map((unit) =>
      (steps.get(unit.id) ?? []).reduce((one, { step }) => lapsed(one, step, at), unit),
    );
    await saveUnits(
      tx,
      freed.filter(({ happened }) => happened.length > 0),
      at,
    );
    return freed.reduce((count, { happened }) => count + happened.length, 0);
  });

/** Looked at again under the lock: it may have been kept, or submitted, meanwhile. */
function lapsed(unit: Unit, step: string, at: Date): Unit {
  const until = unit.marks[step]?.leaseUntil ?? null;
  if (until === null || until > at) return unit;
  const person = unit.tasks[step]?.by ?? null;
  const next = move(unit, { type: 'lapse', step }, { by: null, at, person });
  return isRefusal(next) ? unit : next;
}

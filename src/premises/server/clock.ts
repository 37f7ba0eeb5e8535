/** The clock that footage grows old by, watched by the worker that holds the calendar (4.3-6). */
import { systemActor } from '#/base/rules/actor.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { type ClockState, confirmed, isFrozen, observe } from '../rules/clock.ts';
import { readClockRow, saveClock, setFrozen } from './store/clock.ts';

/** The clock as it stands now: what passed since the last look is doubted, so that a dead watcher freezes it. */
export async function clockNow(db: Db | Tx, now = Date.now()): Promise<ClockState> {
  const row = await readClockRow(db);
  return row ? observe(row.state, { wall: now, passed: null }) : confirmed(now);
}

/** Looks at the clock; what really passed since its own last look it knows from the machine's monotonic clock. */
export function clockWatcher(db: Db, { wall, monotonic } = { wall: Date.now, monotonic: () => performance.now() }) {
  let last: { wall: number; monotonic: number } | null = null;
  return async (): Promise<void> => {
    const now = { wall: wall(), monotonic: monotonic() };
    const row = await readClockRow(db);
    // Another worker may have looked since: what passed between the two is not known here.
    const own = last !== null && row?.state.wall === last.wall;
    const passed = own && last ? Math.round(now.monotonic - last.monotonic) : null;
    const state = row ? observe(row.state, { wall: now.wall, passed }) : confirmed(now.wall);
    await upkeep(db, 'clock.watch', (tx) => saveClock(tx, state));
    last = now;
    if (!isFrozen(state) || (row?.frozenSince ?? null) !== null) return;
    await systemAct(db, systemActor('clock', null, null), {
      act: 'premises.clock.freeze',
      subject: { type: 'site', id: null },
      async body(tx) {
        await setFrozen(tx, new Date(now.wall));
        return { after: { driftSeconds: Math.round(state.drift / 1000) } };
      },
    });
  };
}

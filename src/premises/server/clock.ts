/** The clock that footage grows old by, watched by the worker that holds the calendar (4.3-6). */
import { systemActor } from '#/base/rules/actor.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { type ClockState, confirmed, isFrozen, observe } from '../rules/clock.ts';
import { lockClockRow, readClockRow, saveClock, setFrozen } from './store/clock.ts';

/** The clock as it stands now: what passed since the last look is doubted, so that a dead watcher freezes it. */
export async function clockNow(db: Db | Tx, now = Date.now()): Promise<ClockState> {
  const row = await readClockRow(db);
  return row ? observe(row.state, { wall: now, passed: null }) : confirmed(now);
}

/** As `clockNow`, and nobody else writes it until this transaction ends. */
export async function lockClock(tx: Tx, now: number): Promise<ClockState> {
  const row = await lockClockRow(tx);
  return row ? observe(row.state, { wall: now, passed: null }) : confirmed(now);
}

/** Looks at the clock; what really passed since its own last look it knows from the machine's monotonic clock. */
export function clockWatcher(db: Db, { wall, monotonic } = { wall: Date.now, monotonic: () => performance.now() }) {
  let last: { wall: number; monotonic: number } | null = null;
  return async (): Promise<void> => {
    const looked = await upkeep(db, 'clock.watch', async (tx) => {
      const row = await lockClockRow(tx);
      // After the lock: whoever confirmed it meanwhile did so before this look.
      const now = { wall: wall(), monotonic: monotonic() };
      // Another worker may have looked since: what passed between the two is not known here.
      const own = last !== null && row?.state.wall === last.wall;
      const passed = own && last ? Math.round(now.monotonic - last.monotonic) : null;
      const state = row ? observe(row.state, { wall: now.wall, passed }) : confirmed(now.wall);
      await saveClock(tx, state);
      return { now, isNew: isFrozen(state) && (row?.frozenSince ?? null) === null };
    });
    last = looked.now;
    if (looked.isNew) await freeze(db, looked.now.wall);
  };
}

/** Entered once, unless somebody has confirmed the clock meanwhile. */
async function freeze(db: Db, at: number): Promise<void> {
  const nothing = new Error('confirmed meanwhile');
  await systemAct(db, systemActor('clock', null, null), {
    act: 'premises.clock.freeze',
    subject: { type: 'site', id: null },
    async body(tx) {
      const row = await lockClockRow(tx);
      if (!row || !isFrozen(row.state) || row.frozenSince !== null) throw nothing;
      await setFrozen(tx, new Date(at));
      return { after: { driftSeconds: Math.round(row.state.drift / 1000) } };
    },
  }).catch((error: unknown) => {
    if (error !== nothing) throw error;
  });
}

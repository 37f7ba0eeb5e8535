import type { Selectable } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import type { ClockState } from '../../rules/clock.ts';
import type { ClockWatchTable } from '../footage-tables.ts';

export interface ClockRow {
  state: ClockState;
  frozenSince: Date | null;
  confirmedAt: Date | null;
}

/** Null before anybody has looked at it. */
export const readClockRow = async (db: Db | Tx): Promise<ClockRow | null> =>
  rowOf(await db.selectFrom('clock_watch').selectAll().executeTakeFirst());

/** For whoever writes it back: a watcher and a confirmation wait for each other. */
export const lockClockRow = async (tx: Tx): Promise<ClockRow | null> =>
  rowOf(await tx.selectFrom('clock_watch').selectAll().forUpdate().executeTakeFirst());

function rowOf(row: Selectable<ClockWatchTable> | undefined): ClockRow | null {
  if (!row) return null;
  return {
    state: { wall: row.wall.getTime(), highest: row.highest.getTime(), drift: Number(row.drift_ms) },
    frozenSince: row.frozen_since,
    confirmedAt: row.confirmed_at,
  };
}

export async function saveClock(tx: Tx, { wall, highest, drift }: ClockState): Promise<void> {
  const row = { wall: new Date(wall), highest: new Date(highest), drift_ms: String(Math.round(drift)) };
  await tx
    .insertInto('clock_watch')
    .values({ ...row, frozen_since: null, confirmed_by: null, confirmed_at: null })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

export const setFrozen = (tx: Tx, since: Date) => tx.updateTable('clock_watch').set({ frozen_since: since }).execute();

export const setConfirmed = (tx: Tx, by: string, at: Date) =>
  tx.updateTable('clock_watch').set({ frozen_since: null, confirmed_by: by, confirmed_at: at }).execute();

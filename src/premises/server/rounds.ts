/** Where the rounds of the plan stand. */
import { startOfDay } from '#/base/rules/business-day.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { type DueRound, roundKey, roundsDue, roundState, type RoundState } from '../rules/patrol.ts';
import { listShifts, type PlannedShift, roundsMade, staysSince } from './store/patrols.ts';

export interface StandingRound extends DueRound {
  shift: PlannedShift;
  state: RoundState;
}

/** Every round due from `first` to `last` (business days, both included) as it stands at `now`. */
export async function roundsStanding(
  db: Db | Tx,
  { first, last, timeZone, now }: { first: string; last: string; timeZone: string; now: number },
): Promise<StandingRound[]> {
  const since = new Date(startOfDay(first, timeZone));
  const shifts = new Map((await listShifts(db, since)).map((shift) => [shift.id, shift]));
  const made = new Set((await roundsMade(db, first, last)).map(roundKey));
  const stays = await staysSince(db, since);
  return roundsDue([...shifts.values()], first, last, timeZone).flatMap((round) => {
    const shift = shifts.get(round.shiftId);
    return shift ? [{ ...round, shift, state: roundState(round, made.has(roundKey(round)), stays, now) }] : [];
  });
}

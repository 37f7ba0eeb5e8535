/**
 * How far the machine's clock can be trusted: whoever sets it forward must not make footage old enough to
 * be deleted (4.3-6). A monotonic clock says how long really passed while a process watched; what passed
 * while nobody watched counts as a jump, since a stop and a jump look alike afterwards.
 */

/** All in milliseconds; wall times since 1970. */
export interface ClockState {
  /** The clock when it was last looked at. */
  wall: number;
  /** The latest that it has ever shown since somebody confirmed it. */
  highest: number;
  /** Sum of what it moved against real time, either way, since then. */
  drift: number;
}

export interface ClockReading {
  wall: number;
  /** What really passed since the last reading; null when no process watched. */
  passed: number | null;
}

/** A clock may be wrong by so much before nothing is deleted any more. */
export const allowedDrift = 3_600_000;
/** Whoever confirms the clock has compared it with another one, to so much. */
export const confirmWithin = 300_000;

export const observe = (state: ClockState, { wall, passed }: ClockReading): ClockState => ({
  wall,
  highest: Math.max(state.highest, wall),
  drift: state.drift + Math.abs(wall - state.wall - (passed ?? 0)),
});

/** Somebody compared the clock with another one and found it right. */
export const confirmed = (wall: number): ClockState => ({ wall, highest: wall, drift: 0 });

export const isFrozen = ({ drift }: ClockState): boolean => drift > allowedDrift;

/** Never later than the true time, if the clock was right within `confirmWithin` when it was confirmed. */
export const trustedNow = ({ wall, drift }: ClockState): number => wall - drift - confirmWithin;

/**
 * From when the age of a piece counts that is registered now and ends at `to`: never earlier than it was truly
 * made. Null while the clock is frozen: then its age counts from the next confirmation.
 */
export const countsFrom = (to: number, state: ClockState): number | null =>
  isFrozen(state) ? null : Math.max(to, state.highest) + state.drift + confirmWithin;

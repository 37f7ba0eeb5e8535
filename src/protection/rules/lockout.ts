/** Five failures in a row lock an account at a station for 15 minutes (等保三级 8.1.4.1). */
export const lockoutPolicy = { failures: 5, minutes: 15 } as const;

export interface LockoutState {
  failures: number;
  /** Milliseconds since 1970, or null. */
  lockedUntil: number | null;
}

export const isLocked = (state: LockoutState, now: number): boolean =>
  state.lockedUntil !== null && state.lockedUntil > now;

/** State after one more failure; a lock that has run out starts the count anew. */
export function afterFailure(state: LockoutState, now: number): LockoutState {
  const counted = state.lockedUntil !== null && state.lockedUntil <= now ? 0 : state.failures;
  const failures = counted + 1;
  return { failures, lockedUntil: failures >= lockoutPolicy.failures ? now + lockoutPolicy.minutes * 60_000 : null };
}

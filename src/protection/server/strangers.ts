import { afterFailure, isLocked, type LockoutState } from '../rules/lockout.ts';
import { sha256 } from './keyring.ts';

/**
 * Failed sign-ins under names that nobody has, counted as those of an account are: whether a lock
 * comes must not tell a stranger which names exist. In memory, because there is no account to keep
 * it with; only hashes, because people type passwords into the wrong field.
 */
const failures = new Map<string, LockoutState>();
const most = 10_000;

const keyOf = (username: string, station: string): string => sha256(`${station}/${username}`).toString('base64');

/** Until when the name is locked at the station, milliseconds since 1970, or null. */
export function strangerLockedUntil(username: string, station: string, now: number): number | null {
  const state = failures.get(keyOf(username, station));
  return state && isLocked(state, now) ? state.lockedUntil : null;
}

/** Counts one more failure; true when it locks the name. */
export function countStranger(username: string, station: string, now: number): boolean {
  const key = keyOf(username, station);
  const state = afterFailure(failures.get(key) ?? { failures: 0, lockedUntil: null }, now);
  // Newest last: when there are too many, the one that was quiet longest is forgotten.
  failures.delete(key);
  failures.set(key, state);
  const [oldest] = failures.keys();
  if (failures.size > most && oldest !== undefined) failures.delete(oldest);
  return state.lockedUntil !== null;
}

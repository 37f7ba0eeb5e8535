/** Times of a session (ASVS V7.3): idle, shift, and how fresh a proof a weighty act asks for. */
export const sessionPolicy = { idleMinutes: 10, shiftHours: 8, proofMinutes: 5, challengeMinutes: 5 } as const;

export interface SessionTimes {
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
}

/** Why a session has ended by itself, or null while it lives. Milliseconds since 1970. */
export function sessionEnd(times: SessionTimes, now: number): 'idle' | 'expired' | 'clock' | null {
  // A clock set back must not prolong a session.
  if (now < times.createdAt - 60_000) return 'clock';
  if (now >= times.expiresAt) return 'expired';
  return now - times.lastSeenAt >= sessionPolicy.idleMinutes * 60_000 ? 'idle' : null;
}

export const proofIsFresh = (provedAt: number, now: number): boolean =>
  now - provedAt < sessionPolicy.proofMinutes * 60_000 && now >= provedAt - 60_000;

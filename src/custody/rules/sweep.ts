/** The day's last sweep (6.6): what counts as seen, and what a day that ends without one stops. */

/** A sight holds this long: what was seen in the morning is seen again in the evening. */
export const sightHours = 4;

/** Since when a sight counts: not before the sweep was opened again, nor longer ago than it holds. */
export function sightsSince(now: Date, reopenedAt: Date | null): Date {
  const oldest = now.getTime() - sightHours * 3_600_000;
  return new Date(Math.max(oldest, reopenedAt?.getTime() ?? oldest));
}

/** A day is settled when its sweep was closed, or the archive has said why there was none (6.6-2). */
export const isSettled = (day: { closedAt: Date | null; excusedAt: Date | null }): boolean =>
  day.closedAt !== null || day.excusedAt !== null;

/** Instants as the site's wall clock shows them, and back. Zone default Asia/Shanghai, fixed at opening. */
import { Temporal } from 'temporal-polyfill';

const two = (n: number): string => String(n).padStart(2, '0');

/** `2026-03-02 09:05:07` in the zone. @throws RangeError for text that is no instant. */
export function wallClock(instant: string, timeZone: string): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return `${at.toPlainDate().toString()} ${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
}

/** The instant at which the zone's clock shows `2026-03-02 09:05[:07]`, ISO 8601 with the zone's offset. */
export function instantOfWall(wall: string, timeZone: string): string {
  return Temporal.PlainDateTime.from(wall.trim().replace(' ', 'T'))
    .toZonedDateTime(timeZone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

/** First instant of a date in the zone, and the first of the next one: `[from, to)`. */
export function spanOfDay(day: string, timeZone: string): { from: string; to: string } {
  const date = Temporal.PlainDate.from(day);
  const start = (one: Temporal.PlainDate): string => one.toZonedDateTime(timeZone).toInstant().toString();
  return { from: start(date), to: start(date.add({ days: 1 })) };
}

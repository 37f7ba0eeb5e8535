import { Temporal } from 'temporal-polyfill';

/** The business date (YYYY-MM-DD) of an instant in the site's zone. `at` in milliseconds since 1970. */
export const businessDay = (at: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** First instant of a business day, milliseconds since 1970. */
export const startOfDay = (day: string, timeZone: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds;

/** Hour of the day (0 to 23) in the site's zone. */
export const hourOf = (at: number, timeZone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).hour;

export const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** Whole days from one business day to a later one. */
export const daysBetween = (day: string, later: string): number =>
  Temporal.PlainDate.from(day).until(later, { largestUnit: 'day' }).days;

/** True when the zone exists. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$|^UTC$/.test(name);
  } catch {
    return false;
  }
}

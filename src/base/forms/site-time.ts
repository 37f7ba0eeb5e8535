import { Temporal } from 'temporal-polyfill';

/** An instant in the site's zone as it stands on paper: 2026-03-09 14:05:33. */
export const siteTime = (instant: string, timeZone: string): string =>
  Temporal.Instant.from(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ fractionalSecondDigits: 0 })
    .replace('T', ' ');

import { useCallback } from 'react';
import { wallClock } from '#/base/rules/site-time.ts';
import { useSessionOrNull } from './session.ts';

/** Zone of the site; before sign-in the default of every site that does not say otherwise. */
export const useSiteZone = (): string => useSessionOrNull()?.site.timeZone ?? 'Asia/Shanghai';

export type TimePrecision = 'second' | 'minute' | 'day';
const lengths: Record<TimePrecision, number> = { second: 19, minute: 16, day: 10 };

/** Formats an instant as the site's clock shows it. */
export function useSiteTime(): (instant: string, precision?: TimePrecision) => string {
  const zone = useSiteZone();
  return useCallback((instant, precision = 'minute') => wallClock(instant, zone).slice(0, lengths[precision]), [zone]);
}

/** An instant in the site's zone; the exact one, with its zone, is in the title and for machines. */
export function TimeText({ at, precision = 'minute' }: { at: string | null; precision?: TimePrecision }) {
  const zone = useSiteZone();
  const format = useSiteTime();
  if (at === null) return <span className="sc-faint">—</span>;
  return (
    <time dateTime={at} title={`${format(at, 'second')} ${zone}`} className="sc-num">
      {format(at, precision)}
    </time>
  );
}

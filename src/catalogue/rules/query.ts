/** What somebody looks for: words, and days from and to, whole or not (细则 二). */
import { daySpan } from '#/description/rules/date.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { fold } from './fold.ts';

export const mostTerms = 8;

/** Words of a query, folded, each once; all of them are to stand in what is found. */
export function termsOf(query: string): string[] | Refusal {
  const terms = new Set(
    query
      .split(/\s+/u)
      .map((word) => fold(word).text)
      .filter((word) => word !== ''),
  );
  return terms.size > mostTerms ? refuse('query-too-long', { count: mostTerms }, 'input.query') : [...terms];
}

export interface Days {
  /** `YYYY-MM-DD`. */
  from: string;
  to: string;
}

/** Before every day that an entry can have, and after. */
export const everyDay: Days = { from: '0002-01-01', to: '9999-12-31' };

/** From the first day of one to the last of the other, either left out: `1956`, `1956-3`, `1956年3月8日`, `19560308`. */
export function daysOfQuery(from: string, to: string): Days | Refusal {
  const begin = from === '' ? null : daySpan(from);
  if (from !== '' && !begin) return refuse('query-day', { text: from }, 'input.from');
  const end = to === '' ? null : daySpan(to);
  if (to !== '' && !end) return refuse('query-day', { text: to }, 'input.to');
  const days = { from: begin?.from ?? everyDay.from, to: end?.to ?? everyDay.to };
  return days.from > days.to ? refuse('query-order', {}, 'input.to') : days;
}

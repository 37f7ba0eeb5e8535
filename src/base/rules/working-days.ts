/**
 * Working days (工作日) as the State Council announces them each year: rest days and the days worked
 * instead. Years that the library does not know yet have their weekends off and nothing else, so a
 * deadline comes early there, never late. Its table is used, not its functions: they ask the machine's zone.
 */
import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { Temporal } from 'temporal-polyfill';
import { addDays } from './business-day.ts';

const rest = new Set(Object.keys(calendar.holidays));
const worked = new Set(Object.keys(calendar.workdays));

/** `day` is a business day, YYYY-MM-DD. */
export const isWorkingDay = (day: string): boolean =>
  worked.has(day) || (!rest.has(day) && Temporal.PlainDate.from(day).dayOfWeek <= 5);

/** Working days after a day, up to a later one: what was done on Friday is one working day old on Monday. */
export function workingDaysBetween(day: string, later: string): number {
  let count = 0;
  for (let one = addDays(day, 1); one <= later; one = addDays(one, 1)) if (isWorkingDay(one)) count += 1;
  return count;
}

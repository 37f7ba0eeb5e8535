/**
 * Working days (工作日) as the State Council announces them each year: rest days and the days worked
 * instead. Years that the library does not know yet have their weekends off and nothing else, so a
 * deadline comes early there, never late.
 */
import calendar from 'chinese-days';
import { addDays } from './business-day.ts';

/** `day` is a business day, YYYY-MM-DD. At noon, of whatever zone: the library asks the clock of the machine. */
export const isWorkingDay = (day: string): boolean => calendar.isWorkday(`${day}T12:00:00`);

/** Working days after a day, up to a later one: what was done on Friday is one working day old on Monday. */
export function workingDaysBetween(day: string, later: string): number {
  let count = 0;
  for (let one = addDays(day, 1); one <= later; one = addDays(one, 1)) if (isWorkingDay(one)) count += 1;
  return count;
}

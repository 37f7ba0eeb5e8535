/**
 * Dates of an entry (DA/T 18-2022): eight digits, `YYYYMMDD`. What is not known is written with 0: `19450800` of
 * August 1945, `19450000` of 1945; without a month there is no day. What was found by research stands in square
 * brackets, whole or not: `[19450815]`, `[19450000]`. From one date to another, where the field allows it: `19450815-19460101`.
 */

/** 1000 to 2099: older papers are dated by reigns, and so by research within these. */
const years = [1000, 2099] as const;

export type DateFault = 'date-form' | 'date-year' | 'date-month' | 'date-day' | 'date-day-alone' | 'date-order';

interface OneDate {
  year: number;
  /** 0 where it is not known. */
  month: number;
  day: number;
  researched: boolean;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const daysOf = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** As people write dates, made eight digits: `1945年8月15日`, `1945.8.15`, `1945-8-15`, `1945/08`, `1945`. */
export function eightDigits(text: string): string {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '').replaceAll('【', '[').replaceAll('】', ']');
  return plain
    .split(/[~—–]|至|(?<=\d{8}\]?)-/u)
    .map(oneDate)
    .join('-');
}

function oneDate(text: string): string {
  const parts = /^(\[?)(\d{4})(?:[年.\-/](?:(\d{1,2})(?:[月.\-/](?:(\d{1,2})日?)?)?)?)?(\]?)$/u.exec(text);
  if (!parts) return text;
  const [, open = '', year = '', month = '', day = '', close = ''] = parts;
  return `${open}${year}${month.padStart(2, '0')}${day.padStart(2, '0')}${close}`;
}

function readOne(text: string): OneDate | DateFault {
  const parts = /^(\[)?(\d{4})(\d{2})(\d{2})(\])?$/.exec(text);
  if (!parts || (parts[1] === undefined) !== (parts[5] === undefined)) return 'date-form';
  const [year, month, day] = [Number(parts[2]), Number(parts[3]), Number(parts[4])];
  if (year < years[0] || year > years[1]) return 'date-year';
  if (month > 12) return 'date-month';
  if (month === 0 && day > 0) return 'date-day-alone';
  if (month > 0 && day > daysOf(year, month)) return 'date-day';
  return { year, month, day, researched: parts[1] !== undefined };
}

const first = ({ year, month, day }: OneDate): number => year * 10_000 + Math.max(month, 1) * 100 + Math.max(day, 1);

function last({ year, month, day }: OneDate): number {
  const lastMonth = month === 0 ? 12 : month;
  return year * 10_000 + lastMonth * 100 + (day === 0 ? daysOf(year, lastMonth) : day);
}

/** What is wrong with a date that is written in eight digits, or null. */
export function dateFault(text: string, { range }: { range: boolean }): DateFault | null {
  const [from = '', to, more] = text.split('-');
  if (more !== undefined || (to !== undefined && !range)) return 'date-form';
  const one = readOne(from);
  if (typeof one === 'string') return one;
  if (to === undefined) return null;
  const other = readOne(to);
  if (typeof other === 'string') return other;
  return first(one) > last(other) ? 'date-order' : null;
}

const iso = (eight: number): string => {
  const text = String(eight);
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
};

/** The first and the last day that a date can mean, `YYYY-MM-DD`: `19560300` is all of March 1956. Null for no date. */
export function daySpan(text: string): { from: string; to: string } | null {
  const written = eightDigits(text).replaceAll(/(?<!\d)\d{6}(?!\d)/g, (month) => `${month}00`);
  if (dateFault(written, { range: true })) return null;
  const ends = written.split('-').map(readOne);
  const [begin, end] = [ends[0], ends.at(-1)];
  if (typeof begin !== 'object' || typeof end !== 'object') return null;
  return { from: iso(first(begin)), to: iso(last(end)) };
}

/** Eight digits as one reads them: `19450800` is `1945-08`, `[19450000]` is `[1945]`. Anything else stays as it is. */
export const readableDate = (text: string): string =>
  /^[[\]\d-]+$/.test(text)
    ? text
        .replaceAll(/(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)/g, (_, year: string, month: string, dayOfMonth: string) =>
          month === '00' ? year : dayOfMonth === '00' ? `${year}-${month}` : `${year}-${month}-${dayOfMonth}`,
        )
        .replaceAll(/(?<=\d\]?)-(?=\[?\d{4}(?!\d))/g, ' – ')
    : text;

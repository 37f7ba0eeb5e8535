/** The text of a cell that holds a number, a date or a truth value: what a person typed there. */
import type { CellFault, CellNote } from './table.ts';
import type { DateParts, NumberFormat } from './number-format.ts';

export interface CellText {
  text: string;
  fault?: CellFault['code'];
  note?: CellNote['kind'];
}

/** Spreadsheets keep 15 digits of a number. */
const digits = 15;
/** From here on the last digits of a whole number are lost. */
const imprecise = 10 ** digits;
const secondsOfDay = 86_400;
/** 9999-12-31, the last day that spreadsheets know. */
const lastDay = 2_958_465;

/** Plain decimal: no exponent, and no noise of binary fractions behind the 15th digit. */
export function plainNumber(value: number): string {
  const [mantissa = '', exponent = '0'] = Math.abs(value)
    .toExponential(digits - 1)
    .split('e');
  const all = mantissa.replace('.', '').replace(/0+$/, '') || '0';
  const point = Number(exponent) + 1;
  const whole = point > 0 ? all.slice(0, point).padEnd(point, '0') : '0';
  const rest = point > 0 ? all.slice(point) : '0'.repeat(-point) + all;
  const text = /[1-9]/.test(rest) ? `${whole}.${rest}` : whole;
  return value < 0 && text !== '0' ? `-${text}` : text;
}

/** `raw` is the number as the file writes it, e.g. `1.1000000000000001`, `4.10105E+17`. */
export function numberText(raw: string, format: NumberFormat, dates1904: boolean): CellText {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return { text: raw, fault: 'table-cell-unreadable' };
  if (format.kind === 'date' || format.kind === 'elapsed') return dateText(value, format, dates1904);
  if (Math.abs(value) >= imprecise)
    return { text: /^-?\d+$/.test(raw) ? raw : plainNumber(value), fault: 'table-number-imprecise' };
  if (format.kind === 'percent') return { text: `${plainNumber(value * 100)}%` };
  const text = plainNumber(value);
  return { text: format.kind === 'padded' && /^\d+$/.test(text) ? text.padStart(format.digits, '0') : text };
}

const two = (value: number): string => String(value).padStart(2, '0');

const clock = (seconds: number): string =>
  `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(Math.floor(seconds) % 60)}`;

function dateText(value: number, format: NumberFormat, dates1904: boolean): CellText {
  const serial = dates1904 ? value + 1462 : value;
  if (serial < 0 || serial >= lastDay + 1) return { text: plainNumber(value), fault: 'table-date-impossible' };
  if (format.kind !== 'date') return { text: clock(Math.round(value * secondsOfDay)) };
  return dateByParts(serial, format.parts);
}

/** Only what the format shows: a cell that shows 2020年5月 has no day, whatever the number says. */
function dateByParts(serial: number, parts: DateParts): CellText {
  const step = parts.fraction ? 1000 : 1;
  // Apart from the day, for the product of both would not be exact enough to round half a second.
  const seconds = Math.round((serial % 1) * secondsOfDay * step) / step;
  const isNextDay = parts.time && seconds === secondsOfDay;
  const day = Math.floor(serial) + (isNextDay ? 1 : 0);
  const rest = isNextDay ? 0 : seconds;
  const thousandths = Math.round((rest % 1) * 1000);
  const time = clock(rest) + (parts.fraction && thousandths > 0 ? `.${String(thousandths).padStart(3, '0')}` : '');
  if (parts.time && !parts.year && !parts.month && !parts.day) return { text: time };
  const iso = isoDay(day);
  if (parts.year && !parts.day && !parts.time) return { text: parts.month ? iso.slice(0, 7) : iso.slice(0, 4) };
  const text = parts.time ? `${iso} ${time}` : iso;
  return parts.year || !(parts.month || parts.day) ? { text } : { text, note: 'year-hidden' };
}

/** Day 1 is 1900-01-01; day 60 is 29 February 1900, which never was but which spreadsheets show. */
function isoDay(day: number): string {
  if (day === 0) return '1900-01-00';
  if (day === 60) return '1900-02-29';
  const from1970 = day - 25_569 + (day < 60 ? 1 : 0);
  return new Date(from1970 * secondsOfDay * 1000).toISOString().slice(0, 10);
}

/** A cell of type date (ISO 8601), which strict workbooks have instead of numbers. */
export const isoCellText = (raw: string): CellText =>
  /^\d{4}-\d\d-\d\d(T[\d:.]+Z?)?$|^T?\d\d:\d\d[\d:.]*Z?$/.test(raw)
    ? {
        text: raw
          .replace(/[TZ]/g, ' ')
          .trim()
          .replace(/\.0+$/, '')
          .replace(/ 00:00:00$/, ''),
      }
    : { text: raw, fault: 'table-cell-unreadable' };

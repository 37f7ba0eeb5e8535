/**
 * Lines of CSV as RFC 4180 has them.
 *
 * exchange: byte-true, for programs.
 * spreadsheet: for people. A text that Excel or WPS would take for a formula gets a `'` before it,
 * also in full width (＝＋－＠); `unguardFormula` takes it away when the file is fed in again.
 */
export type CsvProfile = 'exchange' | 'spreadsheet';

const formula = /^'*[=+\-@\t\r＝＋－＠]/;

export const guardFormula = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** The reverse of `guardFormula`, for every text. */
export const unguardFormula = (text: string): string =>
  text.startsWith("'") && formula.test(text) ? text.slice(1) : text;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export function csvLine(cells: readonly string[], profile: CsvProfile): string {
  const texts = profile === 'spreadsheet' ? cells.map(guardFormula) : cells;
  return `${texts.map(quoted).join(',')}\r\n`;
}

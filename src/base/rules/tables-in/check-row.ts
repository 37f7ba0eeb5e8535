/** A row as a reader gives it becomes a row with one cell a column, and its troubles in words. */
import { refuse } from '../refusal.ts';
import type { Words } from '../declare.ts';
import {
  type CellFault,
  type CellTrouble,
  type Column,
  columnLetter,
  type RawRow,
  type TableLimits,
  type TableRefusal,
  type TableRow,
} from './table.ts';
import { legible, xmlTrouble } from './xml-trouble.ts';

/** A cell in words. */
export function whereWords(row: number, column: number, name: string): Words {
  const letter = columnLetter(column);
  return {
    zh: `第 ${row} 行 ${letter} 列${name === '' ? '' : `“${name}”`}`,
    en: `row ${row}, column ${letter}${name === '' ? '' : ` “${name}”`}`,
  };
}

/** Half of a pair at the cut is told as U+FFFD: it could not be stored. */
const short = (text: string): string => legible(text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Nothing in it, and nothing to say of it: such rows are passed over. */
export const isBlank = ({ cells, faults }: RawRow): boolean =>
  faults.length === 0 && cells.every((cell) => cell === '');

/** `columns` null: a table without heading, whose rows are as wide as they are. */
export function checkRow(raw: RawRow, columns: readonly Column[] | null, limits: TableLimits): TableRow | TableRefusal {
  const { row, notes, hidden } = raw;
  const last = raw.cells.findLastIndex((cell) => cell !== '');
  if (last >= limits.columns) return refuse('table-too-many-columns', { row, limit: limits.columns });
  const width = Math.max(columns?.length ?? 0, last + 1);
  const cells = raw.cells.slice(0, width);
  while (cells.length < width) cells.push('');
  const faults = [...raw.faults, ...cells.flatMap((text, column) => faultsOf(text, column, columns, limits))];
  const troubles = faults.map((fault) => troubleOf(fault, row, cells[fault.column] ?? '', columns));
  return { row, cells, hidden, notes, troubles: troubles.sort((a, b) => a.column - b.column) };
}

function faultsOf(
  text: string,
  column: number,
  columns: readonly Column[] | null,
  { cellLength }: TableLimits,
): CellFault[] {
  if (text === '') return [];
  const faults: CellFault[] = [];
  if (text.length > cellLength)
    faults.push({ column, code: 'table-cell-long', params: { length: text.length, limit: cellLength } });
  const trouble = xmlTrouble(text);
  if (trouble)
    faults.push({ column, code: 'table-char', params: { codePoint: trouble.codePoint, at: trouble.at + 1 } });
  if (columns) {
    const known = columns[column];
    if (!known) faults.push({ column, code: 'table-beyond-header' });
    else if (known.name === '') faults.push({ column, code: 'table-column-unnamed' });
  }
  return faults;
}

function troubleOf(fault: CellFault, row: number, text: string, columns: readonly Column[] | null): CellTrouble {
  const { column, code, params } = fault;
  const where = whereWords(row, column, columns?.[column]?.name ?? '');
  const letter = columnLetter(column);
  return {
    column,
    refusal: refuse(code, { value: short(text), ...params, where, row, column: letter }, `${letter}${row}`),
  };
}

/** Which row names the columns: Chinese catalogues have title rows above it (标题、单位、日期). */
import type { TableWarning } from './table.ts';
import { columnLetter, type Column } from './table.ts';

export interface TopRow {
  row: number;
  cells: readonly string[];
}

/** The rows among which the heading is looked for. */
export const topRows = 20;

const filled = (cells: readonly string[]): string[] => cells.map((cell) => cell.trim()).filter((cell) => cell !== '');

const isLabel = (text: string): boolean => text.length <= 40 && !/^[\d\s.,:/-]*$/.test(text);

/**
 * The first row in which most columns are filled by different short texts that are no numbers, else
 * the first such with equal texts, else the first with any. 0 when there is nothing at all.
 */
export function suggestHeader(top: readonly TopRow[]): number {
  const widest = Math.max(0, ...top.map(({ cells }) => filled(cells).length));
  const labels = top.filter(({ cells }) => {
    const texts = filled(cells);
    return texts.length >= Math.max(1, widest * 0.6) && texts.every(isLabel);
  });
  const distinct = labels.find(({ cells }) => new Set(filled(cells)).size === filled(cells).length);
  return (distinct ?? labels[0] ?? top.find(({ cells }) => filled(cells).length > 0))?.row ?? 0;
}

/** Columns up to the last heading; `hidden` by index. */
export function columnsOf(heading: readonly string[], hidden: ReadonlySet<number>): Column[] {
  const last = heading.findLastIndex((name) => name.trim() !== '');
  return heading.slice(0, last + 1).map((name, index) => ({
    index,
    letter: columnLetter(index),
    name: name.trim().replace(/\s*[\r\n]+\s*/g, ' '),
    hidden: hidden.has(index),
  }));
}

/** What should be known about the columns. */
export function columnWarnings(columns: readonly Column[]): TableWarning[] {
  const names = columns.map(({ name }) => name).filter((name) => name !== '');
  const twice = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
  const hidden = columns.filter((column) => column.hidden);
  return [
    ...(twice.length > 0 ? [{ code: 'table-header-duplicate', params: { names: twice.join('、') } } as const] : []),
    ...(hidden.length > 0
      ? [
          {
            code: 'table-columns-hidden',
            params: { columns: hidden.map(({ letter, name }) => `${letter} ${name}`.trim()).join('、') },
          } as const,
        ]
      : []),
  ];
}

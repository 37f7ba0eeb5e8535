/**
 * A table that somebody uploads (案卷目录, 人员名单), as it is read: text by text, as typed.
 *
 * Nothing is dropped, filled in or guessed in silence. What a person must correct is a trouble of
 * its cell; what he should only know is a note or a warning.
 */
import type { Refusal } from '../refusal.ts';
import type { TableRefusalCode, TableWarningCode } from './messages.ts';

export type TableFormat = 'csv' | 'xlsx' | 'xls' | 'dbf';

export type TableRefusal = Refusal<TableRefusalCode>;

/** Words of `tableWarnings`; the table is read all the same. */
export interface TableWarning {
  code: TableWarningCode;
  params: Refusal['params'];
}

export interface Sheet {
  name: string;
  hidden: boolean;
  /** No cell of it holds anything. */
  empty: boolean;
}

export interface Column {
  /** From 0. */
  index: number;
  /** As the spreadsheet shows it: A, B, … */
  letter: string;
  /** The heading, trimmed; empty where it has none. */
  name: string;
  hidden: boolean;
}

/**
 * formula: the text is what the spreadsheet last computed
 * merged: the cell is empty because it belongs to the merged cell at `from`
 * year-hidden: a date of which the spreadsheet shows month and day only
 */
export interface CellNote {
  column: number;
  kind: 'formula' | 'merged' | 'year-hidden';
  /** Of a merged cell: where its text stands, e.g. `A3`. */
  from?: string;
}

/** What a reader found wrong in a cell, before it is put into words. */
export interface CellFault {
  column: number;
  code: TableRefusalCode;
  params?: Refusal['params'];
}

/** A row as a reader of one format gives it; a cell that is not there is an empty text. */
export interface RawRow {
  /** As people count in the file, from 1: blank rows and titles count too. In a DBF the record number. */
  row: number;
  cells: string[];
  hidden: boolean;
  notes: CellNote[];
  faults: CellFault[];
}

export interface CellTrouble {
  column: number;
  refusal: TableRefusal;
}

export interface TableRow {
  row: number;
  /** One for each column, and more when texts stand beyond the last heading (each is a trouble). */
  cells: string[];
  hidden: boolean;
  notes: CellNote[];
  /** In the order of the columns. An import skips those of columns that it does not read. */
  troubles: CellTrouble[];
}

/** Where an upload stops being one: beyond these the file is refused, or the cell is. */
export interface TableLimits {
  fileBytes: number;
  /** All parts of a workbook that are read, unpacked. */
  unpackedBytes: number;
  /** Unpacked to packed, of a part larger than 1 MiB. */
  ratio: number;
  /** Rows with text below the heading. */
  rows: number;
  columns: number;
  /** UTF-16 units, as spreadsheets count. */
  cellLength: number;
}

export const tableLimits: TableLimits = {
  fileBytes: 50 * 1024 * 1024,
  unpackedBytes: 1024 * 1024 * 1024,
  ratio: 200,
  rows: 200_000,
  columns: 200,
  cellLength: 32_767,
};

/** A, B, … Z, AA, … of a column from 0. */
export function columnLetter(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

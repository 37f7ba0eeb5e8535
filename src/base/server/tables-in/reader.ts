import type { Separator } from '#/base/rules/tables-in/separator.ts';
import type {
  RawRow,
  Sheet,
  TableFormat,
  TableLimits,
  TableRefusal,
  TableWarning,
} from '#/base/rules/tables-in/table.ts';

/** What the reader of one format gives. */
export interface TableReader extends AsyncDisposable {
  format: TableFormat;
  /** Of a CSV or DBF, by its WHATWG name; workbooks are Unicode. */
  encoding: string | null;
  /** Empty for a CSV or DBF. */
  sheets: Sheet[];
  sheet: string | null;
  hiddenColumns: ReadonlySet<number>;
  /** Names of the columns where the format itself has them (DBF): no row is a heading then. */
  names: string[] | null;
  warnings: TableWarning[];
  /** From the first row, anew at each call. A refusal is the last thing it gives. */
  rows(): AsyncGenerator<RawRow | TableRefusal>;
}

export interface ReadOptions {
  /** Name of the sheet; by default the first that is not hidden. */
  sheet: string | null;
  /** Encoding of a CSV or DBF, against what it says or looks like. */
  encoding: string | null;
  /** Between the cells of a CSV; by default it is looked for. */
  separator: Separator | null;
  /** A CSV made for spreadsheets: `'=` means `=`. */
  guarded: boolean;
  /** Path of the memo file beside a DBF. */
  memo: string | null;
  limits: TableLimits;
}

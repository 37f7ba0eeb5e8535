/** Reads uploaded tables: XLSX, XLS, CSV and DBF, text by text, with what is wrong in them. */
import { extname } from 'node:path';
import { checkRow, isBlank } from '#/base/rules/tables-in/check-row.ts';
import { columnsOf, columnWarnings, suggestHeader, topRows, type TopRow } from '#/base/rules/tables-in/header.ts';
import {
  type Column,
  type RawRow,
  type Sheet,
  type TableFormat,
  tableLimits,
  type TableLimits,
  type TableRefusal,
  type TableRow,
  type TableWarning,
} from '#/base/rules/tables-in/table.ts';
import { isRefusal, refuse } from '#/base/rules/refusal.ts';
import { openCsv } from './csv.ts';
import { openDbf } from './dbf.ts';
import type { ReadOptions, TableReader } from './reader.ts';
import { sniffTable } from './sniff.ts';
import { keepSource, readPart, type Source, TooManyBytes } from './source.ts';
import { openXls } from './xls.ts';
import { openXlsx } from './xlsx.ts';

/** A path, or the bytes themselves. */
type From = string | AsyncIterable<Uint8Array>;

export interface OpenOptions extends Partial<Omit<ReadOptions, 'limits' | 'memo'>> {
  /** As it was uploaded; only its end is looked at. */
  name: string;
  /** The row with the names of the columns; 0 when there is none; by default it is looked for. */
  headerRow?: number;
  /** The .fpt or .dbt beside a DBF. */
  memo?: From | null;
  limits?: Partial<TableLimits>;
}

/** An open table; dispose of it when done. */
export interface Table extends AsyncDisposable {
  format: TableFormat;
  encoding: string | null;
  sheets: Sheet[];
  sheet: string | null;
  /** 0 when no row is a heading. */
  headerRow: number;
  /** The first rows with text, from which a person may choose another heading. */
  top: TopRow[];
  /** Null when the table has no heading: rows are then as wide as they are. */
  columns: Column[] | null;
  warnings: TableWarning[];
  /** The rows below the heading that have any text, anew at each call. A refusal ends them. */
  rows(): AsyncGenerator<TableRow | TableRefusal>;
}

/** Dispose of what it gives. */
export async function openTable(from: From, options: OpenOptions): Promise<Table | TableRefusal> {
  const limits = { ...tableLimits, ...options.limits };
  const { sheet = null, encoding = null, separator = null, guarded = false, memo = null } = options;
  await using stack = new AsyncDisposableStack();
  try {
    const source = stack.use(await keepSource(from, limits.fileBytes));
    const beside = memo === null ? null : stack.use(await keepSource(memo, limits.fileBytes)).path;
    const reader = await openReader(source, { sheet, encoding, separator, guarded, memo: beside, limits });
    if (isRefusal(reader)) return reader;
    stack.use(reader);
    const table = await headed(reader, options, limits);
    if (isRefusal(table)) return table;
    const held = stack.move();
    return { ...table, [Symbol.asyncDispose]: () => held.disposeAsync() };
  } catch (error) {
    if (!(error instanceof TooManyBytes)) throw error;
    return refuse('table-too-large', { limit: Math.floor(limits.fileBytes / 1024 / 1024) });
  }
}

async function openReader(source: Source, options: ReadOptions): Promise<TableReader | TableRefusal> {
  if (source.bytes === 0) return refuse('table-empty');
  const sniffed = sniffTable(await readPart(source.path, 0, 64 * 1024));
  switch (sniffed.kind) {
    case 'zip':
      return openXlsx(source, options);
    case 'cfb':
      return openXls(source, options);
    case 'dbf':
      return openDbf(source, options);
    case 'text':
      return openCsv(source, options);
    case 'disguised':
      return refuse('table-html-disguised', { format: sniffed.format });
    case 'foreign':
      return refuse('table-format-unknown', { format: sniffed.format });
  }
}

const endings: Record<TableFormat, readonly string[]> = {
  csv: ['.csv', '.txt', '.tsv', '.tab'],
  xlsx: ['.xlsx', '.xlsm', '.xltx', '.xltm'],
  xls: ['.xls', '.xlt', '.et'],
  dbf: ['.dbf', '.dbc'],
};

async function headed(
  reader: TableReader,
  { name, headerRow: asked }: OpenOptions,
  limits: TableLimits,
): Promise<Omit<Table, typeof Symbol.asyncDispose> | TableRefusal> {
  const { format, encoding, sheets, sheet, hiddenColumns, names } = reader;
  const found = await findHeading(reader, names ? 0 : (asked ?? null));
  if (isRefusal(found)) return found;
  const { top, headerRow, heading } = found;
  const broken = heading && headingTrouble(heading, limits);
  if (broken) return broken;
  const columns = names ? columnsOf(names, hiddenColumns) : heading ? columnsOf(heading.cells, hiddenColumns) : null;
  const guessed = asked === undefined && !names && headerRow !== top[0]?.row;
  const warnings: TableWarning[] = [
    ...(endings[format].includes(extname(name).toLowerCase())
      ? []
      : [{ code: 'table-name-differs', params: { format: format.toUpperCase() } } as const]),
    ...reader.warnings,
    ...(guessed ? [{ code: 'table-header-guessed', params: { row: headerRow } } as const] : []),
    ...columnWarnings(columns ?? []),
  ];
  const rows = (): AsyncGenerator<TableRow | TableRefusal> => checkedRows(reader, headerRow, columns, limits);
  return { format, encoding, sheets, sheet, headerRow, top, columns, warnings, rows };
}

/** Names of columns cannot be corrected row by row. */
function headingTrouble(heading: RawRow, limits: TableLimits): TableRefusal | null {
  const checked = checkRow(heading, null, limits);
  return isRefusal(checked) ? checked : (checked.troubles[0]?.refusal ?? null);
}

interface Heading {
  top: TopRow[];
  headerRow: number;
  heading: RawRow | null;
}

async function findHeading(reader: TableReader, asked: number | null): Promise<Heading | TableRefusal> {
  const first: RawRow[] = [];
  let stated: RawRow | null = null;
  for await (const row of reader.rows()) {
    if (isRefusal(row)) return row;
    if (isBlank(row)) continue;
    if (first.length < topRows) first.push(row);
    if (row.row === asked) stated = row;
    if (first.length === topRows && row.row >= (asked ?? 0)) break;
  }
  if (first.length === 0 && !reader.names) return refuse('table-empty');
  const top = first.map(({ row, cells }) => ({ row, cells }));
  if (asked === 0) return { top, headerRow: 0, heading: null };
  const headerRow = asked ?? suggestHeader(top);
  const heading = stated ?? first.find(({ row }) => row === headerRow);
  return heading ? { top, headerRow, heading } : refuse('table-header-missing', { row: headerRow });
}

async function* checkedRows(
  reader: TableReader,
  headerRow: number,
  columns: Column[] | null,
  limits: TableLimits,
): AsyncGenerator<TableRow | TableRefusal> {
  let count = 0;
  for await (const raw of reader.rows()) {
    if (isRefusal(raw)) return void (yield raw);
    if (raw.row <= headerRow || isBlank(raw)) continue;
    count += 1;
    if (count > limits.rows) return void (yield refuse('table-too-many-rows', { limit: limits.rows, row: raw.row }));
    const row = checkRow(raw, columns, limits);
    yield row;
    if (isRefusal(row)) return;
  }
}

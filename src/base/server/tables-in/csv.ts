import { unguardFormula } from '#/base/rules/tables-out/csv.ts';
import { CsvParser } from '#/base/rules/tables-in/csv-parser.ts';
import { suggestSeparator } from '#/base/rules/tables-in/separator.ts';
import type { RawRow, TableRefusal } from '#/base/rules/tables-in/table.ts';
import { isRefusal } from '#/base/rules/refusal.ts';
import { decodeFile, findEncoding, type TextEncoding } from './encoding.ts';
import type { ReadOptions, TableReader } from './reader.ts';
import type { Source } from './source.ts';

/** A cell so long is a quote that nobody closed. */
const longestQuoted = 1 << 20;

export async function openCsv(source: Source, options: ReadOptions): Promise<TableReader | TableRefusal> {
  const encoding = await findEncoding(source, options.encoding);
  if (isRefusal(encoding)) return encoding;
  const separator = options.separator ?? suggestSeparator(await topOf(source.path, encoding));
  const told = separator !== ',' && options.separator === null;
  return {
    ...{ format: 'csv', encoding: encoding.encoding, sheets: [], sheet: null, names: null },
    warnings: told ? [{ code: 'table-separator', params: { separator: separator === '\t' ? 'TAB' : separator } }] : [],
    hiddenColumns: new Set(),
    rows: () => rowsOf(source.path, encoding, separator, options.guarded),
    [Symbol.asyncDispose]: async () => {},
  };
}

async function topOf(path: string, encoding: TextEncoding): Promise<string> {
  let top = '';
  for await (const text of decodeFile(path, encoding)) {
    top += text;
    if (top.length >= 64 * 1024) break;
  }
  return top;
}

async function* rowsOf(
  path: string,
  encoding: TextEncoding,
  separator: string,
  guarded: boolean,
): AsyncGenerator<RawRow | TableRefusal> {
  const parser = new CsvParser(separator, longestQuoted);
  const plain = (row: RawRow | TableRefusal): RawRow | TableRefusal =>
    guarded && !isRefusal(row) ? { ...row, cells: row.cells.map(unguardFormula) } : row;
  for await (const text of decodeFile(path, encoding)) for (const row of parser.write(text)) yield plain(row);
  for (const row of parser.end()) yield plain(row);
}

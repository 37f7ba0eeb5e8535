import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { columnLetter, tableLimits } from '#/base/rules/tables-in/table.ts';
import { sheetFoot, sheetHead, sheetRow, workbookParts } from '#/base/rules/tables-out/xlsx.ts';

/** Equal rows give equal bytes, in every time zone. */
const fixed = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true };
const piece = 64 * 1024;
const mostRows = 1_048_576;

/** Excel refuses the workbook otherwise. */
const sheetName = /^(?!')[^[\]:*?/\\]{1,31}(?<!')$/u;

export interface XlsxOptions {
  sheet: string;
  /** In characters, from the first column. */
  widths?: readonly number[];
}

/**
 * A workbook of one sheet of texts, made while it is read. The stream fails with the rows, and with
 * a RangeError where they go beyond what a sheet can hold.
 */
export function xlsxStream(
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  { sheet, widths = [] }: XlsxOptions,
): Readable {
  if (!sheetName.test(sheet)) throw new RangeError(`no name for a sheet: ${sheet}`);
  const zip = new ZipFile();
  const out = new PassThrough();
  const source = Readable.from(sheetChunks(rows, widths), { objectMode: false });
  const fail = (error: Error): void => void out.destroy(error);
  zip.on('error', fail);
  source.on('error', fail);
  out.on('close', () => source.destroy());
  zip.outputStream.on('error', fail);
  zip.outputStream.pipe(out);
  for (const [name, content] of Object.entries(workbookParts(sheet))) zip.addBuffer(Buffer.from(content), name, fixed);
  zip.addReadStream(source, 'xl/worksheets/sheet1.xml', fixed);
  zip.end();
  return out;
}

async function* sheetChunks(
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  widths: readonly number[],
): AsyncGenerator<Buffer> {
  const letters: string[] = [];
  let xml = sheetHead(widths);
  let row = 0;
  for await (const cells of rows) {
    row += 1;
    refuseBeyond(row, cells);
    while (letters.length < cells.length) letters.push(columnLetter(letters.length));
    xml += sheetRow(row, cells, letters);
    if (xml.length < piece) continue;
    yield Buffer.from(xml);
    xml = '';
  }
  yield Buffer.from(xml + sheetFoot);
}

function refuseBeyond(row: number, cells: readonly string[]): void {
  if (row > mostRows) throw new RangeError(`a sheet holds ${mostRows} rows`);
  if (cells.length > 16_384) throw new RangeError(`row ${row} has ${cells.length} columns`);
  const long = cells.findIndex((text) => text.length > tableLimits.cellLength);
  if (long !== -1) throw new RangeError(`${columnLetter(long)}${row} is longer than a cell can be`);
}

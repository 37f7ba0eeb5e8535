import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RawRow, TableRefusal } from '#/base/rules/tables-in/table.ts';
import { isRefusal, refuse } from '#/base/rules/refusal.ts';
import { Apart, ApartError } from '../jobs/apart.ts';
import { MergeNotes } from './merges.ts';
import type { ReadOptions, TableReader } from './reader.ts';
import { damaged } from './refused.ts';
import { workbookWarnings } from './sheets.ts';
import type { Source } from './source.ts';
import type { XlsInput, XlsOutput } from './xls/work.ts';

/** Milliseconds. 65,000 rows take less than a tenth of it. */
const longest = 60_000;
const heapMiB = 2048;

/** A workbook of Excel 5 to 2003, or of WPS (.et). */
export async function openXls(source: Source, options: ReadOptions): Promise<TableReader | TableRefusal> {
  const rows = join(source.folder, 'rows');
  const output = await readApart({ path: source.path, rows, sheet: options.sheet });
  if (isRefusal(output)) return output;
  const { sheets, sheet, hasMacros, hiddenColumns, merges } = output;
  return {
    ...{ format: 'xls', encoding: null, sheets, sheet, names: null, hiddenColumns: new Set(hiddenColumns) },
    warnings: workbookWarnings(sheets, sheet, hasMacros, merges.length),
    rows: () => rowsOf(rows, new MergeNotes(merges, options.limits.columns)),
    [Symbol.asyncDispose]: async () => {},
  };
}

async function readApart(input: XlsInput): Promise<XlsOutput | TableRefusal> {
  const signal = AbortSignal.timeout(longest);
  // A process a file: the library keeps number formats of one workbook for the next.
  await using apart = new Apart(fileURLToPath(new URL('./xls/work.ts', import.meta.url)), { heapMiB, pieces: 1 });
  try {
    return (await apart.run(input, { signal, progress: async () => {} })) as XlsOutput | TableRefusal;
  } catch (error) {
    if (signal.aborted || (error instanceof ApartError && error.name === 'ProcessDied'))
      return refuse('table-bomb', { part: 'XLS' });
    if (error instanceof ApartError && !/^E[A-Z]+$/.test(error.code)) return damaged('XLS').refusal;
    throw error;
  }
}

async function* rowsOf(path: string, notes: MergeNotes): AsyncGenerator<RawRow | TableRefusal> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) yield notes.addTo(JSON.parse(line) as RawRow);
}

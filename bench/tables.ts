/**
 * What reading and writing a catalogue costs: 100,000 rows of 12 columns, beside a floor that does
 * no work on the cells (unzip and wc), in one interleaved run. Each reading runs in a process of its
 * own, whose peak of memory is told.
 */
import { execFile } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs, promisify } from 'node:util';
import { utils, write } from '@e965/xlsx';
import { isRefusal } from '#/base/rules/refusal.ts';
import { openTable } from '#/base/server/tables-in/open.ts';
import { csvBytes } from '#/base/server/tables-out/csv.ts';
import { xlsxStream } from '#/base/server/tables-out/xlsx.ts';
import { median, rounded, timed } from './figures.ts';

const heading = '档号,全宗号,目录号,案卷号,件号,责任者,题名,日期,密级,保管期限,页数,备注'.split(',');

/** Catalogue lines as they are: every text of its own. */
function* catalogue(rows: number): Generator<string[]> {
  yield heading;
  for (let row = 1; row <= rows; row += 1) {
    const volume = String(Math.ceil(row / 20)).padStart(4, '0');
    const item = String(row % 20).padStart(3, '0');
    const day = `19${50 + (row % 50)}-${String((row % 12) + 1).padStart(2, '0')}-${String((row % 28) + 1).padStart(2, '0')}`;
    const title = `郑州市人民政府办公厅关于第${row}号“文书档案”整理、编目与数字化工作的通知`;
    yield [
      '0123',
      '0123',
      '001',
      volume,
      item,
      `郑州市档案局第${row % 97}科`,
      title,
      day,
      '',
      '永久',
      String((row % 40) + 1),
      `共${row}份, 第"${item}"份`,
    ];
  }
}

interface Reading {
  rows: number;
  seconds: number;
  peakMiB: number;
}

/** In the process of its own. */
async function readOnce(path: string): Promise<void> {
  const begun = performance.now();
  const table = await openTable(path, { name: path });
  if (isRefusal(table)) throw new Error(table.code);
  let rows = 0;
  for await (const row of table.rows()) {
    if (isRefusal(row) || row.troubles.length > 0) throw new Error(JSON.stringify(row));
    rows += 1;
  }
  await table[Symbol.asyncDispose]();
  const seconds = (performance.now() - begun) / 1000;
  const reading: Reading = { rows, seconds, peakMiB: process.resourceUsage().maxRSS / 1024 };
  console.log(JSON.stringify(reading));
}

const execute = promisify(execFile);

export const read = async (path: string): Promise<Reading> =>
  JSON.parse((await execute(process.execPath, ['bench/main.ts', 'tables', '--read', path])).stdout) as Reading;

const shell = (command: string, path: string): Promise<unknown> =>
  execute('sh', ['-c', command, 'sh', path], { maxBuffer: 1 << 20 });

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      read: { type: 'string' },
      rows: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '3' },
    },
  });
  if (values.read !== undefined) return readOnce(values.read);
  const [rows, rounds] = [Number(values.rows), Number(values.rounds)];
  const folder = mkdtempSync(join(tmpdir(), 'shoucang-bench-'));
  try {
    const figures = await measure(folder, rows, rounds);
    console.table(figures.table);
    console.log(JSON.stringify({ bench: 'tables', rows, columns: heading.length, rounds, ...figures.json }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With shared strings, as Excel saves them. */
function writeShared(path: string, rows: number): void {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([...catalogue(rows)], { dense: true }), '目录');
  writeFileSync(path, write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true, compression: true }) as Buffer);
}

interface Contender {
  file: string;
  write(path: string): Promise<void>;
  /** What must be done at the least to touch all bytes. */
  floor: string;
}

const contendersOf = (rows: number): Record<string, Contender> => ({
  xlsx: {
    ...{ file: 'a.xlsx', floor: 'unzip -p "$1" | wc -c' },
    write: (path) => pipeline(xlsxStream(catalogue(rows), { sheet: '目录' }), createWriteStream(path)),
  },
  'xlsx, shared strings (by SheetJS)': {
    ...{ file: 'b.xlsx', floor: 'unzip -p "$1" | wc -c' },
    write: async (path) => writeShared(path, rows),
  },
  csv: {
    ...{ file: 'a.csv', floor: 'wc "$1"' },
    write: (path) => pipeline(Readable.from(csvBytes(catalogue(rows), 'exchange')), createWriteStream(path)),
  },
});

async function measure(folder: string, rows: number, rounds: number) {
  const table: Record<string, string | number>[] = [];
  const json: Record<string, Record<string, number>> = {};
  for (const [name, contender] of Object.entries(contendersOf(rows))) {
    const path = join(folder, contender.file);
    const wrote: number[] = [];
    const readings: Reading[] = [];
    const floor: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      wrote.push(await timed(() => contender.write(path)));
      readings.push(await read(path));
      floor.push(await timed(() => shell(contender.floor, path)));
    }
    if (readings.some((reading) => reading.rows !== rows)) throw new Error(`${name}: rows are missing`);
    const line = {
      fileMiB: rounded(statSync(path).size / 1024 / 1024, 1),
      writeSeconds: rounded(median(wrote)),
      readSeconds: rounded(median(readings.map(({ seconds }) => seconds))),
      peakMiB: Math.round(Math.max(...readings.map(({ peakMiB }) => peakMiB))),
      floorSeconds: rounded(median(floor)),
    };
    table.push({ format: name, ...line, floor: contender.floor });
    json[name] = line;
  }
  return { table, json };
}

/** Lists of the package, read as whoever takes it over reads them (DA/T 70-2018 1-11, 2-10, 3-1, 3-2). */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRefusal } from '#/base/rules/refusal.ts';
import { CsvParser } from '#/base/rules/tables-in/csv-parser.ts';
import { openTable } from '#/base/server/tables-in/open.ts';
import { type Level, levels } from '#/description/rules/field.ts';
import { readOxum } from '#/products/rules/bagit.ts';
import { imageHeadings, type ListEntry, listNames, listTable } from '#/products/rules/lists.ts';
import { bookPath, type Encoding, imagePath } from '#/products/rules/package.ts';
import { namedLists } from './bag.ts';
import { filesOf, type Subject } from './subject.ts';

/** The content is not what it says to be. */
class Unreadable extends Error {}

/** Cells so long are a quote that nobody closed. */
const longestCell = 1 << 20;

async function* csvRows(path: string, encoding: Encoding): AsyncGenerator<string[]> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const parser = new CsvParser(',', longestCell);
  const textOf = (chunk?: Buffer): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new Unreadable();
    }
  };
  const cellsOf = (rows: ReturnType<CsvParser['write']>): string[][] =>
    rows.map((row) => {
      if (isRefusal(row) || row.faults.length > 0) throw new Unreadable();
      return row.cells;
    });
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>)
    yield* cellsOf(parser.write(textOf(chunk)));
  yield* cellsOf(parser.write(textOf()));
  yield* cellsOf(parser.end());
}

async function textOf(path: string, encoding: Encoding): Promise<string> {
  const bytes = await readFile(path);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable();
  }
}

/** By its path in the package; what one of the lists says of an image. */
export type ImageRows = Map<string, Record<(typeof imageHeadings)[number], string>>;

export async function lookAtLists(subject: Subject): Promise<ImageRows> {
  const { tally, row, folder, signal } = subject;
  const images: ImageRows = new Map();
  const twice = new Set<string>();
  const tables = new Map<Level, string[][]>();
  const readers: [path: string, read: (full: string) => Promise<void>][] = [
    ['bag-info.txt', async (full) => readInfo(await textOf(full, 'utf-8'), row.number)],
    ...namedLists(subject).map((path): [string, (full: string) => Promise<void>] => [
      path,
      async (full) => {
        const level = levels.find((one) => path.startsWith(`data/目录/${listNames[one].table}`));
        if (path.endsWith('图像清单.csv')) await readImages(full, row.encoding, images, twice);
        else if (path.endsWith('.TXT')) {
          if (!(await textOf(full, row.encoding)).includes(row.number)) throw new Unreadable();
        } else if (level === undefined) throw new Unreadable();
        else await readCatalogue(path, full, { subject, level, tables });
      },
    ]),
  ];
  for (const [path, read] of readers) {
    signal.throwIfAborted();
    try {
      await read(join(folder, path));
      tally.look('lists', path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!(error instanceof Unreadable) && !/^E[A-Z]+$/.test(code)) throw error;
      tally.look('lists', path, [code === 'ENOENT' ? 'missing' : code === '' ? 'text' : 'unreadable']);
    }
  }
  compareTables(subject, tables);
  lookAtLinks(subject, tables, images, twice);
  return images;
}

function readInfo(text: string, number: string): void {
  if (!readOxum(text) || !text.split('\n').includes(`External-Identifier: ${number}`)) throw new Unreadable();
}

async function readImages(full: string, encoding: Encoding, images: ImageRows, twice: Set<string>): Promise<void> {
  let head: string[] | null = null;
  for await (const cells of csvRows(full, encoding)) {
    if (head === null) {
      if (cells.join('\n') !== imageHeadings.join('\n')) throw new Unreadable();
      head = cells;
      continue;
    }
    const found = Object.fromEntries(imageHeadings.map((name, at) => [name, cells[at] ?? '']));
    const path = found['路径'] ?? '';
    if (images.has(path)) twice.add(path);
    images.set(path, found);
  }
}

/** The one for exchange is compared cell by cell; the others must be readable and have as many rows. */
async function readCatalogue(
  path: string,
  full: string,
  { subject, level, tables }: { subject: Subject; level: Level; tables: Map<Level, string[][]> },
): Promise<void> {
  const { entries, row } = subject;
  const expected = entries.filter((entry) => entry.level === level).length;
  if (path.endsWith(`${listNames[level].table}.csv`)) {
    const rows: string[][] = [];
    for await (const cells of csvRows(full, row.encoding)) rows.push(cells);
    if (rows.length === 0) throw new Unreadable();
    tables.set(level, rows);
    return;
  }
  const found = path.endsWith('.XML') ? await xmlRows(full, level, row.encoding) : await tableRows(full, path);
  subject.tally.look(
    'catalogue',
    path,
    ...(found === expected ? [] : ([['count-differs', { expected, found }]] as const)),
  );
}

async function xmlRows(full: string, level: Level, encoding: Encoding): Promise<number> {
  const text = await textOf(full, encoding);
  const { table, row } = listNames[level];
  if (!text.startsWith('<?xml') || !text.trimEnd().endsWith(`</${table}>`)) throw new Unreadable();
  return text.split(`<${row}>`).length - 1;
}

async function tableRows(full: string, path: string): Promise<number> {
  const opened = await openTable(full, { name: path, headerRow: 1, limits: { rows: 10_000_000 } });
  if (isRefusal(opened)) throw new Unreadable();
  await using table = opened;
  let count = 0;
  for await (const row of table.rows()) {
    if (isRefusal(row)) throw new Unreadable();
    count += 1;
  }
  return count;
}

/** Entries as they are now, as the list has to have them; built here, from names and counts that were measured. */
function expectedEntries({ units, files, entries, row }: Subject): ListEntry[] {
  const byOriginal = new Map(units.map((unit) => [unit.original_id, unit]));
  const byUnit = filesOf(files);
  return entries.map(({ originalId, level, code, values }) => {
    const unit = byOriginal.get(originalId);
    if (unit?.code !== code) return { level, code, values, images: null, folder: '', pdf: '', ofd: '' };
    const named = { fonds: unit.fonds_code, code };
    const short = (path: string): string => path.replace(/^data\//, '');
    return {
      ...{ level, code, values, images: (byUnit.get(unit.id) ?? []).filter(({ kind }) => kind === 'image').length },
      folder: short(imagePath(named, 'x', 1, 'x')).replace(/\/[^/]+$/, ''),
      ...{ pdf: row.pdf ? short(bookPath(named, 'pdf')) : '', ofd: row.ofd ? short(bookPath(named, 'ofd')) : '' },
    };
  });
}

const codeColumn = 1;

/** Row by row, value by value; the code of an entry names what is wrong. */
function compareTables(subject: Subject, tables: ReadonlyMap<Level, string[][]>): void {
  const all = expectedEntries(subject);
  for (const level of levels) {
    const own = all.filter((entry) => entry.level === level);
    if (own.length === 0 && !tables.has(level)) continue;
    const [head = [], ...expected] = listTable(own);
    const [foundHead = [], ...found] = tables.get(level) ?? [];
    const rows = Map.groupBy(found, (cells) => cells[codeColumn] ?? '');
    for (const cells of expected) {
      const code = cells[codeColumn] ?? '';
      const [first, ...more] = rows.get(code) ?? [];
      rows.delete(code);
      if (!first) subject.tally.look('catalogue', code, ['row-missing']);
      else if (more.length > 0) subject.tally.look('catalogue', code, ['row-twice']);
      else {
        const columns = differing(head, cells, foundHead, first);
        subject.tally.look('catalogue', code, ...columns.map((column) => ['row-differs', { column }] as const));
      }
    }
    for (const code of rows.keys()) subject.tally.look('catalogue', code, ['row-surplus']);
  }
}

/** Headings whose cells are not the same; a column that only one of them has counts as empty in the other. */
function differing(head: string[], cells: string[], otherHead: string[], other: string[]): string[] {
  const names = [...new Set([...head, ...otherHead])];
  const at = (names_: string[], row: string[], name: string): string => row[names_.indexOf(name)] ?? '';
  return names.filter((name) => at(head, cells, name) !== at(otherHead, other, name));
}

/** Paths of the lists lead to files of the package, and each image has its row (1-11). */
function lookAtLinks(
  { tally, files }: Subject,
  tables: ReadonlyMap<Level, string[][]>,
  images: ImageRows,
  twice: ReadonlySet<string>,
): void {
  const present = new Set(files.map(({ path }) => path));
  const folders = new Set(files.filter(({ kind }) => kind === 'image').map(({ path }) => path.replace(/\/[^/]+$/, '')));
  for (const [head = [], ...rows] of tables.values())
    for (const cells of rows) {
      const cell = (name: string): string => cells[head.indexOf(name)] ?? '';
      const lost = [
        ...(cell('图像路径') === '' || folders.has(`data/${cell('图像路径')}`) ? [] : [cell('图像路径')]),
        ...[cell('PDF'), cell('OFD')].filter((path) => path !== '' && !present.has(`data/${path}`)),
      ];
      tally.look('links', cells[codeColumn] ?? '', ...lost.map(() => ['path-missing'] as const));
    }
  for (const { path, kind } of files)
    if (kind === 'image')
      tally.look(
        'links',
        path,
        ...(images.has(path) ? (twice.has(path) ? ([['row-twice']] as const) : []) : ([['row-missing']] as const)),
      );
  for (const path of images.keys()) if (!present.has(path)) tally.look('links', path, ['row-surplus']);
}

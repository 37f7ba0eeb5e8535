/** The rows of an import that were refused, as a workbook to correct and feed again. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isRefusal } from '#/base/rules/refusal.ts';
import type { Db } from '#/base/server/db.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import type { Table } from '#/base/server/tables-in/open.ts';
import { xlsxStream } from '#/base/server/tables-out/xlsx.ts';
import { importFieldNames } from '../../rules/catalogue-import.ts';
import { statesMark } from '../../rules/original.ts';
import type { StoredRefusal } from '../tables-catalogue.ts';
import { allProblems, type ImportRow } from '../store/imports.ts';
import { openCatalogue } from './job.ts';

/** Columns behind those of the file itself; the next import passes over them. */
const errorColumns = ['原行号', '问题', '怎样改'] as const;

/** Headings of the file that such a workbook came from. */
export function withoutErrors(headings: readonly string[]): readonly string[] {
  const tail = headings.slice(-errorColumns.length);
  return errorColumns.every((name, index) => tail[index] === name) ? headings.slice(0, -errorColumns.length) : headings;
}

type Words = (refusal: StoredRefusal) => { zh: string; nextZh: string };

/** Writes it into a folder that is made for it. */
export async function writeErrors(
  db: Db,
  objects: ObjectStore,
  row: ImportRow,
  folder: string,
  wordsOf: Words,
): Promise<{ file: string; rows: number; bytes: number; sha256: string }> {
  const opened = await openCatalogue(objects, row);
  if (isRefusal(opened)) throw new Error(`the catalogue of an import cannot be opened: ${opened.code}`);
  await using table = opened;
  const problems = new Map<number, StoredRefusal[]>();
  const fields = new Map<StoredRefusal, string>();
  for (const { row: at, code, params, field } of await allProblems(db, row.id)) {
    const refusal = { code, params };
    problems.set(at, [...(problems.get(at) ?? []), refusal]);
    if (field !== null) fields.set(refusal, importFieldNames[field].zh);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = `${basename(row.file_name ?? '', extname(row.file_name ?? ''))}-错误行.xlsx`;
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const rows = rowsOf(table, row, problems, (refusal) => {
    const { zh, nextZh } = wordsOf(refusal);
    const field = fields.get(refusal);
    return { what: field === undefined ? zh : `${field}：${zh}`, next: nextZh };
  });
  await pipeline(
    xlsxStream(rows, { sheet: '错误行' }),
    measure,
    createWriteStream(join(folder, file), { mode: 0o600, flush: true }),
  );
  return { file, rows: problems.size, bytes, sha256: hash.digest('hex') };
}

/** Headings, then each refused row as it stood, with what is wrong in it. */
async function* rowsOf(
  table: Table,
  { headings, mapping }: Pick<ImportRow, 'headings' | 'mapping'>,
  problems: ReadonlyMap<number, readonly StoredRefusal[]>,
  say: (refusal: StoredRefusal) => { what: string; next: string },
): AsyncGenerator<readonly string[]> {
  yield [...headings, ...errorColumns];
  for await (const next of table.rows()) {
    if (isRefusal(next)) throw new Error(`the catalogue breaks off: ${next.code}`);
    const found = problems.get(next.row);
    if (!found) continue;
    const told = found.map(say);
    // 6.1-5: of a row that says by itself that it is classified nothing goes out but its code.
    const marked = mapping.marking !== undefined && statesMark(next.cells[mapping.marking] ?? '');
    const kept = (index: number): boolean => !marked || index === mapping.code || index === mapping.marking;
    const cells = headings.map((_, index) => (kept(index) ? (next.cells[index] ?? '') : ''));
    yield [
      ...cells,
      String(next.row),
      told.map(({ what }) => what).join('；'),
      told.map(({ next: how }) => how).join('；'),
    ];
  }
}

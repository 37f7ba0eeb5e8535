import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { RawRow, TableRefusal, TableWarning } from '#/base/rules/tables-in/table.ts';
import { isRefusal } from '#/base/rules/refusal.ts';
import { TextCensus } from './dbf/code-page.ts';
import { type DbfHeader, readDbfHeader } from './dbf/header.ts';
import { RecordReader } from './dbf/record.ts';
import type { ReadOptions, TableReader } from './reader.ts';
import { damaged } from './refused.ts';
import { readPart, type Source } from './source.ts';

const deletedMark = 0x2a;
const endMark = 0x1a;

/** A table of dBase or FoxPro, with its memo file when that was sent too. */
export async function openDbf(source: Source, options: ReadOptions): Promise<TableReader | TableRefusal> {
  const header = readDbfHeader(await readPart(source.path, 0, 64 * 1024));
  if (!header) return damaged('DBF 文件头', 'DBF header').refusal;
  const trouble = await sizeTrouble(source, header);
  if (trouble) return trouble;
  const memo = options.memo === null ? null : await readFile(options.memo);
  const census = await takeCensus(source.path, header, memo);
  const found = options.encoding
    ? { encoding: options.encoding, warnings: [] }
    : census.texts.encoding(header.language);
  if (isRefusal(found)) return found;
  const reader = new RecordReader(header, found.encoding, memo);
  return {
    ...{ format: 'dbf', encoding: found.encoding, sheets: [], sheet: null, hiddenColumns: new Set() },
    names: reader.fields.map(({ name }) => name),
    warnings: [...found.warnings, ...recordWarnings(reader, memo, census.deleted)],
    rows: () => rowsOf(source.path, header, reader),
    [Symbol.asyncDispose]: async () => {},
  };
}

/** The file must hold as many records as its header says, and no more. */
async function sizeTrouble({ path, bytes }: Source, header: DbfHeader): Promise<TableRefusal | null> {
  const end = header.start + header.records * header.recordLength;
  if (bytes < end)
    return damaged(
      `应有 ${header.records} 条记录，文件不足`,
      `it should have ${header.records} records but is too short`,
    ).refusal;
  const rest = await readPart(path, end, 1);
  if (bytes - end < header.recordLength || rest[0] === endMark) return null;
  return damaged(
    `文件头称有 ${header.records} 条记录，其后还有内容`,
    `the header says ${header.records} records, but there are more`,
  ).refusal;
}

/** Looks at all texts once: which encoding they can be in, and how many records are marked as deleted. */
async function takeCensus(
  path: string,
  header: DbfHeader,
  memo: Buffer | null,
): Promise<{ texts: TextCensus; deleted: number }> {
  const texts = new TextCensus();
  const reader = new RecordReader(header, 'utf-8', memo);
  let deleted = 0;
  for await (const record of recordsOf(path, header)) {
    if (record[0] === deletedMark) deleted += 1;
    else for (const bytes of reader.texts(record)) texts.add(bytes);
  }
  return { texts, deleted };
}

function recordWarnings(reader: RecordReader, memo: Buffer | null, deleted: number): TableWarning[] {
  const memos = reader.fields.filter(({ type }) => type === 'M').map(({ name }) => name);
  return [
    ...(deleted > 0 ? [{ code: 'table-records-deleted', params: { count: deleted } } as const] : []),
    ...(memos.length > 0 && !memo
      ? [{ code: 'table-memo-file-missing', params: { names: memos.join('、') } } as const]
      : []),
  ];
}

async function* recordsOf(path: string, { start, records, recordLength }: DbfHeader): AsyncGenerator<Buffer> {
  if (records === 0) return;
  const end = start + records * recordLength - 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { start, end }) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (; at + recordLength <= bytes.length; at += recordLength) yield bytes.subarray(at, at + recordLength);
    rest = bytes.subarray(at);
  }
}

async function* rowsOf(path: string, header: DbfHeader, reader: RecordReader): AsyncGenerator<RawRow | TableRefusal> {
  let number = 0;
  for await (const record of recordsOf(path, header)) {
    number += 1;
    if (record[0] !== deletedMark) yield reader.row(record, number);
  }
}

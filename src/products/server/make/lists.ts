/** Lists of a package, written to the store. */
import { Readable } from 'node:stream';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { csvBytes } from '#/base/server/tables-out/csv.ts';
import { xlsxStream } from '#/base/server/tables-out/xlsx.ts';
import { csvLine } from '#/base/rules/tables-out/csv.ts';
import { levels } from '#/description/rules/field.ts';
import {
  imageHeadings,
  imageRow,
  type ListedImage,
  type ListEntry,
  listNames,
  listTable,
  listXml,
  noteText,
} from '../../rules/lists.ts';
import { type Encoding, encodingNames } from '../../rules/package.ts';
import type { MadeFile } from '../store/packages.ts';
import { encoded } from './encoding.ts';

export interface ListsOrder {
  encoding: Encoding;
  entries: readonly ListEntry[];
  images: readonly ListedImage[];
  note: readonly (readonly [label: string, value: string])[];
}

/** The exchange profile is byte for byte what was described; the one for spreadsheets guards what looks like a formula. */
export async function makeLists(objects: ObjectStore, order: ListsOrder): Promise<MadeFile[]> {
  const made: MadeFile[] = [];
  const put = async (path: string, content: Readable): Promise<void> => {
    made.push({ ...(await objects.put(content)), kind: 'list', unitId: null, path: `data/${path}` });
  };
  const { encoding } = order;
  for (const level of levels) {
    const entries = order.entries.filter((entry) => entry.level === level);
    if (entries.length === 0) continue;
    const { table } = listNames[level];
    const rows = listTable(entries);
    await put(`目录/${table}.xlsx`, xlsxStream(rows, { sheet: table }));
    await put(`目录/${table}.csv`, csvStream(rows, encoding));
    await put(`目录/${table}（电子表格用）.csv`, Readable.from(csvBytes(rows, 'spreadsheet')));
    const xml = listXml(level, entries, encodingNames[encoding]);
    await put(`目录/${table}.XML`, Readable.from(inEncoding(xml, encoding)));
  }
  await put('目录/图像清单.csv', csvStream([imageHeadings, ...order.images.map(imageRow)], encoding));
  await put('说明文件.TXT', Readable.from([encoded(noteText(order.note), encoding)]));
  return made;
}

function* inEncoding(texts: Iterable<string>, encoding: Encoding): Generator<Buffer> {
  for (const text of texts) yield encoded(text, encoding);
}

function* csvLines(rows: readonly (readonly string[])[]): Generator<string> {
  for (const cells of rows) yield csvLine(cells, 'exchange');
}

/** Encodings other than UTF-8 have no mark of their order. */
const csvStream = (rows: readonly (readonly string[])[], encoding: Encoding): Readable =>
  Readable.from(encoding === 'utf-8' ? csvBytes(rows, 'exchange') : inEncoding(csvLines(rows), encoding));

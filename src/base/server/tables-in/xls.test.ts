/** XLS made by the library that reads it; files of Excel and WPS are in catalogues.test.ts. */
import { CFB, utils, write, type WorkSheet } from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import { cellsOf, gbk, readAll, readWhole } from './testing.ts';

const named = { name: 'a.xls' };

function xlsOf(sheets: Record<string, WorkSheet>, hidden: string[] = []): Buffer {
  const book = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(book, sheet, name);
  book.Workbook = { Sheets: book.SheetNames.map((name) => ({ name, Hidden: hidden.includes(name) ? 1 : 0 })) };
  return write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer;
}

const day = { t: 'n', v: 43_831, z: 'yyyy/m/d' } as const;

const record = (type: number, ...parts: (number[] | Buffer)[]): Buffer => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from(Uint16Array.of(type, body.length).buffer), body]);
};
const words = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);

/** A stream of records without container, as old programs wrote it. */
function biffOf(version: 5 | 8, sheet: { name: Buffer; hidden?: boolean }, ...cells: Buffer[]): Buffer {
  const begin = (kind: number): Buffer =>
    record(0x0809, words(version === 8 ? 0x0600 : 0x0500, kind, 0, 1997), version === 8 ? words(0, 0, 0, 0) : []);
  const end = record(0x000a);
  const bound = (at: number): Buffer => {
    const name = version === 8 ? [sheet.name.length, 0] : [sheet.name.length];
    return record(0x0085, words(at, 0), [sheet.hidden ? 1 : 0, 0], name, sheet.name);
  };
  const globals = (at: number): Buffer =>
    Buffer.concat([begin(5), record(0x0042, words(version === 8 ? 1200 : 936)), bound(at), end]);
  return Buffer.concat([globals(globals(0).length), begin(0x10), ...cells, end]);
}

describe('an XLS', () => {
  test('tells formulas with their values, hidden rows and columns', async () => {
    const number = (row: number, column: number, value: number): Buffer => {
      const double = Buffer.alloc(8);
      double.writeDoubleLE(value);
      return Buffer.concat([words(row, column, 0), double]);
    };
    const bytes = biffOf(
      8,
      { name: Buffer.from('a') },
      record(0x007d, words(1, 1, 2000, 0, 1, 0)),
      record(0x0208, words(1, 0, 2, 255, 0, 0), [0x20, 1, 15, 0]),
      record(0x0203, number(0, 0, 1)),
      record(0x0203, number(0, 1, 2)),
      record(0x0203, number(1, 0, 3)),
      record(0x0006, number(1, 1, 4), words(0, 0, 0, 3), [0x1e, 4, 0]),
    );
    const table = await readWhole(bytes, { ...named, headerRow: 1 });
    expect(table.rows).toMatchObject([
      { row: 2, cells: ['3', '4'], hidden: true, notes: [{ column: 1, kind: 'formula' }] },
    ]);
    expect(table.columns?.map(({ hidden }) => hidden)).toEqual([false, true]);
  });

  test('of Excel 5 in GBK is read in its code page', async () => {
    const label = (row: number, content: Buffer): Buffer => record(0x0204, words(row, 0, 0, content.length), content);
    const bytes = biffOf(5, { name: gbk('目录') }, label(0, gbk('题名')), label(1, gbk('关于档案的通知')));
    const table = await readWhole(bytes, named);
    expect(table.sheet).toBe('目录');
    expect(table.columns?.[0]?.name).toBe('题名');
    expect(cellsOf(table)).toEqual([['关于档案的通知']]);
  });

  test('is read like an XLSX: dates, formulas, errors, merged cells', async () => {
    const sheet = utils.aoa_to_sheet([
      ['档号', '题名', '日期', '页数'],
      ['0012', '关于"甲"的通知\n附件', day, 3],
      ['', { t: 'b', v: true }, { t: 'e', v: 0x2a }, { t: 'n', v: 4.1010519900101101e17 }],
    ]);
    sheet['!merges'] = [{ s: { r: 1, c: 0 }, e: { r: 2, c: 0 } }];
    const table = await readWhole(
      xlsOf({ 空: utils.aoa_to_sheet([]), 目录: sheet, 底稿: utils.aoa_to_sheet([['x']]) }, ['底稿']),
      named,
    );
    expect(cellsOf(table)).toEqual([
      ['0012', '关于"甲"的通知\n附件', '2020-01-01', '3'],
      ['', 'TRUE', '#N/A', '410105199001011000'],
    ]);
    expect(table.rows.map(({ notes }) => notes)).toEqual([[], [{ column: 0, kind: 'merged', from: 'A2' }]]);
    expect(table.rows[1]?.troubles.map(({ refusal }) => [refusal.field, refusal.code])).toEqual([
      ['C3', 'table-cell-error'],
      ['D3', 'table-number-imprecise'],
    ]);
    expect(table).toMatchObject({
      ...{ format: 'xls', sheet: '目录' },
      warnings: [
        { code: 'table-sheets-hidden', params: { names: '底稿' } },
        { code: 'table-merged', params: { count: 1 } },
      ],
    });
  });

  test('cut off anywhere is refused, never read in part', async () => {
    const whole = xlsOf({ 目录: utils.aoa_to_sheet(Array.from({ length: 400 }, (_, row) => [`第${row}件`, row])) });
    for (const part of [0.1, 0.4, 0.7, 0.9]) {
      const cut = whole.subarray(0, Math.floor(whole.length * part));
      expect(await readAll(cut, named), String(part)).toMatchObject({ code: 'table-damaged' });
    }
    // The last bytes are padding of the container.
    expect((await readWhole(whole.subarray(0, -100), named)).rows.length).toBe(399);
  });

  test('with a password is refused by name, as is an XLSX with one', async () => {
    const container = CFB.utils.cfb_new();
    CFB.utils.cfb_add(container, '/EncryptedPackage', Buffer.alloc(5000));
    const xlsx = CFB.write(container, { type: 'buffer' }) as Buffer;
    expect(await readAll(xlsx, { name: 'a.xlsx' })).toMatchObject({ code: 'table-encrypted' });
    // FilePass (0x2F) as the record behind the first.
    const bof = Buffer.from('0908100000060500d310cc0741000000060000002f000600000011111111', 'hex');
    expect(await readAll(bof, named)).toMatchObject({ code: 'table-encrypted' });
  });

  test('that is a Word file is refused by name', async () => {
    const container = CFB.utils.cfb_new();
    CFB.utils.cfb_add(container, '/WordDocument', Buffer.alloc(5000));
    const doc = CFB.write(container, { type: 'buffer' }) as Buffer;
    expect(await readAll(doc, named)).toMatchObject({ code: 'table-format-unknown' });
  });
});

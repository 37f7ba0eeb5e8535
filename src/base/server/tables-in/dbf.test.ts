import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cellsOf, dbfOf, gbk, readAll, readWhole } from './testing.ts';

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'shoucang-dbf-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const named = { name: 'a.dbf' };
const padded = (bytes: Buffer, length: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(length, ' ')]).subarray(0, length);
const live = Buffer.from(' ');
const text = (content: string, length: number): Buffer => padded(gbk(content), length);
const titles = { name: gbk('题名'), type: 'C', length: 20 };

describe('a DBF', () => {
  test('in GBK, as its language driver says, has its texts, numbers, dates and truths as typed', async () => {
    const bytes = dbfOf({
      language: 0x4d,
      fields: [
        titles,
        { name: 'NUM', type: 'N', length: 8 },
        { name: 'DAY', type: 'D', length: 8 },
        { name: 'OK', type: 'L', length: 1 },
      ],
      records: [
        Buffer.concat([live, text(' 卷内文件目录 ', 20), padded(Buffer.from('    0.50'), 8), Buffer.from('20240501T')]),
        Buffer.concat([live, text('', 20), padded(Buffer.from('      -7'), 8), Buffer.from('        ?')]),
        Buffer.concat([live, text('坏', 20), Buffer.from('********'), Buffer.from('2024-5-1F')]),
      ],
    });
    const table = await readWhole(bytes, named);
    expect(table).toMatchObject({ format: 'dbf', encoding: 'gb18030', headerRow: 0, warnings: [] });
    expect(table.columns?.map(({ name }) => name)).toEqual(['题名', 'NUM', 'DAY', 'OK']);
    expect(cellsOf(table)).toEqual([
      [' 卷内文件目录', '0.50', '2024-05-01', 'TRUE'],
      ['', '-7', '', ''],
      ['坏', '********', '2024-5-1', 'FALSE'],
    ]);
    expect(table.rows[2]?.troubles.map(({ refusal }) => [refusal.field, refusal.code])).toEqual([
      ['B3', 'table-cell-unreadable'],
      ['C3', 'table-cell-unreadable'],
    ]);
  });

  const one = (language: number, content: Buffer) =>
    dbfOf({ language, fields: [titles], records: [Buffer.concat([live, padded(content, 20)])] });

  test('that names no code page is GB18030, or UTF-8, when its texts are', async () => {
    expect(await readWhole(one(0, gbk('档案')), named)).toMatchObject({
      encoding: 'gb18030',
      rows: [{ cells: ['档案'] }],
    });
    expect(await readWhole(one(0, Buffer.from('档案')), named)).toMatchObject({
      encoding: 'utf-8',
      rows: [{ cells: ['档案'] }],
    });
    expect(await readAll(one(0, Buffer.from([0x80, 0xff])), named)).toMatchObject({
      code: 'table-code-page',
      params: { page: { en: 'none' } },
    });
  });

  test('in a code page that cannot be decoded is refused, but read when it is all ASCII, or another is stated', async () => {
    expect(await readAll(one(0x01, gbk('档案')), named)).toMatchObject({
      code: 'table-code-page',
      params: { page: '0x01' },
    });
    expect(await readWhole(one(0x01, Buffer.from('abc')), named)).toMatchObject({ rows: [{ cells: ['abc'] }] });
    expect(await readWhole(one(0x01, gbk('档案')), { ...named, encoding: 'gb18030' })).toMatchObject({
      rows: [{ cells: ['档案'] }],
    });
  });

  test('that says Western and looks Chinese is read as it says, with a warning', async () => {
    const records = ['案卷', '目录', '题名'].map((content) => Buffer.concat([live, text(content, 20)]));
    const table = await readWhole(dbfOf({ language: 0x03, fields: [titles], records }), named);
    expect(table.encoding).toBe('windows-1252');
    expect(table.warnings).toEqual([
      { code: 'table-encoding-doubt', params: { stated: 'windows-1252', likely: 'gb18030' } },
    ]);
  });

  test('whose text was cut off within a character has a trouble there', async () => {
    const records = ['档案', '目录', '题名', '甲', '乙', '丙', '丁', '戊', '己'].map((content) =>
      Buffer.concat([live, text(content, 20)]),
    );
    records.push(Buffer.concat([live, gbk(`a${'档'.repeat(10)}`).subarray(0, 20)]));
    const table = await readWhole(dbfOf({ fields: [titles], records }), named);
    expect(table.rows[9]).toMatchObject({
      cells: [`a${'档'.repeat(9)}\ufffd`],
      troubles: [{ refusal: { code: 'table-text-undecodable' } }],
    });
  });

  test('tells its deleted records and counts them', async () => {
    const records = ['a', 'b', 'c'].map((content, at) =>
      Buffer.concat([Buffer.from(at === 1 ? '*' : ' '), text(content, 20)]),
    );
    const table = await readWhole(dbfOf({ fields: [titles], records }), named);
    expect(table.rows.map(({ row, cells }) => [row, ...cells])).toEqual([
      [1, 'a'],
      [3, 'c'],
    ]);
    expect(table.warnings).toEqual([{ code: 'table-records-deleted', params: { count: 1 } }]);
  });

  test('shorter or longer than its header says is damaged', async () => {
    const records = ['a', 'b', 'c'].map((content) => Buffer.concat([live, text(content, 20)]));
    const bytes = dbfOf({ fields: [titles], records });
    expect(await readAll(bytes.subarray(0, -2), named)).toMatchObject({ code: 'table-damaged' });
    bytes.writeUInt32LE(1, 4);
    expect(await readAll(bytes, named)).toMatchObject({ code: 'table-damaged' });
    for (const end of [40, 65, 70]) expect(await readAll(bytes.subarray(0, end), named)).toHaveProperty('code');
  });
});

describe('Visual FoxPro', () => {
  test('has integers, doubles, money, moments, texts of their own length, and nulls', async () => {
    const moment = Buffer.alloc(8);
    moment.writeInt32LE(2_440_588 + 19_844);
    moment.writeInt32LE(((10 * 60 + 20) * 60 + 30) * 1000, 4);
    const numbers = Buffer.alloc(20);
    numbers.writeInt32LE(-5);
    numbers.writeDoubleLE(0.1 + 0.2, 4);
    numbers.writeBigInt64LE(-123_450n, 12);
    const varying = padded(gbk('档 '), 10);
    varying[9] = 3;
    const bytes = dbfOf({
      version: 0x32,
      language: 0x7a,
      fields: [
        { name: 'I', type: 'I', length: 4 },
        { name: 'B', type: 'B', length: 8 },
        { name: 'Y', type: 'Y', length: 8 },
        { name: 'T', type: 'T', length: 8 },
        { name: 'V', type: 'V', length: 10, flags: 2 },
        { name: 'C', type: 'C', length: 3, flags: 2 },
        { name: '_NullFlags', type: '0', length: 1, flags: 5 },
      ],
      // Bits: V is varying 0, null 1; C is null 2.
      records: [Buffer.concat([live, numbers, moment, varying, Buffer.from('abc'), Buffer.from([0b101])])],
    });
    const table = await readWhole(bytes, named);
    expect(table.columns?.map(({ name }) => name)).toEqual(['I', 'B', 'Y', 'T', 'V', 'C']);
    expect(cellsOf(table)).toEqual([['-5', '0.3', '-12.345', '2024-05-01 10:20:30', '档 ', '']]);
  });
});

describe('memos', () => {
  const memo = (content: Buffer): Buffer => {
    const head = Buffer.alloc(512);
    head.writeUInt16BE(64, 6);
    const block = Buffer.alloc(8);
    block.writeUInt32BE(1);
    block.writeUInt32BE(content.length, 4);
    return Buffer.concat([head, block, content]);
  };
  const table = (...pointers: number[]) =>
    dbfOf({
      version: 0xf5,
      fields: [titles, { name: 'MEMO', type: 'M', length: 10 }],
      records: pointers.map((at) =>
        Buffer.concat([live, text('题', 20), padded(Buffer.from(at === 0 ? '' : String(at)), 10)]),
      ),
    });

  test('are read from their own file; a wrong one is told', async () => {
    const path = join(folder, 'a.fpt');
    writeFileSync(path, memo(gbk('备注的内容')));
    const read = await readWhole(table(8, 0, 999), { ...named, memo: path });
    expect(cellsOf(read)).toEqual([
      ['题', '备注的内容'],
      ['题', ''],
      ['题', ''],
    ]);
    expect(read.rows.map(({ troubles }) => troubles.map(({ refusal }) => refusal.code))).toEqual([
      [],
      [],
      ['table-memo-damaged'],
    ]);
  });

  test('whose file was not sent are troubles where there is one', async () => {
    const read = await readWhole(table(8, 0), named);
    expect(read.warnings).toEqual([{ code: 'table-memo-file-missing', params: { names: 'MEMO' } }]);
    expect(read.rows.map(({ troubles }) => troubles.map(({ refusal }) => refusal.code))).toEqual([
      ['table-memo-missing'],
      [],
    ]);
  });
});

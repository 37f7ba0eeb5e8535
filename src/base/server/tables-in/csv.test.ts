import { describe, expect, test } from 'vitest';
import { cellsOf, gbk, readAll, readWhole } from './testing.ts';

const csv = { name: 'a.csv' };
const rows = '档号,题名\r\n1,“甲”\r\n';
const mark = Buffer.from('\ufeff');
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

describe('the encoding', () => {
  test.each([
    ['utf-8', 'UTF-8', Buffer.from(rows)],
    ['utf-8', 'UTF-8 with its mark', Buffer.concat([mark, Buffer.from(rows)])],
    ['utf-16le', 'UTF-16 with its mark', utf16(`\ufeff${rows}`)],
    ['utf-16be', 'UTF-16, big end first', utf16(`\ufeff${rows}`).swap16()],
    ['gb18030', 'GBK', gbk(rows)],
  ])('%s is found in %s', async (encoding, _, bytes) => {
    const table = await readWhole(bytes, csv);
    expect(table).toMatchObject({ format: 'csv', encoding, warnings: [] });
    expect(table.columns?.map(({ name }) => name)).toEqual(['档号', '题名']);
    expect(cellsOf(table)).toEqual([['1', '“甲”']]);
  });

  test('GB18030 has characters of four bytes, also where a chunk of the file ends', async () => {
    const four = Buffer.from('9439da33', 'hex'); // U+1F4A9
    for (let pad = 65_520; pad < 65_540; pad += 1) {
      const bytes = Buffer.concat([gbk(`题名\n${'a'.repeat(pad)}`), four, gbk('档\n')]);
      const table = await readWhole(bytes, { ...csv, limits: { cellLength: 100_000 } });
      expect(table.rows[0]?.cells[0]?.slice(pad)).toBe('\u{1f4a9}档');
    }
  });

  test.each([
    ['in the middle', Buffer.concat([gbk('档号\n甲,'), Buffer.from([0xff]), gbk('乙\n')]), 2, 9],
    ['half a character at the end', gbk('档号\n甲').subarray(0, -1), 2, 6],
    [
      'behind a megabyte',
      Buffer.concat([gbk('档案目录\n'.repeat(200_000)), Buffer.from([0xff, 10])]),
      200_001,
      1_800_001,
    ],
  ])('that is neither is refused with its line and byte: %s', async (_, bytes, line, offset) => {
    expect(await readAll(bytes, csv)).toMatchObject({ code: 'table-encoding', params: { line, offset } });
  });

  test('that is stated holds, and is refused where it is wrong', async () => {
    expect(cellsOf(await readWhole(gbk(rows), { ...csv, encoding: 'gbk' }))).toEqual([['1', '“甲”']]);
    expect(await readAll(gbk(rows), { ...csv, encoding: 'utf-8' })).toMatchObject({
      code: 'table-encoding-wrong',
      params: { encoding: 'utf-8', line: 1, offset: 1 },
    });
    expect(await readAll(Buffer.concat([mark, gbk(rows)]), csv)).toMatchObject({ code: 'table-encoding-wrong' });
    const half = Buffer.concat([utf16('\ufeffa\nb'), Buffer.from([0x00, 0xd8]), utf16('c')]);
    expect(await readAll(half, csv)).toMatchObject({ code: 'table-encoding-wrong', params: { line: 2 } });
  });

  test('“联通” in GBK, which careless readers take for UTF-8, is Chinese', async () => {
    expect((await readWhole(gbk('联通'), csv)).columns?.[0]?.name).toBe('联通');
  });
});

describe('rows', () => {
  test('count as a spreadsheet shows them: a text of two lines is one, a blank line is one', async () => {
    const table = await readWhole(Buffer.from('a,b\n"x\ny",1\n\nz,2\n'), csv);
    expect(table.rows.map(({ row, cells }) => [row, ...cells])).toEqual([
      [2, 'x\ny', '1'],
      [4, 'z', '2'],
    ]);
  });

  test('that are longer than the heading, or hold what XML cannot, have troubles', async () => {
    const table = await readWhole(Buffer.from('a,b\n1,2,3\n\u00011,\ufffe\n'), csv);
    expect(table.rows.flatMap(({ troubles }) => troubles.map(({ refusal }) => [refusal.field, refusal.code]))).toEqual([
      ['C2', 'table-beyond-header'],
      ['A3', 'table-char'],
      ['B3', 'table-char'],
    ]);
  });

  test('with stray quotes are all told at once', async () => {
    const table = await readWhole(Buffer.from('a,b\n"x"y,1\n2,"z" \n'), csv);
    expect(table).toMatchObject({
      rows: [
        { row: 2, cells: ['"x"y', '1'], troubles: [{ refusal: { code: 'table-quote-stray', field: 'A2' } }] },
        { row: 3, troubles: [{ refusal: { code: 'table-quote-stray', field: 'B3' } }] },
      ],
    });
  });

  test('end at a quote that is never closed', async () => {
    const open = 'a,b\n1,"open\n2,3\n';
    expect(await readAll(Buffer.from(open), csv)).toMatchObject({
      code: 'table-quote-open',
      params: { row: 2, line: 2 },
    });
    const far = `a,b\n${'1,"x\ny"\n'.repeat(30)}${open}`;
    expect(await readAll(Buffer.from(far), csv)).toMatchObject({
      ...{
        rows: Array.from({ length: 31 }, () => ({})),
        refusal: { code: 'table-quote-open', params: { row: 33, line: 63 } },
      },
    });
  });

  test('are split at tabs too, as spreadsheets save Unicode text, and that is said', async () => {
    const table = await readWhole(utf16('\ufeff档号\t题名\r\n1\t甲,乙\r\n'), { name: 'a.txt' });
    expect(cellsOf(table)).toEqual([['1', '甲,乙']]);
    expect(table.warnings).toEqual([{ code: 'table-separator', params: { separator: 'TAB' } }]);
    expect(cellsOf(await readWhole(Buffer.from('a\n1;2\n'), { ...csv, separator: ',' }))).toEqual([['1;2']]);
  });

  test('that a spreadsheet was guarded against lose the guard when asked', async () => {
    const bytes = Buffer.from("a,b\n'=1+1,''=x\n");
    expect(cellsOf(await readWhole(bytes, csv))).toEqual([["'=1+1", "''=x"]]);
    expect(cellsOf(await readWhole(bytes, { ...csv, guarded: true }))).toEqual([['=1+1', "'=x"]]);
  });
});

test.each([
  ['nothing', ''],
  ['a mark only', '\ufeff'],
  ['blank lines', '\n\r\n,,\n'],
])('%s is empty', async (_, text) => {
  expect(await readAll(Buffer.from(text), csv)).toMatchObject({ code: 'table-empty' });
});

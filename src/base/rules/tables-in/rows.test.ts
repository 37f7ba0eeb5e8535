import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fill } from '../refusal.ts';
import { checkRow } from './check-row.ts';
import { columnsOf, columnWarnings, suggestHeader } from './header.ts';
import { tableMessages, tableWarnings } from './messages.ts';
import { columnLetter, tableLimits, type RawRow } from './table.ts';
import { legible, xmlTrouble } from './xml-trouble.ts';

const raw = (...cells: string[]): RawRow => ({ row: 3, cells, hidden: false, notes: [], faults: [] });
const columns = columnsOf(['档号', '', '题名 '], new Set([2]));

describe('a character', () => {
  test.each([
    ['a\u0000b', 1, 'U+0000'],
    ['\u000b', 0, 'U+000B'],
    ['a\ud800', 1, 'U+D800'],
    ['\udc00a', 0, 'U+DC00'],
    ['\ufffe', 0, 'U+FFFE'],
    ['档\uffff', 1, 'U+FFFF'],
  ])('of %j that XML cannot hold is found', (text, at, codePoint) => {
    expect(xmlTrouble(text)).toEqual({ at, codePoint });
  });

  test.each(['', 'a\t\r\n', '档案', '𠮷', '\u{10ffff}', '\ue000', '\u0085'])('of %j is well', (text) => {
    expect(xmlTrouble(text)).toBeNull();
  });

  test('that XML cannot hold is told as U+FFFD, so that what is told can be stored', () => {
    expect(legible('a\u0000b\ud800\udc00c\ud800d\uffff\t')).toBe('a\ufffdb\ud800\udc00c\ufffdd\ufffd\t');
    const quoted = checkRow(raw(`${'档'.repeat(39)}😀\u0000`), columns, tableLimits);
    if ('refused' in quoted) expect.fail();
    expect(quoted.troubles[0]?.refusal.params['value']).toBe(`${'档'.repeat(39)}\ufffd…`);
  });

  // XML 1.0, production [2].
  const isChar = (code: number): boolean =>
    [9, 10, 13].includes(code) ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    code >= 0x1_0000;

  test('is judged as XML 1.0 does, for all of Unicode', () => {
    for (let code = 0; code <= 0x10_ffff; code += 1) {
      const found = xmlTrouble(String.fromCodePoint(code)) === null;
      if (found !== isChar(code)) expect.fail(`U+${code.toString(16)}`);
    }
  });
});

describe('a row', () => {
  test('is filled up to its columns, and its troubles name row, column, heading and what to do', () => {
    expect(checkRow(raw('a'), columns, tableLimits)).toEqual({
      ...{ row: 3, cells: ['a', '', ''], hidden: false, notes: [], troubles: [] },
    });
    const row = checkRow(raw('a\u0001', 'x', '', 'y'), columns, tableLimits);
    if ('refused' in row) expect.fail();
    expect(row.cells).toEqual(['a\u0001', 'x', '', 'y']);
    expect(row.troubles.map(({ column, refusal }) => [column, refusal.code, refusal.field])).toEqual([
      [0, 'table-char', 'A3'],
      [1, 'table-column-unnamed', 'B3'],
      [3, 'table-beyond-header', 'D3'],
    ]);
    const { params } = row.troubles[0]!.refusal;
    expect(fill(tableMessages['table-char'].zh.what, params, 'zh')).toBe(
      '第 3 行 A 列“档号”：含有不能保存的字符 U+0001（第 2 个字符）',
    );
    expect(fill(tableMessages['table-char'].en.what, params, 'en')).toBe(
      'row 3, column A “档号”: holds the character U+0001 (character 2), which cannot be kept',
    );
  });

  test('without heading is as wide as it is', () => {
    expect(checkRow(raw('a', '', 'b', ''), null, tableLimits)).toMatchObject({ cells: ['a', '', 'b'], troubles: [] });
  });

  test('with a cell that is too long has a trouble, with too many columns none is read', () => {
    const limits = { ...tableLimits, cellLength: 3, columns: 4 };
    expect(checkRow(raw('abcd'), null, limits)).toMatchObject({ troubles: [{ refusal: { code: 'table-cell-long' } }] });
    expect(checkRow(raw('abc', '', '', '', 'd'), null, limits)).toMatchObject({
      ...{ code: 'table-too-many-columns', params: { row: 3, limit: 4 } },
    });
    expect(checkRow(raw('abc', '', '', '', ''), null, limits)).toMatchObject({ troubles: [] });
  });
});

describe('the heading', () => {
  const rows = (...all: string[][]) => all.map((cells, at) => ({ row: at + 1, cells }));

  test.each([
    ['the first row', 1, rows(['档号', '题名'], ['1', '甲'])],
    [
      'below the title',
      3,
      rows(['案卷目录', '', ''], ['单位：', '', '2024-01-01'], ['档号', '题名', '日期'], ['1', '甲', '2020']),
    ],
    ['not a row of numbers', 2, rows(['1', '2', '3'], ['a', 'b', 'c'])],
    [
      'a row with equal names when there is no better',
      2,
      rows(['统计'], ['姓名', '数字', '姓名', '数字'], ['a', '1', 'b', '2']),
    ],
    ['the first with text when none is likely', 1, rows(['1', '2'], ['3', '4'])],
    ['none of nothing', 0, rows()],
  ])('is %s', (_, row, top) => {
    expect(suggestHeader(top)).toBe(row);
  });

  test('ends with the last name; a name in lines is one', () => {
    expect(columnsOf([' 档号 ', '', '保管\r\n期限', '', ''], new Set([1]))).toEqual([
      { index: 0, letter: 'A', name: '档号', hidden: false },
      { index: 1, letter: 'B', name: '', hidden: true },
      { index: 2, letter: 'C', name: '保管 期限', hidden: false },
    ]);
  });

  test('that names two columns alike, or a hidden one, is told', () => {
    const found = columnWarnings(columnsOf(['档号', '题名', '档号', '', ''], new Set([1])));
    expect(found).toEqual([
      { code: 'table-header-duplicate', params: { names: '档号' } },
      { code: 'table-columns-hidden', params: { columns: 'B 题名' } },
    ]);
  });
});

test('columns have the letters of spreadsheets', () => {
  expect([0, 25, 26, 701, 702, 16_383].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 16_383 }), (column) => {
      const back = [...columnLetter(column)].reduce((sum, char) => sum * 26 + char.charCodeAt(0) - 64, 0) - 1;
      expect(back).toBe(column);
    }),
  );
});

test('every message says what and what next, in both languages, with the same parameters', () => {
  const named = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
  for (const [code, { zh, en }] of Object.entries({ ...tableMessages, ...tableWarnings })) {
    expect(named(zh.what), code).toEqual(named(en.what));
    for (const text of [zh.next, en.next]) expect(text.length, code).toBeGreaterThan(5);
  }
});

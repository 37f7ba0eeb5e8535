import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine, guardFormula, unguardFormula } from '../tables-out/csv.ts';
import { CsvParser } from './csv-parser.ts';
import { suggestSeparator } from './separator.ts';

function parseAll(text: string, pieces: readonly number[] = [], longest = 1000) {
  const parser = new CsvParser(',', longest);
  const rows = [];
  let at = 0;
  for (const length of pieces) {
    rows.push(...parser.write(text.slice(at, at + length)));
    at += length;
  }
  return [...rows, ...parser.write(text.slice(at)), ...parser.end()];
}

const cellsOf = (text: string, pieces?: readonly number[]) =>
  parseAll(text, pieces).map((row) => ('cells' in row ? row.cells : row.code));

const piece = fc.constantFrom('a', '"', '""', ',', '\n', '\r\n', '\r', ' ', '档', '=', "'");
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

describe('CSV', () => {
  test.each([
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a\rb\r\nc\n', [['a'], ['b'], ['c']]],
    [
      'a,\n,b\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['\n\na', [[''], [''], ['a']]],
    ['"a,b","c""d","e\r\nf"', [['a,b', 'c"d', 'e\r\nf']]],
    ['""', [['']]],
    ['"",""\n', [['', '']]],
    [' a , b ', [[' a ', ' b ']]],
    ['关于"三会一课"的通知,1', [['关于"三会一课"的通知', '1']]],
    ['', []],
  ])('%j is %j', (csv, rows) => {
    expect(cellsOf(csv)).toEqual(rows);
  });

  test('a quote behind which the cell goes on is a fault of its cell, and the next cells are read', () => {
    const [row, next] = parseAll('x,"三会"制度,y\nz\n');
    expect(row).toMatchObject({
      row: 1,
      cells: ['x', '"三会"制度', 'y'],
      faults: [{ column: 1, code: 'table-quote-stray' }],
    });
    expect(next).toMatchObject({ row: 2, cells: ['z'], faults: [] });
  });

  test('a quote that is never closed is refused with its row and line', () => {
    expect(parseAll('a\n"b\nc"\n"d\ne').at(-1)).toMatchObject({
      code: 'table-quote-open',
      params: { row: 3, line: 4 },
    });
    expect(parseAll(`a\n"${'b'.repeat(2000)}"\n`).at(-1)).toMatchObject({
      code: 'table-quote-open',
      params: { row: 2 },
    });
  });

  test('a line of separators is refused before it fills the memory', () => {
    expect(parseAll(','.repeat(20_000)).at(-1)).toMatchObject({ code: 'table-too-many-columns', params: { row: 1 } });
  });

  test('does not depend on where the text is cut', () => {
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 0, max: 5 })), (csv, pieces) => {
        expect(parseAll(csv, pieces)).toEqual(parseAll(csv));
      }),
    );
  });

  test('whatever csv-parse reads strictly is read alike', () => {
    let compared = 0;
    fc.assert(
      fc.property(text, (csv) => {
        let peer: string[][];
        try {
          peer = parse(csv, { relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] });
        } catch {
          return;
        }
        compared += 1;
        expect(cellsOf(csv)).toEqual(peer);
      }),
      { numRuns: 2000 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  test('what was written is read', () => {
    const rows = fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { maxLength: 6 });
    fc.assert(
      fc.property(rows, (cells) => {
        expect(cellsOf(cells.map((row) => csvLine(row, 'exchange')).join(''))).toEqual(cells);
      }),
    );
  });
});

describe('the guard against formulas', () => {
  test.each(['=1+1', '+1', '-1', '@a', '\ta', '\ra', '＝1', '＋1', '－1', '＠a', "'=1"])('guards %j', (cell) => {
    expect(guardFormula(cell)).toBe(`'${cell}`);
  });

  test.each(['1', 'a=b', "'a", '', '（＝）'])('leaves %j', (cell) => {
    expect(guardFormula(cell)).toBe(cell);
  });

  test('can be taken away from every text', () => {
    fc.assert(fc.property(fc.oneof(text, fc.string()), (cell) => unguardFormula(guardFormula(cell)) === cell));
  });

  test('stands in the profile for spreadsheets only', () => {
    expect(csvLine(['=1', 'a,"'], 'exchange')).toBe('=1,"a,"""\r\n');
    expect(csvLine(['=1', 'a,"'], 'spreadsheet')).toBe('\'=1,"a,"""\r\n');
  });
});

test.each([
  ['a,b\nc,d', ','],
  ['a\tb,c\nd\te\n', '\t'],
  ['a;b;c\nd;e,f;g', ';'],
  ['题名\n"a,b"\n', ','],
  ['', ','],
  ['a;b;c;d,1\ne;f;g;h,2\n', ','],
  ['标题\na;b\nc;d\n', ';'],
  ['案卷题名|日期\n甲|乙', '|'],
])('the separator of %j is %j', (top, separator) => {
  expect(suggestSeparator(top)).toBe(separator);
});

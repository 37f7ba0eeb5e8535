/** What is written is read again, cell by cell. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CsvProfile } from '#/base/rules/tables-out/csv.ts';
import { xmlTrouble } from '#/base/rules/tables-in/xml-trouble.ts';
import { cellsOf, readWhole } from '../tables-in/testing.ts';
import { csvBytes } from './csv.ts';
import { xlsxStream } from './xlsx.ts';

type Rows = readonly (readonly string[])[];

const toXlsx = (rows: Rows): Promise<Buffer> => buffer(xlsxStream(rows, { sheet: '目录' }));
const toCsv = (rows: Rows, profile: CsvProfile): Promise<Buffer> => buffer(Readable.from(csvBytes(rows, profile)));
const fromXlsx = async (rows: Rows) => cellsOf(await readWhole(await toXlsx(rows), { headerRow: 1 }));
const fromCsv = async (rows: Rows, profile: CsvProfile) =>
  cellsOf(
    await readWhole(await toCsv(rows, profile), {
      ...{ name: 'a.csv', headerRow: 1, separator: ',', guarded: profile === 'spreadsheet' },
    }),
  );

const heading = ['甲', '乙', '丙'];
const awkward = fc.constantFrom(
  '=1+1',
  "'=x",
  '_x0041_',
  '_x005F_',
  '__x000D_',
  ' a ',
  '"',
  'a,b',
  '\r\n',
  '\n',
  '\r',
  '\t',
  '𠮷',
  '档案',
  '0012',
  ']]>',
  '&amp;',
  '﻿',
);
const anyUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
const cell = (unit: fc.Arbitrary<string>) =>
  fc.array(fc.oneof(awkward, unit), { maxLength: 4 }).map((all) => all.join(''));
/** Rows without any text are passed over by the reader. */
const rowsOf = (unit: fc.Arbitrary<string>) =>
  fc.array(
    fc.tuple(cell(unit), cell(unit), cell(unit)).filter((cells) => cells.some((text) => text !== '')),
    { maxLength: 5 },
  );

describe('round trip', () => {
  test('through XLSX, for every text that there is, even one that XML cannot hold', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(anyUnit), async (rows) => {
        expect(await fromXlsx([heading, ...rows])).toEqual(rows);
      }),
      { numRuns: 150 },
    );
  });

  test.each(['exchange', 'spreadsheet'] as const)(
    'through CSV (%s), for every text that UTF-8 can hold',
    async (profile) => {
      await fc.assert(
        fc.asyncProperty(rowsOf(fc.string({ unit: 'binary', maxLength: 1 })), async (rows) => {
          expect(await fromCsv([heading, ...rows], profile)).toEqual(rows);
        }),
        { numRuns: 150 },
      );
    },
  );

  const malicious = join(import.meta.dirname, '../../../../../shared/data/malicious');

  test.skipIf(!existsSync(malicious)).each(['strings/blns.txt', 'patt/IntrudersXSS.txt'])(
    'of hostile strings: %s',
    async (list) => {
      const text = readFileSync(join(malicious, list), 'utf8');
      const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      expect(lines.length).toBeGreaterThan(100);
      const rows = lines.map((line) => [line, `a${line}`, `${line},"`]);
      expect(await fromXlsx([heading, ...rows])).toEqual(rows);
      for (const profile of ['exchange', 'spreadsheet'] as const)
        expect(await fromCsv([heading, ...rows], profile)).toEqual(rows);
      // What the list has of characters that cannot be kept is told, not passed.
      const table = await readWhole(await toXlsx([heading, ...rows]), { headerRow: 1 });
      expect(table.rows.filter(({ troubles }) => troubles.length > 0).map(({ cells }) => cells)).toEqual(
        rows.filter(([line = '']) => xmlTrouble(line)),
      );
    },
  );
});

describe('a CSV', () => {
  test('has a mark, CRLF and quotes only where they are needed', async () => {
    expect(
      (
        await toCsv(
          [
            ['档号', 'a"b', ' c'],
            ['', '1,2', 'x\ny'],
          ],
          'exchange',
        )
      ).toString(),
    ).toBe('\ufeff档号,"a""b", c\r\n,"1,2","x\ny"\r\n');
  });

  test('for spreadsheets holds no formula', async () => {
    const text = (await toCsv([['=cmd|1', '-1', '＝1', 'a']], 'spreadsheet')).toString();
    expect(text).toBe("\ufeff'=cmd|1,'-1,'＝1,a\r\n");
  });

  test('cannot hold half of a surrogate pair, and says so', async () => {
    await expect(toCsv([['a'], ['\ud800']], 'exchange')).rejects.toThrow('row 2');
  });
});

describe('an XLSX', () => {
  test('is the same for the same rows', async () => {
    const rows = [heading, ['1', '2', '3']];
    expect((await toXlsx(rows)).equals(await toXlsx(rows))).toBe(true);
  });

  test('has text cells only, so that a formula is none', async () => {
    const table = await readWhole(await toXlsx([heading, ['=1+1', '-2', '0012']]));
    expect(table.rows).toMatchObject([{ cells: ['=1+1', '-2', '0012'], notes: [], troubles: [] }]);
  });

  test('fails with its rows', async () => {
    async function* broken() {
      yield ['a'];
      throw new Error('the database went');
    }
    await expect(buffer(xlsxStream(broken(), { sheet: 'a' }))).rejects.toThrow('the database went');
  });

  test.each([
    ['a cell longer than a spreadsheet holds', [['a'.repeat(32_768)]], 'A1'],
    ['more columns than it has', [Array.from({ length: 16_385 }, () => 'a')], '16385'],
  ])('refuses %s', async (_, rows, said) => {
    await expect(toXlsx(rows)).rejects.toThrow(said);
  });

  test.each(['', 'a/b', "'a", 'a'.repeat(32)])('refuses the sheet name %j', (sheet) => {
    expect(() => xlsxStream([], { sheet })).toThrow(RangeError);
  });
});

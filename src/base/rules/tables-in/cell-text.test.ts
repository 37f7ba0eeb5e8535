import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isoCellText, numberText, plainNumber } from './cell-text.ts';
import { builtInFormats, readNumberFormat } from './number-format.ts';

const shown = (raw: string, format: string, dates1904 = false) => numberText(raw, readNumberFormat(format), dates1904);

describe('a number', () => {
  test.each([
    ['0', '0'],
    ['-0', '0'],
    ['12', '12'],
    ['1.1000000000000001', '1.1'],
    ['0.30000000000000004', '0.3'],
    ['2087.0300000000002', '2087.03'],
    ['24.1998124', '24.1998124'],
    ['1E-7', '0.0000001'],
    ['1.5E+3', '1500'],
    ['-1.25E-3', '-0.00125'],
    ['999999999999999', '999999999999999'],
  ])('%s is read as %s', (raw, text) => {
    expect(shown(raw, 'General')).toEqual({ text });
  });

  test('has the value that the spreadsheet shows: 15 digits, no exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
        const text = plainNumber(value);
        expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
        expect(Number(text)).toBe(Number(value.toPrecision(15)) + 0);
      }),
    );
  });

  test('of more than 15 digits is a fault: an identity number typed as a number has lost its end', () => {
    expect(shown('410105199001011230', 'General')).toEqual({
      text: '410105199001011230',
      fault: 'table-number-imprecise',
    });
    expect(shown('4.1010519900101101E+17', '0')).toEqual({
      text: '410105199001011000',
      fault: 'table-number-imprecise',
    });
  });

  test('that is none is a fault', () => {
    expect(shown('x', 'General').fault).toBe('table-cell-unreadable');
    expect(shown('1e999', 'General').fault).toBe('table-cell-unreadable');
  });

  test.each([
    ['12', '0000', '0012'],
    ['12345', '0000', '12345'],
    ['-12', '0000', '-12'],
    ['1.5', '0000', '1.5'],
    ['0.5', '0%', '50%'],
    ['1.1111', '0.00%', '111.11%'],
    ['1234.5', '"¥"#,##0.00', '1234.5'],
    ['1234.5', '0.00E+00', '1234.5'],
    ['7', '"第"0"页"', '7'],
    ['7', 'G/通用格式"年"', '7'],
    ['7', '[Red][>5]0;0', '7'],
  ])('%s in the format %s is %s', (raw, format, text) => {
    expect(shown(raw, format)).toEqual({ text });
  });
});

describe('a date', () => {
  test.each([
    ['43831', 'yyyy/m/d', '2020-01-01'],
    ['43831', 'yyyy"年"m"月"d"日"', '2020-01-01'],
    ['43831', '[DBNum1][$-804]yyyy"年"m"月"d"日";@', '2020-01-01'],
    ['43831', 'd-mmm-yy', '2020-01-01'],
    ['43831.9', 'yyyy-mm-dd', '2020-01-01'],
    ['43831', 'aaaa', '2020-01-01'],
    ['43831', 'yyyy"年"m"月"', '2020-01'],
    ['43831', 'mmm-yy', '2020-01'],
    ['43831', 'yyyy', '2020'],
    ['43831.0423726852', 'm/d/yy h:mm', '2020-01-01 01:01:01'],
    ['43831.0423726852', 'yyyy-mm-dd hh:mm:ss', '2020-01-01 01:01:01'],
    ['0.0423726852', 'h:mm', '01:01:01'],
    ['0.5', '上午/下午h"时"mm"分"', '12:00:00'],
    ['0.0007060185', 'mm:ss.0', '00:01:01'],
    ['0.00070775463', 'mm:ss.0', '00:01:01.150'],
    ['1.5', '[h]:mm:ss', '36:00:00'],
    ['1', 'yyyy-mm-dd', '1900-01-01'],
    ['59', 'yyyy-mm-dd', '1900-02-28'],
    ['60', 'yyyy-mm-dd', '1900-02-29'],
    ['61', 'yyyy-mm-dd', '1900-03-01'],
    ['0', 'yyyy-mm-dd', '1900-01-00'],
    ['2958465', 'yyyy-mm-dd', '9999-12-31'],
  ])('%s in the format %s is %s', (raw, format, text) => {
    expect(shown(raw, format)).toEqual({ text });
  });

  test('of which only month and day are shown has a year that nobody saw', () => {
    expect(shown('43831', 'm"月"d"日"')).toEqual({ text: '2020-01-01', note: 'year-hidden' });
  });

  // The file of a user, kept by EasyExcel (issue 1956).
  test('rounds to the second, half a second up, on the day itself and into the next', () => {
    const moments = [
      '44927.000004629626',
      '44927.000005775466',
      '44927.000005787035',
      '44927.00000579861',
      '44927.999999',
    ];
    expect(moments.map((raw) => shown(raw, 'yyyy-mm-dd hh:mm:ss').text.slice(8))).toEqual([
      ...['01 00:00:00', '01 00:00:00', '01 00:00:00', '01 00:00:01', '02 00:00:00'],
    ]);
  });

  test('counts from 1904 in the workbooks of old Macintoshes', () => {
    expect(shown('0', 'yyyy-mm-dd', true).text).toBe('1904-01-01');
    expect(shown('42369', 'yyyy-mm-dd', true).text).toBe('2020-01-01');
  });

  test('before 1900 or after 9999 is none', () => {
    expect(shown('-1', 'yyyy-mm-dd').fault).toBe('table-date-impossible');
    expect(shown('2958466', 'yyyy-mm-dd').fault).toBe('table-date-impossible');
  });

  test('every day is the day after the one before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_464 }), (serial) => {
        const day = (at: number): number => Date.parse(shown(String(at), 'yyyy-mm-dd').text);
        expect(day(serial + 1) - day(serial)).toBe(86_400_000);
      }),
    );
  });

  test('in ISO 8601 is taken as it is', () => {
    expect(isoCellText('2020-01-01')).toEqual({ text: '2020-01-01' });
    expect(isoCellText('2020-01-01T00:00:00')).toEqual({ text: '2020-01-01' });
    expect(isoCellText('2020-01-01T10:20:30.000')).toEqual({ text: '2020-01-01 10:20:30' });
    expect(isoCellText('1.5.2020').fault).toBe('table-cell-unreadable');
  });

  test('the built-in formats of Chinese Excel are dates', () => {
    const dates = [14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47];
    for (const id of [...dates, 50, 51, 52, 53, 54, 55, 56, 57, 58])
      expect(['date', 'elapsed'], String(id)).toContain(readNumberFormat(builtInFormats[id] ?? '').kind);
    for (const id of [1, 2, 3, 4, 9, 10, 11])
      expect(['date', 'elapsed'], String(id)).not.toContain(readNumberFormat(builtInFormats[id] ?? '').kind);
  });
});

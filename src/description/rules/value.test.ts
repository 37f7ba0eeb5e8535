import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '#/base/rules/refusal.ts';
import { dateFault, eightDigits } from './date.ts';
import { type Field, fieldOf } from './field.ts';
import { presetSchema } from './preset.ts';
import { charactersOf, comparable, completed, namesIn, refuseMissing, refuseValue, sameValue, tidy } from './value.ts';

const item = (key: string): Field => {
  const field = fieldOf(presetSchema.item, key);
  if (!field) throw new Error(key);
  return field;
};
const codeOf = (key: string, text: string): string | null =>
  refuseValue(item(key), tidy(item(key), text))?.code ?? null;

describe('dates (DA/T 18-2022)', () => {
  test.each(['19450815', '19450800', '19450000', '[19450815]', '[19450000]', '19000228', '20000229'])(
    '%s is one',
    (text) => {
      expect(dateFault(text, { range: false })).toBeNull();
    },
  );

  test.each([
    ['1945', 'date-form'],
    ['194508', 'date-form'],
    ['[19450815', 'date-form'],
    ['19450815]', 'date-form'],
    ['19450815-19460101', 'date-form'],
    ['1945〇815', 'date-form'],
    ['09991231', 'date-year'],
    ['21000101', 'date-year'],
    ['19451301', 'date-month'],
    ['19450015', 'date-day-alone'],
    ['19450431', 'date-day'],
    ['19000229', 'date-day'],
  ])('%s is none: %s', (text, fault) => {
    expect(dateFault(text, { range: false })).toBe(fault);
  });

  test('from one to another only where the field allows it, and not backwards', () => {
    const range = { range: true };
    expect(dateFault('19450815-19460101', range)).toBeNull();
    expect(dateFault('[19450000]-19451200', range)).toBeNull();
    // It may have begun before the second ended.
    expect(dateFault('19450815-19450000', range)).toBeNull();
    expect(dateFault('19460101-19450815', range)).toBe('date-order');
    expect(dateFault('19450101-19450102-19450103', range)).toBe('date-form');
  });

  test.each([
    ['1945年8月15日', '19450815'],
    ['1945.8.15', '19450815'],
    ['1945-8-5', '19450805'],
    ['１９４５／８', '19450800'],
    ['1945年', '19450000'],
    ['1945', '19450000'],
    ['【1945年8月】', '[19450800]'],
    ['19450815', '19450815'],
    ['19450815 - 19460101', '19450815-19460101'],
    ['1945年8月15日至1946年1月1日', '19450815-19460101'],
    ['19450815-1946', '19450815-19460000'],
    ['民国三十四年', '民国三十四年'],
  ])('%s is kept as %s', (typed, kept) => {
    expect(eightDigits(typed)).toBe(kept);
  });

  test('every day of the calendar is a date, and writing it out and tidying it changes nothing', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (day) => {
        const [year = '', month = '', date = ''] = day.toISOString().slice(0, 10).split('-');
        const digits = `${year}${month}${date}`;
        expect(dateFault(digits, { range: false })).toBeNull();
        expect(eightDigits(`${year}年${Number(month)}月${Number(date)}日`)).toBe(digits);
        expect(eightDigits(eightDigits(`${year}.${month}.${date}`))).toBe(digits);
      }),
    );
  });
});

describe('values', () => {
  test('titles keep their own titles in 〔〕 and 【】 as typed', () => {
    const title = '〔人事〕关于【任免】的通知（二）—— 附件';
    expect(tidy(item('title'), `  ${title} `)).toBe(title);
    expect(sameValue('〔人事〕通知', '[人事]通知')).toBe(false);
    expect(sameValue('〔人事〕通知', '【人事】通知')).toBe(false);
  });

  test('names are parted by 、, commas and spaces', () => {
    expect(namesIn('张三 李四、王五,赵六；  钱七')).toEqual(['张三', '李四', '王五', '赵六', '钱七']);
    expect(tidy(item('names'), ' 张三  李四 ')).toBe('张三、李四');
  });

  test('what is too long, no number, or not in the list is refused', () => {
    expect(codeOf('title', '长'.repeat(1001))).toBe('value-long');
    expect(codeOf('title', '𠮷'.repeat(1000))).toBeNull();
    expect(codeOf('pageCount', '１２')).toBeNull();
    expect(codeOf('pageCount', '012')).toBe('value-number');
    expect(codeOf('retentionPeriod', '20年')).toBe('value-list');
    expect(codeOf('retentionPeriod', '永久')).toBeNull();
    expect(codeOf('date', '1945')).toBeNull();
    expect(codeOf('date', '1945年13月')).toBe('date-month');
  });

  test('6.5-1 a classified mark is entered in no form: whoever sees one halts the original', () => {
    for (const text of ['秘密', '机密', '绝密', '机密★10年', ' 绝 密 '])
      expect(codeOf('classification', text)).toBe('mark-on-paper');
    for (const text of ['无', '公开', '内部', '']) expect(codeOf('classification', text)).toBeNull();
    expect(codeOf('classification', '保密')).toBe('value-list');
  });

  test('only what is obligatory may not be left out', () => {
    expect(refuseMissing(item('title'), '')?.code).toBe('value-missing');
    expect(refuseMissing(item('documentNumber'), '')).toBeNull();
  });

  test('a controlled value is chosen by its beginning, or by a part that no other has', () => {
    const values = ['永久', '长期', '短期', '30年', '10年', '开放', '延期开放'];
    const of = (typed: string) => completed(values, typed);
    expect([of('永'), of('3'), of('３０'), of('长'), of('开'), of('延')]).toEqual([
      '永久',
      '30年',
      '30年',
      '长期',
      '开放',
      '延期开放',
    ]);
    expect([of('短'), of('期'), of('年'), of('无此'), of('')]).toEqual(['短期', '期', '年', '无此', '']);
    for (const value of values) expect(of(` ${value}`)).toBe(value);
  });

  test('tidying twice changes nothing, and spaces and width never make a difference', () => {
    const fields = [...presetSchema.volume, ...presetSchema.item];
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.string({ unit: 'grapheme', maxLength: 40 }), (field, text) => {
        const once = tidy(field, text);
        expect(tidy(field, once)).toBe(once);
        expect(isRefusal(refuseValue(field, once)) || refuseValue(field, once) === null).toBe(true);
        expect(sameValue(once, ` ${once.normalize('NFKC')}\n`)).toBe(true);
        expect(charactersOf(once)).toBe([...comparable(once)].length);
      }),
    );
  });
});

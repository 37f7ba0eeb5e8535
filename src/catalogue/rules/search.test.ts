import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daySpan, readableDate } from '#/description/rules/date.ts';
import { daysOfEra, eraOf, erasOf, noDay } from './era.ts';
import { fold, rangesOf } from './fold.ts';
import { gramQuery, gramsOf, needsLook } from './grams.ts';
import { boxesOf, excerptOf, piecesOf } from './highlight.ts';
import { daysOfQuery, termsOf } from './query.ts';

describe('二-2 what is looked up is one, however it is written', () => {
  test('full and half width, capital letters, traditional characters', () => {
    expect(fold('ＡＢＣ１２').text).toBe('abc12');
    expect(fold('臺灣檔案館').text).toBe(fold('台湾档案馆').text);
    expect(fold('㈱').text).toBe('(株)');
  });

  test('a word is found across the end of a line; words of letters keep one space', () => {
    expect(fold('关于土\n地改革').text).toBe('关于土地改革');
    expect(fold('open  the\ndoor').text).toBe('open the door');
    expect(rangesOf(fold('关于土\n地改革'), ['土地'])).toEqual([{ from: 2, to: 5 }]);
  });

  test('a hit is shown in the text as it was written', () => {
    expect(piecesOf('中國ＡＢ檔案', ['中国', 'ab'])).toEqual([
      { text: '中國ＡＢ', hit: true },
      { text: '檔案', hit: false },
    ]);
    expect(excerptOf(`${'前'.repeat(100)}土地${'后'.repeat(200)}`, ['土地'], 3).map(({ text }) => text)).toEqual([
      '…',
      '前前前',
      '土地',
      '后后后后后后后',
      '…',
    ]);
  });

  const texts = fc.string({ unit: fc.constantFrom(...'土地改革檔案ａＢ1 \n「'), maxLength: 30 });
  test('pieces put together are the text', () => {
    fc.assert(
      fc.property(texts, texts, (text, query) => {
        const terms = termsOf(query);
        if (!Array.isArray(terms)) return;
        expect(
          piecesOf(text, terms)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  /** What PostgreSQL does with the query, in few lines. */
  const satisfies = (grams: readonly string[], query: string): boolean =>
    query === '' ||
    query.split(' & ').every((part) => {
      const prefix = part.endsWith(':*');
      const gram = part
        .slice(1, prefix ? -3 : -1)
        .replaceAll("''", "'")
        .replaceAll('\\\\', '\\');
      return grams.some((one) => (prefix ? one.startsWith(gram) : one === gram));
    });

  test('the index never misses a word, and of one or two characters it is exact', () => {
    fc.assert(
      fc.property(texts, texts, (source, query) => {
        const terms = termsOf(query);
        if (!Array.isArray(terms)) return;
        const { text } = fold(source);
        const there = terms.every((term) => text.includes(term));
        const found = satisfies(gramsOf(text), gramQuery(terms, ''));
        if (there) expect(found).toBe(true);
        if (!terms.some(needsLook)) expect(found).toBe(there);
      }),
      { numRuns: 5000 },
    );
  });

  test('letters that the language of queries uses are quoted', () => {
    expect(gramQuery(["o'\\"], '')).toBe(`'o''' & '''\\\\'`);
  });

  test('too many words are refused', () => {
    expect(termsOf('一 二 三 四 五 六 七 八 九')).toMatchObject({ code: 'query-too-long' });
    expect(termsOf('  土地  土地 ')).toEqual(['土地']);
  });
});

describe('二-3 days, whole or not', () => {
  test.each([
    ['1956', '1956-01-01', '1956-12-31'],
    ['195602', '1956-02-01', '1956-02-29'],
    ['1956-3', '1956-03-01', '1956-03-31'],
    ['1956年3月8日', '1956-03-08', '1956-03-08'],
    ['[19560000]', '1956-01-01', '1956-12-31'],
    ['19560300-19570000', '1956-03-01', '1957-12-31'],
  ])('%s', (text, from, to) => expect(daySpan(text)).toEqual({ from, to }));

  test.each([
    ['19560000', '1956'],
    ['19560300', '1956-03'],
    ['[19560308]', '[1956-03-08]'],
    ['19560300-19570000', '1956-03 – 1957'],
    ['19560308-[19570101]', '1956-03-08 – [1957-01-01]'],
    ['1956年', '1956年'],
  ])('%s reads as %s', (text, read) => expect(readableDate(text)).toBe(read));

  test('an era has the days that are of it, and is asked where something of it can lie in the days', () => {
    for (const day of [noDay, '1000-01-01', '1899-12-31', '1900-01-01', '1956-03-08', '2099-12-31']) {
      const { from, to } = daysOfEra(eraOf(day));
      expect(from <= day && day <= to, day).toBe(true);
    }
    const there = ['1951-01-01', '1956-01-01', '1960-01-01', noDay].map(eraOf).join('');
    const asked = (from: string, to: string, longest = 0) => {
      const days = daysOfQuery(from, to);
      return 'from' in days ? erasOf(there, days, longest).map((era) => daysOfEra(era).from) : days;
    };
    expect(asked('', '')).toEqual(['1960-01-01', '1956-01-01', '1948-01-01', noDay]);
    expect(asked('1957', '')).toEqual(['1960-01-01', '1956-01-01']);
    expect(asked('1960', '', 1)).toEqual(['1960-01-01', '1956-01-01']);
    expect(asked('', '1955')).toEqual(['1948-01-01']);
    expect(asked('1930', '1931')).toEqual([]);
  });

  test('what is none, and an end before its beginning, are refused', () => {
    expect(daySpan('去年')).toBeNull();
    expect(daysOfQuery('1956', '1957')).toEqual({ from: '1956-01-01', to: '1957-12-31' });
    expect(daysOfQuery('', '1957')).toMatchObject({ to: '1957-12-31' });
    expect(daysOfQuery('1956-13', '')).toMatchObject({ code: 'query-day' });
    expect(daysOfQuery('1957', '1956')).toMatchObject({ code: 'query-order' });
  });
});

test('boxes take the part of a line that the letters of a word take', () => {
  const line = { text: '关于土地改革', x: 100, y: 50, width: 600, height: 90 };
  expect(boxesOf([line], ['土地'])).toEqual([{ x: 300, y: 50, width: 200, height: 90 }]);
  const down = { text: '土地证', x: 10, y: 0, width: 30, height: 300 };
  expect(boxesOf([down], ['地证'])).toEqual([{ x: 10, y: 100, width: 30, height: 200 }]);
  const two = [
    { text: '关于土', x: 0, y: 0, width: 300, height: 50 },
    { text: '地改', x: 0, y: 60, width: 200, height: 50 },
  ];
  expect(boxesOf(two, ['土地'])).toEqual([
    { x: 200, y: 0, width: 100, height: 50 },
    { x: 0, y: 60, width: 100, height: 50 },
  ]);
});

import { describe, expect, test } from 'vitest';
import { usualSpecification } from '#/engagement/rules/specification.ts';
import { type BatchFile, checkBatch, likePages, numberOf } from './batch-checks.ts';
import { checkWords, wordsOf } from './check-words.ts';
import { type CheckId, checkHeader, checkIds, checkPixels, checks, type Outcome, thresholdsOf } from './checks.ts';
import type { HeaderPage } from './headers/header.ts';
import { imagingMessages } from './messages.ts';
import { fineSize, type Signature } from './pixels/likeness.ts';
import type { PageMeasures } from './pixels/measure.ts';

const header: HeaderPage = {
  ...{
    width: 2480,
    height: 3508,
    dpi: { x: 300, y: 300 },
    colour: 'colour',
    bits: 8,
    compression: 'lzw',
    quality: null,
  },
  ...{ progressive: false, orientation: 1, source: { kind: 'frame', index: 0 } },
};

const good: PageMeasures = {
  ...{
    width: 2480,
    height: 3508,
    ink: 0.08,
    border: [0, 0, 0, 0],
    steepness: 0.95,
    noise: 2,
    paper: 235,
    inkLevel: 30,
  },
  ...{ clipped: 0, signature: null, skew: { degrees: 0.2, confidence: 9, lines: 'across', downRatio: 0.4 } },
};

const limits = thresholdsOf(usualSpecification);
const verdictOf = (outcomes: readonly Outcome[], check: CheckId): string | undefined =>
  outcomes.find((one) => one.check === check)?.verdict;
const seen = (change: Partial<PageMeasures>, page: Partial<HeaderPage> = {}) =>
  checkPixels({ ...good, ...change }, { ...header, ...page }, limits);
const skew = (degrees: number, more: Partial<PageMeasures['skew']> = {}) => ({
  skew: { ...good.skew, degrees, ...more },
});

describe('DA/T 31-2017 §9: what headers say against the technical specification', () => {
  const told = (page: Partial<HeaderPage>, spec = usualSpecification) =>
    checkHeader({ format: 'tiff' }, { ...header, ...page }, spec);

  test('a page as agreed passes every check, and tells what was measured', () => {
    expect(told({}).map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass', 'pass']);
    expect(told({}).find(({ check }) => check === 'resolution')).toMatchObject({ measured: 300, limit: 300 });
  });

  test.each([
    ['resolution', { dpi: { x: 300, y: 200 } }],
    ['resolution', { dpi: null }],
    ['colour', { colour: 'grey' }],
    ['compression', { compression: 'jpeg' }],
  ] as const)('%s: %j fails', (check, page) => {
    expect(verdictOf(told(page), check)).toBe('fail');
  });

  test('299.9994 dots are 300, 299 are not', () => {
    expect(verdictOf(told({ dpi: { x: 299.9994, y: 299.9994 } }), 'resolution')).toBe('pass');
    expect(verdictOf(told({ dpi: { x: 299, y: 299 } }), 'resolution')).toBe('fail');
  });

  test('JPEG is held to the agreed quality, and another format fails', () => {
    const spec = { ...usualSpecification, format: 'jpeg', compression: 'jpeg', quality: 85 } as const;
    const jpeg = { compression: 'jpeg', quality: 84 } as const;
    expect(verdictOf(checkHeader({ format: 'jpeg' }, { ...header, ...jpeg }, spec), 'quality')).toBe('fail');
    expect(verdictOf(checkHeader({ format: 'jpeg' }, { ...header, ...jpeg, quality: 85 }, spec), 'quality')).toBe(
      'pass',
    );
    expect(verdictOf(checkHeader({ format: 'pdf' }, { ...header, ...jpeg }, spec), 'format')).toBe('fail');
  });

  test('colour chosen page by page is not held against a page', () => {
    expect(verdictOf(told({ colour: 'grey' }, { ...usualSpecification, colour: 'byPage' }), 'colour')).toBeUndefined();
  });
});

describe('DA/T 31-2017 §10: what is seen on a page', () => {
  test('a good page passes every check', () => {
    expect(seen({}).filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(seen({}).map(({ check }) => check)).toEqual([
      'blank',
      'border',
      'dark',
      'noise',
      'skew',
      'orientation',
      'blur',
      'washed',
    ]);
  });

  test('skew asks above the first limit of the specification and fails above the second', () => {
    expect([0.99, -1.2, 3, -3.2].map((degrees) => verdictOf(seen(skew(degrees)), 'skew'))).toEqual([
      'pass',
      'ask',
      'ask',
      'fail',
    ]);
  });

  test.each([
    ['blank', { ink: 0.0004 }, {}],
    ['border', { border: [0, 0, 12, 0] }, {}],
    ['blur', { steepness: 0.5 }, {}],
    ['dark', { paper: 100 }, {}],
    ['washed', { clipped: 0.8, inkLevel: 110 }, {}],
    ['noise', { noise: 12 }, {}],
    ['orientation', skew(0, { lines: 'down', downRatio: 2.2 }), {}],
    ['orientation', {}, { orientation: 6 }],
  ] as const)('%s asks: %j %j', (check, measures, page) => {
    expect(
      seen(measures, page)
        .filter(({ verdict }) => verdict === 'ask')
        .map((one) => one.check),
    ).toEqual([check]);
  });

  test('pale ink of a blurred page is the blur’s, not the light’s', () => {
    const both = seen({ clipped: 0.9, inkLevel: 110, steepness: 0.4 });
    expect(both.filter(({ verdict }) => verdict !== 'pass').map(({ check }) => check)).toEqual(['blur']);
  });

  test('a blank page is asked about for being blank only', () => {
    const blank = seen({ ink: 0, steepness: 0.1, clipped: 1, inkLevel: 255, ...skew(5) });
    expect(blank.filter(({ verdict }) => verdict !== 'pass').map(({ check }) => check)).toEqual(['blank']);
  });

  test('a page of black and white alone has no shades to be judged', () => {
    expect(
      seen({ paper: 0, noise: 90, clipped: 1, steepness: 0.1 }, { colour: 'bilevel' }).every(
        ({ verdict }) => verdict === 'pass',
      ),
    ).toBe(true);
  });

  test('four millimetres are more pixels at a higher resolution', () => {
    const at = (dpi: number) => seen({ border: [0, 0, 20, 0] }, { dpi: { x: dpi, y: dpi } });
    expect([verdictOf(at(300), 'border'), verdictOf(at(600), 'border')]).toEqual(['ask', 'pass']);
  });

  test('where pages are written downwards nobody is asked to turn them', () => {
    const vertical = checkPixels({ ...good, ...skew(0, { lines: 'down', downRatio: 3 }) }, header, {
      ...limits,
      downRatio: null,
    });
    expect(verdictOf(vertical, 'orientation')).toBeUndefined();
  });
});

describe('DA/T 31-2017 §9.5, §9.6, §10.5: files of an original together', () => {
  const code = 'J001-WS·1983-Y-0012';
  const file = (number: number, more: Partial<BatchFile> = {}): BatchFile => ({
    ...{
      name: `${code}-${String(number).padStart(4, '0')}.tif`,
      format: 'tiff',
      digest: `d${number}`,
      pages: [{ signature: null }],
    },
    ...more,
  });
  const broken = (files: BatchFile[], pageCount: number | null = files.length) =>
    checkBatch(files, { code, pageCount }, usualSpecification)
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ check, file: at }) => [check, at]);

  test('whole and in order, nothing is found', () => {
    expect(broken([file(1), file(2), file(3)])).toEqual([]);
  });

  test.each([
    ['a gap', [file(1), file(3)], 2, [['sequence', 1]]],
    [
      'two changed places',
      [file(2), file(1)],
      2,
      [
        ['sequence', 0],
        ['sequence', 1],
      ],
    ],
    ['a page too few', [file(1), file(2)], 3, [['count', null]]],
    ['another format', [file(1), file(2, { name: `${code}-0002.jpg`, format: 'jpeg' })], 2, [['one-format', null]]],
    ['the same bytes', [file(1), file(2, { digest: 'd1' })], 2, [['digest', 1]]],
    ['a name of its own', [file(1), file(2, { name: 'IMG_0002.tif' })], 2, [['naming', 1]]],
    ['an ending that lies', [file(1, { name: `${code}-0001.jpg` })], 1, [['naming', 0]]],
  ] as [string, BatchFile[], number, unknown][])('%s is found', (_, files, pageCount, expected) => {
    expect(broken(files, pageCount)).toEqual(expected);
  });

  test('the code stands in the name as it is, whatever its signs mean to others', () => {
    expect(numberOf('a.b(1)-0007.TIFF', '{code}-{image}', 'a.b(1)', 'tiff')).toBe(7);
    expect(numberOf('axb(1)-0007.tiff', '{code}-{image}', 'a.b(1)', 'tiff')).toBeNull();
    expect(numberOf('0007_a.pdf', '{image}_{code}', 'a', 'pdf')).toBe(7);
    expect(numberOf('a-7.tif', '{code}-{image}', 'a', 'tiff')).toBeNull();
  });

  test('a page scanned twice is found by its likeness, one of other words is not', () => {
    const drawn = (seed: number, dust = 0): Signature =>
      Uint8Array.from({ length: fineSize.width * fineSize.height }, (_, at) => {
        const [x, y] = [Math.floor((at % fineSize.width) / 3), Math.floor(at / fineSize.width / 3)];
        return ((x * 31 + y * 17) * seed) % 11 < 4 ? 9 - ((dust * at) % 3) : 0;
      });
    expect(likePages([drawn(3), drawn(5), null, drawn(3, 1)], limits).map(({ one, other }) => [one, other])).toEqual([
      [0, 3],
    ]);
  });
});

describe('words', () => {
  test('every check has a standard, a name, a sentence and a next step in both languages', () => {
    for (const id of checkIds) {
      expect(checks[id].standard, id).toMatch(/^DA\/T 31-2017 §\d/);
      const { what, next } = wordsOf({ check: id, verdict: 'ask', measured: 3, limit: 2 });
      for (const words of [checkWords[id].name, what, next]) {
        expect(words.zh, id).toMatch(/\p{Script=Han}/u);
        expect(words.en, id).toMatch(/^[\x20-\x7e]+$/);
      }
      expect(what.zh + what.en, id).not.toContain('{');
    }
  });

  test('measures are said with their unit', () => {
    expect(wordsOf({ check: 'skew', verdict: 'ask', measured: -1.25, limit: 1 }).what).toEqual({
      zh: '偏斜 -1.25°（限 1°）',
      en: 'It is skew by -1.25 degrees (limit 1 degrees)',
    });
    expect(wordsOf({ check: 'resolution', verdict: 'fail', measured: null, limit: 300 }).what.zh).toContain('未注明');
  });

  test('every refusal of a file tells the operator what to do, in both languages', () => {
    for (const [code, { zh, en }] of Object.entries(imagingMessages)) {
      expect(zh.what + zh.next, code).toMatch(/\p{Script=Han}/u);
      expect(en.what + en.next, code).toMatch(/^[\x20-\x7e]+$/);
      expect(zh.next.length, code).toBeGreaterThan(4);
    }
  });
});

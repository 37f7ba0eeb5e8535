import { describe, expect, test } from 'vitest';
import { isResolved, isSeen, leastGridMs, leastPageMs, type PageToPass, refusePass } from './inspection.ts';

const good: PageToPass = { position: 1, filled: true, asked: false, pageMs: leastPageMs, gridMs: 0, openDefects: 0 };

describe('5.6-4 passing', () => {
  test('a page that was never shown, or only flicked by, is not passed', () => {
    expect(refusePass([good])).toBeNull();
    const unseen = { ...good, position: 7, pageMs: leastPageMs - 1 };
    expect(refusePass([good, unseen])).toMatchObject({ code: 'pages-unseen', params: { count: 1, numbers: '7' } });
    expect(refusePass([])).toMatchObject({ code: 'nothing-scanned' });
  });

  test('the sheet covers what the machine asks nothing about, and nothing else', () => {
    expect(isSeen({ asked: false, pageMs: 0, gridMs: leastGridMs })).toBe(true);
    expect(isSeen({ asked: true, pageMs: 0, gridMs: 1_000_000 })).toBe(false);
    expect(isSeen({ asked: true, pageMs: leastPageMs, gridMs: 0 })).toBe(true);
  });

  test('open defects and empty places come before everything else', () => {
    const pages = [good, { ...good, position: 2, openDefects: 1 }, { ...good, position: 3, filled: false }];
    expect(refusePass(pages)).toMatchObject({ code: 'defects-open', params: { numbers: '2' } });
    expect(refusePass(pages.map((page) => ({ ...page, openDefects: 0 })))).toMatchObject({ code: 'images-empty' });
  });
});

describe('a defect is resolved', () => {
  const found = {
    kind: 'skew',
    masterId: 'a',
    nowMasterId: 'a',
    treatedAnew: false,
    newImages: false,
    answered: false,
  } as const;
  test('by another image, by taking the place out, or by an answer', () => {
    expect(isResolved(found)).toBe(false);
    expect(isResolved({ ...found, nowMasterId: 'b' })).toBe(true);
    expect(isResolved({ ...found, nowMasterId: undefined })).toBe(true);
    expect(isResolved({ ...found, answered: true })).toBe(true);
  });
  test('a missing page only by a new image', () => {
    expect(isResolved({ ...found, kind: 'missing', nowMasterId: 'b' })).toBe(false);
    expect(isResolved({ ...found, kind: 'missing', newImages: true })).toBe(true);
  });
});

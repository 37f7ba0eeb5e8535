import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LinkFigures, sameFigures } from './link.ts';
import { type Counts, countsFrom, expectedImages, linkingOf } from './linking.ts';

const none = { pages: 0, cover: 0, contents: 0, noteSheet: 0 };
const usual: Counts = { pages: 120, cover: 2, contents: 3, noteSheet: 1, blanks: 4, notScanned: none };

describe('linking by count (DA/T 31-2017)', () => {
  test('numbered pages, faces by specification and kept blanks, less what is not scanned', () => {
    expect(expectedImages(usual)).toBe(130);
    expect(expectedImages({ ...usual, notScanned: { ...none, pages: 5, cover: 1 } })).toBe(124);
    expect(linkingOf(usual, { total: 130, byFace: null })).toEqual({
      expected: 130,
      images: 130,
      difference: 0,
      differing: [],
    });
  });

  test('with every face told apart the term that differs is named', () => {
    const found = { pages: 119, cover: 2, contents: 3, noteSheet: 1, blanks: 4 };
    expect(linkingOf(usual, { total: 129, byFace: found })).toMatchObject({ difference: -1, differing: ['pages'] });
    // One too many and one too few: the sum agrees, the terms do not.
    const swapped = { ...found, blanks: 5 };
    expect(linkingOf(usual, { total: 130, byFace: swapped })).toMatchObject({
      difference: 0,
      differing: ['pages', 'blanks'],
    });
    const unscanned = { ...usual, notScanned: { ...none, pages: 5 } };
    expect(linkingOf(unscanned, { total: 130, byFace: { ...found, pages: 120 } })).toMatchObject({
      difference: 5,
      differing: ['notScanned'],
    });
  });

  test('with the number alone a term is named only where no other could explain it', () => {
    const of = (counts: Counts, total: number) => linkingOf(counts, { total, byFace: null }).differing;
    expect(of(usual, 127)).toEqual(['contents']);
    expect(of({ ...usual, cover: 3 }, 128)).toEqual([]);
    expect(of(usual, 117)).toEqual([]);
    expect(of({ ...usual, notScanned: { ...none, pages: 5 } }, 130)).toEqual(['notScanned']);
    expect(of(usual, 131)).toEqual([]);
  });

  test('what is scanned as expected agrees, and one face less is told by its term', () => {
    const count = fc.integer({ min: 1, max: 500 });
    const faces = fc.record({ pages: count, cover: count, contents: count, noteSheet: count, blanks: count });
    fc.assert(
      fc.property(faces, fc.constantFrom('pages', 'cover', 'contents', 'noteSheet', 'blanks'), (found, term) => {
        const counts = { ...found, notScanned: none };
        const total = Object.values(found).reduce((sum, one) => sum + one, 0);
        expect(linkingOf(counts, { total, byFace: found })).toEqual({
          expected: total,
          images: total,
          difference: 0,
          differing: [],
        });
        const less = { ...found, [term]: found[term] - 1 };
        expect(linkingOf(counts, { total: total - 1, byFace: less })).toMatchObject({
          difference: -1,
          differing: [term],
        });
      }),
    );
  });
});

describe('what nobody counted', () => {
  const found = { pages: 118, cover: 2, contents: 3, noteSheet: 0, blanks: 1 };

  test('is taken as it was found: only what was counted can differ', () => {
    const counted = { pages: 120, cover: null, contents: null, noteSheet: 1, blanks: null };
    const counts = countsFrom(counted, found, { ...none, pages: 2 });
    expect(linkingOf(counts, { total: 124, byFace: found })).toMatchObject({
      difference: -1,
      differing: ['noteSheet'],
    });
    const nothing = { pages: null, cover: null, contents: null, noteSheet: null, blanks: null };
    expect(linkingOf(countsFrom(nothing, found, none), { total: 124, byFace: found })).toMatchObject({ differing: [] });
  });

  test('an acceptance lapses with any figure that changes', () => {
    const figures: LinkFigures = {
      ...{ catalogued: 20, counted: 21, leaves: 12, expected: 22, images: 21, notScanned: 0 },
      differing: ['catalogue', 'cover'],
    };
    expect(sameFigures(figures, { ...figures })).toBe(true);
    for (const changed of [{ images: 20 }, { expected: 21 }, { counted: 20 }, { differing: ['cover'] as const }])
      expect(sameFigures(figures, { ...figures, ...changed } as LinkFigures)).toBe(false);
  });
});

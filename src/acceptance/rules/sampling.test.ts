import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Looked, ratesOf, sampleSize, type SamplingLimits, samplingVerdict, strictest } from './sampling.ts';

const limits: SamplingLimits = { samplePermille: 50, sampleLeast: 1, passCatalogue: 1000, passOther: 950 };

describe('how many are drawn', () => {
  test.each([
    [1, 1],
    [19, 1],
    [20, 1],
    [21, 2],
    [1000, 50],
    [1001, 51],
  ])('of %i at least one in twenty: %i', (population, size) => {
    expect(sampleSize(population, limits)).toBe(size);
  });

  test('not fewer than agreed, and not more than there are', () => {
    expect(sampleSize(100, { ...limits, sampleLeast: 30 })).toBe(30);
    expect(sampleSize(10, { ...limits, sampleLeast: 30 })).toBe(10);
  });

  test('by the strictest of several specifications', () => {
    const other = { samplePermille: 100, sampleLeast: 5, passCatalogue: 990, passOther: 980 };
    expect(strictest([limits, other])).toEqual({
      samplePermille: 100,
      sampleLeast: 5,
      passCatalogue: 1000,
      passOther: 980,
    });
  });
});

const good: Looked = { verdict: 'passed', defects: [] };
const bad = (...defects: Looked['defects']): Looked => ({ verdict: 'failed', defects });

describe('DA/T 31 §12.3', () => {
  test('one unit whose catalogue and image differ fails the batch; of others one in twenty may have a defect', () => {
    const nineteen = Array.from({ length: 19 }, () => good);
    expect(samplingVerdict([...nineteen, bad('image')], limits)).toBe('passed');
    expect(samplingVerdict([...nineteen, bad('catalogue')], limits)).toBe('failed');
    expect(samplingVerdict([...nineteen.slice(1), bad('image'), bad('linking')], limits)).toBe('failed');
    // Several defects of one unit are one unit.
    expect(samplingVerdict([...nineteen, bad('image', 'image', 'linking')], limits)).toBe('passed');
  });

  test('nothing is decided while part of the sample was not looked at', () => {
    expect(samplingVerdict([good, { verdict: null, defects: [] }], limits)).toBeNull();
  });

  test('a rate is never rounded up to its limit', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 300 }), (failed) => {
        const sample = failed.map((one) => (one ? bad('image') : good));
        const share = failed.filter((one) => !one).length / failed.length;
        expect(ratesOf(sample).other / 1000).toBeLessThanOrEqual(share);
        expect(samplingVerdict(sample, limits) === 'passed').toBe(share >= 0.95);
      }),
    );
  });
});

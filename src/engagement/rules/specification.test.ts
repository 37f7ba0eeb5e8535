import { expect, test } from 'vitest';
import {
  compressionsOf,
  imageFormats,
  refuseSpecification,
  specificationShape,
  usualSpecification,
} from './specification.ts';

const code = (change: object): string | null => {
  const refused = refuseSpecification({ ...usualSpecification, ...change });
  return refused === null ? null : `${refused.code} ${refused.field}`;
};
const field = (name: string): string => `input.specification.${name}`;

test('2.2-3 the usual specification can be kept, and is not below DA/T 31-2017', () => {
  expect(specificationShape.parse(usualSpecification)).toEqual(usualSpecification);
  expect(code({})).toBeNull();
  expect(usualSpecification).toMatchObject({ passCatalogue: 1000, passOther: 950, samplePermille: 50 });
  expect(specificationShape.safeParse({ ...usualSpecification, resolution: 199 }).success).toBe(false);
});

test('2.2-3 refuses what no image can be', () => {
  for (const format of imageFormats)
    for (const compression of ['none', 'lzw', 'g4', 'jpeg', 'jp2-lossless', 'jp2'] as const) {
      const quality = compression === 'jpeg' || compression === 'jp2' ? 85 : null;
      const refused = code({ format, compression, quality, colour: compression === 'g4' ? 'bilevel' : 'colour' });
      const possible = compressionsOf(format).includes(compression);
      expect(refused, `${format} ${compression}`).toBe(
        possible ? null : `compression-of-format ${field('compression')}`,
      );
    }
  expect(code({ compression: 'g4' })).toBe(`g4-needs-bilevel ${field('compression')}`);
  expect(code({ format: 'jpeg', compression: 'jpeg' })).toBe(`quality-of-lossy ${field('quality')}`);
  expect(code({ quality: 85 })).toBe(`quality-of-lossy ${field('quality')}`);
});

test('2.2-3 refuses names that lead back to no original, and limits that contradict each other', () => {
  expect(code({ naming: '{code}' })).toBe(`naming-lacks ${field('naming')}`);
  expect(code({ naming: '{image}' })).toBe(`naming-lacks ${field('naming')}`);
  expect(code({ naming: '{code}/{image}' })).toBe(`naming-letters ${field('naming')}`);
  expect(code({ skewAsk: 2, skewFail: 1 })).toBe(`skew-order ${field('skewFail')}`);
  expect(code({ samplePermille: 49 })).toBe(`sample-too-small ${field('samplePermille')}`);
});

import { expect, test } from 'vitest';
import { outlookOf } from './recorder.ts';

const day = 86_400_000;
const at = Date.parse('2026-11-25T00:00:00Z');
const reading = (daysBack: number, usedGb: number, ago = 0) => ({
  at: at - ago * day,
  earliest: at - daysBack * day,
  capacityGb: 1_000,
  usedGb,
});

test('4.3-6 what it reaches back, what it will hold and when it begins to overwrite', () => {
  expect(outlookOf([])).toEqual({ state: 'unread', reaches: null, holds: null, overwritesAt: null });
  // 5 GB a day: 1000 GB hold 200 days, and are full in 180.
  expect(outlookOf([reading(20, 100)])).toEqual({
    ...{ state: 'filling', reaches: 20, holds: 200 },
    overwritesAt: at + 180 * day,
  });
  // 10 GB a day: it will hold 100 days only.
  expect(outlookOf([reading(20, 200)])).toMatchObject({ state: 'short', holds: 100 });
  expect(outlookOf([reading(0.5, 4)])).toMatchObject({ state: 'filling', holds: null });
});

test('4.3-6 what is full, or whose beginning has moved, overwrites: short under six months', () => {
  expect(outlookOf([reading(190, 990)])).toMatchObject({ state: 'enough', reaches: 190, overwritesAt: null });
  expect(outlookOf([reading(183, 990)])).toMatchObject({ state: 'short', reaches: 183 });
  expect(outlookOf([reading(100, 500), reading(103, 500, 7)])).toMatchObject({ state: 'short', reaches: 100 });
  expect(outlookOf([reading(103, 500, 7), reading(103, 515)])).toMatchObject({ state: 'filling' });
});

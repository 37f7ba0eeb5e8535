import { expect, test } from 'vitest';
import { cutPage } from './page.ts';

const key = (row: number): string => String(row);

test('the extra row is not shown, and the next page begins after the last one that is', () => {
  expect(cutPage([1, 2, 3], 2, key)).toEqual({ page: [1, 2], next: '2' });
  expect(cutPage([1, 2], 2, key)).toEqual({ page: [1, 2], next: null });
  expect(cutPage([], 2, key)).toEqual({ page: [], next: null });
});

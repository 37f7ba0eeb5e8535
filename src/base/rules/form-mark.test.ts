import { expect, test } from 'vitest';
import { isFormMark, readFormMark, writeFormMark } from './form-mark.ts';

const mark = {
  form: 'custody.handover',
  version: 2,
  id: '0197f3a2-5b1c-7000-8000-0123456789ab',
  hash: '00ff12ab34cd56ef',
};

test('what is printed can be read back', () => {
  expect(writeFormMark(mark)).toBe('custody.handover/2/0197f3a2-5b1c-7000-8000-0123456789ab/00ff12ab34cd56ef');
  expect(readFormMark(writeFormMark(mark))).toEqual(mark);
});

test('anything else is not a mark', () => {
  for (const text of ['', 'a/b/c/d', 'f/1/x/00FF12AB34CD56EF', 'f/0/x/00ff12ab34cd56ef', `${writeFormMark(mark)}/x`]) {
    expect(isFormMark(text)).toBe(false);
  }
});

test('refuses to print what could not be read back', () => {
  expect(() => writeFormMark({ ...mark, id: 'a/b' })).toThrow(RangeError);
  expect(() => writeFormMark({ ...mark, hash: 'abc' })).toThrow(RangeError);
  expect(() => writeFormMark({ ...mark, version: 0 })).toThrow(RangeError);
});

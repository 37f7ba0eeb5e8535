import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalize, type Json, NotCanonical, parseCanonical } from './canonical.ts';

const text = fc.string({ unit: 'grapheme' }).map((s) => s.normalize('NFC'));
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const reasonOf = (value: unknown): string => {
  try {
    canonicalize(value);
  } catch (error) {
    if (error instanceof NotCanonical) return error.reason;
    throw error;
  }
  return 'accepted';
};

describe('canonical form', () => {
  test('any value reads back equal and writes the same bytes', () => {
    fc.assert(
      fc.property(json, (value) => {
        const written = canonicalize(value);
        expect(canonicalize(JSON.parse(written))).toBe(written);
        expect(parseCanonical(written)).toEqual(JSON.parse(written));
      }),
    );
  });

  test('sorts keys by UTF-16 code unit, not by code point', () => {
    expect(canonicalize({ '\uff5e': 1, '\u{1f600}': 2, a: 3, B: 4 })).toBe('{"B":4,"a":3,"\u{1f600}":2,"\uff5e":1}');
  });

  test('escapes as RFC 8785 does', () => {
    expect(canonicalize('\u0000\u0007\b\t\n\u000b\f\r\u001f"\\/\u007f\u2028守')).toBe(
      '"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001f\\"\\\\/\u007f\u2028守"',
    );
  });

  test.each([
    [0.5, 'number'],
    [2 ** 53, 'number'],
    [NaN, 'number'],
    [Infinity, 'number'],
    ['\ud800', 'surrogate'],
    [{ '\udc00': 1 }, 'surrogate'],
    ['e\u0301', 'not-nfc'],
    [{ 'e\u0301': 1 }, 'not-nfc'],
    [undefined, 'type'],
    [[undefined], 'type'],
    [1n, 'type'],
    [new Date(0), 'type'],
    [() => 1, 'type'],
  ])('refuses %o', (value, reason) => {
    expect(reasonOf(value)).toBe(reason);
  });

  test('refuses more than 64 levels', () => {
    const nested = (levels: number): Json => (levels === 0 ? 1 : [nested(levels - 1)]);
    expect(reasonOf(nested(64))).toBe('accepted');
    expect(reasonOf(nested(65))).toBe('depth');
  });

  test.each([
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '[1 ]',
    '1.0',
    '1e3',
    '-0',
    '"\\u0041"',
    '"\\/"',
    '9007199254740993',
    '{',
  ])('does not take %s for canonical', (written) => {
    expect(parseCanonical(written)).toBeUndefined();
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diff, type Piece } from './diff.ts';

const only = (pieces: readonly Piece[], side: 'first' | 'second'): string =>
  pieces.flatMap((piece) => (piece.in === 'both' || piece.in === side ? [piece.text] : [])).join('');

/** Length of the longest common subsequence, by the definition. */
function longest(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const [head, ...rest] = a;
  const [other, ...others] = b;
  return head === other ? 1 + longest(rest, others) : Math.max(longest(rest, b), longest(a, others));
}

describe('two entries letter by letter', () => {
  test('what differs is told, and nothing else', () => {
    expect(diff('关于张三同志任职的通知', '关于张山同志任职通知')).toEqual([
      { in: 'both', text: '关于张' },
      { in: 'first', text: '三' },
      { in: 'second', text: '山' },
      { in: 'both', text: '同志任职' },
      { in: 'first', text: '的' },
      { in: 'both', text: '通知' },
    ]);
    expect(diff('同', '同')).toEqual([{ in: 'both', text: '同' }]);
    expect(diff('', '')).toEqual([]);
    expect(diff('', '𠮷')).toEqual([{ in: 'second', text: '𠮷' }]);
  });

  test('each text comes out of its own pieces, and no neighbours are of one kind', () => {
    const letters = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '𠮷', ' '), maxLength: 30 });
    fc.assert(
      fc.property(letters, letters, (one, other) => {
        const pieces = diff(one, other);
        expect(only(pieces, 'first')).toBe(one);
        expect(only(pieces, 'second')).toBe(other);
        expect(pieces.every(({ text }) => text !== '')).toBe(true);
        expect(pieces.every((piece, index) => piece.in !== pieces[index + 1]?.in)).toBe(true);
      }),
    );
  });

  test('as much as can be is told to be in both', () => {
    const letters = fc.string({ unit: fc.constantFrom('甲', '乙', '丙'), maxLength: 7 });
    fc.assert(
      fc.property(letters, letters, (one, other) => {
        const both = diff(one, other).flatMap((piece) => (piece.in === 'both' ? [...piece.text] : []));
        expect(both.length).toBe(longest([...one], [...other]));
      }),
    );
  });

  test('the longest texts that a field takes are told in pieces all the same', () => {
    const one = '甲乙'.repeat(2000);
    const other = `丙${'乙甲'.repeat(1999)}丁`;
    const pieces = diff(one, other);
    expect([only(pieces, 'first'), only(pieces, 'second')]).toEqual([one, other]);
  });
});

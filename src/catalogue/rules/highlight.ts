/** Texts in pieces, with what was looked for marked; and the boxes of words on a page. */
import { fold, rangesOf } from './fold.ts';

export interface Piece {
  text: string;
  hit: boolean;
}

/** A text in pieces, whole. */
export function piecesOf(text: string, terms: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const put = (to: number, hit: boolean): void => {
    if (to > at) pieces.push({ text: text.slice(at, to), hit });
    at = Math.max(at, to);
  };
  for (const { from, to } of terms.length > 0 ? rangesOf(fold(text), terms) : []) {
    put(from, false);
    put(to, true);
  }
  put(text.length, false);
  return pieces;
}

/** What stands around the first word that was found. Cut between characters, never within one. */
export function excerptOf(text: string, terms: readonly string[], around = 40): Piece[] {
  const first = rangesOf(fold(text), terms)[0];
  const characters = [...text];
  const index = first ? [...text.slice(0, first.from)].length : 0;
  const from = Math.max(0, index - around);
  const to = Math.min(characters.length, index + 3 * around);
  const pieces = piecesOf(characters.slice(from, to).join(''), terms);
  if (from > 0) pieces.unshift({ text: '…', hit: false });
  if (to < characters.length) pieces.push({ text: '…', hit: false });
  return pieces;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Line extends Box {
  text: string;
}

/** Lines of a page one after the other, as they are looked up. */
export const pageText = (lines: readonly { text: string }[]): string => lines.map(({ text }) => text).join('\n');

/**
 * Where words stand on a page: the part of each line's box that their letters take, as if all were of one width. A line
 * that is far higher than wide runs down.
 */
export function boxesOf(lines: readonly Line[], terms: readonly string[]): Box[] {
  const ranges = rangesOf(fold(pageText(lines)), terms);
  let begin = 0;
  return lines.flatMap(({ text, x, y, width, height }) => {
    const start = begin;
    begin += text.length + 1;
    const down = height > 1.5 * width && text.length > 1;
    return ranges.flatMap((range) => {
      const from = Math.max(range.from - start, 0);
      const to = Math.min(range.to - start, text.length);
      if (from >= to) return [];
      const [share, size] = [from / text.length, (to - from) / text.length];
      return down
        ? [{ x, y: y + height * share, width, height: height * size }]
        : [{ x: x + width * share, y, width: width * size, height }];
    });
  });
}

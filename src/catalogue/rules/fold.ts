/**
 * Text as it is looked up (细则 二): full and half width, capital and small letters, traditional and simplified
 * characters are one, and a word is found across the end of a line. What was folded knows where each of its characters
 * stood, so that a hit is shown in the text as it was written.
 */
import { Converter } from 'opencc-js/t2cn';

export interface Folded {
  text: string;
  /** For each UTF-16 unit of `text`: where the character that it came from begins, and where it ends. */
  from: number[];
  to: number[];
}

const simplified = Converter({ from: 't', to: 'cn' });
const known = new Map<string, string>();

/** One character at a time: what it becomes must not depend on its neighbours, or a part of a text would not be found. */
function foldCharacter(character: string): string {
  const before = known.get(character);
  if (before !== undefined) return before;
  const folded = Array.from(character.normalize('NFKC').toLowerCase(), (one) => simplified(one)).join('');
  known.set(character, folded);
  return folded;
}

const isSpace = (character: string): boolean => /^[\s\u200b\ufeff]$/u.test(character);
/** Written without spaces between words. */
const isDense = (character: string): boolean =>
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{P}]$/u.test(character);

export function fold(source: string): Folded {
  const folded: Folded = { text: '', from: [], to: [] };
  let before: string | null = null;
  let offset = 0;
  let space: number | null = null;
  const put = (text: string, from: number, to: number): void => {
    folded.text += text;
    for (let unit = 0; unit < text.length; unit += 1) {
      folded.from.push(from);
      folded.to.push(to);
    }
  };
  for (const character of source) {
    const here = offset;
    offset += character.length;
    if (isSpace(character)) {
      space ??= here;
      continue;
    }
    // Between words of letters a space stays, one for however many; elsewhere it is the end of a line.
    if (space !== null && before !== null && !isDense(before) && !isDense(character)) put(' ', space, here);
    space = null;
    before = character;
    put(foldCharacter(character), here, offset);
  }
  return folded;
}

export interface Range {
  /** UTF-16 units of the text as it was written; `to` is not in it. */
  from: number;
  to: number;
}

/** Where any of the terms stands, in order, what touches made one. */
export function rangesOf(folded: Folded, terms: readonly string[]): Range[] {
  const found: Range[] = [];
  for (const term of terms) {
    for (let from = folded.text.indexOf(term); from >= 0; from = folded.text.indexOf(term, from + term.length)) {
      found.push({ from: folded.from[from]!, to: folded.to[from + term.length - 1]! });
    }
  }
  found.sort((a, b) => a.from - b.from || a.to - b.to);
  const joined: Range[] = [];
  for (const range of found) {
    const last = joined.at(-1);
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else joined.push({ ...range });
  }
  return joined;
}

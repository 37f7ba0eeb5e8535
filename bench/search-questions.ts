/** What is asked: parts of texts that there are, so that common words are asked for as often as they stand there. */
import { isRefusal } from '#/base/rules/refusal.ts';
import { type Days, daysOfQuery, termsOf } from '#/catalogue/rules/query.ts';
import { type Random, randomFrom } from './search-titles.ts';

export interface Question {
  terms: string[];
  days: Days;
}

export const classes = [
  '1 character',
  '2 characters',
  '2-character word',
  '4 characters',
  'two terms',
  'year',
] as const;
export type QuestionClass = (typeof classes)[number];

const isHan = (text: string): boolean => /^\p{Script=Han}+$/u.test(text);
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const wordsOf = (text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment).filter((word) => word.length >= 2 && isHan(word));

function part(random: Random, text: string, length: number, fits: (part: string) => boolean): string | null {
  const at = Math.floor(random() * (text.length - length + 1));
  const found = text.slice(at, at + length);
  return found.length === length && fits(found) ? found : null;
}

const one = (random: Random, list: readonly string[]): string | null =>
  list[Math.floor(random() * list.length)] ?? null;

/** Of a text, what a person would type; null where it has none such. */
const asked: Record<QuestionClass, (random: Random, text: string) => string | null> = {
  '1 character': (random, text) => part(random, text, 1, isHan),
  '2 characters': (random, text) => part(random, text, 2, (found) => /^\S+$/u.test(found)),
  '2-character word': (random, text) =>
    one(
      random,
      wordsOf(text).filter((word) => word.length === 2),
    ),
  '4 characters': (random, text) => part(random, text, 4, isHan),
  'two terms': (random, text) => {
    const words = [...new Set(wordsOf(text))];
    const first = one(random, words);
    const second = one(
      random,
      words.filter((word) => word !== first),
    );
    return first === null || second === null ? null : `${first} ${second}`;
  },
  // Common, and yet all in one place when rows are walked from the newest.
  year: (_, text) => /(?:19|20)\d\d(?=年)/u.exec(text)?.[0] ?? null,
};

function daysFrom(random: Random): Days {
  const year = 1949 + Math.floor(random() * 63);
  const days = random() < 0.5 ? daysOfQuery('1949', '2020') : daysOfQuery(String(year), String(year + 9));
  if (isRefusal(days)) throw new Error(days.code);
  return days;
}

export function questionsOf(kind: QuestionClass, count: number, texts: readonly string[]): Question[] {
  const random = randomFrom(3_000_000_019 + classes.indexOf(kind));
  const questions: Question[] = [];
  while (questions.length < count) {
    const query = asked[kind](random, texts[Math.floor(random() * texts.length)]!);
    const terms = query === null ? [] : termsOf(query);
    if (isRefusal(terms)) throw new Error(terms.code);
    if (terms.length > 0) questions.push({ terms, days: daysFrom(random) });
  }
  return questions;
}

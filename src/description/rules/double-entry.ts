/** Double entry (双录): two persons type, what differs is decided by a third, and errors are counted (5.6-4). */
import type { Words } from '#/base/rules/declare.ts';
import { sameValue } from './value.ts';

export const passes = [1, 2] as const;
export type Pass = (typeof passes)[number];

export const passNames: Record<Pass, Words> = {
  1: { zh: '一录', en: 'First entry' },
  2: { zh: '二录', en: 'Second entry' },
};

/** What an arbiter says: one of the two, or what neither typed. */
export const choices = ['first', 'second', 'third'] as const;
export type Choice = (typeof choices)[number];

/** A difference that somebody decided, with what was typed then. */
interface Decided {
  first: string;
  second: string;
  choice: Choice;
  third: string | null;
}

export type Settled = { state: 'settled'; text: string } | { state: 'open' };

/**
 * The value that holds. With one entry it is that; with two that are the same the first one; otherwise what was
 * decided of exactly these two: a decision on others, before somebody typed again, says nothing.
 */
export function settle(first: string, second: string | null, decisions: readonly Decided[]): Settled {
  if (second === null || sameValue(first, second)) return { state: 'settled', text: first };
  const own = decisions.findLast((one) => sameValue(one.first, first) && sameValue(one.second, second));
  if (!own) return { state: 'open' };
  switch (own.choice) {
    case 'first':
      return { state: 'settled', text: first };
    case 'second':
      return { state: 'settled', text: second };
    case 'third':
      return { state: 'settled', text: own.third ?? '' };
  }
}

/** Whose errors a decision counts. */
export const wrongBy = (choice: Choice): readonly Pass[] =>
  choice === 'first' ? [2] : choice === 'second' ? [1] : [1, 2];

/** Errors in a thousand characters, to a tenth; null where nothing was typed. */
export const permille = (errors: number, characters: number): number | null =>
  characters === 0 ? null : Math.round((errors * 10_000) / characters) / 10;

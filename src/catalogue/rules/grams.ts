/**
 * What an index of Chinese text holds: every two characters that stand together, and the last one of a run alone. One
 * character is looked for as the beginning of a pair, two as a pair, three and more as all their pairs, looked at again
 * in the text itself. Nothing is missed, as a list of words would.
 */

const isBreak = (character: string): boolean => character === ' ' || character === '\n';

/** Of folded text; each once. */
export function gramsOf(text: string): string[] {
  const grams = new Set<string>();
  let before: string | null = null;
  for (const character of text) {
    if (isBreak(character)) {
      if (before !== null) grams.add(before);
      before = null;
      continue;
    }
    if (before !== null) grams.add(before + character);
    before = character;
  }
  if (before !== null) grams.add(before);
  return [...grams];
}

const quoted = (gram: string): string => `'${gram.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** A tsquery that each text of an era with all of the terms satisfies. Terms are folded, none empty. */
export function gramQuery(terms: readonly string[], era: string): string {
  const parts = new Set<string>();
  for (const term of terms)
    for (const word of term.split(' ')) {
      const characters = [...word];
      if (characters.length === 1) parts.add(`${quoted(era + word)}:*`);
      for (let at = 0; at + 1 < characters.length; at += 1)
        parts.add(quoted(era + characters[at]! + characters[at + 1]!));
    }
  return [...parts].join(' & ');
}

/** Whether satisfying the query is not enough: the text is to be looked at. */
export const needsLook = (term: string): boolean => [...term].length > 2 || term.includes(' ');

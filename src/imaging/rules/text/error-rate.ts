/** Character error rate (CER): letters to be put in, taken out or changed, over the letters that stand there. */

/** Spaces are nobody's letters, and signs that look alike in print count as one. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/\s/gu, ''],
  [/[,，]/g, '，'],
  [/[.．。·・]/g, '。'],
  [/[;；]/g, '；'],
  [/[:：]/g, '：'],
  [/[-—一–ー－]/g, '一'],
  [/[○Oo0OＯ〇]/g, '〇'],
  [/[(（]/g, '（'],
  [/[)）]/g, '）'],
  [/[[【〔]/g, '〔'],
  [/[\]】〕]/g, '〕'],
];

export const comparable = (text: string): string =>
  alike.reduce((rest, [sign, one]) => rest.replace(sign, one), text.normalize('NFC'));

/** Letters that differ (Levenshtein). */
export function distance(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  let last = Int32Array.from({ length: b.length + 1 }, (_, index) => index);
  let now = new Int32Array(b.length + 1);
  for (let i = 1; i <= a.length; i += 1) {
    now[0] = i;
    for (let j = 1; j <= b.length; j += 1) {
      const changed = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      now[j] = Math.min(changed, last[j]! + 1, now[j - 1]! + 1);
    }
    [last, now] = [now, last];
  }
  return last[b.length]!;
}

export interface ErrorRate {
  letters: number;
  errors: number;
  /** Letters that were found at all, in whatever order. */
  found: number;
}

export function errorsOf(truth: string, read: string): ErrorRate {
  const [one, other] = [comparable(truth), comparable(read)];
  const left = new Map<string, number>();
  for (const letter of other) left.set(letter, (left.get(letter) ?? 0) + 1);
  let found = 0;
  for (const letter of one) {
    const count = left.get(letter) ?? 0;
    if (count === 0) continue;
    left.set(letter, count - 1);
    found += 1;
  }
  return { letters: [...one].length, errors: distance(one, other), found };
}

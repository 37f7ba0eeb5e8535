/** In the order of preference. */
const separators = [',', '\t', ';', '|'] as const;

export type Separator = (typeof separators)[number];

/** Separators of each line outside double quotes. */
function countsOf(text: string, separator: Separator): number[] {
  const counts = [0];
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && char === '\n') counts.push(0);
    else if (!quoted && char === separator) counts[counts.length - 1]! += 1;
  }
  return counts;
}

/** How many lines have the number of separators that most of those with any have. */
function agreeing(text: string, separator: Separator): number {
  const lines = new Map<number, number>();
  for (const count of countsOf(text, separator)) if (count > 0) lines.set(count, (lines.get(count) ?? 0) + 1);
  return Math.max(0, ...lines.values());
}

/** The separator that most lines agree on, the comma before all others. */
export function suggestSeparator(top: string): Separator {
  let best: Separator = ',';
  let most = 0;
  for (const separator of separators) {
    const agreed = agreeing(top, separator);
    if (agreed > most) {
      best = separator;
      most = agreed;
    }
  }
  return best;
}

import type { Period } from '../../rules/retention.ts';

/** What a person has watched, kept without overlaps and in order; times in milliseconds since 1970. */
export function withSeen(seen: readonly Period[], more: Period): Period[] {
  const joined: Period[] = [];
  for (const { from, to } of [...seen, more].toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    // A player tells its position a few times a second: what lies between two tellings was seen.
    if (last && from <= last.to + 1_000) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** Which units are drawn follows from the seed alone: whoever has seed and codes draws the same. */
import { createHash, randomBytes } from 'node:crypto';

export const newSeed = (): string => randomBytes(16).toString('hex');

/** Units in the order of SHA-256 of seed, line feed and code; the first ones. */
export function draw<U extends { code: string }>(seed: string, units: readonly U[], size: number): U[] {
  const place = ({ code }: U): string => createHash('sha256').update(`${seed}\n${code}`).digest('hex');
  return units
    .map((unit) => ({ unit, at: place(unit) }))
    .toSorted((one, other) => (one.at < other.at ? -1 : 1))
    .slice(0, size)
    .map(({ unit }) => unit);
}

/** Piece-work (计件): what was submitted, less what had to be done again (5.6-3). */

/** How much a task was: all four counted at once, none derived from another. */
export interface Amount {
  pages: number;
  /** Pages converted to A4. */
  a4: number;
  items: number;
  volumes: number;
}

export const nothing: Amount = { pages: 0, a4: 0, items: 0, volumes: 0 };

/** Who, on which business day, at which step. */
export interface Counted extends Amount {
  personId: string;
  day: string;
  step: string;
}

export interface PieceWork {
  personId: string;
  day: string;
  step: string;
  submitted: Amount;
  /** Deducted on the day it was sent back, so that no day that was signed changes. */
  rework: Amount;
  net: Amount;
}

const combine = (one: Amount, other: Amount, sign: 1 | -1): Amount => ({
  pages: one.pages + sign * other.pages,
  a4: one.a4 + sign * other.a4,
  items: one.items + sign * other.items,
  volumes: one.volumes + sign * other.volumes,
});

export const sumOf = (amounts: readonly Amount[]): Amount =>
  amounts.reduce((sum, one) => combine(sum, one, 1), nothing);

const keyOf = ({ day, personId, step }: Counted): string => `${day}/${personId}/${step}`;

/** One row for each person, day and step, by day, person and step. */
export function pieceWork(submitted: readonly Counted[], rework: readonly Counted[]): PieceWork[] {
  const done = Map.groupBy(submitted, keyOf);
  const again = Map.groupBy(rework, keyOf);
  const all = new Map([...submitted, ...rework].map((one) => [keyOf(one), one]));
  return [...all.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { personId, day, step }]) => {
      const sums = { submitted: sumOf(done.get(key) ?? []), rework: sumOf(again.get(key) ?? []) };
      return { personId, day, step, ...sums, net: combine(sums.submitted, sums.rework, -1) };
    });
}

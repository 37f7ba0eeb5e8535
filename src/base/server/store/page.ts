/**
 * One keyset page of rows that were asked for with `limit + 1`: the extra row only tells that there
 * is a next page, whose cursor is the key of the last row shown.
 */
export function cutPage<R>(
  rows: readonly R[],
  limit: number,
  keyOf: (row: R) => string,
): { page: R[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { page, next: rows.length > limit && last !== undefined ? keyOf(last) : null };
}

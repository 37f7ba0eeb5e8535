import type { Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';

/** Next human number of a series, as 2026-0001: without gaps in a year, since it is taken in the act that uses it. */
export async function nextNumber(tx: Tx, series: string): Promise<string> {
  const year = Number((await today(tx)).slice(0, 4));
  const { last } = await tx
    .insertInto('number_series')
    .values({ name: series, year, last: 1 })
    .onConflict((conflict) =>
      conflict.columns(['name', 'year']).doUpdateSet((eb) => ({ last: eb('number_series.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return `${year}-${String(last).padStart(4, '0')}`;
}

/** Differences of figures that the archive took as they are. */
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LinkFigures } from '../../rules/link.ts';
import type {} from '../tables.ts';

export async function insertAcceptance(
  tx: Tx,
  row: { unitId: string; figures: LinkFigures; reason: string; by: string },
): Promise<string> {
  const id = newId();
  const { unitId, figures, reason, by } = row;
  await tx
    .insertInto('link_acceptance')
    .values({ id, unit_id: unitId, figures: JSON.stringify(figures), reason, by_id: by })
    .execute();
  return id;
}

/** The last one of each unit. */
export const acceptancesOf = (db: Db | Tx, unitIds: readonly string[]) =>
  unitIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('link_acceptance')
        .distinctOn('unit_id')
        .selectAll()
        .where('unit_id', 'in', unitIds)
        .orderBy('unit_id')
        .orderBy('id', 'desc')
        .execute();

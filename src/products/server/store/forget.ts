/** Packages that hold something of originals that turn out to be classified (6.1-5). */
import { clearedText } from '#/base/rules/clear-texts.ts';
import type { Tx } from '#/base/server/db.ts';
import { withdrawPackage } from './packages.ts';
import type {} from '../tables.ts';

const packagesWith = (tx: Tx, originalIds: readonly string[]) =>
  tx
    .selectFrom('package')
    .innerJoin('package_unit', 'package_unit.package_id', 'package.id')
    .innerJoin('work_unit', 'work_unit.id', 'package_unit.unit_id')
    .where('work_unit.original_id', 'in', [...originalIds]);

/** Why packages were withdrawn, and what they were written to carriers for. */
export async function reasonsAbout(tx: Tx, originalIds: readonly string[]) {
  if (originalIds.length === 0) return [];
  const rows = await packagesWith(tx, originalIds)
    .leftJoin('package_carrier', 'package_carrier.package_id', 'package.id')
    .select(['package.id', 'work_unit.original_id', 'package.withdrawn_reason', 'package_carrier.purpose'])
    .execute();
  return rows.map(({ id, original_id: originalId, withdrawn_reason: reason, purpose }) => ({
    ...{ id, originalId, texts: [reason, purpose] },
  }));
}

/** They are withdrawn, and their files go. Answers the digests of what is to be removed from the store. */
export async function forgetPackages(tx: Tx, originalIds: readonly string[]): Promise<string[]> {
  if (originalIds.length === 0) return [];
  const rows = await packagesWith(tx, originalIds)
    .select(['package.id', 'package.state'])
    .distinct()
    // In the order in which whoever locks several of them does.
    .orderBy('package.id')
    .execute();
  const gone: string[] = [];
  for (const { id, state } of rows) {
    if (state !== 'withdrawn') gone.push(...(await withdrawPackage(tx, id, { by: null, reason: '涉密标识 6.5' })));
    else await tx.updateTable('package').set({ withdrawn_reason: clearedText }).where('id', '=', id).execute();
  }
  return gone;
}

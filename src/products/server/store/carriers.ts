/** Carriers that packages were written to. */
import type { Db, Tx } from '#/base/server/db.ts';
import { folderName } from '#/base/server/exports.ts';
import { newId } from '#/base/server/ids.ts';
import type {} from '../tables.ts';

/** Null: another carrier has this name, or one that makes the same folder. */
export async function insertCarrier(
  tx: Tx,
  row: { packageId: string; target: string; purpose: string; by: string; agreedBy: string },
): Promise<string | null> {
  const inserted = await tx
    .insertInto('package_carrier')
    .values({
      ...{ id: newId(), package_id: row.packageId, target: row.target, folder: folderName(row.target) },
      ...{ purpose: row.purpose, requested_by: row.by, approved_by: row.agreedBy },
      ...{ files: null, bytes: null, seal: null, finished_at: null },
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id ?? null;
}

export const carriersOf = (db: Db | Tx, packageId: string) =>
  db.selectFrom('package_carrier').selectAll().where('package_id', '=', packageId).orderBy('id').execute();

/** Of a project, with their packages; those that could not be written are left out. */
export const carriersOfProject = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('package_carrier')
    .innerJoin('package', 'package.id', 'package_carrier.package_id')
    .select(['package_carrier.id', 'package_carrier.target', 'package_carrier.state', 'package_carrier.finished_at'])
    .select(['package.id as package_id', 'package.number', 'package.state as package_state'])
    .select(['package.units', 'package.images', 'package.seal'])
    .where('package.project_id', '=', projectId)
    .where('package_carrier.state', '<>', 'failed')
    .orderBy('package_carrier.id', 'desc')
    .execute();

export type ProjectCarrier = Awaited<ReturnType<typeof carriersOfProject>>[number];

export const findCarrier = (db: Db | Tx, id: string) =>
  db
    .selectFrom('package_carrier')
    .innerJoin('package', 'package.id', 'package_carrier.package_id')
    .selectAll('package_carrier')
    .select(['package.number', 'package.project_id', 'package.state as package_state', 'package.seal as package_seal'])
    .where('package_carrier.id', '=', id)
    .executeTakeFirst();

export const carrierOfFolder = (db: Db | Tx, folder: string) =>
  db.selectFrom('package_carrier').select('id').where('folder', '=', folder).executeTakeFirst();

/** Null: it could not be written. False when somebody else has finished it. */
export async function finishCarrier(
  tx: Tx,
  id: string,
  written: { files: number; bytes: number; seal: string } | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('package_carrier')
    .set({
      ...{ state: written ? 'done' : 'failed', finished_at: new Date() },
      ...{ files: written?.files ?? null, bytes: written ? String(written.bytes) : null, seal: written?.seal ?? null },
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

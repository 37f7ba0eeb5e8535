/** Finished units, and in which package each is. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

/** Of each original the newest unit, as far as all is done. */
const finished = (db: Db | Tx) =>
  db
    .selectFrom('work_unit')
    .innerJoin('original', 'original.id', 'work_unit.original_id')
    .innerJoin('fonds', 'fonds.id', 'original.fonds_id')
    .select(['work_unit.id', 'work_unit.original_id', 'work_unit.project_id', 'original.scheme_id'])
    .select(['original.code', 'fonds.code as fonds_code'])
    .where('work_unit.state', '=', 'done')
    .where(
      sql<boolean>`not exists (select 1 from work_unit later
        where later.original_id = work_unit.original_id and later.id > work_unit.id)`,
    );

export type FinishedUnit = Awaited<ReturnType<typeof finishedOutside>>[number];

/** Those of a project that are in no package, in the order of their codes. */
export const finishedOutside = (db: Db | Tx, projectId: string, limit: number) =>
  finished(db)
    .where('work_unit.project_id', '=', projectId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('package_unit')
            .select('package_unit.unit_id')
            .whereRef('package_unit.unit_id', '=', 'work_unit.id')
            .where('package_unit.live', '=', true),
        ),
      ),
    )
    .orderBy('original.sort_key')
    .limit(limit)
    .execute();

/** Those that bear one of these codes in a project. */
export const finishedOfCodes = (db: Db | Tx, projectId: string, codes: readonly string[]) =>
  finished(db)
    .where('work_unit.project_id', '=', projectId)
    .where('original.code', 'in', [...codes])
    .orderBy('original.sort_key')
    .execute();

/** Those of these ids that are done; they stay so until the transaction ends. */
export const shareFinished = (tx: Tx, unitIds: readonly string[]) =>
  finished(tx)
    .where('work_unit.id', 'in', [...unitIds])
    .orderBy('work_unit.id')
    .forShare('work_unit')
    .execute();

/** The package in which a unit is now, by unit. */
export async function packagesOfUnits(db: Db | Tx, unitIds: readonly string[]) {
  if (unitIds.length === 0) return new Map<string, { number: string; code: string }>();
  const rows = await db
    .selectFrom('package_unit')
    .innerJoin('package', 'package.id', 'package_unit.package_id')
    .select(['package_unit.unit_id', 'package_unit.code', 'package.number'])
    .where('package_unit.unit_id', 'in', [...unitIds])
    .where('package_unit.live', '=', true)
    .execute();
  return new Map(rows.map(({ unit_id: id, number, code }) => [id, { number, code }]));
}

export const countPacked = async (db: Db | Tx, projectId: string): Promise<number> =>
  Number(
    (
      await db
        .selectFrom('package_unit')
        .innerJoin('package', 'package.id', 'package_unit.package_id')
        .select((eb) => eb.fn.countAll<string>().as('count'))
        .where('package.project_id', '=', projectId)
        .where('package_unit.live', '=', true)
        .executeTakeFirstOrThrow()
    ).count,
  );

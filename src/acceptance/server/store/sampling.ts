/** Samplings, their units and defects. */
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { SampleDefectKind, SamplingLimits } from '../../rules/sampling.ts';
import type {} from '../tables.ts';

export interface NewSampling {
  packageId: string;
  projectId: string;
  seed: string;
  population: number;
  limits: SamplingLimits;
  by: string;
  units: readonly { id: string }[];
}

export async function insertSampling(tx: Tx, one: NewSampling): Promise<string> {
  const id = newId();
  await tx
    .insertInto('sampling')
    .values({
      ...{ id, package_id: one.packageId, project_id: one.projectId, seed: one.seed, population: one.population },
      ...{ size: one.units.length, limits: JSON.stringify(one.limits), drawn_by: one.by },
      ...{ verdict: null, catalogue_permille: null, other_permille: null, opinion: null },
      ...{ decided_by: null, decided_at: null },
    })
    .execute();
  await tx
    .insertInto('sampled_unit')
    .values(
      one.units.map((unit, at) => ({
        ...{ sampling_id: id, unit_id: unit.id, position: at + 1, verdict: null, looked_by: null, looked_at: null },
      })),
    )
    .execute();
  return id;
}

const withPackage = (db: Db | Tx) =>
  db
    .selectFrom('sampling')
    .innerJoin('package', 'package.id', 'sampling.package_id')
    .selectAll('sampling')
    .select(['package.number', 'package.state as package_state']);

export type SamplingRow = NonNullable<Awaited<ReturnType<typeof findSampling>>>;

export const findSampling = (db: Db | Tx, id: string) =>
  withPackage(db).where('sampling.id', '=', id).executeTakeFirst();

export const lockSampling = (tx: Tx, id: string) =>
  withPackage(tx).where('sampling.id', '=', id).forUpdate('sampling').executeTakeFirst();

export const samplingsOfProject = (db: Db | Tx, projectId: string) =>
  withPackage(db).where('sampling.project_id', '=', projectId).execute();

export const samplingOfPackage = (db: Db | Tx, packageId: string) =>
  db.selectFrom('sampling').select(['id', 'verdict']).where('package_id', '=', packageId).executeTakeFirst();

/** In the order of the draw. */
export const sampledUnits = (db: Db | Tx, samplingIds: readonly string[]) =>
  samplingIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('sampled_unit')
        .innerJoin('work_unit', 'work_unit.id', 'sampled_unit.unit_id')
        .innerJoin('original', 'original.id', 'work_unit.original_id')
        .innerJoin('whereabouts', 'whereabouts.original_id', 'original.id')
        .selectAll('sampled_unit')
        .select([
          'original.code',
          'work_unit.original_id',
          'whereabouts.halted',
          'whereabouts.place',
          'original.secrecy',
        ])
        .where('sampling_id', 'in', [...samplingIds])
        .orderBy('sampling_id')
        .orderBy('position')
        .execute();

export const defectsOf = (db: Db | Tx, samplingIds: readonly string[]) =>
  samplingIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('sample_defect')
        .selectAll()
        .where('sampling_id', 'in', [...samplingIds])
        .where('withdrawn_at', 'is', null)
        .orderBy('id')
        .execute();

export async function insertDefect(
  tx: Tx,
  row: { samplingId: string; unitId: string; kind: SampleDefectKind; page: number | null; note: string; by: string },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('sample_defect')
    .values({
      ...{ id, sampling_id: row.samplingId, unit_id: row.unitId, kind: row.kind, page: row.page, note: row.note },
      ...{ found_by: row.by, withdrawn_at: null },
    })
    .execute();
  return id;
}

/** The unit it was of; undefined when there is none that holds. */
export const withdrawDefect = async (tx: Tx, samplingId: string, id: string): Promise<string | undefined> =>
  (
    await tx
      .updateTable('sample_defect')
      .set({ withdrawn_at: new Date() })
      .where('id', '=', id)
      .where('sampling_id', '=', samplingId)
      .where('withdrawn_at', 'is', null)
      .returning('unit_id')
      .executeTakeFirst()
  )?.unit_id;

/** Null: it is to be looked at again. */
export const judgeUnit = (
  tx: Tx,
  samplingId: string,
  unitId: string,
  judged: { verdict: 'passed' | 'failed'; by: string } | null,
) =>
  tx
    .updateTable('sampled_unit')
    .set({
      ...{ verdict: judged?.verdict ?? null, looked_by: judged?.by ?? null },
      looked_at: judged === null ? null : new Date(),
    })
    .where('sampling_id', '=', samplingId)
    .where('unit_id', '=', unitId)
    .execute();

export const decideSampling = (
  tx: Tx,
  id: string,
  row: { verdict: 'passed' | 'failed'; catalogue: number; other: number; opinion: string; by: string },
) =>
  tx
    .updateTable('sampling')
    .set({
      ...{ verdict: row.verdict, catalogue_permille: row.catalogue, other_permille: row.other },
      ...{ opinion: row.opinion, decided_by: row.by, decided_at: new Date() },
    })
    .where('id', '=', id)
    .execute();

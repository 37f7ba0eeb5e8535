/** Packages, their units and their files. */
import { sql } from 'kysely';
import type { Refusal } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { ObjectStore, StoredObject } from '#/base/server/objects/store.ts';
import { keepObjects, lockObject, releaseObjects } from '#/base/server/store/objects.ts';
import { type Encoding, type FileKind, packageNumber } from '../../rules/package.ts';
import type {} from '../tables.ts';

export interface NewPackage {
  projectId: string;
  projectNumber: string;
  pdf: boolean;
  ofd: boolean;
  encoding: Encoding;
  by: string;
  at: Date;
  units: readonly { unitId: string; code: string; input: string; images: number }[];
}

/** Two at once: the second waits for the row of the project. */
export async function insertPackage(tx: Tx, one: NewPackage): Promise<{ id: string; number: string }> {
  await tx.selectFrom('project').select('id').where('id', '=', one.projectId).forNoKeyUpdate().execute();
  const { last } = await tx
    .selectFrom('package')
    .select((eb) => eb.fn.coalesce(eb.fn.max('sequence'), eb.lit(0)).as('last'))
    .where('project_id', '=', one.projectId)
    .executeTakeFirstOrThrow();
  const [id, sequence] = [newId(), last + 1];
  const number = packageNumber(one.projectNumber, sequence);
  await tx
    .insertInto('package')
    .values({
      ...{ id, project_id: one.projectId, sequence, number, pdf: one.pdf, ofd: one.ofd, encoding: one.encoding },
      ...{ units: one.units.length, images: one.units.reduce((sum, { images }) => sum + images, 0) },
      ...{ sealed_by: one.by, sealed_at: one.at, made_at: null, seal: null, fault: null },
      ...{ withdrawn_by: null, withdrawn_at: null, withdrawn_reason: null },
    })
    .execute();
  await tx
    .insertInto('package_unit')
    .values(
      one.units.map(({ unitId, code, input }, at) => ({
        ...{ package_id: id, unit_id: unitId, position: at + 1, code, input },
      })),
    )
    .execute();
  return { id, number };
}

const withFigures = (db: Db | Tx) =>
  db
    .selectFrom('package')
    .selectAll('package')
    .select((eb) => [
      eb
        .selectFrom('package_unit')
        .select((inner) => inner.fn.countAll<string>().as('count'))
        .whereRef('package_unit.package_id', '=', 'package.id')
        .where('package_unit.made', '=', true)
        .as('made_units'),
      eb
        .selectFrom('package_file')
        .select((inner) => inner.fn.countAll<string>().as('count'))
        .whereRef('package_file.package_id', '=', 'package.id')
        .as('files'),
      eb
        .selectFrom('package_file')
        .innerJoin('object', 'object.sha256', 'package_file.sha256')
        .select((inner) => inner.fn.coalesce(inner.fn.sum<string>('object.bytes'), sql<string>`0`).as('sum'))
        .whereRef('package_file.package_id', '=', 'package.id')
        .as('bytes'),
    ]);

export type PackageRow = Awaited<ReturnType<typeof packagesOfProject>>[number];

/** Of a project, the newest first, before this id. */
export function packagesOfProject(db: Db | Tx, projectId: string, before: string | undefined, limit: number) {
  let query = withFigures(db)
    .where('project_id', '=', projectId)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (before !== undefined) query = query.where('id', '<', before);
  return query.execute();
}

/** Every package of a project, the newest first. */
export const packagesForAcceptance = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('package')
    .select(['id', 'number', 'state', 'units', 'images'])
    .where('project_id', '=', projectId)
    .orderBy('sequence', 'desc')
    .execute();

export const findPackage = (db: Db | Tx, id: string) => withFigures(db).where('id', '=', id).executeTakeFirst();

export const lockPackage = (tx: Tx, id: string) =>
  tx.selectFrom('package').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** In their order. */
export const unitsOfPackage = (db: Db | Tx, packageId: string) =>
  db
    .selectFrom('package_unit')
    .innerJoin('work_unit', 'work_unit.id', 'package_unit.unit_id')
    .innerJoin('original', 'original.id', 'work_unit.original_id')
    .innerJoin('fonds', 'fonds.id', 'original.fonds_id')
    .select(['package_unit.unit_id as id', 'package_unit.code', 'package_unit.input', 'package_unit.made'])
    .select(['work_unit.original_id', 'work_unit.project_id', 'original.scheme_id', 'fonds.code as fonds_code'])
    .where('package_unit.package_id', '=', packageId)
    .orderBy('package_unit.position')
    .execute();

export const madePackages = (db: Db | Tx) =>
  db
    .selectFrom('package')
    .select(['id', 'number'])
    .where('state', '=', 'made')
    .orderBy('sealed_at')
    .orderBy('id')
    .execute();

export type PackedUnit = Awaited<ReturnType<typeof unitsOfPackage>>[number];

export interface MadeFile extends StoredObject {
  path: string;
  kind: FileKind;
  unitId: string | null;
}

/** Bytes that nothing named any more were removed between their writing and their naming. */
export class RemovedMeanwhile extends Error {}

/**
 * Files stand in the store before the rows that name them; where nothing named the same bytes any more and they were
 * removed meanwhile, the job has to write them once more.
 */
export async function insertFiles(
  tx: Tx,
  objects: Pick<ObjectStore, 'size'>,
  packageId: string,
  files: readonly MadeFile[],
): Promise<void> {
  for (const sha256 of [...new Set(files.map((file) => file.sha256))].toSorted()) {
    await lockObject(tx, sha256);
    if ((await objects.size(sha256)) === null) throw new RemovedMeanwhile(sha256);
  }
  await keepObjects(tx, files);
  for (let from = 0; from < files.length; from += 1_000)
    await tx
      .insertInto('package_file')
      .values(
        files.slice(from, from + 1_000).map(({ path, kind, unitId, sha256 }) => ({
          ...{ package_id: packageId, path, kind, unit_id: unitId, sha256 },
        })),
      )
      .execute();
}

/** False when it was made already, or the package is no longer being made. */
export async function markMade(tx: Tx, packageId: string, unitId: string): Promise<boolean> {
  const row = await lockPackage(tx, packageId);
  if (row?.state !== 'sealed') return false;
  const { numUpdatedRows } = await tx
    .updateTable('package_unit')
    .set({ made: true })
    .where('package_id', '=', packageId)
    .where('unit_id', '=', unitId)
    .where('made', '=', false)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

const bumped = (tx: Tx, id: string) =>
  tx
    .updateTable('package')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id);

export const finishPackage = (tx: Tx, id: string, seal: string) =>
  bumped(tx, id).set({ state: 'made', made_at: new Date(), seal }).execute();

export const failPackage = (tx: Tx, id: string, { code, params }: Refusal) =>
  bumped(tx, id)
    .set({ state: 'failed', fault: JSON.stringify({ code, params }) })
    .execute();

export const retryPackage = (tx: Tx, id: string) => bumped(tx, id).set({ state: 'sealed', fault: null }).execute();

/** Its units are free again, and what was made of them is no product any more. Answers the digests of files to remove. */
export async function withdrawPackage(
  tx: Tx,
  id: string,
  { by, reason }: { by: string | null; reason: string },
): Promise<string[]> {
  await bumped(tx, id)
    .set({ state: 'withdrawn', fault: null, withdrawn_by: by, withdrawn_at: new Date(), withdrawn_reason: reason })
    .execute();
  await tx.updateTable('package_unit').set({ live: false }).where('package_id', '=', id).execute();
  const files = await tx.deleteFrom('package_file').where('package_id', '=', id).returning('sha256').execute();
  return releaseObjects(
    tx,
    files.map(({ sha256 }) => sha256),
  );
}

/** Files by path, with their digests. */
export function filesOfPackage(
  db: Db | Tx,
  packageId: string,
  { kind, after, limit }: { kind: FileKind | undefined; after: string | undefined; limit: number },
) {
  let query = db
    .selectFrom('package_file')
    .innerJoin('object', 'object.sha256', 'package_file.sha256')
    .leftJoin('package_unit', (join) =>
      join
        .onRef('package_unit.package_id', '=', 'package_file.package_id')
        .onRef('package_unit.unit_id', '=', 'package_file.unit_id'),
    )
    .select(['package_file.path', 'package_file.kind', 'package_file.unit_id', 'package_unit.code'])
    .select(['object.sha256', 'object.sm3', 'object.bytes'])
    .where('package_file.package_id', '=', packageId)
    .orderBy('package_file.path')
    .limit(limit + 1);
  if (kind !== undefined) query = query.where('package_file.kind', '=', kind);
  if (after !== undefined) query = query.where('package_file.path', '>', after);
  return query.execute();
}

/** Every file, by path. */
export async function allFiles(db: Db | Tx, packageId: string) {
  const rows = await db
    .selectFrom('package_file')
    .innerJoin('object', 'object.sha256', 'package_file.sha256')
    .select(['package_file.path', 'package_file.kind', 'package_file.unit_id', 'object.sha256', 'object.bytes'])
    .select((eb) => eb.ref('object.sm3').$notNull().as('sm3'))
    .where('package_file.package_id', '=', packageId)
    .orderBy('package_file.path')
    .execute();
  return rows.map(({ bytes, ...row }) => ({ ...row, bytes: Number(bytes) }));
}

export type PackedFile = Awaited<ReturnType<typeof allFiles>>[number];

export const kindsOfPackage = (db: Db | Tx, packageId: string) =>
  db
    .selectFrom('package_file')
    .innerJoin('object', 'object.sha256', 'package_file.sha256')
    .select((eb) => [
      'package_file.kind',
      eb.fn.countAll<string>().as('files'),
      eb.fn.sum<string>('object.bytes').as('bytes'),
    ])
    .where('package_file.package_id', '=', packageId)
    .groupBy('package_file.kind')
    .execute();

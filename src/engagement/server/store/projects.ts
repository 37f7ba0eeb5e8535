/** Projects and their specifications. */
import { sql } from 'kysely';
import type { InputOf } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { projectCreate, projectList, specificationSet } from '../../rules/api/projects.ts';
import type { Specification } from '../../rules/specification.ts';
import type {} from '../tables.ts';

type Terms = InputOf<typeof projectCreate>;

const columnsOf = ({ name, kind, vendorId, startsOn, endsOn, remark }: Terms) => ({
  ...{ name, kind, vendor_id: vendorId, starts_on: startsOn, ends_on: endsOn, remark },
});

export async function insertProject(tx: Tx, terms: Terms, row: { number: string; by: string }): Promise<string> {
  const id = newId();
  await tx
    .insertInto('project')
    .values({
      ...{ id, number: row.number, registered_by: row.by },
      ...columnsOf(terms),
      ...{ opened_by: null, opened_at: null, closed_by: null, closed_at: null, close_reason: null },
    })
    .execute();
  return id;
}

export const updateProject = (tx: Tx, id: string, terms: Terms) =>
  tx
    .updateTable('project')
    .set((eb) => ({ ...columnsOf(terms), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export const openProject = (tx: Tx, id: string, by: string) =>
  tx
    .updateTable('project')
    .set((eb) => ({ state: 'open', opened_by: by, opened_at: sql<Date>`now()`, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export const closeProject = (tx: Tx, id: string, { by, reason }: { by: string; reason: string }) =>
  tx
    .updateTable('project')
    .set((eb) => ({
      state: 'closed',
      closed_by: by,
      closed_at: sql<Date>`now()`,
      close_reason: reason,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();

export const lockProject = (tx: Tx, id: string) =>
  tx.selectFrom('project').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const bearerOfName = (tx: Tx, name: string) =>
  tx.selectFrom('project').select('id').where('name', '=', name).executeTakeFirst();

const projectQuery = (db: Db | Tx) =>
  db
    .selectFrom('project')
    .leftJoin('party as vendor', 'vendor.id', 'project.vendor_id')
    .selectAll('project')
    .select('vendor.name as vendor_name');

export const findProject = (db: Db | Tx, id: string) =>
  projectQuery(db).where('project.id', '=', id).executeTakeFirst();

export function listProjects(db: Db | Tx, filter: InputOf<typeof projectList>, vendorId: string | null) {
  let query = projectQuery(db)
    .orderBy('project.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.state !== undefined) query = query.where('project.state', '=', filter.state);
  if (filter.cursor !== undefined) query = query.where('project.id', '<', filter.cursor);
  if (vendorId !== null) query = query.where('project.vendor_id', '=', vendorId);
  return query.execute();
}

export const projectIdsOfVendor = async (db: Db | Tx, vendorId: string): Promise<string[]> =>
  (await db.selectFrom('project').select('id').where('vendor_id', '=', vendorId).execute()).map(({ id }) => id);

export async function insertSpecification(
  tx: Tx,
  projectId: string,
  { archiveType, specification, reason }: InputOf<typeof specificationSet>,
  by: string,
): Promise<{ id: string; number: number }> {
  const id = newId();
  const row = await tx
    .insertInto('specification')
    .values((eb) => ({
      ...{ id, project_id: projectId, archive_type: archiveType, reason, set_by: by },
      data: JSON.stringify(specification),
      number: eb
        .selectFrom('specification')
        .select(sql<number>`coalesce(max(number), 0) + 1`.as('next'))
        .where('project_id', '=', projectId)
        .where(sql<boolean>`archive_type is not distinct from ${archiveType}`),
    }))
    .returning('number')
    .executeTakeFirstOrThrow();
  return { id, number: row.number };
}

export const specificationsOf = (db: Db | Tx, projectId: string) =>
  db.selectFrom('specification').selectAll().where('project_id', '=', projectId).orderBy('id', 'desc').execute();

export async function findSpecification(db: Db | Tx, id: string): Promise<Specification> {
  const row = await db.selectFrom('specification').select('data').where('id', '=', id).executeTakeFirstOrThrow();
  return row.data;
}

/** What holds for archives of this type: its own specification, or the project's. */
export async function specificationFor(
  db: Db | Tx,
  projectId: string,
  archiveType: string | null,
): Promise<{ id: string; data: Specification } | null> {
  const row = await db
    .selectFrom('specification')
    .select(['id', 'data'])
    .where('project_id', '=', projectId)
    .where((eb) =>
      eb.or([eb('archive_type', 'is', null), ...(archiveType === null ? [] : [eb('archive_type', '=', archiveType)])]),
    )
    .orderBy(sql`archive_type is null`)
    .orderBy('number', 'desc')
    .executeTakeFirst();
  return row ?? null;
}

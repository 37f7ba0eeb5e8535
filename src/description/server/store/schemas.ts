/** Versions of description schemas, and by which a project is described. */
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Schema } from '../../rules/field.ts';
import type {} from '../tables.ts';

/** The next number of its name. Two at once: one of them is refused by the key, and asks again. */
export async function insertSchema(
  tx: Tx,
  row: { name: string; schema: Schema; releasedBy: string; agreedBy: string },
): Promise<{ schemaId: string; number: number }> {
  const { number: last } = await tx
    .selectFrom('description_schema')
    .select((eb) => eb.fn.coalesce(eb.fn.max('number'), eb.lit(0)).as('number'))
    .where('name', '=', row.name)
    .executeTakeFirstOrThrow();
  const [schemaId, number] = [newId(), last + 1];
  await tx
    .insertInto('description_schema')
    .values({
      ...{ id: schemaId, name: row.name, number, fields: JSON.stringify(row.schema) },
      ...{ released_by: row.releasedBy, agreed_by: row.agreedBy },
    })
    .execute();
  return { schemaId, number };
}

export const listSchemas = (db: Db | Tx) =>
  db.selectFrom('description_schema').selectAll().orderBy('id', 'desc').execute();

export const findSchema = (db: Db | Tx, id: string) =>
  db.selectFrom('description_schema').selectAll().where('id', '=', id).executeTakeFirst();

export type SchemaRow = NonNullable<Awaited<ReturnType<typeof findSchema>>>;

export const insertProjectSchema = (tx: Tx, row: { projectId: string; schemaId: string; by: string }) =>
  tx
    .insertInto('project_schema')
    .values({ id: newId(), project_id: row.projectId, schema_id: row.schemaId, bound_by: row.by })
    .execute();

/** The schema that holds in a project now. */
export const boundSchema = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('project_schema')
    .innerJoin('description_schema', 'description_schema.id', 'project_schema.schema_id')
    .selectAll('description_schema')
    .select(['project_schema.bound_by', 'project_schema.bound_at'])
    .where('project_schema.project_id', '=', projectId)
    .orderBy('project_schema.id', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Every schema by which something of a project is described, the newest last: names of its fields. */
export const schemasOfProject = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('description_schema')
    .select(['id', 'fields'])
    .where('id', 'in', (eb) => eb.selectFrom('project_schema').select('schema_id').where('project_id', '=', projectId))
    .orderBy('id')
    .execute();

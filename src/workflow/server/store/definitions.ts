/** Versions of workflows, and by which a project works. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Step, StepKind } from '../../rules/step.ts';
import type {} from '../tables.ts';

/** The next number of its name. Two at once: one of them is refused by the key, and asks again. */
export async function insertVersion(
  tx: Tx,
  row: { name: string; steps: readonly Step[]; releasedBy: string; agreedBy: string },
): Promise<{ versionId: string; number: number }> {
  const { number: last } = await tx
    .selectFrom('workflow_version')
    .select((eb) => eb.fn.coalesce(eb.fn.max('number'), eb.lit(0)).as('number'))
    .where('name', '=', row.name)
    .executeTakeFirstOrThrow();
  const [versionId, number] = [newId(), last + 1];
  await tx
    .insertInto('workflow_version')
    .values({
      ...{ id: versionId, name: row.name, number, steps: JSON.stringify(row.steps) },
      ...{ released_by: row.releasedBy, agreed_by: row.agreedBy },
    })
    .execute();
  return { versionId, number };
}

export const listVersions = (db: Db | Tx) =>
  db.selectFrom('workflow_version').selectAll().orderBy('id', 'desc').execute();

export const findVersion = (db: Db | Tx, id: string) =>
  db.selectFrom('workflow_version').selectAll().where('id', '=', id).executeTakeFirst();

export type Version = NonNullable<Awaited<ReturnType<typeof findVersion>>>;

/** Those by which units are worked, by id. */
export async function versionsOf(db: Db | Tx, ids: readonly string[]): Promise<Map<string, Version>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('workflow_version').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** The version by which each of these units is worked. */
export async function versionsOfUnits(db: Db | Tx, unitIds: readonly string[]): Promise<Map<string, Version>> {
  if (unitIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('work_unit')
    .innerJoin('workflow_version', 'workflow_version.id', 'work_unit.version_id')
    .selectAll('workflow_version')
    .select('work_unit.id as unit_id')
    .where('work_unit.id', 'in', unitIds)
    .execute();
  return new Map(rows.map(({ unit_id, ...row }) => [unit_id, row]));
}

/** Keys of the steps of a kind, in whatever version units of a project are worked by. */
export async function stepKeysOf(db: Db | Tx, projectId: string, kind: StepKind): Promise<string[]> {
  const rows = await db
    .selectFrom('workflow_version')
    .select('steps')
    .where('id', 'in', (eb) => eb.selectFrom('work_unit').select('version_id').where('project_id', '=', projectId))
    .execute();
  return [...new Set(rows.flatMap(({ steps }) => steps.filter((step) => step.kind === kind).map(({ key }) => key)))];
}

export const insertBinding = (tx: Tx, row: { projectId: string; versionId: string; by: string }) =>
  tx
    .insertInto('project_workflow')
    .values({ id: newId(), project_id: row.projectId, version_id: row.versionId, bound_by: row.by })
    .execute();

/** Until the transaction ends nobody else binds, or opens units by what is bound: none is left out between the two. */
export const lockBinding = (tx: Tx, projectId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${projectId}, 46))`.execute(tx);

/** The version that holds in a project now. */
export const boundVersion = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('project_workflow')
    .innerJoin('workflow_version', 'workflow_version.id', 'project_workflow.version_id')
    .selectAll('workflow_version')
    .select(['project_workflow.bound_by', 'project_workflow.bound_at'])
    .where('project_workflow.project_id', '=', projectId)
    .orderBy('project_workflow.id', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Every version by which something of a project is at work or was: names of its steps. */
export const versionsOfProject = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('workflow_version')
    .selectAll()
    .where('id', 'in', (eb) =>
      eb.selectFrom('project_workflow').select('version_id').where('project_id', '=', projectId),
    )
    .orderBy('id')
    .execute();

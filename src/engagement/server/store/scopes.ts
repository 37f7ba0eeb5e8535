/** Code schemes, and what projects cover. */
import { sql } from 'kysely';
import type { InputOf } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Bounds } from '../../rules/archival-code/order.ts';
import type { schemeAdd, scopeAdd } from '../../rules/api/scopes.ts';
import type {} from '../tables.ts';

export async function insertScheme(tx: Tx, { name, grammar }: InputOf<typeof schemeAdd>, by: string): Promise<string> {
  const id = newId();
  await tx
    .insertInto('code_scheme')
    .values({ id, name, grammar: JSON.stringify(grammar), added_by: by })
    .execute();
  return id;
}

export const bearerOfSchemeName = (tx: Tx, name: string) =>
  tx.selectFrom('code_scheme').select('id').where('name', '=', name).executeTakeFirst();

export const findScheme = (db: Db | Tx, id: string) =>
  db.selectFrom('code_scheme').selectAll().where('id', '=', id).executeTakeFirst();

export const listSchemes = (db: Db | Tx) => db.selectFrom('code_scheme').selectAll().orderBy('name').execute();

export async function insertScope(
  tx: Tx,
  projectId: string,
  { schemeId, range, label, volumes, items, pages }: InputOf<typeof scopeAdd>,
  { bounds, by }: { bounds: Bounds; by: string },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('project_scope')
    .values({
      ...{ id, project_id: projectId, scheme_id: schemeId, label, added_by: by },
      ...{ from_code: range.from, to_code: range.to, lower_key: bounds.lower, upper_key: bounds.upper },
      ...{ expected_volumes: volumes, expected_items: items, expected_pages: pages },
      ...{ removed_by: null, removed_at: null },
    })
    .execute();
  return id;
}

export const scopesOf = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('project_scope')
    .innerJoin('code_scheme', 'code_scheme.id', 'project_scope.scheme_id')
    .selectAll('project_scope')
    .select('code_scheme.name as scheme_name')
    .where('project_scope.project_id', '=', projectId)
    .where('project_scope.removed_at', 'is', null)
    .orderBy('project_scope.lower_key')
    .execute();

/** A range, of any project that is not closed, with which this one shares a code; call `lockScopes` first. */
export const overlappingScope = (tx: Tx, schemeId: string, { lower, upper }: Bounds) =>
  tx
    .selectFrom('project_scope')
    .innerJoin('project', 'project.id', 'project_scope.project_id')
    .select(['project_scope.label', 'project.name as project_name'])
    .where('project_scope.scheme_id', '=', schemeId)
    .where('project_scope.removed_at', 'is', null)
    .where('project.state', '<>', 'closed')
    .where('project_scope.lower_key', '<=', upper)
    .where('project_scope.upper_key', '>=', lower)
    .executeTakeFirst();

/** Two ranges that share a code are added one after the other; originals come in before or after a range goes. */
export const lockScopes = (tx: Tx) => sql`select pg_advisory_xact_lock(45)`.execute(tx);

export const lockScope = (tx: Tx, id: string) =>
  tx.selectFrom('project_scope').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const removeScope = (tx: Tx, id: string, by: string) =>
  tx
    .updateTable('project_scope')
    .set((eb) => ({ removed_by: by, removed_at: sql<Date>`now()`, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

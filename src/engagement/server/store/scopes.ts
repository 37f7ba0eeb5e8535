/** What projects cover. */
import type { Db, Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

export const scopesOf = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('project_scope')
    .innerJoin('code_scheme', 'code_scheme.id', 'project_scope.scheme_id')
    .selectAll('project_scope')
    .select(['code_scheme.name as scheme_name', 'code_scheme.grammar'])
    .where('project_scope.project_id', '=', projectId)
    .where('project_scope.removed_at', 'is', null)
    .orderBy('project_scope.id')
    .execute();

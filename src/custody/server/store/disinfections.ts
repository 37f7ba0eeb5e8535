/** Disinfections (6.7-4), and what has to be disinfected before it goes back. */
import { sql } from 'kysely';
import type { InputOf } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { disinfectionEnter } from '../../rules/api/damage.ts';
import type { Condition } from '../../rules/handover.ts';
import type {} from '../tables.ts';

export async function insertDisinfection(
  tx: Tx,
  row: { number: string; projectId: string; by: string; originalIds: readonly string[] },
  { method, place, doneBy, startedAt, endedAt, remark }: InputOf<typeof disinfectionEnter>,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('disinfection')
    .values({
      ...{ id, number: row.number, project_id: row.projectId, method, place, done_by: doneBy, remark },
      ...{ started_at: new Date(startedAt), ended_at: new Date(endedAt), entered_by: row.by },
    })
    .execute();
  await tx
    .insertInto('disinfected')
    .values(row.originalIds.map((original_id) => ({ disinfection_id: id, original_id })))
    .execute();
  return id;
}

const disinfections = (db: Db | Tx) =>
  db
    .selectFrom('disinfection')
    .selectAll('disinfection')
    .select((eb) =>
      eb
        .selectFrom('disinfected')
        .select((inner) => inner.fn.countAll<string>().as('count'))
        .whereRef('disinfection_id', '=', 'disinfection.id')
        .as('count'),
    );

export function listDisinfections(
  db: Db | Tx,
  projectId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  let query = disinfections(db)
    .where('project_id', '=', projectId)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (cursor !== undefined) query = query.where('id', '<', cursor);
  return query.execute();
}

export const findDisinfection = (db: Db | Tx, id: string) =>
  disinfections(db)
    .innerJoin('project', 'project.id', 'disinfection.project_id')
    .select(['project.number as project_number', 'project.name as project_name'])
    .where('disinfection.id', '=', id)
    .executeTakeFirst();

export const codesOf = (db: Db | Tx, disinfectionId: string) =>
  db
    .selectFrom('disinfected')
    .innerJoin('original', 'original.id', 'disinfected.original_id')
    .select(['original.code', 'original.title'])
    .where('disinfection_id', '=', disinfectionId)
    .orderBy('original.sort_key')
    .execute();

/** Of these: when the batch took them out, in what condition they are counted to go back, when mould or insects were seen in it, and when it was disinfected last. */
export const disinfectionNeeds = (db: Db | Tx, batchId: string, originalIds: readonly string[]) =>
  db
    .selectFrom('handover_count as away')
    .innerJoin('handover', 'handover.id', 'away.handover_id')
    .innerJoin('original', 'original.id', 'away.original_id')
    .select(['original.id', 'original.code', 'handover.closed_at as out_since'])
    .select((eb) =>
      eb
        .selectFrom('handover_count as back')
        .select(sql<Condition[]>`array_agg(back.condition)`.as('conditions'))
        .whereRef('back.original_id', '=', 'away.original_id')
        .where('back.batch_id', '=', batchId)
        .where('back.direction', '=', 'return')
        .where('back.counted', '=', true)
        .where('back.handover_id', 'is', null)
        .as('conditions'),
    )
    .select((eb) =>
      eb
        .selectFrom('handover_count as seen')
        .select((inner) => inner.fn.max('seen.counted_at').as('at'))
        .whereRef('seen.original_id', '=', 'away.original_id')
        .where('seen.batch_id', '=', batchId)
        .where('seen.direction', '=', 'return')
        .where('seen.counted', '=', true)
        .where('seen.handover_id', 'is', null)
        .where('seen.condition', 'in', ['mould', 'insects'])
        .as('seen_at'),
    )
    .select((eb) =>
      eb
        .selectFrom('disinfected')
        .innerJoin('disinfection', 'disinfection.id', 'disinfected.disinfection_id')
        .select((inner) => inner.fn.max('disinfection.ended_at').as('ended'))
        .whereRef('disinfected.original_id', '=', 'away.original_id')
        .whereRef('disinfection.ended_at', '>', 'handover.closed_at')
        .as('disinfected_at'),
    )
    .where('away.batch_id', '=', batchId)
    .where('away.direction', '=', 'out')
    .where('away.side', '=', 'archive')
    .where('away.original_id', 'in', originalIds)
    .orderBy('original.sort_key')
    .execute();

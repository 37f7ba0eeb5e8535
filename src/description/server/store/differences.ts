/** Where two entries of a field differ, and what was decided (双录仲裁). */
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Choice } from '../../rules/double-entry.ts';
import type { ValueRow } from './entries.ts';
import type {} from '../tables.ts';

/** Those that hold: open ones and decided ones, in the order in which they were found. */
export async function differencesOf(db: Db | Tx, entryIds: readonly string[]) {
  if (entryIds.length === 0) return [];
  return db
    .selectFrom('entry_difference')
    .selectAll()
    .where('entry_id', 'in', entryIds)
    .where('withdrawn_at', 'is', null)
    .orderBy('id')
    .execute();
}

export type DifferenceRow = Awaited<ReturnType<typeof differencesOf>>[number];

export const insertDifference = (tx: Tx, projectId: string, { first, second }: { first: ValueRow; second: ValueRow }) =>
  tx
    .insertInto('entry_difference')
    .values({
      ...{ id: newId(), entry_id: first.entry_id, project_id: projectId, field: first.field },
      ...{ first_text: first.text, second_text: second.text, first_by: first.typed_by, second_by: second.typed_by },
      ...{ first_on: first.typed_on, second_on: second.typed_on },
      ...{ withdrawn_at: null, choice: null, third_text: null, decided_by: null, decided_at: null },
    })
    .execute();

/** Typed again before anybody decided it. */
export const withdrawDifference = (tx: Tx, id: string) =>
  tx
    .updateTable('entry_difference')
    .set({ withdrawn_at: new Date() })
    .where('id', '=', id)
    .where('choice', 'is', null)
    .execute();

const waiting = (db: Db | Tx) =>
  db
    .selectFrom('entry_difference')
    .innerJoin('entry', 'entry.id', 'entry_difference.entry_id')
    .innerJoin('description_schema', 'description_schema.id', 'entry.schema_id')
    .where('entry_difference.choice', 'is', null)
    .where('entry_difference.withdrawn_at', 'is', null)
    .where('entry.removed_at', 'is', null);

/** Open ones of a project that this person did not type, after this id; nothing of what is halted (6.5-1). */
export function openDifferences(
  db: Db | Tx,
  projectId: string,
  { personId, after, limit }: { personId: string; after: string | null; limit: number },
) {
  let query = waiting(db)
    .innerJoin('whereabouts', 'whereabouts.original_id', 'entry.original_id')
    .select([
      ...(['entry_difference.id', 'entry_difference.field', 'entry_difference.found_at'] as const),
      ...(['entry.code', 'entry.level', 'description_schema.fields'] as const),
    ])
    .where('entry_difference.project_id', '=', projectId)
    .where('entry_difference.first_by', '<>', personId)
    .where('entry_difference.second_by', '<>', personId)
    .where('whereabouts.halted', '=', false)
    .where('whereabouts.place', '<>', 'surrendered')
    .orderBy('entry_difference.id')
    .limit(limit + 1);
  if (after !== null) query = query.where('entry_difference.id', '>', after);
  return query.execute();
}

/** How many wait, by original. */
export async function countOpen(db: Db | Tx, originalIds: readonly string[]): Promise<Map<string, number>> {
  if (originalIds.length === 0) return new Map();
  const rows = await waiting(db)
    .select((eb) => ['entry.original_id', eb.fn.countAll<string>().as('count')])
    .where('entry.original_id', 'in', originalIds)
    .groupBy('entry.original_id')
    .execute();
  return new Map(rows.map((row) => [row.original_id, Number(row.count)]));
}

export const findDifference = (db: Db | Tx, id: string) =>
  db
    .selectFrom('entry_difference')
    .innerJoin('entry', 'entry.id', 'entry_difference.entry_id')
    .innerJoin('description_schema', 'description_schema.id', 'entry.schema_id')
    .selectAll('entry_difference')
    .select(['entry.original_id', 'entry.scheme_id', 'entry.code', 'entry.level', 'description_schema.fields'])
    .where('entry_difference.id', '=', id)
    .where('entry.removed_at', 'is', null)
    .executeTakeFirst();

/** Whether one of this original waits that this person did not type himself. */
export const hasOpenDifference = async (db: Db | Tx, originalId: string, personId: string): Promise<boolean> =>
  (await db
    .selectFrom('entry_difference')
    .innerJoin('entry', 'entry.id', 'entry_difference.entry_id')
    .select('entry_difference.id')
    .where('entry.original_id', '=', originalId)
    .where('entry.removed_at', 'is', null)
    .where('choice', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('first_by', '<>', personId)
    .where('second_by', '<>', personId)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Whether it still waits; locked, after the original: whoever types again waits for a decision, or it for him. */
export const lockOpenDifference = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx
    .selectFrom('entry_difference')
    .select('id')
    .where('id', '=', id)
    .where('choice', 'is', null)
    .where('withdrawn_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()) !== undefined;

export const decideDifference = (
  tx: Tx,
  id: string,
  { choice, third, by }: { choice: Choice; third: string | null; by: string },
) =>
  tx
    .updateTable('entry_difference')
    .set({ choice, third_text: third, decided_by: by, decided_at: new Date() })
    .where('id', '=', id)
    .execute();

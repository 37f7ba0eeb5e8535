/** Entries, and what was typed in them. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Pass } from '../../rules/double-entry.ts';
import type { Level } from '../../rules/field.ts';
import type { Box } from '../../rules/suggestion.ts';
import { charactersOf } from '../../rules/value.ts';
import type {} from '../tables.ts';

const standing = (db: Db | Tx) =>
  db
    .selectFrom('entry')
    .innerJoin('description_schema', 'description_schema.id', 'entry.schema_id')
    .selectAll('entry')
    .select('description_schema.fields')
    .where('entry.removed_at', 'is', null);

export type EntryRow = Awaited<ReturnType<typeof entriesOf>>[number];

/** Of an original in the order of their codes: a volume stands before what lies in it. */
export const entriesOf = (db: Db | Tx, originalId: string) =>
  standing(db).where('entry.original_id', '=', originalId).orderBy('entry.sort_key').execute();

/** Of several originals, each in the order of its codes. */
export const entriesOfOriginals = (db: Db | Tx, originalIds: readonly string[]) =>
  originalIds.length === 0
    ? Promise.resolve([])
    : standing(db)
        .where('entry.original_id', 'in', [...originalIds])
        .orderBy('entry.sort_key')
        .execute();

export const findEntry = (db: Db | Tx, id: string) => standing(db).where('entry.id', '=', id).executeTakeFirst();

export const entryOfCode = (db: Db | Tx, schemeId: string, code: string) =>
  standing(db).where('entry.scheme_id', '=', schemeId).where('entry.code', '=', code).executeTakeFirst();

/** Of a project, after this code. */
export function entriesOfProject(
  db: Db | Tx,
  projectId: string,
  { code, after, limit }: { code: string | undefined; after: { key: string; id: string } | null; limit: number },
) {
  let query = standing(db)
    .innerJoin('whereabouts', 'whereabouts.original_id', 'entry.original_id')
    .innerJoin('original', 'original.id', 'entry.original_id')
    .leftJoin('original as item', (join) =>
      join.onRef('item.scheme_id', '=', 'entry.scheme_id').onRef('item.code', '=', 'entry.code'),
    )
    .select(
      sql<boolean>`whereabouts.halted or whereabouts.place = 'surrendered' or original.secrecy = 'classified'
        or coalesce(item.secrecy = 'classified', false)`.as('closed'),
    )
    .where('entry.project_id', '=', projectId)
    .orderBy('entry.sort_key')
    .orderBy('entry.id')
    .limit(limit + 1);
  if (code !== undefined) query = query.where('entry.code', 'like', `${code.replace(/[\\%_]/g, '\\$&')}%`);
  if (after !== null)
    query = query.where(sql<boolean>`(entry.sort_key, entry.id) > (${after.key} collate "C", ${after.id}::uuid)`);
  return query.execute();
}

/** Held against a classification until the transaction ends; whether the original, or the item itself, is classified. */
export async function shareSecrecy(
  tx: Tx,
  { originalId, schemeId, code }: { originalId: string; schemeId: string; code: string },
): Promise<boolean> {
  const rows = await tx
    .selectFrom('original')
    .select('secrecy')
    .where((eb) => eb.or([eb('id', '=', originalId), eb.and([eb('scheme_id', '=', schemeId), eb('code', '=', code)])]))
    .orderBy('id')
    .forShare()
    .execute();
  return rows.some(({ secrecy }) => secrecy === 'classified');
}

export interface NewEntry {
  originalId: string;
  projectId: string;
  schemaId: string;
  schemeId: string;
  level: Level;
  code: string;
  sortKey: string;
}

export async function insertEntry(tx: Tx, entry: NewEntry, by: string): Promise<string> {
  const id = newId();
  await tx
    .insertInto('entry')
    .values({
      ...{ id, original_id: entry.originalId, project_id: entry.projectId, schema_id: entry.schemaId },
      ...{ scheme_id: entry.schemeId, level: entry.level, code: entry.code, sort_key: entry.sortKey, opened_by: by },
    })
    .execute();
  return id;
}

export const removeEntry = (tx: Tx, id: string, by: string) =>
  tx.updateTable('entry').set({ removed_by: by, removed_at: new Date() }).where('id', '=', id).execute();

export type PassRow = Awaited<ReturnType<typeof passesOf>>[number];

export async function passesOf(db: Db | Tx, entryIds: readonly string[]) {
  if (entryIds.length === 0) return [];
  return db
    .selectFrom('entry_pass')
    .select(['entry_id', 'pass', 'unit_id', 'round', 'version'])
    .where('entry_id', 'in', entryIds)
    .execute();
}

/** Whether somebody has typed anything of this pass in an original, in whatever round. */
export const hasTyped = async (db: Db | Tx, originalId: string, pass: Pass, personId: string): Promise<boolean> =>
  (await db
    .selectFrom('entry_value')
    .innerJoin('entry', 'entry.id', 'entry_value.entry_id')
    .select('entry_value.entry_id')
    .where('entry.original_id', '=', originalId)
    .where('entry_value.pass', '=', pass)
    .where('entry_value.typed_by', '=', personId)
    .limit(1)
    .executeTakeFirst()) !== undefined;

export type ValueRow = Awaited<ReturnType<typeof valuesOf>>[number];

/** What holds of these passes of entries: of each field the newest. */
export async function valuesOf(db: Db | Tx, entryIds: readonly string[], passes: readonly Pass[]) {
  if (entryIds.length === 0) return [];
  return (
    db
      .selectFrom('entry_value')
      .distinctOn(['entry_id', 'pass', 'field'])
      .select(['entry_id', 'pass', 'field', 'text', 'source', 'typed_by', 'typed_on'])
      .where('entry_id', 'in', entryIds)
      .where('pass', 'in', passes)
      .orderBy('entry_id')
      .orderBy('pass')
      .orderBy('field')
      // Ids of units follow time.
      .orderBy('unit_id', 'desc')
      .orderBy('round', 'desc')
      .execute()
  );
}

export interface Typed {
  field: string;
  text: string;
  source: Box | null;
}

export interface Typing {
  entryId: string;
  pass: Pass;
  unitId: string;
  round: number;
  by: string;
  on: string;
}

/** His entry is saved; `values` are those that have changed. */
export async function saveTyping(tx: Tx, typing: Typing, values: readonly Typed[]): Promise<number> {
  const { entryId, pass, unitId, round, by, on } = typing;
  const { version } = await tx
    .insertInto('entry_pass')
    .values({ entry_id: entryId, pass, typed_by: by, unit_id: unitId, round })
    .onConflict((conflict) =>
      conflict.columns(['entry_id', 'pass']).doUpdateSet((eb) => ({
        ...{ typed_by: by, unit_id: unitId, round, saved_at: new Date() },
        version: eb('entry_pass.version', '+', 1),
      })),
    )
    .returning('version')
    .executeTakeFirstOrThrow();
  if (values.length === 0) return version;
  await tx
    .insertInto('entry_value')
    .values(
      values.map(({ field, text, source }) => ({
        ...{ entry_id: entryId, pass, field, unit_id: unitId, round, text, characters: charactersOf(text) },
        ...{ source: source && JSON.stringify(source), typed_by: by, typed_on: on },
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['entry_id', 'pass', 'field', 'unit_id', 'round']).doUpdateSet((eb) => ({
        ...{ text: eb.ref('excluded.text'), source: eb.ref('excluded.source') },
        ...{ characters: eb.ref('excluded.characters'), typed_by: eb.ref('excluded.typed_by') },
        ...{ typed_on: eb.ref('excluded.typed_on'), typed_at: new Date() },
      })),
    )
    .execute();
  return version;
}

/** Entries of originals, those of whom this pass is typed, and differences that wait. */
export async function figuresOf(db: Db | Tx, originalIds: readonly string[]) {
  if (originalIds.length === 0) return [];
  return db
    .selectFrom('entry')
    .leftJoin('entry_pass as first', (join) => join.onRef('first.entry_id', '=', 'entry.id').on('first.pass', '=', 1))
    .leftJoin('entry_pass as second', (join) =>
      join.onRef('second.entry_id', '=', 'entry.id').on('second.pass', '=', 2),
    )
    .select((eb) => [
      'entry.original_id',
      eb.fn.countAll<string>().as('entries'),
      eb.fn.count<string>('first.entry_id').as('first'),
      eb.fn.count<string>('second.entry_id').as('second'),
    ])
    .where('entry.original_id', 'in', originalIds)
    .where('entry.removed_at', 'is', null)
    .groupBy('entry.original_id')
    .execute();
}

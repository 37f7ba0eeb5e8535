/** Rows that can be looked up: put, taken away, told by generation. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { eraOf } from '../../rules/era.ts';
import { gramsOf } from '../../rules/grams.ts';
import type { SearchedValue } from '../tables.ts';
import type { Level } from '#/description/rules/field.ts';

/** PostgreSQL holds a statement's parameters by number, 65,535 at most. */
const rowsAtOnce = 500;

export interface NewEntry {
  level: Level;
  code: string;
  fonds: string;
  fondsName: string;
  from: string;
  to: string;
  retention: string;
  values: readonly SearchedValue[];
  folded: string;
}

export interface NewPage {
  page: number;
  content: string;
  folded: string;
}

export interface NewUnit {
  unitId: string;
  packageId: string;
  originalId: string;
  code: string;
  title: string;
  fonds: string;
  from: string;
  to: string;
  entries: readonly NewEntry[];
  pages: readonly NewPage[];
}

/** The bytes of a letter that a tsvector refuses are those of NUL alone, which no text here has. */
export function gramsVector(folded: string, from: string) {
  const era = eraOf(from);
  return sql<string>`array_to_tsvector(${gramsOf(folded).map((gram) => era + gram)}::text[])`;
}

export const removeUnit = (tx: Tx, unitId: string) =>
  tx.deleteFrom('search_unit').where('unit_id', '=', unitId).execute();

/** In place of what there was of it; who searches meanwhile finds the one or the other. */
export async function putUnit(tx: Tx, unit: NewUnit, generation: number): Promise<void> {
  const { unitId, packageId, originalId, code, title, fonds, from, to } = unit;
  await removeUnit(tx, unitId);
  await tx
    .insertInto('search_unit')
    .values({ unit_id: unitId, package_id: packageId, original_id: originalId, code, title, generation })
    .execute();
  await tellEras(tx, [from, ...unit.entries.map((entry) => entry.from)]);
  for (let at = 0; at < unit.entries.length; at += rowsAtOnce)
    await tx
      .insertInto('search_entry')
      .values(
        unit.entries.slice(at, at + rowsAtOnce).map((entry) => ({
          ...{ unit_id: unitId, level: entry.level, code: entry.code, fonds: entry.fonds, fonds_name: entry.fondsName },
          ...{ day_from: entry.from, day_to: entry.to, retention: entry.retention },
          ...{ data: JSON.stringify(entry.values), folded: entry.folded, grams: gramsVector(entry.folded, entry.from) },
        })),
      )
      .execute();
  for (let at = 0; at < unit.pages.length; at += rowsAtOnce)
    await tx
      .insertInto('search_page')
      .values(
        unit.pages.slice(at, at + rowsAtOnce).map(({ page, content, folded }) => ({
          ...{ unit_id: unitId, page, fonds, day_from: from, day_to: to },
          ...{ content, folded, grams: gramsVector(folded, from) },
        })),
      )
      .execute();
  await tx
    .updateTable('search_state')
    .set({
      longest: sql`greatest(longest, (select coalesce(max(day_to - day_from), 0) from search_entry where unit_id = ${unitId}))`,
    })
    .where(
      sql<boolean>`longest < (select coalesce(max(day_to - day_from), 0) from search_entry where unit_id = ${unitId})`,
    )
    .execute();
}

/** Told before rows of them can be seen. */
async function tellEras(tx: Tx, days: readonly string[]): Promise<void> {
  for (const era of new Set(days.map(eraOf)))
    await tx
      .updateTable('search_state')
      .set({ eras: sql`eras || ${era}::text` })
      .where(sql<boolean>`position(${era} in eras) = 0`)
      .execute();
}

export const searchState = (db: Db | Tx) =>
  db.selectFrom('search_state').select(['generation', 'longest', 'eras']).executeTakeFirstOrThrow();

export const unitsPutOf = (db: Db | Tx, packageId: string) =>
  db.selectFrom('search_unit').select(['unit_id', 'generation']).where('package_id', '=', packageId).execute();

export const removePackage = (tx: Tx, packageId: string) =>
  tx.deleteFrom('search_unit').where('package_id', '=', packageId).execute();

/** Everything of packages in which one of these originals lies. */
export const removePackagesWith = (tx: Tx, originalIds: readonly string[]) =>
  tx
    .deleteFrom('search_unit')
    .where('package_id', 'in', (eb) =>
      eb
        .selectFrom('search_unit')
        .select('package_id')
        .where('original_id', 'in', [...originalIds]),
    )
    .execute();

/** A new making of all begins, where the one before was ended: nothing of an earlier generation is left. Else it goes on. */
export async function raiseGeneration(tx: Tx): Promise<number> {
  const { generation } = await tx.selectFrom('search_state').select('generation').forUpdate().executeTakeFirstOrThrow();
  const left = await tx
    .selectFrom('search_unit')
    .select('unit_id')
    .where('generation', '<', generation)
    .limit(1)
    .executeTakeFirst();
  if (left) return generation;
  await tx
    .updateTable('search_state')
    .set({ generation: generation + 1 })
    .execute();
  return generation + 1;
}

/** What no package holds any more; packages of this generation were all made by now. */
export const removeEarlier = async (tx: Tx, generation: number): Promise<number> => {
  const { numDeletedRows } = await tx.deleteFrom('search_unit').where('generation', '<', generation).executeTakeFirst();
  return Number(numDeletedRows);
};

/**
 * What is known of originals, row by row as lists have it: entries where a project is described, and what the register
 * has where its catalogue came with it.
 */
import type { Db, Tx } from '#/base/server/db.ts';
import { type RegisteredOriginal, registeredOriginals } from '#/custody/server/door.ts';
import { fieldOf, type Level } from '../rules/field.ts';
import { presetSchema } from '../rules/preset.ts';
import { settledOf } from './compare.ts';
import { entriesOfOriginals } from './store/entries.ts';

export interface ListedValue {
  field: string;
  zh: string;
  en: string;
  text: string;
}

export interface ListedEntry {
  originalId: string;
  level: Level;
  code: string;
  fondsCode: string;
  fondsName: string;
  /** In the order of the schema; what is empty is left out. */
  values: ListedValue[];
  /** Differences between two entries that wait for an arbiter. */
  open: number;
}

/** In the order of originals given, each with what lies in it behind it. */
export async function listedEntries(db: Db | Tx, originalIds: readonly string[]): Promise<ListedEntry[]> {
  const registered = await registeredOriginals(db, originalIds);
  const entries = await entriesOfOriginals(db, originalIds);
  const settled = await settledOf(db, entries);
  const byOriginal = Map.groupBy(entries, (entry) => entry.original_id);
  return originalIds.flatMap((id) => {
    const original = registered.find((one) => one.id === id);
    if (!original) return [];
    const fonds = { fondsCode: original.fonds_code, fondsName: original.fonds_name };
    const own = byOriginal.get(id) ?? [];
    if (own.length === 0)
      return registered
        .filter((one) => one.id === id || one.parent_id === id)
        .map((one) => ({ originalId: id, ...fonds, level: one.kind, code: one.code, values: valuesOf(one), open: 0 }));
    return own.map(({ id: entryId, level, code }) => {
      const fields = settled.get(entryId) ?? [];
      return {
        ...{ originalId: id, ...fonds, level, code },
        values: fields.flatMap(({ field: { key, zh, en }, value }) =>
          value.state === 'settled' && value.text !== '' ? [{ field: key, zh, en, text: value.text }] : [],
        ),
        open: fields.filter(({ value }) => value.state === 'open').length,
      };
    });
  });
}

/** Columns of the register by the names that DA/T 18 gives them. */
function valuesOf(one: RegisteredOriginal): ListedValue[] {
  const known: [field: string, text: string | null][] = [
    ['title', one.title],
    ['author', one.author],
    ['documentNumber', one.document_number],
    ['date', one.dated],
    ['retentionPeriod', one.retention],
    ['pageCount', one.pages === null ? null : String(one.pages)],
    ['note', one.remark],
  ];
  const fields = [...presetSchema[one.kind], ...presetSchema.item];
  return known.flatMap(([key, text]) => {
    const field = fieldOf(fields, key);
    return text === null || text === '' || !field ? [] : [{ field: key, zh: field.zh, en: field.en, text }];
  });
}

/** Entries judged once more by the rules they were typed by: for whoever checks what was made of them (DA/T 70-2018 1-2 to 1-5, 2-3, 2-4). */
import type { Words } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { type Field, type Level, nameOf } from '../rules/field.ts';
import { refuseMissing, refuseValue } from '../rules/value.ts';
import { settledOf } from './compare.ts';
import { entriesOfOriginals } from './store/entries.ts';

export interface JudgedEntry {
  originalId: string;
  level: Level;
  code: string;
  /** missing: obligatory and empty; open: a difference of two entries waits; value: refused by the rules of its field. */
  troubles: { kind: 'missing' | 'open' | 'value'; field: Words }[];
}

/** Of what was described here; an original whose catalogue came with it has none, and nothing is said of it. */
export async function judgedEntries(db: Db | Tx, originalIds: readonly string[]): Promise<JudgedEntry[]> {
  const entries = await entriesOfOriginals(db, originalIds);
  const settled = await settledOf(db, entries);
  return entries.map(({ id, original_id: originalId, level, code }) => ({
    ...{ originalId, level, code },
    troubles: (settled.get(id) ?? []).flatMap(({ field, value }) => {
      const kind = value.state === 'open' ? 'open' : troubleOf(field, value.text);
      return kind === null ? [] : [{ kind, field: nameOf(field) }];
    }),
  }));
}

function troubleOf(field: Field, text: string): 'missing' | 'value' | null {
  if (refuseMissing(field, text)) return 'missing';
  return refuseValue(field, text) ? 'value' : null;
}

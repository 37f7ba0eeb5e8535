/** Whether an original is described: what is obligatory stands, and no difference waits (5.6-4). */
import { fill, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Words } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { findOriginal } from '#/custody/server/door.ts';
import type { Unfinished } from '#/workflow/server/door.ts';
import type { Pass } from '../rules/double-entry.ts';
import { doubleFields, levelNames, levels, nameOf } from '../rules/field.ts';
import { descriptionMessages } from '../rules/messages.ts';
import { countOpen } from './store/differences.ts';
import { type EntryRow, entriesOf, passesOf, valuesOf } from './store/entries.ts';
import { boundSchema } from './store/schemas.ts';
import { passOf } from './typing.ts';

/**
 * What the task of this pass lacks. A project without a schema is not described here: its catalogue came with it,
 * and nothing is asked.
 */
export async function lackOf(
  db: Db | Tx,
  { originalId, projectId, pass }: { originalId: string; projectId: string; pass: Pass },
): Promise<Refusal | null> {
  const bound = await boundSchema(db, projectId);
  if (!bound) return null;
  const entries = await entriesOf(db, originalId);
  const lack = pass === 1 ? await lackOfFirst(db, originalId, bound.fields, entries) : await lackOfSecond(db, entries);
  if (lack) return lack;
  const open = (await countOpen(db, [originalId])).get(originalId) ?? 0;
  return open === 0 ? null : refuse('differences-open', { count: open });
}

async function lackOfFirst(
  db: Db | Tx,
  originalId: string,
  schema: EntryRow['fields'],
  entries: readonly EntryRow[],
): Promise<Refusal | null> {
  const original = await findOriginal(db, originalId);
  const missing = levels.find(
    (level) =>
      schema[level].length > 0 &&
      !(level === 'volume' && original?.kind === 'item') &&
      !entries.some((entry) => entry.level === level),
  );
  if (missing) return refuse('entries-missing', { level: levelNames[missing] });
  const values = await valuesOf(
    db,
    entries.map(({ id }) => id),
    [1],
  );
  for (const { id, code, level, fields } of entries) {
    const typed = values.filter((row) => row.entry_id === id && row.text !== '').map((row) => row.field);
    const lacking = fields[level].find(({ key, need }) => need === 'must' && !typed.includes(key));
    if (lacking) return refuse('entry-lacks', { code, field: nameOf(lacking) });
  }
  return null;
}

/** A second entry is saved whole, or not at all. */
async function lackOfSecond(db: Db | Tx, entries: readonly EntryRow[]): Promise<Refusal | null> {
  const twice = entries.filter(({ fields, level }) => doubleFields(fields[level]).length > 0);
  const passes = await passesOf(
    db,
    twice.map(({ id }) => id),
  );
  const typed = new Set(passes.filter(({ pass }) => pass === 2).map((row) => row.entry_id));
  const untyped = twice.filter(({ id }) => !typed.has(id));
  const [first] = untyped;
  return first ? refuse('entry-untyped', { count: untyped.length, code: first.code }) : null;
}

export function lackWords({ code, params }: Refusal): Words {
  const { zh, en } = descriptionMessages[code as keyof typeof descriptionMessages];
  return { zh: fill(zh.what, params, 'zh'), en: fill(en.what, params, 'en') };
}

/** Asked by workflow before a task of this kind is submitted. */
export const unfinishedDescription: Unfinished = async (tx, { originalId, projectId }, { nth }) => {
  const pass = passOf(nth);
  const lack = pass === undefined ? null : await lackOf(tx, { originalId, projectId, pass });
  return lack && lackWords(lack);
};

/** Saving an entry: opened where there is none, checked value by value, compared when both are typed (5.6-4). */
import type { InputOf } from '#/base/rules/declare.ts';
import { isRefusal, refuse, type Refusal, refuseStale } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { findOriginal } from '#/custody/server/door.ts';
import { parse } from '#/engagement/rules/archival-code/code.ts';
import { type PlacedCode, scopeReader } from '#/engagement/server/door.ts';
import type { entrySave } from '../rules/api/entries.ts';
import { type Field, fieldOf, levelNames, nameOf } from '../rules/field.ts';
import { liesIn, nextItemCode } from '../rules/item-code.ts';
import { charactersOf, refuseMissing, refuseValue, tidy } from '../rules/value.ts';
import { compareEntry } from './compare.ts';
import {
  entriesOf,
  entryOfCode,
  type EntryRow,
  findEntry,
  insertEntry,
  passesOf,
  saveTyping,
  shareSecrecy,
  type Typed,
  valuesOf,
} from './store/entries.ts';
import { boundSchema } from './store/schemas.ts';
import { fieldsOfPass, isCompared, type TypingTask } from './typing.ts';

type Saving = InputOf<typeof entrySave>;

export interface Saved {
  entry: EntryRow;
  version: number;
  changed: string[];
  characters: number;
}

/** `version` is that of his own entry, as his page shows it. */
export async function saveEntry(
  tx: Tx,
  task: TypingTask,
  saving: Saving,
  { personId, version }: { personId: string; version: number | null },
): Promise<Saved | Refusal> {
  const entry =
    saving.entryId === null ? await openEntry(tx, task, saving, personId) : await findEntry(tx, saving.entryId);
  if (isRefusal(entry)) return entry;
  if (entry?.original_id !== task.originalId) return refuse('entry-of-other', {}, 'input.entryId');
  const { code, scheme_id: schemeId, original_id: originalId } = entry;
  if (await shareSecrecy(tx, { originalId, schemeId, code })) return refuse('entry-classified', { code });
  const { pass, unitId, round } = task;
  const rows = await passesOf(tx, [entry.id]);
  const stale = refuseStale(version, rows.find((row) => row.pass === pass)?.version ?? 0);
  if (stale) return stale;
  const fields = fieldsOfPass(entry.fields[entry.level], pass);
  const values = valuesIn(fields, pass, saving.values);
  if (isRefusal(values)) return values;
  const before = await valuesOf(tx, [entry.id], [pass]);
  const changed = values.filter(({ field, text, source }) => {
    const known = before.find((row) => row.field === field);
    return known?.text !== text || JSON.stringify(known.source) !== JSON.stringify(source);
  });
  const fixed = isCompared(task, rows) ? fields.find(({ key, double }) => double && isAmong(changed, key)) : undefined;
  if (fixed) return refuse('entry-compared', { field: nameOf(fixed) });
  const typing = { entryId: entry.id, pass, unitId, round, by: personId, on: await today(tx) };
  const saved = await saveTyping(tx, typing, changed);
  await compareEntry(tx, entry);
  const characters = changed.reduce((sum, { text }) => sum + charactersOf(text), 0);
  return { entry, version: saved, changed: changed.map(({ field }) => field), characters };
}

const isAmong = (values: readonly Typed[], key: string): boolean => values.some(({ field }) => field === key);

/** One value for each field that he types, in their order; what he left out is empty. */
function valuesIn(fields: readonly Field[], pass: 1 | 2, typed: Saving['values']): Typed[] | Refusal {
  for (const [index, { field: key, source }] of typed.entries()) {
    const at = `input.values.${index}`;
    if (!fieldOf(fields, key))
      return refuse(pass === 1 ? 'field-unknown' : 'field-not-second', { key, field: key }, at);
    if (pass === 2 && source !== null) return refuse('suggestion-second', {}, at);
  }
  const values: Typed[] = [];
  for (const field of fields) {
    const index = typed.findLastIndex((one) => one.field === field.key);
    const text = tidy(field, typed[index]?.text ?? '');
    // A second entry is compared at once, and so it is whole; a first one may be gone on with later.
    const wrong = refuseValue(field, text) ?? (pass === 2 ? refuseMissing(field, text) : null);
    if (wrong) return { ...wrong, field: `input.values.${Math.max(index, 0)}` };
    values.push({ field: field.key, text, source: typed[index]?.source ?? null });
  }
  return values;
}

async function openEntry(tx: Tx, task: TypingTask, saving: Saving, by: string): Promise<EntryRow | Refusal> {
  if (task.pass === 2) return refuse('second-opens-none', {}, 'input.entryId');
  const { originalId, projectId } = task;
  const { level } = saving;
  const bound = await boundSchema(tx, projectId);
  if (!bound) return refuse('no-schema');
  const original = await findOriginal(tx, originalId);
  if (!original) throw new Error(`no original: ${originalId}`);
  if (bound.fields[level].length === 0 || (level === 'volume' && original.kind === 'item'))
    return refuse('level-not-described', { level: levelNames[level] }, 'input.level');
  const { scheme_id: schemeId } = original;
  const placed = await codeOf(tx, { ...original, project_id: projectId }, saving);
  if (isRefusal(placed)) return placed;
  const { code, sortKey } = placed;
  const known = await entryOfCode(tx, schemeId, code);
  if (known)
    return level === 'item' && original.kind === 'volume'
      ? refuse('entry-twice', { code }, 'input.code')
      : refuse('entry-once');
  if (await shareSecrecy(tx, { originalId, schemeId, code })) return refuse('entry-classified', { code }, 'input.code');
  const row = { originalId, projectId, schemaId: bound.id, schemeId, level, code, sortKey };
  const entry = await findEntry(tx, await insertEntry(tx, row, by));
  if (!entry) throw new Error(`no entry: ${code}`);
  return entry;
}

interface Original {
  id: string;
  project_id: string;
  scheme_id: string;
  code: string;
  kind: 'volume' | 'item';
}

/** The code of the original itself, or one of what lies in it: in the scope of the project either way (2.2-1). */
async function codeOf(tx: Tx, original: Original, { level, code }: Saving): Promise<PlacedCode | Refusal> {
  const reader = await scopeReader(tx, original.project_id, original.scheme_id);
  if (isRefusal(reader)) return reader;
  if (level === original.kind) return reader.place(original.code);
  const wanted = code ?? (await nextCode(tx, original));
  if (isRefusal(wanted)) return wanted;
  const placed = reader.place(wanted, 'input.code');
  if (isRefusal(placed)) return placed;
  const volume = parse(reader.grammar, original.code);
  if (isRefusal(volume)) return volume;
  return liesIn(volume, placed.segments) ? placed : refuse('item-elsewhere', { code: placed.code }, 'input.code');
}

/** 件号自动加一: behind the last item of the volume that has an entry. */
export async function nextCode(tx: Tx, original: Original): Promise<string | Refusal> {
  const reader = await scopeReader(tx, original.project_id, original.scheme_id);
  if (isRefusal(reader)) return reader;
  const last = (await entriesOf(tx, original.id)).findLast(({ level }) => level === 'item');
  return nextItemCode(reader.grammar, original.code, last?.code ?? null);
}

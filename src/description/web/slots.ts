/** Entries of an original as its typist goes through them: those that are there, and one more where he may add it. */
import type { OutputOf } from '#/base/rules/declare.ts';
import type { deskShow } from '../rules/api/entries.ts';
import type { Field, Level } from '../rules/field.ts';
import type { Box } from '../rules/suggestion.ts';

export type DeskShown = OutputOf<typeof deskShow>;
type Entry = DeskShown['entries'][number];

export interface Slot extends Omit<Entry, 'entryId' | 'fields'> {
  /** Of the entry, or `new` and its level. */
  key: string;
  /** Null before it is saved for the first time. */
  entryId: string | null;
  fields: readonly Field[];
}

/** What stands in the fields of one entry, saved or not. */
export interface Draft {
  texts: Readonly<Record<string, string>>;
  /** Where an accepted suggestion stands. */
  sources: Readonly<Record<string, Box>>;
}

export function slotsOf({ entries, schema, kind, pass, code, nextCode }: DeskShown): Slot[] {
  const there = entries.map((entry): Slot => ({ ...entry, key: entry.entryId }));
  if (pass === 2) return there;
  const fresh = (level: Level, own: string): Slot[] => {
    const fields = schema[level];
    const begun = { version: 0, compared: false, values: [] };
    return fields.length === 0 ? [] : [{ key: `new-${level}`, entryId: null, level, code: own, fields, ...begun }];
  };
  const has = (level: Level): boolean => entries.some((entry) => entry.level === level);
  if (kind === 'item') return has('item') ? there : fresh('item', code);
  return [
    ...(has('volume') ? [] : fresh('volume', code)),
    ...there,
    ...(nextCode === null ? [] : fresh('item', nextCode)),
  ];
}

/** Where typing goes on: the first that he has not typed, or the first of all. */
export const firstToType = (slots: readonly Slot[]): Slot | undefined =>
  slots.find(({ version }) => version === 0) ?? slots[0];

export function neighbour(slots: readonly Slot[], key: string, step: 1 | -1): Slot | undefined {
  const at = slots.findIndex((slot) => slot.key === key);
  return at < 0 ? undefined : slots[at + step];
}

/** What the last entry before this one says in a field. */
export function lastValue(slots: readonly Slot[], key: string, field: string): string | undefined {
  const at = slots.findIndex((slot) => slot.key === key);
  const said = slots.slice(0, Math.max(at, 0)).flatMap(({ values }) => values.filter((value) => value.field === field));
  return said.findLast(({ text }) => text !== '')?.text;
}

/** As it is saved; a new one begins with what it carries on from the one before. */
export function draftOf(slots: readonly Slot[], { key, version, values, fields }: Slot): Draft {
  if (version === 0) {
    const carried = fields.flatMap((field) => {
      const last = field.carry ? lastValue(slots, key, field.key) : undefined;
      return last === undefined ? [] : [[field.key, last] as const];
    });
    return { texts: Object.fromEntries(carried), sources: {} };
  }
  return {
    texts: Object.fromEntries(values.map(({ field, text }) => [field, text])),
    sources: Object.fromEntries(values.flatMap(({ field, source }) => (source ? [[field, source]] : []))),
  };
}

import type { ReactNode } from 'react';
import { spanOfDay } from '#/base/rules/site-time.ts';

interface Field {
  /** Name in the view's input. */
  name: string;
  label: string;
}

export type FilterField =
  | (Field & { kind: 'text'; placeholder?: string })
  | (Field & { kind: 'choice'; options: readonly { value: string | boolean; label: string }[]; multiple?: boolean })
  | (Field & { kind: 'day' })
  /** From and to, both days included; `as` says what the view takes. `name` is only the field's own. */
  | (Field & { kind: 'days'; from: string; to: string; as: 'day' | 'instant' })
  /** Any form control, e.g. `SelectView`. */
  | (Field & { kind: 'control'; control: ReactNode });

export type FilterValues = Readonly<Record<string, unknown>>;

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.every(isEmpty));

/** Values of the query form to the view's input; empty fields are left out. */
export function filtersToInput(
  fields: readonly FilterField[],
  values: FilterValues,
  timeZone: string,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.name];
    if (isEmpty(value)) continue;
    if (field.kind !== 'days') {
      input[field.name] = typeof value === 'string' ? value.trim() : value;
      continue;
    }
    const [from, to] = value as [string | null, string | null];
    if (!isEmpty(from)) input[field.from] = field.as === 'day' ? from : spanOfDay(String(from), timeZone).from;
    if (!isEmpty(to)) input[field.to] = field.as === 'day' ? to : spanOfDay(String(to), timeZone).to;
  }
  return input;
}

/** What may be kept in a shared terminal's browser: choices and dates, never typed text. */
export function filtersToKeep(fields: readonly FilterField[], values: FilterValues): Record<string, unknown> {
  const kept = fields.filter(
    (field) =>
      (field.kind === 'choice' || field.kind === 'days' || field.kind === 'day') && !isEmpty(values[field.name]),
  );
  return Object.fromEntries(kept.map((field) => [field.name, values[field.name]]));
}

export interface SavedFilter {
  name: string;
  values: FilterValues;
}

export function readSavedFilters(saved: unknown): SavedFilter[] {
  if (!Array.isArray(saved)) return [];
  return saved.filter(
    (one): one is SavedFilter =>
      typeof one === 'object' &&
      one !== null &&
      'name' in one &&
      typeof one.name === 'string' &&
      'values' in one &&
      typeof one.values === 'object' &&
      one.values !== null,
  );
}

import type { ReactNode } from 'react';

export interface DataColumn<Row> {
  /** Stable name: saved column settings refer to it. */
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  /** Pixels; the content's own width otherwise. */
  width?: number;
  align?: 'right' | 'center';
  /** Off until chosen in the column settings. */
  hidden?: boolean;
  /** Cannot be switched off. */
  always?: boolean;
  /** Text behind a copy button: 档号, ids. */
  copy?: (row: Row) => string;
}

/** A person's column settings: order of keys and which are off. */
export interface ColumnState {
  order: readonly string[];
  hidden: readonly string[];
}

interface Named {
  key: string;
  hidden?: boolean;
  always?: boolean;
}

export const defaultColumns = (columns: readonly Named[]): ColumnState => ({
  order: columns.map((column) => column.key),
  hidden: columns.filter((column) => column.hidden === true).map((column) => column.key),
});

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** What was saved, mended for today's columns: new ones appear at their place, lost ones are forgotten. */
export function readColumns(columns: readonly Named[], saved: unknown): ColumnState {
  const fallback = defaultColumns(columns);
  if (typeof saved !== 'object' || saved === null || !('order' in saved) || !('hidden' in saved)) return fallback;
  const { order, hidden } = saved;
  if (!isStrings(order) || !isStrings(hidden)) return fallback;
  const known = new Set(fallback.order);
  const kept = order.filter((key) => known.has(key));
  const next = [...kept];
  fallback.order.forEach((key, index) => {
    if (!kept.includes(key)) next.splice(index, 0, key);
  });
  const fresh = fallback.hidden.filter((key) => !kept.includes(key));
  return { order: next, hidden: [...hidden.filter((key) => kept.includes(key)), ...fresh] };
}

export function shownColumns<C extends Named>(columns: readonly C[], state: ColumnState): C[] {
  return state.order
    .map((key) => columns.find((column) => column.key === key))
    .filter((column): column is C => column !== undefined)
    .filter((column) => column.always === true || !state.hidden.includes(column.key));
}

export const toggleColumn = (state: ColumnState, key: string): ColumnState => ({
  ...state,
  hidden: state.hidden.includes(key) ? state.hidden.filter((one) => one !== key) : [...state.hidden, key],
});

export function moveColumn(state: ColumnState, key: string, by: -1 | 1): ColumnState {
  const order = [...state.order];
  const from = order.indexOf(key);
  const to = from + by;
  if (from < 0 || to < 0 || to >= order.length) return state;
  order.splice(from, 1);
  order.splice(to, 0, key);
  return { ...state, order };
}

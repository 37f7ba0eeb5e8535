/** Rows of a catalogue against the register: which are good, which are known, what is wrong with the others. */
import { isRefusal, refuse } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { TableRow } from '#/base/rules/tables-in/table.ts';
import { format, lowest } from '#/engagement/rules/archival-code/code.ts';
import type { PlacedCode, ScopeReader } from '#/engagement/server/door.ts';
import {
  type ImportField,
  importFields,
  type Mapping,
  readEntry,
  type RowProblem,
} from '../../rules/catalogue-import.ts';
import { statesMark } from '../../rules/original.ts';
import { knownCodes } from '../store/imports.ts';
import { contentless, type NewOriginal } from '../store/originals.ts';

export interface BadRow {
  row: number;
  /** Archival code as the row writes it. */
  text: string;
  problems: RowProblem[];
}

export interface Sorted {
  good: NewOriginal[];
  known: number;
  bad: BadRow[];
  /** Rows that the list itself calls classified, whatever became of them. */
  marked: number;
}

export interface SortContext {
  reader: ScopeReader;
  mapping: Mapping;
  projectId: string;
  schemeId: string;
  importId: string;
  /** Stated for the whole file, where codes do not begin with it. */
  fonds: string | null;
  fondsIds: ReadonlyMap<string, string>;
  /** Codes that this run found good, with their rows and ids: items are found after their volume. */
  seen: Map<string, { row: number; id: string }>;
}

interface Read {
  row: number;
  text: string;
  placed: PlacedCode | null;
  problems: RowProblem[];
  entry: ReturnType<typeof readEntry>['entry'];
}

function read({ reader, mapping }: SortContext, { row, cells, troubles }: TableRow): Read {
  const textOf = (field: ImportField): string => {
    const column = mapping[field];
    return column === undefined ? '' : (cells[column] ?? '');
  };
  const problems: RowProblem[] = importFields.flatMap((field) =>
    troubles.filter(({ column }) => column === mapping[field]).map(({ refusal }) => ({ field, refusal })),
  );
  const text = textOf('code');
  const placed = reader.place(text);
  if (isRefusal(placed)) problems.push({ field: 'code', refusal: placed });
  const { entry, problems: wrong } = readEntry(textOf);
  return { row, text, placed: isRefusal(placed) ? null : placed, entry, problems: [...problems, ...wrong] };
}

const volumeOf = ({ grammar }: ScopeReader, { segments }: PlacedCode): string | null => {
  if (segments.volume === undefined) return null;
  const { item: _, page: __, ...rest } = segments;
  const code = format(grammar, rest);
  return typeof code === 'string' ? code : null;
};

/** One part of a file, with one question to the register for its codes and one for their volumes. */
export async function sortRows(db: Db | Tx, context: SortContext, rows: readonly TableRow[]): Promise<Sorted> {
  const all = rows.map((row) => read(context, row));
  const asked = all.flatMap(({ placed }) => {
    if (!placed) return [];
    const volume = volumeOf(context.reader, placed);
    return volume === null ? [placed.code] : [placed.code, volume];
  });
  const register = new Map((await knownCodes(db, context.schemeId, [...new Set(asked)])).map((one) => [one.code, one]));
  const sorted: Sorted = { good: [], known: 0, bad: [], marked: all.filter(isMarked).length };
  for (const one of all) sort(context, register, one, sorted);
  return sorted;
}

const isMarked = ({ entry }: Pick<Read, 'entry'>): boolean => entry.marking !== null && statesMark(entry.marking);

type Register = ReadonlyMap<string, Awaited<ReturnType<typeof knownCodes>>[number]>;

function sort(context: SortContext, register: Register, one: Read, sorted: Sorted): void {
  const { placed, problems, row, text } = one;
  const wrong = (...more: RowProblem[]): void => void sorted.bad.push({ row, text, problems: [...problems, ...more] });
  if (!placed) return wrong();
  const { reader, seen } = context;
  const before = seen.get(placed.code);
  if (before) return wrong({ field: 'code', refusal: refuse('row-twice', { code: placed.code, row: before.row }) });
  if (register.has(placed.code)) {
    // Fed again after a correction: what is registered stays as it is.
    sorted.known += 1;
    return;
  }
  const last = lowest(reader.grammar, placed.segments);
  if (last !== 'volume' && last !== 'item')
    return wrong({ field: 'code', refusal: refuse('kind-of-code', { code: placed.code }) });
  const fondsCode = placed.segments.fonds ?? context.fonds ?? '';
  const fondsId = context.fondsIds.get(fondsCode);
  if (fondsId === undefined) return wrong({ field: 'code', refusal: refuse('fonds-unknown', { code: fondsCode }) });
  const volume = last === 'item' ? volumeOf(reader, placed) : null;
  const parentId = volume === null ? null : (register.get(volume)?.id ?? seen.get(volume)?.id ?? null);
  if (volume !== null && parentId === null)
    return wrong({ field: 'code', refusal: refuse('volume-unknown', { code: volume }) });
  if (problems.length > 0) return wrong();
  const id = newId();
  seen.set(placed.code, { row, id });
  sorted.good.push(originalOf(context, one, placed, { id, kind: last, fondsId, parentId }));
}

function originalOf(
  { projectId, schemeId, importId }: SortContext,
  one: Read,
  placed: PlacedCode,
  where: Pick<NewOriginal, 'id' | 'kind' | 'fondsId' | 'parentId'>,
): NewOriginal {
  const { row, text, entry } = one;
  // 6.1-5: what the list itself calls classified leaves nothing but its code and row here.
  const marked = isMarked(one);
  return {
    ...{ projectId, schemeId, ...where, code: placed.code, writtenCode: text, sortKey: placed.sortKey },
    ...entry,
    ...(marked && contentless),
    ...{ secrecy: marked ? 'classified' : 'undecided', importId, importRow: row },
  };
}

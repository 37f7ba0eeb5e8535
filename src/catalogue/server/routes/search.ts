import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { levelNames } from '#/description/rules/field.ts';
import { pageLinesOf } from '#/imaging/server/door.ts';
import { entrySearch, hitOpen, pageSearch } from '../../rules/api/search.ts';
import { boxesOf, excerptOf, type Piece, piecesOf } from '../../rules/highlight.ts';
import { type Days, daysOfQuery, termsOf } from '../../rules/query.ts';
import { searchState } from '../store/projection.ts';
import {
  countAll,
  entriesByIds,
  entriesOfSearched,
  type Facets,
  findSearched,
  lookUp,
  pagesByIds,
  pagesWith,
  type Sought,
} from '../store/search.ts';
import type { SearchedValue } from '../tables.ts';

const pageSize = 50;

export const searchRoutes = (): Binding[] => [entryRoute(), pageRoute(), hitRoute()];

function read({
  query,
  from,
  to,
}: {
  query: string;
  from: string;
  to: string;
}): { terms: string[]; days: Days } | Refusal {
  const terms = termsOf(query);
  if (isRefusal(terms)) return terms;
  const days = daysOfQuery(from, to);
  return isRefusal(days) ? days : { terms, days };
}

/** The rows in the order in which their ids were found, and where the next page begins. */
function paged<R extends { id: string; day_from: string; code: string }>(ids: readonly string[], rows: readonly R[]) {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const page = ids.slice(0, pageSize).flatMap((id) => byId.get(id) ?? []);
  const last = page.at(-1);
  const next = ids.length > pageSize && last ? { id: Number(last.id), day: last.day_from, code: last.code } : null;
  return { page, next };
}

const shown = (values: readonly SearchedValue[], field: string): string =>
  values.find((value) => value.field === field)?.text ?? '';

/** Fields that stand in a row of their own. */
const ownColumns = new Set(['title', 'date', 'author', 'retentionPeriod']);
const isFound = (pieces: readonly Piece[]): boolean => pieces.some(({ hit }) => hit);

const labelled = (facets: Facets) => ({
  fonds: facets.fonds,
  level: facets.level.map(({ key, count }) => ({
    ...{ key, count },
    label: levelNames[key as keyof typeof levelNames].zh,
  })),
  retention: facets.retention.map(({ key, count }) => ({ key, label: key, count })),
  decade: facets.decade.map(({ key, count }) => ({ key: String(key), label: `${key}—${key + 9}`, count })),
});

const entryRoute = (): Binding =>
  bindView(entrySearch, async (tx, { input }) => {
    const asked = read(input);
    if (isRefusal(asked)) return asked;
    const { fonds, level, retention, decade, sort, after } = input;
    const where = [
      ...(fonds === null ? [] : [{ column: 'fonds' as const, value: fonds }]),
      ...(level === null ? [] : [{ column: 'level' as const, value: level }]),
      ...(retention === null ? [] : [{ column: 'retention' as const, value: retention }]),
    ];
    const sought: Sought = { ...asked, where, decade, order: sort, after, limit: pageSize };
    const state = await searchState(tx);
    const { ids, count, more, facets } = await lookUp(tx, 'search_entry', sought, state);
    const { page, next } = paged(ids, ids.length === 0 ? [] : await entriesByIds(tx, ids));
    const exact = input.exact && more;
    return {
      ...{ count: exact ? await countAll(tx, sought, state) : count, more: more && !exact, next },
      facets: facets && labelled(facets),
      items: page.map((row) => {
        const values = row.data;
        return {
          ...{ id: Number(row.id), unitId: row.unit_id, level: row.level, code: row.code, fonds: row.fonds_name },
          title: piecesOf(shown(values, 'title'), asked.terms),
          ...{ date: shown(values, 'date'), author: shown(values, 'author'), retention: row.retention },
          found: values.flatMap(({ field, zh, en, text }) => {
            const pieces = ownColumns.has(field) && field !== 'author' ? [] : excerptOf(text, asked.terms);
            return isFound(pieces) ? [{ zh, en, text: pieces }] : [];
          }),
        };
      }),
    };
  });

const pageRoute = (): Binding =>
  bindView(pageSearch, async (tx, { input }) => {
    const asked = read(input);
    if (isRefusal(asked)) return asked;
    const { fonds, after } = input;
    const where = fonds === null ? [] : [{ column: 'fonds' as const, value: fonds }];
    const sought: Sought = { ...asked, where, decade: null, order: 'newest', after, limit: pageSize };
    const state = await searchState(tx);
    const { ids, count, more } = await lookUp(tx, 'search_page', sought, state);
    const { page, next } = paged(ids, ids.length === 0 ? [] : await pagesByIds(tx, ids));
    return {
      ...{ count, more, next },
      items: page.map(({ id, unit_id: unitId, code, title, page: number, content }) => ({
        ...{ id: Number(id), unitId, code, title, page: number },
        text: excerptOf(content.replaceAll('\n', ' '), asked.terms),
      })),
    };
  });

const hitRoute = (): Binding =>
  bindView(hitOpen, async (tx, { subject, input }) => {
    const unit = await findSearched(tx, subject ?? '');
    if (!unit) return refuse('not-found', { what: { zh: '可检索的件', en: 'unit that can be looked up' } });
    const terms = termsOf(input.query);
    if (isRefusal(terms)) return terms;
    const entries = await entriesOfSearched(tx, unit.unit_id);
    return {
      ...{ unitId: unit.unit_id, code: unit.code },
      entries: entries.map(({ level, code, data }) => ({
        ...{ level, code },
        values: data.map(({ field, zh, en, text }) => ({ field, zh, en, text: piecesOf(text, terms) })),
      })),
      pages: await pagesWith(tx, unit.unit_id, terms),
      boxes: await boxesOn(tx, unit.unit_id, input.page, terms),
    };
  });

async function boxesOn(tx: Tx, unitId: string, page: number, terms: readonly string[]) {
  if (terms.length === 0) return [];
  return boxesOf(await pageLinesOf(tx, unitId, page), terms);
}

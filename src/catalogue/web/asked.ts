/** What somebody looks for, as it stands in the address: going back shows it again. */
import { useSearchParams } from 'react-router';
import type { Sort } from '../rules/api/search.ts';
import { sorts } from '../rules/api/search.ts';

export interface Asked {
  scope: 'entries' | 'pages';
  query: string;
  from: string;
  to: string;
  sort: Sort;
  fonds: string | null;
  level: 'volume' | 'item' | null;
  retention: string | null;
  decade: number | null;
}

export const facetKeys = ['fonds', 'level', 'retention', 'decade'] as const;
export type FacetKey = (typeof facetKeys)[number];

function readAsked(params: URLSearchParams): Asked {
  const level = params.get('level');
  const decade = params.get('decade');
  return {
    scope: params.get('scope') === 'pages' ? 'pages' : 'entries',
    query: params.get('q') ?? '',
    from: params.get('from') ?? '',
    to: params.get('to') ?? '',
    sort: sorts.find((one) => one === params.get('sort')) ?? 'newest',
    fonds: params.get('fonds'),
    level: level === 'volume' || level === 'item' ? level : null,
    retention: params.get('retention'),
    decade: decade !== null && /^\d{1,4}$/.test(decade) ? Number(decade) : null,
  };
}

export function addressOf(asked: Asked): string {
  const { query, sort, scope, decade } = asked;
  const kept: Record<string, string | null> = {
    ...{ scope: scope === 'pages' ? scope : null, q: query, from: asked.from, to: asked.to },
    ...{ sort: sort === 'newest' ? null : sort, fonds: asked.fonds, level: asked.level, retention: asked.retention },
    decade: decade === null ? null : String(decade),
  };
  const entries = Object.entries(kept).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return new URLSearchParams(entries).toString();
}

/** `asked` is null before anything was looked for. */
export function useAsked(): { asked: Asked | null; ask: (next: Asked) => void } {
  const [params, setParams] = useSearchParams();
  return {
    asked: params.size === 0 ? null : readAsked(params),
    ask: (next) => setParams(addressOf(next) || 'q='),
  };
}

export const nothingAsked: Asked = {
  ...{ scope: 'entries', query: '', from: '', to: '', sort: 'newest' },
  ...{ fonds: null, level: null, retention: null, decade: null },
};

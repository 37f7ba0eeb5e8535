/** What later rooms ask of scopes: whether a code belongs to a project, and how it is written. */
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { format, parse } from '../rules/archival-code/code.ts';
import type { Grammar, Segments } from '../rules/archival-code/grammar.ts';
import { sortKey, within } from '../rules/archival-code/order.ts';
import type { Specification } from '../rules/specification.ts';
import { specificationFor } from './store/projects.ts';
import { findScheme, scopesOf } from './store/scopes.ts';

/** An archival code as registers keep it. */
export interface PlacedCode {
  code: string;
  sortKey: string;
  segments: Segments;
}

/** Reads codes of one scheme against the scope of one project: looked up once, asked for each row of a list. */
export interface ScopeReader {
  grammar: Grammar;
  /** The code, or why it is none of this project's. `field` names where it was typed. */
  place(written: string, field?: string): PlacedCode | Refusal;
}

export async function scopeReader(db: Db | Tx, projectId: string, schemeId: string): Promise<ScopeReader | Refusal> {
  const scopes = (await scopesOf(db, projectId)).filter(({ scheme_id }) => scheme_id === schemeId);
  const scheme = scopes.length === 0 ? undefined : await findScheme(db, schemeId);
  if (!scheme) return refuse('scheme-not-of-project', {}, 'input.schemeId');
  const { grammar } = scheme;
  const ranges = scopes.map(({ lower_key, upper_key }) => ({ lower: lower_key, upper: upper_key }));
  return {
    grammar,
    place(written, field) {
      const segments = parse(grammar, written);
      if (isRefusal(segments)) return field === undefined ? segments : { ...segments, field };
      // One original, one code: whichever order it was written in.
      const code = format(grammar, segments);
      if (isRefusal(code)) return code;
      const key = sortKey(grammar, segments);
      if (!ranges.some((bounds) => within(bounds, key))) return refuse('out-of-scope', { code }, field);
      return { code, sortKey: key, segments };
    },
  };
}

/** The specification (2.2-3) that holds for an original: that of its category (门类), or the project's. */
export async function specificationOf(
  db: Db | Tx,
  { projectId, schemeId, code }: { projectId: string; schemeId: string; code: string },
): Promise<{ id: string; data: Specification } | null> {
  const scheme = await findScheme(db, schemeId);
  const segments = scheme ? parse(scheme.grammar, code) : null;
  const category = segments === null || isRefusal(segments) ? null : (segments.category ?? null);
  return specificationFor(db, projectId, category);
}

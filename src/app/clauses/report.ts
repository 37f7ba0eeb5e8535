import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ClauseId, type Obligation, obligations } from '#/base/rules/obligations.ts';
import { declared } from '../compose.ts';

/** One obligation with everything in the house that answers for it. */
export interface ClauseRow extends Obligation {
  acts: string[];
  /** Files of rules or forms that name it. */
  rules: string[];
  forms: string[];
  tests: { title: string; file: string }[];
  covered: boolean;
}

interface Mention {
  file: string;
  title: string | null;
  ids: ClauseId[];
}

const known = new Map(obligations.map((one) => [one.id as string, one.id]));
const idShape = /(?<![\d.])(?:\d\.\d{1,2}-\d{1,2}|[一二三四五六七八](?:\([一二三四]\))?-\d)(?!\d)/g;

const idsIn = (text: string): ClauseId[] =>
  [...text.matchAll(idShape)].map(([id]) => known.get(id)).filter((id) => id !== undefined);

const testTitle = /\b(?:test|it)(?:\.[a-z]+(?:\([^)]*\))?)*\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;

function* sourceFiles(root: string): Iterable<string> {
  for (const folder of ['src', 'test']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && /\.tsx?$/.test(entry.name)) yield join(entry.parentPath, entry.name);
    }
  }
}

function mentions(root: string): Mention[] {
  const found: Mention[] = [];
  for (const path of sourceFiles(root)) {
    const file = relative(root, path).replaceAll('\\', '/');
    if (file.includes('/obligations/') || file.startsWith('src/app/clauses')) continue;
    const text = readFileSync(path, 'utf8');
    if (/\.test\.tsx?$/.test(file)) {
      for (const [, , title = ''] of text.matchAll(testTitle)) found.push({ file, title, ids: idsIn(title) });
    } else found.push({ file, title: null, ids: idsIn(text) });
  }
  return found.filter(({ ids }) => ids.length > 0);
}

/**
 * Covered in house.md's sense. a: a test named for it attempts the forbidden thing and is refused.
 * b: a declared record (act) with a test, or a form, that names it. c: a checklist item or form.
 */
function isCovered(row: Omit<ClauseRow, 'covered'>): boolean {
  const refusing = row.tests.some(({ title }) => /\brefus|\bnever\b|拒绝/.test(title));
  if (row.class === 'a') return refusing && (row.acts.length > 0 || row.rules.length > 0);
  if (row.class === 'b') return row.acts.length > 0 && (row.tests.length > 0 || row.forms.length > 0);
  return row.forms.length > 0 || row.rules.length > 0;
}

/** Every obligation, in the order of the regulation, with what stands for it. */
export function clauseReport(root: string): ClauseRow[] {
  const all = mentions(root);
  return obligations.map((one) => {
    const mine = all.filter(({ ids }) => ids.includes(one.id));
    const files = (part: string): string[] => [
      ...new Set(
        mine
          .filter(
            ({ file, title }) =>
              title === null && file.includes(`/${part}/`) && !file.endsWith('/api.ts') && !file.includes('/api/'),
          )
          .map(({ file }) => file),
      ),
    ];
    const row = {
      ...one,
      acts: declared.filter((decl) => decl.clauses.includes(one.id)).map((decl) => decl.name),
      rules: files('rules'),
      forms: files('forms'),
      tests: mine.filter(({ title }) => title !== null).map(({ file, title }) => ({ file, title: title ?? '' })),
    };
    return { ...row, covered: isCovered(row) };
  });
}

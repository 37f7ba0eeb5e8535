/** Checks of the files of an original together: names, order, count, one format, and the same page twice. */
import type { Words } from '#/base/rules/declare.ts';
import type { Specification } from '#/engagement/rules/specification.ts';
import type { CheckId, Outcome, Thresholds } from './checks.ts';
import type { FileFormat } from './headers/header.ts';
import { coarseLikeness, fineLikeness, type Likable, likable, type Signature } from './pixels/likeness.ts';

export interface BatchFile {
  /** Without folders. */
  name: string;
  format: FileFormat;
  /** SHA-256, hexadecimal. */
  digest: string;
  pages: readonly { signature: Signature | null }[];
}

/** What is found on a file, by its place in the list; null for the batch as a whole. */
export interface BatchFinding extends Omit<Outcome, 'other'> {
  file: number | null;
  /** The file that it repeats. */
  other?: number;
}

const finding = (
  file: number | null,
  check: CheckId,
  verdict: Outcome['verdict'],
  measured: Outcome['measured'],
  limit: Outcome['limit'],
): BatchFinding => ({ file, check, verdict, measured, limit });
const plain = (text: string): Words => ({ zh: text, en: text });

const endings: Record<FileFormat, readonly string[]> = {
  tiff: ['tif', 'tiff'],
  jpeg: ['jpg', 'jpeg'],
  png: ['png'],
  jp2: ['jp2'],
  pdf: ['pdf'],
};

/** §9.6: the running number that a name carries by the rule of naming; null when it does not follow the rule. */
export function numberOf(name: string, naming: string, code: string, format: FileFormat): number | null {
  const dot = name.lastIndexOf('.');
  if (dot < 0 || !endings[format].includes(name.slice(dot + 1).toLowerCase())) return null;
  const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const pattern = naming
    .split(/(\{code\}|\{image\})/)
    .map((part) => (part === '{code}' ? escaped(code) : part === '{image}' ? String.raw`(\d{4})` : escaped(part)));
  const [, digits] = new RegExp(`^${pattern.join('')}$`).exec(name.slice(0, dot)) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** Names and numbers (§9.6, §10.5.3), the count the catalogue tells (§10.5.2), one format (§9.5), no file twice. */
export function checkBatch(
  files: readonly BatchFile[],
  original: { code: string; pageCount: number | null },
  spec: Specification,
): BatchFinding[] {
  const found: BatchFinding[] = [];
  const numbers = files.map(({ name, format }) => numberOf(name, spec.naming, original.code, format));
  numbers.forEach((number, file) => {
    const { name } = files[file]!;
    found.push(
      finding(
        file,
        'naming',
        number === null ? 'fail' : 'pass',
        plain(name),
        plain(spec.naming.replace('{code}', original.code)),
      ),
    );
  });
  found.push(...checkSequence(numbers));
  const pages = files.reduce((sum, file) => sum + file.pages.length, 0);
  if (original.pageCount !== null)
    found.push(finding(null, 'count', pages === original.pageCount ? 'pass' : 'fail', pages, original.pageCount));
  const formats = [...new Set(files.map(({ format }) => format))];
  found.push(
    finding(
      null,
      'one-format',
      formats.length <= 1 ? 'pass' : 'fail',
      plain(formats.join(', ')),
      plain(formats[0] ?? ''),
    ),
  );
  const first = new Map<string, number>();
  for (const [file, { digest }] of files.entries()) {
    const other = first.get(digest);
    if (other === undefined) first.set(digest, file);
    else found.push({ ...finding(file, 'digest', 'fail', plain(digest), null), other });
  }
  return found;
}

/** Numbers run from 1 without a gap, in the order of the files. */
function checkSequence(numbers: readonly (number | null)[]): BatchFinding[] {
  if (numbers.some((number) => number === null)) return [];
  return numbers.map((number, file) =>
    finding(file, 'sequence', number === file + 1 ? 'pass' : 'fail', number, file + 1),
  );
}

export interface LikePages {
  /** Places in the list, the earlier one first. */
  one: number;
  other: number;
  coarse: number;
  fine: number;
}

/** Pages that look alike: pairs are picked by the coarse grid, and judged by the fine one. */
export function likePages(
  signatures: readonly (Signature | null)[],
  limits: Pick<Thresholds, 'likenessCoarse' | 'likenessFine'>,
): LikePages[] {
  const ready: (Likable | null)[] = signatures.map((signature) => signature && likable(signature));
  const found: LikePages[] = [];
  for (let other = 1; other < ready.length; other += 1) {
    for (let one = 0; one < other; one += 1) {
      const [first, second] = [ready[one], ready[other]];
      if (!first || !second) continue;
      const coarse = coarseLikeness(first, second);
      if (coarse < limits.likenessCoarse) continue;
      const fine = fineLikeness(first, second);
      if (fine >= limits.likenessFine) found.push({ one, other, coarse, fine });
    }
  }
  return found;
}

/** Of other pages the one that looks most like this one, when it may be the same (§10.5.2). */
export function bestLike<T extends { likable: Likable }>(
  page: Likable,
  others: readonly T[],
  limits: Pick<Thresholds, 'likenessCoarse' | 'likenessFine'>,
): (T & { fine: number }) | null {
  let best: (T & { fine: number }) | null = null;
  for (const other of others) {
    if (coarseLikeness(page, other.likable) < limits.likenessCoarse) continue;
    const fine = fineLikeness(page, other.likable);
    if (fine >= limits.likenessFine && fine > (best?.fine ?? -1)) best = { ...other, fine };
  }
  return best;
}

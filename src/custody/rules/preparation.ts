/** What preparation finds of an original before it is scanned (整理, 6.4; DA/T 31-2017). */
import { refuse, type Refusal } from '#/base/rules/refusal.ts';

export interface Prepared {
  pages: number;
  leaves: number;
  a3: number;
  a2: number;
  a1: number;
  a0: number;
  inserted: number;
  damaged: number;
  unscanned: number;
  unscannedReason: string;
  /** Faces beside the numbered pages that are scanned; null where nobody counted them. */
  cover: number | null;
  contents: number | null;
  noteSheet: number | null;
  blanks: number | null;
}

/** Pages converted to A4 (折算 A4), by which work is paid: each size is twice the one below. */
export const a4Equivalent = ({ pages, a3, a2, a1, a0 }: Pick<Prepared, 'pages' | 'a3' | 'a2' | 'a1' | 'a0'>): number =>
  pages + a3 + 3 * a2 + 7 * a1 + 15 * a0;

/** Both sides of a leaf may bear a page, and no more. */
export function refusePrepared(prepared: Prepared): Refusal | null {
  const { pages, leaves, a3, a2, a1, a0, unscanned, unscannedReason } = prepared;
  if (a3 + a2 + a1 + a0 > pages) return refuse('sizes-beyond-pages', { pages }, 'input.a3');
  for (const field of ['inserted', 'damaged', 'unscanned'] as const)
    if (prepared[field] > pages) return refuse('more-than-pages', { pages }, `input.${field}`);
  if (pages > leaves * 2) return refuse('leaves-too-few', { pages, leaves }, 'input.leaves');
  if (unscanned > 0 !== (unscannedReason !== ''))
    return refuse('unscanned-reason', {}, unscanned > 0 ? 'input.unscannedReason' : 'input.unscanned');
  return null;
}

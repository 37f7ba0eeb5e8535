/** What an original is, and what its examination before a batch says (6.1). */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';

/** 案卷 or 件: what is arranged by volume, and what is arranged by item. */
export const originalKinds = ['volume', 'item'] as const;
export type OriginalKind = (typeof originalKinds)[number];

export const originalKindNames: Record<OriginalKind, Words> = {
  volume: { zh: '案卷', en: 'Volume' },
  item: { zh: '件', en: 'Item' },
};

/** 6.1-1, 6.1-5: decided by a named person of the archive department, from the paper. */
export const secrecies = ['undecided', 'unmarked', 'declassified', 'classified'] as const;
export type Secrecy = (typeof secrecies)[number];

export const secrecyNames: Record<Secrecy, Words> = {
  undecided: { zh: '未检查', en: 'Not examined' },
  unmarked: { zh: '无涉密标识', en: 'No mark' },
  declassified: { zh: '有标识，已解密', en: 'Mark, declassified' },
  classified: { zh: '有标识，未解密', en: 'Mark, not declassified' },
};

/** 6.1-1: only these may enter a batch. */
export const mayEnterBatch = (secrecy: Secrecy): boolean => secrecy === 'unmarked' || secrecy === 'declassified';

export interface SecrecyVerdict {
  verdict: Exclude<Secrecy, 'undecided'>;
  basis: string | null;
  declassifiedOn: string | null;
  page: string | null;
}

/** What a verdict must say: where the mark stands, and what declassified it since when. */
export function refuseVerdict({ verdict, basis, declassifiedOn, page }: SecrecyVerdict, today: string): Refusal | null {
  if ((verdict !== 'unmarked') !== (page !== null)) return refuse('mark-page', {}, 'input.page');
  if ((verdict === 'declassified') !== (basis !== null)) return refuse('declassified-by', {}, 'input.basis');
  if ((verdict === 'declassified') !== (declassifiedOn !== null))
    return refuse('declassified-since', {}, 'input.declassifiedOn');
  return declassifiedOn !== null && declassifiedOn > today
    ? refuse('declassified-later', {}, 'input.declassifiedOn')
    : null;
}

/** Words of a catalogue that say there is no mark. */
const unmarkedWords = ['', '无', '公开', '非密', '内部', '无密级', '—', '-', '/'];
/** Words that say a mark was lifted. */
const lifted = /已?解密|已?公开/;

/**
 * 6.1-5: whether a catalogue says by itself that it bears a mark which was not lifted. Nothing but its
 * archival code is then kept. Everything else is decided from the paper.
 */
export function statesMark(marking: string): boolean {
  const said = marking.normalize('NFKC').replace(/\s/g, '');
  return !unmarkedWords.includes(said) && !lifted.test(said);
}

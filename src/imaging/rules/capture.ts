/** Pages in the order in which they are fed, and what keeps a volume from being submitted as scanned (5.6-4). */
import type { Words } from '#/base/rules/declare.ts';

/** Where a file belongs: behind all images, behind one of them, or in the place of one. */
export const aims = ['append', 'insert', 'rescan'] as const;
export type Aim = (typeof aims)[number];

export const uploadStates = ['begun', 'stored', 'given', 'taken', 'refused'] as const;
export type UploadState = (typeof uploadStates)[number];

/** What is on an image; the count of a volume is told by these (§10.5.2, §11.2). */
export const faces = ['page', 'cover', 'contents', 'noteSheet', 'blank'] as const;
export type Face = (typeof faces)[number];

export const faceNames: Record<Face, Words> = {
  page: { zh: '页', en: 'Page' },
  cover: { zh: '封面', en: 'Cover' },
  contents: { zh: '卷内目录', en: 'Contents' },
  noteSheet: { zh: '备考表', en: 'Note sheet' },
  blank: { zh: '保留空白', en: 'Blank, kept' },
};

/** A file is at most so long: A0 in colour at 300 dpi without compression has 417 MB. */
export const mostBytes = 512 * 1024 * 1024;
/** Files of one call. */
export const mostFiles = 100;
/**
 * A file that ended its worker so often is refused. Whoever has it in hand is ended by other causes too (power, memory
 * that another program took): few of them in a row must not condemn a good page.
 */
export const mostTries = 5;

/** Files in the order of their names, as a scanner counts: `2` before `10`. */
export const byName = (one: string, other: string): number =>
  one.localeCompare(other, 'zh-CN', { numeric: true, sensitivity: 'base' }) || (one < other ? -1 : one > other ? 1 : 0);

export interface SlotState {
  /** Running number, from 1. */
  position: number;
  filled: boolean;
  /** A file for it has arrived and is being looked at. */
  pending: boolean;
}

export interface Progress {
  /** Images that were found good. */
  filled: number;
  pending: number;
  /** Places for which nothing good has arrived: their files are in quarantine. */
  empty: number[];
  /** The last image that has arrived, good or not yet looked at; 0 before the first. */
  last: number;
  /** Where to feed next: the first empty place, otherwise behind the last. */
  feedFrom: number;
}

/** Where the station stands, after whatever interruption. */
export function progressOf(slots: readonly SlotState[]): Progress {
  const empty = slots.filter(({ filled, pending }) => !filled && !pending).map(({ position }) => position);
  const arrived = slots.filter(({ filled, pending }) => filled || pending);
  const last = Math.max(0, ...arrived.map(({ position }) => position));
  return {
    filled: slots.filter(({ filled }) => filled).length,
    pending: slots.filter(({ pending }) => pending).length,
    empty,
    last,
    feedFrom: empty[0] ?? last + 1,
  };
}

/** Numbered pages that are missing (below 0) or too many; null where nobody has counted them. */
export function pageDifference(
  slots: readonly { face: Face }[],
  { counted, unscanned }: { counted: number | null; unscanned: number },
): number | null {
  if (counted === null) return null;
  return slots.filter(({ face }) => face === 'page').length + unscanned - counted;
}

/** What is said of one original when it is linked (挂接): figures side by side, and the terms that differ. */
import type { Words } from '#/base/rules/declare.ts';
import type { Term } from './linking.ts';

/** Beside the terms of linking: catalogue and paper say different numbers of pages (三方核对). */
export const linkTerms = ['catalogue', 'pages', 'cover', 'contents', 'noteSheet', 'blanks', 'notScanned'] as const;
export type LinkTerm = 'catalogue' | Term;

export const linkTermNames: Record<LinkTerm, Words> = {
  catalogue: { zh: '目录页数', en: 'Pages by the catalogue' },
  pages: { zh: '有页号的页', en: 'Numbered pages' },
  cover: { zh: '封面', en: 'Cover' },
  contents: { zh: '卷内目录', en: 'Contents' },
  noteSheet: { zh: '备考表', en: 'Note sheet' },
  blanks: { zh: '保留空白', en: 'Blanks kept' },
  notScanned: { zh: '不扫的页', en: 'Not scanned' },
};

export interface LinkFigures {
  /** Pages by the catalogue, and as preparation counted them; null where nobody has. */
  catalogued: number | null;
  counted: number | null;
  /** Sheets of paper: no part of the number. */
  leaves: number | null;
  expected: number;
  images: number;
  notScanned: number;
  differing: LinkTerm[];
}

/** An acceptance holds of the very figures that were accepted. */
export const sameFigures = (one: LinkFigures, other: LinkFigures): boolean =>
  one.catalogued === other.catalogued &&
  one.counted === other.counted &&
  one.expected === other.expected &&
  one.images === other.images &&
  one.notScanned === other.notScanned &&
  one.differing.join() === other.differing.join();

/** Examination of an original against its catalogue, and its condition, before a batch (6.1). */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { type Condition, conditions } from './handover.ts';

export interface Examined {
  pages: number | null;
  leaves: number | null;
  missing: string | null;
  disorder: string | null;
  difference: string | null;
}

/** Everything as the catalogue says: what many originals may be said to be at once. */
export const isPlain = ({ pages, leaves, missing, disorder, difference }: Examined): boolean =>
  pages === null && leaves === null && missing === null && disorder === null && difference === null;

/** 6.1-7: pages that were counted and are not those of the catalogue are a difference, and it is named. */
export const refuseExamined = ({ pages, difference }: Examined, catalogued: number | null): Refusal | null =>
  pages !== null && catalogued !== null && pages !== catalogued && difference === null
    ? refuse('pages-differ', { catalogued, counted: pages }, 'input.difference')
    : null;

/** 6.1-6: what a condition report tells; intact is reported by nobody. */
export type Damage = Exclude<Condition, 'intact'>;
export const damages = conditions.filter((one): one is Damage => one !== 'intact');

export const extents = ['slight', 'medium', 'severe'] as const;
export type Extent = (typeof extents)[number];

export const extentNames: Record<Extent, Words> = {
  slight: { zh: '轻微', en: 'Slight' },
  medium: { zh: '中等', en: 'Medium' },
  severe: { zh: '严重', en: 'Severe' },
};

export const handlings = ['asIs', 'repairFirst', 'notScanned'] as const;
export type Handling = (typeof handlings)[number];

export const handlingNames: Record<Handling, Words> = {
  asIs: { zh: '照常加工', en: 'Work with it as it is' },
  repairFirst: { zh: '先修复', en: 'Repair it first' },
  notScanned: { zh: '不扫描', en: 'Leave it out' },
};

/** Fields of a catalogue entry that may be corrected (6.1-4). */
export const erratumFields = ['title', 'author', 'documentNumber', 'dated', 'retention', 'pages', 'remark'] as const;
export type ErratumField = (typeof erratumFields)[number];

/** Inspection of images by a person (5.6-4, DA/T 31-2017 §10.5): what is wrong with them, and what was looked at. */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { StepKind } from '#/workflow/rules/step.ts';
import { numbers } from './obstacles.ts';

export const defectKinds = [
  'skew',
  'border',
  'blur',
  'cropped',
  'exposure',
  'missing',
  'repeated',
  'order',
  'covered',
  'orientation',
  'double',
  'streaks',
  'stitched',
  'blank',
  'mixed',
  'format',
  'other',
] as const;
export type DefectKind = (typeof defectKinds)[number];

interface Defect {
  name: Words;
  /** The step that usually caused it: it is sent back there. */
  cause: StepKind;
  /** Undone only by another image: the page itself may stay as it is. */
  wantsImage?: true;
}

/** 缺陷: the first nine have the keys 1 to 9. */
export const defects: Readonly<Record<DefectKind, Defect>> = {
  skew: { name: { zh: '偏斜', en: 'Skew' }, cause: 'treat' },
  border: { name: { zh: '黑边', en: 'Dark border' }, cause: 'treat' },
  blur: { name: { zh: '模糊', en: 'Blurred' }, cause: 'scan' },
  cropped: { name: { zh: '字迹缺损', en: 'Text cut off' }, cause: 'scan' },
  exposure: { name: { zh: '过深过浅', en: 'Too dark or pale' }, cause: 'scan' },
  missing: { name: { zh: '漏扫缺页', en: 'Page missing' }, cause: 'scan', wantsImage: true },
  repeated: { name: { zh: '重扫多扫', en: 'Scanned twice' }, cause: 'scan' },
  order: { name: { zh: '倒页序错', en: 'Out of order' }, cause: 'scan' },
  covered: { name: { zh: '折角遮挡', en: 'Folded or covered' }, cause: 'scan' },
  orientation: { name: { zh: '方向错', en: 'Turned wrongly' }, cause: 'treat' },
  double: { name: { zh: '重张双张', en: 'Two sheets at once' }, cause: 'scan' },
  streaks: { name: { zh: '彩条条纹', en: 'Streaks' }, cause: 'scan' },
  stitched: { name: { zh: '拼接错', en: 'Joined wrongly' }, cause: 'treat' },
  blank: { name: { zh: '空白页待定', en: 'Blank, to be decided' }, cause: 'scan' },
  mixed: { name: { zh: '混件', en: 'Of another original' }, cause: 'scan' },
  format: { name: { zh: '参数不符', en: 'Wrong parameters' }, cause: 'scan' },
  other: { name: { zh: '其他', en: 'Other' }, cause: 'scan' },
};

/** Milliseconds at reading size, or in the sheet, from which a page counts as looked at. */
export const leastPageMs = 300;
export const leastGridMs = 1500;

export interface PageToPass {
  position: number;
  filled: boolean;
  /** The machine asks about it. */
  asked: boolean;
  pageMs: number;
  gridMs: number;
  openDefects: number;
}

/** What the machine asks about is looked at by itself; the others may be covered by the sheet. */
export const isSeen = ({ asked, pageMs, gridMs }: Pick<PageToPass, 'asked' | 'pageMs' | 'gridMs'>): boolean =>
  pageMs >= leastPageMs || (!asked && gridMs >= leastGridMs);

/** Why a volume cannot be passed; null when it can. */
export function refusePass(pages: readonly PageToPass[]): Refusal | null {
  const marked = pages.filter(({ openDefects }) => openDefects > 0);
  if (marked.length > 0) return refuse('defects-open', { numbers: numbers(marked.map(({ position }) => position)) });
  const empty = pages.filter(({ filled }) => !filled);
  if (empty.length > 0) return refuse('images-empty', { numbers: numbers(empty.map(({ position }) => position)) });
  const unseen = pages.filter((page) => !isSeen(page));
  if (unseen.length > 0)
    return refuse('pages-unseen', { count: unseen.length, numbers: numbers(unseen.map(({ position }) => position)) });
  return pages.length === 0 ? refuse('nothing-scanned') : null;
}

export interface DefectState {
  kind: DefectKind;
  /** Image on which it was found. */
  masterId: string | null;
  /** Image that holds there now; undefined when the place was taken out. */
  nowMasterId: string | null | undefined;
  /** Another picture of the same image is shown since: it was treated anew. */
  treatedAnew: boolean;
  /** A place was opened since. */
  newImages: boolean;
  answered: boolean;
}

/** Whether something was done about it: another image, another treatment of what treatment caused, the place taken out, or an answer to whoever found it. */
export const isResolved = ({ kind, masterId, nowMasterId, treatedAnew, newImages, answered }: DefectState): boolean => {
  const { cause, wantsImage } = defects[kind];
  if (answered) return true;
  if (wantsImage) return newImages;
  return nowMasterId === undefined || nowMasterId !== masterId || (cause === 'treat' && treatedAnew);
};

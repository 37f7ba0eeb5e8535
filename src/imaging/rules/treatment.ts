/**
 * Treatment of a page (图像处理, DA/T 31-2017 §10): turning, straightening, cropping outside the sheet, and nothing else.
 * No colours are changed and no stains, seals, writing or holes removed (§10.4); the master stays as it is.
 */
import type { Words } from '#/base/rules/declare.ts';
import { isBlank, type Outcome, type Thresholds } from './checks.ts';
import type { PageMeasures } from './pixels/measure.ts';
import type { Box } from './pixels/sheet.ts';

export const quarterTurns = [0, 90, 180, 270] as const;
export type QuarterTurn = (typeof quarterTurns)[number];

/** What is to be done to a page, as a person or the machine orders it. */
export interface TreatmentOrder {
  /** Clockwise degrees, beside what the file itself says. */
  turn: QuarterTurn;
  /** Clockwise degrees by which the page is straightened; null: what is measured. */
  straighten: number | null;
  /** Cut to the sheet, the agreed margin left round it. */
  crop: boolean;
}

/** What the machine orders of every page. */
export const usualOrder: TreatmentOrder = { turn: 0, straighten: null, crop: true };

/** What was done. */
export interface TreatmentDone {
  turn: QuarterTurn;
  straighten: number;
  /** After straightening, before quarter turns; null when nothing was cut. */
  box: Box | null;
  /** Millimetres left round the sheet; null when nothing was cut. */
  margin: number | null;
}

/** Tool and its version, kept with everything it made. */
export const treatmentTool = 'shoucang treatment 1';

/** Degrees: a page that is straighter is left as it is. */
export const leastSkew = 0.1;
/** Degrees: more than people feed a scanner askew is measured wrongly, or was meant. */
export const unusualSkew = 5;
/** Degrees that a person may straighten by. */
export const mostStraighten = 15;

export const treatmentStates = ['ordered', 'made', 'kept', 'failed'] as const;
/** ordered: waits for the machine; made: a derivative stands; kept: the page stays as scanned; failed: cannot be treated. */
export type TreatmentState = (typeof treatmentStates)[number];

/** Straightened by so many degrees: what was measured, where that is worth it. */
export const straightenBy = ({ skew }: Pick<PageMeasures, 'skew'>): number =>
  skew.degrees === null || Math.abs(skew.degrees) < leastSkew ? 0 : -Number(skew.degrees.toFixed(3));

/** Whether anything was to be done at all. `orientation`: as the file says. */
export const isUntouched = ({ turn, straighten, box }: TreatmentDone, orientation: number): boolean =>
  turn === 0 && straighten === 0 && box === null && orientation === 1;

export const reasons = [
  'failed',
  'returned',
  'skew-left',
  'border-left',
  'turned',
  'no-lines',
  'unusual-skew',
] as const;
/** Why a person is to look at what the machine did. */
export type Reason = (typeof reasons)[number];

export const reasonWords: Record<Reason, Words> = {
  failed: {
    zh: '机器处理不了，请保留原图或退回重扫',
    en: 'The machine cannot treat it: keep it, or have it scanned again',
  },
  returned: { zh: '质检退回', en: 'Sent back by the inspection' },
  'skew-left': { zh: '处理后仍偏斜', en: 'Askew still' },
  'border-left': { zh: '处理后仍有黑边', en: 'Dark edges still' },
  turned: { zh: '方向待定', en: 'Perhaps turned' },
  'no-lines': { zh: '没有文字行，偏斜测不出', en: 'No lines: skew cannot be measured' },
  'unusual-skew': { zh: '纠偏角度大', en: 'Straightened by much' },
};

/** What the machine measured on what it made. */
export interface Treated {
  done: TreatmentDone;
  outcomes: readonly Outcome[];
  /** Share of the sheet that bears ink. */
  ink: number;
  /** Degrees that are left; null where no lines are seen. */
  skew: number | null;
}

/** Asks a person, the gravest reason first; none: it may be confirmed with all others. */
export function reasonsToLook(
  treated: Treated | null,
  { returned, upsideDown }: { returned: boolean; upsideDown: boolean },
): Reason[] {
  const found: Reason[] = returned ? ['returned'] : [];
  if (treated === null) return ['failed', ...found];
  const asks = (check: Outcome['check']): boolean =>
    treated.outcomes.some((one) => one.check === check && one.verdict !== 'pass');
  if (asks('skew')) found.push('skew-left');
  if (treated.done.margin === null && asks('border')) found.push('border-left');
  if (asks('orientation') || upsideDown) found.push('turned');
  if (treated.skew === null && !isBlank(treated.ink)) found.push('no-lines');
  if (Math.abs(treated.done.straighten) > unusualSkew) found.push('unusual-skew');
  return found;
}

/** Dark edges of the margin that cropping leaves on purpose are not asked about. */
export const limitsAfter = (limits: Thresholds, margin: number | null): Thresholds =>
  margin === null ? limits : { ...limits, borderDepth: Math.max(limits.borderDepth, margin + 1.5) };

/**
 * Machine checks of scans (5.6-4; DA/T 31-2017): a table, and what each finds. An objective check is right or wrong
 * by the technical specification of the project (2.2-3). A heuristic one measures, and asks a person where the
 * measure is beyond its threshold: a machine never fails a page by a guess, but for skew, whose limit is agreed.
 */
import type { Words } from '#/base/rules/declare.ts';
import type { Specification } from '#/engagement/rules/specification.ts';
import { colourNames, formatNames } from '#/engagement/rules/specification.ts';
import type { FileHeader, PageHeader } from './headers/header.ts';
import type { PageMeasures } from './pixels/measure.ts';

export interface Check {
  /** Where it is asked for. */
  standard: string;
  kind: 'objective' | 'heuristic';
  /** Unit of what is measured and of its limit; empty for words. */
  unit: '' | 'dpi' | '°' | 'mm' | '%' | 'level' | '1' | 'pages';
}

const objective = (section: string, unit: Check['unit'] = ''): Check => ({
  standard: `DA/T 31-2017 §${section}`,
  kind: 'objective',
  unit,
});
const heuristic = (section: string, unit: Check['unit']): Check => ({
  standard: `DA/T 31-2017 §${section}`,
  kind: 'heuristic',
  unit,
});

export const checks = {
  opens: objective('10.5.1'),
  format: objective('9.5'),
  'one-format': objective('9.5'),
  compression: objective('9.5'),
  quality: objective('9.5', '1'),
  resolution: objective('9.4', 'dpi'),
  colour: objective('9.3'),
  naming: objective('9.6'),
  sequence: objective('10.5.3', 'pages'),
  count: objective('10.5.2', 'pages'),
  digest: objective('10.5.2'),
  skew: heuristic('10.2', '°'),
  orientation: heuristic('10.2', '1'),
  'upside-down': heuristic('10.2', '°'),
  blank: heuristic('10.5.2', '%'),
  border: heuristic('10.3', 'mm'),
  blur: heuristic('10.5.1', '1'),
  dark: heuristic('10.5.1', 'level'),
  washed: heuristic('10.5.1', '%'),
  noise: heuristic('10.5.1', 'level'),
  duplicate: heuristic('10.5.2', '1'),
} as const satisfies Record<string, Check>;
export type CheckId = keyof typeof checks;
export const checkIds = Object.keys(checks) as CheckId[];

/** Whom a heuristic asks, and from where on. Figures are those that parted the sample pages of seed 1001. */
export interface Thresholds {
  /** Degrees: asks above, fails above. */
  skewAsk: number;
  skewFail: number;
  /** Lines run down rather than across by this ratio. Null where pages are written downwards. */
  downRatio: number | null;
  /** Per cent of the sheet that bears ink: blank below. */
  blankInk: number;
  /** Millimetres of dark edge. */
  borderDepth: number;
  /** Steepness of edges: blurred below. */
  steepness: number;
  /** Level of the paper: too dark below. */
  paperLevel: number;
  /** Per cent of bare paper at the top of the scale: washed out above, when the ink is paler than `inkLevel`, too. */
  clipped: number;
  inkLevel: number;
  /** Levels that bare paper varies by. */
  noise: number;
  /** Correlation of two pages: looked at closely above the first, asked about above the second. */
  likenessCoarse: number;
  likenessFine: number;
}

export const usualThresholds: Omit<Thresholds, 'skewAsk' | 'skewFail'> = {
  downRatio: 1.05,
  blankInk: 0.12,
  borderDepth: 1,
  steepness: 0.62,
  paperLevel: 135,
  clipped: 50,
  inkLevel: 60,
  noise: 6,
  likenessCoarse: 0.85,
  likenessFine: 0.845,
};

/** What measured and judged; changes with the methods. */
export const checksTool = 'shoucang page checks 1';

/** A blank face may well have the very bytes of another; of a page that bears ink they tell that it was sent twice. `ink`: share of the sheet. */
export const isBlank = (ink: number): boolean => ink * 100 < usualThresholds.blankInk;

/** What the project agreed on, and the usual for the rest. */
export const thresholdsOf = ({ skewAsk, skewFail }: Specification): Thresholds => ({
  ...usualThresholds,
  skewAsk,
  skewFail,
});

/** One check of one page or file: a pass is told with its measure as well. */
export interface Outcome {
  check: CheckId;
  verdict: 'pass' | 'ask' | 'fail';
  /** In the check's unit; null where nothing could be measured. */
  measured: number | Words | null;
  limit: number | Words | null;
  /** Id of the image with which it was compared. */
  other?: string;
}

const outcome = (
  check: CheckId,
  verdict: Outcome['verdict'],
  measured: Outcome['measured'],
  limit: Outcome['limit'],
): Outcome => ({ check, verdict, measured, limit });
const must = (check: CheckId, holds: boolean, measured: Outcome['measured'], limit: Outcome['limit']): Outcome =>
  outcome(check, holds ? 'pass' : 'fail', measured, limit);
const ask = (check: CheckId, asks: boolean, measured: Outcome['measured'], limit: Outcome['limit']): Outcome =>
  outcome(check, asks ? 'ask' : 'pass', measured, limit);
const plain = (text: string): Words => ({ zh: text, en: text });
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

const carriers: Record<FileHeader['format'], Words> = { ...formatNames, png: plain('PNG'), pdf: plain('PDF') };

/** §9.3 to §9.5 on one page, by its header alone. */
export function checkHeader({ format }: Pick<FileHeader, 'format'>, page: PageHeader, spec: Specification): Outcome[] {
  const resolution = page.dpi ? round(Math.min(page.dpi.x, page.dpi.y), 1) : null;
  const found: Outcome[] = [
    must('format', format === spec.format, carriers[format], formatNames[spec.format]),
    must('compression', page.compression === spec.compression, plain(page.compression), plain(spec.compression)),
    // Scanners write 299.9994 for 300: half a dot is no difference.
    must('resolution', resolution !== null && resolution >= spec.resolution - 0.5, resolution, spec.resolution),
  ];
  if (spec.colour !== 'byPage')
    found.push(must('colour', page.colour === spec.colour, colourNames[page.colour], colourNames[spec.colour]));
  if (spec.quality !== null && page.compression === 'jpeg')
    found.push(must('quality', page.quality !== null && page.quality >= spec.quality, page.quality, spec.quality));
  return found;
}

/** Whoever reads the text of a page tells that it stands on its head: no measure of light does. */
export const upsideDown: Outcome = outcome('upside-down', 'ask', 180, 0);

/** What is seen on one page. */
export function checkPixels(
  measures: Omit<PageMeasures, 'signature'>,
  page: Pick<PageHeader, 'dpi' | 'colour' | 'orientation'>,
  limits: Thresholds,
): Outcome[] {
  const ink = round(measures.ink * 100, 3);
  const blank = ink < limits.blankInk;
  const found = [ask('blank', blank, ink, limits.blankInk), borderOutcome(measures, page, limits)];
  const levels = page.colour !== 'bilevel';
  if (levels)
    found.push(
      ask('dark', measures.paper < limits.paperLevel, round(measures.paper, 0), limits.paperLevel),
      ask('noise', measures.noise > limits.noise, round(measures.noise, 1), limits.noise),
    );
  // On a page without ink there is nothing to be skew, blurred, pale or turned.
  if (blank) return found;
  found.push(skewOutcome(measures, limits), ...orientationOutcome(measures, page, limits));
  if (!levels) return found;
  const blurred = measures.steepness !== null && measures.steepness < limits.steepness;
  if (measures.steepness !== null) found.push(ask('blur', blurred, round(measures.steepness, 2), limits.steepness));
  const clipped = round(measures.clipped * 100, 1);
  // Blur makes ink pale, too: of a blurred page it says nothing about the light.
  const pale = measures.inkLevel > limits.inkLevel && !blurred;
  found.push(ask('washed', clipped > limits.clipped && pale, clipped, limits.clipped));
  return found;
}

function skewOutcome({ skew }: Pick<PageMeasures, 'skew'>, { skewAsk, skewFail }: Thresholds): Outcome {
  if (skew.degrees === null) return outcome('skew', 'pass', null, skewAsk);
  const degrees = round(skew.degrees, 2);
  const off = Math.abs(degrees);
  return off > skewFail ? outcome('skew', 'fail', degrees, skewFail) : ask('skew', off > skewAsk, degrees, skewAsk);
}

/** Millimetres of the deepest dark edge; pixels count as 300 to the inch where the file says nothing. */
function borderOutcome(
  { border }: Pick<PageMeasures, 'border'>,
  { dpi }: Pick<PageHeader, 'dpi'>,
  { borderDepth }: Thresholds,
): Outcome {
  const depth = round((Math.max(...border) * 25.4) / (dpi?.x ?? 300), 2);
  return ask('border', depth >= borderDepth, depth, borderDepth);
}

/** A file that must be turned to be read says so, or its lines run down the sheet. */
function orientationOutcome(
  { skew }: Pick<PageMeasures, 'skew'>,
  { orientation }: Pick<PageHeader, 'orientation'>,
  { downRatio }: Thresholds,
): Outcome[] {
  if (orientation !== 1) return [outcome('orientation', 'ask', orientation, 1)];
  if (downRatio === null) return [];
  return [ask('orientation', skew.lines === 'down' && skew.downRatio > downRatio, round(skew.downRatio, 2), downRatio)];
}

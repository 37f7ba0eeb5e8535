/**
 * Skew by projection: lines of text throw the sharpest profile when they are looked at along their own direction.
 * Lower edges of strokes serve for lines that run across, right edges for those that run down.
 */
import type { Grid } from './grid.ts';
import type { Ink } from './ink.ts';
import type { Paper } from './paper.ts';

export interface Skew {
  /** Degrees clockwise; null where no lines are to be seen: empty pages, photographs, drawings. */
  degrees: number | null;
  /** How much the best angle stands out: peak of the profile over its median. */
  confidence: number;
  /** Which way the lines run. */
  lines: 'across' | 'down';
  /** Confidence of lines that run down over that of lines that run across. */
  downRatio: number;
}

/** Degrees that are looked through on either side. */
export const widestSkew = 7.5;
const coarseStep = 0.25;
const fineStep = 0.05;
/** Fewer cells of ink tell nothing. */
const leastInk = 200;
/** Below it a page has few characters, and all of their ink serves instead of edges alone. */
const sparse = 2.6;
/** An angle that stands out less is none. Photographs reach 1.1, sample pages have 2.9 and more. */
const leastConfidence = 1.5;

/** Parts of a cell that the place of an edge is told in: whole cells would draw small angles towards zero. */
const parts = 4;

interface Points {
  /** Along the lines in cells, and across them in parts of a cell. */
  along: Int16Array;
  across: Int16Array;
  count: number;
}

interface Best {
  degrees: number;
  confidence: number;
}

export function skewOf(grid: Grid, paper: Paper, ink: Ink): Skew {
  const { width, height } = grid;
  if (ink.count < leastInk) return { degrees: null, confidence: 0, lines: 'across', downRatio: 0 };
  const { lower, right } = edgesOf(grid, ink, paper.level);
  const across = best(lower, width, height, 1, false);
  const down = best(right, height, width, -1, false);
  if (Math.max(across.confidence, down.confidence) >= sparse) return choose(across, down, grid);
  const { rows, columns } = bodiesOf(grid, ink);
  const whole = choose(best(rows, width, height, 1, true), best(columns, height, width, -1, true), grid);
  const isSeen = whole.confidence >= leastConfidence;
  return { ...whole, degrees: isSeen ? whole.degrees : null, confidence: Math.min(2, whole.confidence) };
}

/** A sheet that stands is likelier to be read across than down, and one that lies the other way round. */
function choose(across: Best, down: Best, { width, height }: Grid): Skew {
  const prior = width <= height ? 0.8 : 1.25;
  const isAcross = across.confidence >= down.confidence * prior;
  return {
    ...(isAcross ? across : down),
    lines: isAcross ? 'across' : 'down',
    downRatio: across.confidence > 0 ? down.confidence / across.confidence : 0,
  };
}

function edgesOf({ cells, width, height }: Grid, { map, count }: Ink, paper: number): { lower: Points; right: Points } {
  const make = (): Points => ({ along: new Int16Array(count), across: new Int16Array(count), count: 0 });
  const [lower, right] = [make(), make()];
  for (let y = 0; y < height - 1; y += 1) {
    for (let x = 0, at = y * width; x < width - 1; x += 1, at += 1) {
      if (map[at] === 0) continue;
      if (map[at + width] === 0) {
        lower.along[lower.count] = x;
        lower.across[lower.count++] = y * parts + covered(cells[at]!, cells[at + width]!, paper);
      }
      if (map[at + 1] === 0) {
        right.along[right.count] = y;
        right.across[right.count++] = x * parts + covered(cells[at]!, cells[at + 1]!, paper);
      }
    }
  }
  return { lower, right };
}

/** How far a stroke reaches into the cell behind its last, in parts: by how dark that cell is. */
function covered(last: number, behind: number, paper: number): number {
  const reach = ((paper - behind) * parts) / Math.max(1, paper - last);
  return reach < 0 ? 0 : reach > parts ? parts : reach;
}

/** Half of the ink, as a chequer. */
function bodiesOf({ width, height }: Grid, { map, count }: Ink): { rows: Points; columns: Points } {
  const [xs, ys] = [new Int16Array(count), new Int16Array(count)];
  let found = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = y & 1; x < width; x += 2) {
      if (map[y * width + x] === 0) continue;
      xs[found] = x;
      ys[found++] = y;
    }
  }
  const [across, down] = [xs.map((x) => x * parts), ys.map((y) => y * parts)];
  return { rows: { along: xs, across: down, count: found }, columns: { along: ys, across, count: found } };
}

/**
 * Sum of squares of the profile's steps, or of the profile itself, seen at this angle. Bins are parts of a cell, and
 * a step is from one cell's width of them to the next: with bins of a cell the score would hang on where they begin.
 */
class Profile {
  readonly #points: Points;
  readonly #bins: Int32Array;
  readonly #pad: number;
  readonly #middle: number;
  readonly #sign: number;
  readonly #whole: boolean;

  constructor(points: Points, length: number, breadth: number, sign: number, whole: boolean) {
    this.#points = points;
    this.#pad = (Math.ceil(length * 0.14) + 4) * parts;
    this.#bins = new Int32Array(breadth * parts + 2 * this.#pad);
    this.#middle = length >> 1;
    this.#sign = sign;
    this.#whole = whole;
  }

  at(degrees: number, stride: number): number {
    const bins = this.#bins.fill(0);
    const { along, across, count } = this.#points;
    const [pad, middle] = [this.#pad, this.#middle];
    // Sixteen bits of fraction: whole numbers are quicker, and an error of a 65,536th does not show.
    const slope = Math.round(Math.tan((degrees * Math.PI) / 180) * this.#sign * parts * 65_536);
    for (let index = 0; index < count; index += stride)
      bins[pad + across[index]! - (((along[index]! - middle) * slope) >> 16)]! += 1;
    return (this.#whole ? sumOfHeights(bins) : sumOfSteps(bins)) * stride * stride;
  }
}

function sumOfSteps(bins: Int32Array): number {
  let sum = 0;
  let step = 0;
  for (let bin = 2 * parts; bin < bins.length; bin += 1) {
    step += bins[bin]! - 2 * bins[bin - parts]! + bins[bin - 2 * parts]!;
    sum += step * step;
  }
  return sum;
}

/** Over three cells at once. */
function sumOfHeights(bins: Int32Array): number {
  let sum = 0;
  let height = 0;
  for (let bin = 3 * parts; bin < bins.length; bin += 1) {
    height += bins[bin]! - bins[bin - 3 * parts]!;
    sum += height * height;
  }
  return sum;
}

function best(points: Points, length: number, breadth: number, sign: number, whole: boolean): Best {
  const profile = new Profile(points, length, breadth, sign, whole);
  const stride = Math.max(1, Math.floor(points.count / 12_000));
  const scores: number[] = [];
  let [peak, coarse] = [-1, 0];
  for (let degrees = -widestSkew; degrees <= widestSkew; degrees += coarseStep) {
    const score = profile.at(degrees, stride);
    scores.push(score);
    if (score > peak) [peak, coarse] = [score, degrees];
  }
  const median = scores.sort((a, b) => a - b)[scores.length >> 1] ?? 0;
  return {
    degrees: refined(profile, coarse, Math.max(1, Math.floor(points.count / 60_000))),
    confidence: median > 0 ? peak / median : 0,
  };
}

/** The middle of what stands above 80 % of the peak: a profile of whole cells is too rough for a parabola. */
function refined(profile: Profile, coarse: number, stride: number): number {
  const fine: [degrees: number, score: number][] = [];
  for (let step = -6; step <= 6; step += 1) {
    const degrees = coarse + step * fineStep;
    fine.push([degrees, profile.at(degrees, stride)]);
  }
  const scores = fine.map(([, score]) => score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  let [sum, weights] = [0, 0];
  for (const [degrees, score] of fine) {
    const weight = Math.max(0, (score - low) / (high - low + 1e-9) - 0.8);
    sum += weight * degrees;
    weights += weight;
  }
  return weights > 0 ? sum / weights : coarse;
}

/**
 * Whether two pictures show the same page. The ink of each is laid upright into one frame, from its first to its
 * last line and column, so that another skew, bed or margin does not matter. A coarse grid picks pairs, a fine one
 * judges them.
 */
import type { Grid } from './grid.ts';
import type { Ink } from './ink.ts';

export const coarseSize = { width: 48, height: 68 } as const;
const times = 3;
export const fineSize = { width: coarseSize.width * times, height: coarseSize.height * times } as const;

/** Ink counted in each cell of the fine grid, at most 255. */
export type Signature = Uint8Array;

/** Less ink has no likeness of its own. */
const leastInk = 400;
/** Share of ink beyond the frame on each side: dust and stray marks. */
const beyond = 0.004;

/** Null when there is too little ink to know a page by. */
export function signatureOf(grid: Grid, ink: Ink, degrees: number): Signature | null {
  if (ink.count < leastInk) return null;
  const { width, height } = grid;
  const slope = Math.tan((degrees * Math.PI) / 180);
  const [xs, ys] = [new Float32Array(ink.count), new Float32Array(ink.count)];
  let found = 0;
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      if (ink.map[at] === 0) continue;
      xs[found] = x + (y - height / 2) * slope;
      ys[found++] = y - (x - width / 2) * slope;
    }
  }
  const [left, right] = frame(xs, -height, width + height);
  const [top, bottom] = frame(ys, -width, width + height);
  const [scaleX, scaleY] = [
    (fineSize.width - 1) / Math.max(1, right - left),
    (fineSize.height - 1) / Math.max(1, bottom - top),
  ];
  const signature = new Uint8Array(fineSize.width * fineSize.height);
  for (let index = 0; index < found; index += 1) {
    const x = Math.round((xs[index]! - left) * scaleX);
    const y = Math.round((ys[index]! - top) * scaleY);
    if (x < 0 || y < 0 || x >= fineSize.width || y >= fineSize.height) continue;
    const at = y * fineSize.width + x;
    if (signature[at]! < 255) signature[at]! += 1;
  }
  return signature;
}

/** Where all but the outermost ink lies. */
function frame(values: Float32Array, from: number, span: number): [number, number] {
  const counts = new Uint32Array(Math.ceil(span) * 2 + 2);
  for (const value of values) counts[Math.min(counts.length - 1, Math.max(0, Math.round(value - from)))]! += 1;
  let left = values.length * beyond;
  let low = 0;
  while (low < counts.length - 1 && (left -= counts[low]!) > 0) low += 1;
  left = values.length * beyond;
  let high = counts.length - 1;
  while (high > 0 && (left -= counts[high]!) > 0) high -= 1;
  return [low + from, high + from];
}

export interface Likable {
  coarse: Float32Array;
  fine: Float32Array;
}

/** Ready to be compared: coarse and fine, each with mean 0 and length 1. */
export function likable(signature: Signature): Likable {
  const coarse = new Float32Array(coarseSize.width * coarseSize.height);
  for (let y = 0, at = 0; y < fineSize.height; y += 1)
    for (let x = 0; x < fineSize.width; x += 1, at += 1)
      coarse[Math.floor(y / times) * coarseSize.width + Math.floor(x / times)]! += signature[at]!;
  return { coarse: normal(coarse), fine: normal(Float32Array.from(signature)) };
}

function normal(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const length = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0)) || 1;
  return values.map((one) => (one - mean) / length);
}

/** Correlation, -1 to 1, at the best of the shifts of up to `reach` cells. */
function correlation(
  one: Float32Array,
  two: Float32Array,
  size: { width: number; height: number },
  reach: number,
): number {
  let most = -1;
  for (let down = -reach; down <= reach; down += 1) {
    for (let across = -reach; across <= reach; across += 1) {
      let sum = 0;
      const [fromX, toX] = [Math.max(0, -across), Math.min(size.width, size.width - across)];
      for (let y = Math.max(0, -down); y < Math.min(size.height, size.height - down); y += 1) {
        const [row, other] = [y * size.width, (y + down) * size.width + across];
        for (let x = fromX; x < toX; x += 1) sum += one[row + x]! * two[other + x]!;
      }
      if (sum > most) most = sum;
    }
  }
  return most;
}

export const coarseLikeness = (one: Likable, two: Likable): number =>
  correlation(one.coarse, two.coarse, coarseSize, 1);
export const fineLikeness = (one: Likable, two: Likable): number => correlation(one.fine, two.fine, fineSize, 2);

/** Sharpness, noise and light, read from the page's own pixels on sampled lines. */
import { type Grid, greenOf, type Raster } from './grid.ts';
import type { Border } from './border.ts';
import type { Ink } from './ink.ts';
import { blockSide, type Paper } from './paper.ts';

export interface Grain {
  /** Steepness of edges: the largest step within two pixels, over the whole step; null with too few edges. */
  steepness: number | null;
  /** Standard deviation of bare paper, levels. */
  noise: number;
  /** Share of bare paper at the top of the scale. */
  clipped: number;
  /** Level of dark ink; that of the paper when there is none. */
  inkLevel: number;
}

/** Pixels of one look at an edge. */
const window = 14;
/** From this level on paper is at the top of the scale: noise cannot rise above it, and so draws it down a little. */
const nearlyFull = 252;
/** Edges fewer than these say nothing. */
const leastEdges = 50;

export function grainOf(page: Raster, grid: Grid, paper: Paper, border: Border, ink: Ink): Grain {
  const inkLevel = inkLevelOf(grid, ink, paper);
  const contrast = Math.max(20, (paper.level - inkLevel) * 0.55);
  return { inkLevel, steepness: steepnessOf(page, grid, ink, contrast), ...bareOf(page, grid, paper, border, ink) };
}

function inkLevelOf({ cells }: Grid, { map, count }: Ink, paper: Paper): number {
  const histogram = new Uint32Array(256);
  for (let at = 0; at < map.length; at += 1) if (map[at] === 1) histogram[cells[at]!]! += 1;
  if (count === 0) return paper.level;
  let left = count * 0.1;
  let level = 0;
  while (level < 255 && (left -= histogram[level]!) > 0) level += 1;
  return level;
}

/** Median over windows that hold an edge. Variance of a Laplacian was tried first and cannot tell noise from edges. */
function steepnessOf(
  { data, width, height, channels }: Raster,
  grid: Grid,
  { map }: Ink,
  contrast: number,
): number | null {
  const counts = new Uint32Array(101);
  let edges = 0;
  const line = width * channels;
  const { factor } = grid;
  const reach = Math.max(1, Math.floor(window / factor));
  for (let y = 2; y < height - 2; y += 9) {
    const row = Math.min(grid.height - 1, Math.floor(y / factor)) * grid.width;
    for (let x = 16; x < width - 32; x += window) {
      const cell = row + Math.min(grid.width - 1 - reach, Math.floor(x / factor));
      if ((map[cell]! | map[cell + (reach >> 1)]! | map[cell + reach]!) === 0) continue;
      let [low, high, step] = [255, 0, 0];
      let at = y * line + x * channels + greenOf(channels);
      for (let index = 0; index < window; index += 1, at += channels) {
        const value = data[at]!;
        if (value < low) low = value;
        if (value > high) high = value;
        const rise = Math.abs(data[at + channels]! - data[at - channels]!);
        if (rise > step) step = rise;
      }
      if (high - low < contrast) continue;
      counts[Math.min(100, Math.round((100 * step) / (high - low)))]! += 1;
      edges += 1;
    }
  }
  if (edges < leastEdges) return null;
  let left = edges / 2;
  let share = 0;
  while (share < 100 && (left -= counts[share]!) > 0) share += 1;
  return share / 100;
}

/** Bare paper: cells as light as their block, looked at pixel by pixel. */
function bareOf(page: Raster, grid: Grid, paper: Paper, border: Border, ink: Ink): Pick<Grain, 'noise' | 'clipped'> {
  const { data, width, channels } = page;
  const side = Math.min(4, grid.factor);
  const many = side * side;
  const variances: number[] = [];
  let white = 0;
  let looked = 0;
  const line = width * channels;
  for (let y = 8; y < grid.height - 8; y += 6) {
    const row = Math.floor(y / blockSide) * paper.across;
    for (let x = 8; x < grid.width - 8; x += 6) {
      const cell = y * grid.width + x;
      if (
        border.mask[cell] === 1 ||
        ink.map[cell] === 1 ||
        grid.cells[cell]! < 0.95 * paper.blocks[row + Math.floor(x / blockSide)]!
      )
        continue;
      let [sum, squares] = [0, 0];
      const first = y * grid.factor * line + x * grid.factor * channels + greenOf(channels);
      for (let down = 0; down < side; down += 1) {
        for (let across = 0, at = first + down * line; across < side; across += 1, at += channels) {
          const value = data[at]!;
          sum += value;
          squares += value * value;
        }
      }
      looked += 1;
      if (many > 1) variances.push((squares - (sum * sum) / many) / (many - 1));
      if (sum >= many * nearlyFull) white += 1;
    }
  }
  variances.sort((a, b) => a - b);
  return {
    noise: Math.sqrt(Math.max(0, variances[variances.length >> 1] ?? 0)),
    clipped: looked > 0 ? white / looked : 0,
  };
}

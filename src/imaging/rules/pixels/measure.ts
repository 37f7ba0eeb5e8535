/** All that is measured on the pixels of a page, in one go. */
import { type Border, borderOf } from './border.ts';
import { grainOf } from './grain.ts';
import { factorOf, type Grid, type Raster, shrink } from './grid.ts';
import { inkOf } from './ink.ts';
import { type Signature, signatureOf } from './likeness.ts';
import { type Paper, paperOf } from './paper.ts';
import { type Skew, skewOf } from './skew.ts';

export interface PageMeasures {
  /** Pixels. */
  width: number;
  height: number;
  skew: Skew;
  /** Share of the sheet that bears ink. */
  ink: number;
  /** Depth of dark edges in pixels: top, right, bottom, left. */
  border: readonly [number, number, number, number];
  /** Steepness of edges, 0 to 1; null with too few of them. */
  steepness: number | null;
  /** Standard deviation of bare paper, levels of 255. */
  noise: number;
  /** Level of the paper, 0 to 255. */
  paper: number;
  inkLevel: number;
  /** Share of bare paper at the top of the scale. */
  clipped: number;
  signature: Signature | null;
}

/** What all that is measured stands on: the page made small, its paper, and what the scanner saw past it. */
export interface Ground {
  grid: Grid;
  paper: Paper;
  border: Border;
}

export function groundOf(page: Raster, dpi: number | null): Ground {
  const grid = shrink(page, factorOf(page.width, page.height, dpi));
  const paper = paperOf(grid);
  return { grid, paper, border: borderOf(grid, paper) };
}

export const measure = (page: Raster, dpi: number | null): PageMeasures => measureOn(groundOf(page, dpi), page);

/** For whoever needs the ground of the page for more than its measures. */
export function measureOn({ grid, paper, border }: Ground, page: Raster): PageMeasures {
  const ink = inkOf(grid, paper, border);
  const skew = skewOf(grid, paper, ink);
  const { steepness, noise, clipped, inkLevel } = grainOf(page, grid, paper, border, ink);
  return {
    ...{ width: page.width, height: page.height, skew, ink: ink.share, steepness, noise, clipped, inkLevel },
    border: border.depths.map((depth) => depth * grid.factor) as unknown as PageMeasures['border'],
    paper: paper.level,
    signature: signatureOf(grid, ink, skew.degrees ?? 0),
  };
}

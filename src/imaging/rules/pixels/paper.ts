/** How light the paper is, place by place: what is darker than its place is ink. */
import type { Grid } from './grid.ts';

/** Cells to a side of a block. */
export const blockSide = 20;

export interface Paper {
  /** Level of the paper in each block, 0 to 255. */
  blocks: Float32Array;
  across: number;
  down: number;
  /** Level of most of the paper. */
  level: number;
  /** Level that one cell in a hundred is darker than. */
  dark: number;
}

/** The lightest seventh of a block is paper, unless the block is all dark: then it is taken for the page's. */
export function paperOf({ cells, width, height }: Grid): Paper {
  const [across, down] = [Math.ceil(width / blockSide), Math.ceil(height / blockSide)];
  const blocks = new Float32Array(across * down);
  const histogram = new Uint32Array(256);
  const whole = new Uint32Array(256);
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      histogram.fill(0);
      const [right, bottom] = [Math.min(width, (column + 1) * blockSide), Math.min(height, (row + 1) * blockSide)];
      for (let y = row * blockSide; y < bottom; y += 1)
        for (let at = y * width + column * blockSide, end = y * width + right; at < end; at += 1)
          histogram[cells[at]!]! += 1;
      const count = (right - column * blockSide) * (bottom - row * blockSide);
      let left = count * 0.15;
      let level = 255;
      while (level > 0 && (left -= histogram[level]!) > 0) level -= 1;
      blocks[row * across + column] = level;
      for (let value = 0; value < 256; value += 1) whole[value]! += histogram[value]!;
    }
  }
  const level = Float32Array.from(blocks).sort()[Math.floor(blocks.length * 0.6)] ?? 255;
  for (let index = 0; index < blocks.length; index += 1) if (blocks[index]! < level * 0.6) blocks[index] = level;
  return { blocks, across, down, level, dark: percentile(whole, width * height * 0.01) };
}

function percentile(histogram: Uint32Array, count: number): number {
  let left = count;
  let level = 0;
  while (level < 255 && (left -= histogram[level]!) > 0) level += 1;
  return level;
}

/**
 * Levels of paper for one line of cells, between the middles of blocks, times `share`; in 1/256 of a level so that
 * cells are compared as whole numbers.
 */
export function paperLine(
  { blocks, across, down }: Paper,
  y: number,
  width: number,
  share: number,
  line: Int32Array,
): void {
  const place = Math.min(down - 1, Math.max(0, y / blockSide - 0.5));
  const [above, part] = [Math.floor(place), place - Math.floor(place)];
  const below = Math.min(down - 1, above + 1);
  const scale = 256 * share;
  const at = (column: number): number =>
    (blocks[above * across + column]! * (1 - part) + blocks[below * across + column]! * part) * scale;
  let from = at(0);
  const half = blockSide / 2;
  for (let x = 0; x < Math.min(width, half); x += 1) line[x] = from;
  for (let column = 0; column < across; column += 1) {
    const to = at(Math.min(across - 1, column + 1));
    const step = (to - from) / blockSide;
    const start = column * blockSide + half;
    const end = Math.min(width, start + blockSide);
    let value = from;
    for (let x = start; x < end; x += 1) {
      line[x] = value;
      value += step;
    }
    from = to;
  }
}

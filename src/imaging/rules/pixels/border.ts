/** Dark edges: what the scanner saw past the sheet. It is joined to the edge of the picture, which ink is not. */
import type { Grid } from './grid.ts';
import type { Paper } from './paper.ts';

export interface Border {
  /** 1 where a cell lies past the sheet. */
  mask: Uint8Array;
  /** Cells past the sheet. */
  count: number;
  /** Depth of the dark on each side in cells: three quarters of the side are not deeper. Top, right, bottom, left. */
  depths: readonly [number, number, number, number];
}

export function borderOf(grid: Grid, paper: Paper): Border {
  const { cells, width, height } = grid;
  const dark = Math.min(paper.dark, paper.level * 0.4);
  const limit = dark + 0.4 * (paper.level - dark);
  const mask = new Uint8Array(cells.length);
  let stack = new Int32Array(4096);
  let top = 0;
  let count = 0;
  const reach = (at: number): void => {
    if (mask[at] === 1 || cells[at]! >= limit) return;
    mask[at] = 1;
    count += 1;
    if (top === stack.length) {
      const larger = new Int32Array(stack.length * 4);
      larger.set(stack);
      stack = larger;
    }
    stack[top++] = at;
  };
  for (let x = 0; x < width; x += 1) {
    reach(x);
    reach((height - 1) * width + x);
  }
  for (let y = 0; y < height; y += 1) {
    reach(y * width);
    reach(y * width + width - 1);
  }
  while (top > 0) {
    const at = stack[--top]!;
    const x = at % width;
    if (x > 0) reach(at - 1);
    if (x < width - 1) reach(at + 1);
    if (at >= width) reach(at - width);
    if (at < cells.length - width) reach(at + width);
  }
  const depths = [0, 1, 2, 3].map((side) => (count === 0 ? 0 : depthOf(mask, width, height, side)));
  return { mask, count, depths: depths as [number, number, number, number] };
}

/** Sides: 0 top, 1 right, 2 bottom, 3 left. Lines that are dark all the way belong to another side. */
function depthOf(mask: Uint8Array, width: number, height: number, side: number): number {
  const upright = side % 2 === 0;
  const [along, inwards] = upright ? [width, height] : [height, width];
  const first = side === 2 ? (height - 1) * width : side === 1 ? width - 1 : 0;
  const step = upright ? (side === 0 ? width : -width) : side === 3 ? 1 : -1;
  const depths: number[] = [];
  for (let line = 0; line < along; line += 4) {
    let at = first + line * (upright ? 1 : width);
    let depth = 0;
    while (depth < inwards && mask[at] === 1) {
      depth += 1;
      at += step;
    }
    if (depth < inwards) depths.push(depth);
  }
  depths.sort((a, b) => a - b);
  return depths[Math.floor(depths.length * 0.75)] ?? 0;
}

/** Which cells bear ink: darker than their paper, neither past the sheet nor a hole or stain. */
import type { Border } from './border.ts';
import type { Grid } from './grid.ts';
import { type Paper, paperLine } from './paper.ts';

export interface Ink {
  /** 1 where a cell bears ink. */
  map: Uint8Array;
  count: number;
  /** Share of the sheet that bears ink. */
  share: number;
}

/** Ink takes at least this share of the paper's light. */
const least = 0.22;
/** Cells at the rim of the picture that are not looked at. */
const rim = 6;
/** Dark squares of so many cells are holes and stains: no stroke of a pen is so wide. */
const core = 9;
/** Cells round a hole, or along the edge of the sheet, that its shadow may reach. */
const shadow = 5;

export function inkOf(grid: Grid, paper: Paper, border: Border): Ink {
  const { cells, width, height } = grid;
  const map = new Uint8Array(cells.length);
  const line = new Int32Array(width);
  for (let y = rim; y < height - rim; y += 1) {
    paperLine(paper, y, width, 1 - least, line);
    for (let x = rim, at = y * width + rim; x < width - rim; x += 1, at += 1)
      if (cells[at]! << 8 < line[x]!) map[at] = 1;
  }
  if (border.count > 0) clearEdge(map, border.mask, width, height);
  clearBlots(map, width, height);
  let count = 0;
  for (let at = 0; at < map.length; at += 1) count += map[at]!;
  return { map, count, share: count / Math.max(1, cells.length - border.count) };
}

/** Past the sheet, and along its edge, nothing is ink. */
function clearEdge(map: Uint8Array, mask: Uint8Array, width: number, height: number): void {
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      if (mask[at] === 0) continue;
      map[at] = 0;
      const inside =
        (x > 0 && mask[at - 1] === 0) ||
        (x < width - 1 && mask[at + 1] === 0) ||
        (y > 0 && mask[at - width] === 0) ||
        (y < height - 1 && mask[at + width] === 0);
      if (inside) clearBox(map, width, height, x - shadow, y - shadow, x + shadow, y + shadow);
    }
  }
}

function clearBox(
  map: Uint8Array,
  width: number,
  height: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): void {
  const [from, to] = [Math.max(0, left), Math.min(width, right + 1)];
  for (let y = Math.max(0, top); y <= Math.min(height - 1, bottom); y += 1)
    map.fill(0, y * width + from, y * width + to);
}

/** Wipes squares that are all ink, with their rim. Runs are found first: clearing while looking would hide blots. */
function clearBlots(map: Uint8Array, width: number, height: number): void {
  const runs = new Uint8Array(width);
  const found: number[] = [];
  for (let y = 0, at = 0; y < height; y += 1) {
    let across = 0;
    for (let x = 0; x < width; x += 1, at += 1) {
      across = map[at] === 1 ? across + 1 : 0;
      // How many lines above, this one included, have such a run that ends here.
      runs[x] = across < core ? 0 : Math.min(255, runs[x]! + 1);
      // Every third column and line is enough: the wiped rim is wider.
      if (runs[x]! >= core && x % 3 === 0 && y % 3 === 0) found.push(at);
    }
  }
  const reach = core + shadow + 8;
  for (const at of found) {
    const [x, y] = [at % width, Math.floor(at / width)];
    clearBox(map, width, height, x - reach, y - reach, x + shadow + 9, y + shadow + 9);
  }
}

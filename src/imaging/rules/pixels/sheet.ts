/**
 * Where the sheet lies on a scan that saw past it, once the scan is turned upright: what cropping must leave. The
 * outermost reach of the sheet counts, whatever is torn or bent in it (DA/T 31-2017 §10.3).
 */
import type { Border } from './border.ts';
import type { Grid } from './grid.ts';

export interface Box {
  /** Pixels. */
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Size of a picture that was turned by so many degrees, nothing of it lost. Pixels. */
export function turnedSize({ width, height }: { width: number; height: number }, degrees: number) {
  const [cos, sin] = turn(degrees);
  return {
    width: Math.round(width * Math.abs(cos) + height * Math.abs(sin)),
    height: Math.round(width * Math.abs(sin) + height * Math.abs(cos)),
  };
}

const turn = (degrees: number): [cos: number, sin: number] => {
  const radians = (degrees * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
};

/** Cells of paper in one line, in per mille of the picture's side, from where on it is the sheet and not dust beside it. */
const leastPermille = 12;
/** A sheet that is smaller than this share of the picture was not found rightly. */
const leastShare = 0.2;
/** Less to cut is not worth a cut: pixels of the picture's side, in per mille. */
const leastCut = 4;

/**
 * The picture after turning it clockwise by `degrees`, cut to the sheet with `margin` pixels left round it; null when
 * there is nothing to cut: no dark edge, or none that could be told apart.
 */
export function sheetBox(grid: Grid, border: Border, degrees: number, margin: number): Box | null {
  if (border.count === 0) return null;
  const { factor } = grid;
  const size = turnedSize({ width: grid.width * factor, height: grid.height * factor }, degrees);
  const { across, down } = profiles(grid, border, degrees);
  const x = reach(across, grid.height);
  const y = reach(down, grid.width);
  if (x === null || y === null) return null;
  const side = (at: number, length: number): number => Math.max(0, Math.min(length, Math.round(at)));
  const left = side(x.first * factor - margin, size.width);
  const top = side(y.first * factor - margin, size.height);
  const right = side((x.last + 1) * factor + margin, size.width);
  const bottom = side((y.last + 1) * factor + margin, size.height);
  const box = { left, top, width: right - left, height: bottom - top };
  if (box.width * box.height < leastShare * size.width * size.height) return null;
  const least = (Math.min(size.width, size.height) * leastCut) / 1000;
  const cuts = [left, top, size.width - right, size.height - bottom];
  return cuts.some((cut) => cut >= least) ? box : null;
}

/** How many cells of paper stand in each column and each row of the turned picture. */
function profiles({ width, height }: Grid, { mask }: Border, degrees: number) {
  const [cos, sin] = turn(degrees);
  const wide = Math.ceil(width * Math.abs(cos) + height * Math.abs(sin)) + 1;
  const high = Math.ceil(width * Math.abs(sin) + height * Math.abs(cos)) + 1;
  const across = new Uint32Array(wide);
  const down = new Uint32Array(high);
  const [middleX, middleY] = [width / 2, height / 2];
  for (let row = 0, at = 0; row < height; row += 1) {
    const y = row + 0.5 - middleY;
    for (let column = 0; column < width; column += 1, at += 1) {
      if (mask[at] === 1) continue;
      const x = column + 0.5 - middleX;
      across[Math.floor(x * cos - y * sin + wide / 2)]! += 1;
      down[Math.floor(x * sin + y * cos + high / 2)]! += 1;
    }
  }
  return { across, down };
}

function reach(profile: Uint32Array, side: number): { first: number; last: number } | null {
  const least = Math.max(2, (side * leastPermille) / 1000);
  const first = profile.findIndex((count) => count >= least);
  return first < 0 ? null : { first, last: profile.findLastIndex((count) => count >= least) };
}

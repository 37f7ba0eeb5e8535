/** Boxes in the order of reading, and how each is to be held up to be read. */
import type { Rectangle } from './rectangle.ts';
import type { Direction } from './text.ts';

/** From so much longer than broad on, a box tells which way it runs. */
const telling = 1.5;
/** A single figure is narrow, too: a line that runs down among lines that run across is longer than that. */
const surelyDown = 2.5;

/** Whether most of what is written runs down the picture, by the length of its boxes; by the setting where none tells. */
export function runsDown(boxes: readonly Rectangle[], direction: Direction): boolean {
  let [down, across] = [0, 0];
  for (const { width, height } of boxes) {
    if (height >= width * telling) down += height;
    else if (width >= height * telling) across += width;
  }
  return down === across ? direction === 'vertical' : down > across;
}

export interface Layout {
  direction: Direction;
  /** Most of the page runs down. */
  down: boolean;
  /** The whole picture is turned by half. */
  upsideDown: boolean;
}

/** Whether this box is read from top to bottom. */
export function isReadDown({ width, height }: Rectangle, { direction, down }: Omit<Layout, 'upsideDown'>): boolean {
  if (!down) return height >= width * surelyDown;
  // A letter by itself stands upright in a column; on a picture turned by a quarter it lies like all others.
  return direction === 'vertical' ? height > width * 1.2 : width < height * telling;
}

/**
 * Lines from top to bottom, each from left to right. Columns from right to left, each from top to bottom; and so lie
 * the lines of horizontal writing in a picture that was turned clockwise by a quarter.
 */
export function inOrder<T extends { rectangle: Rectangle }>(
  boxes: readonly T[],
  { down, upsideDown }: Omit<Layout, 'direction'>,
): T[] {
  const skew = middle(boxes.map(({ rectangle }) => rectangle.angle));
  const [cos, sin] = [Math.cos(skew), Math.sin(skew)];
  const sign = upsideDown ? -1 : 1;
  const placed = boxes.map((box): Placed<T> => {
    const { x, y, width, height } = box.rectangle;
    const [u, v] = [(x * cos + y * sin) * sign, (y * cos - x * sin) * sign];
    return down ? { box, line: -u, along: v, breadth: width } : { box, line: v, along: u, breadth: height };
  });
  return linesOf(placed).flatMap((line) => line.toSorted((a, b) => a.along - b.along).map(({ box }) => box));
}

interface Placed<T> {
  box: T;
  /** Which line or column it is in, and where in it. */
  line: number;
  along: number;
  breadth: number;
}

/** Boxes whose middles lie within half of their breadth of each other stand in one line. */
function linesOf<T>(boxes: readonly Placed<T>[]): Placed<T>[][] {
  const lines: { at: number; breadth: number; boxes: Placed<T>[] }[] = [];
  for (const box of boxes.toSorted((a, b) => a.line - b.line)) {
    const last = lines.at(-1);
    if (last && box.line - last.at < Math.min(box.breadth, last.breadth) / 2) {
      last.boxes.push(box);
      last.at += (box.line - last.at) / last.boxes.length;
      last.breadth = Math.min(last.breadth, box.breadth);
    } else lines.push({ at: box.line, breadth: box.breadth, boxes: [box] });
  }
  return lines.map((line) => line.boxes);
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** Boxes of lines, as they were read on a scan, on the picture that was made of it by treatment. */
import type { PageHeader } from '../headers/header.ts';
import { uprightSize } from '../headers/header.ts';
import { turnedSize } from '../pixels/sheet.ts';
import type { TreatmentDone } from '../treatment.ts';
import { boundsOf } from './rectangle.ts';
import type { Point, Quad, TextLine } from './text.ts';
import { uprightQuad } from './upright.ts';

export interface PlacedLine {
  text: string;
  /** Pixels of the upright picture, from its upper left corner. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** Its letters stand one below the other. */
  vertical: boolean;
}

/** `done`: what was done to the scan; null where the scan itself is shown. */
export function placedLines(lines: readonly TextLine[], scanned: PageHeader, done: TreatmentDone | null): PlacedLine[] {
  const move = done === null ? null : mover(uprightSize(scanned), done);
  return lines.map(({ text, box }) => {
    const upright = uprightQuad(box, scanned);
    const bounds = boundsOf(move ? (upright.map(move) as unknown as Quad) : upright);
    return { text, ...bounds, vertical: bounds.height > bounds.width && [...text].length > 1 };
  });
}

type Size = { width: number; height: number };

/** In the order of treatment: straightened about the middle, cut, turned by quarters clockwise. */
function mover(size: Size, { straighten, box, turn }: TreatmentDone): (point: Point) => Point {
  const radians = (straighten * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const straight = straighten === 0 ? size : turnedSize(size, straighten);
  const cut = box ?? { left: 0, top: 0, ...straight };
  return ([x, y]) => {
    const [u, v] = [x - size.width / 2, y - size.height / 2];
    const across = u * cos - v * sin + straight.width / 2 - cut.left;
    const down = u * sin + v * cos + straight.height / 2 - cut.top;
    return quarter([across, down], turn, cut);
  };
}

function quarter([x, y]: Point, turn: TreatmentDone['turn'], { width, height }: Size): Point {
  switch (turn) {
    case 90:
      return [height - y, x];
    case 180:
      return [width - x, height - y];
    case 270:
      return [y, width - x];
    default:
      return [x, y];
  }
}

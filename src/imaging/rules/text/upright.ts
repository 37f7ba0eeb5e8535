/** Boxes of the stored image on the picture as it is shown. */
import { boundsOf } from './rectangle.ts';
import type { Point, Quad } from './text.ts';

interface Stored {
  /** Pixels of the stored image. */
  width: number;
  height: number;
  /** EXIF, 1 to 8. */
  orientation: number;
}

const moves: Record<number, (point: Point, size: Stored) => Point> = {
  2: ([x, y], { width }) => [width - x, y],
  3: ([x, y], { width, height }) => [width - x, height - y],
  4: ([x, y], { height }) => [x, height - y],
  5: ([x, y]) => [y, x],
  6: ([x, y], { height }) => [height - y, x],
  7: ([x, y], { width, height }) => [height - y, width - x],
  8: ([x, y], { width }) => [y, width - x],
};

export const uprightBox = (box: Quad, size: Stored): { x: number; y: number; width: number; height: number } =>
  boundsOf(uprightQuad(box, size));

export function uprightQuad(box: Quad, size: Stored): Quad {
  const move = moves[size.orientation];
  if (!move) return box;
  const [a, b, c, d] = box.map((point) => move(point, size)) as [Point, Point, Point, Point];
  return [a, b, c, d];
}

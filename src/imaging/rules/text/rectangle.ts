/** Rectangles that lie askew: lines of text on a page that was fed askew. */
import type { Point, Quad } from './text.ts';

export interface Rectangle {
  /** Middle. */
  x: number;
  y: number;
  /** Radians clockwise that its width is turned from the picture's; at most an eighth of a turn. */
  angle: number;
  width: number;
  height: number;
}

/** Andrew's monotone chain. */
function hullOf(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list: readonly Point[]): Point[] => {
    const hull: Point[] = [];
    for (const point of list) {
      while (hull.length > 1 && turn(hull.at(-2)!, hull.at(-1)!, point) <= 0) hull.pop();
      hull.push(point);
    }
    return hull.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

const turn = (o: Point, a: Point, b: Point): number => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);

/** The smallest rectangle round these points; one of its sides lies along a side of their hull. */
export function smallestRound(points: readonly Point[]): Rectangle {
  const hull = hullOf(points);
  if (hull.length < 3) return along(points, 0);
  let best: Rectangle | undefined;
  for (const [index, [x, y]] of hull.entries()) {
    const [nextX, nextY] = hull[(index + 1) % hull.length]!;
    const found = along(hull, Math.atan2(nextY - y, nextX - x));
    if (!best || found.width * found.height < best.width * best.height) best = found;
  }
  return best!;
}

function along(points: readonly Point[], angle: number): Rectangle {
  // A rectangle is the same after a quarter turn: the angle nearest to the picture's own.
  const own = angle - Math.round(angle / (Math.PI / 2)) * (Math.PI / 2);
  const [cos, sin] = [Math.cos(own), Math.sin(own)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    const [u, v] = [x * cos + y * sin, y * cos - x * sin];
    left = Math.min(left, u);
    right = Math.max(right, u);
    top = Math.min(top, v);
    bottom = Math.max(bottom, v);
  }
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  return { x: u * cos - v * sin, y: u * sin + v * cos, angle: own, width: right - left, height: bottom - top };
}

export function cornersOf({ x, y, angle, width, height }: Rectangle): Quad {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const at = (u: number, v: number): Point => [x + u * cos - v * sin, y + u * sin + v * cos];
  const [w, h] = [width / 2, height / 2];
  return [at(-w, -h), at(w, -h), at(w, h), at(-w, h)];
}

/** Upright rectangle round a quad, in whole pixels. */
export function boundsOf(box: Quad): { x: number; y: number; width: number; height: number } {
  const [xs, ys] = [box.map(([x]) => x), box.map(([, y]) => y)];
  const [x, y] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
  return { x, y, width: Math.ceil(Math.max(...xs)) - x, height: Math.ceil(Math.max(...ys)) - y };
}

/** Geometry of the drawn plan: millimetres of the place to pixels of the screen, and back. */
import { contains, inSight, type Point, type Rectangle, type Sight } from '../rules/plan.ts';

/** What a key or a pointer moves a thing by, millimetres. */
export const step = 100;
export const longStep = 1000;

export const metres = (millimetres: number): number => millimetres / 1000;
export const millimetres = (inMetres: number): number => Math.round(inMetres * 1000);

/** Pixels a millimetre, so that the whole plan fits into the room it is given. */
export const scaleToFit = (plan: { width: number; height: number }, room: { width: number; height: number }): number =>
  Math.min(room.width / plan.width, room.height / plan.height);

export const snap = (value: number): number => Math.round(value / step) * step;

export const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

/** Moves what has this size (a point has none) by so much, and keeps it on the plan. */
export function moved(
  from: Point & { width?: number; height?: number },
  by: Point,
  plan: { width: number; height: number },
): Point {
  return {
    x: clamp(from.x + by.x, 0, plan.width - (from.width ?? 0)),
    y: clamp(from.y + by.y, 0, plan.height - (from.height ?? 0)),
  };
}

/** Which way a key moves; null when it is none of ours. */
export function arrowStep(key: string, long: boolean): Point | null {
  const by = long ? longStep : step;
  switch (key) {
    case 'ArrowLeft':
      return { x: -by, y: 0 };
    case 'ArrowRight':
      return { x: by, y: 0 };
    case 'ArrowUp':
      return { x: 0, y: -by };
    case 'ArrowDown':
      return { x: 0, y: by };
    default:
      return null;
  }
}

/** The zone that a point lies in: where two touch, the one it is in already. */
export function zoneAt<Z extends Rectangle & { id: string }>(
  zones: readonly Z[],
  point: Point,
  own: string | null = null,
): Z | null {
  const around = zones.filter((zone) => contains(zone, point));
  return around.find((zone) => zone.id === own) ?? around[0] ?? null;
}

const place = (from: Point, degrees: number, far: number): string => {
  const angle = (degrees * Math.PI) / 180;
  const round = (value: number): number => Math.round(value * 10) / 10;
  return `${round(from.x + far * Math.cos(angle))} ${round(from.y + far * Math.sin(angle))}`;
};

/** What a camera has in view, as the `d` of a path. All around is two half circles: an arc has no full turn. */
export function sectorPath({ x, y, direction, angle, reach }: Sight, scale: number): string {
  const from = { x: x * scale, y: y * scale };
  const far = Math.round(reach * scale * 10) / 10;
  const arc = (to: string, large: 0 | 1): string => `A${far} ${far} 0 ${large} 1 ${to}`;
  if (angle >= 360) {
    const [one, other] = [place(from, direction, far), place(from, direction + 180, far)];
    return `M${one}${arc(other, 0)}${arc(one, 0)}Z`;
  }
  const [first, last] = [place(from, direction - angle / 2, far), place(from, direction + angle / 2, far)];
  return `M${place(from, 0, 0)}L${first}${arc(last, angle > 180 ? 1 : 0)}Z`;
}

/** Why a camera does not see a point: it is too far, or beside what it looks at. */
export function whyUnseen(camera: Sight, point: Point): 'far' | 'aside' | null {
  if (inSight(camera, point)) return null;
  return Math.hypot(point.x - camera.x, point.y - camera.y) > camera.reach ? 'far' : 'aside';
}

/** Marks of the ruler at the plan's edges, whole metres: not more than a dozen of them. */
export function rulerMarks(length: number): number[] {
  const every = [1, 2, 5, 10, 20, 50].find((one) => length / (one * 1000) <= 12) ?? 100;
  return Array.from({ length: Math.floor(length / (every * 1000)) + 1 }, (_, at) => at * every);
}

export interface Corner {
  right: boolean;
  bottom: boolean;
}

/** Where in a zone its name is in nobody's way; the upper left when nothing stands there. Pixels. */
export function quietCorner(zone: Rectangle, things: readonly Point[]): Corner {
  const room = ({ right, bottom }: Corner): number => {
    const middle = {
      x: right ? zone.x + zone.width - 45 : zone.x + 45,
      y: bottom ? zone.y + zone.height - 24 : zone.y + 24,
    };
    const gaps = things.map(({ x, y }) => Math.hypot(x - middle.x, y - middle.y));
    // What is far enough away does not count: the name goes elsewhere only for a reason.
    return Math.min(75, ...gaps);
  };
  const [first, ...others] = [
    { right: false, bottom: false },
    { right: true, bottom: false },
    { right: false, bottom: true },
    { right: true, bottom: true },
  ] as [Corner, ...Corner[]];
  return others.reduce((best, corner) => (room(corner) > room(best) ? corner : best), first);
}

/**
 * Lines of a label, pixels from the middle of what it names: under it, outside the wall when it stands
 * in the wall, and above it where the wall, `toWall` pixels away, would run through the words.
 */
export function labelLines(lines: 1 | 2, toWall: number): readonly number[] {
  const under = lines === 1 ? toWall >= 30 || toWall <= 12 : toWall >= 44;
  return under ? [25, 39].slice(0, lines) : [-34, -20].slice(2 - lines);
}

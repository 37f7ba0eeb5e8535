/** The floor plan: what stands where, and what a camera sees of it. Lengths in millimetres. */
import type { Words } from '#/base/rules/declare.ts';

export const zoneKinds = ['holding', 'processing', 'server', 'export', 'lockers', 'entrance'] as const;
export type ZoneKind = (typeof zoneKinds)[number];

export const fixtureKinds = [
  'holding',
  'workstation',
  'server',
  'export',
  'door',
  'window',
  'cabinet',
  'locker',
] as const;
export type FixtureKind = (typeof fixtureKinds)[number];

/** 4.3-2: 暂存处、工位、服务器、数据导出端、门窗, none of them out of sight. */
export const coveredKinds = ['holding', 'workstation', 'server', 'export', 'door', 'window'] as const;
/** 4.3-2: these the place always has; of windows it may have none. */
export const neededKinds = ['holding', 'workstation', 'server', 'export', 'door'] as const;

/** 4.4-2: 待加工 and 已加工 lie apart. */
export const stages = ['unprocessed', 'processed'] as const;
export type Stage = (typeof stages)[number];

export const stageNames: Record<Stage, Words> = {
  unprocessed: { zh: '待加工', en: 'Unprocessed' },
  processed: { zh: '已加工', en: 'Processed' },
};

export const fixtureNames: Record<FixtureKind, Words> = {
  holding: { zh: '暂存处', en: 'Holding area' },
  workstation: { zh: '工位', en: 'Workstation' },
  server: { zh: '服务器', en: 'Server' },
  export: { zh: '数据导出端', en: 'Export terminal' },
  door: { zh: '门', en: 'Door' },
  window: { zh: '窗', en: 'Window' },
  cabinet: { zh: '档案装具', en: 'Cabinet' },
  locker: { zh: '随身物品柜', en: 'Locker' },
};

export interface Point {
  x: number;
  y: number;
}

export interface Sight extends Point {
  /** Where it looks, degrees clockwise from the right. */
  direction: number;
  /** Horizontal angle of view, degrees; 360 sees all around. */
  angle: number;
  reach: number;
}

const degrees = (from: Point, to: Point): number => (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;

/** Smallest turn between two directions, 0 to 180 degrees. */
const turn = (one: number, other: number): number => Math.abs(((((one - other) % 360) + 540) % 360) - 180);

/** Whether the point lies in the camera's sector. Walls are not known: a person confirms the picture. */
export function inSight(camera: Sight, point: Point): boolean {
  const distance = Math.hypot(point.x - camera.x, point.y - camera.y);
  if (distance > camera.reach) return false;
  return distance === 0 || turn(degrees(camera, point), camera.direction) <= camera.angle / 2;
}

export const needsCamera = (kind: FixtureKind): boolean => (coveredKinds as readonly FixtureKind[]).includes(kind);

export interface Placed {
  id: string;
  kind: FixtureKind;
}

/** 4.3-2: points that no camera shows; `covers` lists the fixtures that each active camera is confirmed to show. */
export function uncovered<F extends Placed>(fixtures: readonly F[], covers: readonly (readonly string[])[]): F[] {
  const seen = new Set(covers.flat());
  return fixtures.filter((one) => needsCamera(one.kind) && !seen.has(one.id));
}

export interface Rectangle extends Point {
  width: number;
  height: number;
}

export const contains = (area: Rectangle, point: Point): boolean =>
  point.x >= area.x && point.x <= area.x + area.width && point.y >= area.y && point.y <= area.y + area.height;

/** Whether two areas share more than an edge: zones never do (4.6-2 keeps belongings apart from originals). */
export const overlap = (one: Rectangle, other: Rectangle): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/** Whether something fits on the plan as it is: shared by zones, fixtures and cameras. */
import { refuse, type Refusal, refuseStale } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { contains, type Point } from '../rules/plan.ts';
import { lockPlace } from './store/plan.ts';
import { bearerOf, findActiveZone, lockThing, type ThingTable } from './store/things.ts';

/** The plan's own edges, locked until the act ends; or that there is no plan yet. */
export async function lockPlan(tx: Tx) {
  const place = await lockPlace(tx);
  if (!place) return refuse('place-not-registered');
  return { x: 0, y: 0, width: place.plan_width, height: place.plan_height };
}

/** An active zone with this point in it. */
export async function refuseZoneFor(tx: Tx, zoneId: string, point: Point): Promise<Refusal | null> {
  const zone = await findActiveZone(tx, zoneId);
  if (!zone) return refuse('not-found', { what: '分区 / zone' }, 'input.zoneId');
  return contains(zone, point) ? null : refuse('outside-zone', { zone: zone.name }, 'input.x');
}

/** Numbers stay with what bore them, retired things included: a label in a drawer still means one thing. */
export async function refuseCode(tx: Tx, table: ThingTable, code: string, own: string | null): Promise<Refusal | null> {
  const other = await bearerOf(tx, table, code);
  return other && other.id !== own ? refuse('code-taken', { code }, 'input.code') : null;
}

const thingNames: Record<ThingTable, string> = {
  zone: '分区 / zone',
  fixture: '设施 / fixture',
  camera: '摄像机 / camera',
};

/** What is to be changed must be there, in use, and as the page showed it. */
export async function refuseChange(
  tx: Tx,
  table: ThingTable,
  id: string | null,
  version: number | null,
): Promise<Refusal | null> {
  const row = await lockThing(tx, table, id ?? '');
  if (!row) return refuse('not-found', { what: thingNames[table] });
  if (row.state === 'retired') return refuse('retired');
  return refuseStale(version, row.version);
}

export const retired = { output: {}, before: { state: 'active' }, after: { state: 'retired' } };

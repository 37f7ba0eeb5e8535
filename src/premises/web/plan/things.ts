/** What stands on the plan, and what its acts take. */
import type { OutputOf, SentOf, Words } from '#/base/rules/declare.ts';
import type { cameraAdd, fixtureAdd, placeShow, zoneAdd } from '../../rules/api/plan.ts';
import { fixtureNames, stageNames, type Point } from '../../rules/plan.ts';
import { zoneAt } from '../geometry.ts';
import type { strings } from './strings.ts';

export type Plan = OutputOf<typeof placeShow>;
export type Place = NonNullable<Plan['place']>;
export type Zone = Plan['zones'][number];
export type Fixture = Plan['fixtures'][number];
export type Camera = Plan['cameras'][number];

export type Thing = { type: 'zone'; row: Zone } | { type: 'fixture'; row: Fixture } | { type: 'camera'; row: Camera };
export type ThingType = Thing['type'];

export const thingTypes = ['zone', 'fixture', 'camera'] as const satisfies readonly ThingType[];

/** Which thing, however often the plan is fetched again. */
export interface ThingKey {
  type: ThingType;
  id: string;
}

export function findThing(plan: Plan, key: ThingKey | null): Thing | null {
  if (key === null) return null;
  const row = plan[`${key.type}s`].find(({ id }) => id === key.id);
  return row === undefined ? null : ({ type: key.type, row } as Thing);
}

export const isThing = (key: ThingKey | null, { type, row }: Thing): boolean => key?.type === type && key.id === row.id;

type Strings = (typeof strings)['zh'];

/** Kind and number, as a person says it. */
export function thingName(thing: Thing, s: Strings, words: (words: Words) => string): string {
  if (thing.type === 'zone') return `${s.zone} ${thing.row.code} ${thing.row.name}`;
  if (thing.type === 'camera') return `${s.camera} ${thing.row.code}`;
  return `${words(fixtureNames[thing.row.kind])} ${thing.row.code}`;
}

/** The whole of it, for whoever cannot see the plan; what is written on the plan stands in it word for word. */
export function thingLabel(thing: Thing, plan: Plan, s: Strings, words: (words: Words) => string): string {
  if (thing.type === 'zone') return `${s.zone} ${thing.row.name} ${zoneNote(thing.row, s)}`;
  const { row } = thing;
  const uncovered = thing.type === 'fixture' && !thing.row.covered ? ` ${s.uncovered}` : '';
  const zone = plan.zones.find(({ id }) => id === row.zoneId)?.name ?? '';
  const stage = thing.type === 'fixture' && thing.row.stage !== null ? words(stageNames[thing.row.stage]) : '';
  return [thingName(thing, s, words) + uncovered, zone, stage].filter((part) => part !== '').join(s.separator);
}

export const zoneNote = ({ code, kind }: Zone, s: Strings): string => `${code} · ${s.zoneKinds[kind]}`;

export const zoneInput = ({ id: _id, version: _version, ...input }: Zone): SentOf<typeof zoneAdd> => input;

export const fixtureInput = ({
  id: _id,
  version: _version,
  covered: _covered,
  terminalName: _terminal,
  ...input
}: Fixture): SentOf<typeof fixtureAdd> => input;

export const cameraInput = ({ id: _id, version: _version, ...input }: Camera): SentOf<typeof cameraAdd> => input;

/** A thing that is moved stands in the zone it is moved to; between zones the server says so. */
export const zoneFor = (plan: Plan, zoneId: string, at: Point): string => zoneAt(plan.zones, at, zoneId)?.id ?? zoneId;

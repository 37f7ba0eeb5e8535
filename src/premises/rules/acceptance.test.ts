import { expect, test } from 'vitest';
import { lacksOf, type PlaceFacts } from './acceptance.ts';
import { checklist, checklistState } from './checklist.ts';
import type { FixtureKind } from './plan.ts';

const today = '2026-06-15';
const seen = (passed = true, on = today) => new Map(checklist.map(({ code }) => [code as string, { on, passed }]));
const fixture = (
  kind: FixtureKind,
  zoneId = 'A',
  stage: 'unprocessed' | 'processed' | null = null,
  id: string = kind,
) => ({
  ...{ id, kind, zoneId, stage },
  code: id,
});

/** A place that lacks nothing. */
const whole: PlaceFacts = {
  registered: true,
  fixtures: [
    fixture('holding'),
    fixture('workstation'),
    fixture('server'),
    fixture('export'),
    fixture('door'),
    fixture('cabinet', 'B', 'unprocessed', 'G-1'),
    fixture('cabinet', 'B', 'processed', 'G-2'),
    fixture('locker', 'C'),
  ],
  covers: [
    ['holding', 'workstation'],
    ['server', 'export', 'door'],
  ],
  duties: [
    { duty: 'footage-keeper', party: 'archive' },
    { duty: 'patroller', party: 'archive' },
    { duty: 'patroller', party: 'vendor' },
  ],
  checklist: checklistState(seen(), today),
};
const lacks = (change: Partial<PlaceFacts>) =>
  lacksOf({ ...whole, ...change }).map(({ code, clause }) => `${clause} ${code}`);

test('a place that lacks nothing is accepted, windows or not', () => {
  expect(lacks({})).toEqual([]);
});

test('4.3-2 refuses a place where one point is out of sight, whichever kind it is', () => {
  expect(
    lacks({
      covers: [
        ['holding', 'workstation'],
        ['server', 'export'],
      ],
    }),
  ).toEqual(['4.3-2 uncovered.door']);
  const window = [...whole.fixtures, fixture('window')];
  expect(lacks({ fixtures: window })).toEqual(['4.3-2 uncovered.window']);
  expect(lacks({ covers: [] })).toHaveLength(6);
});

test('4.3-2 refuses a plan that leaves out what every place has', () => {
  for (const kind of ['holding', 'workstation', 'server', 'export', 'door'])
    expect(lacks({ fixtures: whole.fixtures.filter((one) => one.kind !== kind) })).toEqual([`4.3-2 absent.${kind}`]);
});

test('4.4-2 refuses a place without a cabinet for each stage', () => {
  const without = (id: string) => whole.fixtures.filter((one) => one.id !== id);
  expect(lacks({ fixtures: without('G-1') })).toEqual(['4.4-2 cabinet.unprocessed']);
  expect(lacks({ fixtures: without('G-2') })).toEqual(['4.4-2 cabinet.processed']);
});

test('4.6-1 4.6-2 refuses a place without lockers, or with lockers among cabinets', () => {
  expect(lacks({ fixtures: whole.fixtures.filter((one) => one.kind !== 'locker') })).toEqual(['4.6-1 locker']);
  const mixed = whole.fixtures.map((one) => (one.kind === 'locker' ? { ...one, zoneId: 'B' } : one));
  expect(lacks({ fixtures: mixed })).toEqual(['4.6-2 mixed.locker']);
});

test('4.3-3 4.9-1 refuses a place without a footage keeper of the archive and patrollers of both sides', () => {
  expect(lacks({ duties: [] })).toEqual(['4.3-3 footage-keeper', '4.9-1 patroller.archive', '4.9-1 patroller.vendor']);
  const ofVendor = whole.duties.map((one) => ({ ...one, party: 'vendor' as const }));
  expect(lacks({ duties: ofVendor })).toEqual(['4.3-3 footage-keeper', '4.9-1 patroller.archive']);
});

test('4.1-2 4.2-1 refuses a place with a point failed, late or never looked at', () => {
  expect(lacks({ checklist: checklistState(new Map(), today) })).toHaveLength(checklist.length);
  expect(lacks({ checklist: checklistState(seen(false), today) })).toHaveLength(checklist.length);
  const monthly = checklist.filter(({ everyDays }) => everyDays < 31).length;
  expect(lacks({ checklist: checklistState(seen(true, '2026-05-15'), today) })).toHaveLength(monthly);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClockState, confirmed, confirmWithin, countsFrom, observe } from './clock.ts';
import {
  blocksOf,
  isCovered,
  keptUntil,
  type Period,
  type Piece,
  type Retention,
  type RetentionFacts,
  type Someone,
  type Vouched,
  step,
} from './retention.ts';

const zone = 'Asia/Shanghai';
const dayMs = 86_400_000;
const at = (text: string): number => Date.parse(`${text}+08:00`);

const keeper: Someone = { personId: 'keeper', party: 'archive', isFootageKeeper: true, isSecurityOfficer: false };
const officer: Someone = { personId: 'officer', party: 'archive', isFootageKeeper: false, isSecurityOfficer: true };
const vendor: Someone = { personId: 'vendor', party: 'vendor', isFootageKeeper: true, isSecurityOfficer: false };
const both: Someone = { personId: 'both', party: 'archive', isFootageKeeper: true, isSecurityOfficer: true };

describe('4.3-6 the first day on which footage may go', () => {
  test.each([
    // Six months before the end of a short month are fewer than 184 days.
    ['2026-08-31T10:00', '2027-03-03T10:00'],
    ['2026-03-01T00:00', '2026-09-01T00:00'],
    ['2026-07-01T12:30', '2027-01-01T12:30'],
    ['2027-09-01T08:00', '2028-03-03T08:00'],
  ])('made %s: %s', (made, until) => {
    expect(new Date(keptUntil(at(made), zone)).toISOString()).toBe(new Date(at(until)).toISOString());
  });

  test('in a zone with summer time both rules keep the time of day', () => {
    const made = Date.parse('2026-09-10T10:00:00-02:30');
    expect(new Date(keptUntil(made, 'America/St_Johns')).toISOString()).toBe('2027-03-13T13:30:00.000Z');
  });
});

describe('4.3-8 what stands against deletion', () => {
  const made = at('2026-01-10T08:00');
  const piece: Piece = { from: made, to: made + 3_600_000, since: made + 3_600_000, registeredAt: made + 3_600_000 };
  const now = at('2026-11-25T08:00');
  const whole = { from: piece.from, to: piece.to, recordedAt: made + 7_200_000 };
  const facts = (more: Partial<RetentionFacts> = {}): RetentionFacts => ({
    ...{ checks: [whole], holds: [], timeZone: zone },
    clock: { wall: now, highest: now, drift: 0 },
    ...more,
  });

  test('nothing, when it is old, vouched for and not held', () => expect(blocksOf(piece, facts())).toEqual([]));

  test('4.3-6 refuses an age that nobody can say', () =>
    expect(blocksOf({ ...piece, since: null }, facts())).toEqual(['too-young']));

  test('4.3-6 a clock that nobody has confirmed, and the hour that it may be ahead', () => {
    const doubtful = { wall: now, highest: now, drift: 3_600_001 };
    expect(blocksOf(piece, facts({ clock: doubtful }))).toEqual(['clock-frozen']);
    const until = keptUntil(piece.to, zone);
    const ahead = (ms: number) => ({ wall: until + confirmWithin + ms, highest: until, drift: 1_000 });
    expect(blocksOf(piece, facts({ clock: ahead(999) }))).toEqual(['too-young']);
    expect(blocksOf(piece, facts({ clock: ahead(1_000) }))).toEqual([]);
  });

  test('4.3-8 refuses what a check leaves out a second of', () => {
    const half = { ...whole, to: piece.from + 1_800_000 };
    const rest = { ...whole, from: piece.from + 1_801_000 };
    expect(blocksOf(piece, facts({ checks: [rest, half] }))).toEqual(['unchecked']);
    expect(blocksOf(piece, facts({ checks: [rest, { ...half, to: rest.from }] }))).toEqual([]);
  });

  test('4.3-8 refuses what came into the register after the check of its time', () => {
    const imported = { ...piece, registeredAt: whole.recordedAt + 1 };
    expect(blocksOf(imported, facts())).toEqual(['unchecked']);
  });

  test('a hold that touches it; one that ends where it begins does not', () => {
    expect(blocksOf(piece, facts({ holds: [{ from: piece.to - 1, to: piece.to + 1 }] }))).toEqual(['held']);
    expect(blocksOf(piece, facts({ holds: [{ from: piece.from - 9, to: piece.from }] }))).toEqual([]);
  });

  test('only the footage keeper of the archive department asks, only another person agrees, the security officer', () => {
    const kept: Retention = { phase: 'kept' };
    for (const by of [officer, vendor])
      expect(step(piece, kept, { type: 'request', by }, facts())).toEqual({ refused: 'not-footage-keeper' });
    const asked = step(piece, kept, { type: 'request', by: both }, facts()) as Retention;
    expect(step(piece, asked, { type: 'approve', by: keeper }, facts())).toEqual({ refused: 'not-security-officer' });
    expect(step(piece, asked, { type: 'approve', by: both }, facts())).toEqual({ refused: 'same-person' });
    expect(step(piece, kept, { type: 'approve', by: officer }, facts())).toEqual({ refused: 'phase' });
    const done = { phase: 'deleted', requestedBy: 'both', approvedBy: 'officer' };
    expect(step(piece, asked, { type: 'approve', by: officer }, facts())).toEqual(done);
    const held = facts({ holds: [whole] });
    expect(step(piece, asked, { type: 'approve', by: officer }, held)).toEqual({ refused: 'held' });
  });
});

type Event =
  | { type: 'pass'; ms: number }
  | { type: 'off'; ms: number; jump: number }
  | { type: 'jump'; ms: number }
  | { type: 'confirm'; wrongBy: number }
  | { type: 'record'; ms: number }
  | { type: 'check'; piece: number; part: 'all' | 'most' }
  | { type: 'hold'; piece: number }
  | { type: 'lift' }
  | { type: 'request' | 'approve'; piece: number; by: Someone }
  | { type: 'withdraw'; piece: number };

/** The world with its true time, which the rule never sees. */
class World {
  time = at('2026-01-01T00:00');
  wall = this.time;
  clock: ClockState = confirmed(this.wall);
  holds: Period[] = [];
  checks: Vouched[] = [];
  pieces: { piece: Piece; madeAt: number; state: Retention; askedBy: Someone | null; checked: boolean }[] = [];
  deleted = 0;
  /** Counts entries: when something was entered, whatever the clock says. */
  entries = 1;

  facts = (): RetentionFacts => ({ checks: this.checks, holds: this.holds, clock: this.clock, timeZone: zone });
  look(passed: number | null): void {
    this.clock = observe(this.clock, { wall: this.wall, passed });
  }
  at = (index: number) => this.pieces[index % Math.max(1, this.pieces.length)];
}

/** What must be true of every deletion, said without the rule's own functions. */
function assertRightful(world: World, index: number, by: Someone): void {
  const { piece, madeAt, askedBy, checked } = world.at(index)!;
  const made = new Date(madeAt + 8 * 3_600_000);
  const months = new Date(made);
  months.setUTCDate(1);
  months.setUTCMonth(made.getUTCMonth() + 6);
  const lastDay = new Date(Date.UTC(months.getUTCFullYear(), months.getUTCMonth() + 1, 0)).getUTCDate();
  months.setUTCDate(Math.min(made.getUTCDate(), lastDay));
  expect(world.time, 'six months').toBeGreaterThanOrEqual(months.getTime() - 8 * 3_600_000);
  expect(world.time - madeAt, '184 days').toBeGreaterThanOrEqual(184 * dayMs);
  expect(checked, 'checked').toBe(true);
  expect(
    world.holds.every(({ from, to }) => to <= piece.from || from >= piece.to),
    'not held',
  ).toBe(true);
  expect(askedBy?.isFootageKeeper && askedBy.party === 'archive', 'asked by the keeper').toBe(true);
  expect(by.isSecurityOfficer && by.personId !== askedBy?.personId, 'agreed to by another').toBe(true);
}

const happen: { [T in Event['type']]: (world: World, event: Extract<Event, { type: T }>) => void } = {
  pass(world, { ms }) {
    world.time += ms;
    world.wall += ms;
    world.look(ms);
  },
  // Nobody watches; the clock goes on, and may be another one afterwards.
  off(world, { ms, jump }) {
    world.time += ms;
    world.wall += ms + jump;
    world.look(null);
  },
  jump(world, { ms }) {
    world.wall += ms;
    world.look(0);
  },
  // Whoever confirms sets it right first, to a few minutes; what has no age yet grows old from then.
  confirm(world, { wrongBy }) {
    world.wall = world.time + wrongBy;
    world.clock = confirmed(world.wall);
    for (const one of world.pieces) one.piece.since ??= countsFrom(one.piece.to, world.clock);
  },
  record(world, { ms }) {
    const from = world.wall;
    happen.pass(world, { type: 'pass', ms });
    const piece = {
      ...{ from, to: world.wall, since: countsFrom(world.wall, world.clock) },
      registeredAt: world.entries,
    };
    world.entries += 1;
    const rest = { state: { phase: 'kept' as const }, askedBy: null, checked: false };
    world.pieces.push({ piece, madeAt: world.time, ...rest });
  },
  check(world, { piece: index, part }) {
    const one = world.at(index);
    if (!one) return;
    const { from, to } = one.piece;
    world.checks.push({ from, to: part === 'all' ? to : to - 1, recordedAt: world.entries });
    world.entries += 1;
    // A clock set back records two pieces under one time: a check by time vouches for those that stood there.
    for (const other of world.pieces) {
      const seen = world.checks.filter(({ recordedAt }) => recordedAt > other.piece.registeredAt);
      other.checked ||= isCovered(other.piece, seen);
    }
  },
  hold(world, { piece: index }) {
    const one = world.at(index);
    if (one) world.holds.push({ from: one.piece.from, to: one.piece.to });
  },
  lift(world) {
    world.holds.pop();
  },
  request: (world, event) => ask(world, event),
  approve: (world, event) => ask(world, event),
  withdraw(world, { piece: index }) {
    const one = world.at(index);
    if (!one) return;
    const next = step(one.piece, one.state, { type: 'withdraw' }, world.facts());
    if ('phase' in next) one.state = next;
  },
};

function ask(world: World, { type, piece: index, by }: Extract<Event, { type: 'request' | 'approve' }>): void {
  const one = world.at(index);
  if (!one) return;
  const next = step(one.piece, one.state, { type, by }, world.facts());
  if (!('phase' in next)) return;
  if (next.phase === 'deleted') {
    assertRightful(world, index, by);
    world.deleted += 1;
  }
  if (next.phase === 'requested') one.askedBy = by;
  one.state = next;
}

const span = (days: number): fc.Arbitrary<number> => fc.integer({ min: 1_000, max: days * dayMs });
const whichPiece = fc.nat(3);
const anyone = fc.constantFrom(keeper, officer, vendor, both);
const jump = fc.oneof(
  fc.integer({ min: -3_000_000, max: 3_000_000 }),
  fc.integer({ min: -400 * dayMs, max: 400 * dayMs }),
  fc.constant(3_650 * dayMs),
);
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('pass'), ms: span(120) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('jump'), ms: jump }) },
  // Longer than an hour by the clock: shorter stops are believed.
  {
    weight: 1,
    arbitrary: fc
      .record({ type: fc.constant('off'), ms: span(90), jump: fc.oneof(fc.constant(0), jump) })
      .filter(({ ms, jump: by }) => Math.abs(ms + by) > 3_600_000),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('confirm'),
      wrongBy: fc.integer({ min: -confirmWithin, max: confirmWithin }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('record'), ms: span(1) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('check'),
      piece: whichPiece,
      part: fc.constantFrom('all', 'all', 'most'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('hold'), piece: whichPiece }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('lift') }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constantFrom('request', 'approve'), piece: whichPiece, by: anyone }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('request'), piece: whichPiece, by: fc.constant(keeper) }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('approve'), piece: whichPiece, by: fc.constant(officer) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('withdraw'), piece: whichPiece }) },
) as fc.Arbitrary<Event>;

describe('4.3-6, 4.3-8 ten thousand histories', () => {
  test('nothing is deleted early, unchecked, unapproved or under hold, whatever the clock does', () => {
    let deleted = 0;
    const property = fc.property(fc.array(event, { minLength: 20, maxLength: 60 }), (events) => {
      const world = new World();
      happen.record(world, { type: 'record', ms: 3_600_000 });
      for (const one of events) (happen[one.type] as (w: World, e: Event) => void)(world, one);
      deleted += world.deleted;
    });
    fc.assert(property, { numRuns: 10_000, seed: 43 });
    // Histories in which nothing ever goes would prove nothing.
    expect(deleted).toBeGreaterThan(1_000);
  });
});

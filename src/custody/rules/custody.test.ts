/** Custody of an original over random histories: what held in every one of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stages } from '#/premises/rules/plan.ts';
import {
  after,
  type Custody,
  type CustodyEvent,
  isUndoable,
  mustBeLocked,
  places,
  shelved,
  standingOf,
} from './custody.ts';

const people = ['keeper', 'leader', 'preparer', 'scanner'] as const;
const person = fc.constantFrom(...people);
const part = fc.constantFrom('part-1', 'part-2');
const perhapsPart = fc.option(part, { nil: undefined });
const stage = fc.constantFrom(...stages);

/** Events of one kind, as often as `weight` says. */
const of = <T extends CustodyEvent['type']>(
  weight: number,
  type: T,
  rest: { [K in Exclude<keyof Extract<CustodyEvent, { type: T }>, 'type'>]: fc.Arbitrary<unknown> },
): fc.WeightedArbitrary<CustodyEvent> => ({
  weight,
  arbitrary: fc.record(rest as Record<string, fc.Arbitrary<unknown>>).map((filled) => {
    const { part: which, ...others } = filled;
    return { type, ...others, ...(which !== undefined && { part: which }) } as unknown as CustodyEvent;
  }),
});

const event = fc.oneof(
  of(3, 'handOver', { batch: fc.constant('b'), to: person }),
  of(4, 'take', { by: person, part: perhapsPart }),
  of(3, 'pass', { from: person, to: person, part: perhapsPart }),
  of(4, 'store', { by: person, cabinet: fc.constant('c'), stage, part: perhapsPart }),
  of(2, 'see', { by: person, cabinet: fc.constant('d'), stage, part: perhapsPart }),
  of(3, 'unbind', { by: person }),
  of(4, 'rebind', { by: person, checkedBy: person }),
  of(2, 'process', { by: person }),
  of(6, 'partOut', { part, by: person, to: person }),
  of(3, 'partBack', { part, by: person }),
  of(1, 'repair', { to: person }),
  of(2, 'repaired', { to: person }),
  of(4, 'giveBack', { to: person }),
  of(1, 'halt', {}),
  of(2, 'release', {}),
  of(1, 'surrender', { to: person }),
  of(1, 'lose', {}),
  of(2, 'find', { by: person }),
  // Filled in as the history has it: `lastScan`.
  of(3, 'undo', { by: person, last: fc.constant('take'), former: fc.constant(shelved('keeper')), part: perhapsPart }),
);

/** Originals, and what happened to which of them. */
const histories = fc.array(fc.tuple(fc.nat(2), event), { minLength: 20, maxLength: 120, size: 'max' });

interface Told {
  custody: Custody;
  /** What happened last, and the custody before it. */
  last: { event: CustodyEvent; before: Custody } | null;
  /** Counted from the events that were taken, apart from the state. */
  handedOver: number;
  givenBack: number;
  parts: Set<string>;
  halted: boolean;
  unbound: boolean;
}

const fresh = (): Told => ({
  ...{ custody: shelved('keeper'), last: null, handedOver: 0, givenBack: 0, halted: false, unbound: false },
  parts: new Set<string>(),
});

/** The undo of what really was last, by whoever wants to. */
function lastScan({ last }: Told, by: string): CustodyEvent | null {
  if (!last || !isUndoable(last.event.type)) return null;
  const part = 'part' in last.event ? last.event.part : undefined;
  const former = last.before.parts.find(({ id }) => id === part) ?? last.before;
  return { type: 'undo', by, last: last.event.type, former, ...(part !== undefined && { part }) };
}

const unordered = (custody: Custody): Custody => ({
  ...custody,
  parts: custody.parts.toSorted((one, other) => one.id.localeCompare(other.id)),
});

/** What an outside observer writes down of an event that was taken. */
function note(told: Told, taken: CustodyEvent): void {
  if (taken.type === 'handOver') told.handedOver += 1;
  if (taken.type === 'giveBack') told.givenBack += 1;
  if (taken.type === 'partOut') told.parts.add(taken.part);
  if (taken.type === 'partBack') told.parts.delete(taken.part);
  if (taken.type === 'undo' && taken.last === 'partBack' && taken.part !== undefined) told.parts.add(taken.part);
  if (taken.type === 'halt') told.halted = true;
  if (taken.type === 'release' || taken.type === 'surrender') told.halted = false;
  if (taken.type === 'unbind' || taken.type === 'rebind') told.unbound = taken.type === 'unbind';
}

const allowedWhileHalted = new Set(['store', 'see', 'release', 'surrender', 'partBack', 'lose', 'find']);

function expectLawful(told: Told, next: CustodyEvent, result: ReturnType<typeof after>): void {
  if ('refused' in result) return;
  if (told.halted) expect(allowedWhileHalted).toContain(next.type);
  if (next.type === 'giveBack' || next.type === 'rebind' || next.type === 'surrender')
    expect(told.parts.size, `${next.type} while a part is out`).toBe(0);
  if (next.type === 'giveBack') expect(told.unbound).toBe(false);
  if (next.type === 'rebind') expect(next.checkedBy).not.toBe(next.by);
  if (next.type === 'store' || next.type === 'see') expect(next.stage).toBe(told.custody.stage);
  // As if the scan had not been.
  if (next.type === 'undo') expect(unordered(result)).toEqual(unordered(told.last?.before ?? result));
}

function expectOnePlace({ custody, parts }: Told): void {
  for (const one of [custody, ...custody.parts]) {
    expect(places).toContain(one.place);
    expect(people).toContain(one.holder);
    expect(one.place === 'cabinet').toBe(one.cabinet !== null);
  }
  expect(custody.parts.map(({ id }) => id).toSorted()).toEqual([...parts].toSorted());
}

describe('an original, whatever happens to it', () => {
  test('6.2-2 6.7-3 is in one place with one holder; out is in and halted and lost and what is still out', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(histories, (history) => {
        const originals = Array.from({ length: 3 }, fresh);
        for (const [index, drawn] of history) {
          const told = originals[index];
          if (!told) throw new Error('no such original');
          const next = drawn.type === 'undo' ? lastScan(told, drawn.by) : drawn;
          if (!next) continue;
          const result = after(told.custody, next);
          expectLawful(told, next, result);
          if (!('refused' in result)) {
            told.last = { event: next, before: told.custody };
            told.custody = result;
            note(told, next);
            seen.add(next.type);
          }
          expectOnePlace(told);
          const out = originals.reduce((sum, { handedOver }) => sum + handedOver, 0);
          const back = originals.reduce((sum, { givenBack }) => sum + givenBack, 0);
          const away = originals
            .filter(({ custody }) => custody.batch !== null)
            .map(({ custody }) => standingOf(custody));
          const count = (standing: string): number => away.filter((one) => one === standing).length;
          expect(out).toBe(back + count('out') + count('halted') + count('lost'));
          expect(away).not.toContain('in');
        }
      }),
      { numRuns: 1_000 },
    );
    // Every kind of event was met, so that none of the laws held for want of it.
    expect(seen.size).toBe(19);
  }, 120_000);

  test('6.6-1 must be locked away, and so must each part of it, while anybody has it in hand', () => {
    const out = { ...shelved('keeper'), place: 'hand' as const, holder: 'scanner', batch: 'b' };
    const away = { id: 'map', place: 'cabinet' as const, holder: 'leader', cabinet: 'c' };
    expect(mustBeLocked(out)).toMatchObject([{ part: null, holder: 'scanner' }]);
    const locked = { ...out, place: 'cabinet' as const, cabinet: 'c' };
    expect(mustBeLocked({ ...locked, parts: [away] })).toEqual([]);
    const onDesk = { ...away, place: 'hand' as const, cabinet: null };
    expect(mustBeLocked({ ...locked, parts: [onDesk] })).toMatchObject([{ part: 'map' }]);
    expect(mustBeLocked(shelved('keeper'))).toEqual([]);
  });

  test('refuses by name: wrong place, wrong cabinet, wrong holder, a part that is out, nobody to check', () => {
    const codeOf = (custody: Custody, ...events: CustodyEvent[]): string => {
      let now = custody;
      for (const next of events) {
        const result = after(now, next);
        if ('refused' in result) return result.code;
        now = result;
      }
      return 'taken';
    };
    const shelf = shelved('keeper');
    const out: CustodyEvent = { type: 'handOver', batch: 'b', to: 'leader' };
    expect(codeOf(shelf, { type: 'take', by: 'scanner' })).toBe('custody-place');
    expect(codeOf(shelf, out, { type: 'store', by: 'leader', cabinet: 'c', stage: 'processed' })).toBe('cabinet-stage');
    expect(codeOf(shelf, out, { type: 'pass', from: 'scanner', to: 'leader' })).toBe('not-holder');
    expect(codeOf(shelf, out, { type: 'pass', from: 'leader', to: 'leader' })).toBe('pass-to-himself');
    const partOut: CustodyEvent = { type: 'partOut', part: 'map', by: 'leader', to: 'scanner' };
    expect(codeOf(shelf, out, partOut, { type: 'giveBack', to: 'keeper' })).toBe('part-out');
    expect(codeOf(shelf, out, partOut, partOut)).toBe('part-out-already');
    expect(codeOf(shelf, out, { type: 'partBack', part: 'map', by: 'leader' })).toBe('part-not-out');
    expect(codeOf(shelf, out, { type: 'take', by: 'leader', part: 'map' })).toBe('part-not-out');
    const unbind: CustodyEvent = { type: 'unbind', by: 'leader' };
    expect(codeOf(shelf, out, unbind, { type: 'giveBack', to: 'keeper' })).toBe('not-rebound');
    expect(codeOf(shelf, out, unbind, { type: 'rebind', by: 'leader', checkedBy: 'leader' })).toBe('second-person');
    expect(codeOf(shelf, out, { type: 'halt' }, { type: 'process', by: 'leader' })).toBe('halted');
    expect(codeOf(shelf, out, { type: 'release' })).toBe('not-halted');
    const stored: CustodyEvent = { type: 'store', by: 'leader', cabinet: 'c', stage: 'unprocessed' };
    const inHand = { place: 'hand', holder: 'leader', cabinet: null } as const;
    const undo = (by: string, last: 'store' | 'take'): CustodyEvent => ({ type: 'undo', by, last, former: inHand });
    expect(codeOf(shelf, out, stored, undo('leader', 'store'))).toBe('taken');
    expect(codeOf(shelf, out, stored, undo('scanner', 'store'))).toBe('nothing-to-undo');
    expect(codeOf(shelf, out, stored, undo('leader', 'take'))).toBe('nothing-to-undo');
    expect(codeOf(shelf, out, stored, { type: 'halt' }, undo('leader', 'store'))).toBe('halted');
  });
});

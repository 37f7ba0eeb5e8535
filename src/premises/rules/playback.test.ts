import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawSamples, leastSeen, longestVouched, refuseVouch, usualPolicy, type Vouching } from './playback.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const monday = Date.parse('2026-11-23T00:00:00+08:00');
const seed = 'ab'.repeat(32);
const hours = (from: number, to: number) => ({ from: monday + from * hour, to: monday + to * hour });
const draw = (pieces: { from: number; to: number }[], events: number[] = [], of = seed, cameraId = 'c1') =>
  drawSamples({ seed: of, cameraId, policy: usualPolicy }, pieces, events);

describe('4.3-7 what is drawn for a camera’s week', () => {
  const pieces = [hours(8, 12), hours(13, 18), hours(32, 36)];

  test('the same seed draws the same, another seed or camera another', () => {
    expect(draw(pieces)).toEqual(draw(pieces.toReversed()));
    expect(draw(pieces)).not.toEqual(draw(pieces, [], 'cd'.repeat(32)));
    expect(draw(pieces)).not.toEqual(draw(pieces, [], seed, 'c2'));
  });

  test('every range lies in what is held, at most as long as asked for, and both ends of a week can be drawn', () => {
    const [first, last] = [pieces[0]!.from, pieces[2]!.to];
    let [earliest, latest] = [last, first];
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(hex, (of) => {
        for (const { from, to } of draw(pieces, [], of)) {
          expect(pieces.some((piece) => piece.from <= from && to <= piece.to && from < to)).toBe(true);
          expect(to - from).toBeLessThanOrEqual(usualPolicy.minutes * minute);
          [earliest, latest] = [Math.min(earliest, from), Math.max(latest, to)];
        }
      }),
      { numRuns: 2_000, seed: 7 },
    );
    expect(earliest - first).toBeLessThan(5 * minute);
    expect(last - latest).toBeLessThan(5 * minute);
  });

  test('every event that was recorded is looked at, from before to after it', () => {
    const at = monday + 9 * hour;
    const events = draw(pieces, [at, monday + 8 * hour + minute, monday + 20 * hour]).filter(
      (one) => one.cause === 'event',
    );
    expect(events).toEqual([
      { from: monday + 8 * hour, to: monday + 8 * hour + 3 * minute, cause: 'event' },
      { from: at - 2 * minute, to: at + 2 * minute, cause: 'event' },
    ]);
  });

  test('less than is asked for is drawn whole; nothing held, nothing drawn', () => {
    const short = { from: monday, to: monday + minute };
    expect(draw([short])).toEqual([{ ...short, cause: 'lot' }]);
    expect(draw([])).toEqual([]);
  });
});

describe('4.3-8 what a record may vouch for', () => {
  const period = hours(0, 24);
  const here = [hours(8, 12), hours(13, 18)];
  const seen = [hours(8, 8.1), hours(14, 14.1)];
  const vouch = (more: Partial<Vouching> = {}) =>
    refuseVouch({ period, seen, here, elsewhere: [], opened: seen, policy: usualPolicy, ...more });

  test('a day of which enough was opened here', () => expect(vouch()).toBeNull());

  test('more than a month, or a time of which nothing is held', () => {
    expect(vouch({ period: { from: monday, to: monday + longestVouched + 1 } })).toEqual({ code: 'period-too-long' });
    expect(vouch({ here: [] })).toEqual({ code: 'period-without-footage' });
  });

  test('4.3-8 refuses a range outside the period, in a gap, or never opened by this person', () => {
    expect(vouch({ seen: [hours(8, 8.1), hours(23, 25)] })).toEqual({ code: 'range-outside', index: 1 });
    expect(vouch({ seen: [hours(12.2, 12.4)] })).toEqual({ code: 'range-without-footage', index: 0 });
    expect(vouch({ opened: [hours(8, 8.1), hours(14, 14.05)] })).toEqual({ code: 'range-not-opened', index: 1 });
  });

  test('what lies on a medium or in another recorder is played there', () => {
    expect(vouch({ here: [], elsewhere: here, opened: [] })).toBeNull();
  });

  test('too little seen, ranges that overlap counted once', () => {
    expect(vouch({ seen: [hours(8, 8.1), hours(8, 8.1)] })).toEqual({
      ...{ code: 'too-little-seen', seenMs: 6 * minute, leastMs: 10 * minute },
    });
    expect(
      leastSeen({ from: monday, to: monday + 8 * day }, [{ from: monday, to: monday + 9 * day }], usualPolicy),
    ).toBe(20 * minute);
    const little = [{ from: monday, to: monday + 3 * minute }];
    expect(vouch({ here: little, seen: little, opened: little })).toBeNull();
  });
});

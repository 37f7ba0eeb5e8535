import { describe, expect, test } from 'vitest';
import { gapsIn } from './footage.ts';
import {
  failureOf,
  isStuck,
  listName,
  pauseAfter,
  place,
  type Placed,
  readList,
  readName,
  recordingState,
  runName,
  type Segment,
  segmentName,
  timed,
  wholeBytes,
} from './recording.ts';

const at = Date.UTC(2026, 10, 26, 2, 0, 0, 7);
const run = runName(at);

/** Places segments of one run one after the other. */
function placeAll(segments: readonly (Segment & { closedAt: number })[]): Placed[] {
  const placed: Placed[] = [];
  for (const segment of segments) placed.push(place(placed.at(-1) ?? null, segment));
  return placed;
}

/** Segments of 6 s whose files are closed when they end, the camera's clock being off by so much a segment. */
const steady = (count: number, offBy = 0): (Segment & { closedAt: number })[] =>
  Array.from({ length: count }, (_, index) => ({
    index,
    start: index * 6_000,
    end: (index + 1) * 6_000,
    closedAt: at + (index + 1) * (6_000 + offBy),
  }));

describe('names', () => {
  test('a run is named for when it began, its segments for the run and a number', () => {
    expect(run).toBe('20261126T020000.007Z');
    expect(readName(segmentName(run, 12))).toEqual({ run, kind: 12 });
    expect(readName(listName(run))).toEqual({ run, kind: 'list' });
    for (const other of ['', 'a.mp4', `../${segmentName(run, 1)}`, `${run}-1.mp4`, `${segmentName(run, 1)}.tmp`])
      expect(readName(other), other).toBeNull();
  });

  test('4.3-6 only whole lines of the list are finished segments', () => {
    const csv = `${segmentName(run, 0)},0.000000,1.960000\n${segmentName(run, 1)},1.960000,5.9600`;
    expect(readList(csv, run)).toEqual([{ index: 0, start: 0, end: 1_960 }]);
    expect(readList(`${csv}00\n`, run)).toHaveLength(2);
    expect(readList(`${csv}\n`, '20261126T020001.000Z')).toEqual([]);
    expect(readList('', run)).toEqual([]);
  });
});

describe('4.3-6 when a segment was made', () => {
  test('4.3-6 successive segments join exactly, whatever their arrival varies', () => {
    const placed = placeAll(steady(100).map((one) => ({ ...one, closedAt: one.closedAt + (one.index % 7) * 12 })));
    for (const [index, one] of placed.entries()) if (index > 0) expect(one.from).toBe(placed[index - 1]?.to);
    expect(placed.at(-1)?.to).toBe(at + 600_000);
  });

  test('4.3-6 a camera whose clock is slow by 200 ppm is followed without a gap, within 2 s of the wall clock', () => {
    const week = steady(100_800, 1.2);
    const placed = placeAll(week);
    const day = { from: placed[0]?.from ?? 0, to: placed.at(-1)?.to ?? 0 };
    expect(gapsIn(day, placed, 1)).toEqual([]);
    const wrong = placed.map(({ to }, index) => Math.abs(to - (week[index]?.closedAt ?? 0)));
    expect(Math.max(...wrong)).toBeLessThan(2_000);
  });

  test('4.3-6 pictures that are missing between two segments are a gap, and so is a number that is missing', () => {
    const [first, second] = placeAll([
      { index: 0, start: 0, end: 6_000, closedAt: at + 6_000 },
      { index: 1, start: 11_000, end: 17_000, closedAt: at + 17_000 },
    ]);
    expect([first?.to, second?.from]).toEqual([at + 6_000, at + 11_000]);
    const [, third] = placeAll([
      { index: 0, start: 0, end: 6_000, closedAt: at + 6_000 },
      { index: 2, start: 12_000, end: 18_000, closedAt: at + 18_000 },
    ]);
    expect(third?.from).toBe(at + 12_000);
  });

  test('4.3-6 a network that stands still for five seconds and then delivers makes no gap', () => {
    const placed = placeAll(
      steady(10).map((one) => ({ ...one, closedAt: one.closedAt + (one.index === 4 ? 5_000 : 0) })),
    );
    expect(gapsIn({ from: at, to: at + 60_000 }, placed, 1)).toEqual([]);
    expect(placed.at(-1)?.to).toBe(at + 60_000);
  });

  test('4.3-6 a clock that jumps by more than 2 s sets the run anew: back at once, forward with the third segment', () => {
    const hour = 3_600_000;
    const jumped = (by: number) =>
      placeAll(steady(6).map((one) => ({ ...one, closedAt: one.closedAt + (one.index > 0 ? by : 0) })));
    expect(jumped(hour).map(({ from }) => from - at)).toEqual([
      ...[0, 6_000, 12_000, hour + 18_000, hour + 24_000, hour + 30_000],
    ]);
    expect(jumped(-hour).map(({ from }) => from - at)).toEqual([
      ...[0, 6_000 - hour, 12_000 - hour, 18_000 - hour, 24_000 - hour, 30_000 - hour],
    ]);
  });
});

describe('4.3-6 what the end of a run says of its last segment', () => {
  const before = { anchor: at, index: 3, from: at + 18_000, to: at + 24_000, end: 24_000, late: 0 };
  const found = { index: 4, start: 24_000, end: 27_000, bornAt: at + 24_000, closedAt: at + 27_000 };

  test('4.3-6 a camera that stood still before it was given up is not placed when it was given up', () => {
    const late = { ...found, closedAt: at + 47_000, isBroken: false, isLast: true };
    expect(place(before, timed(before, late, 3_000))).toMatchObject({ from: at + 24_000, to: at + 27_000 });
    const only = { ...late, index: 0, start: 0, end: 3_000 };
    expect(place(null, timed(null, only, 3_000))).toMatchObject({ from: at + 24_000, to: at + 27_000 });
  });

  test('4.3-6 what a kill left is as long as its film, and follows the one before', () => {
    const left = { ...found, start: 0, end: 0, isBroken: true, isLast: true };
    expect(place(before, timed(before, left, 2_000))).toMatchObject({ from: at + 24_000, to: at + 26_000 });
    expect(place(null, timed(null, left, 2_000))).toMatchObject({ from: at + 24_000, to: at + 26_000 });
  });

  test('4.3-6 a film that a full disk cut off ends where its pictures end', () => {
    const cut = { ...found, isBroken: true, isLast: false };
    expect(place(before, timed(before, cut, 1_000))).toMatchObject({ from: at + 24_000, to: at + 25_000 });
  });

  test('4.3-6 the first of a run begins with its first picture, whatever the list says', () => {
    const first = { index: 0, start: 0, end: 6_400, bornAt: at, closedAt: at + 6_400, isBroken: false, isLast: false };
    expect(place(null, timed(null, first, 6_000))).toMatchObject({ from: at + 400, to: at + 6_400 });
  });
});

describe('what a kill leaves', () => {
  const boxes = [
    { type: 'ftyp', end: 28 },
    { type: 'moov', end: 800 },
    { type: 'moof', end: 900 },
    { type: 'mdat', end: 5_000 },
    { type: 'moof', end: 5_100 },
    { type: 'mdat', end: 9_000 },
  ];
  test.each([
    [28, 0],
    [800, 0],
    [4_999, 0],
    [5_000, 5_000],
    [8_999, 5_000],
    [9_000, 9_000],
  ])('4.3-6 of a film cut off at %i bytes %i are whole', (size, whole) => {
    expect(wholeBytes(boxes, size)).toBe(whole);
  });

  test('an index behind the last fragment is no cut, half of one is', () => {
    const indexed = [...boxes, { type: 'mfra', end: 9_086 }];
    expect([9_085, 9_086].map((size) => wholeBytes(indexed, size))).toEqual([9_000, 9_086]);
    expect(wholeBytes([...boxes, { type: 'moof', end: 9_100 }], 9_100)).toBe(9_000);
  });
});

describe('4.3-1 when recording is begun anew', () => {
  test('4.3-1 after two missed segments, with room for a camera that sends whole pictures seldom', () => {
    expect([19_999, 20_000, 20_001].map((ms) => isStuck(at + ms, at, 6_000))).toEqual([false, false, true]);
  });

  test('the pauses grow to 8 s, so that it goes on within 10 s; a wrong password is not tried as often', () => {
    expect([0, 1, 2, 3, 5, 60].map((count) => pauseAfter(count, 'unreachable'))).toEqual([
      500, 500, 1_000, 2_000, 8_000, 8_000,
    ]);
    expect(pauseAfter(1, 'unauthorized')).toBe(60_000);
  });

  test.each([
    ['[rtsp @ 0x1] method DESCRIBE failed: 401 Unauthorized', 'unauthorized'],
    ['pipe:0: Server returned 404 Not Found', 'not-found'],
    ['Connection to tcp://10.0.0.7:554 failed: Connection refused', 'unreachable'],
    ["[concat @ 0x1] Impossible to open 'rtsp://10.255.255.1/x'\npipe:0: Invalid data found", 'unreachable'],
    ['av_interleaved_write_frame(): No space left on device', 'disk-full'],
    ["Stream map '0:v:0' matches no streams.", 'not-video'],
    ['', 'no-data'],
    ['Segmentation fault', 'other'],
  ])('%j is %s', (words, failure) => {
    expect(failureOf(words)).toBe(failure);
  });
});

describe('4.3-1 what a page shows of a camera', () => {
  const facts = { on: true, setAt: at, lastPiece: null, failingSince: null, failure: null };
  const state = (more: object, after: number) => recordingState({ ...facts, ...more }, at + after);
  test('4.3-1 off, waiting, recording, failing since when and why', () => {
    expect(state({ on: false }, 0).state).toBe('off');
    expect(state({}, 60_000)).toEqual({ state: 'waiting', since: at, failure: null });
    expect(state({ lastPiece: at - 60_000 }, 60_000).state).toBe('waiting');
    expect(state({ lastPiece: at + 60_000 }, 61_000).state).toBe('recording');
    expect(state({ lastPiece: at + 60_000 }, 300_000)).toEqual({
      ...{ state: 'failing', since: at + 60_000, failure: 'no-recorder' },
    });
    expect(state({ failingSince: at + 5, failure: 'unauthorized' }, 10)).toEqual({
      ...{ state: 'failing', since: at + 5, failure: 'unauthorized' },
    });
  });
});

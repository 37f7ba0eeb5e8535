import { expect, test } from 'vitest';
import { type FilmPiece, reelsOf, secondAt, timeAt } from './film.ts';
import { withSeen } from './seen.ts';

test('what was watched joins across tellings, and stays apart across jumps', () => {
  let seen = withSeen([], { from: 0, to: 250 });
  seen = withSeen(seen, { from: 500, to: 750 });
  expect(seen).toEqual([{ from: 0, to: 750 }]);
  seen = withSeen(seen, { from: 60_000, to: 61_000 });
  seen = withSeen(seen, { from: 200, to: 300 });
  expect(seen).toEqual([
    { from: 0, to: 750 },
    { from: 60_000, to: 61_000 },
  ]);
});

const piece = (second: number, more: Partial<FilmPiece> = {}): FilmPiece => ({
  id: String(second),
  from: new Date(second * 1_000).toISOString(),
  to: new Date(second * 1_000 + 4_000).toISOString(),
  origin: 'recorded',
  keptOn: 'store',
  fileName: `${second}.mp4`,
  sha256: '',
  bytes: '1',
  playableMs: 4_000,
  problem: null,
  mediaType: 'video/mp4; codecs="avc1.64000a"',
  inFragments: true,
  ...more,
});

test('fragments of one kind make one reel; other files play by themselves; what no browser plays is left out', () => {
  const reels = reelsOf([
    piece(0),
    piece(4.4),
    piece(10, { inFragments: false }),
    piece(20, { mediaType: null }),
    piece(30, { playableMs: 0 }),
    piece(40),
    piece(48),
    piece(52, { mediaType: 'video/mp4; codecs="avc1.640028"' }),
  ]);
  const shown = reels.map((reel) => [reel.joined, reel.seconds, timeAt(reel, 0), timeAt(reel, reel.seconds)]);
  expect(shown).toEqual([
    [true, 8, 0, 8_400],
    [false, 4, 10_000, 14_000],
    [true, 4, 40_000, 44_000],
    // After a gap another one.
    [true, 4, 48_000, 52_000],
    [true, 4, 52_000, 56_000],
  ]);
  const [first] = reels;
  if (!first) throw new Error('no reel');
  // The second piece begins a little late by its name, and is shown without a pause.
  expect([-1_000, 0, 3_000, 5_400, 99_000].map((moment) => secondAt(first, moment))).toEqual([0, 0, 3, 5, 8]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapsIn, heldIn, readTimes } from './footage.ts';

const zone = 'Asia/Shanghai';
const at = (text: string): number => Date.parse(`${text}+08:00`);
const between = (from: string, to: string) => ({ from: at(`2026-11-25T${from}`), to: at(`2026-11-25T${to}`) });

describe('4.3-1 what a camera’s day holds', () => {
  const day = between('00:00:00', '12:00:00');

  test('gaps to the second, before, between and after', () => {
    const pieces = [between('08:00:10', '09:00:00'), between('06:00:00', '08:00:00'), between('08:30:00', '09:30:00')];
    expect(gapsIn(day, pieces)).toEqual([
      between('00:00:00', '06:00:00'),
      between('08:00:00', '08:00:10'),
      between('09:30:00', '12:00:00'),
    ]);
    expect(gapsIn(day, [])).toEqual([day]);
    expect(gapsIn(day, [{ from: day.from - 1, to: day.to + 1 }])).toEqual([]);
  });

  test('less than a second between two pieces is none', () => {
    const first = between('00:00:00', '06:00:00');
    expect(gapsIn(day, [first, { from: first.to + 999, to: day.to }])).toEqual([]);
    expect(gapsIn(day, [first, { from: first.to + 1_000, to: day.to }])).toHaveLength(1);
  });

  test('what is held and what is not make up the day', () => {
    const moment = fc.integer({ min: -50, max: 150 });
    const piece = fc.tuple(moment, moment).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
    const of = { from: 0, to: 100 };
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        let held = 0;
        for (let ms = 0; ms < 100; ms += 1) if (pieces.some(({ from, to }) => from <= ms && ms < to)) held += 1;
        expect(heldIn(of, pieces)).toBe(held);
      }),
    );
  });
});

describe('times in the names of exported files', () => {
  test.each([
    ['CH01_20261125_080000_20261125_090000.mp4', '2026-11-25T08:00:00', '2026-11-25T09:00:00'],
    ['192.168.1.64_01_20261125120000123.mp4', '2026-11-25T12:00:00', null],
    ['NVR_ch1_main_20261125235959_20261126010000.dav', '2026-11-25T23:59:59', '2026-11-26T01:00:00'],
    ['门口 2026-11-25 08.30.00.mp4', '2026-11-25T08:30:00', null],
    ['cam2-2026-11-25T08:30:05.mp4', '2026-11-25T08:30:05', null],
    ['CH02_20261125_090000_20261125_080000.mp4', '2026-11-25T09:00:00', null],
  ])('%s', (name, from, to) => {
    expect(readTimes(name, zone)).toEqual({ from: at(from), to: to && at(to) });
  });

  test.each(['clip.mp4', '20261325_080000.mp4', '20260230_080000.mp4', '20261125_250000.mp4', '1234567890.mp4'])(
    '%s says none',
    (name) => expect(readTimes(name, zone)).toBeNull(),
  );
});

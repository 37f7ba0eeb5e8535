import { describe, expect, test } from 'vitest';
import type { PageHeader } from '../headers/header.ts';
import type { TreatmentDone } from '../treatment.ts';
import { placedLines } from './placed.ts';
import type { Quad } from './text.ts';

const header = (orientation = 1): PageHeader => ({
  ...{ width: 1000, height: 1400, dpi: { x: 300, y: 300 }, colour: 'colour', bits: 8, compression: 'jpeg' },
  ...{ quality: 90, progressive: false, orientation },
});
const quad = (x: number, y: number, width: number, height: number): Quad => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];
const line = (box: Quad) => [{ text: '关于档案', box, confidence: 1 }];
const done = (one: Partial<TreatmentDone>): TreatmentDone => ({
  turn: 0,
  straighten: 0,
  box: null,
  margin: null,
  ...one,
});

describe('where a line stands', () => {
  test('on the scan itself: where it was read', () => {
    expect(placedLines(line(quad(100, 200, 300, 40)), header(), null)).toEqual([
      { text: '关于档案', x: 100, y: 200, width: 300, height: 40, vertical: false },
    ]);
  });

  test('on a scan that lies on its side in the file: as it is shown', () => {
    expect(placedLines(line(quad(100, 200, 40, 300)), header(6), null)).toMatchObject([
      { x: 1400 - 500, y: 100, width: 300, height: 40, vertical: false },
    ]);
  });

  test('after cropping: nearer to the corner', () => {
    const box = { left: 60, top: 80, width: 900, height: 1300 };
    expect(placedLines(line(quad(100, 200, 300, 40)), header(), done({ box, margin: 2 }))).toMatchObject([
      { x: 40, y: 120 },
    ]);
  });

  test.each([
    [90, { x: 1400 - 240, y: 100, width: 40, height: 300, vertical: true }],
    [180, { x: 600, y: 1160, width: 300, height: 40, vertical: false }],
    [270, { x: 200, y: 600, width: 40, height: 300, vertical: true }],
  ] as const)('turned by %i degrees', (turn, where) => {
    expect(placedLines(line(quad(100, 200, 300, 40)), header(), done({ turn }))).toMatchObject([where]);
  });

  test('after straightening: what lay askew is level', () => {
    // A line of 600 pixels that falls by 3 degrees, straightened by as much the other way.
    const radians = (3 * Math.PI) / 180;
    const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
    const at = (u: number, v: number) => [200 + u * cos - v * sin, 300 + u * sin + v * cos] as const;
    const box: Quad = [at(0, 0), at(600, 0), at(600, 30), at(0, 30)];
    const [askew] = placedLines(line(box), header(), null);
    const [level] = placedLines(line(box), header(), done({ straighten: -3 }));
    expect(askew?.height).toBeGreaterThan(55);
    expect(level?.height).toBeLessThan(33);
    expect(level?.width).toBeCloseTo(600, -1);
  });
});

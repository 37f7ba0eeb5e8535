import { describe, expect, test } from 'vitest';
import { inSight } from '../rules/plan.ts';
import {
  arrowStep,
  labelLines,
  metres,
  millimetres,
  moved,
  quietCorner,
  rulerMarks,
  scaleToFit,
  sectorPath,
  snap,
  whyUnseen,
  zoneAt,
} from './geometry.ts';

const plan = { width: 20_000, height: 10_000 };

test('the plan fits by its tighter side', () => {
  expect(scaleToFit(plan, { width: 1000, height: 1000 })).toBe(0.05);
  expect(scaleToFit(plan, { width: 1000, height: 200 })).toBe(0.02);
});

test('metres on the form are whole millimetres on the wire, and come back as they were', () => {
  expect([0.1, 1.005, 12.345, 2.3].map(millimetres)).toEqual([100, 1005, 12_345, 2300]);
  expect([100, 1005, 12_345, 2300].map((one) => millimetres(metres(one)))).toEqual([100, 1005, 12_345, 2300]);
});

test('a thing moves by steps and stays on the plan, a zone with all of itself', () => {
  expect(moved({ x: 1000, y: 900 }, { x: 100, y: -1000 }, plan)).toEqual({ x: 1100, y: 0 });
  expect(moved({ x: 19_950, y: 0 }, { x: 100, y: 0 }, plan)).toEqual({ x: 20_000, y: 0 });
  const zone = { x: 16_000, y: 0, width: 3500, height: 2000 };
  expect(moved(zone, { x: 1000, y: 9000 }, plan)).toEqual({ x: 16_500, y: 8000 });
  expect([arrowStep('ArrowLeft', false), arrowStep('ArrowDown', true), arrowStep('a', true)]).toEqual([
    { x: -100, y: 0 },
    { x: 0, y: 1000 },
    null,
  ]);
  expect([snap(149), snap(150), snap(-60)]).toEqual([100, 200, -100]);
});

test('a point on the edge of two zones stays in the one it is in', () => {
  const zones = [
    { id: 'a', x: 0, y: 0, width: 1000, height: 1000 },
    { id: 'b', x: 1000, y: 0, width: 1000, height: 1000 },
  ];
  const id = (x: number, own?: string): string | null => zoneAt(zones, { x, y: 500 }, own)?.id ?? null;
  expect([id(500), id(1500), id(2500), id(1000), id(1000, 'b')]).toEqual(['a', 'b', null, 'a', 'b']);
});

describe('4.3-2 what a camera has in view', () => {
  const camera = { x: 10_000, y: 5000, direction: 0, angle: 90, reach: 2000 };

  test('is drawn where inSight finds it', () => {
    // From the middle to the upper right, round to the lower right: y grows downwards.
    expect(sectorPath(camera, 0.1)).toBe('M1000 500L1141.4 358.6A200 200 0 0 1 1141.4 641.4Z');
    expect(inSight(camera, { x: 11_400, y: 3650 })).toBe(true);
    expect(sectorPath({ ...camera, direction: 90 }, 0.1)).toBe('M1000 500L1141.4 641.4A200 200 0 0 1 858.6 641.4Z');
    expect(inSight({ ...camera, direction: 90 }, { x: 10_000, y: 6900 })).toBe(true);
  });

  test('takes the long way round past a half turn, and a whole one is a circle', () => {
    expect(sectorPath({ ...camera, angle: 270 }, 0.1)).toContain('A200 200 0 1 1');
    expect(sectorPath({ ...camera, angle: 360 }, 0.1)).toBe('M1200 500A200 200 0 0 1 800 500A200 200 0 0 1 1200 500Z');
  });

  test('says why it does not see a point', () => {
    expect(whyUnseen(camera, { x: 11_000, y: 5000 })).toBeNull();
    expect(whyUnseen(camera, { x: 13_000, y: 5000 })).toBe('far');
    expect(whyUnseen(camera, { x: 9000, y: 5000 })).toBe('aside');
  });
});

test('the ruler counts whole metres, a dozen marks at most', () => {
  expect(rulerMarks(4500)).toEqual([0, 1, 2, 3, 4]);
  expect(rulerMarks(20_000)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
  expect(rulerMarks(200_000).length).toBeLessThanOrEqual(12);
});

test('the name of a zone gives way to what stands in its corner, the label of a thing to the edge', () => {
  const zone = { x: 0, y: 0, width: 300, height: 300 };
  const corner = (...things: [number, number][]) => {
    const { right, bottom } = quietCorner(
      zone,
      things.map(([x, y]) => ({ x, y })),
    );
    return `${bottom ? 'lower' : 'upper'} ${right ? 'right' : 'left'}`;
  };
  expect([corner(), corner([150, 150]), corner([10, 10])]).toEqual(['upper left', 'upper left', 'upper right']);
  expect(corner([10, 10], [290, 10])).toBe('lower left');
  expect([labelLines(1, 30), labelLines(1, 29), labelLines(1, 0)]).toEqual([[25], [-20], [25]]);
  expect([labelLines(2, 44), labelLines(2, 43), labelLines(2, 0)]).toEqual([
    [25, 39],
    [-34, -20],
    [-34, -20],
  ]);
});

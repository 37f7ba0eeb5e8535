import { expect, test } from 'vitest';
import { contains, fixtureKinds, inSight, overlap, type Sight, uncovered } from './plan.ts';

const camera: Sight = { x: 1_000, y: 1_000, direction: 0, angle: 90, reach: 5_000 };
const at = (degrees: number, distance: number) => ({
  x: 1_000 + distance * Math.cos((degrees * Math.PI) / 180),
  y: 1_000 + distance * Math.sin((degrees * Math.PI) / 180),
});

test('4.3-2 a camera shows what lies in its angle and within its reach', () => {
  for (const [degrees, distance, seen] of [
    [0, 4_999, true],
    [0, 5_001, false],
    [44.9, 3_000, true],
    [-44.9, 3_000, true],
    [45.1, 3_000, false],
    [180, 10, false],
  ] as const)
    expect(inSight(camera, at(degrees, distance)), `${degrees}° ${distance} mm`).toBe(seen);
  expect(inSight(camera, camera), 'right under it').toBe(true);
});

test('4.3-2 an angle of view goes on across the full turn', () => {
  const leftwards = { ...camera, direction: 350 };
  expect(inSight(leftwards, at(30, 1_000))).toBe(true);
  expect(inSight(leftwards, at(306, 1_000))).toBe(true);
  expect(inSight(leftwards, at(304, 1_000))).toBe(false);
  for (let degrees = 0; degrees < 360; degrees += 7)
    expect(inSight({ ...camera, angle: 360 }, at(degrees, 1_000))).toBe(true);
});

test('4.3-2 holding area, workstation, server, export terminal, door and window need a camera, storage does not', () => {
  const fixtures = fixtureKinds.map((kind) => ({ id: kind, kind }));
  expect(uncovered(fixtures, []).map(({ kind }) => kind)).toEqual([
    'holding',
    'workstation',
    'server',
    'export',
    'door',
    'window',
  ]);
  expect(
    uncovered(fixtures, [
      ['door', 'window'],
      ['server', 'export', 'holding'],
    ]),
  ).toEqual([{ id: 'workstation', kind: 'workstation' }]);
});

test('zones may share an edge and nothing more', () => {
  const one = { x: 0, y: 0, width: 1_000, height: 1_000 };
  expect(overlap(one, { ...one, x: 1_000 })).toBe(false);
  expect(overlap(one, { ...one, x: 999 })).toBe(true);
  expect(overlap(one, { x: 200, y: 200, width: 10, height: 10 })).toBe(true);
  expect(contains(one, { x: 1_000, y: 1_000 })).toBe(true);
  expect(contains(one, { x: 1_001, y: 0 })).toBe(false);
});

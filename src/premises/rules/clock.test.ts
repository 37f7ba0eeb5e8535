import { describe, expect, test } from 'vitest';
import {
  allowedDrift,
  type ClockState,
  confirmed,
  confirmWithin,
  countsFrom,
  isFrozen,
  observe,
  trustedNow,
} from './clock.ts';

const hour = 3_600_000;
const start = Date.parse('2026-11-25T00:00:00Z');
const right: ClockState = confirmed(start);

describe('4.3-6 the clock that footage grows old by', () => {
  test('time that a process watched pass is no drift', () => {
    let state = right;
    for (let i = 1; i <= 10_000; i += 1) state = observe(state, { wall: start + i * 30_000, passed: 30_000 });
    expect(state.drift).toBe(0);
    expect(trustedNow(state)).toBe(state.wall - confirmWithin);
  });

  test.each([10 * 365 * 24 * hour, 2 * hour, -2 * hour, -400 * 24 * hour])('a jump by %i ms freezes it', (jump) => {
    const state = observe(right, { wall: start + 30_000 + jump, passed: 30_000 });
    expect(isFrozen(state)).toBe(true);
    expect(countsFrom(state.wall, state)).toBeNull();
    expect(trustedNow(state)).toBeLessThanOrEqual(start + 30_000);
    expect(isFrozen(confirmed(state.wall))).toBe(false);
  });

  test('many small jumps add up, forth and back alike', () => {
    let state = right;
    for (let i = 0; i < 7; i += 1)
      state = observe(state, { wall: state.wall + (i % 2 === 0 ? 1 : -1) * 600_000, passed: 0 });
    expect(state.drift).toBe(7 * 600_000);
    expect(isFrozen(state)).toBe(true);
  });

  test('what passed while no process watched is doubted as a jump is', () => {
    expect(isFrozen(observe(right, { wall: start + allowedDrift, passed: null }))).toBe(false);
    expect(isFrozen(observe(right, { wall: start + allowedDrift + 1, passed: null }))).toBe(true);
  });

  test('a clock set back within what is allowed makes nothing older than it is', () => {
    const back = observe(right, { wall: start - hour / 2, passed: 0 });
    expect(countsFrom(back.wall, back)).toBe(start + hour / 2 + confirmWithin);
  });
});

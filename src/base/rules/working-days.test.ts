import { describe, expect, test } from 'vitest';
import { isWorkingDay, workingDaysBetween } from './working-days.ts';

describe('working days', () => {
  test('weekends are off, public holidays as well, and days worked instead of them are not', () => {
    expect(['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30'].map(isWorkingDay)).toEqual([
      ...[true, false, false, true],
    ]);
    // 国办发明电〔2025〕7号: 1 to 7 October off, Saturday 10 October worked.
    expect(isWorkingDay('2026-10-01')).toBe(false);
    expect(isWorkingDay('2026-10-07')).toBe(false);
    expect(isWorkingDay('2026-10-10')).toBe(true);
  });

  test('are counted from the day after to the later day', () => {
    expect(workingDaysBetween('2026-11-27', '2026-11-27')).toBe(0);
    expect(workingDaysBetween('2026-11-27', '2026-11-29')).toBe(0);
    expect(workingDaysBetween('2026-11-27', '2026-12-02')).toBe(3);
    expect(workingDaysBetween('2026-09-30', '2026-10-10')).toBe(3);
    expect(workingDaysBetween('2026-11-27', '2026-11-20')).toBe(0);
  });

  test('a year that is not announced yet has its weekends off', () => {
    expect(isWorkingDay('2099-01-03')).toBe(false);
    expect(isWorkingDay('2099-01-05')).toBe(true);
  });
});

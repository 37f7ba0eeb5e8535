import { expect, test } from 'vitest';
import { obligations } from '#/base/rules/obligations.ts';
import { checklist, checklistState } from './checklist.ts';
import { inRange, usualLimits } from './climate.ts';

test('4.2-1 each of the nine protections is a point of its own, and every point names an obligation of the site', () => {
  const clauses = checklist.map(({ clause }) => clause as string);
  for (let n = 1; n <= 9; n += 1) expect(clauses).toContain(`4.2-${n}`);
  const known = new Set(obligations.map(({ id }) => id as string));
  expect(clauses.filter((id) => !known.has(id) || !id.startsWith('4.'))).toEqual([]);
  expect(new Set(checklist.map(({ code }) => code)).size).toBe(checklist.length);
});

test('4.2-2 a point is in time on its due day and late the day after; never looked at is late at once', () => {
  const fire = (on: string | null, today: string) => {
    const last = new Map(on === null ? [] : [['fire', { on, passed: true }]]);
    const state = checklistState(last, today).find(({ item }) => item.code === 'fire');
    return [state?.dueOn, state?.overdue];
  };
  expect(fire(null, '2026-03-01')).toEqual([null, true]);
  expect(fire('2026-01-31', '2026-03-02')).toEqual(['2026-03-02', false]);
  expect(fire('2026-01-31', '2026-03-03')).toEqual(['2026-03-02', true]);
});

test('4.2-6 a reading on the limit is in order, one beyond it is not', () => {
  const { temperatureMax: temperature, humidityMin: humidity } = usualLimits;
  expect(inRange({ temperature, humidity }, usualLimits)).toBe(true);
  expect(inRange({ temperature: temperature + 0.1, humidity }, usualLimits)).toBe(false);
  expect(inRange({ temperature, humidity: humidity - 0.1 }, usualLimits)).toBe(false);
});

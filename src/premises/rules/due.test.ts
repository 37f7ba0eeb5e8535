import { expect, test } from 'vitest';
import { checklist, checklistState } from './checklist.ts';
import { dueChecks, dueReadings, dueRounds } from './due.ts';

const zone = 'Asia/Shanghai';

test('4.2-1 points that are due stand on the desk as one thing, late when one of them is', () => {
  const all = new Map(checklist.map(({ code }) => [code as string, { on: '2026-03-10', passed: true }]));
  const due = (today: string, last = all) => dueChecks(checklistState(last, today), today, zone);
  expect(due('2026-03-10')).toEqual([]);
  // Points of every day are due the day after, and late the day after that.
  expect(due('2026-03-11')).toMatchObject([
    { overdue: false, dueAt: Date.parse('2026-03-11T00:00+08:00'), title: { zh: '场所安全检查 2 项' } },
  ]);
  expect(due('2026-03-12')).toMatchObject([{ overdue: true, note: { zh: '无水、食物、烟、无火种' } }]);
  const [never] = due('2026-03-10', new Map());
  expect(never).toMatchObject({ overdue: true, dueAt: null });
  expect(never?.note.zh).toMatch(/ 等$/);
});

test('4.2-5 a zone without a reading today waits for one', () => {
  const zones = [
    { id: 'a', name: '暂存区', last: '2026-03-10' },
    { id: 'b', name: '加工区', last: '2026-03-11' },
    { id: 'c', name: '成品区', last: null },
  ];
  expect(dueReadings(zones, '2026-03-11', zone).map(({ note }) => note.zh)).toEqual(['暂存区', '成品区']);
});

test('4.9-2 a round waits while its shift lasts, and stays as late when it was missed', () => {
  const round = { shiftId: 's', on: '2026-03-11', side: 'vendor' as const, from: 1, to: 2 };
  const shift = { name: '上午', startsAt: '08:30', endsAt: '12:00' };
  const states = (['done', 'later', 'open', 'missed', 'idle'] as const).map((state) => ({ ...round, shift, state }));
  expect(dueRounds(states).map(({ overdue }) => overdue)).toEqual([false, true]);
});

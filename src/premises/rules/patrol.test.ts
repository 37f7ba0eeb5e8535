import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DueRound, roundsDue, roundState, type Shift } from './patrol.ts';

const zone = 'Asia/Shanghai';
const at = (text: string): number => Date.parse(`${text}+08:00`);

const morning: Shift = {
  id: 'morning',
  weekdays: [1, 2, 3, 4, 5],
  startsAt: '08:30',
  endsAt: '12:00',
  sides: ['archive', 'vendor'],
  plannedAt: at('2026-11-02T10:00'),
  endedAt: null,
};

describe('4.9-2 rounds due by the plan', () => {
  test('each side makes one in each shift, on its weekdays', () => {
    // 2026-11-06 is a Friday.
    const due = roundsDue([morning], '2026-11-06', '2026-11-09', zone);
    expect(due.map(({ on, side }) => `${on} ${side}`)).toEqual([
      '2026-11-06 archive',
      '2026-11-06 vendor',
      '2026-11-09 archive',
      '2026-11-09 vendor',
    ]);
    expect(due[0]).toMatchObject({ from: at('2026-11-06T08:30'), to: at('2026-11-06T12:00') });
  });

  test('a shift that ended before it was planned is not due, one under way is; nor one after it was taken off', () => {
    const days = (shift: Shift) => roundsDue([shift], '2026-11-02', '2026-11-04', zone).map(({ on }) => on);
    const own: Shift = { ...morning, sides: ['vendor'] };
    expect(days(own)).toEqual(['2026-11-02', '2026-11-03', '2026-11-04']);
    expect(days({ ...own, plannedAt: at('2026-11-02T12:00') })).toEqual(['2026-11-03', '2026-11-04']);
    expect(days({ ...own, endedAt: at('2026-11-04T11:00') })).toEqual(['2026-11-02', '2026-11-03']);
  });

  test('a shift follows the wall clock of the site through summer time', () => {
    const [before, after] = roundsDue(
      [{ ...morning, plannedAt: 0, weekdays: [6, 7], sides: ['vendor'] }],
      '2026-03-28',
      '2026-03-29',
      'Europe/Berlin',
    );
    expect([before?.from, after?.from]).toEqual([Date.parse('2026-03-28T07:30Z'), Date.parse('2026-03-29T06:30Z')]);
  });
});

describe('4.9-2 where a round stands', () => {
  const round: DueRound = { shiftId: 'morning', on: '2026-11-03', side: 'vendor', from: 100, to: 200 };

  test('it is missed only when it is over, was not made, and somebody was inside', () => {
    expect(roundState(round, false, [], 99)).toBe('later');
    expect(roundState(round, false, [], 200)).toBe('open');
    expect(roundState(round, false, [], 201)).toBe('idle');
    expect(roundState(round, false, [{ from: 0, to: 100 }], 201)).toBe('idle');
    expect(roundState(round, false, [{ from: 200, to: null }], 201)).toBe('idle');
    expect(roundState(round, false, [{ from: 199, to: null }], 201)).toBe('missed');
    expect(roundState(round, true, [{ from: 0, to: null }], 201)).toBe('done');
  });

  test('no stay during the shift leaves a round unnoticed', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (from, length) => {
        const to = from + length + 1;
        const inside = Array.from({ length: 100 }, (_, i) => 100 + i + 0.5).some((t) => t > from && t < to);
        expect(roundState(round, false, [{ from, to }], 201)).toBe(inside ? 'missed' : 'idle');
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { permille, settle, wrongBy } from './double-entry.ts';

describe('5.6-4 double entry', () => {
  test('one entry holds by itself, two that are the same hold, and two that differ wait', () => {
    expect(settle('通知', null, [])).toEqual({ state: 'settled', text: '通知' });
    expect(settle('通知（一）', '通知 (一)', [])).toEqual({ state: 'settled', text: '通知（一）' });
    expect(settle('通知', '通告', [])).toEqual({ state: 'open' });
    expect(settle('', '通告', [])).toEqual({ state: 'open' });
  });

  test('what was decided holds for exactly what was decided, the last time', () => {
    const decided = { first: '通知', second: '通告', choice: 'second', third: null } as const;
    expect(settle('通知', '通告', [decided])).toEqual({ state: 'settled', text: '通告' });
    expect(settle('通知', '通报', [decided])).toEqual({ state: 'open' });
    const again = { ...decided, choice: 'third', third: '通函' } as const;
    expect(settle('通知', '通告', [decided, again])).toEqual({ state: 'settled', text: '通函' });
    expect(settle('通知', '通知', [decided, again])).toEqual({ state: 'settled', text: '通知' });
  });

  test('the value that holds is one of the two, or what was typed as a third', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.constantFrom('first', 'second', 'third' as const),
        fc.string(),
        (first, second, choice, third) => {
          const settled = settle(first, second, [{ first, second, choice, third: choice === 'third' ? third : null }]);
          if (settled.state === 'open') throw new Error('decided and open');
          expect([first, second, third]).toContain(settled.text);
        },
      ),
    );
  });

  test('errors count against whoever was not chosen, in a thousand characters', () => {
    expect([wrongBy('first'), wrongBy('second'), wrongBy('third')]).toEqual([[2], [1], [1, 2]]);
    expect([permille(1, 1000), permille(3, 800), permille(0, 10), permille(0, 0)]).toEqual([1, 3.8, 0, null]);
  });
});

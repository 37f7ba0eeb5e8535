import { describe, expect, test } from 'vitest';
import {
  charOfCode,
  matchesPattern,
  noBurst,
  pickHandler,
  shownCode,
  step,
  typedCode,
  type KeyPress,
} from './barcode.ts';

const codeOf = (char: string): string => {
  if (/[a-z]/i.test(char)) return `Key${char.toUpperCase()}`;
  if (/\d/.test(char)) return `Digit${char}`;
  return char === '-' ? 'Minus' : '';
};

const press = (key: string, at: number, over: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: key === 'Enter' ? 'Enter' : codeOf(key),
  shift: false,
  command: false,
  repeat: false,
  at,
  ...over,
});

/** Feeds keys with a fixed gap and gives the scans heard and the number of bursts begun. */
function feed(presses: KeyPress[]): { scans: string[]; began: number } {
  let burst = noBurst;
  let began = 0;
  const scans: string[] = [];
  for (const one of presses) {
    const next = step(burst, one);
    burst = next.burst;
    if (next.began) began += 1;
    if (next.scanned !== null) scans.push(next.scanned);
  }
  return { scans, began };
}

const typed = (text: string, gap: number, start = 0): KeyPress[] =>
  [...text, 'Enter'].map((key, index) => press(key, start + index * gap));

describe('scanner detection', () => {
  test('hears a burst that ends in Enter', () => {
    expect(feed(typed('J380-2021-0001', 8)).scans).toEqual(['J380-2021-0001']);
  });

  test('leaves a person typing alone, however long the text', () => {
    expect(feed(typed('J380-2021-0001', 90)).scans).toEqual([]);
  });

  test('the gap is the border: 34 ms is a scanner, 35 ms a person', () => {
    expect(feed(typed('12345', 34)).scans).toEqual(['12345']);
    expect(feed(typed('12345', 35)).scans).toEqual([]);
  });

  test('needs four characters', () => {
    expect(feed(typed('123', 8)).scans).toEqual([]);
    expect(feed(typed('1234', 8)).scans).toEqual(['1234']);
  });

  test('a scan after typed characters takes only the scanned ones', () => {
    const presses = [press('7', 0), press('8', 120), ...typed('A1B2C3', 6, 400)];
    expect(feed(presses)).toEqual({ scans: ['A1B2C3'], began: 3 });
  });

  test('two scans in a row are two scans', () => {
    expect(feed([...typed('11111', 6), ...typed('22222', 6, 500)]).scans).toEqual(['11111', '22222']);
  });

  test('Enter pressed by a person after a burst without one is no scan', () => {
    const burst = typed('123456', 6).slice(0, -1);
    expect(feed([...burst, press('Enter', 900)]).scans).toEqual([]);
  });

  test('a key held down repeats quickly and is no scan', () => {
    const held = [press('1', 0), ...Array.from({ length: 9 }, (_, i) => press('1', 30 * (i + 1), { repeat: true }))];
    expect(feed([...held, press('Enter', 320)]).scans).toEqual([]);
  });

  test('Shift for capital letters does not break a scan; a command does', () => {
    const withShift = [
      press('Shift', 0),
      press('A', 2, { shift: true }),
      press('1', 8),
      press('2', 14),
      press('3', 20),
      press('Enter', 26),
    ];
    expect(feed(withShift).scans).toEqual(['A123']);
    const withCommand = [press('1', 0), press('2', 6), press('c', 9, { command: true }), ...typed('345', 6, 12)];
    expect(feed(withCommand).scans).toEqual([]);
  });

  test('reads the physical keys while a Chinese input method holds the keyboard', () => {
    const held = ['KeyJ', 'Digit3', 'Digit8', 'Digit0', 'Minus', 'KeyY'].map((code, i) =>
      press('Process', i * 5, { code, shift: code === 'KeyJ' || code === 'KeyY' }),
    );
    expect(feed([...held, press('Process', 30, { code: 'Enter' })]).scans).toEqual(['J380-Y']);
  });

  test('Chinese text of a two-dimensional code arrives as characters', () => {
    expect(feed(typed('全宗〇一二', 5)).scans).toEqual(['全宗〇一二']);
  });
});

test('physical keys map to the United States layout', () => {
  expect(charOfCode('Digit2', true)).toBe('@');
  expect(charOfCode('Slash', false)).toBe('/');
  expect(charOfCode('Numpad7', false)).toBe('7');
  expect(charOfCode('F5', false)).toBeNull();
});

test('the barcode box takes what a person typed, trimmed, when it is long enough', () => {
  expect(typedCode('  A-0001 ')).toBe('A-0001');
  expect(typedCode(' 12 ')).toBeNull();
});

test('the handler registered last goes first, and a pattern that does not match is passed over', () => {
  const page = { pattern: /^\d+$/, name: 'page' };
  const drawer = { pattern: (code: string) => code.startsWith('9'), name: 'drawer' };
  expect(pickHandler([page, drawer], '9001')?.name).toBe('drawer');
  expect(pickHandler([page, drawer], '1001')?.name).toBe('page');
  expect(pickHandler([page, drawer], 'x')).toBeNull();
});

test('a global regular expression matches the same code twice', () => {
  const pattern = /^\d+$/g;
  expect([matchesPattern(pattern, '1234'), matchesPattern(pattern, '1234')]).toEqual([true, true]);
});

test('a long code is shown by its beginning only: a badge is not copied off a screen', () => {
  expect(shownCode('GP-1BQ730873QC52FF1PFJM5MGPAK')).toBe('GP-1BQ7308…');
  expect(shownCode('0401-WS-2026-Y-0001')).toBe('0401-WS-2026-Y-0001');
});

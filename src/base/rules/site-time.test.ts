import { expect, test } from 'vitest';
import { instantOfWall, spanOfDay, wallClock } from './site-time.ts';

test('shows an instant as the clock of the site, whatever the zone of the machine', () => {
  expect(wallClock('2026-03-01T16:30:05Z', 'Asia/Shanghai')).toBe('2026-03-02 00:30:05');
  expect(wallClock('2026-03-02T00:30:05.123+08:00', 'Asia/Urumqi')).toBe('2026-03-01 22:30:05');
});

test('what the clock shows becomes the instant again', () => {
  expect(instantOfWall('2026-03-02 00:30:05', 'Asia/Shanghai')).toBe('2026-03-02T00:30:05+08:00');
  expect(instantOfWall('2026-03-02 00:30', 'Asia/Shanghai')).toBe('2026-03-02T00:30:00+08:00');
});

test('a day of the site is half open, also when the clocks change', () => {
  expect(spanOfDay('2026-03-02', 'Asia/Shanghai')).toEqual({
    from: '2026-03-01T16:00:00Z',
    to: '2026-03-02T16:00:00Z',
  });
  expect(spanOfDay('2026-03-29', 'Europe/Berlin')).toEqual({
    from: '2026-03-28T23:00:00Z',
    to: '2026-03-29T22:00:00Z',
  });
});

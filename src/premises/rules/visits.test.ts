import { expect, test } from 'vitest';
import { type EntryFacts, lockerToOffer, refuseEntry, refuseLeaving } from './visits.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 5, 15, hour));
const free: EntryFacts = {
  at: at(9),
  stays: [],
  deposited: [],
  locker: 'none',
  escortInside: null,
  checksHimself: false,
};
const entry = (change: Partial<EntryFacts>) => refuseEntry({ ...free, ...change })?.code ?? null;

test('4.7-2 refuses an entry of whoever is inside, or was inside at that hour; two stays may touch', () => {
  expect(entry({})).toBe(null);
  expect(entry({ stays: [{ entered: at(8), left: null }] })).toBe('visit-open');
  expect(entry({ stays: [{ entered: at(8), left: at(10) }] })).toBe('visit-overlaps');
  expect(entry({ stays: [{ entered: at(9), left: at(10) }] })).toBe('visit-overlaps');
  expect(entry({ stays: [{ entered: at(8), left: at(9) }] })).toBe(null);
});

test('4.7-3 refuses the one who enters as the one who checks', () => {
  expect(entry({ checksHimself: true })).toBe('own-matter');
  const stay = { entered: at(8), left: null };
  expect(refuseLeaving(stay, { at: at(9), visitorsInside: 0, checksHimself: true })).toMatchObject({
    code: 'own-matter',
  });
});

test('4.6-3 refuses belongings without a locker, and a locker that is in use or none', () => {
  expect(entry({ deposited: ['phone'] })).toBe('locker-needed');
  expect(entry({ deposited: ['phone'], locker: 'taken' })).toBe('locker-taken');
  expect(entry({ deposited: ['phone'], locker: 'unknown' })).toBe('not-found');
  expect(entry({ deposited: ['phone'], locker: 'free' })).toBe(null);
});

test('4.7-4 refuses a visitor whose escort is not inside, and the escort’s leaving before him', () => {
  expect(entry({ escortInside: false })).toBe('escort-not-inside');
  expect(entry({ escortInside: true })).toBe(null);
  const stay = { entered: at(8), left: null };
  const leave = (change: object) =>
    refuseLeaving(stay, { at: at(9), visitorsInside: 0, checksHimself: false, ...change })?.code ?? null;
  expect(leave({ visitorsInside: 1 })).toBe('visitor-inside');
  expect(leave({ at: at(8) })).toBe('left-before-entry');
  expect(leave({})).toBe(null);
  expect(
    refuseLeaving({ entered: at(8), left: at(9) }, { at: at(10), visitorsInside: 0, checksHimself: false }),
  ).toMatchObject({ code: 'visit-closed' });
});

test('4.6-1 the locker somebody had the last time is offered while it is free, then the first that is', () => {
  const lockers = (free: string, usual: string) =>
    ['L-1', 'L-2', 'L-3'].map((code) => ({
      ...{ id: code, code, name: '', free: free.includes(code), usual: code === usual },
    }));
  expect(lockerToOffer(lockers('L-1 L-2 L-3', 'L-2'))?.code).toBe('L-2');
  expect(lockerToOffer(lockers('L-1 L-3', 'L-2'))?.code).toBe('L-1');
  expect(lockerToOffer(lockers('', 'L-2'))).toBeNull();
});

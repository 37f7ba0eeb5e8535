import { describe, expect, test } from 'vitest';
import { type Incident, incidentState, needsDisinfection } from './damage.ts';
import { a4Equivalent } from './preparation.ts';

const reported: Incident = { kind: 'damaged', judgedAt: null, remedy: null, sentAt: null, acceptedAt: null };
const at = new Date('2026-11-02T08:00:00Z');

describe('6.3 an incident', () => {
  test('6.3-2 6.3-3 is settled only when it was judged, and repaired where that is needed', () => {
    expect(incidentState(reported)).toBe('reported');
    expect(incidentState({ ...reported, judgedAt: at, remedy: 'repair' })).toBe('judged');
    expect(incidentState({ ...reported, judgedAt: at, remedy: 'repair', sentAt: at })).toBe('repairing');
    expect(incidentState({ ...reported, sentAt: at, acceptedAt: at })).toBe('reported');
    expect(incidentState({ ...reported, judgedAt: at, remedy: 'repair', sentAt: at, acceptedAt: at })).toBe('settled');
    expect(incidentState({ ...reported, judgedAt: at, remedy: 'none' })).toBe('settled');
    expect(incidentState({ ...reported, kind: 'missing', judgedAt: at, remedy: 'none' })).toBe('settled');
  });
});

test('6.7-4 disinfection is needed from the day the plan names, and for mould and insects at once', () => {
  expect(needsDisinfection({ days: 29, conditions: ['intact', 'damaged'] }, 30)).toBe(false);
  expect(needsDisinfection({ days: 30, conditions: [] }, 30)).toBe(true);
  expect(needsDisinfection({ days: 0, conditions: ['intact', 'insects'] }, 30)).toBe(true);
});

test('each size of paper counts twice the one below', () => {
  expect(a4Equivalent({ pages: 5, a3: 1, a2: 1, a1: 1, a0: 1 })).toBe(1 + 2 + 4 + 8 + 16);
});

/** Badges by pure rules (4.7-1). */
import { describe, expect, test } from 'vitest';
import {
  badgeCode,
  badgeState,
  isBadgeCode,
  noBadgeOf,
  refusePhoto,
  refuseSignIn,
  type SignInFacts,
  writeBadgeCode,
} from './badges.ts';

const facts = (over: Partial<SignInFacts> = {}): SignInFacts => ({
  scan: null,
  noBadge: null,
  held: '2026-0001',
  remark: '',
  late: false,
  ...over,
});
const scan = (over: object = {}) => ({
  ...{ state: 'issued' as const, number: '2026-0001', minutesAgo: 1, used: false },
  ...over,
});
const said = (over: Partial<SignInFacts>) => refuseSignIn(facts(over))?.code ?? null;

describe('4.7-1', () => {
  test('a badge holds on its last day, and no longer', () => {
    const badge = { state: 'issued' as const, validUntil: '2026-11-30' };
    expect(badgeState(badge, '2026-11-30')).toBe('issued');
    expect(badgeState(badge, '2026-12-01')).toBe('expired');
    expect(badgeState({ ...badge, state: 'lost' }, '2026-12-01')).toBe('lost');
  });

  test('a code is 26 letters of 128 bits, read under Caps Lock too; nothing else is one', () => {
    const zero = writeBadgeCode(new Uint8Array(16));
    expect(zero).toBe(`GP-${'0'.repeat(26)}`);
    expect(writeBadgeCode(new Uint8Array(16).fill(255))).toBe(`GP-7${'Z'.repeat(25)}`);
    expect(isBadgeCode(zero.toLowerCase())).toBe(true);
    expect(badgeCode(` ${zero.toLowerCase()} `)).toBe(zero);
    for (const other of ['GP-123', `${zero}0`, zero.replace('0', 'O'), 'premises.badge/1/x/00ff12ab34cd56ef'])
      expect(isBadgeCode(other), other).toBe(false);
    expect(() => writeBadgeCode(new Uint8Array(15))).toThrow(RangeError);
  });

  test('whoever holds a badge shows it, or is refused without a reason', () => {
    expect(said({})).toBe('badge-not-scanned');
    expect(said({ scan: scan() })).toBeNull();
    expect(said({ noBadge: 'forgotten' })).toBeNull();
    expect(said({ noBadge: 'other' })).toBe('badge-reason-needed');
    expect(said({ noBadge: 'other', remark: '换证' })).toBeNull();
    expect(said({ held: null })).toBeNull();
    // On paper nothing is scanned.
    expect(said({ late: true })).toBeNull();
  });

  test('refuses a scan that is another’s, old, used, on paper, or of a badge that lets nobody in', () => {
    expect(said({ scan: 'unknown' })).toBe('badge-scan-unknown');
    expect(said({ scan: scan({ minutesAgo: 15 }) })).toBe('badge-scan-stale');
    expect(said({ scan: scan({ used: true }) })).toBe('badge-scan-stale');
    expect(said({ scan: scan(), late: true })).toBe('badge-scan-stale');
    expect(said({ scan: scan(), noBadge: 'forgotten' })).toBe('badge-was-shown');
    for (const state of ['lost', 'returned', 'expired']) expect(said({ scan: scan({ state }) })).toBe(`badge-${state}`);
  });

  test('the register says itself that somebody held no valid badge', () => {
    expect(noBadgeOf(facts({ held: null, noBadge: 'forgotten' }))).toBe('noneHeld');
    expect(noBadgeOf(facts({ held: null, late: true }))).toBeNull();
    expect(noBadgeOf(facts({ noBadge: 'forgotten' }))).toBe('forgotten');
    expect(noBadgeOf(facts({ scan: scan() }))).toBeNull();
  });

  test('refuses a photograph that is broken, small, huge or lies on its side', () => {
    const photo = (width: number, height: number) => refusePhoto({ mediaType: 'image/png', width, height });
    expect(refusePhoto(null)?.code).toBe('badge-photo-broken');
    expect(photo(240, 300)).toBeNull();
    for (const [width, height] of [
      [239, 300],
      [240, 299],
      [400, 300],
      [4_000, 6_001],
    ] as const)
      expect(photo(width, height)).toMatchObject({ code: 'badge-photo-size', field: 'input.photoId' });
  });
});

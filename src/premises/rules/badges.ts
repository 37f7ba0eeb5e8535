/** Badges (挂牌上岗, 4.7-1): where one stands, what its QR code says, and how somebody was signed in by it. */
import type { Photograph } from '#/base/rules/photograph.ts';
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';

export const badgeStates = ['issued', 'expired', 'returned', 'lost'] as const;
/** `expired` is never stored: it is an issued badge whose day has passed. */
export type BadgeState = (typeof badgeStates)[number];
export type StoredBadgeState = Exclude<BadgeState, 'expired'>;

export const badgeStateNames: Record<BadgeState, Words> = {
  issued: { zh: '有效', en: 'Valid' },
  expired: { zh: '已过期', en: 'Expired' },
  returned: { zh: '已收回', en: 'Returned' },
  lost: { zh: '已挂失', en: 'Reported lost' },
};

/** Days are business days; a badge holds on its last day too. */
export const badgeState = (badge: { state: StoredBadgeState; validUntil: string }, today: string): BadgeState =>
  badge.state === 'issued' && badge.validUntil < today ? 'expired' : badge.state;

/**
 * What the QR code says: 128 random bits in letters and digits that no scanner or input method
 * confuses (Crockford base32). It names nobody, and a new badge has a new one.
 */
const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeBytes = 16;

/** Barcode pattern for `useBarcode`; a scanner under Caps Lock sends small letters. */
export const isBadgeCode = (text: string): boolean => /^GP-[0-9A-HJKMNP-TV-Z]{26}$/.test(text.trim().toUpperCase());

/** The code as it was issued. */
export const badgeCode = (scanned: string): string => scanned.trim().toUpperCase();

/** @throws RangeError unless there are 16 bytes. */
export function writeBadgeCode(random: Uint8Array): string {
  if (random.length !== codeBytes) throw new RangeError(`a badge's code is made of ${codeBytes} bytes`);
  let rest = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let letter = 0; letter < 26; letter += 1) {
    text = (codeAlphabet[Number(rest & 31n)] ?? '') + text;
    rest >>= 5n;
  }
  return `GP-${text}`;
}

/** A photograph on a badge must show a face at 25 mm, and stay small enough for a sheet of cards. */
const leastWidth = 240;
const leastHeight = 300;
const mostPixels = 6_000;
export const mostPhotoBytes = 2 * 1024 * 1024;

export function refusePhoto(photo: Photograph | null): Refusal | null {
  if (photo === null) return refuse('badge-photo-broken', {}, 'input.photoId');
  const { width, height } = photo;
  const fits = width >= leastWidth && height >= leastHeight && Math.max(width, height) <= mostPixels;
  return fits && height > width ? null : refuse('badge-photo-size', { width, height }, 'input.photoId');
}

/** What became of the badge somebody held, when he gets another: taken back, or lost and so revoked. */
export const formerFates = ['returned', 'lost'] as const;

/** Why somebody who holds a valid badge was signed in without it. */
export const noBadgeReasons = ['forgotten', 'unreadable', 'other'] as const;
/** `noneHeld`: he had no valid badge, which the register says by itself. */
export type NoBadge = (typeof noBadgeReasons)[number] | 'noneHeld';
export const noBadges: readonly NoBadge[] = [...noBadgeReasons, 'noneHeld'];

export const noBadgeNames: Record<NoBadge, Words> = {
  forgotten: { zh: '未带工牌', en: 'Badge not brought' },
  unreadable: { zh: '无法识读', en: 'Badge unreadable' },
  other: { zh: '其他原因', en: 'Other reason' },
  noneHeld: { zh: '无有效工牌', en: 'Holds no valid badge' },
};

/** A scan counts for the entry that follows it, not for one after the break. */
const scanMinutes = 15;

export interface SignInFacts {
  /** The scan that the entry names; null by hand. `unknown`: there is none, or it is somebody else's. */
  scan: { state: BadgeState; number: string; minutesAgo: number; used: boolean } | 'unknown' | null;
  noBadge: NoBadge | null;
  /** Number of the valid badge that he holds. */
  held: string | null;
  remark: string;
  late: boolean;
}

/** Each state of a badge that lets nobody in, as it is said at the door. */
export const refuseBadge = (state: BadgeState, number: string): Refusal | null => {
  if (state === 'issued') return null;
  const codes = { expired: 'badge-expired', returned: 'badge-returned', lost: 'badge-lost' } as const;
  return refuse(codes[state], { number });
};

/** 4.7-1: whoever holds a badge shows it, or the register says why not. */
export function refuseSignIn({ scan, noBadge, held, remark, late }: SignInFacts): Refusal | null {
  if (scan === 'unknown') return refuse('badge-scan-unknown', {}, 'input.scanId');
  if (scan !== null) {
    if (scan.used || late || scan.minutesAgo >= scanMinutes) return refuse('badge-scan-stale', {}, 'input.scanId');
    if (noBadge !== null) return refuse('badge-was-shown', {}, 'input.noBadge');
    return refuseBadge(scan.state, scan.number);
  }
  // On paper nothing is scanned; what was seen of the badge is said there.
  if (held !== null && noBadge === null && !late) return refuse('badge-not-scanned', { number: held }, 'input.noBadge');
  return noBadge === 'other' && remark === '' ? refuse('badge-reason-needed', {}, 'input.remark') : null;
}

/** What the register says of somebody signed in by hand: that he holds none is known, whatever was chosen. */
export const noBadgeOf = ({ scan, noBadge, held, late }: SignInFacts): NoBadge | null => {
  if (scan !== null) return null;
  return held === null && !late ? 'noneHeld' : noBadge;
};

/** The codes in the QR codes of badges (4.7-1): random, kept as a hash to be found by and sealed to be printed. */
import { createHash, randomBytes } from 'node:crypto';
import type { Keyring } from '#/protection/server/door.ts';
import { badgeCode, isBadgeCode, writeBadgeCode } from '../rules/badges.ts';

const hashOf = (code: string): Buffer => createHash('sha256').update(code).digest();

/** Sealed for this one badge: one person's code put into another's row does not open. */
const contextOf = (badgeId: string): string => `premises.badge/${badgeId}`;

export function newBadgeCode(keyring: Keyring, badgeId: string): { codeHash: Buffer; codeSealed: Buffer } {
  const code = writeBadgeCode(randomBytes(16));
  return { codeHash: hashOf(code), codeSealed: keyring.seal(Buffer.from(code), contextOf(badgeId)) };
}

export const openBadgeCode = (keyring: Keyring, badge: { id: string; code_sealed: Buffer }): string =>
  keyring.open(badge.code_sealed, contextOf(badge.id)).toString();

/** By what the scanned badge is found; null when no badge says anything like it. */
export const scannedHash = (scanned: string): Buffer | null =>
  isBadgeCode(scanned) ? hashOf(badgeCode(scanned)) : null;

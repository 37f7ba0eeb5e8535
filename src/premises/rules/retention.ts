/** How long footage is kept, and what must have happened before it may be deleted (4.3-6, 4.3-7, 4.3-8). */
import { Temporal } from 'temporal-polyfill';
import type { PartyKind } from '#/base/rules/roles.ts';
import { type ClockState, isFrozen, trustedNow } from './clock.ts';

/** From its first to its last moment, milliseconds since 1970. */
export interface Period {
  from: number;
  to: number;
}

/** 4.3-6 says six months; August 31 and six months is February 28, so days are counted besides. */
export const keptMonths = 6;
export const keptDays = 184;

/** 4.3-6: the first moment at which footage whose age counts from `since` may go: the later of both rules. */
export function keptUntil(since: number, timeZone: string): number {
  const made = Temporal.Instant.fromEpochMilliseconds(since).toZonedDateTimeISO(timeZone);
  const byMonths = made.add({ months: keptMonths }).epochMilliseconds;
  const byDays = made.add({ days: keptDays }).epochMilliseconds;
  return Math.max(byMonths, byDays);
}

/** A piece of footage as the rule sees it. */
export interface Piece extends Period {
  /** From when its age counts: `countsFrom` in clock.ts; null while nobody can say. */
  since: number | null;
  /** When it came into the register: what was vouched for before that was vouched for without it. */
  registeredAt: number;
}

/** A period that somebody vouches for, and when he said so. */
export interface Vouched extends Period {
  recordedAt: number;
}

/** What is known about the camera of a piece. */
export interface RetentionFacts {
  /** Periods that a playback check of a person of the archive department vouches for. */
  checks: readonly Vouched[];
  /** Periods that must stay: holds in force, and the days of issues that are still open. */
  holds: readonly Period[];
  clock: ClockState;
  timeZone: string;
}

export const retentionBlocks = ['too-young', 'unchecked', 'held', 'clock-frozen'] as const;
export type RetentionBlock = (typeof retentionBlocks)[number];

const touches = (a: Period, b: Period): boolean => a.from < b.to && b.from < a.to;

/** True when these periods together leave no moment of `piece` out. */
export function isCovered(piece: Period, periods: readonly Period[]): boolean {
  let seen = piece.from;
  for (const { from, to } of periods.toSorted((a, b) => a.from - b.from)) {
    if (from > seen) break;
    seen = Math.max(seen, to);
  }
  return seen >= piece.to;
}

/** Everything that stands against deleting the piece now. */
export function blocksOf(piece: Piece, { checks, holds, clock, timeZone }: RetentionFacts): RetentionBlock[] {
  const blocks: RetentionBlock[] = [];
  if (piece.since === null || trustedNow(clock) < keptUntil(piece.since, timeZone)) blocks.push('too-young');
  const seen = checks.filter(({ recordedAt }) => recordedAt >= piece.registeredAt);
  if (!isCovered(piece, seen)) blocks.push('unchecked');
  if (holds.some((hold) => touches(hold, piece))) blocks.push('held');
  if (isFrozen(clock)) blocks.push('clock-frozen');
  return blocks;
}

/** Where a piece stands: `kept`, then `requested` by the footage keeper, then `deleted` with a second person. */
export type Retention =
  | { phase: 'kept' }
  | { phase: 'requested'; by: string }
  | { phase: 'deleted'; requestedBy: string; approvedBy: string };

export interface Someone {
  personId: string;
  party: PartyKind;
  isFootageKeeper: boolean;
  isSecurityOfficer: boolean;
}

export type RetentionEvent = { type: 'request'; by: Someone } | { type: 'withdraw' } | { type: 'approve'; by: Someone };

export type RetentionRefusal = RetentionBlock | 'not-footage-keeper' | 'not-security-officer' | 'same-person' | 'phase';

/**
 * The one way from kept to deleted (4.3-8). Asked for and agreed to are both measured by what holds at that
 * moment: a hold that comes between stops it. Answers the next state, or why there is none.
 */
export function step(
  piece: Piece,
  state: Retention,
  event: RetentionEvent,
  facts: RetentionFacts,
): Retention | { refused: RetentionRefusal } {
  if (event.type === 'withdraw') return state.phase === 'requested' ? { phase: 'kept' } : { refused: 'phase' };
  if (state.phase !== (event.type === 'request' ? 'kept' : 'requested')) return { refused: 'phase' };
  const [block] = blocksOf(piece, facts);
  if (block) return { refused: block };
  if (event.type === 'request') {
    const { by } = event;
    if (!by.isFootageKeeper || by.party !== 'archive') return { refused: 'not-footage-keeper' };
    return { phase: 'requested', by: by.personId };
  }
  if (state.phase !== 'requested') return { refused: 'phase' };
  if (!event.by.isSecurityOfficer) return { refused: 'not-security-officer' };
  if (event.by.personId === state.by) return { refused: 'same-person' };
  return { phase: 'deleted', requestedBy: state.by, approvedBy: event.by.personId };
}

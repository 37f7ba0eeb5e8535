/** Playback checks (回放检查, 4.3-7, 4.3-8): what is drawn by lot, and what a record may vouch for. */
import { heldIn, joinedWithin } from './footage.ts';
import { isCovered, type Period } from './retention.ts';

/** How much is drawn for each camera and week. */
export interface PlaybackPolicy {
  ranges: number;
  minutes: number;
  /** Days after the week within which it is to be checked. */
  dueDays: number;
}

export const usualPolicy: PlaybackPolicy = { ranges: 2, minutes: 5, dueDays: 7 };

const minute = 60_000;
const week = 7 * 24 * 60 * minute;
/** Longest period that one check vouches for. */
export const longestVouched = 31 * 24 * 60 * minute;
/** An event is looked at from so long before it to so long after it. */
export const aroundEvent = 2 * minute;

/** Numbers from 0 to below 1 that follow from the text alone (FNV-1a, then mulberry32). */
function* drawn(text: string): Generator<number, never> {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  for (;;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

/** What is held, without overlaps and in order. */
function joined(pieces: readonly Period[]): Period[] {
  const held: Period[] = [];
  for (const { from, to } of pieces.toSorted((a, b) => a.from - b.from)) {
    const last = held.at(-1);
    if (last && from <= last.to + joinedWithin) last.to = Math.max(last.to, to);
    else held.push({ from, to });
  }
  return held;
}

export interface Sample extends Period {
  cause: 'lot' | 'event';
}

/**
 * 4.3-7: what of a camera's week is to be played back: ranges drawn by the seed among what is held, and every
 * event. The same seed, camera and footage always draw the same; ranges begin at whole seconds.
 */
export function drawSamples(
  { seed, cameraId, policy }: { seed: string; cameraId: string; policy: PlaybackPolicy },
  pieces: readonly Period[],
  events: readonly number[],
): Sample[] {
  const held = joined(pieces);
  const length = policy.minutes * minute;
  const total = held.reduce((sum, { from, to }) => sum + to - from, 0);
  const samples: Sample[] = [];
  const add = (from: number, to: number, cause: Sample['cause']): void => {
    // Whole seconds within what is held: as a person types and a player shows them.
    const sample = { from: Math.ceil(from / 1_000) * 1_000, to: Math.floor(to / 1_000) * 1_000, cause };
    const known = samples.some((one) => one.from <= sample.from && sample.to <= one.to);
    if (sample.to > sample.from && !known) samples.push(sample);
  };
  for (const at of events) {
    const inside = held.find(({ from, to }) => from <= at && at < to);
    if (inside) add(Math.max(inside.from, at - aroundEvent), Math.min(inside.to, at + aroundEvent), 'event');
  }
  const numbers = drawn(`${seed}/${cameraId}`);
  for (let i = 0; i < policy.ranges && total > 0; i += 1) {
    let offset = numbers.next().value * Math.max(1, total - length);
    const piece = held.find(({ from, to }) => {
      if (offset < to - from) return true;
      offset -= to - from;
      return false;
    });
    if (!piece) continue;
    const from = Math.max(piece.from, Math.floor((piece.from + offset) / 1_000) * 1_000);
    add(from, Math.min(piece.to, from + length), 'lot');
  }
  return samples.toSorted((a, b) => a.from - b.from);
}

/** Milliseconds that must have been seen to vouch for a period: the policy's share of every week begun, of what is held. */
export const leastSeen = (period: Period, held: readonly Period[], { ranges, minutes }: PlaybackPolicy): number =>
  Math.min(heldIn(period, held), Math.ceil((period.to - period.from) / week) * ranges * minutes * minute);

export interface Vouching {
  period: Period;
  /** What was played back. */
  seen: readonly Period[];
  /** Footage of the camera that touches the period: here, and elsewhere (a medium, another recorder). */
  here: readonly Period[];
  elsewhere: readonly Period[];
  /** What the person has opened here. */
  opened: readonly Period[];
  policy: PlaybackPolicy;
}

export type VouchRefusal =
  | { code: 'period-too-long' }
  | { code: 'period-without-footage' }
  | { code: 'range-outside' | 'range-without-footage' | 'range-not-opened'; index: number }
  | { code: 'too-little-seen'; seenMs: number; leastMs: number };

/** Why a record cannot vouch for the period; null when it can (4.3-8). */
export function refuseVouch({ period, seen, here, elsewhere, opened, policy }: Vouching): VouchRefusal | null {
  if (period.to - period.from > longestVouched) return { code: 'period-too-long' };
  const held = [...here, ...elsewhere];
  if (heldIn(period, held) === 0) return { code: 'period-without-footage' };
  for (const [index, range] of seen.entries()) {
    if (range.from < period.from || range.to > period.to) return { code: 'range-outside', index };
    if (heldIn(range, held) === 0) return { code: 'range-without-footage', index };
    // What lies here is played here, and that is on record; what lies elsewhere is not.
    if (heldIn(range, here) > 0 && !isCovered(range, [...opened, ...elsewhere]))
      return { code: 'range-not-opened', index };
  }
  const seenMs = joined(seen).reduce((sum, range) => sum + heldIn(range, held), 0);
  const leastMs = leastSeen(period, held, policy);
  return seenMs < leastMs ? { code: 'too-little-seen', seenMs, leastMs } : null;
}

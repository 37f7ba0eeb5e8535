/** Recorders of another make that keep footage themselves (4.3-6): how far back they reach, and for how long. */
import { keptDays } from './retention.ts';

const dayMs = 86_400_000;
/** A recorder is read once a week. */
export const readEveryDays = 7;

/** A weekly reading; moments in milliseconds since 1970. */
export interface RecorderReading {
  at: number;
  /** The earliest moment that it still plays. */
  earliest: number;
  capacityGb: number;
  usedGb: number;
}

export const recorderStates = ['unread', 'filling', 'enough', 'short'] as const;
/** `short`: it overwrites, or will, what is younger than six months. `filling`: it has not overwritten anything yet. */
export type RecorderState = (typeof recorderStates)[number];

export interface RecorderOutlook {
  state: RecorderState;
  /** Whole days that it reaches back now. */
  reaches: number | null;
  /** Whole days that its disks hold at this rate; null while too little is recorded to say. */
  holds: number | null;
  /** When it begins to overwrite; null when it does so already, or nobody can say. */
  overwritesAt: number | null;
}

/** A recorder that is fuller than this writes over its oldest footage. */
const full = 0.98;

/** What the newest reading says, with the one before it: a beginning that moved was overwritten. */
export function outlookOf(readings: readonly RecorderReading[], leastDays = keptDays): RecorderOutlook {
  const [last, before] = readings.toSorted((a, b) => b.at - a.at);
  if (!last) return { state: 'unread', reaches: null, holds: null, overwritesAt: null };
  const span = last.at - last.earliest;
  const reaches = Math.floor(span / dayMs);
  const overwrites = last.usedGb >= last.capacityGb * full || (before !== undefined && last.earliest > before.earliest);
  if (overwrites) {
    const state = reaches < leastDays ? 'short' : 'enough';
    return { state, reaches, holds: reaches, overwritesAt: null };
  }
  if (span < dayMs || last.usedGb === 0) return { state: 'filling', reaches, holds: null, overwritesAt: null };
  const msPerGb = span / last.usedGb;
  const holds = Math.floor((last.capacityGb * msPerGb) / dayMs);
  const overwritesAt = last.at + Math.floor((last.capacityGb - last.usedGb) * msPerGb);
  return { state: holds < leastDays ? 'short' : 'filling', reaches, holds, overwritesAt };
}

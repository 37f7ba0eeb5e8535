/**
 * Recording of cameras (4.3-1, 4.3-6): names and times of segments, when one is finished, when the program that
 * writes them is started anew. A run is one life of that program; its segments bear its name and a number.
 */
import { Temporal } from 'temporal-polyfill';
import { joinedWithin } from './footage.ts';
import type { Period } from './retention.ts';

/** Why a camera gives nothing. */
export const recordingFailures = [
  'unauthorized',
  'unreachable',
  'not-found',
  'no-data',
  'not-video',
  'disk-full',
  'key-lost',
  'no-recorder',
  'other',
] as const;
export type RecordingFailure = (typeof recordingFailures)[number];

export const recordingStates = ['off', 'waiting', 'recording', 'failing'] as const;
export type RecordingState = (typeof recordingStates)[number];

/** Name of a run that begins now: readable, in order, and never twice within a folder. */
export const runName = (at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toString({ fractionalSecondDigits: 3 }).replaceAll(/[-:]/g, '');

const digits = 6;
/** What the program is told to call its segments. */
export const segmentPattern = (run: string): string => `${run}-%0${digits}d.mp4`;
export const segmentName = (run: string, index: number): string => `${run}-${String(index).padStart(digits, '0')}.mp4`;
export const listName = (run: string): string => `${run}.csv`;
export const holderName = (run: string): string => `${run}.holder`;

/** What a file of a spool folder is; null for what does not belong there. */
export function readName(name: string): { run: string; kind: 'list' | 'holder' | number } | null {
  const [, run = '', index, ending] = /^(\d{8}T\d{6}\.\d{3}Z)(?:-(\d{6,})\.mp4|\.(csv|holder))$/.exec(name) ?? [];
  if (run === '') return null;
  return { run, kind: index === undefined ? (ending === 'csv' ? 'list' : 'holder') : Number(index) };
}

/** A finished segment by its run's own clock, milliseconds. */
export interface Segment {
  index: number;
  start: number;
  end: number;
}

/** The segments that a run has finished; a line that is not whole yet is none. */
export function readList(csv: string, run: string): Segment[] {
  const lines = csv.slice(0, csv.lastIndexOf('\n') + 1).split('\n');
  return lines.flatMap((line) => {
    const [name = '', start, end] = line.split(',');
    const read = readName(name);
    const segment = { start: Math.round(Number(start) * 1_000), end: Math.round(Number(end) * 1_000) };
    return read?.run === run && typeof read.kind === 'number' && segment.end > segment.start
      ? [{ index: read.kind, ...segment }]
      : [];
  });
}

/** A segment as its file was found. */
export interface FoundSegment extends Segment {
  /** When its file was begun and last written, by the wall clock. */
  bornAt: number;
  closedAt: number;
  /** Cut off, or not in the list (then both its times are 0). */
  isBroken: boolean;
  /** The last of a run that is over. */
  isLast: boolean;
}

/** Where a run's segments lie in time: its own zero by the wall clock, and what was placed last. */
export interface Placed extends Period {
  anchor: number;
  index: number;
  /** End of the last segment by the run's own clock. */
  end: number;
  /** Segments in a row that came later than the anchor says, by more than is allowed. */
  late: number;
}

/** So far a run's clock may differ from the wall clock before it is set anew. */
const anchoredWithin = 2_000;
/** A network that stands still for a while delivers late, and then in time again: only so many late ones are a clock. */
const lateAtMost = 2;
/** So much the arrival of pictures may vary; within it nothing is corrected. */
const jitter = 100;
/** A camera's clock that runs fast or slow is followed by so much a segment, so that nobody sees it. */
const step = 10;

/**
 * When a segment was made. The last picture of a segment came when its file was closed (`closedAt`, wall clock);
 * between, the camera's own clock is exact. A segment that follows another without a picture missing begins where
 * that one ends: the timeline shows no gap that is none.
 */
export function place(last: Placed | null, segment: Segment & { closedAt: number }): Placed {
  const told = segment.closedAt - segment.end;
  const wrong = last === null ? 0 : told - last.anchor;
  const late = wrong > anchoredWithin ? (last?.late ?? 0) + 1 : 0;
  const isSet = last !== null && wrong >= -anchoredWithin && late <= lateAtMost;
  const slew = Math.abs(wrong) <= jitter || late > 0 ? 0 : Math.sign(wrong) * step;
  const anchor = isSet ? last.anchor + slew : told;
  const follows = isSet && segment.index === last.index + 1 && Math.abs(segment.start - last.end) < joinedWithin;
  const from = follows ? last.to : anchor + segment.start;
  const to = Math.max(from + 1, anchor + segment.end);
  return { anchor, index: segment.index, end: segment.end, from, to, late: isSet ? late : 0 };
}

/**
 * The times to place a segment by. The list is wrong about the beginning of a run, whose first picture need not
 * stand at zero, and says nothing of what a kill has left: there the film itself says how long it is. When the last
 * of a run was closed says nothing of its pictures: a camera may have stood still before it was given up.
 */
export function timed(last: Placed | null, segment: FoundSegment, playableMs: number): Segment & { closedAt: number } {
  const { index, isBroken, isLast, bornAt } = segment;
  let { start, end, closedAt } = segment;
  if (isBroken) {
    if (start === end) start = last?.index === index - 1 ? last.end : 0;
    end = start + Math.max(1, playableMs);
  } else if (index === 0 && playableMs > 0) start = end - playableMs;
  else if (isLast && playableMs > 0) end = start + playableMs;
  if (isBroken || isLast) closedAt = last ? last.anchor + end : bornAt + end - start;
  return { index, start, end, closedAt };
}

/** A box of a film's outermost level: its kind, and where it ends. */
export interface Box {
  type: string;
  end: number;
}

/** Bytes of a film up to its last whole fragment, or all of it where nothing was cut off; 0 when it has no fragment. */
export function wholeBytes(boxes: readonly Box[], size: number): number {
  const fragment = boxes.findLast(
    ({ type, end }, at) => type === 'mdat' && end <= size && boxes[at - 1]?.type === 'moof',
  );
  const last = boxes.at(-1);
  return fragment !== undefined && last?.end === size && last.type !== 'moof' ? size : (fragment?.end ?? 0);
}

/** Cameras that save send a whole picture every few seconds only; a segment ends with the next one. */
const longestGroup = 8_000;
/** Without a new segment for so long, two were missed. */
export const stuckAfter = (segmentMs: number): number => 2 * segmentMs + longestGroup;

/** 4.3-1: a program that lives and writes nothing records nothing: what counts is the last finished segment. */
export const isStuck = (now: number, lastProgress: number, segmentMs: number): boolean =>
  now - lastProgress > stuckAfter(segmentMs);

const shortestPause = 500;
const longestPause = 8_000;
/** Cameras lock out whoever shows a wrong password too often, and everybody else with him. */
const lockedOutPause = 60_000;
/** Before the next start, after so many runs in a row that finished nothing. */
export const pauseAfter = (fruitless: number, failure: RecordingFailure): number =>
  failure === 'unauthorized' ? lockedOutPause : Math.min(longestPause, shortestPause * 2 ** Math.max(0, fruitless - 1));

/** What the program said, as a reason; its words name the address and are kept nowhere. */
export function failureOf(words: string): RecordingFailure {
  if (words.trim() === '') return 'no-data';
  if (/401 Unauthorized|403 Forbidden/i.test(words)) return 'unauthorized';
  if (/No space left on device|Disk quota exceeded/i.test(words)) return 'disk-full';
  if (/404 Not Found|4\d\d Client Error/i.test(words)) return 'not-found';
  if (/matches no streams|Could not find tag for codec|codec not currently supported/i.test(words)) return 'not-video';
  if (
    /refused|No route to host|unreachable|timed out|resolve|reset by peer|Input\/output error|Impossible to open/i.test(
      words,
    )
  )
    return 'unreachable';
  return 'other';
}

/** Entered once a minute: without a piece for so long a camera does not record. */
const freshFor = 180_000;

export interface RecordingFacts {
  on: boolean;
  setAt: number;
  lastPiece: number | null;
  failingSince: number | null;
  failure: RecordingFailure | null;
}

export interface RecordingOutlook {
  state: RecordingState;
  since: number | null;
  failure: RecordingFailure | null;
}

/** What becomes of a camera, as a page shows it. */
export function recordingState(facts: RecordingFacts, now: number): RecordingOutlook {
  const { on, setAt, lastPiece, failingSince, failure } = facts;
  if (!on) return { state: 'off', since: null, failure: null };
  if (failingSince !== null) return { state: 'failing', since: failingSince, failure };
  const fresh = Math.max(setAt, lastPiece ?? 0);
  // Nobody has said that it fails, and nobody enters anything: there is no recorder.
  if (now - fresh > freshFor) return { state: 'failing', since: fresh, failure: 'no-recorder' };
  return lastPiece !== null && lastPiece >= setAt
    ? { state: 'recording', since: null, failure: null }
    : { state: 'waiting', since: setAt, failure: null };
}

/** Plays pieces one after the other on one video element, each at its place in time (4.3-7). */
import type { OutputOf } from '#/base/rules/declare.ts';
import { streamAddress } from '#/base/web/client.ts';
import { footageBytes, type footagePlay } from '../../rules/api/footage.ts';
import { joinedWithin } from '../../rules/footage.ts';

type Opened = OutputOf<typeof footagePlay>;
export type FilmPiece = Opened['pieces'][number];

/** Pieces that a player can join without a gap between them, or a single file that it plays by itself. */
export interface Reel {
  /** Each with the second of the reel at which it begins. */
  pieces: (FilmPiece & { second: number })[];
  /** Seconds that it plays. */
  seconds: number;
  mediaType: string;
  joined: boolean;
}

const at = (instant: string): number => Date.parse(instant);

/**
 * Fragmented pieces of one kind that follow each other make one reel, which plays through; after a gap another
 * one begins. What no browser plays is left out.
 */
export function reelsOf(pieces: readonly FilmPiece[]): Reel[] {
  const reels: Reel[] = [];
  for (const piece of pieces) {
    const { mediaType, inFragments, playableMs } = piece;
    if (mediaType === null || playableMs === 0) continue;
    const last = reels.at(-1);
    const follows = last !== undefined && Math.abs(at(piece.from) - timeAt(last, last.seconds)) < joinedWithin;
    if (follows && last.joined && inFragments && last.mediaType === mediaType) {
      last.pieces.push({ ...piece, second: last.seconds });
      last.seconds += playableMs / 1_000;
    } else
      reels.push({ pieces: [{ ...piece, second: 0 }], seconds: playableMs / 1_000, mediaType, joined: inFragments });
  }
  return reels;
}

/** The moment of the picture at a second of the reel, milliseconds since 1970. */
export function timeAt({ pieces }: Reel, second: number): number {
  const piece = pieces.findLast((one) => one.second <= second) ?? pieces[0];
  return piece ? at(piece.from) + (second - piece.second) * 1_000 : 0;
}

/** The second of the reel at which a moment is shown; its beginning or end where it does not show it. */
export function secondAt(reel: Reel, moment: number): number {
  const piece = reel.pieces.findLast((one) => at(one.from) <= moment);
  return piece ? Math.min(reel.seconds, piece.second + (moment - at(piece.from)) / 1_000) : 0;
}

const aheadSeconds = 60;
const behindSeconds = 120;

export interface Feed {
  /** Called when the player has moved on or jumped. */
  attend(): void;
  close(): void;
}

export interface FeedReport {
  onVerified(sha256: string): void;
  onSpoilt(piece: FilmPiece): void;
  /** Something could not be fetched or is not played by this browser. */
  onTrouble(): void;
}

const addressOf = (grant: string, piece: FilmPiece): string =>
  `${streamAddress(footageBytes, grant)}?piece=${piece.id}`;

const digestOf = async (bytes: ArrayBuffer): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

/** Puts the reel into the element, piece by piece as it plays on. */
export function feed(video: HTMLVideoElement, reel: Reel, grant: string, report: FeedReport): Feed {
  const [first] = reel.pieces;
  // What the browser cannot join it may still play by itself.
  if (!reel.joined || !MediaSource.isTypeSupported(reel.mediaType)) {
    video.src = first ? addressOf(grant, first) : '';
    return { attend: () => undefined, close: () => unload(video) };
  }
  const source = new MediaSource();
  const address = URL.createObjectURL(source);
  let closed = false;
  let busy = false;
  let stopped = false;
  const away = new AbortController();
  const fail = (): void => {
    if (closed) return;
    stopped = true;
    report.onTrouble();
  };
  const done = new Set<string>();
  const spoilt = new Set<string>();

  const next = () =>
    reel.pieces.find(
      ({ id, second, playableMs }) =>
        !done.has(id) &&
        !spoilt.has(id) &&
        second + playableMs / 1_000 > video.currentTime &&
        second < video.currentTime + aheadSeconds,
    );
  const attend = async (): Promise<void> => {
    const [buffer] = source.sourceBuffers;
    if (busy || closed || stopped || source.readyState === 'closed' || buffer === undefined) return;
    busy = true;
    try {
      for (let piece = next(); piece !== undefined && !closed; piece = next()) {
        const answer = await fetch(addressOf(grant, piece), { signal: away.signal });
        // A lapsed session or a missing file is no tampering.
        if (!answer.ok) return fail();
        const bytes = await answer.arrayBuffer();
        if ((await digestOf(bytes)) !== piece.sha256) {
          spoilt.add(piece.id);
          report.onSpoilt(piece);
          continue;
        }
        report.onVerified(piece.sha256);
        await makeRoom(buffer, video.currentTime, (gone) => {
          for (const { id, second, playableMs } of reel.pieces)
            if (second + playableMs / 1_000 <= gone) done.delete(id);
        });
        buffer.timestampOffset = piece.second;
        buffer.appendBuffer(bytes);
        await settled(buffer);
        done.add(piece.id);
      }
      if (done.size + spoilt.size === reel.pieces.length && source.readyState === 'open') source.endOfStream();
    } catch {
      fail();
    } finally {
      busy = false;
    }
  };
  source.addEventListener('sourceopen', () => {
    if (source.sourceBuffers.length > 0) return;
    const buffer = source.addSourceBuffer(reel.mediaType);
    // Each piece is put where its time says, whatever time it carries inside.
    buffer.mode = 'sequence';
    source.duration = reel.seconds;
    void attend();
  });
  video.src = address;
  return {
    attend: () => void attend(),
    close() {
      closed = true;
      away.abort();
      unload(video);
      URL.revokeObjectURL(address);
    },
  };
}

function unload(video: HTMLVideoElement): void {
  video.removeAttribute('src');
  video.load();
}

const settled = (buffer: SourceBuffer): Promise<void> =>
  new Promise((resolve, reject) => {
    buffer.addEventListener('updateend', () => resolve(), { once: true });
    buffer.addEventListener('error', () => reject(new Error('the browser refused a piece')), { once: true });
  });

/** Lets go of what was played long ago: a browser keeps some 150 MB. */
async function makeRoom(buffer: SourceBuffer, now: number, gone: (before: number) => void): Promise<void> {
  const before = now - behindSeconds;
  if (buffer.buffered.length === 0 || buffer.buffered.start(0) >= before) return;
  buffer.remove(0, before);
  await settled(buffer);
  gone(before);
}

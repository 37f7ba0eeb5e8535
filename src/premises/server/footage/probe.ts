/** What a file of footage really holds: read in a process of its own, since anybody may have made the file. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { createFile, type ISOFile, Log, type MP4BoxBuffer } from 'mp4box';
import type { FootageProblem } from '../../rules/footage.ts';

export interface Probed {
  /** As a browser's player takes it; null when it holds no video that one plays. */
  mediaType: string | null;
  inFragments: boolean;
  /** Milliseconds of whole frames. */
  playableMs: number;
  problem: FootageProblem | null;
}

// What it has to say about a broken file is in the answer; a hostile one shall not fill the log.
Log.error = () => undefined;

const chunkBytes = 1 << 20;
/** A file may say so much more or less than it holds before that is worth a word, milliseconds. */
const toldWithin = 1_000;

const unreadable: Probed = { mediaType: null, inFragments: false, playableMs: 0, problem: 'unreadable' };

/** Codecs that Debian's Chromium plays (measured); everything else is kept and marked. */
const playable = /^(avc1|avc3|vp09|av01)\./;
/** Codec names of what only a key opens. */
const encrypted = /^enc[va]$/;

/**
 * Run by `Apart`: `input` is the path of the file. Never throws for what the file is.
 *
 * @public
 */
export async function work(input: unknown): Promise<Probed> {
  return probe(String(input));
}

export async function probe(path: string): Promise<Probed> {
  await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  const { size } = await file.stat();
  const film = createFile(false);
  let known = false;
  film.onReady = () => {
    known = true;
  };
  try {
    for (let at = 0; at < size;) {
      const { buffer, bytesRead } = await file.read(new Uint8Array(chunkBytes), 0, chunkBytes, at);
      if (bytesRead === 0) break;
      const bytes = buffer.buffer.slice(0, bytesRead) as MP4BoxBuffer;
      bytes.fileStart = at;
      at += bytesRead;
      // Answers where to go on: pictures are passed over, not read.
      at = Math.max(at, film.appendBuffer(bytes, at >= size) ?? at);
    }
    film.flush();
    return known ? judge(film, size) : unreadable;
  } catch {
    return unreadable;
  }
}

function judge(film: ISOFile, size: number): Probed {
  const info = film.getInfo();
  const video = info.videoTracks[0];
  const named = video?.codec ?? '';
  if (encrypted.test(named)) return { ...unreadable, inFragments: info.isFragmented, problem: 'encrypted' };
  if (!video || !playable.test(named)) return { ...unreadable, problem: 'no-video' };
  const frames = film.getTrackSamplesInfo(video.id);
  const whole = frames.filter((frame) => frame.offset + frame.size <= size);
  const ms = (list: readonly { duration: number }[]): number =>
    Math.round((list.reduce((sum, { duration }) => sum + duration, 0) / video.timescale) * 1_000);
  const playableMs = ms(whole);
  const told = Math.round((info.duration / info.timescale) * 1_000);
  const cutOff = whole.length < frames.length || lastBoxEnds(film) > size;
  // A fragmented file need not say its length.
  const differs = told > 0 && Math.abs(told - playableMs) > toldWithin;
  return {
    mediaType: playableMs > 0 ? mediaTypeOf(info.mime) : null,
    inFragments: info.isFragmented,
    playableMs,
    problem: playableMs === 0 || cutOff ? 'cut-off' : differs ? 'length-differs' : null,
  };
}

/** Without the profiles, which players do not take. */
const mediaTypeOf = (mime: string): string => mime.replace(/;\s*profiles="[^"]*"/, '');

const lastBoxEnds = (film: ISOFile): number => Math.max(0, ...film.boxes.map((box) => (box.start ?? 0) + box.size));

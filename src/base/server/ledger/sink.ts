/**
 * The second sink: sealed entries again, as fsynced segment files on another path
 * (docs/design/ledger-format.md, section 8).
 *
 * Segments are a pure function of the log, and writes go to explicit positions, so a stalled former
 * leader that wakes up writes the same bytes to the same places.
 */
import { type FileHandle, mkdir, open, readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { maxBody } from '#/base/rules/ledger/entry.ts';
import { frame, parseFrame } from './frame.ts';

export const segmentBytes = 64 * 1024 * 1024;

export interface SinkEntry {
  seq: number;
  body: Buffer;
}

/** The sink cannot be written or read now: disk full, path gone. Retried. */
export class SinkOut extends Error {}
/** The sink's own files contradict each other or the log. Never repaired silently. */
export class SinkDamaged extends Error {}

interface Place {
  file: FileHandle;
  path: string;
  bytes: number;
}

const segmentName = (seq: number): string => `${String(seq).padStart(12, '0')}.log`;

export class Sink implements AsyncDisposable {
  readonly #dir: string;
  readonly #limit: number;
  #place: Place | null = null;
  #size = 0;
  #opened = false;

  constructor(dir: string, limit = segmentBytes) {
    this.#dir = dir;
    this.#limit = limit;
  }

  /** Entries that are durable. */
  get size(): number {
    return this.#size;
  }

  get isOpen(): boolean {
    return this.#opened;
  }

  /**
   * Opens the newest segment, cuts a torn last line off, and answers the last entries in it, at
   * most `tail`, for comparison with the database.
   */
  async open(tail: number): Promise<SinkEntry[]> {
    await this.close();
    return this.#guard(async () => {
      await mkdir(this.#dir, { recursive: true, mode: 0o700 });
      const names = (await readdir(this.#dir)).filter((name) => /^\d{12}\.log$/.test(name)).sort();
      const last = names.at(-1);
      this.#size = 0;
      let entries: SinkEntry[] = [];
      if (last !== undefined) {
        const path = join(this.#dir, last);
        const read = await readSegment(path, Number(last.slice(0, 12)));
        if (read.torn) await truncate(path, read.bytes);
        this.#size = Number(last.slice(0, 12)) + read.count;
        this.#place = { file: await open(path, 'r+'), path, bytes: read.bytes };
        if (read.torn) await this.#place.file.sync();
        entries = read.tail.slice(-tail);
      }
      this.#opened = true;
      return entries;
    });
  }

  /** Appends entries that continue the sink, and returns when they are durable. */
  async append(entries: readonly SinkEntry[]): Promise<void> {
    if (!this.#opened) throw new SinkOut('not open');
    await this.#guard(async () => {
      let pending: Buffer[] = [];
      let [next, waiting] = [this.#size, 0];
      for (const { seq, body } of entries) {
        if (seq !== next) throw new SinkDamaged(`entry ${seq} does not continue a sink of ${next}`);
        if (!this.#place || this.#place.bytes + waiting >= this.#limit) {
          await this.#flush(pending, next);
          [pending, waiting] = [[], 0];
          await this.#begin(seq);
        }
        const line = frame(seq, body);
        pending.push(line);
        waiting += line.length;
        next += 1;
      }
      await this.#flush(pending, next);
    });
  }

  async #begin(seq: number): Promise<void> {
    await this.#place?.file.close();
    this.#place = null;
    const path = join(this.#dir, segmentName(seq));
    const file = await open(path, 'w+', 0o600);
    const folder = await open(this.#dir, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    this.#place = { file, path, bytes: 0 };
  }

  async #flush(parts: Buffer[], size: number): Promise<void> {
    const place = this.#place;
    if (!place || parts.length === 0) return;
    const data = Buffer.concat(parts);
    // A full disk can take a part of the bytes without an error, so the count is what is believed.
    const { bytesWritten } = await place.file.write(data, 0, data.length, place.bytes);
    if (bytesWritten !== data.length) {
      await place.file.truncate(place.bytes);
      throw new SinkOut(`short write: ${bytesWritten} of ${data.length}`);
    }
    await place.file.datasync();
    place.bytes += data.length;
    this.#size = size;
  }

  /** After any fault the files are read again before the next write: a failed fsync proves nothing. */
  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.close();
      if (error instanceof SinkDamaged || error instanceof SinkOut) throw error;
      throw new SinkOut(String(error), { cause: error });
    }
  }

  async close(): Promise<void> {
    const place = this.#place;
    this.#place = null;
    this.#opened = false;
    await place?.file.close().catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

interface Segment {
  count: number;
  /** Length of the whole lines. */
  bytes: number;
  torn: boolean;
  tail: SinkEntry[];
}

const keptTail = 1_000;

async function readSegment(path: string, first: number): Promise<Segment> {
  const data = await readFile(path);
  const tail: SinkEntry[] = [];
  let [at, count] = [0, 0];
  while (at < data.length) {
    const next = parseFrame(data, at, maxBody);
    if (next === 'more') break;
    if (next === 'bad' || next.seq !== first + count) {
      throw new SinkDamaged(`${path}: no entry ${first + count} at byte ${at}`);
    }
    tail.push({ seq: next.seq, body: next.bytes });
    if (tail.length > 2 * keptTail) tail.splice(0, keptTail);
    at = next.end;
    count += 1;
  }
  return { count, bytes: at, torn: at < data.length, tail };
}

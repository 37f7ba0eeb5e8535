import type { Readable } from 'node:stream';

/** What is known of stored bytes. Digests are lower-case hexadecimal. */
export interface StoredObject {
  sha256: string;
  sm3: string;
  bytes: number;
}

/** Thrown when a stream is longer than it may be; nothing was stored. */
export class TooLarge extends Error {}

/**
 * Content-addressed, immutable storage. Every driver passes `contract.ts`.
 *
 * `put` reads its stream once, hashes SHA-256 and SM3 in that pass, and answers only when the bytes
 * would survive a power cut; nobody ever sees half an object. When it fails, what is left of the
 * stream is the caller's to drain or destroy: the answer may have to go back by the same connection.
 */
export interface ObjectStore {
  put(bytes: Readable, limit?: number): Promise<StoredObject>;
  /** The bytes, or a part (`end` is exclusive, and may lie behind the last byte). @throws when there is no such object */
  get(sha256: string, range?: { start: number; end: number }): Promise<Readable>;
  size(sha256: string): Promise<number | null>;
  /** Only for a purge. False when it was not there. */
  remove(sha256: string): Promise<boolean>;
  /** Reads everything again: what no longer matches its name. For the nightly check. */
  damaged(): AsyncIterable<string>;
}

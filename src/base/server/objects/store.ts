import type { Readable } from 'node:stream';

/** What is known of stored bytes. Digests are lower-case hexadecimal. */
export interface StoredObject {
  sha256: string;
  sm3: string;
  bytes: number;
}

/** What became an object from a part: its SM3 is measured by whoever reads it next, for a sender waits meanwhile. */
export type SettledObject = Omit<StoredObject, 'sm3'>;

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
  /**
   * Adds bytes to a part (`id`: UUID of an upload) that has `offset` bytes, and answers its new length. A power cut
   * may take a part away as a whole, which `length` then tells; what was settled stays. A stream that breaks off leaves what came: `length` tells how much.
   * @throws TooLarge beyond `limit`: then the part is as it was
   */
  append(id: string, offset: number, bytes: Readable, limit: number): Promise<number>;
  /** Bytes of a part; 0 when there is none. */
  length(id: string): Promise<number>;
  /** A part becomes an object, and is no part any more. @throws when there is none */
  settle(id: string): Promise<SettledObject>;
  /** Takes a part away; nothing when there is none. */
  discard(id: string): Promise<void>;
  /** A file that holds the bytes, for programs that read by path; it must not be changed. @throws when there is none */
  path(sha256: string): Promise<string>;
  /** Reads everything again: what no longer matches its name. For the nightly check. */
  damaged(): AsyncIterable<string>;
}

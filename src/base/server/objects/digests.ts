/** Digests of a file, several by one reading. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';

const piece = 256 * 1024;
/** Others have their turn after so many bytes: some milliseconds. */
const turnBytes = 4 * 1024 * 1024;

/**
 * Into the same memory piece by piece: a stream takes new memory for each, which costs more than hashing it. Of a
 * process that serves nobody at the same time.
 *
 * @throws when the file cannot be read to its end
 */
export async function digestsOf<N extends string>(path: string, names: readonly N[]): Promise<Map<N, string>> {
  const hashes = names.map((name) => [name, createHash(name)] as const);
  const memory = Buffer.allocUnsafeSlow(piece);
  const file = openSync(path, 'r');
  try {
    for (let at = 0, length = -1; length !== 0; at += length) {
      length = readSync(file, memory, 0, piece, at);
      for (const [, hash] of hashes) hash.update(memory.subarray(0, length));
      if (at % turnBytes === 0) await turn();
    }
  } finally {
    closeSync(file);
  }
  return new Map(hashes.map(([name, hash]) => [name, hash.digest('hex')]));
}

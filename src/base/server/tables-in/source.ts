import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file on disk while it is read, and a folder of its own for what is derived from it. */
export interface Source extends AsyncDisposable {
  path: string;
  bytes: number;
  folder: string;
}

export class TooManyBytes extends Error {}

/**
 * A stream is kept in the folder, for tables are read from more than one place.
 *
 * @throws TooManyBytes
 */
export async function keepSource(from: string | AsyncIterable<Uint8Array>, limit: number): Promise<Source> {
  const folder = await mkdtemp(join(tmpdir(), 'shoucang-table-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const path = typeof from === 'string' ? from : join(folder, 'table');
    if (typeof from !== 'string') await pipeline(from, limited(limit), createWriteStream(path, { mode: 0o600 }));
    const { size } = await stat(path);
    if (size > limit) throw new TooManyBytes();
    return { path, bytes: size, folder, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

const limited = (limit: number) =>
  async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.byteLength;
      if (bytes > limit) throw new TooManyBytes();
      yield chunk;
    }
  };

/** Bytes from `start`, fewer at the end of the file. */
export async function readPart(path: string, start: number, length: number): Promise<Buffer> {
  await using handle = await open(path);
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** What the folder store does with files, so that they survive a power cut and a full disk. */
import { type FileHandle, open, opendir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/**
 * Where an object lies below the folder of its store: `abc/<sha256>`. 4096 folders: ten million objects are 2,500 in
 * each, and a new one seldom needs a new folder, whose name would have to be flushed as well.
 */
export const objectPath = (sha256: string): string => join(sha256.slice(0, 3), sha256);

/** `undefined` for "no such file", anything else is thrown on. */
export function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

/** Files that nobody has written to for so long. */
export async function sweep(folder: string, olderMs: number): Promise<void> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    const file = await stat(path).catch(absent);
    if (file && Date.now() - file.mtimeMs > olderMs) await rm(path, { force: true });
  }
}

/** A full disk can answer with a short count instead of an error. */
export async function writeAll(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < chunk.length) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done, position + done);
    if (bytesWritten === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    done += bytesWritten;
  }
}

/** Bytes that wait to be written, so that a stream of small pieces costs few writes. */
const together = 512 * 1024;

/** Writes a stream to a file from `position` on, and tells each piece. What came before a stream broke off is written. */
export async function writeStream(
  file: FileHandle,
  bytes: Readable,
  position: number,
  each: (chunk: Buffer) => void,
): Promise<void> {
  let waiting: Buffer[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const [chunks, written] = [waiting, length];
    [waiting, length] = [[], 0];
    const { bytesWritten } = await file.writev(chunks, position);
    if (bytesWritten < written)
      await writeAll(file, Buffer.concat(chunks).subarray(bytesWritten), position + bytesWritten);
    position += written;
  };
  try {
    for await (const chunk of bytes.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      each(chunk);
      waiting.push(chunk);
      length += chunk.length;
      if (length >= together) await flush();
    }
  } finally {
    if (length > 0) await flush();
  }
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

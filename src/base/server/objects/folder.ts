import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, opendir, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type ObjectStore, type StoredObject, TooLarge } from './store.ts';

const nameShape = /^[0-9a-f]{64}$/;

/** Objects as files `ab/cd/<sha256>` below `root`: temporary file, fsync, rename, fsync of the folder. */
export async function openFolderStore(root: string): Promise<ObjectStore> {
  const temporary = join(root, 'tmp');
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  await sweep(temporary);

  const pathOf = (sha256: string): string => {
    if (!nameShape.test(sha256)) throw new Error('not an object name');
    return join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };

  return {
    async put(bytes, limit = Number.MAX_SAFE_INTEGER) {
      const path = join(temporary, randomUUID());
      try {
        const stored = await writeHashed(path, bytes, limit);
        await settle(path, pathOf(stored.sha256), root);
        return stored;
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
    },

    async get(sha256, range) {
      const file = await open(pathOf(sha256), 'r');
      return file.createReadStream(range ? { start: range.start, end: range.end - 1 } : {});
    },

    async size(sha256) {
      return (await stat(pathOf(sha256)).catch(absent))?.size ?? null;
    },

    async remove(sha256) {
      const path = pathOf(sha256);
      const gone = await unlink(path).then(
        () => true,
        (error: unknown) => absent(error) !== undefined,
      );
      if (gone) await syncFolder(dirname(path));
      return gone;
    },

    async *damaged() {
      for await (const path of objectFiles(root)) {
        const hash = createHash('sha256');
        for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
        const name = path.slice(-64);
        if (hash.digest('hex') !== name) yield name;
      }
    },
  };
}

const dayMs = 86_400_000;

/** What a crash left half-written was never acknowledged; a day old, no process is still writing it. */
async function sweep(folder: string): Promise<void> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    const file = await stat(path).catch(absent);
    if (file && Date.now() - file.mtimeMs > dayMs) await rm(path, { force: true });
  }
}

/** `undefined` for "no such file", anything else is thrown on. */
function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

async function writeHashed(path: string, source: Readable, limit: number): Promise<StoredObject> {
  const sha256 = createHash('sha256');
  const sm3 = createHash('sm3');
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limit) throw new TooLarge(`more than ${limit} bytes`);
      sha256.update(chunk);
      sm3.update(chunk);
      await writeAll(file, chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: sha256.digest('hex'), sm3: sm3.digest('hex'), bytes };
}

/** A full disk can answer with a short count instead of an error. */
async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  let done = 0;
  while (done < chunk.length) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done);
    if (bytesWritten === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    done += bytesWritten;
  }
}

async function settle(from: string, to: string, root: string): Promise<void> {
  if (await stat(to).catch(absent)) {
    // The same content is there already, whole: names are digests and files are never changed.
    await rm(from);
    return;
  }
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to);
  await syncFolder(dirname(to));
  await syncFolder(dirname(dirname(to)));
  await syncFolder(root);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function* objectFiles(root: string): AsyncIterable<string> {
  for await (const entry of await opendir(root, { recursive: true })) {
    if (entry.isFile() && nameShape.test(entry.name)) yield join(entry.parentPath, entry.name);
  }
}

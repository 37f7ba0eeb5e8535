import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, opendir, rename, rm, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { absent, objectPath, sweep, syncFolder, writeStream } from './files.ts';
import { openParts } from './parts.ts';
import { type ObjectStore, type StoredObject, TooLarge } from './store.ts';

const nameShape = /^[0-9a-f]{64}$/;
/** What a crash left half-written was never acknowledged; a day old, no process is still writing it. */
const dayMs = 86_400_000;

/** Objects as files `abc/<sha256>` below `root`: temporary file, fsync, rename, fsync of the folder. */
export async function openFolderStore(root: string): Promise<ObjectStore> {
  const temporary = join(root, 'tmp');
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  await syncFolder(dirname(root));
  await sweep(temporary, dayMs);
  const parts = await openParts(root);
  const lasting = new Set<string>();

  const pathOf = (sha256: string): string => {
    if (!nameShape.test(sha256)) throw new Error('not an object name');
    return join(root, objectPath(sha256));
  };

  return {
    async put(bytes, limit = Number.MAX_SAFE_INTEGER) {
      const path = join(temporary, randomUUID());
      try {
        const stored = await writeHashed(path, bytes, limit);
        await settle(path, pathOf(stored.sha256), lasting);
        return stored;
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
    },

    async get(sha256, range) {
      const file = await open(pathOf(sha256), 'r');
      if (range && range.end <= range.start) {
        await file.close();
        return Readable.from([]);
      }
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

    append: parts.append,
    length: parts.length,
    discard: parts.discard,

    async settle(id) {
      const { path, ...stored } = await parts.hash(id);
      await settle(path, pathOf(stored.sha256), lasting);
      return stored;
    },

    async path(sha256) {
      const path = pathOf(sha256);
      await stat(path);
      return path;
    },

    async *damaged() {
      for await (const path of objectFiles(root)) if (!(await isWhole(path))) yield basename(path);
    },
  };
}

async function writeHashed(path: string, source: Readable, limit: number): Promise<StoredObject> {
  const sha256 = createHash('sha256');
  const sm3 = createHash('sm3');
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    await writeStream(file, source, 0, (chunk) => {
      bytes += chunk.length;
      if (bytes > limit) throw new TooLarge(`more than ${limit} bytes`);
      sha256.update(chunk);
      sm3.update(chunk);
    });
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: sha256.digest('hex'), sm3: sm3.digest('hex'), bytes };
}

/**
 * Gives the bytes their name. What stands there already is the same content, so taking its place
 * changes nothing, except that a damaged object is whole again.
 *
 * A folder's own name lies in its parent, which needs its flush once. That a folder exists does not
 * say that somebody has flushed it, so each process remembers in `lasting` which ones it has.
 */
async function settle(from: string, to: string, lasting: Set<string>): Promise<void> {
  const folder = dirname(to);
  if (!lasting.has(folder)) await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(from, to);
  await syncFolder(folder);
  if (lasting.has(folder)) return;
  await syncFolder(dirname(folder));
  lasting.add(folder);
}

async function* objectFiles(root: string): AsyncIterable<string> {
  for await (const entry of await opendir(root, { recursive: true })) {
    if (entry.isFile() && nameShape.test(entry.name)) yield join(entry.parentPath, entry.name);
  }
}

async function isWhole(path: string): Promise<boolean> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    // Purged since it was listed: nothing that could be damaged. A dead sector is damage.
    if (error instanceof Error && 'code' in error && error.code === 'EIO') return false;
    absent(error);
    return true;
  }
  return hash.digest('hex') === basename(path);
}

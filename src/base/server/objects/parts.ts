/** Parts of the folder store: uploads that arrive in pieces, each piece on the disk before it is acknowledged. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { absent, sweep, syncFolder, writeStream } from './files.ts';
import { type SettledObject, TooLarge } from './store.ts';

const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** An upload that nobody has gone on with for so long is given up. */
const keptMs = 14 * 86_400_000;

/** Digests of a part so far: what arrives in one piece, as most do, is not read again to be hashed. */
interface Progress {
  sha256: Hash;
  bytes: number;
}

export async function openParts(root: string) {
  const folder = join(root, 'parts');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncFolder(root);
  await sweep(folder, keptMs);
  const known = new Map<string, Progress>();

  const pathOf = (id: string): string => {
    if (!idShape.test(id)) throw new Error('not the name of a part');
    return join(folder, id);
  };
  const lengthOf = async (id: string): Promise<number> => (await stat(pathOf(id)).catch(absent))?.size ?? 0;

  async function append(id: string, offset: number, bytes: Readable, limit: number): Promise<number> {
    const fresh = offset === 0;
    const file = await open(pathOf(id), fresh ? 'w' : 'r+', 0o600);
    const progress = fresh ? begun() : known.get(id);
    known.delete(id);
    let length = offset;
    try {
      if ((await file.stat()).size !== offset) throw new Error(`part ${id} does not end at ${offset}`);
      try {
        await writeStream(file, bytes, offset, (chunk) => {
          if (length + chunk.length > limit) throw new TooLarge(`more than ${limit} bytes`);
          length += chunk.length;
          if (progress) add(progress, chunk);
        });
      } catch (error) {
        if (error instanceof TooLarge) await file.truncate(offset);
        throw error;
      } finally {
        await file.sync();
      }
    } finally {
      await file.close();
    }
    if (progress?.bytes === length) known.set(id, progress);
    return length;
  }

  return {
    append,
    length: lengthOf,
    /** Digests of the whole part, and where it lies. */
    async hash(id: string): Promise<SettledObject & { path: string }> {
      const path = pathOf(id);
      const whole = known.get(id) ?? (await hashFile(path));
      known.delete(id);
      return { sha256: whole.sha256.digest('hex'), bytes: whole.bytes, path };
    },
    async discard(id: string): Promise<void> {
      known.delete(id);
      await rm(pathOf(id), { force: true });
    },
  };
}

const begun = (): Progress => ({ sha256: createHash('sha256'), bytes: 0 });

function add(progress: Progress, chunk: Buffer): void {
  progress.sha256.update(chunk);
  progress.bytes += chunk.length;
}

async function hashFile(path: string): Promise<Progress> {
  const progress = begun();
  for await (const chunk of createReadStream(path)) add(progress, chunk as Buffer);
  return progress;
}

/**
 * The package as a folder, as it would lie on a carrier: links to the files of the store, so that what is judged are
 * those bytes and nothing is written twice.
 */
import { copyFile, link, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { absent } from '#/base/server/objects/files.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import type { PackedFile } from '#/products/server/door.ts';

export interface Layout extends AsyncDisposable {
  folder: string;
  /** Paths of the package whose bytes the store does not have. */
  missing: string[];
}

export async function layOut(
  objects: Pick<ObjectStore, 'path'>,
  { folder, files, signal }: { folder: string; files: readonly PackedFile[]; signal: AbortSignal },
): Promise<Layout> {
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  // Of a run that was ended in the midst of it.
  await remove();
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const missing: string[] = [];
    for (const { path, sha256 } of files) {
      signal.throwIfAborted();
      const source = await objects.path(sha256).catch(absent);
      if (source === undefined) {
        missing.push(path);
        continue;
      }
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await linked(source, target);
    }
    return { folder, missing, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A store on another file system cannot be linked to. */
async function linked(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (!['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP'].includes(String(error.code))) throw error;
    await copyFile(source, target);
  }
}

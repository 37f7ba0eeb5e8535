/** Folders in which copies leave the system (2.8-4): written beside, put in place when the entry is certain. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from './ids.ts';
import { syncFolder } from './ledger/keys.ts';

export interface Outgoing {
  /** Where it will lie. */
  folder: string;
  /** Where it is written meanwhile. */
  partial: string;
  discard: () => Promise<void>;
}

const exportsOf = (dataDir: string): string => join(dataDir, 'exports');

/** Letters, digits, dot, dash and underscore of the target's number; everything else is one underscore. */
export const folderName = (target: string): string => target.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '_');

export const folderOf = (dataDir: string, target: string): string => join(exportsOf(dataDir), folderName(target));

export const targetExists = (dataDir: string, target: string): boolean => existsSync(folderOf(dataDir, target));

/** A folder of its own that nobody sees yet; it is not made. */
export async function beginExport(dataDir: string, target: string): Promise<Outgoing> {
  await mkdir(exportsOf(dataDir), { recursive: true, mode: 0o700 });
  const folder = folderOf(dataDir, target);
  const partial = `${folder}.partial-${newId()}`;
  return { folder, partial, discard: async () => rmSync(partial, { recursive: true, force: true }) };
}

/** Nothing is to be taken away before its entry is certain: called after the commit. */
export function putInPlace(dataDir: string, { partial, folder }: Outgoing): void {
  renameSync(partial, folder);
  syncFolder(exportsOf(dataDir));
}

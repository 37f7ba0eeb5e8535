/** The folder into which exported files are put to be taken in: its own files only, never below or beside it. */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

export const inboxOf = (footageDir: string): string => join(footageDir, 'inbox');

/** As a file of the inbox may be called: one name, not hidden. */
const isName = (name: string): boolean =>
  name !== '' && !name.startsWith('.') && !/[/\\\u0000-\u001f\u007f]/.test(name) && name.normalize('NFC') === name;

export const pathIn = (footageDir: string, name: string): string => {
  if (!isName(name)) throw new Error('not a name of the inbox');
  return join(inboxOf(footageDir), name);
};

/** Regular files, by name; at most `limit`. */
export async function listInbox(footageDir: string, limit: number): Promise<{ name: string; bytes: number }[]> {
  await mkdir(inboxOf(footageDir), { recursive: true, mode: 0o750 });
  const entries = await readdir(inboxOf(footageDir), { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && isName(entry.name)).map(({ name }) => name);
  const files = [];
  for (const name of names.toSorted().slice(0, limit)) {
    const stat = await statIn(footageDir, name);
    if (stat) files.push({ name, bytes: stat.size });
  }
  return files;
}

/** Null when there is no such file, or it is not one of its own. */
export async function statIn(footageDir: string, name: string): Promise<Stats | null> {
  if (!isName(name)) return null;
  const stat = await lstat(pathIn(footageDir, name)).catch(() => null);
  return stat?.isFile() ? stat : null;
}

/** Never follows a link: it could lead to a file that nobody put here. */
export const openIn = (footageDir: string, name: string): Promise<FileHandle> =>
  open(pathIn(footageDir, name), constants.O_RDONLY | constants.O_NOFOLLOW);

/** Takes it away after it has been taken in. False where the folder cannot be written. */
export const removeFrom = (footageDir: string, name: string): Promise<boolean> =>
  unlink(pathIn(footageDir, name)).then(
    () => true,
    () => false,
  );

/**
 * The folder into which exported files are put to be taken in: its own files only, never below or beside it. A file
 * is moved aside before it is read, so that whoever puts another one under its name loses neither.
 */
import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type NameTrouble, nameTrouble } from '../../rules/footage.ts';

export const inboxOf = (footageDir: string): string => join(footageDir, 'inbox');
const takingOf = (footageDir: string): string => join(inboxOf(footageDir), '.taking');

/** As a file of the inbox may be called: one name, not hidden. */
const isName = (name: string): boolean =>
  name !== '' && !name.startsWith('.') && !name.includes('/') && nameTrouble(name) === null;

const pathIn = (footageDir: string, name: string): string => {
  if (!isName(name)) throw new Error('not a name of the inbox');
  return join(inboxOf(footageDir), name);
};

export interface Inbox {
  files: { name: string; bytes: number }[];
  /** Files whose names nobody could ask for: told, not passed over. */
  refused: { name: string; trouble: NameTrouble }[];
}

/** Regular files that are not hidden, by name; at most `limit` of either kind. */
export async function listInbox(footageDir: string, limit: number): Promise<Inbox> {
  await mkdir(inboxOf(footageDir), { recursive: true, mode: 0o750 });
  const entries = await readdir(inboxOf(footageDir), { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name);
  const files = [];
  for (const name of names.filter(isName).toSorted().slice(0, limit)) {
    const stat = await statIn(footageDir, name);
    if (stat) files.push({ name, bytes: stat.size });
  }
  const refused = names.toSorted().flatMap((name) => {
    const trouble = nameTrouble(name);
    return trouble === null ? [] : [{ name, trouble }];
  });
  return { files, refused: refused.slice(0, limit) };
}

const fileAt = async (path: string): Promise<Stats | null> => {
  const stat = await lstat(path).catch(() => null);
  return stat?.isFile() ? stat : null;
};

/** Null when there is no such file, or it is not one of its own. */
export const statIn = async (footageDir: string, name: string): Promise<Stats | null> =>
  isName(name) ? fileAt(pathIn(footageDir, name)) : null;

/** A file of an import that was moved aside: nobody puts anything under this name but `moveAside`. */
export interface Aside {
  path: string;
  name: string;
  stat: Stats;
}

const folderOf = (footageDir: string, intakeId: string): string => {
  if (!/^[0-9a-f-]{36}$/.test(intakeId)) throw new Error('not an import');
  return join(takingOf(footageDir), intakeId);
};

/** Moves it aside, or finds it there after a crash; what has its name in the inbox by now is another file. */
export async function moveAside(
  footageDir: string,
  intakeId: string,
  name: string,
): Promise<Aside | 'not-in-inbox' | 'inbox-read-only'> {
  const path = join(folderOf(footageDir, intakeId), isName(name) ? name : '');
  const before = await fileAt(path);
  if (before) return { path, name, stat: before };
  try {
    if (await statIn(footageDir, name)) {
      await mkdir(folderOf(footageDir, intakeId), { recursive: true, mode: 0o750 });
      await rename(pathIn(footageDir, name), path);
    }
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) return 'inbox-read-only';
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  // By this run, or by another one of the same import that was a moment earlier.
  const stat = await fileAt(path);
  if (stat) return { path, name, stat };
  if ((await lstat(path).catch(() => null)) === null) return 'not-in-inbox';
  // Exchanged for a link between the look and the move.
  await putBack(footageDir, { path, name });
  return 'not-in-inbox';
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Never follows a link: it could lead to a file that nobody put here. */
export const openAside = ({ path }: Aside): Promise<FileHandle> =>
  open(path, constants.O_RDONLY | constants.O_NOFOLLOW);

/** Whether it is still the file that was looked at, unchanged. */
export async function isUnchanged({ path, stat }: Aside): Promise<boolean> {
  const now = await fileAt(path);
  return now !== null && now.size === stat.size && now.mtimeMs === stat.mtimeMs && now.ino === stat.ino;
}

export async function digestOfAside(aside: Aside): Promise<string> {
  const hash = createHash('sha256');
  await using file = await openAside(aside);
  for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Takes it away after it has been taken in. */
export const removeAside = ({ path }: Pick<Aside, 'path'>): Promise<void> => unlink(path);

/** Back into the inbox; beside whatever has its name there by now, never over it. */
export async function putBack(footageDir: string, { path, name }: Pick<Aside, 'path' | 'name'>): Promise<void> {
  for (let n = 1; ; n += 1) {
    const to = join(inboxOf(footageDir), n === 1 ? name : numbered(name, n));
    try {
      await link(path, to);
      return await unlink(path);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue;
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error))) throw error;
    }
    // A disk without links, as recorders export to: looked at first.
    if ((await lstat(to).catch(() => null)) !== null) continue;
    return rename(path, to);
  }
}

/** `film.mp4` as `film (2).mp4`, within what a folder takes as a name. */
function numbered(name: string, n: number): string {
  const end = ` (${n})${extname(name)}`;
  let stem = name.slice(0, name.length - extname(name).length);
  while (Buffer.byteLength(stem + end) > 255 || (stem + end).length > 200) stem = stem.slice(0, -1);
  return stem + end;
}

/** Files of an import that lie aside. */
export async function listAside(footageDir: string, intakeId: string): Promise<Aside[]> {
  const folder = folderOf(footageDir, intakeId);
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), name, stat: await fileAt(join(folder, name)) })),
  );
  return files.flatMap(({ stat, ...file }) => (stat ? [{ ...file, stat }] : []));
}

/** Imports of which something lies aside. */
export async function importsAside(footageDir: string): Promise<string[]> {
  const entries = await readdir(takingOf(footageDir), { withFileTypes: true }).catch(() => []);
  return entries.filter((one) => one.isDirectory() && /^[0-9a-f-]{36}$/.test(one.name)).map(({ name }) => name);
}

/** Its folder, once nothing lies in it. */
export const clearAside = (footageDir: string, intakeId: string): Promise<void> =>
  rmdir(folderOf(footageDir, intakeId)).catch((error: unknown) => {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
  });

/** The scanner software's folder: what lies there, and where a file goes that the server has. */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { type ArrivingFile, isUnfinished } from '#/imaging/rules/arriving.ts';

export interface Lying extends ArrivingFile {
  path: string;
  /** Name, length and time: another one as soon as it is written to. */
  key: string;
}

export async function listFolder(folder: string): Promise<{ files: Lying[]; writing: string[] }> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const found = await Promise.all(names.filter((name) => !isUnfinished(name)).map((name) => look(folder, name)));
  return { files: found.filter((one) => one !== null), writing: names.filter(isUnfinished) };
}

/** Null when it is gone. */
export async function look(folder: string, name: string): Promise<Lying | null> {
  const path = join(folder, name);
  const found = await stat(path).catch(() => null);
  if (!found) return null;
  const { size, mtimeMs } = found;
  const changed = Math.trunc(mtimeMs);
  const key = `${name}/${size}/${mtimeMs}`;
  return { name, path, key, size, changed, read: (from, to) => part(path, from, to) };
}

async function part(path: string, from: number, to: number): Promise<Uint8Array> {
  await using file = await open(path);
  const bytes = Buffer.alloc(to - from);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
  return bytes.subarray(0, bytesRead);
}

/** Its bytes as they were when it was found whole; null when it was written to or taken away meanwhile. */
export async function bytesOf(folder: string, { name, path, key }: Lying): Promise<Buffer<ArrayBuffer> | null> {
  const bytes = await readFile(path).catch(() => null);
  const now = await look(folder, name);
  return now?.key === key && bytes?.length === now.size ? bytes : null;
}

/** No code holds these, but what a code may hold is not ours to say. */
const folderName = (code: string): string => code.replace(/[\\/:*?"<>|\u0000-\u001f]/g, '_').replace(/^\.+/, '_');

/** Beside the others of its volume; nothing there is ever replaced. */
export async function moveToSent(folder: string, { name, path }: Lying, code: string): Promise<void> {
  const target = join(folder, 'sent', folderName(code));
  await mkdir(target, { recursive: true });
  const { name: stem, ext } = parse(name);
  let free = join(target, name);
  for (let number = 2; existsSync(free); number += 1) free = join(target, `${stem}-${number}${ext}`);
  await rename(path, free);
}

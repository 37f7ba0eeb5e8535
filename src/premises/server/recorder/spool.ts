/** The spool: where ffmpeg writes a camera's segments until they are entered. `<footageDir>/spool/<camera id>`. */
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeadHere } from '#/base/server/lease.ts';
import {
  type Box,
  holderName,
  isStuck,
  listName,
  readList,
  readName,
  type Segment,
  segmentName,
  wholeBytes,
} from '../../rules/recording.ts';

const spoolsOf = (footageDir: string): string => join(footageDir, 'spool');
export const spoolOf = (footageDir: string, cameraId: string): string => join(spoolsOf(footageDir), cameraId);

/** Cameras that have a spool. */
export async function spooledCameras(footageDir: string): Promise<string[]> {
  await mkdir(spoolsOf(footageDir), { recursive: true, mode: 0o750 });
  const entries = await readdir(spoolsOf(footageDir), { withFileTypes: true });
  return entries.filter((one) => one.isDirectory() && /^[0-9a-f-]{36}$/.test(one.name)).map(({ name }) => name);
}

/** A segment that nobody writes any more. */
export interface Finished extends Segment {
  name: string;
  path: string;
  /** When its file was last written, milliseconds since 1970. */
  closedAt: number;
  /** Its run died before it was finished: its times are not in the list. */
  isBroken: boolean;
}

export interface SpooledRun {
  run: string;
  segments: Finished[];
  /** Nobody writes it any more: when its segments have gone, its list may go too. */
  isOver: boolean;
}

export interface SpoolView {
  /** This process, as its runs say. */
  holder: string;
  /** Run that this process is writing now: asked after the files were listed, since a new one may begin meanwhile. */
  living(): string | null;
  segmentMs: number;
  now: number;
}

/** Every run of a camera that has files, in order of time. */
export async function readSpool(folder: string, view: SpoolView): Promise<SpooledRun[]> {
  const names = await readdir(folder).catch(() => []);
  const runs = new Map<string, number[]>();
  for (const { run, kind } of names.map(readName).filter((one) => one !== null)) {
    const indices = runs.get(run) ?? [];
    if (typeof kind === 'number') indices.push(kind);
    runs.set(run, indices);
  }
  const read = [...runs].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(read.map(([run, indices]) => readRun(folder, run, indices, view)));
}

async function readRun(folder: string, run: string, indices: number[], view: SpoolView): Promise<SpooledRun> {
  const files = new Map<number, { closedAt: number }>();
  for (const index of indices) {
    const file = await stat(join(folder, segmentName(run, index))).catch(() => null);
    if (file) files.set(index, { closedAt: Math.round(file.mtimeMs) });
  }
  // Read after the files were looked at: what it names then was closed before.
  const listed = readList(await readFile(join(folder, listName(run)), 'utf8').catch(() => ''), run);
  const isOver = run !== view.living() && (await isDead(folder, run, [...files.values()], view));
  const named = (index: number) => ({ name: segmentName(run, index), path: join(folder, segmentName(run, index)) });
  const segments = listed.flatMap((segment) => {
    const file = files.get(segment.index);
    return file ? [{ ...segment, ...named(segment.index), closedAt: file.closedAt, isBroken: false }] : [];
  });
  if (isOver) {
    const known = new Set(listed.map(({ index }) => index));
    for (const [index, { closedAt }] of files)
      if (!known.has(index)) segments.push({ index, start: 0, end: 0, ...named(index), closedAt, isBroken: true });
  }
  return { run, segments: segments.toSorted((a, b) => a.index - b.index), isOver };
}

/** Its recorder is gone, and ffmpeg with it; on another machine nothing was written for long. */
async function isDead(folder: string, run: string, files: { closedAt: number }[], view: SpoolView): Promise<boolean> {
  const holder = await readFile(join(folder, holderName(run)), 'utf8').catch(() => '');
  if (holder === view.holder || isDeadHere(holder)) return true;
  return isStuck(view.now, Math.max(0, ...files.map(({ closedAt }) => closedAt)), view.segmentMs);
}

/** Cuts a broken segment back to its last whole fragment; answers how many bytes are left. */
export async function cutBack(path: string): Promise<number> {
  await using file = await open(path, constants.O_RDWR | constants.O_NOFOLLOW);
  const { size, atime, mtime } = await file.stat();
  const boxes: Box[] = [];
  const head = Buffer.alloc(8);
  for (let at = 0; at + 8 <= size;) {
    await file.read(head, 0, 8, at);
    const length = head.readUInt32BE(0);
    if (length < 8) break;
    at += length;
    boxes.push({ type: head.toString('latin1', 4, 8), end: at });
  }
  const whole = wholeBytes(boxes, size);
  if (whole < size) {
    await file.truncate(whole);
    // The file's time says when its last picture came.
    await file.utimes(atime, mtime);
  }
  return whole;
}

/** Takes files away, in this order: those that were entered, then what is left of runs that are over. */
export async function clearSpool(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await unlink(join(folder, name)).catch(ignoreAbsent);
  await using handle = await open(folder, 'r');
  await handle.sync();
}

function ignoreAbsent(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
  throw error;
}

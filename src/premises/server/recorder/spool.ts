/** The spool: where ffmpeg writes a camera's segments until they are entered. `<footageDir>/spool/<camera id>`. */
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeadHere } from '#/base/server/lease.ts';
import {
  type Box,
  type FoundSegment,
  holderName,
  isStuck,
  listName,
  readList,
  readName,
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
export interface Finished extends FoundSegment {
  name: string;
  path: string;
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
  const files = new Map<number, Pick<Finished, 'bornAt' | 'closedAt'>>();
  for (const index of indices) {
    const file = await stat(join(folder, segmentName(run, index))).catch(() => null);
    if (file) files.set(index, { bornAt: Math.round(file.birthtimeMs), closedAt: Math.round(file.mtimeMs) });
  }
  // Read after the files were looked at: what it names then was closed before.
  const list = readList(await readFile(join(folder, listName(run)), 'utf8').catch(() => ''), run);
  const listed = new Map(list.map((segment) => [segment.index, segment]));
  const isOver = run !== view.living() && (await isDead(folder, run, [...files.values()], view));
  const last = Math.max(...files.keys());
  const segments: Finished[] = [];
  for (const [index, times] of [...files].toSorted(([a], [b]) => a - b)) {
    const known = listed.get(index);
    // While a run lives, what is finished is what another one follows: its end is when the next picture came.
    if (!isOver && (known === undefined || index === last)) continue;
    const name = segmentName(run, index);
    const state = { isBroken: known === undefined, isLast: isOver && index === last };
    segments.push({ ...(known ?? { index, start: 0, end: 0 }), name, path: join(folder, name), ...times, ...state });
  }
  return { run, segments, isOver };
}

/** Its recorder is gone, and ffmpeg with it; on another machine nothing was written for long. */
async function isDead(folder: string, run: string, files: { closedAt: number }[], view: SpoolView): Promise<boolean> {
  const holder = await readFile(join(folder, holderName(run)), 'utf8').catch(() => '');
  if (holder === view.holder || isDeadHere(holder)) return true;
  return isStuck(view.now, Math.max(0, ...files.map(({ closedAt }) => closedAt)), view.segmentMs);
}

/** Cuts a broken segment back to its last whole fragment; answers how many bytes it had, and has. */
export async function cutBack(path: string): Promise<{ size: number; whole: number }> {
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
  if (whole > 0 && whole < size) {
    await file.truncate(whole);
    // The file's time says when its last picture came.
    await file.utimes(atime, mtime);
  }
  return { size, whole };
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

/**
 * The marker at the root of the pieces folder. A folder without its disk is as empty as one whose footage is gone:
 * whoever judges by what lies there, or changes it, looks at the marker first (4.3-6).
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemActor } from '#/base/rules/actor.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { insertDisk, markerOnce, readMarker } from '../store/footage-disk.ts';

interface DiskDeps {
  db: Db;
  config: Pick<Config, 'footageDir'>;
}

export const markerName = '.shoucang-disk';
const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const piecesOf = (footageDir: string): string => join(footageDir, 'pieces');

/** What the folder says of itself; null without a marker, and where a dying disk or a lost server does not answer. */
async function markerIn(footageDir: string): Promise<string | null> {
  const text = await readFile(join(piecesOf(footageDir), markerName), 'utf8').catch(() => '');
  return shape.test(text.trim()) ? text.trim() : null;
}

/** The marker that is missing where footage is kept; null when the disk is there, or none has been marked yet. */
export async function missingDisk(db: Db | Tx, footageDir: string): Promise<string | null> {
  const marker = await readMarker(db);
  return marker === null || (await markerIn(footageDir)) === marker ? null : marker;
}

/** As `missingDisk`; whoever puts footage there marks the disk first, so that it is known from then on. */
async function missingOrMark({ db, config: { footageDir } }: DiskDeps): Promise<string | null> {
  if ((await readMarker(db)) === null) await mark(db, footageDir);
  return missingDisk(db, footageDir);
}

/** For jobs and the recorder: what they leave undone is taken up when the disk is back. */
export async function assertDisk(deps: DiskDeps): Promise<void> {
  const marker = await missingOrMark(deps);
  if (marker !== null)
    throw new Error(`the footage disk is away: ${join(piecesOf(deps.config.footageDir), markerName)} is not ${marker}`);
}

async function mark(db: Db, footageDir: string): Promise<void> {
  const marked = new Error('marked by another process');
  await systemAct(db, systemActor('footage', null, null), {
    act: 'premises.footage.markDisk',
    subject: { type: 'site', id: null },
    async body(tx) {
      await markerOnce(tx);
      if ((await readMarker(tx)) !== null) throw marked;
      // One that a crash left before its row stood is as good as a new one.
      const marker = (await markerIn(footageDir)) ?? (await writeMarker(footageDir));
      await insertDisk(tx, marker);
      return { after: { marker } };
    },
  }).catch((error: unknown) => {
    if (error !== marked) throw error;
  });
}

async function writeMarker(footageDir: string): Promise<string> {
  const marker = randomUUID();
  await mkdir(piecesOf(footageDir), { recursive: true, mode: 0o750 });
  await using file = await open(join(piecesOf(footageDir), markerName), 'w', 0o640);
  await file.writeFile(`${marker}\n`);
  await file.sync();
  await using folder = await open(piecesOf(footageDir), 'r');
  await folder.sync();
  return marker;
}

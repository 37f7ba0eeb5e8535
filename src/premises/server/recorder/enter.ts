/**
 * Enters finished segments as footage (4.3-6). For each: bytes into the store and onto the disk, then the row with
 * its entry in the ledger, then the spool's file away. Killed between any two, the next round finds the same
 * bytes under the same digest and goes on: nothing is lost, nothing stands there twice.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { systemActor } from '#/base/rules/actor.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { NothingToEnter, systemAct } from '#/base/server/door/system.ts';
import type { Apart } from '#/base/server/jobs/apart.ts';
import { fence, type Lease } from '#/base/server/lease.ts';
import { errorFacts, log } from '#/base/server/log.ts';
import type { ObjectStore, StoredObject } from '#/base/server/objects/store.ts';
import { countsFrom } from '../../rules/clock.ts';
import { holderName, listName, place, type Placed, segmentName, timed } from '../../rules/recording.ts';
import { clockNow } from '../clock.ts';
import type { Probed } from '../footage/probe.ts';
import { probeApart } from '../footage/probing.ts';
import { insertPieces, piecesOfContent } from '../store/footage.ts';
import { type Failing, findRecorded, noteFailing } from '../store/recording.ts';
import { clearSpool, cutBack, type Finished, readSpool, type SpooledRun, spoolOf, type SpoolView } from './spool.ts';

export interface EnterDeps {
  db: Db;
  footageDir: string;
  /** Where pieces are kept: `<footageDir>/pieces`. */
  footage: ObjectStore;
  probing: Apart;
}

/** A camera whose spool this process may empty. */
export interface SpooledCamera {
  cameraId: string;
  lease: Lease;
  view: SpoolView;
  /** How far each run has been placed; kept between rounds, so that segments of two rounds join. */
  placed: Map<string, Placed>;
  /** State of its recording, with the version of its source; null where this process does not record it. */
  news: { version: number; failing: Failing | null } | null;
}

/** A fence holds its lease for so long. Seconds. */
export const leaseSeconds = 30;
/** Entered at once; a spool that has filled up while the database was out takes several rounds. */
const piecesAtOnce = 400;

interface Ready {
  camera: SpooledCamera;
  name: string;
  period: Placed;
  stored: StoredObject;
  probed: Probed;
}

interface Round {
  ready: Ready[];
  /** Segments without a single picture: what a kill leaves at times. They are gaps. */
  stubs: { camera: SpooledCamera; name: string }[];
  /** Lists of runs that are over and empty. */
  remains: { camera: SpooledCamera; name: string }[];
  /** Taken over into the cameras when the round stands. */
  placed: Map<SpooledCamera, Map<string, Placed>>;
  /** The store refused: what lies in the spool stays there. */
  isFull: boolean;
}

/** One round for all cameras; true when there is more than one round takes. */
export async function enterFinished(deps: EnterDeps, cameras: readonly SpooledCamera[]): Promise<boolean> {
  if (cameras.length === 0) return false;
  const round: Round = { ready: [], stubs: [], remains: [], placed: new Map(), isFull: false };
  for (const camera of cameras) await collect(deps, camera, round);
  const lost = await enter(deps, round, cameras);
  for (const camera of cameras) {
    // It is another process's now, spool and all.
    if (lost.has(camera)) continue;
    camera.placed = round.placed.get(camera) ?? camera.placed;
    const own = [...round.ready, ...round.stubs, ...round.remains].filter((one) => one.camera === camera);
    const folder = spoolOf(deps.footageDir, camera.cameraId);
    if (own.length > 0)
      await clearSpool(
        folder,
        own.map(({ name }) => name),
      );
  }
  return round.ready.length >= piecesAtOnce;
}

async function collect(deps: EnterDeps, camera: SpooledCamera, round: Round): Promise<void> {
  const placed = new Map(camera.placed);
  round.placed.set(camera, placed);
  for (const run of await readSpool(spoolOf(deps.footageDir, camera.cameraId), camera.view)) {
    for (const segment of run.segments) {
      if (round.isFull || round.ready.length >= piecesAtOnce) return;
      await take(deps, camera, run, segment, round);
    }
    if (!run.isOver) continue;
    for (const name of [listName(run.run), holderName(run.run)]) round.remains.push({ camera, name });
    placed.delete(run.run);
  }
}

async function take(
  deps: EnterDeps,
  camera: SpooledCamera,
  { run }: SpooledRun,
  segment: Finished,
  round: Round,
): Promise<void> {
  const { name, path } = segment;
  // One that is listed may be cut off too: where the disk was full.
  const { size, whole } = await cutBack(path);
  // What ffmpeg says it finished is kept even when nobody can read it.
  if (whole === 0 && (segment.isBroken || size === 0)) {
    round.stubs.push({ camera, name });
    return;
  }
  const isBroken = segment.isBroken || (whole > 0 && whole < size);
  const probed = await probeApart(deps.probing, path, unhurried);
  const placed = round.placed.get(camera);
  const last = placed?.get(run) ?? (await placedBefore(deps.db, camera.cameraId, run, segment));
  const period = place(last, timed(last, { ...segment, isBroken }, probed.playableMs));
  try {
    const stored = await deps.footage.put(Readable.from(marked(path, camera.cameraId, name)));
    placed?.set(run, period);
    round.ready.push({ camera, name, period, stored, probed });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')))
      throw error;
    round.isFull = true;
    log.warn('footage waits in the spool: the disk is full', errorFacts(error));
  }
}

/** The segment before this one, entered by a process that is gone: this one begins where that one ends. */
async function placedBefore(db: Db, cameraId: string, run: string, { index, start }: Finished) {
  if (index === 0) return null;
  const before = await findRecorded(db, cameraId, segmentName(run, index - 1));
  if (!before) return null;
  const to = before.to_at.getTime();
  return { anchor: to - start, index: index - 1, end: start, from: before.from_at.getTime(), to, late: 0 };
}

/** A round is short, and goes to its end even when the process is told to stop. */
const unhurried = { signal: new AbortController().signal, progress: async () => undefined };

/**
 * The bytes, and behind them a `free` box that says whose they are. A camera before a dark wall may send the same
 * picture all night: without it two such segments were the same content, and one of them a gap.
 */
async function* marked(path: string, cameraId: string, name: string): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path)) yield chunk as Buffer;
  const text = Buffer.from(`shoucang ${cameraId} ${name}`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + text.length);
  head.write('free', 4, 'latin1');
  yield Buffer.concat([head, text]);
}

/**
 * One act for all cameras: rows, what was lost, and which camera fails or does so no more; none when nothing is new.
 * Answers the cameras that another process has taken over meanwhile.
 */
async function enter(deps: EnterDeps, round: Round, cameras: readonly SpooledCamera[]): Promise<Set<SpooledCamera>> {
  const lost = new Set<SpooledCamera>();
  const kept = ({ camera }: { camera: SpooledCamera }): boolean => !lost.has(camera);
  await systemAct(deps.db, systemActor('recorder', null, null), {
    act: 'premises.footage.record',
    subject: { type: 'site', id: null },
    async body(tx) {
      for (const camera of cameras) if (!(await fence(tx, camera.lease, leaseSeconds))) lost.add(camera);
      const pieces = await insertReady(tx, round.ready.filter(kept));
      const stubs = round.stubs.filter(kept).map(({ camera, name }) => ({ cameraId: camera.cameraId, name }));
      const changes = await noteNews(
        tx,
        cameras.filter((camera) => !lost.has(camera)),
      );
      if (pieces.length + stubs.length + changes.length === 0) throw new NothingToEnter();
      return { after: { pieces, stubs, changes } };
    },
  });
  return lost;
}

async function noteNews(tx: Tx, cameras: readonly SpooledCamera[]) {
  const changes = [];
  for (const { cameraId, news } of cameras) {
    if (news === null || !(await noteFailing(tx, cameraId, news.version, news.failing))) continue;
    const { failure = null, since = null } = news.failing ?? {};
    changes.push({ cameraId, failure, since: since?.toISOString() ?? null });
  }
  return changes;
}

async function insertReady(tx: Tx, ready: readonly Ready[]) {
  const clock = await clockNow(tx);
  const fresh: Ready[] = [];
  for (const one of ready) {
    // Entered before, and killed before its file was taken away; what lies in time elsewhere now is still the same.
    const known = await piecesOfContent(tx, one.camera.cameraId, one.stored.sha256);
    if (known.length === 0) fresh.push(one);
  }
  await insertPieces(
    tx,
    fresh.map(({ camera, name, period: { from, to }, stored, probed }) => ({
      ...{ cameraId: camera.cameraId, from, to, countsFrom: countsFrom(to, clock) },
      ...{ origin: 'recorded' as const, keptOn: 'store' as const, handoverId: null, fileName: name },
      ...{ ...stored, probed, registeredBy: null },
    })),
  );
  return fresh.map(({ camera, name, stored: { sha256, sm3, bytes } }) => ({
    ...{ cameraId: camera.cameraId, name, sha256, sm3, bytes },
  }));
}

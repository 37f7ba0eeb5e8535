/**
 * Records every camera that has a source (4.3-1): any number of these processes, on machines that share the
 * footage folder. A lease decides who records which camera. While the database is out recording goes on into the
 * spool; nothing is ever deleted to make room.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '#/base/server/config.ts';
import type { Db } from '#/base/server/db.ts';
import { acquireLease, type Lease, processHolder, releaseLease, releaseOfDead } from '#/base/server/lease.ts';
import { errorFacts, log } from '#/base/server/log.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import type { Keyring } from '#/protection/server/door.ts';
import type { Placed } from '../../rules/recording.ts';
import type { RecorderPrograms } from '../footage/ffmpeg.ts';
import { findCamera } from '../store/footage.ts';
import { sourcesOn } from '../store/recording.ts';
import { openAddress } from './address.ts';
import { CameraRecording } from './camera.ts';
import { type EnterDeps, enterFinished, leaseSeconds, openProbing, type SpooledCamera } from './enter.ts';
import { spooledCameras, spoolOf } from './spool.ts';

export interface RecorderDeps {
  db: Db;
  config: Pick<Config, 'footageDir' | 'recording'>;
  keyring: Keyring;
  footage: ObjectStore;
  programs: RecorderPrograms;
}

type Source = Awaited<ReturnType<typeof sourcesOn>>[number];

/** A camera that this process records. */
interface Held {
  lease: Lease;
  version: number;
  /** Null while its address cannot be read. */
  recording: CameraRecording | null;
  since: Date;
  placed: Map<string, Placed>;
}

const lookEveryMs = 1_000;
/** Well before a lease lapses, and often enough that a camera that was stopped soon is. */
const renewEveryMs = 10_000;

const leaseName = (cameraId: string): string => `recorder/${cameraId}`;

/** Until the signal: then what is being written is finished, and entered. */
export async function runRecorder(deps: RecorderDeps, signal: AbortSignal): Promise<void> {
  const holder = processHolder();
  const held = new Map<string, Held>();
  await using probing = openProbing();
  const entering: EnterDeps = { ...deps, footageDir: deps.config.footageDir, probing };
  const round = () => enterAll(deps, entering, holder, held);
  let enteredAt = 0;
  let renewedAt = 0;
  while (!signal.aborted) {
    const now = Date.now();
    const renews = now - renewedAt >= renewEveryMs;
    if (renews) renewedAt = now;
    await guarded('the recorder waits for the database', () => follow(deps, holder, held, renews));
    if (now - enteredAt >= deps.config.recording.enterSeconds * 1_000) {
      enteredAt = now;
      // More than one round takes: at once again.
      await guarded('footage waits in the spool', async () => {
        while ((await round()) && !signal.aborted);
      });
    }
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all([...held.values()].map(async ({ recording }) => recording?.stop()));
  await guarded('footage waits in the spool', round);
  for (const { lease } of held.values()) await releaseLease(deps.db, lease).catch(() => undefined);
}

async function guarded(words: string, body: () => Promise<unknown>): Promise<void> {
  try {
    await body();
  } catch (error) {
    log.warn(words, errorFacts(error));
  }
}

/** Begins and ends recordings as sources and leases have it. */
async function follow(deps: RecorderDeps, holder: string, held: Map<string, Held>, renews: boolean): Promise<void> {
  const sources = new Map((await sourcesOn(deps.db)).map((source) => [source.cameraId, source]));
  for (const [cameraId, mine] of held) {
    const source = sources.get(cameraId);
    if (source?.version === mine.version) {
      const lease = renews ? await acquireLease(deps.db, leaseName(cameraId), holder, leaseSeconds) : mine.lease;
      // Only a clear answer ends a recording: that another process has it, or that it is to stop.
      if (lease !== null) continue;
    }
    held.delete(cameraId);
    await mine.recording?.stop();
    await releaseLease(deps.db, mine.lease);
  }
  for (const source of sources.values()) {
    if (held.has(source.cameraId)) continue;
    const lease = await takeLease(deps.db, source.cameraId, holder);
    if (lease) held.set(source.cameraId, begin(deps, holder, source, lease));
  }
}

async function takeLease(db: Db, cameraId: string, holder: string): Promise<Lease | null> {
  await releaseOfDead(db, leaseName(cameraId));
  return acquireLease(db, leaseName(cameraId), holder, leaseSeconds);
}

function begin(deps: RecorderDeps, holder: string, { cameraId, sealed, version }: Source, lease: Lease): Held {
  const address = sealed === null ? null : openAddress(deps.keyring, cameraId, sealed);
  const { footageDir, recording } = deps.config;
  const { programs } = deps;
  const settings = { cameraId, folder: spoolOf(footageDir, cameraId), ...recording, holder, programs };
  log.info('records a camera', { camera: cameraId });
  return {
    ...{ lease, version, since: new Date(), placed: new Map() },
    recording: address === null ? null : new CameraRecording({ ...settings, address }),
  };
}

/** One round over the cameras that this process records, and the spools that nobody empties: of cameras switched off. */
async function enterAll(
  deps: RecorderDeps,
  entering: EnterDeps,
  holder: string,
  held: Map<string, Held>,
): Promise<boolean> {
  const segmentMs = deps.config.recording.segmentSeconds * 1_000;
  const now = Date.now();
  const cameras: SpooledCamera[] = [];
  for (const [cameraId, mine] of held) {
    const failing = mine.recording ? mine.recording.failing(now) : { since: mine.since, failure: 'key-lost' as const };
    cameras.push({
      ...{ cameraId, lease: mine.lease, placed: mine.placed, news: { version: mine.version, failing } },
      view: { living: () => mine.recording?.living ?? null, holder, segmentMs, now },
    });
  }
  const borrowed: Lease[] = [];
  for (const cameraId of await spooledCameras(deps.config.footageDir)) {
    if (held.has(cameraId) || !(await findCamera(deps.db, cameraId))) continue;
    const lease = await takeLease(deps.db, cameraId, holder);
    if (!lease) continue;
    borrowed.push(lease);
    const view = { living: () => null, holder, segmentMs, now };
    cameras.push({ cameraId, lease, placed: new Map(), news: null, view });
  }
  try {
    const isMore = await enterFinished(entering, cameras);
    for (const { cameraId, placed } of cameras) {
      const mine = held.get(cameraId);
      if (mine) mine.placed = placed;
    }
    return isMore;
  } finally {
    for (const lease of borrowed) await releaseLease(deps.db, lease);
  }
}

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
import { assertDisk } from '../footage/marker.ts';
import { findCamera } from '../store/footage.ts';
import { sourcesOn } from '../store/recording.ts';
import { openAddress } from './address.ts';
import { CameraRecording } from './camera.ts';
import { type EnterDeps, enterFinished, leaseSeconds, type SpooledCamera } from './enter.ts';
import { openProbing } from '../footage/probing.ts';
import { spooledCameras, spoolOf, type SpoolView } from './spool.ts';

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
  const round = patient('footage waits in the spool', () =>
    enterAll(deps, { ...deps, footageDir: deps.config.footageDir, probing }, holder, held),
  );
  // Beside the leases, which a long round must not let lapse.
  const entering = enterUntil(signal, deps.config.recording.enterSeconds * 1_000, round);
  let renewedAt = 0;
  const look = patient('the recorder waits for the database', async () => {
    const renews = Date.now() - renewedAt >= renewEveryMs;
    await follow(deps, holder, held, renews);
    if (renews) renewedAt = Date.now();
  });
  while (!signal.aborted) {
    await look();
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all([...held.values()].map(async ({ recording }) => recording?.stop()));
  await entering;
  await round();
  for (const { lease } of held.values()) await releaseLease(deps.db, lease).catch(() => undefined);
}

async function enterUntil(signal: AbortSignal, everyMs: number, round: () => Promise<boolean | null>): Promise<void> {
  while (!signal.aborted) {
    // More than one round takes: at once again.
    if (await round()) continue;
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** What may fail for a while, as long as the database is out: told once, and once more when it works again. Null then. */
function patient<T>(words: string, body: () => Promise<T>): () => Promise<T | null> {
  let failing = false;
  return async () => {
    try {
      const done = await body();
      if (failing) log.info('it goes on', { after: words });
      failing = false;
      return done;
    } catch (error) {
      if (!failing) log.warn(words, errorFacts(error));
      failing = true;
      return null;
    }
  };
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
    // Held until ffmpeg is gone: what it still writes is not to be taken for the remains of a dead one.
    await mine.recording?.stop();
    held.delete(cameraId);
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
  const now = Date.now();
  const segmentMs = deps.config.recording.segmentSeconds * 1_000;
  // A recording may begin or end while the round goes on.
  const viewOf = (cameraId: string): SpoolView => ({
    ...{ living: () => held.get(cameraId)?.recording?.living ?? null, holder, segmentMs, now },
  });
  const cameras: SpooledCamera[] = [];
  for (const [cameraId, { lease, placed, version, recording, since }] of held) {
    const failing = recording ? recording.failing(now) : { since, failure: 'key-lost' as const };
    cameras.push({ cameraId, lease, placed, news: { version, failing }, view: viewOf(cameraId) });
  }
  const borrowed = new Map<string, Lease>();
  for (const cameraId of await spooledCameras(deps.config.footageDir)) {
    if (held.has(cameraId) || !(await findCamera(deps.db, cameraId))) continue;
    const lease = await takeLease(deps.db, cameraId, holder);
    if (!lease) continue;
    borrowed.set(cameraId, lease);
    cameras.push({ cameraId, lease, placed: new Map(), news: null, view: viewOf(cameraId) });
  }
  try {
    // A site without cameras has no footage disk to be away, nor one to mark.
    if (cameras.length > 0) await assertDisk(deps);
    const isMore = await enterFinished(entering, cameras);
    for (const { cameraId, placed } of cameras) {
      const mine = held.get(cameraId);
      if (mine) mine.placed = placed;
    }
    return isMore;
  } finally {
    for (const [cameraId, lease] of borrowed) if (!held.has(cameraId)) await releaseLease(deps.db, lease);
  }
}

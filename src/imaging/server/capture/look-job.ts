/**
 * What was put in its order is looked at by a worker: good pages become masters with all that was measured, the rest
 * goes into quarantine with its reason (5.6-4). Which files wait is told by their rows alone: a job is only the bell.
 */
import { z } from 'zod';
import { job, jobHandler, type JobHandler } from '#/base/server/jobs/job.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import type { Db } from '#/base/server/db.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { log } from '#/base/server/log.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { refuseFile } from '../../rules/headers/header.ts';
import { mostTries } from '../../rules/capture.ts';
import type { LookPool } from '../look/pool.ts';
import { keepInHand, takeInHand, waitingToBeSeen } from '../store/captures.ts';
import { type Seen, storePictures, takeSeen } from './take.ts';

export const lookJob = job({ queue: 'imaging.upload.look', payload: z.strictObject({}), retryLimit: 50 });

export interface LookDeps {
  db: Db;
  objects: ObjectStore;
  queue: Pick<JobQueue, 'enqueue'>;
  pool: () => LookPool;
}

/** A worker that died lets go of its files after so long; one that lives holds on to them. */
const inHandSeconds = 20;
/** Files in hand at once: two for each thread, and as many that are being written down. */
const atOnce = 8;

type Waiting = Awaited<ReturnType<typeof takeInHand>>[number];

export const lookHandler = (deps: LookDeps): JobHandler =>
  jobHandler(lookJob, async (_payload, { jobId, signal }) => {
    await using looking = new Looking(deps, jobId);
    while (!signal.aborted && (await looking.takeOn())) await looking.oneLess();
  });

/** The bell once more for what waits although nobody has it: a job that was lost must not hold up a scanner. */
export async function ringForImages(db: Db, queue: Pick<JobQueue, 'enqueue'>): Promise<void> {
  if (await waitingToBeSeen(db)) await db.transaction().execute((tx) => queue.enqueue(tx, lookJob, {}, 'one'));
}

class Looking implements AsyncDisposable {
  readonly #deps: LookDeps;
  readonly #jobId: string;
  readonly #inHand = new Map<string, Promise<void>>();
  readonly #seen: Seen[] = [];
  readonly #beat: NodeJS.Timeout;
  #writing: Promise<void> = Promise.resolve();

  constructor(deps: LookDeps, jobId: string) {
    this.#deps = deps;
    this.#jobId = jobId;
    this.#beat = setInterval(() => this.#holdOn(), (inHandSeconds * 1000) / 3);
  }

  /** False when nothing is in hand and nothing waits. */
  async takeOn(): Promise<boolean> {
    const room = atOnce - this.#inHand.size;
    if (room > 0) {
      const rows = await upkeep(this.#deps.db, 'upload.look', (tx) => takeInHand(tx, room, inHandSeconds));
      for (const row of rows.filter(({ tries }) => tries === 1)) this.#begin(row);
      // What may have ended a worker is looked at alone: it must not take others with it.
      for (const row of rows.filter(({ tries }) => tries > 1)) {
        await Promise.all(this.#inHand.values());
        this.#begin(row);
        await Promise.all(this.#inHand.values());
      }
    }
    return this.#inHand.size > 0;
  }

  async oneLess(): Promise<void> {
    await Promise.race(this.#inHand.values());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#inHand.values());
    clearInterval(this.#beat);
  }

  #begin(row: Waiting): void {
    const work = this.#lookAt(row).finally(() => this.#inHand.delete(row.id));
    // Whoever waits hears of it; a fault that nobody waits for at the moment is heard by the next one.
    work.catch(() => undefined);
    this.#inHand.set(row.id, work);
  }

  async #lookAt(row: Waiting): Promise<void> {
    const { objects, pool } = this.#deps;
    const look =
      row.tries > mostTries
        ? refuseFile('file-ends-worker', { tries: mostTries })
        : await pool().look(await objects.path(row.sha256), { pictures: true });
    const pictures = 'refused' in look ? [] : await storePictures(objects, look.pages);
    this.#seen.push({
      uploadId: row.id,
      unitId: row.unit_id,
      captureId: row.capture_id,
      by: row.begun_by,
      look,
      pictures,
    });
    await this.#write();
  }

  /** What was seen while the last was written down is written down together: one entry for each unit. */
  #write(): Promise<void> {
    const write = this.#writing
      .catch(() => undefined)
      .then(async () => {
        const units = Map.groupBy(this.#seen.splice(0), ({ unitId }) => unitId);
        for (const seen of units.values()) await takeSeen(this.#deps, this.#jobId, seen);
      });
    this.#writing = write;
    return write;
  }

  #holdOn(): void {
    const ids = [...this.#inHand.keys()];
    if (ids.length === 0) return;
    upkeep(this.#deps.db, 'upload.look', (tx) => keepInHand(tx, ids, inHandSeconds)).catch((error: unknown) =>
      log.warn('images in hand', { error: String(error) }),
    );
  }
}

/**
 * What was put in its order is looked at by a worker: good pages become masters with all that was measured, the rest
 * goes into quarantine with its reason (5.6-4). Which files wait is told by their rows alone: a job is only the bell.
 */
import { z } from 'zod';
import { job, jobHandler, type JobHandler } from '#/base/server/jobs/job.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import type { Db } from '#/base/server/db.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { refuseFile } from '../../rules/headers/header.ts';
import { mostTries } from '../../rules/capture.ts';
import { type Hands, inHandSeconds, workInHand } from '../in-hand.ts';
import type { LookPool } from '../look/pool.ts';
import { keepInHand, letGo, takeInHand, waitingToBeSeen } from '../store/captures.ts';
import { type Seen, storePictures, takeSeen } from './take.ts';

export const lookJob = job({ queue: 'imaging.upload.look', payload: z.strictObject({}), retryLimit: 50 });

export interface LookDeps {
  db: Db;
  objects: ObjectStore;
  queue: Pick<JobQueue, 'enqueue'>;
  pool: () => LookPool;
}

/** Files in hand at once: two for each thread, and as many that are being written down. */
const atOnce = 8;

type Waiting = Awaited<ReturnType<typeof takeInHand>>[number];

export const lookHandler = (deps: LookDeps): JobHandler =>
  jobHandler(lookJob, (_payload, { jobId, signal }) => workInHand(new Looking(deps, jobId), signal));

/** The bell once more for what waits although nobody has it: a job that was lost must not hold up a scanner. */
export async function ringForImages(db: Db, queue: Pick<JobQueue, 'enqueue'>): Promise<void> {
  if (await waitingToBeSeen(db)) await db.transaction().execute((tx) => queue.enqueue(tx, lookJob, {}, 'one'));
}

class Looking implements Hands<Waiting> {
  readonly atOnce = atOnce;
  readonly #deps: LookDeps;
  readonly #jobId: string;
  readonly #seen: (Seen & { written: PromiseWithResolvers<void> })[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(deps: LookDeps, jobId: string) {
    this.#deps = deps;
    this.#jobId = jobId;
  }

  take(room: number): Promise<Waiting[]> {
    return upkeep(this.#deps.db, 'image.hand', (tx) => takeInHand(tx, room, inHandSeconds));
  }

  keep(ids: readonly string[]): Promise<unknown> {
    return upkeep(this.#deps.db, 'image.hand', (tx) => keepInHand(tx, ids, inHandSeconds));
  }

  async work(row: Waiting): Promise<void> {
    const { objects, pool } = this.#deps;
    const look =
      row.tries > mostTries
        ? refuseFile('file-ends-worker', { tries: mostTries })
        : await pool().look(await objects.path(row.sha256), { pictures: true });
    const pictures = 'refused' in look ? [] : await storePictures(objects, look.pages);
    const { id: uploadId, unit_id: unitId, capture_id: captureId, begun_by: by } = row;
    const written = Promise.withResolvers<void>();
    this.#seen.push({ uploadId, unitId, captureId, by, look, pictures, written });
    this.#writing = this.#writing.then(() => this.#write());
    await written.promise;
  }

  giveBack(id: string): Promise<unknown> {
    return upkeep(this.#deps.db, 'image.hand', (tx) => letGo(tx, [id]));
  }

  /** What was seen while the last was written down is written down together: one entry for each unit, or none. */
  async #write(): Promise<void> {
    const units = Map.groupBy(this.#seen.splice(0), ({ unitId }) => unitId);
    for (const seen of units.values()) {
      try {
        await takeSeen(this.#deps, this.#jobId, seen);
        for (const { written } of seen) written.resolve();
      } catch (error) {
        for (const { written } of seen) written.reject(error);
      }
    }
  }
}

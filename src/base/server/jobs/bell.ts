/** Tells idle workers which queues have work: one question for all of them, instead of a fetch of each. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../db.ts';
import { jobSchema } from '../migrate.ts';

const everyMs = 125;
/** A queue is fetched from so often all the same. */
const atLeastMs = 2_000;

/** Those of these queues with a job that is due. */
async function queuesDue(db: Db, queues: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ queue: string }>`
    select queue from unnest(${[...queues]}::text[]) as queue
    where exists (
      select 1 from ${sql.table(`${jobSchema}.job`)} job
      where job.name = queue and job.state < 'active' and not job.blocked and job.start_after <= now())`.execute(db);
  return rows.map(({ queue }) => queue);
}

export class Bell {
  readonly #db: Db;
  readonly #idle = new Map<string, () => void>();
  #looks = false;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Until the queue has something due, or the signal. */
  rung(queue: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = (): void => {
        clearTimeout(late);
        signal.removeEventListener('abort', done);
        this.#idle.delete(queue);
        resolve();
      };
      const late = setTimeout(done, atLeastMs);
      signal.addEventListener('abort', done);
      this.#idle.set(queue, done);
      if (!this.#looks) void this.#look();
    });
  }

  /** As long as anybody is idle. */
  async #look(): Promise<void> {
    this.#looks = true;
    while (this.#idle.size > 0) {
      await sleep(everyMs);
      // A database that is away is told by the fetch, which comes now and then all the same.
      const due = await queuesDue(this.#db, [...this.#idle.keys()]).catch(() => []);
      for (const queue of due) this.#idle.get(queue)?.();
    }
    this.#looks = false;
  }
}

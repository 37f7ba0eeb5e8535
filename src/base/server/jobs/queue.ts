import type pg from 'pg';
import { fromKysely, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { z } from 'zod';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '../db.ts';
import { log } from '../log.ts';
import { jobSchema } from '../migrate.ts';
import { Bell } from './bell.ts';
import type { JobDecl, JobHandler } from './job.ts';
import { heartbeatSeconds, workOn } from './run.ts';

export interface JobQueue extends AsyncDisposable {
  /**
   * Enqueues in the transaction that made the job necessary. While a job of this key still waits, a
   * second one is nothing and the answer null; one that runs already may have read before this
   * transaction, so it does not count.
   */
  enqueue<S extends z.ZodType>(tx: Tx, decl: JobDecl<S>, payload: z.input<S>, key: string): Promise<string | null>;
  /** A job of this key waits, is to be tried again, or runs. */
  underWay(tx: Tx, decl: JobDecl, key: string): Promise<boolean>;
  retry(tx: Tx, queue: string, id: string): Promise<Refusal | null>;
  cancel(tx: Tx, queue: string, id: string): Promise<Refusal | null>;
  /** Fetches and runs jobs until the signal; any number of processes may do so. */
  work(handlers: readonly JobHandler[], signal: AbortSignal): Promise<void>;
}

export interface QueueOptions {
  /** Look for jobs whose worker died, and sweep old ones: once in so many seconds, or never. */
  superviseSeconds: number | null;
}

/**
 * The longest that the queue lets a job run: terabytes take hours to read. That its worker is alive is told by its
 * heartbeat, not by this.
 */
const longestSeconds = 24 * 3600;

/** Opens the queue for these kinds of jobs on the run-time role; the schema is made by migrate. */
export async function openQueue(
  pool: pg.Pool,
  db: Db,
  jobs: readonly JobDecl[],
  { superviseSeconds }: QueueOptions,
): Promise<JobQueue> {
  const boss = new PgBoss({
    db: { executeSql: async (text: string, values?: unknown[]) => pool.query(text, values as never) },
    schema: jobSchema,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: superviseSeconds !== null,
    ...(superviseSeconds === null
      ? {}
      : { monitorIntervalSeconds: superviseSeconds, superviseIntervalSeconds: superviseSeconds }),
  });
  boss.on('error', (error) => log.error('job queue', { error: error.message }));
  await boss.start();
  // Policy `short`: one waiting job a key. `standard` would ignore the key.
  for (const { queue, retryLimit } of jobs) {
    const options = {
      retryLimit,
      retryDelay: 5,
      retryBackoff: true,
      heartbeatSeconds,
      expireInSeconds: longestSeconds,
    };
    await boss.createQueue(queue, { policy: 'short', ...options });
    // One that stands already keeps what it was made with.
    await boss.updateQueue(queue, options);
  }

  const stateOf = async (tx: Tx, queue: string, id: string): Promise<JobWithMetadata | undefined> =>
    (await boss.findJobs<object>(queue, { id, db: fromKysely(tx) }))[0];

  return {
    async enqueue(tx, { queue, payload: shape }, payload, key) {
      return boss.send(queue, shape.parse(payload) as object, { db: fromKysely(tx), singletonKey: key });
    },
    async underWay(tx, { queue }, key) {
      const found = await boss.findJobs(queue, { key, db: fromKysely(tx) });
      return found.some(({ state }) => state === 'created' || state === 'retry' || state === 'active');
    },
    async retry(tx, queue, id) {
      const job = await stateOf(tx, queue, id);
      if (!job) return refuse('not-found', { what: '作业 / job' });
      if (job.state !== 'failed' && job.state !== 'cancelled') return refuse('job-not-in-state');
      if (job.state === 'failed') {
        await boss.retry(queue, id, { db: fromKysely(tx) });
        return null;
      }
      // One waiting job a key: where another has taken its place, that one does the work.
      const key = job.singletonKey ?? '';
      const waiting = await boss.findJobs(queue, { key, queued: true, db: fromKysely(tx) });
      if (waiting.length > 0) return refuse('job-not-in-state');
      await boss.resume(queue, id, { db: fromKysely(tx) });
      return null;
    },
    async cancel(tx, queue, id) {
      const job = await stateOf(tx, queue, id);
      if (!job) return refuse('not-found', { what: '作业 / job' });
      if (!['created', 'retry', 'active'].includes(job.state)) return refuse('job-not-in-state');
      await boss.cancel(queue, id, { db: fromKysely(tx) });
      return null;
    },
    async work(handlers, signal) {
      const bell = new Bell(db);
      await Promise.all(handlers.map((handler) => workOn(boss, db, handler, bell, signal)));
    },
    async [Symbol.asyncDispose]() {
      await boss.stop({ graceful: false });
    },
  };
}

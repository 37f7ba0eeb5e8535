import type pg from 'pg';
import { fromKysely, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { z } from 'zod';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { upkeep } from '../door/upkeep.ts';
import type { Db, Tx } from '../db.ts';
import { jobsDone } from '../http/metrics.ts';
import { log } from '../log.ts';
import { jobSchema } from '../migrate.ts';

export interface JobContext {
  jobId: string;
  /** Aborted when the job is cancelled or the worker stops. */
  signal: AbortSignal;
  /** 0 to 100. */
  progress(percent: number): Promise<void>;
}

/** A kind of job: its payload's schema stands beside its handler. It may run twice. */
export interface JobHandler<S extends z.ZodType = z.ZodType> {
  queue: string;
  payload: S;
  retryLimit: number;
  run(payload: z.output<S>, context: JobContext): Promise<void>;
}

export const jobHandler = <S extends z.ZodType>(handler: JobHandler<S>): JobHandler => handler;

export interface JobQueue extends AsyncDisposable {
  /** Enqueues in the transaction that made the job necessary. The key makes a second one nothing. */
  enqueue(tx: Tx, queue: string, payload: object, key?: string): Promise<string | null>;
  retry(tx: Tx, queue: string, id: string): Promise<Refusal | null>;
  cancel(tx: Tx, queue: string, id: string): Promise<Refusal | null>;
  /** Fetches and runs jobs until the signal; any number of processes may do so. */
  work(handlers: readonly JobHandler[], signal: AbortSignal): Promise<void>;
}

const heartbeatSeconds = 20;
const idleMs = 500;

/** Opens the queue for these kinds of jobs on the run-time role; the schema is made by migrate. */
export async function openQueue(
  pool: pg.Pool,
  db: Db,
  queues: readonly string[],
  supervise: boolean,
): Promise<JobQueue> {
  const boss = new PgBoss({
    db: { executeSql: async (text: string, values?: unknown[]) => pool.query(text, values as never) },
    schema: jobSchema,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise,
    monitorIntervalSeconds: 10,
  });
  boss.on('error', (error) => log.error('job queue', { error: error.message }));
  await boss.start();
  for (const queue of queues)
    await boss.createQueue(queue, { retryLimit: 3, retryDelay: 5, retryBackoff: true, heartbeatSeconds });
  const running = new Map<string, AbortController>();

  const stateOf = async (tx: Tx, queue: string, id: string): Promise<JobWithMetadata | undefined> =>
    (await boss.findJobs<object>(queue, { id, db: fromKysely(tx) }))[0];

  return {
    async enqueue(tx, queue, payload, key) {
      return boss.send(queue, payload, { db: fromKysely(tx), ...(key === undefined ? {} : { singletonKey: key }) });
    },
    async retry(tx, queue, id) {
      const job = await stateOf(tx, queue, id);
      if (!job) return refuse('not-found', { what: '作业 / job' });
      if (job.state !== 'failed' && job.state !== 'cancelled') return refuse('job-not-in-state');
      if (job.state === 'cancelled') await boss.resume(queue, id, { db: fromKysely(tx) });
      else await boss.retry(queue, id, { db: fromKysely(tx) });
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
      await Promise.all(handlers.map((handler) => loop(boss, db, handler, running, signal)));
    },
    async [Symbol.asyncDispose]() {
      await boss.stop({ graceful: false });
    },
  };
}

async function loop(
  boss: PgBoss,
  db: Db,
  handler: JobHandler,
  running: Map<string, AbortController>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const [job] = await boss.fetch<object>(handler.queue, { batchSize: 1 });
      if (job) await runOne(boss, db, handler, job, running, signal);
      else await rest(idleMs, signal);
    } catch (error) {
      // The database is away: jobs wait, the loop does not end.
      log.warn('fetching jobs failed', { queue: handler.queue, error: String(error) });
      await rest(2_000, signal);
    }
  }
}

async function runOne(
  boss: PgBoss,
  db: Db,
  handler: JobHandler,
  job: { id: string; data: object },
  running: Map<string, AbortController>,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  running.set(job.id, stop);
  const beat = setInterval(() => void touch(boss, handler.queue, job.id, stop), (heartbeatSeconds * 1000) / 4);
  try {
    const payload = handler.payload.parse(job.data);
    await handler.run(payload, {
      jobId: job.id,
      signal: AbortSignal.any([signal, stop.signal]),
      progress: (percent) => saveProgress(db, job.id, percent),
    });
    await boss.complete(handler.queue, job.id);
    jobsDone.inc({ queue: handler.queue, outcome: 'completed' });
  } catch (error) {
    const name = error instanceof Error ? error.name : 'Error';
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // Class and code only: messages may quote content, and job rows are read on a screen.
    await boss.fail(handler.queue, job.id, { error: `${name} ${code}`.trim() });
    jobsDone.inc({ queue: handler.queue, outcome: 'failed' });
    log.error('job failed', {
      queue: handler.queue,
      job: job.id,
      error: name,
      errorCode: code,
      stack: framesOf(error),
    });
  } finally {
    clearInterval(beat);
    running.delete(job.id);
  }
}

const framesOf = (error: unknown): string =>
  error instanceof Error
    ? (error.stack ?? '')
        .split('\n')
        .filter((frame) => frame.trimStart().startsWith('at '))
        .slice(0, 6)
        .join(' | ')
    : '';

/** Keeps the job ours, and notices that somebody cancelled it. */
async function touch(boss: PgBoss, queue: string, id: string, stop: AbortController): Promise<void> {
  try {
    await boss.touch(queue, id);
    const [job] = await boss.findJobs(queue, { id });
    if (job?.state === 'cancelled') stop.abort();
  } catch {
    // The next beat tries again; a job that misses its beats is fetched by another worker.
  }
}

const saveProgress = async (db: Db, jobId: string, percent: number): Promise<void> => {
  const whole = Math.max(0, Math.min(100, Math.round(percent)));
  await upkeep(db, 'job.progress', (tx) =>
    tx
      .insertInto('job_progress')
      .values({ job_id: jobId, percent: whole })
      .onConflict((conflict) => conflict.column('job_id').doUpdateSet({ percent: whole, updated_at: new Date() }))
      .execute(),
  );
};

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });

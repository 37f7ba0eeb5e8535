import type { PgBoss } from 'pg-boss';
import type { Db } from '../db.ts';
import { upkeep } from '../door/upkeep.ts';
import { jobsDone } from '../http/metrics.ts';
import { log } from '../log.ts';
import type { Bell } from './bell.ts';
import type { JobHandler } from './job.ts';

/** A job whose worker is silent for so long is given to another one. */
export const heartbeatSeconds = 20;

/** Fetches and runs one kind of job until the signal. */
export async function workOn(
  boss: PgBoss,
  db: Db,
  handler: JobHandler,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  const { queue } = handler.decl;
  while (!signal.aborted) {
    try {
      const [job] = await boss.fetch<object>(queue, { batchSize: 1 });
      if (job) await runOne(boss, db, handler, job, signal);
      else await bell.rung(queue, signal);
    } catch (error) {
      // The database is away: jobs wait, the loop does not end.
      log.warn('fetching jobs failed', { queue, error: String(error) });
      await rest(2_000, signal);
    }
  }
}

async function runOne(
  boss: PgBoss,
  db: Db,
  handler: JobHandler,
  job: { id: string; data: object },
  signal: AbortSignal,
): Promise<void> {
  const { queue } = handler.decl;
  const stop = new AbortController();
  const beat = setInterval(() => void touch(boss, queue, job.id, stop), (heartbeatSeconds * 1000) / 4);
  try {
    await handler.run(job.data, {
      jobId: job.id,
      signal: AbortSignal.any([signal, stop.signal]),
      progress: (percent) => saveProgress(db, job.id, percent),
    });
    await boss.complete(queue, job.id);
    jobsDone.inc({ queue, outcome: 'completed' });
  } catch (error) {
    const name = error instanceof Error ? error.name : 'Error';
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // Class and code only: messages may quote content, and job rows are read on a screen.
    await boss.fail(queue, job.id, { error: `${name} ${code}`.trim() });
    jobsDone.inc({ queue, outcome: 'failed' });
    log.error('job failed', {
      queue,
      job: job.id,
      error: name,
      fault: code,
      stack: framesOf(error),
    });
  } finally {
    clearInterval(beat);
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

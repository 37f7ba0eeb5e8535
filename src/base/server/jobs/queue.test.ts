import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { attachmentPurged, type EventDecl } from '#/base/rules/events.ts';
import { testDatabase, type TestDatabase } from '../../../../test/database.ts';
import { type Database, openDatabase } from '../db.ts';
import { withClient } from '../postgres/provision.ts';
import { announcer, listen } from './announce.ts';
import { job, jobHandler, type JobContext } from './job.ts';
import { type JobQueue, openQueue } from './queue.ts';

const copyPage = job({ queue: 'base.test.copy', payload: z.strictObject({ page: z.string() }), retryLimit: 2 });
const slow = job({ queue: 'base.test.slow', payload: z.strictObject({ page: z.string() }), retryLimit: 5 });
const indexed = listen(attachmentPurged, 'catalogue.forget');
const counted = listen(attachmentPurged, 'oversight.count');
const jobs = [copyPage, slow, indexed, counted];

let database: TestDatabase;
let connection: Database;
let queue: JobQueue;

beforeAll(async () => {
  database = await testDatabase();
  connection = openDatabase(database.appUrl, 10, 'test');
  queue = await openQueue(connection.pool, connection.db, jobs, { superviseSeconds: 1 });
});
afterAll(async () => {
  await queue[Symbol.asyncDispose]();
  await connection[Symbol.asyncDispose]();
  await database.drop();
});

const enqueue = (decl: typeof copyPage, page: string): Promise<string | null> =>
  connection.db.transaction().execute((tx) => queue.enqueue(tx, decl, { page }, page));

interface Row {
  id: string;
  state: string;
  retry_count: number;
  error: string | null;
}

async function rowsOf(name: string): Promise<Row[]> {
  const { rows } = await connection.pool.query<Row>(
    `select id, state::text, retry_count, output ->> 'error' as error from job.job where name = $1 order by created_on`,
    [name],
  );
  return rows;
}

test('a queue that was opened with other options takes those of today: a job may run for a day', async () => {
  await connection.pool.query(`update job.queue set expire_seconds = 900 where name = $1`, [slow.queue]);
  await using _again = await openQueue(connection.pool, connection.db, jobs, { superviseSeconds: null });
  const id = await enqueue(slow, 'long');
  const { rows } = await connection.pool.query('select expire_seconds, heartbeat_seconds from job.job where id = $1', [
    id,
  ]);
  expect(rows).toEqual([{ expire_seconds: 86_400, heartbeat_seconds: 20 }]);
  await connection.pool.query('delete from job.job where id = $1', [id]);
});

test('whether a job of a key is under way: waiting, running, to be tried again; not once it is through', async () => {
  const underWay = (key: string) => connection.db.transaction().execute((tx) => queue.underWay(tx, copyPage, key));
  expect(await underWay('way')).toBe(false);
  await enqueue(copyPage, 'way');
  expect([await underWay('way'), await underWay('another')]).toEqual([true, false]);
  const started = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  {
    await using _worker = work(copyPage, async () => {
      started.resolve();
      await end.promise;
    });
    await started.promise;
    expect(await underWay('way')).toBe(true);
    end.resolve();
  }
  expect(await underWay('way')).toBe(false);
  await connection.pool.query('delete from job.job where name = $1', [copyPage.queue]);
});

/** A worker with one handler; `using` ends it. */
function work(decl: typeof copyPage, run: (page: string, context: JobContext) => Promise<void>) {
  const stop = new AbortController();
  const done = queue.work([jobHandler(decl, ({ page }, context) => run(page, context))], stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await done;
    },
  };
}

test('a job exists only when its transaction was committed', async () => {
  await expect(
    connection.db.transaction().execute(async (tx) => {
      await queue.enqueue(tx, copyPage, { page: 'never' }, 'never');
      throw new Error('refused');
    }),
  ).rejects.toThrow('refused');
  expect(await rowsOf(copyPage.queue)).toEqual([]);
});

test('while one waits a second of the same key is nothing; once it runs, a new one counts', async () => {
  expect(await enqueue(copyPage, 'p1')).not.toBeNull();
  expect(await enqueue(copyPage, 'p1')).toBeNull();
  expect(await enqueue(copyPage, 'p2')).not.toBeNull();
  const ran: string[] = [];
  await using _worker = work(copyPage, async (page) => {
    if (page === 'p1' && !ran.includes('p1')) expect(await enqueue(copyPage, 'p1')).not.toBeNull();
    ran.push(page);
  });
  await expect.poll(() => ran.toSorted(), { timeout: 20_000 }).toEqual(['p1', 'p1', 'p2']);
});

test('a payload of another shape is refused where it is enqueued', async () => {
  const wrong = { page: 'x', title: '绝密' };
  await expect(
    connection.db.transaction().execute((tx) => queue.enqueue(tx, copyPage, wrong as { page: string }, 'x')),
  ).rejects.toThrow(/title/);
});

test('a failing job is tried again as often as it declares, and its row holds class and code only', async () => {
  const id = await enqueue(copyPage, 'broken');
  let runs = 0;
  await using _worker = work(copyPage, async (page) => {
    if (page !== 'broken') return;
    runs += 1;
    throw Object.assign(new TypeError('张三的处分决定'), { code: 'EBROKEN' });
  });
  const row = async (): Promise<Row | undefined> => (await rowsOf(copyPage.queue)).find((one) => one.id === id);
  for (let tries = 0; tries < copyPage.retryLimit; tries += 1) {
    await expect.poll(async () => (await row())?.state, { timeout: 20_000 }).toBe('retry');
    // The pause before the next try is over.
    await hasten(id!);
    await expect.poll(() => runs, { timeout: 20_000 }).toBe(tries + 2);
  }
  await expect.poll(row, { timeout: 20_000 }).toMatchObject({ state: 'failed', error: 'TypeError EBROKEN' });
  expect(JSON.stringify(await rowsOf(copyPage.queue))).not.toContain('张三');

  expect(await connection.db.transaction().execute((tx) => queue.retry(tx, copyPage.queue, id!))).toBeNull();
  await hasten(id!);
  await expect.poll(() => runs, { timeout: 20_000 }).toBe(copyPage.retryLimit + 2);
});

/** As its owner: the run-time role may not move a job's clock. */
const asOwner = async (text: string, values: unknown[]): Promise<void> => {
  await withClient(database.ownerUrl, (client) => client.query(text, values));
};

const hasten = (id: string): Promise<void> =>
  asOwner(`update job.job set start_after = now() - interval '1 second' where id = $1 and state = 'retry'`, [id]);

test('a cancelled job is told so while it runs, and can be taken up again', async () => {
  const id = await enqueue(slow, 'long');
  const seen: string[] = [];
  await using _worker = work(slow, async (_page, { signal, progress }) => {
    await progress(30);
    seen.push('started');
    if (seen.length > 1) return;
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    seen.push('stopped');
    signal.throwIfAborted();
  });
  await expect.poll(() => seen, { timeout: 20_000 }).toEqual(['started']);
  const percent = await connection.pool.query('select percent from job_progress where job_id = $1', [id]);
  expect(percent.rows).toEqual([{ percent: 30 }]);
  expect(await connection.db.transaction().execute((tx) => queue.cancel(tx, slow.queue, id!))).toBeNull();
  await expect.poll(() => seen, { timeout: 20_000 }).toEqual(['started', 'stopped']);
  expect((await rowsOf(slow.queue))[0]?.state).toBe('cancelled');
  const twice = await connection.db.transaction().execute((tx) => queue.cancel(tx, slow.queue, id!));
  expect(twice).toMatchObject({ code: 'job-not-in-state' });
  expect(await connection.db.transaction().execute((tx) => queue.retry(tx, slow.queue, id!))).toBeNull();
  await expect.poll(() => seen, { timeout: 20_000 }).toEqual(['started', 'stopped', 'started']);
  await expect.poll(async () => (await rowsOf(slow.queue))[0]?.state, { timeout: 20_000 }).toBe('completed');
});

test('a cancelled job is not taken up beside another that waits in its place', async () => {
  const first = await enqueue(slow, 'twin');
  await connection.db.transaction().execute((tx) => queue.cancel(tx, slow.queue, first!));
  expect(await enqueue(slow, 'twin')).not.toBeNull();
  const refused = await connection.db.transaction().execute((tx) => queue.retry(tx, slow.queue, first!));
  expect(refused).toMatchObject({ code: 'job-not-in-state' });
});

test('a job whose worker died is run by another', async () => {
  const id = await enqueue(slow, 'orphan');
  // A worker that takes the job and is never heard of again.
  await asOwner(
    `update job.job set state = 'active', started_on = now() - interval '2 minutes', heartbeat_on = now() - interval '2 minutes'
      where id = $1`,
    [id],
  );
  const ran: string[] = [];
  await using _worker = work(slow, async (page) => void ran.push(page));
  await expect
    .poll(
      async () => {
        await hasten(id!);
        return ran;
      },
      { timeout: 30_000, interval: 250 },
    )
    .toContain('orphan');
});

test('an event is one job for each listener, in the transaction that announced it', async () => {
  const announce = announcer(queue, [indexed, counted]);
  const other: EventDecl = { ...attachmentPurged, name: 'base.attachment.stored' };
  await expect(
    connection.db.transaction().execute(async (tx) => {
      await announce(tx, attachmentPurged, 'a1');
      throw new Error('refused');
    }),
  ).rejects.toThrow('refused');
  await connection.db.transaction().execute(async (tx) => {
    await announce(tx, attachmentPurged, 'a2');
    await announce(tx, other, 'a3');
  });
  const heard: string[] = [];
  const stop = new AbortController();
  const done = queue.work(
    [
      jobHandler(indexed, async ({ key }) => void heard.push(`forget ${key}`)),
      jobHandler(counted, async ({ key }) => void heard.push(`count ${key}`)),
    ],
    stop.signal,
  );
  await expect.poll(() => heard.toSorted(), { timeout: 20_000 }).toEqual(['count a2', 'forget a2']);
  await sleep(600);
  stop.abort();
  await done;
  expect(heard).toHaveLength(2);
});

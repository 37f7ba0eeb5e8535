/** A worker process: runs jobs and keeps the calendar. Any number of them, on any machine with the data. */
import { join } from 'node:path';
import { readConfig } from '#/base/server/config.ts';
import { assertRunTimeRole, openDatabase } from '#/base/server/db.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { openQueue } from '#/base/server/jobs/queue.ts';
import { acquireLease, processHolder } from '#/base/server/lease.ts';
import { log, nameProcess } from '#/base/server/log.ts';
import { openFolderStore } from '#/base/server/objects/folder.ts';
import { findSite } from '#/base/server/site.ts';
import { lookForAlarms, scheduleBackups } from '#/protection/server/door.ts';
import {
  clockWatcher,
  drawPlaybackPlan,
  eraseAgain,
  examineJob,
  missingDisk,
  takeUpAgain,
} from '#/premises/server/door.ts';
import { LookPool, ringForImages, ringForTreatment } from '#/imaging/server/door.ts';
import { releaseLapsed } from '#/workflow/server/door.ts';
import { handlers, jobs, looks } from './compose.ts';

const config = readConfig();
nameProcess('worker', config.dataDir);
if (config.databaseUrl === null) throw new Error('DATABASE_URL');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

await using database = openDatabase(config.databaseUrl, 10, 'shoucang-worker');
await assertRunTimeRole(database.pool);
const { db } = database;
await using queue = await openQueue(database.pool, db, jobs, { superviseSeconds: 10 });
const objects = await openFolderStore(join(config.dataDir, 'objects'));
const footage = await openFolderStore(join(config.footageDir, 'pieces'));
const holder = processHolder();
const watchClock = clockWatcher(db);
let examinedAt = 0;
/** A tick that takes long is not overtaken by the next. */
let ticking = false;

/** What the calendar does, each by itself: one that fails must not keep the others from their turn. */
const steps: readonly (() => Promise<unknown>)[] = [
  watchClock,
  () => scheduleBackups({ db, config }, queue),
  () => lookForAlarms(db, config, looks, null),
  () => upkeep(db, 'grant.sweep', (tx) => tx.deleteFrom('stream_grant').where('expires_at', '<', new Date()).execute()),
  () =>
    upkeep(db, 'idempotency.sweep', (tx) =>
      tx
        .deleteFrom('idempotency')
        .where('recorded_at', '<', new Date(Date.now() - 7 * 86_400_000))
        .execute(),
    ),
  () =>
    upkeep(db, 'login.challenge', (tx) =>
      tx.deleteFrom('login_challenge').where('expires_at', '<', new Date()).execute(),
    ),
  () => releaseLapsed(db),
  () => ringForImages(db, queue),
  () => ringForTreatment(db, queue),
  () => drawPlaybackPlan(db),
  examineHourly,
];

/**
 * At its beginning and once an hour: imports and deletions that stopped go on, the examination reads on (4.3-6).
 * Looked for at every tick while the disk is away, so that all goes on soon after it is back.
 */
async function examineHourly(): Promise<void> {
  if (Date.now() - examinedAt < 3_600_000 || (await findSite(db)) === null) return;
  if ((await missingDisk(db, config.footageDir)) !== null) return;
  examinedAt = Date.now();
  await takeUpAgain({ db, config }, queue);
  await eraseAgain({ db }, queue);
  await db.transaction().execute((tx) => queue.enqueue(tx, examineJob, {}, 'one'));
}

/** The calendar is one process's at a time; a lease, so that it moves on when that one dies. */
async function calendar(): Promise<void> {
  if (ticking || !(await acquireLease(db, 'calendar', holder, 90))) return;
  ticking = true;
  try {
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        log.warn('the calendar goes on', { error: String(error) });
      }
    }
  } finally {
    ticking = false;
  }
}

const everyMs = 30_000;
const tick = setInterval(() => {
  calendar().catch((error: unknown) => log.warn('the calendar waits', { error: String(error) }));
}, everyMs);
stop.signal.addEventListener('abort', () => clearInterval(tick));
let looking: LookPool | undefined;
const lookPool = () => (looking ??= new LookPool());
await queue.work(handlers({ db, config, objects, footage, lookPool }), stop.signal);
await looking?.[Symbol.asyncDispose]();
clearInterval(tick);

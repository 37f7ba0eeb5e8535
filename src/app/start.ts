/**
 * `npm start`: builds the page, starts PostgreSQL, migrates, and keeps the server's processes
 * running until it is told to stop.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, ConfigError, readConfig } from '#/base/server/config.ts';
import { type Cluster, startCluster } from '#/base/server/postgres/embedded.ts';
import { ClusterError } from '#/base/server/postgres/errors.ts';
import { holdFolder } from '#/base/server/postgres/hold.ts';
import { mainDatabase } from '#/base/server/postgres/provision.ts';
import { hasRecorder } from '#/premises/server/footage/ffmpeg.ts';
import { buildPage } from './page.ts';
import { assertPortFree, PortError } from './port.ts';
import { settledEnvironment } from './program.ts';
import { type Supervised, supervise } from './supervise.ts';

type Environment = Record<string, string | undefined>;

const app = import.meta.dirname;
const log = (line: string): void => console.log(line);

/** How long a start waits for an earlier run that is just ending. Milliseconds. */
const handOverMs = 5_000;

/** Longest pause between two tries to bring the database back: a disk that was full may have space again. */
const longestPauseMs = 1_000;

/** Ends the start with a sentence instead of a stack. */
class StartError extends Error {}

interface Addresses {
  runTime: string;
  owner: string | null;
}

/** Tidies up in the reverse order, whatever happens. */
const cleanUp: (() => Promise<void>)[] = [];
let stopping: Promise<void> | undefined;

function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    for (const step of cleanUp.toReversed()) await step().catch((error: unknown) => console.error(error));
    process.exit(code);
  })();
  return stopping;
}

async function start(): Promise<void> {
  const startedAt = performance.now();
  const env = settledEnvironment(log);
  const config = readConfig(env);
  env['SHOUCANG_DATA'] = config.dataDir;
  // Compiled code is kept between starts: loading takes half the time.
  env['NODE_COMPILE_CACHE'] = join(config.dataDir, 'cache', 'compiled');
  const [addresses] = await Promise.all([openDatabase(config), buildPage(log, cleanUp)]);
  await assertPortFree(config.host, config.port);
  await migrateApart(env, addresses);

  const runTime: Environment = { ...env, DATABASE_URL: addresses.runTime };
  delete runTime['DATABASE_OWNER_URL'];
  // Decoding of one page overlaps the measuring of another: libuv needs a thread for each (imaging.md §9).
  const looking: Environment = { UV_THREADPOOL_SIZE: String(2 * availableParallelism()), ...runTime };
  const records = hasRecorder();
  if (!records)
    log('未安装 ffmpeg，不录制摄像机。 ffmpeg is not installed: cameras are not recorded (apt-get install ffmpeg).');
  const children = ['sequencer', 'worker', 'api', ...(records ? ['recorder'] : [])].map((name) =>
    supervise({ name, file: join(app, `${name}.ts`), env: name === 'worker' ? looking : runTime }, log),
  );
  cleanUp.push(async () => void (await Promise.all(children.map((child) => child.stop()))));
  await untilServing(config, children);
  for (const child of children) child.settled();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  log(`守藏已就绪 Shoucang is ready: ${config.origin} (${seconds} s)`);
}

async function openDatabase(config: Config): Promise<Addresses> {
  if (config.databaseUrl !== null) {
    const release = await untilHandedOver(() => holdFolder(config.dataDir));
    cleanUp.push(async () => release());
    return { runTime: config.databaseUrl, owner: config.databaseOwnerUrl };
  }
  if (config.databaseOwnerUrl !== null) {
    throw new StartError(
      '设置 DATABASE_OWNER_URL 时也须设置 DATABASE_URL。 DATABASE_OWNER_URL needs DATABASE_URL beside it.',
    );
  }
  const cluster = await keepCluster(config.dataDir);
  return { runTime: cluster.url('app_rw', mainDatabase), owner: cluster.url('shoucang_owner', mainDatabase) };
}

/** An earlier run that was killed a moment ago may still be ending. */
async function untilHandedOver<T>(take: () => Promise<T>): Promise<T> {
  const end = performance.now() + handOverMs;
  for (;;) {
    try {
      return await take();
    } catch (error) {
      if (!(error instanceof ClusterError) || error.code !== 'in-use' || performance.now() > end) throw error;
      await sleep(200);
    }
  }
}

/** The embedded cluster, started again with growing pauses whenever it dies. Its addresses stay the same. */
async function keepCluster(dataDir: string): Promise<Cluster> {
  let opening = untilHandedOver(() => startCluster({ dataDir, log }));
  // A stop in the middle of a start waits for it, so that nothing is left behind.
  cleanUp.push(async () => (await opening.catch(() => undefined))?.stop());
  const watch = async (current: Cluster): Promise<void> => {
    for (;;) {
      await current.died;
      log('PostgreSQL 意外退出,正在重新启动。 PostgreSQL ended unexpectedly; starting it again.');
      await current.stop();
      for (let wait = 500; stopping === undefined; wait = Math.min(longestPauseMs, wait * 2)) {
        try {
          opening = startCluster({ dataDir, log });
          current = await opening;
          break;
        } catch (error) {
          console.error(error instanceof ClusterError ? error.message : error);
          await sleep(wait);
        }
      }
    }
  };
  const cluster = await opening;
  watch(cluster).catch((error: unknown) => {
    console.error(error);
    return stop(1);
  });
  return cluster;
}

/** Migrates in a process of its own, so that no other ever knows the owner's address. */
async function migrateApart(env: Environment, { owner }: Addresses): Promise<void> {
  if (owner === null) {
    log('未设置 DATABASE_OWNER_URL,不执行数据库迁移。 DATABASE_OWNER_URL is not set: the database is not migrated.');
    return;
  }
  const child = spawn(process.execPath, [join(app, 'migrate.ts')], {
    env: {
      PATH: env['PATH'],
      SHOUCANG_DATA: env['SHOUCANG_DATA'],
      NODE_COMPILE_CACHE: env['NODE_COMPILE_CACHE'],
      DATABASE_OWNER_URL: owner,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  cleanUp.push(async () => void child.kill());
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  if (code !== 0) throw new StartError('数据库迁移失败,未启动。 The database could not be migrated; not started.');
}

/** Waits until the port answers; a program that ends before that ends the start. */
async function untilServing({ host, port }: Config, children: Supervised[]): Promise<void> {
  let failure: string | undefined;
  void Promise.race(children.map((child) => child.failed)).then((how) => (failure = how));
  while (!(await answers(host, port))) {
    if (failure !== undefined) throw new StartError(`启动失败 Failed to start: ${failure}`);
    if (stopping !== undefined) return stopping;
    await sleep(30);
  }
}

function answers(host: string, port: number): Promise<boolean> {
  const socket = connect({ port, host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host });
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
process.on('disconnect', () => void stop(0));
process.channel?.unref();

start().catch((error: unknown) => {
  const expected = [StartError, ConfigError, ClusterError, PortError].some((kind) => error instanceof kind);
  console.error(expected && error instanceof Error ? error.message : error);
  return stop(1);
});

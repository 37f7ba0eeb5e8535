import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from './errors.ts';
import { isLiving, isPostgresOf, isTaken, processesIn } from './processes.ts';
import { fixedSettings, type Settings } from './settings.ts';
import { bareEnvironment, runAs, type SystemUser } from './system-user.ts';

type Log = (line: string) => void;

export interface Place {
  pgData: string;
  native: string;
  user: SystemUser | null;
  /** Takes what PostgreSQL says before its own log opens. */
  startLog: string;
}

/** How long a start waits for what an earlier, killed run left behind. Milliseconds. */
const patience = 20_000;
const fastShutdown = 'SIGINT';

function lines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

const pidIn = (file: string): number => Math.abs(Number(lines(file)[0] ?? '0')) || 0;

/**
 * Leaves the folder as after a clean stop: ends a postmaster that outlived its supervisor, waits for
 * the last backends of a killed one, and removes lock files whose pid belongs to nobody of ours
 * (a zombie or another program would make PostgreSQL refuse). Everything else is left to PostgreSQL's
 * own interlock. The caller holds the folder.
 */
async function clearRemains({ pgData }: Place, { socketDir, port }: Settings, log: Log): Promise<void> {
  const pidFile = join(pgData, 'postmaster.pid');
  const socketLock = join(socketDir, `.s.PGSQL.${port}.lock`);
  const orphan = pidIn(pidFile);
  if (orphan > 0 && isPostgresOf(orphan, pgData)) await endOrphan(orphan, log);
  const left = await until(patience, () => (processesIn(pgData).length === 0 ? true : null));
  if (!left) {
    throw new ClusterError(
      'in-use',
      `上次运行的 PostgreSQL 进程仍在:${processesIn(pgData).join(' ')}。 ` +
        `PostgreSQL processes of an earlier run are still there: ${processesIn(pgData).join(' ')}.`,
    );
  }
  for (const file of [pidFile, socketLock]) {
    if (existsSync(file) && isTaken(pidIn(file))) rmSync(file, { force: true });
  }
}

async function endOrphan(pid: number, log: Log): Promise<void> {
  log(
    `上次运行留下的 PostgreSQL(进程 ${pid})仍在,先正常停止它。 ` +
      `PostgreSQL of an earlier run (process ${pid}) is still up; stopping it first.`,
  );
  for (const [signal, wait] of [
    [fastShutdown, 60_000],
    ['SIGQUIT', patience],
  ] as const) {
    process.kill(pid, signal);
    if (await until(wait, () => (isLiving(pid) ? null : true))) return;
  }
  throw new ClusterError('in-use', `无法停止 PostgreSQL 进程 ${pid} / process ${pid} does not stop`);
}

/** Polls every 20 ms until `look` answers, or null after `ms`. */
async function until<T>(ms: number, look: () => T | null): Promise<T | null> {
  const end = performance.now() + ms;
  for (;;) {
    const seen = look();
    if (seen !== null) return seen;
    if (performance.now() > end) return null;
    await sleep(20);
  }
}

/** Starts PostgreSQL and answers when it accepts connections; tries again while a dying run is still in the way. */
export async function startPostmaster(place: Place, settings: Settings, log: Log): Promise<ChildProcess> {
  const end = performance.now() + patience;
  for (;;) {
    await clearRemains(place, settings, log);
    const child = launch(place, settings);
    const state = await until(120_000, () => (gone(child) ? 'gone' : ready(place.pgData, child.pid) ? 'ready' : null));
    if (state === 'ready') return child;
    if (!gone(child)) child.kill('SIGQUIT');
    const said = lines(place.startLog).join('\n').trim();
    const inTheWay = /lock file .* already exists|shared memory block .* still in use/.test(said);
    if (!inTheWay || performance.now() > end) {
      throw new ClusterError(
        'not-started',
        `PostgreSQL 未能启动,见 ${place.startLog} 与 ${join(place.pgData, 'log')}。 ` +
          `PostgreSQL did not start: ${said.slice(-800)}`,
      );
    }
    await sleep(300);
  }
}

function launch({ pgData, native, user, startLog }: Place, settings: Settings): ChildProcess {
  // Made anew: an earlier start by another user may own the old one.
  rmSync(startLog, { force: true });
  const output = openSync(startLog, 'w', 0o600);
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', pgData, ...fixedSettings(settings)], {
    cwd: '/',
    env: bareEnvironment,
    stdio: ['ignore', output, output],
    // A session of its own: Ctrl-C in the terminal reaches the supervisor, which stops things in order.
    detached: true,
    ...runAs(user),
  });
  child.on('error', () => {});
  closeSync(output);
  return child;
}

const gone = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

/** Line 8 of postmaster.pid is the state that pg_ctl itself looks at. */
function ready(pgData: string, pid: number | undefined): boolean {
  const file = lines(join(pgData, 'postmaster.pid'));
  return Number(file[0]) === pid && file[7]?.trim() === 'ready';
}

/**
 * Fast shutdown: open transactions are rolled back, a checkpoint is written. Resolves when the postmaster
 * has exited and its log writer, which outlives it by a moment, has too.
 */
export async function stopPostmaster(child: ChildProcess, pgData: string): Promise<void> {
  if (!gone(child)) {
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(fastShutdown);
    const late = setTimeout(() => child.kill('SIGQUIT'), 60_000);
    await exited;
    clearTimeout(late);
  }
  await until(patience, () => (processesIn(pgData).length === 0 ? true : null));
}

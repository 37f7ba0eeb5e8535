/** A real site for drills: the program of `npm start` on a data folder of its own, and its processes. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '#/app/client.ts';
import { assertPortFree } from '#/app/port.ts';
import { type Door, employ, openWithOfficers, type Who } from '../test/people.ts';

export interface Site {
  dataDir: string;
  port: number;
  supervisor: ChildProcess;
  output: string[];
}

const root = join(import.meta.dirname, '..');

export function launch(dataDir: string, port: number, more: Record<string, string> = {}): Site {
  const env = {
    ...process.env,
    SHOUCANG_DATA: dataDir,
    SHOUCANG_PORT: String(port),
    DATABASE_URL: '',
    DATABASE_OWNER_URL: '',
    ...more,
  };
  const supervisor = spawn(process.execPath, [join(root, 'src/app/start.ts')], {
    env,
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [supervisor.stdout, supervisor.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  return { dataDir, port, supervisor, output };
}

export const isReady = ({ port }: Pick<Site, 'port'>): Promise<boolean> =>
  fetch(`http://localhost:${port}/readyz`, { signal: AbortSignal.timeout(2_000) })
    .then((answer) => answer.ok)
    .catch(() => false);

export async function untilReady(site: Pick<Site, 'port' | 'output'>): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    if (await isReady(site)) return;
    await sleep(100);
  }
  throw new Error(`not ready within 60 s:\n${site.output.join('').slice(-3000)}`);
}

/** Below the ephemeral range: a client knocking at a closed port there can end up connected to itself. */
export async function freePort(): Promise<number> {
  for (let port = 10_000 + (process.pid % 10_000); ; port += 1) {
    const free = await assertPortFree('127.0.0.1', port).then(
      () => true,
      () => false,
    );
    if (free) return port;
  }
}

interface Running {
  pid: number;
  parent: number;
  command: string;
}

const processes = (): Running[] =>
  execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, command = '']) => ({ pid: Number(pid), parent: Number(parent), command }));

/** The server's processes of that name, or all. */
export const programs = (site: Site, name = ''): number[] =>
  processes()
    .filter((one) => one.parent === site.supervisor.pid && one.command.includes(`${name}.ts`))
    .map((one) => one.pid);

const pidFile = (dataDir: string): string => join(dataDir, 'postgres', 'postmaster.pid');

export const postmaster = (dataDir: string): number => Number(readFileSync(pidFile(dataDir), 'utf8').split('\n')[0]);

/** The postmaster and whatever it started. */
export function databaseProcesses(dataDir: string): number[] {
  const master = postmaster(dataDir);
  const backends = processes().filter((one) => one.parent === master);
  return [master, ...backends.map((one) => one.pid)];
}

/** What drills kill in turn. */
export const usualVictims = ['worker', 'server', 'database', 'server and worker', 'everything'] as const;

export function pidsOfVictim(site: Site, victim: (typeof usualVictims)[number]): number[] {
  const database = databaseProcesses(site.dataDir);
  switch (victim) {
    case 'worker':
      return programs(site, 'worker');
    case 'server':
      return programs(site, 'api');
    case 'database':
      return database;
    case 'server and worker':
      return [...programs(site, 'api'), ...programs(site, 'worker')];
    case 'everything':
      return [site.supervisor.pid ?? 0, ...programs(site), ...database];
  }
}

/** All at once and without warning. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone already: a backend that followed its postmaster.
    }
  }
}

export function doorOf(site: Site): Door {
  const setupCode =
    /[A-Z0-9]{5}(-[A-Z0-9]{5}){3}/.exec(readFileSync(join(site.dataDir, 'secrets', 'setup-code'), 'utf8'))?.[0] ?? '';
  const origin = `http://localhost:${site.port}`;
  return { origin, setupCode, visitor: () => new Client(origin) };
}

/** Opens the site and employs somebody who writes. */
export async function staff(site: Site): Promise<Who> {
  const desk = doorOf(site);
  return employ(desk, await openWithOfficers(desk), 'archiveLead');
}

/** A clean stop; what does not follow within a minute is killed, so that a failed drill leaves nothing either. */
export async function end(site: Site): Promise<void> {
  const { supervisor } = site;
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
  const exit = new Promise((resolve) => supervisor.once('exit', resolve));
  const late = setTimeout(() => {
    const database = existsSync(pidFile(site.dataDir)) ? databaseProcesses(site.dataDir) : [];
    signalAll([...programs(site), ...database, supervisor.pid ?? 0], 'SIGKILL');
  }, 60_000);
  supervisor.kill('SIGTERM');
  await exit;
  clearTimeout(late);
}

/** Ctrl-C ends the drill by the same way as a failure, so that it tidies up. */
export async function untilInterrupted<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (signal: string): void => reject(new Error(`ended by ${signal}`));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    return await Promise.race([work, promise]);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}

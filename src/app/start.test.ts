import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLiving, processesIn } from '#/base/server/postgres/processes.ts';
import { freePort } from './port.ts';

const program = join(import.meta.dirname, 'start.ts');
const ready = 'Shoucang is ready';

interface Started {
  child: ChildProcess;
  output: () => string;
  /** Resolves when it serves or has ended; true when it serves. */
  serves: Promise<boolean>;
  exited: Promise<number | null>;
}

let dataDir = '';
let port = 0;

function start(extra: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'], SHOUCANG_DATA: dataDir, SHOUCANG_PORT: String(port), ...extra },
    // A group of its own, as a terminal gives it: Ctrl-C goes to the group.
    detached: true,
  });
  let text = '';
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const serves = new Promise<boolean>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes(ready)) resolve(true);
      });
    }
    void exited.then(() => resolve(false));
  });
  return { child, output: () => text, serves, exited };
}

/** Every process of this data folder: PostgreSQL by its working folder, ours by their environment. */
function processesOfSite(): number[] {
  const mark = `SHOUCANG_DATA=${dataDir}\0`;
  const ours = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isLiving(pid) && environmentOf(pid).includes(mark));
  return [...ours, ...processesIn(join(dataDir, 'postgres'))];
}

function killEverything(): void {
  for (const pid of processesOfSite()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // One that was listed has ended since, as those of PostgreSQL do when the first of them is killed.
      if (!isErrno(error, 'ESRCH')) throw error;
    }
  }
}

const isErrno = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

const childNamed = (name: string): number | undefined =>
  processesOfSite().find((pid) => commandOf(pid).includes(join('app', `${name}.ts`)));

async function answers(path: string): Promise<boolean> {
  try {
    return (await fetch(`http://localhost:${port}${path}`)).ok;
  } catch {
    return false;
  }
}

const isServing = (): Promise<boolean> => answers('/healthz');
/** Database, sequencer and sink included. */
const isReady = (): Promise<boolean> => answers('/readyz');

async function interrupt({ child, exited }: Started): Promise<number | null> {
  process.kill(-child.pid!, 'SIGINT');
  return exited;
}

let running: Started | null = null;

/** A site that serves: the one that the test before has left, or a new one. A start takes seconds. */
async function serving(): Promise<Started> {
  const run = running ?? start();
  running = run;
  expect(await run.serves, run.output()).toBe(true);
  return run;
}

/** Takes it over, to end it: the next test begins with a start. */
async function ending(): Promise<Started> {
  const run = await serving();
  running = null;
  return run;
}

describe('npm start', () => {
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shoucang-start-'));
    port = await freePort();
  });
  afterAll(() => {
    killEverything();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('no process that serves knows the owner’s address', async () => {
    await serving();
    for (const name of ['api', 'sequencer', 'worker']) {
      const environment = environmentOf(childNamed(name)!);
      expect(environment).toContain('DATABASE_URL=postgresql://app_rw:');
      expect(environment).not.toContain('shoucang_owner');
    }
  });

  test('a second start on the same data says so and ends; the first goes on', async () => {
    await serving();
    const second = start({ SHOUCANG_PORT: String(await freePort()) });
    expect(await second.serves).toBe(false);
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain('not started a second time');
    expect(await isServing()).toBe(true);
  });

  test('serves, and Ctrl-C leaves no process', async () => {
    const run = await ending();
    expect(await isServing()).toBe(true);
    expect(await interrupt(run)).toBe(0);
    expect(processesOfSite()).toEqual([]);
  });

  test('a taken port is named, and nothing is left running', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const run = start();
    expect(await run.serves).toBe(false);
    expect(await run.exited).toBe(1);
    expect(run.output()).toMatch(new RegExp(`端口 ${port} 已被占用.*Port ${port} is taken`));
    expect(processesOfSite()).toEqual([]);
    await new Promise((resolve) => other.close(resolve));
  });

  test('starts by itself after kill -9 of the supervisor, whose children end', async () => {
    const run = await ending();
    const children = ['api', 'sequencer', 'worker'].map((name) => childNamed(name)!);
    process.kill(run.child.pid!, 'SIGKILL');
    await expect.poll(() => children.filter(isLiving), { timeout: 15_000 }).toEqual([]);
    await serving();
  });

  test('starts by itself after kill -9 of everything', async () => {
    await ending();
    killEverything();
    await serving();
  });

  test('brings back a killed api and a killed PostgreSQL, and stops whole afterwards', async () => {
    const run = await ending();
    const api = childNamed('api')!;
    process.kill(api, 'SIGKILL');
    await expect.poll(() => childNamed('api'), { timeout: 15_000 }).not.toBe(api);
    await expect.poll(isServing, { timeout: 15_000 }).toBe(true);
    const [postmaster] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(postmaster), 'SIGKILL');
    await expect.poll(run.output, { timeout: 15_000 }).toContain('PostgreSQL ended unexpectedly');
    await expect.poll(isReady, { timeout: 30_000 }).toBe(true);
    expect(await interrupt(run)).toBe(0);
    expect(processesOfSite()).toEqual([]);
  });
});

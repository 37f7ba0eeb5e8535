import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isLiving } from '../postgres/processes.ts';
import { Apart } from './apart.ts';

let folder = '';
let file = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoucang-apart-'));
  file = join(folder, 'work.ts');
  writeFileSync(
    file,
    `export async function work(input: any, { progress }: { progress(percent: number): void }) {
       progress(40);
       if (input.hang) for (;;);
       if (input.crash) process.kill(process.pid, 'SIGSEGV');
       if (input.fail) throw Object.assign(new RangeError('the title of a file'), { code: 'EPIXEL' });
       if (input.eat) { const all: unknown[] = []; for (;;) all.push(new Array(100_000).fill(all.length)); }
       return { pid: process.pid, bytes: new Uint8Array([1, 2]), secrets: Object.keys(process.env).filter((key) => /DATABASE/.test(key)) };
     }`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Output {
  pid: number;
  bytes: Uint8Array;
  secrets: string[];
}

const percents: number[] = [];
const context = (signal: AbortSignal = new AbortController().signal) => ({
  signal,
  progress: async (percent: number) => void percents.push(percent),
});

test('works in another process, which is kept, knows no address of the database, and tells its progress', async () => {
  await using apart = new Apart(file);
  const first = (await apart.run({}, context())) as Output;
  const second = (await apart.run({}, context())) as Output;
  expect(first.pid).not.toBe(process.pid);
  expect(second.pid).toBe(first.pid);
  expect([...first.bytes]).toEqual([1, 2]);
  expect(first.secrets).toEqual([]);
  expect(percents).toContain(40);
});

test('a failure brings class and code, never the words; the next piece works', async () => {
  await using apart = new Apart(file);
  await expect(apart.run({ fail: true }, context())).rejects.toMatchObject({
    name: 'RangeError',
    code: 'EPIXEL',
    message: 'RangeError EPIXEL',
  });
  await apart.run({}, context());
});

test.each([{ crash: true }, { eat: true }])('a process that dies of %o fails its piece only', async (input) => {
  await using apart = new Apart(file, { heapMiB: 32 });
  await expect(apart.run(input, context())).rejects.toMatchObject({ name: 'ProcessDied' });
  await apart.run({}, context());
});

test('a cancelled piece is killed at once, even one that never yields, and this process stays awake', async () => {
  await using apart = new Apart(file);
  const { pid } = (await apart.run({}, context())) as Output;
  const stop = new AbortController();
  const running = apart.run({ hang: true }, context(stop.signal));
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 10);
  await sleep(200);
  clearInterval(timer);
  stop.abort();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  expect(ticks).toBeGreaterThan(3);
  await expect.poll(() => isLiving(pid)).toBe(false);
});

test('a child is replaced after its number of pieces, and ends when idle', async () => {
  await using apart = new Apart(file, { pieces: 2, idleMs: 20 });
  const pids: number[] = [];
  for (let i = 0; i < 3; i += 1) pids.push(((await apart.run({}, context())) as Output).pid);
  expect(pids[2]).not.toBe(pids[1]);
  await expect.poll(() => isLiving(pids[2]!), { timeout: 10_000 }).toBe(false);
});

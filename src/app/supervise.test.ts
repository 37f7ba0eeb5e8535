import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isLiving } from '#/base/server/postgres/processes.ts';
import { type Pace, pause, supervise } from './supervise.ts';

const pace: Pace = { shortestMs: 10, longestMs: 40, forgivenMs: 60_000, killAfterMs: 300 };
let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'shoucang-supervise-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(source: string): { name: string; file: string; env: Record<string, string | undefined> } {
  const file = join(folder, 'program.ts');
  writeFileSync(file, source);
  return { name: 'program', file, env: { ...process.env, MARK: join(folder, 'mark') } };
}

const marks = (): string[] => {
  const file = join(folder, 'mark');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};

const mark = `import { appendFileSync } from 'node:fs'; appendFileSync(process.env.MARK, process.pid + '\\n');`;

test('pauses grow with each death in a row, up to the longest', () => {
  expect([1, 2, 3, 4, 9].map((deaths) => pause(deaths, pace))).toEqual([10, 20, 40, 40, 40]);
});

test('a program that ends before it ever served fails the start', async () => {
  const child = supervise(program(`process.exit(3);`), () => {}, pace);
  expect(await child.failed).toBe('program: 3');
  await child.stop();
});

test('a program that dies later is started again, and stop ends it for good', async () => {
  const said: string[] = [];
  const child = supervise(program(`${mark} setInterval(() => {}, 1e6);`), (line) => said.push(line), pace);
  child.settled();
  await expect.poll(marks, { timeout: 10_000 }).toHaveLength(1);
  process.kill(child.pid!, 'SIGKILL');
  await expect.poll(marks, { timeout: 10_000 }).toHaveLength(2);
  expect(said).toEqual([expect.stringContaining('SIGKILL')]);
  await child.stop();
  expect(marks().filter((pid) => isLiving(Number(pid)))).toEqual([]);
});

test('a program deaf to SIGTERM is killed after its time', async () => {
  const child = supervise(
    program(`process.on('SIGTERM', () => {}); ${mark} setInterval(() => {}, 1e6);`),
    () => {},
    pace,
  );
  await expect.poll(marks, { timeout: 10_000 }).toHaveLength(1);
  await child.stop();
  expect(isLiving(Number(marks()[0]))).toBe(false);
});

test('children end when their supervisor is killed with -9', async () => {
  const { file, env } = program(`${mark} setInterval(() => {}, 1e6);`);
  const supervisor = join(folder, 'supervisor.ts');
  writeFileSync(
    supervisor,
    `import { supervise } from ${JSON.stringify(join(import.meta.dirname, 'supervise.ts'))};
     supervise({ name: 'program', file: ${JSON.stringify(file)}, env: process.env }, () => {});`,
  );
  const parent = spawn(process.execPath, [supervisor], { env });
  await expect.poll(marks, { timeout: 10_000 }).toHaveLength(1);
  const exit = once(parent, 'exit');
  parent.kill('SIGKILL');
  await exit;
  await expect.poll(() => isLiving(Number(marks()[0])), { timeout: 10_000 }).toBe(false);
});

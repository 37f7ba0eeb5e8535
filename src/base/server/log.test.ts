/** The run log: one JSON line a fact, without secrets and without what an error quotes. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorFacts, log, nameProcess } from './log.ts';

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'shoucang-log-'));
  nameProcess('log-test', dataDir);
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const path = (): string => join(dataDir, 'log', 'run.log');
const last = (): string => readFileSync(path(), 'utf8').trim().split('\n').at(-1) ?? '';

test('5.5-4 a line is one JSON object with time, level, process and facts, readable by its owner only', () => {
  log.warn('第一行\n第二行', { act: 'protection.party.create', count: 3, done: false, code: 'busy' });
  expect(JSON.parse(last())).toEqual({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    level: 'warn',
    process: 'log-test',
    message: '第一行\n第二行',
    act: 'protection.party.create',
    count: 3,
    done: false,
    code: 'busy',
  });
  expect(statSync(path()).mode & 0o077).toBe(0);
});

test('5.5-4 a fact never stands in for time, level, process or message', () => {
  log.info('true', { at: 'then', level: 'none', process: 'other', message: 'false' });
  expect(JSON.parse(last())).toMatchObject({ level: 'info', process: 'log-test', message: 'true' });
  expect(Date.parse((JSON.parse(last()) as { at: string }).at)).toBeGreaterThan(0);
});

test.each([
  'password',
  'newPassword',
  'setupCode',
  'activation_code',
  'token',
  'sessionToken',
  'cookie',
  'seed',
  'secretValue',
  'authorization',
  'apiKey',
])('5.5-4 refuses to keep a secret: %s', (name) => {
  log.info('planted', { [name]: 'Kaifeng-1957-gate' });
  expect(last()).toContain('"planted"');
  expect(last()).not.toContain('Kaifeng');
});

test('an error is kept by kind, code and place; what it quotes is not', () => {
  class Odd extends Error {
    override name = 'Odd';
    code = '22P02';
    table = 'person';
    detail = 'Failing row contains (王某)';
  }
  const facts = errorFacts(new Odd('invalid input: "王某"\n    at 身份证 410101'));
  log.error('surprise', facts);
  const line = last();
  expect(JSON.parse(line)).toMatchObject({ error: 'Odd', code: '22P02', table: 'person', message: 'surprise' });
  expect((JSON.parse(line) as { place: string }).place).toContain('log.test.ts:');
  expect(line).not.toMatch(/王某|410101/);
  expect(errorFacts('王某')).toEqual({ error: 'string' });
});

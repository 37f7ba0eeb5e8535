import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { suites } from '#/base/rules/ledger/entry.ts';
import { consistencyRanges, leafHash, treeRoot } from '#/base/rules/ledger/tree.ts';
import { testDatabase } from '../../../../test/database.ts';
import { ledgerHealth } from './health.ts';
import { isSignedBy, parseCheckpoint, signCheckpoint } from './note.ts';
import { runSequencer } from './sequencer.ts';
import { formatVerifierKey, generateKey, suiteHash, type SigningKey } from './suite.ts';
import { openTestLog } from './testing.ts';
import { Witness, witnessServer } from './witness.ts';

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'shoucang-witness-'));
  undo.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};
const quiet = (): void => undefined;

/** A log of `n` leaves in memory: notes and submissions for any pair of sizes. */
function memoryLog(key: SigningKey, fill = 'leaf') {
  const hash = suiteHash(key.suite);
  const leaves = Array.from({ length: 40 }, (_, i) => leafHash(hash, Buffer.from(`${fill} ${i}`)));
  const root = (from: number, to: number): Buffer => Buffer.from(treeRoot(hash, leaves, from, to));
  const note = (size: number): string => signCheckpoint(key, size, root(0, size));
  const proof = (old: number, size: number): string[] =>
    consistencyRanges(old, size).map(([from, to]) => root(from, to).toString('base64'));
  const submission = (old: number, size: number, lines = proof(old, size), text = note(size)): Buffer =>
    Buffer.from([`old ${old}`, ...lines, '', text].join('\n'));
  return { note, proof, submission };
}

describe.each(suites)('witness of a %s log', (suite) => {
  const key = generateKey('archive/witness', suite, 'cosigner');
  const logKey = generateKey('shoucang/a', suite, 'log');
  const log = memoryLog(logKey);
  const open = (dir = folder()) => new Witness({ dir, key, logs: [logKey], log: quiet });

  test('cosigns consistent heads, remembers across restarts, and names its size on conflict', () => {
    const dir = folder();
    const first = open(dir).addCheckpoint(log.submission(0, 5), 1_800_000_000_000);
    expect(first.status).toBe(200);
    expect(isSignedBy(parseCheckpoint(log.note(5) + first.body)!, key)).toBe(true);
    const witness = open(dir);
    expect(witness.addCheckpoint(log.submission(0, 9))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '5\n' });
    expect(witness.addCheckpoint(log.submission(5, 9)).status).toBe(200);
    expect(witness.addCheckpoint(log.submission(9, 9)).status).toBe(200);
    expect(isSignedBy(parseCheckpoint(witness.newest('shoucang/a')!)!, key)).toBe(true);
    expect(readdirSync(dir).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test('2.8 refuses another history: bad proof, other root at the same size, shorter log', () => {
    const witness = open();
    const forked = memoryLog(logKey, 'forged');
    expect(witness.addCheckpoint(log.submission(0, 8)).status).toBe(200);
    expect(witness.addCheckpoint(forked.submission(8, 12)).status).toBe(422);
    expect(witness.addCheckpoint(forked.submission(8, 8)).status).toBe(422);
    expect(witness.addCheckpoint(log.submission(8, 12, [...log.proof(8, 12), ...log.proof(8, 12)])).status).toBe(422);
    expect(witness.addCheckpoint(log.submission(8, 12, [])).status).toBe(422);
    expect(witness.addCheckpoint(log.submission(4, 6)).status).toBe(409);
    expect(witness.addCheckpoint(log.submission(8, 12)).status).toBe(200);
  });

  test('refuses what is malformed, unsigned or unknown', () => {
    const witness = open();
    const status = (request: Buffer | string): number => witness.addCheckpoint(Buffer.from(request)).status;
    expect(status('')).toBe(400);
    expect(status(log.submission(0, 5).toString().replace('old 0', 'old 00'))).toBe(400);
    expect(status(log.submission(0, 5).toString().replace('old 0', 'Old 0'))).toBe(400);
    expect(status(log.submission(0, 5, Array(64).fill(Buffer.alloc(32).toString('base64'))))).toBe(400);
    expect(status(log.submission(0, 5, ['AAAA']))).toBe(400);
    expect(status(log.submission(6, 5, []))).toBe(400);
    expect(status(log.submission(0, 5, []).toString().replace('\n5\n', '\n6\n'))).toBe(403);
    expect(status(memoryLog(generateKey('shoucang/a', suite, 'log')).submission(0, 5))).toBe(403);
    expect(status(memoryLog(generateKey('shoucang/b', suite, 'log')).submission(0, 5))).toBe(404);
    expect(witness.newest('shoucang/a')).toBeNull();
  });
});

test('a witness whose memory is damaged does not begin anew', () => {
  const dir = folder();
  const logKey = generateKey('shoucang/a', 'intl', 'log');
  const key = generateKey('archive/witness', 'intl', 'cosigner');
  const witness = new Witness({ dir, key, logs: [logKey], log: quiet });
  expect(witness.addCheckpoint(memoryLog(logKey).submission(0, 5)).status).toBe(200);
  writeFileSync(join(dir, readdirSync(dir)[0]!), '{"origin":"shoucang/a","size":0,"note":""}');
  expect(() => witness.addCheckpoint(memoryLog(logKey).submission(0, 5))).toThrow('damaged state');
});

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

async function until(what: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await what())) {
    if (Date.now() > end) throw new Error('did not happen within 20 s');
    await sleep(20);
  }
}

test('2.8 the sequencer has its heads cosigned; a silent witness blocks nothing, a contradicting one is named', async () => {
  const base = await testDatabase();
  undo.push(() => base.drop());
  const log = await openTestLog(base.appUrl, 'intl');
  undo.push(async () => log[Symbol.asyncDispose]());
  const { db } = log.database;
  const keys = ['good', 'silent', 'deceived'].map((name) => generateKey(`archive/${name}`, 'intl', 'cosigner'));
  const [good, silent, deceived] = keys as [SigningKey, SigningKey, SigningKey];
  const witness = new Witness({ dir: folder(), key: good, logs: [log.key], log: quiet });
  // This one has seen another history of the same log.
  const other = new Witness({ dir: folder(), key: deceived, logs: [log.key], log: quiet });
  expect(other.addCheckpoint(memoryLog(log.key, 'forged').submission(0, 3)).status).toBe(200);
  const url = await listen(witnessServer(witness, quiet));
  const otherUrl = await listen(witnessServer(other, quiet));
  const stop = new AbortController();
  const running = runSequencer({
    ...{
      db,
      keysDir: join(log.dir, 'keys'),
      sinkDir: join(log.dir, 'sink'),
      signal: stop.signal,
      checkpointEntries: 2,
    },
    witnesses: [
      { url, key: formatVerifierKey(good) },
      { url: 'http://127.0.0.1:9', key: formatVerifierKey(silent) },
      { url: otherUrl, key: formatVerifierKey(deceived) },
      { url, key: formatVerifierKey(generateKey('archive/wrong', 'gm', 'cosigner')) },
    ],
    log: { info: quiet, error: quiet },
  });
  undo.push(async () => {
    stop.abort();
    await running;
  });
  for (let i = 0; i < 9; i += 1) await log.append();
  const health = () => ledgerHealth(db);
  await until(async () => {
    const { witnesses } = await health();
    return (
      witnesses.length === 4 &&
      witnesses.some((one) => one.size >= 8) &&
      witnesses.filter((one) => one.failure).length === 3
    );
  });
  const { trouble, witnesses } = await health();
  expect(trouble).toBeNull();
  expect(witnesses.map(({ name, failure }) => [name, failure])).toEqual([
    ['archive/deceived', 'forked'],
    ['archive/good', null],
    ['archive/silent', 'silent'],
    ['archive/wrong', 'wrong-key'],
  ]);
  const served = await fetch(`${url}/checkpoint?origin=${encodeURIComponent('shoucang/test')}`);
  const note = parseCheckpoint(await served.text())!;
  expect(isSignedBy(note, log.key) && isSignedBy(note, good)).toBe(true);
  expect((await fetch(`${url}/checkpoint?origin=x`)).status).toBe(404);
  expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405);
  expect((await fetch(`${url}/add-checkpoint`, { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(413);
});

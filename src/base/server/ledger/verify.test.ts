import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { suites } from '#/base/rules/ledger/entry.ts';
import { exportText, headNote, makeLog, writeExport } from '../../../../drill/ledger-sample.ts';
import { testDatabase } from '../../../../test/database.ts';
import { exportLog } from './export.ts';
import { ledgerHealth } from './health.ts';
import { runSequencer } from './sequencer.ts';
import { newestCheckpoint } from './store.ts';
import { formatVerifierKey } from './suite.ts';
import { openTestLog } from './testing.ts';
import { verifyExport } from './verify.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const dir = mkdtempSync(join(tmpdir(), 'shoucang-verify-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (command: string, args: string[]): Promise<{ status: number | null; text: string }> => {
  const child = spawn(command, args);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, text })));
};
const ours = (...args: string[]) => run(process.execPath, [join(root, 'src/app/verify.ts'), ...args]);
const theirs = (...args: string[]) => run('python3', [join(root, 'tools/verify.py'), ...args]);

test.each(suites)(
  '7.5-1 an exported %s log verifies offline with both verifiers, clear values included',
  async (suite) => {
    await using base = await testDatabase();
    await using log = await openTestLog(base.appUrl, suite);
    const { db } = log.database;
    const stop = new AbortController();
    const running = runSequencer({
      ...{ db, keysDir: join(log.dir, 'keys'), sinkDir: join(log.dir, 'sink'), witnesses: [], signal: stop.signal },
      log: { info: () => undefined, error: () => undefined },
    });
    for (let i = 0; i < 12; i += 1) await log.append({ input: { i, name: '欧阳', 'ключ\uff5e': [null, true] } });
    while ((await ledgerHealth(db)).sealedSize < 13) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    await running;

    const folder = join(dir, `export-${suite}`);
    const { manifest } = await exportLog(db, folder);
    expect(manifest).toMatchObject({ suite, entries: 13, details: 12 });
    const note = join(dir, `${suite}.note`);
    writeFileSync(note, (await newestCheckpoint(db))!.note);
    const verdict = verifyExport(folder, { outside: [readFileSync(note)], keys: [log.key], requireWitness: false });
    expect(verdict).toMatchObject({
      code: null,
      exit: 0,
      entries: 13,
      openings: 24,
      outsideSize: 13,
      signers: ['shoucang/test'],
    });
    const key = formatVerifierKey(log.key);
    for (const verify of [ours, theirs]) {
      const answers = await Promise.all([
        verify(folder, '--checkpoint', note, '--key', key),
        verify(folder),
        verify(folder, '--checkpoint', note, '--key', key, '--require-witness'),
        verify(join(dir, 'nothing')),
        verify(folder, '--key', 'nonsense'),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([0, 3, 1, 2, 2]);
    }
    const withheld = join(dir, `withheld-${suite}`);
    await exportLog(db, withheld, false);
    expect(readFileSync(join(withheld, 'details.txt'))).toHaveLength(0);
    expect(await theirs(withheld, '--checkpoint', note)).toMatchObject({ status: 0 });
    await expect(exportLog(db, withheld)).rejects.toThrow('EEXIST');
  },
);

test('says in both languages which entry fails, and why', async () => {
  const log = makeLog('intl', 1, 20, [10, 20]);
  const note = join(dir, 'held.note');
  writeFileSync(note, headNote(log, 10, log.witnessKey));
  log.bodies[4] = Buffer.from(log.bodies[4]!.toString().replace('"v":1', '"v":2'));
  const folder = join(dir, 'forged');
  writeExport(folder, exportText(log));
  const { status, text } = await ours(folder, '--checkpoint', note);
  expect(status).toBe(1);
  expect(text).toMatch(/未通过 FAILED \[schema\]（第 4 条 \/ entry 4）|未通过 FAILED \[schema\]\(第 4 条 \/ entry 4\)/);
  expect((await theirs(folder, '--checkpoint', note)).text).toContain('schema at entry 第 4 条');
});

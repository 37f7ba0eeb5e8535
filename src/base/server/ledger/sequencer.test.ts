import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { suites } from '#/base/rules/ledger/entry.ts';
import { leafHash, treeRoot, verifyConsistency, verifyInclusion } from '#/base/rules/ledger/tree.ts';
import { type TestDatabase, testDatabase } from '../../../../test/database.ts';
import { appendEntry } from './append.ts';
import { ledgerHealth, openLedgerGate } from './health.ts';
import { isSignedBy, parseCheckpoint } from './note.ts';
import { consistencyProof, inclusionProof, rootAt, verifyAgainstCheckpoint } from './proof.ts';
import { runSequencer, type SequencerOptions } from './sequencer.ts';
import { loadEdge, newestCheckpoint, readSealed } from './store.ts';
import { suiteHash } from './suite.ts';
import { openTestLog, sampleDraft, type TestLog } from './testing.ts';

const quiet = { info: () => undefined, error: () => undefined };
const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

interface Bed {
  log: TestLog;
  base: TestDatabase;
  sinkDir: string;
  run(more?: Partial<SequencerOptions>): { stop(): Promise<void> };
  until(what: () => Promise<boolean>): Promise<void>;
  trouble(): Promise<string | null>;
  sealed(): Promise<number>;
}

async function bed(suite: 'intl' | 'gm' = 'intl'): Promise<Bed> {
  const base = await testDatabase();
  undo.push(() => base.drop());
  const log = await openTestLog(base.appUrl, suite);
  undo.push(async () => log[Symbol.asyncDispose]());
  const { db } = log.database;
  const sinkDir = join(log.dir, 'sink');
  return {
    log,
    base,
    sinkDir,
    run(more) {
      const abort = new AbortController();
      const options = {
        db,
        keysDir: join(log.dir, 'keys'),
        sinkDir,
        witnesses: [],
        signal: abort.signal,
        log: quiet,
        ...more,
      };
      const running = runSequencer(options);
      const stop = async (): Promise<void> => {
        abort.abort();
        await running;
      };
      undo.push(stop);
      return { stop };
    },
    async until(what) {
      const end = Date.now() + 20_000;
      while (!(await what())) {
        if (Date.now() > end) throw new Error('did not happen within 20 s');
        await sleep(20);
      }
    },
    trouble: async () => (await ledgerHealth(db)).trouble,
    sealed: async () => (await ledgerHealth(db)).sealedSize,
  };
}

const sinkText = (dir: string): string =>
  readdirSync(dir)
    .sort()
    .map((name) => readFileSync(join(dir, name), 'utf8'))
    .join('');

describe.each(suites)('sequencing a %s log', (suite) => {
  test('seals every committed entry once, gap-free, and signs and sinks all of it', async () => {
    const { log, run, until, sealed, sinkDir } = await bed(suite);
    const { db } = log.database;
    const running = run();
    const writers = Array.from({ length: 6 }, async () => {
      const ids: string[] = [];
      for (let i = 0; i < 50; i += 1) ids.push(await log.append({ input: { i } }));
      return ids;
    });
    const ids = (await Promise.all(writers)).flat();
    await until(async () => (await sealed()) === 301);
    await running.stop();
    const leaves = await db.selectFrom('ledger_leaf').selectAll().orderBy('seq').execute();
    expect(leaves.map((leaf) => Number(leaf.seq))).toEqual(Array.from({ length: 301 }, (_, i) => i));
    expect(
      leaves
        .slice(1)
        .map((leaf) => leaf.entry_id)
        .sort(),
    ).toEqual(ids.sort());
    const checkpoint = (await newestCheckpoint(db))!;
    expect(checkpoint.size).toBe(301);
    expect(checkpoint.root).toEqual(
      treeRoot(
        suiteHash(suite),
        leaves.map((leaf) => leaf.leaf),
      ),
    );
    expect(isSignedBy(parseCheckpoint(checkpoint.note)!, log.key)).toBe(true);
    const bodies = await readSealed(db, 0, 1_000);
    expect(JSON.parse(bodies[0]!.body.toString())).toMatchObject({ kind: 'genesis', genesis: { suite } });
    expect(sinkText(sinkDir)).toBe(
      bodies.map(({ seq, body }) => `${seq} ${body.length} ${body.toString()}\n`).join(''),
    );
    expect(await ledgerHealth(db)).toMatchObject({ sealedSize: 301, sinkSize: 301 });
  });
});

describe('the tree in the database', () => {
  test('gives proofs and roots of any size, from stored nodes, across restarts', async () => {
    const { log, run, until, sealed } = await bed();
    const { db } = log.database;
    const appendMany = (count: number) =>
      db.transaction().execute(async (tx) => {
        for (let i = 0; i < count; i += 1) await appendEntry(tx, { ...sampleDraft, input: i });
      });
    let total = 1;
    for (const count of [254, 1, 1, 300, 43]) {
      await appendMany(count);
      total += count;
      const running = run({ checkpointEntries: 100 });
      await until(async () => (await sealed()) === total);
      await running.stop();
    }
    const hash = suiteHash('intl');
    const leaves = (await readSealed(db, 0, total)).map(({ body }) => leafHash(hash, body));
    const rootOf = (n: number) => treeRoot(hash, leaves, 0, n);
    for (const n of [1, 2, 255, 256, 257, 511, 512, 600]) {
      expect(await rootAt(db, n)).toEqual(rootOf(n));
      for (const m of [0, 1, 128, 255, 256, 500, n - 1, n].filter((size) => size <= n)) {
        const proof = (await consistencyProof(db, m, n))!;
        expect(verifyConsistency(hash, m, n, rootOf(m), rootOf(n), proof)).toBe(true);
        const inclusion = await inclusionProof(db, m, n);
        if (m === n) expect(inclusion).toBeNull();
        else expect(verifyInclusion(hash, leaves[m]!, m, n, inclusion!.hashes, rootOf(n))).toBe(true);
      }
    }
    expect(await consistencyProof(db, 1, total + 1)).toBeNull();
    expect((await loadEdge(db, 'intl', total)).size).toBe(total);
    await expect(loadEdge(db, 'intl', total - 1)).rejects.toThrow('not the batch');
  });

  test('5.5-5 the auditor’s own checkpoint exposes a change by a database superuser', async () => {
    const { log, base, run, until, sealed } = await bed();
    const { db } = log.database;
    for (let i = 0; i < 5; i += 1) await log.append({ input: { i } });
    const running = run();
    await until(async () => (await sealed()) === 6);
    await running.stop();
    const held = (await newestCheckpoint(db))!.note;
    expect(await verifyAgainstCheckpoint(db, held)).toMatchObject({
      code: null,
      size: 6,
      checked: 6,
      signers: ['shoucang/test'],
    });
    expect(await verifyAgainstCheckpoint(db, held.replace('\n6\n', '\n5\n'))).toMatchObject({
      code: 'outside-signature',
    });
    expect(await verifyAgainstCheckpoint(db, 'nothing')).toMatchObject({ code: 'outside-note' });

    const { openDatabase } = await import('../db.ts');
    await using owner = openDatabase(base.ownerUrl, 1);
    const forge = async (change: string): Promise<void> => {
      await sql
        .raw('alter table ledger_entry disable trigger all; alter table ledger_leaf disable trigger all')
        .execute(owner.db);
      await sql.raw(change).execute(owner.db);
    };
    const victim = (
      await db.selectFrom('ledger_leaf').select('entry_id').where('seq', '=', '3').executeTakeFirstOrThrow()
    ).entry_id;
    await forge(
      `update ledger_entry set body = convert_to(replace(convert_from(body, 'UTF8'), 'account', 'accuont'), 'UTF8') where id = '${victim}'`,
    );
    expect(await verifyAgainstCheckpoint(db, held)).toMatchObject({ code: 'root', seq: 3 });
    await forge(
      `update ledger_leaf set leaf = sha256('\\x00'::bytea || (select body from ledger_entry where id = '${victim}')) where seq = 3`,
    );
    expect(await verifyAgainstCheckpoint(db, held)).toMatchObject({ code: 'outside-root' });
    await forge(`delete from ledger_entry where id = '${victim}'`);
    expect(await verifyAgainstCheckpoint(db, held)).toMatchObject({ code: 'sequence' });
  });
});

describe('a sequencer that cannot go on', () => {
  test('two sequencers take turns and never seal twice', async () => {
    const { log, run, until, sealed } = await bed();
    const [first, second] = [run(), run()];
    for (let i = 0; i < 20; i += 1) await log.append();
    await until(async () => (await sealed()) === 21);
    await first.stop();
    await log.append();
    await until(async () => (await sealed()) === 22);
    await second.stop();
  });

  test('an entry changed before it was sealed is not sealed, and writes are refused', async () => {
    const { log, base, run, until, trouble } = await bed();
    const id = await log.append();
    const { openDatabase } = await import('../db.ts');
    await using owner = openDatabase(base.ownerUrl, 1);
    await sql`alter table ledger_entry disable trigger all`.execute(owner.db);
    await sql`update ledger_entry set body = body || ' '::bytea where id = ${id}`.execute(owner.db);
    run();
    await until(async () => (await trouble()) === 'entry-damaged');
  });

  test('a missing key is told, and work goes on when it is back', async () => {
    const { log, run, until, trouble } = await bed();
    const key = join(log.dir, 'keys', 'ledger.key');
    renameSync(key, `${key}.away`);
    run();
    await until(async () => (await trouble()) === 'key-missing');
    renameSync(`${key}.away`, key);
    await until(async () => (await trouble()) === null);
  });

  test('5.5-5 without a sequencer the gate closes within seconds and opens again by itself', async () => {
    const { log, run, until } = await bed();
    const running = run();
    await using gate = await openLedgerGate(log.database.db);
    await until(async () => gate.trouble() === null);
    await running.stop();
    await until(async () => gate.trouble() === 'sequencer-out');
    run();
    await until(async () => gate.trouble() === null);
  });

  test('a pause that has just begun is waited out, an outage that lasts or needs a person is not', async () => {
    const { log, run, until } = await bed();
    const running = run();
    await using patient = await openLedgerGate(log.database.db, undefined, 120_000);
    await using usual = await openLedgerGate(log.database.db);
    await until(async () => patient.trouble() === null);
    expect(await patient.settled()).toBeNull();
    await running.stop();
    await until(async () => patient.trouble() === 'sequencer-out');
    await until(async () => usual.trouble() === 'sequencer-out');
    const waiting = patient.settled();
    expect(await usual.settled()).toBe('sequencer-out');
    const key = join(log.dir, 'keys', 'ledger.key');
    renameSync(key, `${key}.away`);
    run();
    await until(async () => patient.trouble() === 'key-missing');
    expect(await waiting).toBe('key-missing');
    expect(await patient.settled()).toBe('key-missing');
    renameSync(`${key}.away`, key);
    await until(async () => patient.trouble() === 'sequencer-out' || patient.trouble() === null);
    expect(await patient.settled()).toBeNull();
  });

  test('a long write transaction closes the gate by name, and its end opens it', async () => {
    const { log, run, until, trouble } = await bed();
    run();
    await until(async () => (await trouble()) === null);
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: end, resolve: finish } = Promise.withResolvers<void>();
    undo.push(async () => finish());
    const long = log.database.db.transaction().execute(async (tx) => {
      await sql`select pg_current_xact_id()`.execute(tx);
      begin();
      await end;
    });
    await begun;
    await log.append();
    await until(async () => (await trouble()) === 'seal-lag');
    finish();
    await long;
    await until(async () => (await trouble()) === null);
  });
});

describe('the second sink', () => {
  const settle = async (b: Bed): Promise<void> => {
    for (let i = 0; i < 3; i += 1) await b.log.append();
    const running = b.run();
    await b.until(async () => (await b.sealed()) === 4);
    await running.stop();
  };

  test('5.5-5 a sink that is ahead exposes a rolled-back database', async () => {
    const b = await bed();
    await settle(b);
    writeFileSync(join(b.sinkDir, '000000000000.log'), '4 2 {}\n', { flag: 'a' });
    b.run();
    await b.until(async () => (await b.trouble()) === 'sink-ahead');
    expect(await b.sealed()).toBe(4);
  });

  test('a sink that differs is refused, not repaired', async () => {
    const b = await bed();
    await settle(b);
    const path = join(b.sinkDir, '000000000000.log');
    const altered = readFileSync(path, 'utf8').replace('"result":"ok"', '"result":"oj"');
    writeFileSync(path, altered);
    b.run();
    await b.until(async () => (await b.trouble()) === 'sink-differs');
    expect(readFileSync(path, 'utf8')).toBe(altered);
  });

  test('a torn last line is cut off and written again', async () => {
    const b = await bed();
    await settle(b);
    const path = join(b.sinkDir, '000000000000.log');
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, -10));
    const running = b.run();
    await b.until(
      async () => (await ledgerHealth(b.log.database.db)).sinkSize === 4 && readFileSync(path).equals(whole),
    );
    await running.stop();
  });

  test('a lost sink is filled again from the database', async () => {
    const b = await bed();
    await settle(b);
    const before = sinkText(b.sinkDir);
    rmSync(b.sinkDir, { recursive: true });
    const running = b.run();
    await b.until(async () => existsSync(b.sinkDir) && sinkText(b.sinkDir) === before);
    await running.stop();
  });

  test('a sink that cannot be written closes the gate and opens it when the cause is gone', async () => {
    const b = await bed();
    // A file in the folder's place: it hinders even root.
    writeFileSync(b.sinkDir, 'in the way');
    b.run();
    await b.until(async () => (await b.trouble()) === 'sink-out');
    rmSync(b.sinkDir);
    await b.until(async () => (await b.trouble()) === null);
  });
});

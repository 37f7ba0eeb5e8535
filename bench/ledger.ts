/**
 * What the ledger costs: acts a second and their latency with and without it, in one interleaved
 * run, the sequencer in its own process and the second sink on; then an offline verification.
 *
 * Four contenders: `row` is BEGIN, one 300-byte insert, COMMIT; `row+entry` adds the ledger entry;
 * `act-` is everything that act() does but the ledger entry; `act` is act().
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import type pg from 'pg';
import { z } from 'zod';
import type { PersonActor } from '#/base/rules/actor.ts';
import { act as declareAct } from '#/base/rules/declare.ts';
import { type Database, type Db, openDatabase, type Tx } from '#/base/server/db.ts';
import { act, type ActBinding, type ActCall, requestOf } from '#/base/server/door/act.ts';
import { ledgerActor } from '#/base/server/door/ledger-actor.ts';
import type { Deps } from '#/base/server/door/ports.ts';
import { newId } from '#/base/server/ids.ts';
import { appendEntry, appendGenesis } from '#/base/server/ledger/append.ts';
import { ledgerHealth, openLedgerGate } from '#/base/server/ledger/health.ts';
import { createKey } from '#/base/server/ledger/keys.ts';
import { formatVerifierKey } from '#/base/server/ledger/suite.ts';
import { verifyExport } from '#/base/server/ledger/verify.ts';
import { migrate } from '#/base/server/migrate.ts';
import { startCluster } from '#/base/server/postgres/embedded.ts';
import { mainDatabase, withClient } from '#/base/server/postgres/provision.ts';
import { writeLargeExport } from '../drill/ledger-sample.ts';
import { quantile } from './figures.ts';

const contenders = ['row', 'row+entry', 'act-', 'act'] as const;
type Contender = (typeof contenders)[number];
const writerCounts = [1, 8, 32] as const;
const suite = 'intl';

const addRow = declareAct({
  name: 'bench.row.add',
  label: { zh: '基准', en: 'Benchmark' },
  roles: ['preparer'],
  clauses: ['5.5-4'],
  subject: 'row',
  input: z.strictObject({ text: z.string().max(400) }),
  output: z.object({ rowId: z.string() }),
});

const text = '档'.repeat(100); // 300 bytes
const actor: PersonActor = {
  ...{ kind: 'person', personId: newId(), accountId: newId(), partyId: newId(), party: 'vendor', roles: ['preparer'] },
  ...{ sessionId: newId(), terminalId: newId(), provedAt: Date.now(), mustChangePassword: false },
};

async function insertRow(tx: Tx): Promise<string> {
  const id = newId();
  await sql`insert into bench_row (id, text) values (${id}, ${text})`.execute(tx);
  return id;
}

const binding: ActBinding<typeof addRow> = {
  decl: addRow,
  run: async (tx) => {
    const rowId = await insertRow(tx);
    return { output: { rowId }, subjectId: rowId, after: { rowId, text } };
  },
};

function newCall(): ActCall<typeof addRow> {
  const input = { text };
  return {
    decl: addRow,
    actor,
    subject: null,
    input,
    version: null,
    late: null,
    certificate: null,
    ...requestOf(addRow, null, input, null),
  };
}

/** The same steps as act(), but no entry. */
async function actWithoutLedger(db: Db, key: string): Promise<void> {
  const call = newCall();
  const digest = Buffer.from(call.digest, 'hex');
  await db
    .selectFrom('idempotency')
    .select(['digest', 'output'])
    .where('account_id', '=', actor.accountId)
    .where('key', '=', key)
    .executeTakeFirst();
  await db.transaction().execute(async (tx) => {
    const rowId = await insertRow(tx);
    const output = JSON.stringify({ output: addRow.output.parse({ rowId }) });
    await tx
      .insertInto('idempotency')
      .values({ key, account_id: actor.accountId, act: addRow.name, digest, output })
      .execute();
  });
}

const steps: Record<Contender, (deps: Deps) => Promise<void>> = {
  row: async ({ db }) => void (await db.transaction().execute(insertRow)),
  'row+entry': async ({ db }) => {
    await db.transaction().execute(async (tx) => {
      const id = await insertRow(tx);
      const draft = {
        act: addRow.name,
        kind: 'act',
        result: 'ok',
        actor: ledgerActor(actor),
        input: { text },
        after: { id, text },
      } as const;
      await appendEntry(tx, { ...draft, subject: { type: 'row', id } });
    });
  },
  'act-': ({ db }) => actWithoutLedger(db, newId()),
  act: async (deps) => {
    const answer = await act(deps, binding, newCall(), { idempotencyKey: newId(), approvalId: null });
    if (!('output' in answer)) throw new Error(`refused: ${JSON.stringify(answer)}`);
  },
};

interface Sample {
  done: number;
  seconds: number;
  latencies: number[];
}

async function measure(deps: Deps, contender: Contender, writers: number, seconds: number): Promise<Sample> {
  const latencies: number[] = [];
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const writer = async (): Promise<void> => {
    for (let now = performance.now(); now < end;) {
      await steps[contender](deps);
      const after = performance.now();
      latencies.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return { done: latencies.length, seconds: (performance.now() - begun) / 1000, latencies };
}

/** Ages of the oldest committed entry that is not sealed, asked every 30 ms on a connection of its own. */
async function watchAges(url: string, ages: number[], stop: AbortSignal): Promise<void> {
  await using database = openDatabase(url, 1, 'bench-watch');
  while (!stop.aborted) {
    const { rows } = await sql<{ ms: number | null }>`
      select extract(epoch from clock_timestamp() - min(e.stored_at))::float8 * 1000 as ms
        from ledger_entry e, ledger_state s where (e.xid, e.id) > (s.watermark_xid, s.watermark_id) and e.kind <> 'genesis'`.execute(
      database.db,
    );
    ages.push(Math.max(0, rows[0]?.ms ?? 0));
    await sleep(30);
  }
}

export interface Line {
  flush: 'native' | '5 ms';
  writers: number;
  contender: Contender;
  perSecond: number;
  p50: number;
  p99: number;
}

interface Bench {
  database: Database;
  deps: Deps;
  url: string;
  superuser: string;
  rounds: number;
  seconds: number;
}

/** One flush mode: all contenders at all counts, in an order shuffled by round. */
async function rates(
  { database, deps, url, superuser, rounds, seconds }: Bench,
  flush: Line['flush'],
): Promise<{ lines: Line[]; ages: number[] }> {
  await withClient(superuser, async (client) => {
    await client.query(`alter system set commit_delay = ${flush === 'native' ? 0 : 5_000}`);
    await client.query(`alter system set commit_siblings = ${flush === 'native' ? 5 : 0}`);
    await client.query('select pg_reload_conf()');
  });
  await sleep(500);
  const samples = new Map<string, Sample[]>();
  const ages: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const writers of writerCounts) {
      const order = [...contenders.slice(round % 4), ...contenders.slice(0, round % 4)];
      for (const contender of round % 2 === 0 ? order : order.toReversed()) {
        const stop = new AbortController();
        const watching = contender === 'act' || contender === 'row+entry' ? watchAges(url, ages, stop.signal) : null;
        const sample = await measure(deps, contender, writers, seconds);
        stop.abort();
        await watching;
        const key = `${writers} ${contender}`;
        samples.set(key, [...(samples.get(key) ?? []), sample]);
        await caughtUp(database.db);
      }
    }
  }
  const lines = writerCounts.flatMap((writers) =>
    contenders.map((contender): Line => {
      const mine = samples.get(`${writers} ${contender}`) ?? [];
      const latencies = mine.flatMap((sample) => sample.latencies);
      const perSecond = mine.reduce((sum, one) => sum + one.done, 0) / mine.reduce((sum, one) => sum + one.seconds, 0);
      return { flush, writers, contender, perSecond, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
    }),
  );
  return { lines, ages };
}

async function caughtUp(db: Db): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ waiting: boolean }>`select exists (
      select 1 from ledger_entry e, ledger_state s where (e.xid, e.id) > (s.watermark_xid, s.watermark_id) and e.kind <> 'genesis'
    ) as waiting`.execute(db);
    const { trouble, sealedSize, sinkSize } = await ledgerHealth(db);
    if (!rows[0]?.waiting && trouble === null && sealedSize === sinkSize) return;
    await sleep(50);
  }
}

function table(lines: readonly Line[]): void {
  const cell = (value: number, digits: number): string => value.toFixed(digits).padStart(9);
  console.log('flush    writers  contender      per s    p50 ms    p99 ms');
  for (const { flush, writers, contender, perSecond, p50, p99 } of lines) {
    console.log(
      `${flush.padEnd(8)} ${String(writers).padStart(7)}  ${contender.padEnd(10)} ${cell(perSecond, 0)} ${cell(p50, 2)} ${cell(p99, 2)}`,
    );
  }
}

const rateOf = (lines: readonly Line[], flush: Line['flush'], writers: number, contender: Contender): number =>
  lines.find((line) => line.flush === flush && line.writers === writers && line.contender === contender)?.perSecond ??
  0;

function verifyLarge(dir: string, entries: number): { entries: number; seconds: number } {
  const note = writeLargeExport(dir, suite, entries, 1_000);
  const begun = performance.now();
  const { code } = verifyExport(dir, { outside: [Buffer.from(note)], keys: [], requireWitness: false });
  if (code !== null) throw new Error(`clean export refused: ${code}`);
  return { entries, seconds: (performance.now() - begun) / 1000 };
}

function startSequencer(url: string, dataDir: string, sink: string): { stop(): Promise<void> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'src', 'app', 'sequencer.ts')], {
    env: { PATH: process.env['PATH'], DATABASE_URL: url, SHOUCANG_DATA: dataDir, SHOUCANG_SINK: sink },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    async stop() {
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** Everything in a cluster of its own; `args` as in `npm run bench -- ledger --rounds 8 --seconds 1 --entries 1000000`. */
export async function run(args: string[] = []): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '8' },
      seconds: { type: 'string', default: '1' },
      /** Entries of the offline verification; 0 leaves it out. */
      entries: { type: 'string', default: '1000000' },
    },
  });
  const dir = mkdtempSync(join(tmpdir(), 'shoucang-bench-'));
  chmodSync(dir, 0o755); // PostgreSQL runs as another user
  const cleanUp: (() => Promise<unknown> | void)[] = [() => rmSync(dir, { recursive: true, force: true })];
  try {
    const dataDir = join(dir, 'data');
    const cluster = await startCluster({ dataDir });
    cleanUp.push(() => cluster.stop());
    const [owner, app] = [cluster.url('shoucang_owner', mainDatabase), cluster.url('app_rw', mainDatabase)];
    await migrate(owner);
    await withClient(owner, async (client: pg.Client) => {
      await client.query('create table bench_row (id uuid primary key, text text not null)');
      await client.query('grant select, insert on bench_row to app_rw');
    });
    const database = openDatabase(app, 34, 'bench');
    cleanUp.push(async () => database[Symbol.asyncDispose]());
    const key = createKey(join(dataDir, 'keys'), suite, 'shoucang/bench', 'log');
    await database.db
      .transaction()
      .execute((tx) => appendGenesis(tx, { suite, origin: key.name, key: formatVerifierKey(key) }));
    const sequencer = startSequencer(app, dataDir, join(dir, 'sink'));
    cleanUp.push(() => sequencer.stop());
    await caughtUp(database.db);
    const gate = await openLedgerGate(database.db);
    cleanUp.push(async () => gate[Symbol.asyncDispose]());
    const deps = { db: database.db, gate, policy: { permit: () => null } } as unknown as Deps;
    await measure(deps, 'act', 8, 1);
    await report(
      {
        ...{ database, deps, url: app, superuser: cluster.url('postgres', 'postgres') },
        ...{ rounds: Number(values.rounds), seconds: Number(values.seconds) },
      },
      join(dir, 'export'),
      Number(values.entries),
    );
  } finally {
    for (const step of cleanUp.toReversed()) await step();
  }
}

async function report(bench: Bench, exportDir: string, entries: number): Promise<void> {
  const native = await rates(bench, 'native');
  const slow = await rates(bench, '5 ms');
  const lines = [...native.lines, ...slow.lines];
  table(lines);
  const ratio = (flush: Line['flush'], a: Contender, b: Contender): number =>
    rateOf(lines, flush, 8, a) / rateOf(lines, flush, 8, b);
  const ratios = {
    native: { act: ratio('native', 'act', 'act-'), entry: ratio('native', 'row+entry', 'row') },
    slow: { act: ratio('5 ms', 'act', 'act-'), entry: ratio('5 ms', 'row+entry', 'row') },
  };
  const unsealed = {
    native: { p50: quantile(native.ages, 0.5), p99: quantile(native.ages, 0.99) },
    slow: { p50: quantile(slow.ages, 0.5), p99: quantile(slow.ages, 0.99) },
  };
  const words = (part: { act: number; entry: number }): string =>
    `act ${part.act.toFixed(2)}, row+entry ${part.entry.toFixed(2)}`;
  console.log(
    `8 writers, rate with ledger / without: native ${words(ratios.native)} (goal 0.40) · 5 ms ${words(ratios.slow)} (goal 0.70)`,
  );
  console.log(
    `oldest unsealed p99: native ${unsealed.native.p99.toFixed(0)} ms, 5 ms ${unsealed.slow.p99.toFixed(0)} ms (goal 250)`,
  );
  const verified = entries > 0 ? verifyLarge(exportDir, entries) : null;
  if (verified)
    console.log(
      `offline verification of ${verified.entries} entries: ${verified.seconds.toFixed(1)} s (goal 60 for 1,000,000)`,
    );
  console.log(JSON.stringify({ bench: 'ledger', suite, lines, ratios, unsealed, verified }));
}

/**
 * Gives committed entries their places in the tree, signs heads, fills the second sink and asks the
 * witnesses (docs/design/ledger-format.md, sections 6 to 8). One at a time in the whole installation.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RightEdge } from '#/base/rules/ledger/edge.ts';
import { type Hash, leafHash } from '#/base/rules/ledger/tree.ts';
import type { Db, Tx } from '../db.ts';
import { acquireLease, fence, type Lease, processHolder, releaseLease } from '../lease.ts';
import { keyPath, readKey } from './keys.ts';
import { signCheckpoint } from './note.ts';
import { Sink, SinkDamaged, type SinkEntry, SinkOut } from './sink.ts';
import {
  insertBatch,
  insertCheckpoint,
  loadEdge,
  newestCheckpoint,
  readLog,
  readSealed,
  readSealState,
  setPass,
  setSinkSize,
  takeGenesis,
  takeUnsealed,
  TreeDamaged,
  type Unsealed,
  type Watermark,
  withoutWaiting,
} from './store.ts';
import { formatVerifierKey, type SigningKey, suiteHash } from './suite.ts';
import type { SequencerTrouble } from '#/base/rules/ledger/trouble.ts';
import { askWitnesses, type WitnessAddress } from './ask-witness.ts';

export interface SequencerOptions {
  db: Db;
  /** Folder of the log's key. */
  keysDir: string;
  sinkDir: string;
  witnesses: readonly WitnessAddress[];
  signal: AbortSignal;
  log: { info(message: string, facts?: object): void; error(message: string, facts?: object): void };
  /** Checkpoints at least this often while entries come, milliseconds and entries. */
  checkpointMs?: number;
  checkpointEntries?: number;
}

const leaseName = 'sequencer';
const leaseSeconds = 3;
const batchLimit = 1_000;
/** Sleep after a pass that found work, and the longest sleep when idle. Milliseconds. */
const busyMs = 50;
const idleMs = 100;
/** Pause between two flushes of the sink: each costs the disk a flush that acts wait for too. */
const sinkMs = 200;
const heartbeatMs = 500;
const retryMs = 500;
const comparedTail = 1_000;

class Stopped extends Error {
  readonly trouble: SequencerTrouble;
  constructor(trouble: SequencerTrouble, message: string) {
    super(message);
    this.trouble = trouble;
  }
}
class LeaseLost extends Error {}

/** Runs until the signal aborts. Any fault is reported in the ledger's state and tried again. */
export async function runSequencer(options: SequencerOptions): Promise<void> {
  const { db, signal, log } = options;
  const holder = processHolder();
  let reported: string | null = null;
  while (!signal.aborted) {
    let lease: Lease | null = null;
    try {
      if ((await readLog(db)) !== null) lease = await acquireLease(db, leaseName, holder, leaseSeconds);
      if (lease) {
        await using term = await beginTerm(options, lease);
        if (reported !== null) log.info('sequencing again');
        reported = null;
        await term.run();
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== null && String(error) !== reported)
        log.error('sequencer stopped', { trouble, why: String(error) });
      reported = trouble === null ? reported : String(error);
      if (lease && trouble !== null) await report(db, lease, trouble);
    } finally {
      if (lease) await releaseLease(db, lease).catch(() => undefined);
    }
    await pauseUnlessAborted(retryMs, signal);
  }
}

function troubleOf(error: unknown): SequencerTrouble | null {
  if (error instanceof LeaseLost) return null;
  if (error instanceof Stopped) return error.trouble;
  if (error instanceof TreeDamaged) return 'tree-damaged';
  if (error instanceof SinkDamaged) return 'sink-differs';
  if (error instanceof SinkOut) return 'sink-out';
  return 'sequencer-out';
}

async function report(db: Db, lease: Lease, trouble: SequencerTrouble): Promise<void> {
  await db
    .transaction()
    .execute(async (tx) => {
      if (await fence(tx, lease, leaseSeconds)) await setPass(tx, trouble);
    })
    .catch(() => undefined); // the database is out too: health sees that by itself
}

async function pauseUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/** Checks that key, tree and sink are those of this log before anything is sealed. */
async function beginTerm(options: SequencerOptions, lease: Lease): Promise<Term> {
  const { db } = options;
  const row = await readLog(db);
  if (!row) throw new LeaseLost();
  const key = readLogKey(options.keysDir, row.key);
  const { size, watermark } = await readSealState(db);
  const edge = await loadEdge(db, row.suite, size);
  const sink = new Sink(options.sinkDir);
  try {
    await reconcile(db, sink, size);
  } catch (error) {
    await sink.close();
    throw error;
  }
  return new Term(options, lease, { key, edge, watermark, sink });
}

function readLogKey(dir: string, expected: string): SigningKey {
  let key: SigningKey;
  try {
    key = readKey(dir, 'log');
  } catch (error) {
    throw new Stopped('key-missing', `${keyPath(dir, 'log')}: ${String(error)}`);
  }
  if (formatVerifierKey(key) !== expected)
    throw new Stopped('key-missing', `${keyPath(dir, 'log')} is not this log's key`);
  return key;
}

/** A sink that is ahead of the database, or differs from it, means that the database was rolled back or changed. */
async function reconcile(db: Db, sink: Sink, sealed: number): Promise<void> {
  const tail = await sink.open(comparedTail);
  if (sink.size > sealed) {
    throw new Stopped('sink-ahead', `the sink holds ${sink.size} entries, the database ${sealed}: it was rolled back`);
  }
  const first = tail[0];
  const stored = first ? await readSealed(db, first.seq, tail.length) : [];
  for (const [i, { seq, body }] of tail.entries()) {
    if (!stored[i]?.body.equals(body)) throw new SinkDamaged(`entry ${seq} differs between sink and database`);
  }
}

interface Parts {
  key: SigningKey;
  edge: RightEdge;
  watermark: Watermark;
  sink: Sink;
}

/** One holding of the lease: edge and watermark in memory are true as long as it lasts. */
class Term implements AsyncDisposable {
  readonly #options: SequencerOptions;
  readonly #lease: Lease;
  readonly #hash: Hash;
  readonly #key: SigningKey;
  readonly #sink: Sink;
  /** Aborts with the process, or when one of the loops fails. */
  readonly #failure = new AbortController();
  readonly #signal: AbortSignal;
  #edge: RightEdge;
  #watermark: Watermark;
  #passAt = -Infinity;
  #trouble: SequencerTrouble | null = null;
  #checkpoint = { size: 0, at: 0 };
  /** Sealed but not yet in the sink; when it grows too long, the sink reads from the database. */
  #forSink: SinkEntry[] = [];
  #sealingOver = false;

  constructor(options: SequencerOptions, lease: Lease, { key, edge, watermark, sink }: Parts) {
    this.#options = options;
    this.#lease = lease;
    this.#key = key;
    this.#hash = suiteHash(key.suite);
    this.#edge = edge;
    this.#watermark = watermark;
    this.#sink = sink;
    this.#signal = AbortSignal.any([options.signal, this.#failure.signal]);
  }

  async run(): Promise<void> {
    const newest = await newestCheckpoint(this.#options.db);
    if (newest) this.#checkpoint = { size: newest.size, at: newest.signedAt.getTime() };
    await this.#heartbeat();
    const loops = [this.#sealLoop(), this.#sinkLoop(), this.#witnessLoop()];
    const guarded = loops.map((loop) =>
      loop.catch((error: unknown) => {
        this.#failure.abort();
        throw error;
      }),
    );
    for (const result of await Promise.allSettled(guarded)) if (result.status === 'rejected') throw result.reason;
  }

  async #sealLoop(): Promise<void> {
    let pause = busyMs;
    while (!this.#signal.aborted) {
      const sealed = await this.#sealOnce();
      await this.#signIfDue(false);
      if (sealed === 0) await this.#heartbeat();
      pause = sealed > 0 ? busyMs : Math.min(idleMs, pause * 2);
      if (sealed < batchLimit) await pauseUnlessAborted(pause, this.#signal);
    }
    if (this.#failure.signal.aborted) return;
    // A clean stop leaves nothing unsealed and nothing unsigned.
    while ((await this.#sealOnce()) > 0);
    await this.#signIfDue(true);
    this.#sealingOver = true;
  }

  async #sealOnce(): Promise<number> {
    const { db } = this.#options;
    if (this.#edge.size === 0) {
      const genesis = await takeGenesis(db);
      return genesis ? this.#seal([genesis], this.#watermark) : 0;
    }
    const rows = await takeUnsealed(db, this.#watermark, batchLimit);
    const last = rows.at(-1);
    return last ? this.#seal(rows, { xid: last.xid, id: last.id }) : 0;
  }

  async #seal(rows: Unsealed[], watermark: Watermark): Promise<number> {
    const edge = this.#edge.copy();
    const from = edge.size;
    const leaves = rows.map((row) => this.#leafOf(row));
    const nodes = leaves.flatMap((leaf) => edge.append(leaf));
    const ids = rows.map((row) => row.id);
    const root = Buffer.from(edge.root());
    const term = { ...this.#lease, seconds: leaseSeconds };
    const written = await insertBatch(this.#options.db, { from, ids, leaves, nodes, root, watermark }, term);
    if (!written) throw new LeaseLost('another sequencer is at work');
    this.#edge = edge;
    this.#watermark = watermark;
    this.#passAt = performance.now();
    if (this.#forSink.length < 10 * batchLimit) {
      rows.forEach((row, i) => this.#forSink.push({ seq: from + i, body: row.body }));
    }
    return rows.length;
  }

  #leafOf({ id, body, leaf }: Unsealed): Buffer {
    const computed = Buffer.from(leafHash(this.#hash, body));
    if (!computed.equals(leaf)) throw new Stopped('entry-damaged', `entry ${id} was changed before it was sealed`);
    return computed;
  }

  async #fenced(work: (tx: Tx) => Promise<void>): Promise<void> {
    await this.#options.db.transaction().execute(async (tx) => {
      if (!(await fence(tx, this.#lease, leaseSeconds))) throw new LeaseLost();
      await work(tx);
    });
  }

  async #heartbeat(): Promise<void> {
    if (performance.now() - this.#passAt < heartbeatMs) return;
    await this.#fenced(async (tx) => {
      await withoutWaiting(tx);
      await setPass(tx, this.#trouble);
    });
    this.#passAt = performance.now();
  }

  async #signIfDue(now: boolean): Promise<void> {
    const { checkpointMs = 60_000, checkpointEntries = 1_000 } = this.#options;
    const size = this.#edge.size;
    const fresh = size - this.#checkpoint.size;
    const due =
      now ||
      this.#checkpoint.size === 0 ||
      fresh >= checkpointEntries ||
      Date.now() - this.#checkpoint.at >= checkpointMs;
    if (fresh === 0 || !due) return;
    const root = Buffer.from(this.#edge.root());
    await this.#fenced((tx) => insertCheckpoint(tx, size, root, signCheckpoint(this.#key, size, root)));
    this.#checkpoint = { size, at: Date.now() };
  }

  async #sinkLoop(): Promise<void> {
    while (!this.#failure.signal.aborted) {
      try {
        if (!this.#sink.isOpen) await reconcile(this.#options.db, this.#sink, this.#edge.size);
        await this.#fillSink();
        if (this.#trouble === 'sink-out') await this.#setTrouble(null);
        if (this.#sealingOver && this.#sink.size === this.#edge.size) return;
        if (!this.#sealingOver) await sleep(sinkMs);
      } catch (error) {
        if (!(error instanceof SinkOut)) throw error;
        if (this.#trouble === null) this.#options.log.error('second sink is out', { why: error.message });
        await this.#setTrouble('sink-out');
        if (this.#signal.aborted) return;
        await pauseUnlessAborted(retryMs, this.#signal);
      }
    }
  }

  /** Appends what is sealed. Only what will survive a power cut in the database may go into the sink. */
  async #fillSink(): Promise<void> {
    const sealed = this.#edge.size;
    if (this.#sink.size === sealed) return;
    await this.#noteSink(true);
    while (this.#sink.size < sealed) await this.#sink.append(await this.#nextForSink(sealed));
    await this.#noteSink(false);
  }

  async #nextForSink(sealed: number): Promise<SinkEntry[]> {
    const { size } = this.#sink;
    this.#forSink = this.#forSink.filter((entry) => entry.seq >= size);
    if (this.#forSink[0]?.seq === size) return this.#forSink.slice(0, Math.min(batchLimit, sealed - size));
    return readSealed(this.#options.db, size, Math.min(batchLimit, sealed - size));
  }

  /** A durable commit makes all earlier ones durable, the sealed batches among them. */
  async #noteSink(durably: boolean): Promise<void> {
    await this.#fenced(async (tx) => {
      if (!durably) await withoutWaiting(tx);
      await setSinkSize(tx, this.#sink.size);
    });
  }

  async #setTrouble(trouble: SequencerTrouble | null): Promise<void> {
    if (this.#trouble === trouble) return;
    this.#trouble = trouble;
    await this.#fenced((tx) => setPass(tx, trouble));
  }

  async #witnessLoop(): Promise<void> {
    while (!this.#signal.aborted) {
      await askWitnesses(this.#options, this.#key.suite, this.#signal);
      await pauseUnlessAborted(retryMs, this.#signal);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sink.close();
  }
}

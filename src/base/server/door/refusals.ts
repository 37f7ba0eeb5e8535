import { type PersonActor, systemActor } from '#/base/rules/actor.ts';
import type { Refusal } from '#/base/rules/refusal.ts';
import type { Db } from '../db.ts';
import { appendEntry } from '../ledger/append.ts';
import { errorFacts, log } from '../log.ts';
import { ledgerActor } from './ledger-actor.ts';
import type { Deps } from './ports.ts';

/** Refusals that could not be entered while ledger, database or disk was out; one entry on recovery. */
interface Outage {
  from: Date;
  to: Date;
  count: number;
}

let outage: Outage | null = null;

/** Counts a refusal that no entry of its own can tell of. */
export function noteOutage(act: string, code: string): void {
  const now = new Date();
  outage ??= { from: now, to: now, count: 0 };
  outage.to = now;
  outage.count += 1;
  log.warn('refused by an outage', { act, code, count: outage.count });
}

/** What is entered of a refused call, however little of one it came to be. */
export interface RefusedCall {
  decl: { name: string; subject: string };
  actor: PersonActor;
  subject: string | null;
  asked: { input: unknown };
}

/**
 * Enters a refused call in a transaction of its own, and gives the refusal back. A refusal never
 * becomes a success because it could not be recorded: it goes to the local log and is counted.
 */
export async function recordRefusal(deps: Deps, call: RefusedCall, refusal: Refusal): Promise<Refusal> {
  if (deps.gate.trouble() !== null) {
    noteOutage(call.decl.name, refusal.code);
    return refusal;
  }
  try {
    await deps.db.transaction().execute((tx) =>
      appendEntry(tx, {
        act: call.decl.name,
        kind: 'refusal',
        result: refusal.code,
        actor: ledgerActor(call.actor),
        subject: refusal.about ?? { type: call.decl.subject, id: call.subject },
        input: call.asked.input,
      }),
    );
  } catch (error) {
    noteOutage(call.decl.name, refusal.code);
    log.error('a refusal could not be entered', { ...errorFacts(error), refusal: refusal.code });
  }
  return refusal;
}

/** So long nobody may have been refused before an outage counts as over: it must not become many entries. */
const quietMs = 2_000;

/** Writes the one `outage` entry after recovery. Called on a timer, and at a clean stop without waiting for quiet. */
export async function flushOutage(db: Db, process: string, quiet = quietMs): Promise<void> {
  if (!outage || Date.now() - outage.to.getTime() < quiet) return;
  const over = outage;
  // Refusals from here on are another outage's, unless this entry cannot be written.
  outage = null;
  try {
    await enterOutage(db, process, over);
  } catch (error) {
    const later: Outage | null = outage;
    outage = later === null ? over : joined(over, later);
    throw error;
  }
}

const joined = (one: Outage, later: Outage): Outage => ({
  from: one.from,
  to: later.to,
  count: one.count + later.count,
});

async function enterOutage(db: Db, process: string, over: Outage): Promise<void> {
  await db.transaction().execute((tx) =>
    appendEntry(tx, {
      act: 'base.ledger.outage',
      kind: 'outage',
      result: 'refused-while-out',
      actor: ledgerActor(systemActor(process, null, null)),
      subject: { type: 'ledger', id: null },
      counts: { refused: over.count },
      window: { from: over.from, to: over.to },
    }),
  );
}

/** Unauthenticated and malformed requests: counted per source, code and minute. */
interface Bucket {
  source: string;
  code: string;
  from: Date;
  count: number;
}

const buckets = new Map<string, Bucket>();
const maxBuckets = 5_000;

export function countAnonymous(source: string, code: string): void {
  const key = `${source} ${code}`;
  const bucket = buckets.get(key);
  if (bucket) {
    bucket.count += 1;
    return;
  }
  // Beyond this many sources in a minute they share one bucket: memory stays bounded, nothing is lost.
  const shared = buckets.size >= maxBuckets;
  const sharedKey = `many ${code}`;
  const existing = shared ? buckets.get(sharedKey) : undefined;
  if (existing) existing.count += 1;
  else {
    const from = new Date();
    if (shared) buckets.set(sharedKey, { source: 'many', code, from, count: 1 });
    else buckets.set(key, { source, code, from, count: 1 });
  }
}

/** Writes one entry a bucket. Called every minute and at a clean stop. */
export async function flushAnonymous(db: Db, process: string): Promise<void> {
  const full = [...buckets.entries()];
  for (const [key, bucket] of full) {
    // Taken out first: what is refused while the entry is written begins a bucket of its own.
    buckets.delete(key);
    await writeBucket(db, process, bucket).catch((error: unknown) => {
      bucket.count += buckets.get(key)?.count ?? 0;
      buckets.set(key, bucket);
      throw error;
    });
  }
}

const writeBucket = (db: Db, process: string, bucket: Bucket): Promise<string> =>
  db.transaction().execute((tx) =>
    appendEntry(tx, {
      act: 'base.door.anonymous',
      kind: 'bucket',
      result: bucket.code,
      actor: ledgerActor(systemActor(process, null, null)),
      subject: { type: 'door', id: null },
      input: { source: bucket.source },
      counts: { refused: bucket.count },
      window: { from: bucket.from, to: new Date() },
    }),
  );

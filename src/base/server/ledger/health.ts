/** Whether the ledger can be written to: checked by the database's clock (ledger-format.md, section 8). */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { LedgerTrouble } from '#/base/rules/ledger/trouble.ts';
import type {} from './tables.ts';

export interface WitnessHealth {
  name: string;
  /** Largest size it has cosigned, and when by our database's clock. */
  size: number;
  answeredAt: Date | null;
  /** `silent` · `refused` · `forked` (it has seen another history) · `false-signature` · `wrong-key`, or null. */
  failure: string | null;
}

export interface LedgerHealth {
  /** Why writes must be refused, or null. */
  trouble: LedgerTrouble | null;
  sealedSize: number;
  sinkSize: number;
  /** Age of the oldest entry that waits for its seal, and for the sink. Milliseconds; 0 when none waits. */
  unsealedMs: number;
  unsunkMs: number;
  /** A silent witness never blocks writes; it is told here. */
  witnesses: WitnessHealth[];
}

/** An entry may wait so long for its seal or for the sink; then writes are refused. Milliseconds. */
export const lagLimitMs = 2_000;

interface Row {
  sealed_size: string;
  sink_size: string;
  trouble: LedgerTrouble | null;
  pass_ms: number | null;
  unsealed_ms: number | null;
  unsunk_ms: number | null;
}

export async function ledgerHealth(db: Db): Promise<LedgerHealth> {
  const { rows } = await sql<Row>`
    select s.sealed_size, s.sink_size, s.trouble,
           extract(epoch from clock_timestamp() - s.pass_at)::float8 * 1000 as pass_ms,
           extract(epoch from clock_timestamp() - (
             select min(e.stored_at) from ledger_entry e
              where (e.xid, e.id) > (s.watermark_xid, s.watermark_id) and (e.kind <> 'genesis' or s.sealed_size = 0)
           ))::float8 * 1000 as unsealed_ms,
           extract(epoch from clock_timestamp() - (
             select b.sealed_at from ledger_batch b where b.size > s.sink_size order by b.size limit 1
           ))::float8 * 1000 as unsunk_ms
      from ledger_state s`.execute(db);
  const row = rows[0];
  const witnesses = await readWitnesses(db);
  if (!row) return { trouble: 'not-open', sealedSize: 0, sinkSize: 0, unsealedMs: 0, unsunkMs: 0, witnesses };
  return {
    trouble: troubleOf(row),
    sealedSize: Number(row.sealed_size),
    sinkSize: Number(row.sink_size),
    unsealedMs: Math.max(0, row.unsealed_ms ?? 0),
    unsunkMs: Math.max(0, row.unsunk_ms ?? 0),
    witnesses,
  };
}

function troubleOf(row: Row): LedgerTrouble | null {
  if (row.trouble !== null) return row.trouble;
  if (row.pass_ms === null || row.pass_ms > lagLimitMs) return 'sequencer-out';
  if ((row.unsealed_ms ?? 0) > lagLimitMs) return 'seal-lag';
  return (row.unsunk_ms ?? 0) > lagLimitMs ? 'sink-lag' : null;
}

async function readWitnesses(db: Db): Promise<WitnessHealth[]> {
  const rows = await db.selectFrom('ledger_witness').selectAll().orderBy('name').execute();
  return rows.map(({ name, size, answered_at, failure }) => ({
    name,
    size: Number(size),
    answeredAt: answered_at,
    failure,
  }));
}

export interface LedgerGate extends AsyncDisposable {
  /** Why writes must be refused now, or null. Never older than about half a second. */
  trouble(): LedgerTrouble | null;
  /**
   * As `trouble`, but trouble that has just begun and may pass by itself is waited out for about `patienceMs`: the pause of
   * a busy machine refuses nobody. Nothing is written meanwhile, and an outage that lasts refuses at once.
   */
  settled(): Promise<LedgerTrouble | null>;
}

const everyMs = 250;
/** Counted in looks, as all times of the gate, so that a pause of this process is none of it. */
const staleLooks = lagLimitMs / everyMs;
/** A database that does not answer so long hangs. */
const hangLooks = 12;

/** What a pause of machine or disk looks like; the others need a person. */
const passing: ReadonlySet<LedgerTrouble> = new Set(['database-out', 'sequencer-out', 'seal-lag', 'sink-lag']);

/**
 * Asks for the health again and again, so that each act only reads a variable. Recovers by itself.
 * `onHang` is told when the database has not answered for about 3 s: whoever waits for it then
 * should be refused, not kept waiting. The question should go by a connection of its own.
 */
export async function openLedgerGate(
  db: Db,
  onHang: () => void = () => undefined,
  patienceMs = 3_000,
): Promise<LedgerGate> {
  const freshLooks = patienceMs / everyMs;
  let answer: LedgerTrouble | null = 'database-out';
  let asking: Promise<void> | null = null;
  /** Looks that have found the question unanswered, and looks that have found trouble. */
  let waited = 0;
  let troubled = 0;
  const ask = async (): Promise<void> => {
    try {
      answer = (await ledgerHealth(db)).trouble;
    } catch {
      answer = 'database-out';
    }
    waited = 0;
  };
  // An answer that does not come is trouble as well, and names itself: a hanging database must not look healthy.
  const trouble = (): LedgerTrouble | null => (waited >= staleLooks ? 'database-out' : answer);
  await ask();
  const timer = setInterval(() => {
    if (asking === null) asking = ask().finally(() => (asking = null));
    else {
      waited += 1;
      if (waited % hangLooks === 0) onHang();
    }
    troubled = trouble() === null ? 0 : troubled + 1;
  }, everyMs);
  return {
    trouble,
    async settled() {
      for (;;) {
        const now = trouble();
        if (now === null || !passing.has(now) || troubled >= freshLooks) return now;
        await sleep(everyMs / 5);
      }
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      // Whoever waits still is answered by what is known.
      troubled = freshLooks;
      await asking;
    },
  };
}

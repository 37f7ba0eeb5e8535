/** Whether the ledger can be written to: checked by the database's clock (ledger-format.md, section 8). */
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
}

const everyMs = 250;
/** A database that does not answer so long hangs. Counted in looks, so that a pause of this process is none of it. */
const hangLooks = 12;

/**
 * Asks for the health again and again, so that each act only reads a variable. Recovers by itself.
 * `onHang` is told when the database has not answered for about 3 s: whoever waits for it then
 * should be refused, not kept waiting. The question should go by a connection of its own.
 */
export async function openLedgerGate(db: Db, onHang: () => void = () => undefined): Promise<LedgerGate> {
  let trouble: LedgerTrouble | null = 'database-out';
  let askedAt = 0;
  const ask = async (): Promise<void> => {
    try {
      trouble = (await ledgerHealth(db)).trouble;
      askedAt = performance.now();
    } catch {
      trouble = 'database-out';
    }
  };
  await ask();
  let asking: Promise<void> | null = null;
  let looks = 0;
  const timer = setInterval(() => {
    if (asking !== null) {
      looks += 1;
      if (looks % hangLooks === 0) onHang();
      return;
    }
    looks = 0;
    asking = ask().finally(() => (asking = null));
  }, everyMs);
  return {
    // An answer that does not come is trouble as well, and names itself: a hanging database must not look healthy.
    trouble: () => (performance.now() - askedAt > lagLimitMs ? 'database-out' : trouble),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await asking;
    },
  };
}

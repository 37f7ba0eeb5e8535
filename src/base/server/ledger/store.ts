/** The ledger's SQL (docs/design/ledger-format.md, section 6). */
import { type Kysely, sql } from 'kysely';
import { levelStep, type Node, edgeRuns, RightEdge } from '#/base/rules/ledger/edge.ts';
import type { Suite } from '#/base/rules/ledger/entry.ts';
import type { Db, Tx } from '../db.ts';
import type { Lease } from '../lease.ts';
import type { Tables } from '../tables.ts';
import { suiteHash } from './suite.ts';
import type {} from './tables.ts';

export interface LogRow {
  suite: Suite;
  origin: string;
  key: string;
}

/** The log, or null before the opening. */
export async function readLog(db: Db | Tx): Promise<LogRow | null> {
  const row = await db.selectFrom('ledger_log').select(['suite', 'origin', 'key']).executeTakeFirst();
  return row ?? null;
}

export interface Watermark {
  xid: string;
  id: string;
}

export interface SealState {
  size: number;
  watermark: Watermark;
}

export async function readSealState(db: Db | Tx): Promise<SealState> {
  const row = await db
    .selectFrom('ledger_state')
    .select(['sealed_size', 'watermark_xid', 'watermark_id'])
    .executeTakeFirstOrThrow();
  return { size: Number(row.sealed_size), watermark: { xid: row.watermark_xid, id: row.watermark_id } };
}

export interface Unsealed {
  xid: string;
  id: string;
  body: Buffer;
  leaf: Buffer;
}

/** Committed entries behind the watermark, in the tree's order. The genesis is taken apart, first. */
export async function takeUnsealed(db: Db, { xid, id }: Watermark, limit: number): Promise<Unsealed[]> {
  const { rows } = await sql<Unsealed>`/* prepared: ledger-unsealed */
    select xid, id, body, leaf from ledger_entry
     where (xid, id) > (${xid}::xid8, ${id}::uuid) and xid < pg_snapshot_xmin(pg_current_snapshot())
       and kind <> 'genesis'
     order by xid, id limit ${limit}`.execute(db);
  return rows;
}

export async function takeGenesis(db: Db): Promise<Unsealed | null> {
  const row = await db
    .selectFrom('ledger_entry')
    .select(['xid', 'id', 'body', 'leaf'])
    .where('kind', '=', 'genesis')
    .executeTakeFirst();
  return row ?? null;
}

/** The lease under which a batch may be written, and how long it is renewed for. */
export type LeaseTerm = Lease & { seconds: number };

export interface Sealing {
  from: number;
  ids: string[];
  leaves: Buffer[];
  nodes: readonly Node[];
  root: Buffer;
  watermark: Watermark;
}

/**
 * Writes a sealed batch in one statement, which is a transaction of its own when `db` is none. False,
 * with nothing written, when the lease is lost or the log is no longer of size `from`. A power cut may
 * take the newest batches: sealed again, they fall into the same order.
 */
export async function insertBatch(db: Db | Tx, sealing: Sealing, lease: LeaseTerm | null = null): Promise<boolean> {
  const { from, ids, leaves, nodes, root, watermark } = sealing;
  const size = from + ids.length;
  const levels = nodes.map((node) => node.level);
  const indexes = nodes.map((node) => node.index);
  const hashes = nodes.map((node) => node.hash);
  const { rows } = await sql<{ written: boolean }>`/* prepared: ledger-seal */
    with leased as (
      update lease set expires_at = clock_timestamp() + make_interval(secs => ${lease?.seconds ?? 0})
       where name = ${lease?.name ?? ''} and token = ${lease?.token ?? '0'} and holder = ${lease?.holder ?? ''} returning 1
    ), state as (
      update ledger_state set sealed_size = ${size}, sealed_at = clock_timestamp(), pass_at = clock_timestamp(),
             watermark_xid = ${watermark.xid}::xid8, watermark_id = ${watermark.id}
       where sealed_size = ${from} and (${lease === null} or exists (select 1 from leased))
      returning set_config('synchronous_commit', 'off', true)
    ), leaves as (
      insert into ledger_leaf (seq, entry_id, leaf)
      select ${from}::bigint + n - 1, t.id, t.leaf
        from state, unnest(${ids}::uuid[], ${leaves}::bytea[]) with ordinality as t (id, leaf, n)
    ), nodes as (
      insert into ledger_node (level, index, hash)
      select t.* from state, unnest(${levels}::smallint[], ${indexes}::bigint[], ${hashes}::bytea[]) as t
    ), batch as (
      insert into ledger_batch (size, root) select ${size}::bigint, ${root}::bytea from state
    )
    select exists (select 1 from state) as written`.execute(db);
  return rows[0]!.written;
}

/** Hashes of stored level `level` (0 = leaves) with `from` ≤ index < `to`, in order. */
export async function readNodes(db: Db | Tx, level: number, from: number, to: number): Promise<Buffer[]> {
  if (level % levelStep !== 0) throw new Error(`level ${level} is not stored`);
  const { rows } = await (
    level === 0
      ? sql<{ hash: Buffer }>`select leaf as hash from ledger_leaf where seq >= ${from} and seq < ${to} order by seq`
      : sql<{ hash: Buffer }>`select hash from ledger_node
        where level = ${level} and index >= ${from} and index < ${to} order by index`
  ).execute(db);
  if (rows.length !== to - from) throw new TreeDamaged(`level ${level}: ${rows.length} of ${to - from} nodes`);
  return rows.map((row) => row.hash);
}

/** Stored parts of the tree are missing or contradict each other. */
export class TreeDamaged extends Error {}

/** Rebuilds the right edge of the tree of `size` from stored nodes, and checks it against the batch's root. */
export async function loadEdge(db: Db | Tx, suite: Suite, size: number): Promise<RightEdge> {
  const edge = new RightEdge(suiteHash(suite));
  for (const { level, from, to } of edgeRuns(size)) {
    const hashes = await readNodes(db, level, from, to);
    hashes.forEach((hash, i) => edge.push({ level, index: from + i, hash }));
  }
  if (size > 0) {
    const batch = await db
      .selectFrom('ledger_batch')
      .select('root')
      .where('size', '=', String(size))
      .executeTakeFirst();
    if (!batch?.root.equals(edge.root())) throw new TreeDamaged(`root of size ${size} is not the batch's`);
  }
  return edge;
}

/** Bodies of sealed entries from `from` on, at most `limit`. */
export async function readSealed(db: Db | Tx, from: number, limit: number): Promise<{ seq: number; body: Buffer }[]> {
  const { rows } = await sql<{ seq: string; body: Buffer | null }>`
    select l.seq, e.body from ledger_leaf l left join ledger_entry e on e.id = l.entry_id
     where l.seq >= ${from} and l.seq < ${from + limit} order by l.seq`.execute(db);
  return rows.map(({ seq, body }) => {
    if (!body) throw new TreeDamaged(`entry ${seq} is gone`);
    return { seq: Number(seq), body };
  });
}

export interface CheckpointRow {
  size: number;
  root: Buffer;
  note: string;
  signedAt: Date;
}

export async function newestCheckpoint(db: Kysely<Tables>): Promise<CheckpointRow | null> {
  const row = await db.selectFrom('ledger_checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
  return row ? { size: Number(row.size), root: row.root, note: row.note, signedAt: row.signed_at } : null;
}

export async function insertCheckpoint(tx: Tx, size: number, root: Buffer, note: string): Promise<void> {
  await tx
    .insertInto('ledger_checkpoint')
    .values({ size, root, note })
    .onConflict((on) => on.doNothing())
    .execute();
}

/** The sink's progress, as far as it is durable. */
export async function setSinkSize(tx: Tx, size: number): Promise<void> {
  await tx
    .updateTable('ledger_state')
    .set({ sink_size: size, sink_at: sql`clock_timestamp()` })
    .execute();
}

/** Sign of life of the sequencer, and what hinders it. */
export async function setPass(tx: Tx, trouble: string | null): Promise<void> {
  await tx
    .updateTable('ledger_state')
    .set({ pass_at: sql`clock_timestamp()`, trouble })
    .execute();
}

/** For writes that may be lost in a power cut, because they come out the same when done again. */
export const withoutWaiting = async (tx: Tx): Promise<void> => {
  await sql`set local synchronous_commit = off`.execute(tx);
};

import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from './db.ts';

/** A lease that this process holds. The token fences: work under an older token must not commit. */
export interface Lease {
  name: string;
  holder: string;
  token: string;
}

export const processHolder = (): string => `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;

/**
 * Takes the lease when it is free or lapsed, for `seconds`. Null when another process holds it.
 * The database's clock decides, never this machine's.
 */
export async function acquireLease(db: Db, name: string, holder: string, seconds: number): Promise<Lease | null> {
  const { rows } = await sql<{ token: string }>`
    insert into lease (name, holder, token, expires_at)
    values (${name}, ${holder}, 1, clock_timestamp() + make_interval(secs => ${seconds}))
    on conflict (name) do update
      set holder = excluded.holder, expires_at = excluded.expires_at,
          token = lease.token + (lease.holder <> excluded.holder)::int
      where lease.expires_at < clock_timestamp() or lease.holder = excluded.holder
    returning token::text`.execute(db);
  return rows[0] ? { name, holder, token: rows[0].token } : null;
}

/**
 * Renews inside the transaction that does the leased work, locking the row: a process that lost its
 * lease finds that out before it can commit. False means stop.
 */
export async function fence(tx: Tx, lease: Lease, seconds: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update lease set expires_at = clock_timestamp() + make_interval(secs => ${seconds})
     where name = ${lease.name} and token = ${lease.token} and holder = ${lease.holder}`.execute(tx);
  return numAffectedRows === 1n;
}

/**
 * Takes a lease away from a process of this machine that is dead: a process that was killed and starts again need
 * not wait until its own lease lapses. Another machine's is never touched.
 */
export async function releaseOfDead(db: Db, name: string): Promise<void> {
  const { rows } = await sql<{ holder: string; token: string }>`
    select holder, token::text from lease where name = ${name} and expires_at > clock_timestamp()`.execute(db);
  const [held] = rows;
  if (held && isDeadHere(held.holder)) await releaseLease(db, { name, ...held });
}

/** False for whoever lives, and whoever runs elsewhere. */
export function isDeadHere(holder: string): boolean {
  const [host, pid] = holder.split('/');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

export async function releaseLease(db: Db, lease: Lease): Promise<void> {
  await sql`update lease set expires_at = clock_timestamp() - interval '1 second'
     where name = ${lease.name} and token = ${lease.token} and holder = ${lease.holder}`.execute(db);
}

import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { PreparingClient } from './prepared.ts';
import type { Tables } from './tables.ts';

/** A pool: reads, and the start of transactions. */
export type Db = Kysely<Tables>;
/** Inside a transaction: the only thing that store functions which write accept. */
export type Tx = Transaction<Tables>;

// A calendar date has no zone: keep `date` as the text YYYY-MM-DD instead of a local midnight.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export interface Database extends AsyncDisposable {
  db: Db;
  pool: pg.Pool;
  /**
   * Breaks every connection off, so that what waits for an answer fails instead of waiting on. What
   * had not been told to commit is rolled back by the server.
   */
  cut(): void;
}

/** Opens a pool of at most `max` connections. Statements give up after 60 s, lock waits after 10 s. */
export function openDatabase(url: string, max = 20, name = 'shoucang'): Database {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    // A connection knows its statements' plans; one that is opened anew for a burst has to think everything over.
    idleTimeoutMillis: 600_000,
    options: '-c timezone=UTC -c statement_timeout=60s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s',
  });
  // An idle connection may die with the server; the next query opens another or reports the outage.
  pool.on('error', () => {});
  const open = new Set<pg.Client>();
  pool.on('connect', (client) => {
    open.add(client);
    // A connection that dies between two statements of a transaction: the next one fails, which is
    // enough. Without a listener it would end the process.
    client.on('error', () => {});
  });
  pool.on('remove', (client) => void open.delete(client));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    pool,
    cut: () => open.forEach((client) => client.connection.stream.destroy()),
    async [Symbol.asyncDispose]() {
      await db.destroy();
      // Kysely ends the pool only when it has itself run a query before.
      if (!pool.ending) await pool.end();
    },
  };
}

/**
 * Refuses a run-time user that could change what the ledger guards: a superuser, a role that
 * creates roles, or the owner of any table.
 */
export async function assertRunTimeRole(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; strong: boolean; owns: boolean }>(
    `select current_user as name,
            (rolsuper or rolcreaterole or rolbypassrls) as strong,
            exists (select 1 from pg_class c where c.relowner = r.oid and c.relkind in ('r','p')) as owns
       from pg_roles r where rolname = current_user`,
  );
  const role = rows[0];
  if (!role || role.strong || role.owns) {
    throw new Error(
      `数据库用户「${role?.name}」权限过大(超级用户或表的属主),运行时必须使用 app_rw。 ` +
        `The database user must not be a superuser nor own tables at run time; use app_rw.`,
    );
  }
}

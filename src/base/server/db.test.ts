import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../test/database.ts';
import { type Db, openDatabase, type Tx } from './db.ts';
import { outageOf } from './door/problem.ts';
import { openLedgerGate } from './ledger/health.ts';

describe('connections to the database', async () => {
  const base = await testDatabase();
  afterAll(() => base.drop());

  const pidOf = async (db: Db | Tx): Promise<number> =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid ?? 0;
  const kept = async (db: Db): Promise<number> =>
    (await sql<{ n: number }>`select count(*)::int as n from pg_class where relname = 'kept'`.execute(db)).rows[0]?.n ??
    0;

  test('one that dies between two statements of a transaction is an outage, and no end of the process', async () => {
    await using mine = openDatabase(base.appUrl, 1);
    await using other = openDatabase(base.appUrl, 1);
    const dying = mine.db.transaction().execute(async (tx) => {
      const pid = await pidOf(tx);
      await sql`select pg_terminate_backend(${pid})`.execute(other.db);
      while ((await sql`select 1 from pg_stat_activity where pid = ${pid}`.execute(other.db)).rows.length > 0);
      // The news reaches this process while no statement of it waits.
      await new Promise((resolve) => setTimeout(resolve, 50));
      await sql`select 1`.execute(tx);
    });
    expect(outageOf(await dying.catch((error: unknown) => error))?.code).toBe('database-out');
    expect(await pidOf(mine.db)).toBeGreaterThan(0);
  });

  test('cut fails what waits for an answer, rolls it back, and the next statement finds a new connection', async () => {
    await using mine = openDatabase(base.ownerUrl, 2);
    const waiting = mine.db.transaction().execute(async (tx) => {
      await sql`create table kept (n int)`.execute(tx);
      await sql`select pg_sleep(30)`.execute(tx);
    });
    const failure = waiting.catch((error: unknown) => error);
    const asleep = sql`select 1 from pg_stat_activity where datname = ${base.name} and query like 'select pg_sleep%'`;
    while ((await asleep.execute(mine.db)).rows.length === 0);
    mine.cut();
    // An idle connection is cut as well; the next statement may still meet it.
    await expect.poll(() => pidOf(mine.db).catch(() => 0), { timeout: 10_000 }).toBeGreaterThan(0);
    expect(outageOf(await failure)?.code).toBe('database-out');
    expect(await kept(mine.db)).toBe(0);
  });

  test('a database that does not answer is trouble by name, and whoever waits is told', async () => {
    await using mine = openDatabase(base.appUrl, 1);
    await using owner = openDatabase(base.ownerUrl, 1);
    let hangs = 0;
    await using gate = await openLedgerGate(mine.db, () => {
      hangs += 1;
      mine.cut();
    });
    expect(gate.trouble()).toBe('not-open');
    await owner.db.transaction().execute(async (tx) => {
      await sql`lock table ledger_state in access exclusive mode`.execute(tx);
      await expect.poll(() => hangs, { timeout: 20_000 }).toBe(1);
      expect(gate.trouble()).toBe('database-out');
    });
    await expect.poll(() => gate.trouble(), { timeout: 20_000 }).toBe('not-open');
  });
});

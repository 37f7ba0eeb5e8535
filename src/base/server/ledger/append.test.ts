import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commitmentsOf, type EntryBody, isEntryBody, type Label, suites } from '#/base/rules/ledger/entry.ts';
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import { leafHash } from '#/base/rules/ledger/tree.ts';
import { type TestDatabase, testDatabase } from '../../../../test/database.ts';
import { openDatabase } from '../db.ts';
import { appendEntry } from './append.ts';
import { commitment } from './commitment.ts';
import { suiteHash } from './suite.ts';
import { openTestLog, sampleDraft, type TestLog } from './testing.ts';

const tables = [
  'ledger_log', 'ledger_entry', 'ledger_detail', 'ledger_erasure', 'ledger_leaf', 'ledger_node', 'ledger_batch',
  'ledger_checkpoint', 'ledger_cosignature',
]; // prettier-ignore

describe.each(suites)('appending to a %s log', (suite) => {
  let base: TestDatabase;
  let log: TestLog;
  beforeAll(async () => {
    base = await testDatabase();
    log = await openTestLog(base.appUrl, suite);
  });
  afterAll(async () => {
    await log[Symbol.asyncDispose]();
    await base.drop();
  });
  const stored = async (id: string) => {
    const { db } = log.database;
    const entry = await db.selectFrom('ledger_entry').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const detail = await db.selectFrom('ledger_detail').selectAll().where('entry_id', '=', id).executeTakeFirst();
    return { entry, detail, body: JSON.parse(entry.body.toString()) as EntryBody };
  };

  test('stores exact canonical bytes, their leaf, and openings of every commitment', async () => {
    const id = await log.append({
      kind: 'late',
      occurredAt: new Date('2026-11-01T00:00:00Z'),
      late: { by: 'p2', formNumber: '补-7', reason: '停电', scan: 'cd'.repeat(32) },
    });
    const { entry, detail, body } = await stored(id);
    expect(isEntryBody(body)).toBe(true);
    expect(entry.body.toString()).toBe(canonicalize(body));
    expect(entry.body.toString()).not.toMatch(/张三|停电/);
    expect(entry.leaf).toEqual(leafHash(suiteHash(suite), entry.body));
    const values = JSON.parse(detail!.detail) as Record<Label, unknown>;
    expect(canonicalize(values)).toBe(detail!.detail);
    const opened = Object.entries(values).map(([label, value]) => [
      label,
      commitment(suiteHash(suite), detail!.salt, label as Label, canonicalize(value)),
    ]);
    expect(Object.fromEntries(opened)).toEqual(commitmentsOf(body));
    expect(Object.keys(values)).toEqual(['after', 'input', 'reason']);
  });

  test('5.5-5 a rolled-back act leaves no entry, a committed one always', async () => {
    const { db } = log.database;
    const count = () =>
      db.selectFrom('ledger_entry').select(db.fn.countAll<string>().as('n')).executeTakeFirstOrThrow();
    const before = await count();
    const undone = db.transaction().execute(async (tx) => {
      await appendEntry(tx, sampleDraft);
      throw new Error('business fault');
    });
    await expect(undone).rejects.toThrow('business fault');
    expect(await count()).toEqual(before);
  });

  test('refuses a draft that breaks the format', async () => {
    await expect(log.append({ result: 'no' })).rejects.toThrow('not a ledger entry');
    await expect(log.append({ subject: { type: 'has space', id: null } })).rejects.toThrow('not a ledger entry');
    await expect(log.append({ input: { part: 0.5 } })).rejects.toThrow('no canonical form');
  });

  test('is opened once', async () => {
    await expect(openTestLog(base.appUrl, suite)).rejects.toThrow('ledger_log_pkey');
  });

  test.each(tables)('5.5-5 %s: app_rw may neither change nor remove, nor may the owner by mistake', async (table) => {
    const owner = openDatabase(base.ownerUrl, 1);
    try {
      for (const change of [`delete from ${table}`, `truncate ${table} cascade`]) {
        await expect(sql.raw(change).execute(log.database.db)).rejects.toThrow('permission denied');
        if (table !== 'ledger_detail') await expect(sql.raw(change).execute(owner.db)).rejects.toThrow('append-only');
      }
      const column = { ledger_log: 'key', ledger_entry: 'act', ledger_detail: 'detail' }[table];
      if (column)
        await expect(sql.raw(`update ${table} set ${column} = 'x'`).execute(log.database.db)).rejects.toThrow('denied');
    } finally {
      await owner[Symbol.asyncDispose]();
    }
  });

  test('a purge erases clear values with a trace, only in the name of an entry, and the entry stays', async () => {
    const id = await log.append();
    const purge = await log.append({ act: 'base.purge' });
    const erase = (entry: string, by: string) =>
      sql<{ done: boolean }>`select ledger_erase_detail(${entry}, ${by}) as done`.execute(log.database.db);
    await expect(erase(id, sampleDraft.subject.id!)).rejects.toThrow('does not exist');
    expect((await erase(id, purge)).rows[0]?.done).toBe(true);
    expect((await erase(id, purge)).rows[0]?.done).toBe(false);
    expect((await stored(id)).detail).toBeUndefined();
    const { db } = log.database;
    expect(await db.selectFrom('ledger_erasure').select('by_entry_id').where('entry_id', '=', id).execute()).toEqual([
      { by_entry_id: purge },
    ]);
  });
});

test('refuses entries before the opening', async () => {
  await using base = await testDatabase();
  await using database = openDatabase(base.appUrl, 1);
  await expect(database.db.transaction().execute((tx) => appendEntry(tx, sampleDraft))).rejects.toThrow('not open');
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { RightEdge } from '#/base/rules/ledger/edge.ts';
import { testDatabase, type TestDatabase } from '../../../../test/database.ts';
import { insertBatch, readSealState, takeGenesis, takeUnsealed } from '../ledger/store.ts';
import { suiteHash } from '../ledger/suite.ts';
import { openTestLog, type TestLog } from '../ledger/testing.ts';
import { withClient } from '../postgres/provision.ts';
import { exportDatabase } from './export.ts';
import { importDatabase } from './import.ts';
import { restated, sorted } from './tables.ts';

/** Seals the genesis and this many entries as the first batch. */
async function seal({ database: { db } }: TestLog, many: number): Promise<void> {
  const genesis = await takeGenesis(db);
  const { watermark } = await readSealState(db);
  // A transaction under way in any database of the cluster, another test's too, keeps later entries waiting.
  const rest = await vi.waitUntil(async () => {
    const ready = await takeUnsealed(db, watermark, 1_000);
    return ready.filter(({ id }) => id !== genesis?.id).length >= many && ready;
  }, 30_000);
  const entries = [genesis!, ...rest.filter(({ id }) => id !== genesis?.id)];
  const edge = new RightEdge(suiteHash('gm'));
  for (const { leaf } of entries) edge.append(leaf);
  const { xid, id } = entries.at(-1)!;
  await db.transaction().execute((tx) =>
    insertBatch(tx, {
      from: 0,
      ids: entries.map((entry) => entry.id),
      leaves: entries.map((entry) => entry.leaf),
      nodes: [],
      root: Buffer.from(edge.root()),
      watermark: { xid, id },
    }),
  );
}

describe('5.6-7 a database goes out table by table and comes back whole', () => {
  let source: TestDatabase;
  let log: TestLog;
  let folder = '';
  beforeAll(async () => {
    source = await testDatabase();
    log = await openTestLog(source.appUrl, 'gm');
    for (let i = 0; i < 20; i += 1) await log.append({ input: { name: `张${i}\t第一行\n第二行\\` } });
    await seal(log, 20);
    await log.append({ act: 'protection.account.close' });
    folder = join(log.dir, 'export');
    await exportDatabase(source.ownerUrl, folder);
  });
  afterAll(async () => {
    await log[Symbol.asyncDispose]();
    await source.drop();
  });

  test('the import has every row, and the ledger computed anew has the same root', async () => {
    await using target = await testDatabase();
    const manifest = await importDatabase(target.ownerUrl, folder);
    expect(manifest.ledger).toMatchObject({ suite: 'gm', size: 21 });
    const again = join(log.dir, 'again');
    const { tables, ledger } = await exportDatabase(target.ownerUrl, again);
    rmSync(again, { recursive: true });
    expect({ tables, ledger }).toEqual({ tables: manifest.tables, ledger: manifest.ledger });
    expect(tables.find(({ name }) => name === 'public.ledger_entry')?.rows).toBe(22);
  });

  test('what waited for sealing still waits, and new entries come after it', async () => {
    await using target = await testDatabase();
    await importDatabase(target.ownerUrl, folder);
    await withClient(target.appUrl, async (client) => {
      const waiting = async (): Promise<string[]> => {
        const { rows } = await client.query<{ act: string }>(
          `select e.act from ledger_entry e, ledger_state s
            where (e.xid, e.id) > (s.watermark_xid, s.watermark_id) order by e.xid, e.id`,
        );
        return rows.map(({ act }) => act);
      };
      expect(await waiting()).toEqual(['protection.account.close']);
      const { rows } = await client.query<{ later: boolean }>(
        `select bool_and(xid < pg_current_xact_id()) as later from ledger_entry`,
      );
      expect(rows[0]?.later).toBe(true);
    });
  });

  test('the append-only triggers and the grants stand afterwards', async () => {
    await using target = await testDatabase();
    await importDatabase(target.ownerUrl, folder);
    await expect(
      withClient(target.ownerUrl, (client) => client.query(`update ledger_entry set act = 'x'`)),
    ).rejects.toThrow('append-only');
    await expect(withClient(target.appUrl, (client) => client.query(`delete from ledger_entry`))).rejects.toThrow(
      'permission denied',
    );
  });

  test('is refused into a database that has been opened, and changes nothing there', async () => {
    await expect(importDatabase(source.ownerUrl, folder)).rejects.toThrow('has been opened');
    await withClient(source.appUrl, async (client) => {
      const { rows } = await client.query('select count(*)::int as n from ledger_entry');
      expect(rows).toEqual([{ n: 22 }]);
    });
  });

  test('is refused when one byte of a table or of the manifest was changed, and leaves nothing behind', async () => {
    await using target = await testDatabase();
    const file = join(folder, 'public.ledger_detail.copy.gz');
    const kept = readFileSync(file);
    writeFileSync(file, gzipSync(gunzipSync(kept).toString().replace('张7', '张8')));
    await expect(importDatabase(target.ownerUrl, folder)).rejects.toThrow('ledger_detail');
    writeFileSync(file, kept);
    const manifest = join(folder, 'manifest.json');
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.replace('"format": 1', '"format":  1'));
    await expect(importDatabase(target.ownerUrl, folder)).rejects.toThrow('was changed');
    writeFileSync(manifest, text);
    await withClient(target.appUrl, async (client) => {
      expect((await client.query('select 1 from ledger_entry')).rowCount).toBe(0);
    });
    await importDatabase(target.ownerUrl, folder);
  });

  test('is refused by a database of another schema, which the words name', async () => {
    await using target = await testDatabase();
    await withClient(target.ownerUrl, (client) => client.query(`delete from migration where name like '0002%'`));
    await expect(importDatabase(target.ownerUrl, folder)).rejects.toThrow('whose schema differs');
  });
});

test('every column that holds a transaction number is restated for the other cluster', async () => {
  await using database = await testDatabase();
  await withClient(database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns
        where udt_name in ('xid8', 'xid', 'pg_lsn', 'txid_snapshot', 'pg_snapshot') and table_schema in ('public', 'job')`,
    );
    expect(rows.map(({ name }) => name).filter((name) => !(name in restated))).toEqual([]);
  });
});

test('tables follow those they refer to, and a circle is named', () => {
  const table = (name: string): { name: string; columns: string[]; order: string } => ({
    name,
    columns: [],
    order: '1',
  });
  const edges = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
  ];
  expect(sorted([table('a'), table('b'), table('c')], edges).map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  expect(() => sorted([table('a'), table('b'), table('c')], [...edges, { from: 'c', to: 'a' }])).toThrow(
    'circle: a, b, c',
  );
});

test('an export goes only into an empty folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shoucang-export-'));
  writeFileSync(join(folder, 'other'), '');
  await expect(exportDatabase('postgresql://nowhere', folder)).rejects.toThrow('must be empty');
  rmSync(folder, { recursive: true });
});

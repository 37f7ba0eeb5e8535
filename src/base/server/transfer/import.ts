import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { withClient } from '../postgres/provision.ts';
import { recomputeHead } from './ledger-root.ts';
import { type Manifest, readManifest, TransferError } from './manifest.ts';
import { Meter, plainSession } from './stream.ts';
import { copyIn, copyOut, quoted, type TableShape, tablesInOrder } from './tables.ts';

type Entry = Manifest['tables'][number];

/**
 * Reads an export into an empty database that the same migrations have made. All of it or nothing:
 * before it commits, every table is read back and compared with the manifest, and the ledger's root
 * is computed anew from the entries.
 */
export async function importDatabase(ownerUrl: string, folder: string): Promise<Manifest> {
  const manifest = readManifest(folder);
  return withClient(ownerUrl, async (client) => {
    await client.query(plainSession);
    await client.query('begin');
    await assertSameMigrations(client, manifest);
    const tables = await tablesInOrder(client);
    assertSameTables(tables, manifest);
    await assertUnopened(client);
    // Rules on single changes were kept when the rows came to be; the whole is compared below.
    for (const { name } of tables) await client.query(`alter table ${quoted(name)} disable trigger user`);
    await client.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`);
    for (const table of tables) await importTable(client, table, entryOf(manifest, table), folder);
    for (const table of tables) await compare(client, table, entryOf(manifest, table));
    for (const { name } of tables) await client.query(`alter table ${quoted(name)} enable trigger user`);
    for (const { name, last } of manifest.sequences) {
      if (last !== null) await client.query('select setval($1::regclass, $2)', [quoted(name), last]);
    }
    await compareLedger(client, manifest);
    await client.query('commit');
    await client.query('analyze');
    return manifest;
  });
}

function entryOf(manifest: Manifest, table: TableShape): Entry {
  const entry = manifest.tables.find(({ name }) => name === table.name);
  if (!entry) throw new TransferError(`导出中缺少表 ${table.name}。 The export lacks the table ${table.name}.`);
  return entry;
}

async function assertSameMigrations(client: pg.ClientBase, manifest: Manifest): Promise<void> {
  const { rows } = await client.query<Manifest['migrations'][number]>('select room, name, sha256 from migration');
  const list = (of: Manifest['migrations']): string =>
    JSON.stringify(of.map((m) => `${m.room}/${m.name} ${m.sha256}`).sort());
  if (list(rows) === list(manifest.migrations)) return;
  throw new TransferError(
    `导出由版本 ${manifest.version} 写成,其数据库结构与本版本不同:请用该版本导入,再升级。 ` +
      `The export was written by version ${manifest.version}, whose schema differs: import it with that version, then upgrade.`,
  );
}

function assertSameTables(tables: readonly TableShape[], manifest: Manifest): void {
  const shape = (of: readonly { name: string; columns: string[] }[]): string =>
    JSON.stringify(of.map(({ name, columns }) => `${name}: ${columns.toSorted().join()}`).toSorted());
  if (shape(tables) !== shape(manifest.tables)) {
    throw new TransferError('导出与本数据库的表不同。 The tables of the export and of this database differ.');
  }
}

/** Before the opening ceremony there is nothing to lose; what migrations themselves put in is in the export too. */
async function assertUnopened(client: pg.ClientBase): Promise<void> {
  const { rowCount } = await client.query('select 1 from site union all select 1 from ledger_log limit 1');
  if (rowCount === 0) return;
  throw new TransferError(
    '目标数据库已启用,不能导入:请使用新的数据库。 The target database has been opened; import into a new one.',
  );
}

async function importTable(client: pg.ClientBase, table: TableShape, entry: Entry, folder: string): Promise<void> {
  const copy = copyIn({ ...table, columns: entry.columns });
  try {
    await pipeline(createReadStream(join(folder, entry.file)), createGunzip(), client.query(from(copy)));
  } catch (cause) {
    throw new TransferError(`无法导入表 ${table.name}。 The table ${table.name} could not be imported.`, { cause });
  }
}

async function compare(client: pg.ClientBase, table: TableShape, entry: Entry): Promise<void> {
  const meter = new Meter();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // The order of columns may differ between the two schemas; the export's holds.
  await pipeline(client.query(to(copyOut({ ...table, columns: entry.columns }, false))), meter, nowhere);
  if (meter.rows === entry.rows && meter.digest() === entry.sha256) return;
  throw new TransferError(
    `表 ${table.name} 与导出清单不符(${meter.rows} 行,清单 ${entry.rows} 行)。 ` +
      `The table ${table.name} is not what the manifest says (${meter.rows} rows, manifest ${entry.rows}).`,
  );
}

async function compareLedger(client: pg.ClientBase, { ledger }: Manifest): Promise<void> {
  if (ledger === null) return;
  const head = await recomputeHead(client, ledger.suite);
  if (head.size === ledger.size && head.root === ledger.root) return;
  throw new TransferError(
    `日志根与导出清单不符。 The ledger's root is not the manifest's: ${head.size} ${head.root}, manifest ${ledger.size} ${ledger.root}.`,
  );
}

import { createHash } from 'node:crypto';
import {
  createWriteStream,
  fsyncSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to } from 'pg-copy-streams';
import { withClient } from '../postgres/provision.ts';
import { type Manifest, manifestName, TransferError } from './manifest.ts';
import { Meter, plainSession } from './stream.ts';
import { copyOut, type TableShape, tablesInOrder } from './tables.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8')) as {
  version: string;
};

/**
 * Writes every table of the database into `folder` (made, or empty), all of one instant, while the
 * system goes on working. Objects and keys are files already and are not part of it.
 */
export async function exportDatabase(ownerUrl: string, folder: string): Promise<Manifest> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (readdirSync(folder).length > 0) {
    throw new TransferError(`导出目录须为空:${folder}。 The folder of an export must be empty: ${folder}.`);
  }
  return withClient(ownerUrl, async (client) => {
    await client.query(plainSession);
    await client.query('begin isolation level repeatable read read only');
    await assertMigrated(client);
    const head = await describe(client);
    const tables: Manifest['tables'] = [];
    for (const table of await tablesInOrder(client)) tables.push(await exportTable(client, table, folder));
    await client.query('commit');
    const manifest: Manifest = { ...head, tables };
    writeManifest(folder, manifest);
    return manifest;
  });
}

async function assertMigrated(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.migration') is not null as there`,
  );
  if (rows[0]?.there) return;
  throw new TransferError('数据库尚未迁移,没有可导出的内容。 The database was never migrated: nothing to export.');
}

async function exportTable(
  client: pg.ClientBase,
  table: TableShape,
  folder: string,
): Promise<Manifest['tables'][number]> {
  const file = `${table.name}.copy.gz`;
  const meter = new Meter();
  const path = join(folder, file);
  await pipeline(
    client.query(to(copyOut(table, true))),
    meter,
    createGzip({ level: 1 }),
    createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }),
  );
  const { name, columns } = table;
  return { name, columns, file, rows: meter.rows, bytes: meter.bytes, sha256: meter.digest() };
}

async function describe(client: pg.ClientBase): Promise<Omit<Manifest, 'tables'>> {
  const one = async <T extends pg.QueryResultRow>(sql: string): Promise<T | undefined> =>
    (await client.query<T>(sql)).rows[0];
  const all = async <T extends pg.QueryResultRow>(sql: string): Promise<T[]> => (await client.query<T>(sql)).rows;
  const now = await one<{ at: Date; v: number }>(
    `select transaction_timestamp() as at, current_setting('server_version_num')::int as v`,
  );
  if (!now) throw new Error('the database did not answer');
  const log = await one<{ suite: 'intl' | 'gm' }>('select suite from ledger_log');
  const batch = await one<{ size: string; root: Buffer }>(
    'select size, root from ledger_batch order by size desc limit 1',
  );
  return {
    format: 1,
    version,
    takenAt: now.at.toISOString(),
    postgres: now.v,
    migrations: await all('select room, name, sha256 from migration order by applied_at, room, name'),
    sequences: await all(
      `select schemaname || '.' || sequencename as name, last_value::text as last
         from pg_sequences where schemaname in ('public', 'job') order by 1`,
    ),
    ledger: log && batch ? { suite: log.suite, size: Number(batch.size), root: batch.root.toString('hex') } : null,
  };
}

/** Written last: an export without it is no export. */
function writeManifest(folder: string, manifest: Manifest): void {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const digest = createHash('sha256').update(text).digest('hex');
  writeFileSync(join(folder, manifestName), text, { flush: true });
  writeFileSync(join(folder, `${manifestName}.sha256`), `${digest}  ${manifestName}\n`, { flush: true });
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

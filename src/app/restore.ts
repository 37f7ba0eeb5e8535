/**
 * `npm run restore -- <backup folder>`: brings a backup up in an empty data folder and proves it whole.
 * Its last line is the report that the restore-drill record takes (5.6-7).
 */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { objectPath } from '#/base/server/objects/files.ts';
import { migrate } from '#/base/server/migrate.ts';
import { asOwner } from '#/base/server/postgres/attach.ts';
import { importDatabase } from '#/base/server/transfer/import.ts';
import { TransferError } from '#/base/server/transfer/manifest.ts';
import { hashFile, readBackupManifest, type RestoreReport } from '#/protection/server/door.ts';
import { runProgram } from './program.ts';

await runProgram(async ({ config, log, args: [folder] }) => {
  if (folder === undefined) throw new Error('用法 Usage: npm run restore -- <备份目录 backup folder>');
  const startedAt = performance.now();
  const { manifest, sha256 } = readBackupManifest(folder);
  const databaseDigest = await hashFile(join(folder, 'database', 'manifest.json'));
  if (databaseDigest !== manifest.database)
    throw new TransferError('备份的数据库清单已被改动。 The database manifest was changed.');
  restoreKeys(folder, config.dataDir, manifest.keys);
  const imported = await asOwner(config, { log, create: true }, async (url) => {
    await migrate(url);
    return importDatabase(url, join(folder, 'database'));
  });
  const { bytes, differences } = await restoreObjects(
    join(dirname(folder), 'objects'),
    config.dataDir,
    manifest.objects,
  );
  const report: RestoreReport = {
    format: 'shoucang-restore',
    v: 1,
    backup: sha256,
    restoredAt: new Date().toISOString(),
    machine: hostname(),
    rows: imported.tables.reduce((sum, table) => sum + table.rows, 0),
    objects: manifest.objects.length,
    bytes,
    ledgerSize: imported.ledger?.size ?? 0,
    ledgerRoot: imported.ledger?.root ?? '',
    differences,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  };
  log(`已恢复 Restored: ${report.rows} 行 rows, ${report.objects} 个对象 objects, 差异 differences ${differences}`);
  log(JSON.stringify(report));
  if (differences > 0) process.exitCode = 1;
});

/** Keys first: without them the restored ledger could not be sealed further. Never over existing ones. */
function restoreKeys(folder: string, dataDir: string, keys: readonly { name: string }[]): void {
  for (const { name } of keys) {
    const to = join(dataDir, name);
    if (existsSync(to)) throw new TransferError(`数据目录非空:${to}。 The data folder is not empty: ${to}.`);
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    copyFileSync(join(folder, name.replace('/', '-')), to);
  }
}

/** Copies and hashes every object that the backup lists; counts what is missing or differs. */
async function restoreObjects(from: string, dataDir: string, objects: readonly { sha256: string; bytes: number }[]) {
  let bytes = 0;
  let differences = 0;
  for (const object of objects) {
    const source = join(from, objectPath(object.sha256));
    const to = join(dataDir, 'objects', objectPath(object.sha256));
    if ((await stat(source).catch(() => null))?.size !== object.bytes) {
      differences += 1;
      continue;
    }
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await copyFile(source, to);
    if ((await hashFile(to)) === object.sha256) bytes += object.bytes;
    else differences += 1;
  }
  return { bytes, differences };
}

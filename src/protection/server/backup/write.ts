import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { objectPath } from '#/base/server/objects/files.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db } from '#/base/server/db.ts';
import { syncFolder } from '#/base/server/ledger/keys.ts';
import { exportDatabase } from '#/base/server/transfer/export.ts';
import { type BackupManifest, backupManifestName, writeBackupManifest } from './manifest.ts';

export interface BackupSource {
  db: Db;
  config: Config;
}

export interface BackupResult {
  manifest: BackupManifest;
  /** SHA-256 of the manifest, which names everything else. */
  sha256: string;
  bytes: number;
}

/** Keys without which a restored ledger could not go on and fobs could not be read. */
const keyFiles = ['keys/ledger.key', 'keys/ledger.key.pub', 'secrets/factor-key'] as const;

/**
 * Writes one backup below a registered target: the database at one instant, every object, the keys.
 *
 * Objects never change, so they lie once in `objects/` of the target and each backup lists what it
 * needs. The folder gets its name last: what is not complete is not there.
 */
export async function writeBackup(
  source: BackupSource,
  target: string,
  folder: string,
  progress: (percent: number) => Promise<void>,
): Promise<BackupResult> {
  if (source.config.databaseUrl === null) throw new Error('DATABASE_URL');
  const partial = join(target, `${folder}.partial`);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  const database = await exportDatabase(source.config.databaseUrl, join(partial, 'database'));
  await progress(30);
  // Objects after the database: every row of the snapshot finds its bytes, unless a purge took both.
  const objects = await copyObjects(source, target, progress);
  const keys = copyKeys(source.config, partial);
  const manifest: BackupManifest = {
    format: 'shoucang-backup',
    v: 1,
    takenAt: database.takenAt,
    rows: database.tables.reduce((sum, table) => sum + table.rows, 0),
    ledger: database.ledger,
    database: fileDigest(join(partial, 'database', 'manifest.json')),
    objects,
    keys,
  };
  const sha256 = writeBackupManifest(partial, manifest);
  const bytes = (await folderBytes(partial)) + objects.reduce((sum, object) => sum + object.bytes, 0);
  renameSync(partial, join(target, folder));
  syncFolder(target);
  await progress(100);
  return { manifest, sha256, bytes };
}

async function copyObjects({ db, config }: BackupSource, target: string, progress: (percent: number) => Promise<void>) {
  const rows = await db.selectFrom('object').select(['sha256', 'bytes']).orderBy('sha256').execute();
  const done: BackupManifest['objects'] = [];
  for (const [index, row] of rows.entries()) {
    const from = join(config.dataDir, 'objects', objectPath(row.sha256));
    const to = join(target, 'objects', objectPath(row.sha256));
    if (!(await isWhole(to, Number(row.bytes)))) {
      await mkdir(join(to, '..'), { recursive: true, mode: 0o700 });
      await copyFile(from, `${to}.partial`);
      await syncFile(`${to}.partial`);
      renameSync(`${to}.partial`, to);
      syncFolder(join(to, '..'));
    }
    // Read back: a medium that took the bytes wrongly is found now, not on the day of need.
    const digest = await hashFile(to);
    if (digest !== row.sha256) throw Object.assign(new Error('object differs after copy'), { code: 'OBJECT_DIFFERS' });
    done.push({ sha256: row.sha256, bytes: Number(row.bytes) });
    if (index % 100 === 0) await progress(30 + (65 * index) / rows.length);
  }
  return done;
}

async function isWhole(path: string, bytes: number): Promise<boolean> {
  const there = await stat(path).catch(() => null);
  return there?.size === bytes;
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'r');
  for await (const chunk of file.createReadStream()) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function copyKeys(config: Config, partial: string): BackupManifest['keys'] {
  return keyFiles
    .filter((name) => existsSync(join(config.dataDir, name)))
    .map((name) => {
      const to = join(partial, name.replace('/', '-'));
      copyFileSync(join(config.dataDir, name), to);
      return { name, sha256: fileDigest(to) };
    });
}

const fileDigest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

async function folderBytes(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) sum += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return sum;
}

/** Removes a backup's own folder; its objects go when no backup of the target lists them any more. */
export async function removeBackup(target: string, folder: string): Promise<void> {
  await rm(join(target, folder), { recursive: true, force: true });
  const kept = new Set<string>();
  for (const entry of await readdir(target, { withFileTypes: true })) {
    const path = join(target, entry.name, backupManifestName);
    if (!entry.isDirectory() || !existsSync(path)) continue;
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as BackupManifest;
    for (const object of manifest.objects) kept.add(object.sha256);
  }
  const objects = join(target, 'objects');
  if (!existsSync(objects)) return;
  for (const entry of await readdir(objects, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && !kept.has(entry.name)) await rm(join(entry.parentPath, entry.name), { force: true });
  }
}

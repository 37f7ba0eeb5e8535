import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const hex = z.string().regex(/^[0-9a-f]{64}$/);

export const backupManifestShape = z.strictObject({
  format: z.literal('shoucang-backup'),
  v: z.literal(1),
  takenAt: z.string(),
  rows: z.int().nonnegative(),
  ledger: z.strictObject({ suite: z.enum(['intl', 'gm']), size: z.int().nonnegative(), root: hex }).nullable(),
  /** SHA-256 of database/manifest.json. */
  database: hex,
  objects: z.array(z.strictObject({ sha256: hex, bytes: z.int().nonnegative() })),
  keys: z.array(z.strictObject({ name: z.string(), sha256: hex })),
});
export type BackupManifest = z.infer<typeof backupManifestShape>;

export const backupManifestName = 'backup.json';

/** Writes the manifest durably and answers its SHA-256. */
export function writeBackupManifest(folder: string, manifest: BackupManifest): string {
  const text = `${JSON.stringify(manifest)}\n`;
  writeFileSync(join(folder, backupManifestName), text, { mode: 0o600, flush: true });
  return createHash('sha256').update(text).digest('hex');
}

export function readBackupManifest(folder: string): { manifest: BackupManifest; sha256: string } {
  const text = readFileSync(join(folder, backupManifestName), 'utf8');
  return {
    manifest: backupManifestShape.parse(JSON.parse(text)),
    sha256: createHash('sha256').update(text).digest('hex'),
  };
}

/** What a restore found, printed as one line of JSON and pasted into the drill's record (5.6-7). */
export const restoreReportShape = z.strictObject({
  format: z.literal('shoucang-restore'),
  v: z.literal(1),
  /** SHA-256 of the backup's manifest. */
  backup: hex,
  restoredAt: z.iso.datetime(),
  machine: z.string(),
  rows: z.int().nonnegative(),
  objects: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  ledgerSize: z.int().nonnegative(),
  ledgerRoot: z.string(),
  /** Digest differences found; 0 in a passed drill. */
  differences: z.int().nonnegative(),
  seconds: z.number().nonnegative(),
});
export type RestoreReport = z.infer<typeof restoreReportShape>;

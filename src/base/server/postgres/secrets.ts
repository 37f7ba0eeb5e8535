import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const databaseRoles = ['postgres', 'shoucang_owner', 'app_rw'] as const;
export type DatabaseRole = (typeof databaseRoles)[number];

/** One random secret per role in `<dataDir>/secrets/<role>`, mode 0600, made once. */
export function roleSecret(dataDir: string, role: DatabaseRole): string {
  const folder = join(dataDir, 'secrets');
  const file = join(folder, role);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeDurably(file, randomBytes(24).toString('base64url'));
  }
  return readFileSync(file, 'utf8').trim();
}

function writeDurably(file: string, text: string): void {
  const aside = `${file}.${process.pid}`;
  const handle = openSync(aside, 'wx', 0o600);
  writeSync(handle, `${text}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(aside, file);
}

import { timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newPaperCode, paperCode, sha256 } from './keyring.ts';

const pathOf = (dataDir: string): string => join(dataDir, 'secrets', 'setup-code');

/**
 * The installer's only access: a code shown where the server was started, good for the opening
 * ceremony and destroyed by it (5.6-8).
 */
export function ensureSetupCode(dataDir: string): string {
  const path = pathOf(dataDir);
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
  const code = newPaperCode(4);
  writeFileSync(path, `${code}\n`, { mode: 0o600, flag: 'wx' });
  return code;
}

export function setupCodeIs(dataDir: string, typed: string): boolean {
  const path = pathOf(dataDir);
  if (!existsSync(path)) return false;
  return timingSafeEqual(sha256(readFileSync(path, 'utf8').trim()), sha256(paperCode(typed)));
}

export const destroySetupCode = (dataDir: string): void => rmSync(pathOf(dataDir), { force: true });

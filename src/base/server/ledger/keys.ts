/** Key files: one line, mode 0600, made once and never overwritten (ledger-format.md, section 2). */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Suite } from '#/base/rules/ledger/entry.ts';
import { formatVerifierKey, generateKey, type KeyUse, parseSigningKey, type SigningKey } from './suite.ts';

const fileName: Record<KeyUse, string> = { log: 'ledger.key', cosigner: 'witness.key' };

export const keyPath = (dir: string, use: KeyUse): string => join(dir, fileName[use]);

/** Makes the key in `dir` (0700) and answers it. @throws EEXIST when there is one already */
export function createKey(dir: string, suite: Suite, name: string, use: KeyUse): SigningKey {
  const key = generateKey(name, suite, use);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeDurably(keyPath(dir, use), `${key.secretText}\n`, 0o600);
  writeDurably(`${keyPath(dir, use)}.pub`, `${formatVerifierKey(key)}\n`, 0o644);
  syncFolder(dir);
  return key;
}

/** Makes the log's key at the opening ceremony; answers its verifier key text. */
export const createLogKey = (dir: string, suite: Suite, name: string): string =>
  formatVerifierKey(createKey(dir, suite, name, 'log'));

/** @throws when the file is missing or damaged */
export function readKey(dir: string, use: KeyUse): SigningKey {
  const key = parseSigningKey(readFileSync(keyPath(dir, use), 'utf8'));
  if (key?.use !== use) throw new Error(`密钥文件损坏 / damaged key file: ${keyPath(dir, use)}`);
  return key;
}

function writeDurably(path: string, text: string, mode: number): void {
  const fd = openSync(path, 'wx', mode);
  try {
    const bytes = Buffer.from(text);
    if (writeSync(fd, bytes) !== bytes.length) throw new Error(`short write / 磁盘空间不足: ${path}`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A new or renamed file survives a power cut only when its folder was synced as well. */
export function syncFolder(dir: string): void {
  const fd = openSync(dir, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

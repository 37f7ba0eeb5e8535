/** The exported log: a folder that anyone can verify offline (docs/design/ledger-format.md, section 9). */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import type { Suite } from '#/base/rules/ledger/entry.ts';
import type { Db, Tx } from '../db.ts';
import { frame } from './frame.ts';
import { syncFolder } from './keys.ts';
import { newestCheckpoint, readLog, readSealed } from './store.ts';

export const exportFiles = ['entries.txt', 'details.txt', 'checkpoints.txt', 'keys.txt'] as const;
export type ExportFile = (typeof exportFiles)[number];

export interface Manifest {
  format: 'shoucang-ledger-export';
  v: 1;
  suite: Suite;
  origin: string;
  entries: number;
  details: number;
  /** Hexadecimal root of the newest checkpoint. */
  root: string;
  exportedAt: string;
  files: Record<ExportFile, { bytes: number; sha256: string }>;
}

export interface ExportResult {
  manifest: Manifest;
  /** Bytes of all files, and SHA-256 of manifest.json, which names the others. */
  bytes: number;
  sha256: string;
}

/** One file being written: hashed on the way, short writes refused, durable when closed. */
export class ExportWriter {
  readonly #fd: number;
  readonly #path: string;
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;

  constructor(dir: string, name: string) {
    this.#path = join(dir, name);
    this.#fd = openSync(this.#path, 'wx', 0o600);
  }

  write(data: Buffer): void {
    if (writeSync(this.#fd, data) !== data.length) throw new Error(`磁盘空间不足 / disk full: ${this.#path}`);
    this.#hash.update(data);
    this.#bytes += data.length;
  }

  end(): { bytes: number; sha256: string } {
    fsyncSync(this.#fd);
    closeSync(this.#fd);
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}

const chunk = 2_000;

/**
 * Writes the log up to its newest checkpoint into the new folder `dir`.
 * @param withDetails exports clear values too; without them the export holds ids and digests only
 * @throws when the folder is not empty, the log has no checkpoint, or the disk is full
 */
export async function exportLog(db: Db, dir: string, withDetails = true): Promise<ExportResult> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const log = await readLog(tx);
      const newest = await newestCheckpoint(tx);
      if (!log || !newest) throw new Error('日志尚无校验点 / the log has no checkpoint yet');
      const { suite, origin } = log;
      const entries = await writeEntries(tx, dir, newest.size);
      const { details, file } = await writeDetails(tx, dir, withDetails ? newest.size : 0);
      return finishExport(dir, {
        ...{ format: 'shoucang-ledger-export', v: 1, suite, origin, details },
        entries: newest.size,
        root: newest.root.toString('hex'),
        exportedAt: new Date().toISOString(),
        files: {
          'entries.txt': entries,
          'details.txt': file,
          'checkpoints.txt': await writeCheckpoints(tx, dir),
          'keys.txt': await writeKeys(tx, dir, log.key),
        },
      });
    });
}

/** Writes the manifest and makes the folder durable. */
export function finishExport(dir: string, manifest: Manifest): ExportResult {
  const writer = new ExportWriter(dir, 'manifest.json');
  writer.write(Buffer.from(canonicalize(manifest)));
  const own = writer.end();
  syncFolder(dir);
  const bytes = own.bytes + exportFiles.reduce((sum, name) => sum + manifest.files[name].bytes, 0);
  return { manifest, bytes, sha256: own.sha256 };
}

async function writeEntries(tx: Tx, dir: string, size: number): Promise<{ bytes: number; sha256: string }> {
  const writer = new ExportWriter(dir, 'entries.txt');
  for (let from = 0; from < size; from += chunk) {
    const rows = await readSealed(tx, from, Math.min(chunk, size - from));
    writer.write(Buffer.concat(rows.map(({ seq, body }) => frame(seq, body))));
  }
  return writer.end();
}

export const detailFrame = (seq: number, id: string, salt: Buffer, values: string): Buffer =>
  frame(seq, Buffer.from(`{"id":"${id}","salt":"${salt.toString('hex')}","values":${values}}`));

async function writeDetails(
  tx: Tx,
  dir: string,
  size: number,
): Promise<{ details: number; file: { bytes: number; sha256: string } }> {
  const writer = new ExportWriter(dir, 'details.txt');
  let details = 0;
  for (let from = 0; from < size; from += chunk) {
    const { rows } = await sql<{ seq: string; entry_id: string; salt: Buffer; detail: string }>`
      select l.seq, l.entry_id, d.salt, d.detail from ledger_leaf l join ledger_detail d on d.entry_id = l.entry_id
       where l.seq >= ${from} and l.seq < ${Math.min(size, from + chunk)} order by l.seq`.execute(tx);
    writer.write(Buffer.concat(rows.map((row) => detailFrame(Number(row.seq), row.entry_id, row.salt, row.detail))));
    details += rows.length;
  }
  return { details, file: writer.end() };
}

export const checkpointFrame = (size: number, note: string): Buffer => {
  const bytes = Buffer.from(note);
  return Buffer.concat([Buffer.from(`${size} ${bytes.length}\n`), bytes]);
};

/** The newest checkpoint's note, or that of `size`, with all its cosignature lines. */
export async function cosignedNote(db: Db | Tx, size: number): Promise<string | null> {
  const row = await db
    .selectFrom('ledger_checkpoint')
    .select('note')
    .where('size', '=', String(size))
    .executeTakeFirst();
  if (!row) return null;
  const lines = await db
    .selectFrom('ledger_cosignature')
    .select('line')
    .where('size', '=', String(size))
    .orderBy('key')
    .execute();
  return row.note + lines.map((one) => one.line).join('');
}

async function writeCheckpoints(tx: Tx, dir: string): Promise<{ bytes: number; sha256: string }> {
  const writer = new ExportWriter(dir, 'checkpoints.txt');
  const { rows } = await sql<{ size: string; note: string }>`
    select c.size, c.note || coalesce(string_agg(s.line, '' order by s.key), '') as note
      from ledger_checkpoint c left join ledger_cosignature s on s.size = c.size
     group by c.size, c.note order by c.size`.execute(tx);
  for (const { size, note } of rows) writer.write(checkpointFrame(Number(size), note));
  return writer.end();
}

async function writeKeys(tx: Tx, dir: string, logKey: string): Promise<{ bytes: number; sha256: string }> {
  const witnesses = await tx.selectFrom('ledger_cosignature').select('key').distinct().orderBy('key').execute();
  const writer = new ExportWriter(dir, 'keys.txt');
  writer.write(Buffer.from([`log ${logKey}`, ...witnesses.map(({ key }) => `witness ${key}`), ''].join('\n')));
  return writer.end();
}

/** Manifest, keys and checkpoints of an exported log (docs/design/ledger-format.md, section 10, steps 1 to 4). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCanonical } from '#/base/rules/ledger/canonical.ts';
import { isTime, suites } from '#/base/rules/ledger/entry.ts';
import type { VerifyCode } from '#/base/rules/ledger/verdict.ts';
import { exportFiles, type Manifest } from './export.ts';
import { parseHeader } from './frame.ts';
import { checkLines, type Checkpoint, decodeNote, maxNote } from './note.ts';
import { parseVerifierKey, type VerifierKey } from './suite.ts';

/** A check that failed; verification stops at the first. */
export class Fault extends Error {
  readonly code: VerifyCode;
  readonly seq: number | null;
  constructor(code: VerifyCode, seq: number | null = null) {
    super(code);
    this.code = code;
    this.seq = seq;
  }
}

export interface Request {
  /** Signed notes that the auditor holds outside. */
  outside: readonly Buffer[];
  /** Keys that he trusts, of the log or of witnesses. */
  keys: readonly VerifierKey[];
  requireWitness: boolean;
}

export interface Heads {
  logKey: VerifierKey;
  inside: Checkpoint[];
  outside: Checkpoint[];
  signers: string[];
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isDigest = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const hasKeys = (value: Record<string, unknown>, keys: readonly string[]): boolean =>
  Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));

const manifestKeys = ['details', 'entries', 'exportedAt', 'files', 'format', 'origin', 'root', 'suite', 'v'];

export function readManifest(dir: string): Manifest {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(dir, 'manifest.json'));
  } catch {
    throw new Fault('manifest');
  }
  const text = bytes.toString('utf8');
  const value: unknown = Buffer.from(text).equals(bytes) ? parseCanonical(text) : undefined;
  if (!isManifest(value)) throw new Fault('manifest');
  return value;
}

function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || !hasKeys(value, manifestKeys)) return false;
  const { files } = value;
  return (
    value['format'] === 'shoucang-ledger-export' &&
    value['v'] === 1 &&
    (suites as readonly unknown[]).includes(value['suite']) &&
    typeof value['origin'] === 'string' &&
    value['origin'] !== '' &&
    isCount(value['entries']) &&
    isCount(value['details']) &&
    isDigest(value['root']) &&
    isTime(value['exportedAt']) &&
    isRecord(files) &&
    hasKeys(files, exportFiles) &&
    Object.values(files).every(
      (file) =>
        isRecord(file) && hasKeys(file, ['bytes', 'sha256']) && isCount(file['bytes']) && isDigest(file['sha256']),
    )
  );
}

interface Keys {
  log: VerifierKey;
  witnesses: VerifierKey[];
  trustedWitnesses: VerifierKey[];
}

const same = (a: VerifierKey, b: VerifierKey): boolean =>
  a.name === b.name && a.suite === b.suite && a.use === b.use && a.publicKey.equals(b.publicKey);

function readKeys(dir: string, manifest: Manifest, trusted: readonly VerifierKey[]): Keys {
  const bytes = readFileSync(join(dir, 'keys.txt'));
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes) || !text.endsWith('\n')) throw new Fault('keys');
  const parsed = text
    .slice(0, -1)
    .split('\n')
    .map((line, i) => {
      const prefix = i === 0 ? 'log ' : 'witness ';
      const key = line.startsWith(prefix) ? parseVerifierKey(line.slice(prefix.length)) : null;
      if (!key || key.suite !== manifest.suite || key.use !== (i === 0 ? 'log' : 'cosigner')) throw new Fault('keys');
      return key;
    });
  const [log, ...witnesses] = parsed;
  if (!log || new Set(witnesses.map((key) => key.name)).size !== witnesses.length) throw new Fault('keys');
  const trustedLogs = trusted.filter((key) => key.use === 'log');
  if (trustedLogs.length > 0 && !trustedLogs.some((key) => same(key, log))) throw new Fault('key-untrusted');
  const trustedWitnesses = trusted.filter((key) => key.use === 'cosigner');
  for (const key of trustedWitnesses) {
    const known = witnesses.find((one) => one.name === key.name);
    if (known && !same(known, key)) throw new Fault('key-untrusted');
    if (!known) witnesses.push(key);
  }
  return { log, witnesses, trustedWitnesses };
}

export function readHeads(dir: string, manifest: Manifest, request: Request): Heads {
  const keys = readKeys(dir, manifest, request.keys);
  const cosigned = new Set<string>();
  const inside = readCheckpoints(dir, manifest, keys, cosigned);
  if (inside.at(-1)?.size !== manifest.entries) throw new Fault('unsigned-tail');
  const outside = request.outside.map((bytes) => readOutside(bytes, manifest, keys, cosigned));
  if (keys.trustedWitnesses.some((key) => !cosigned.has(key.name))) throw new Fault('cosignature-missing');
  if (request.requireWitness) {
    const isCosigned = (head: Checkpoint): boolean =>
      keys.trustedWitnesses.some((key) => checkLines(head, key).found > 0);
    if (outside.length === 0 || !outside.every(isCosigned)) throw new Fault('cosignature-missing');
  }
  return { logKey: keys.log, inside, outside, signers: [keys.log.name, ...cosigned] };
}

function readCheckpoints(dir: string, manifest: Manifest, keys: Keys, cosigned: Set<string>): Checkpoint[] {
  const data = readFileSync(join(dir, 'checkpoints.txt'));
  const heads: Checkpoint[] = [];
  for (let at = 0; at < data.length;) {
    const header = parseHeader(data, at, 0x0a);
    if (typeof header === 'string' || header.b > maxNote || header.end + header.b > data.length)
      throw new Fault('note');
    const head = decodeNote(data.subarray(header.end, header.end + header.b));
    if (!head || head.size !== header.a) throw new Fault('note');
    checkSignatures(head, manifest, keys, cosigned, {
      origin: 'origin',
      signature: 'signature',
      cosignature: 'cosignature',
    });
    if (head.size <= (heads.at(-1)?.size ?? -1)) throw new Fault('order');
    heads.push(head);
    at = header.end + header.b;
  }
  return heads;
}

function readOutside(bytes: Buffer, manifest: Manifest, keys: Keys, cosigned: Set<string>): Checkpoint {
  const head = decodeNote(bytes);
  if (!head) throw new Fault('outside-note');
  checkSignatures(head, manifest, keys, cosigned, {
    origin: 'outside-origin',
    signature: 'outside-signature',
    cosignature: 'outside-cosignature',
  });
  return head;
}

function checkSignatures(
  head: Checkpoint,
  manifest: Manifest,
  keys: Keys,
  cosigned: Set<string>,
  codes: Record<'origin' | 'signature' | 'cosignature', VerifyCode>,
): void {
  if (head.origin !== manifest.origin || keys.log.name !== manifest.origin) throw new Fault(codes.origin);
  const log = checkLines(head, keys.log);
  if (log.found === 0 || !log.valid) throw new Fault(codes.signature);
  for (const witness of keys.witnesses) {
    const { found, valid } = checkLines(head, witness);
    if (!valid) throw new Fault(codes.cosignature);
    if (found > 0) cosigned.add(witness.name);
  }
}

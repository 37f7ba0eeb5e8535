/**
 * Verifies an exported log offline, in the order of docs/design/ledger-format.md, section 10.
 * `tools/verify.py` does the same independently; the two must agree on every case.
 */
import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { canonicalize, parseCanonical } from '#/base/rules/ledger/canonical.ts';
import { RightEdge } from '#/base/rules/ledger/edge.ts';
import { commitmentsOf, type EntryBody, isEntryBody, type Label, labels, maxBody } from '#/base/rules/ledger/entry.ts';
import { type Hash, leafHash } from '#/base/rules/ledger/tree.ts';
import type { VerifyCode } from '#/base/rules/ledger/verdict.ts';
import { commitment } from './commitment.ts';
import { exportFiles, type Manifest } from './export.ts';
import { parseFrame } from './frame.ts';
import { Fault, isRecord, readHeads, readManifest, type Heads, type Request } from './verify-heads.ts';
import { formatVerifierKey, suiteHash } from './suite.ts';

export interface Verdict {
  /** Null when every check passed. */
  code: VerifyCode | null;
  /** Entry at fault, where there is one. */
  seq: number | null;
  /** 0 verified against an outside checkpoint · 1 a check failed · 3 consistent in itself only. */
  exit: 0 | 1 | 3;
  origin: string | null;
  entries: number;
  /** Clear values compared with their commitments. */
  openings: number;
  checkpoints: number;
  /** Largest outside checkpoint, and names of everybody whose signature was found good. */
  outsideSize: number | null;
  signers: string[];
}

/** @throws only for files that cannot be read at all; faults of the log are verdicts */
export function verifyExport(dir: string, request: Request): Verdict {
  const verdict: Verdict = {
    ...{ code: null, seq: null, exit: 1, origin: null, entries: 0, openings: 0 },
    ...{ checkpoints: 0, outsideSize: null, signers: [] },
  };
  try {
    const manifest = readManifest(dir);
    for (const name of exportFiles) checkFile(join(dir, name), manifest.files[name]);
    const heads = readHeads(dir, manifest, request);
    verdict.origin = manifest.origin;
    verdict.checkpoints = heads.inside.length;
    const tree = readEntries(dir, manifest, heads, verdict);
    compare(tree, manifest, heads);
    const sizes = heads.outside.map((head) => head.size);
    verdict.outsideSize = sizes.length > 0 ? Math.max(...sizes) : null;
    verdict.signers = heads.signers;
    return { ...verdict, exit: sizes.length > 0 ? 0 : 3 };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ...verdict, code: error.code, seq: error.seq };
  }
}

const blockBytes = 4 * 1024 * 1024;

function checkFile(path: string, expected: { bytes: number; sha256: string }): void {
  let found: Stats;
  try {
    found = statSync(path);
  } catch {
    throw new Fault('manifest');
  }
  if (!found.isFile() || found.size !== expected.bytes) throw new Fault('manifest');
  const hash = createHash('sha256');
  const fd = openSync(path, 'r');
  try {
    const block = Buffer.allocUnsafe(blockBytes);
    for (let n = readSync(fd, block); n > 0; n = readSync(fd, block)) hash.update(block.subarray(0, n));
  } finally {
    closeSync(fd);
  }
  if (hash.digest('hex') !== expected.sha256) throw new Fault('manifest');
}

/** Frames of a file in order, in constant memory. */
class FrameReader implements Disposable {
  readonly #fd: number;
  readonly #limit: number;
  #data: Buffer = Buffer.alloc(0);
  #at = 0;
  #ended = false;

  constructor(path: string, limit: number) {
    this.#fd = openSync(path, 'r');
    this.#limit = limit;
  }

  /** The next frame, null at the end of the file. The bytes are valid until the next call. */
  next(): { seq: number; bytes: Buffer } | 'bad' | null {
    for (;;) {
      if (this.#ended && this.#at === this.#data.length) return null;
      const found = parseFrame(this.#data, this.#at, this.#limit);
      if (found === 'bad') return 'bad';
      if (found !== 'more') {
        this.#at = found.end;
        return found;
      }
      if (this.#ended) return 'bad';
      this.#fill();
    }
  }

  #fill(): void {
    const rest = this.#data.subarray(this.#at);
    const block = Buffer.allocUnsafe(rest.length + blockBytes);
    rest.copy(block);
    const n = readSync(this.#fd, block, rest.length, blockBytes, null);
    this.#ended = n === 0;
    this.#data = block.subarray(0, rest.length + n);
    this.#at = 0;
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}

interface Tree {
  size: number;
  root: Buffer;
  details: number;
  /** A detail frame that belongs to no entry, or is none. */
  detailsLeft: boolean;
  /** Roots at the sizes of all checkpoints. */
  roots: Map<number, Buffer>;
}

const maxDetail = 16 * 1024 * 1024;

function readEntries(dir: string, manifest: Manifest, heads: Heads, verdict: Verdict): Tree {
  const hash = suiteHash(manifest.suite);
  const edge = new RightEdge(hash);
  const wanted = new Set([...heads.inside, ...heads.outside].map((head) => head.size));
  const roots = new Map<number, Buffer>();
  const note = (): void => void (wanted.has(edge.size) && roots.set(edge.size, Buffer.from(edge.root())));
  const ids = new Set<string>();
  using entries = new FrameReader(join(dir, 'entries.txt'), maxBody);
  using detailFrames = new FrameReader(join(dir, 'details.txt'), maxDetail);
  let detail = detailFrames.next();
  let details = 0;
  const genesis = canonicalize({
    key: formatVerifierKey(heads.logKey),
    origin: manifest.origin,
    suite: manifest.suite,
  });
  note();
  for (let entry = entries.next(); entry !== null; entry = entries.next()) {
    const seq = edge.size;
    if (entry === 'bad') throw new Fault('frame', seq);
    if (entry.seq !== seq) throw new Fault('sequence', seq);
    const body = parseBody(entry.bytes, seq);
    if ((body.kind === 'genesis') !== (seq === 0) || (seq === 0 && canonicalize(body.genesis) !== genesis)) {
      throw new Fault('genesis', seq);
    }
    if (ids.has(body.id)) throw new Fault('duplicate', seq);
    ids.add(body.id);
    if (detail !== null && detail !== 'bad' && detail.seq === seq) {
      verdict.openings += open(hash, body, detail.bytes, seq);
      details += 1;
      detail = detailFrames.next();
    }
    edge.append(leafHash(hash, entry.bytes));
    verdict.entries = edge.size;
    note();
  }
  return { size: edge.size, root: Buffer.from(edge.root()), details, detailsLeft: detail !== null, roots };
}

/** The value of canonical bytes; undefined when they are not canonical. */
function canonicalValue(bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  const isValid = !text.includes('\ufffd') || Buffer.from(text).equals(bytes);
  return isValid ? parseCanonical(text) : undefined;
}

function parseBody(bytes: Buffer, seq: number): EntryBody {
  const value = canonicalValue(bytes);
  if (value === undefined) throw new Fault('canonical', seq);
  if (!isEntryBody(value)) throw new Fault('schema', seq);
  return value;
}

/** Compares clear values with the body's commitments; answers how many there were. */
function open(hash: Hash, body: EntryBody, bytes: Buffer, seq: number): number {
  const detail = canonicalValue(bytes);
  if (!isRecord(detail) || Object.keys(detail).length !== 3) throw new Fault('opening', seq);
  const { id, salt, values } = detail;
  if (id !== body.id || typeof salt !== 'string' || !/^[0-9a-f]{32}$/.test(salt) || !isRecord(values)) {
    throw new Fault('opening', seq);
  }
  const expected = commitmentsOf(body);
  const opened = Object.keys(values);
  if (opened.length !== Object.keys(expected).length) throw new Fault('opening', seq);
  for (const label of opened) {
    if (!labels.includes(label as Label)) throw new Fault('opening', seq);
    const found = commitment(hash, Buffer.from(salt, 'hex'), label as Label, canonicalize(values[label]));
    if (found !== expected[label as Label]) throw new Fault('opening', seq);
  }
  return opened.length;
}

function compare(tree: Tree, manifest: Manifest, heads: Heads): void {
  if (tree.size !== manifest.entries) throw new Fault('size');
  if (tree.detailsLeft) throw new Fault('opening');
  if (tree.details !== manifest.details) throw new Fault('size');
  if (tree.root.toString('hex') !== manifest.root) throw new Fault('root');
  for (const { size, root } of heads.inside)
    if (!tree.roots.get(size)?.equals(root)) throw new Fault('checkpoint-root');
  for (const { size, root } of heads.outside) {
    if (size > tree.size) throw new Fault('truncated');
    if (!tree.roots.get(size)?.equals(root)) throw new Fault('outside-root');
  }
}

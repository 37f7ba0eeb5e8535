/** Proofs and checks against the running log, from stored nodes (docs/design/ledger-format.md, section 6). */
import { sql } from 'kysely';
import { alignedNodes, joinNodes, levelStep, RightEdge, tileWidth } from '#/base/rules/ledger/edge.ts';
import type { Suite } from '#/base/rules/ledger/entry.ts';
import { consistencyRanges, type Hash, inclusionRanges, leafHash, type Range } from '#/base/rules/ledger/tree.ts';
import type { VerifyCode } from '#/base/rules/ledger/verdict.ts';
import type { Db, Tx } from '../db.ts';
import { checkLines, cosignedAt, isSignedBy, parseCheckpoint } from './note.ts';
import { readLog, readNodes, readSealed, readSealState, TreeDamaged } from './store.ts';
import { parseVerifierKey, suiteHash } from './suite.ts';

/** Reads nodes of any level from the stored ones below; tiles are read once. */
class TreeReader {
  readonly #db: Db | Tx;
  readonly #hash: Hash;
  readonly #size: number;
  readonly #tiles = new Map<string, Promise<Buffer[]>>();

  constructor(db: Db | Tx, hash: Hash, size: number) {
    this.#db = db;
    this.#hash = hash;
    this.#size = size;
  }

  async range(range: Range): Promise<Uint8Array> {
    const parts = [];
    for (const { level, index } of alignedNodes(range)) parts.push({ level, hash: await this.#node(level, index) });
    return joinNodes(this.#hash, parts);
  }

  async #node(level: number, index: number): Promise<Uint8Array> {
    const stored = Math.floor(level / levelStep) * levelStep;
    const width = 2 ** (level - stored);
    const first = index * width;
    const tile = await this.#tile(stored, Math.floor(first / tileWidth));
    const edge = new RightEdge(this.#hash);
    for (const hash of tile.slice(first % tileWidth, (first % tileWidth) + width)) edge.append(hash);
    return edge.root();
  }

  #tile(level: number, tile: number): Promise<Buffer[]> {
    const key = `${level}/${tile}`;
    let read = this.#tiles.get(key);
    if (!read) {
      const complete = Math.floor(this.#size / 2 ** level);
      read = readNodes(this.#db, level, tile * tileWidth, Math.min((tile + 1) * tileWidth, complete));
      this.#tiles.set(key, read);
    }
    return read;
  }
}

async function hashes(db: Db | Tx, suite: Suite, size: number, ranges: Range[]): Promise<Buffer[]> {
  const reader = new TreeReader(db, suiteHash(suite), size);
  const proof: Buffer[] = [];
  for (const range of ranges) proof.push(Buffer.from(await reader.range(range)));
  return proof;
}

async function openLog(db: Db | Tx): Promise<{ suite: Suite; size: number; origin: string; key: string }> {
  const log = await readLog(db);
  if (!log) throw new Error('the log is not open');
  return { ...log, size: (await readSealState(db)).size };
}

/** Root of the first `size` leaves. @throws when fewer are sealed */
export async function rootAt(db: Db | Tx, size: number): Promise<Buffer> {
  const { suite } = await openLog(db);
  return (await hashes(db, suite, size, [[0, size]]))[0]!;
}

export interface InclusionProof {
  seq: number;
  size: number;
  leaf: Buffer;
  hashes: Buffer[];
}

/** Proof that entry `seq` is in the tree of `size` (default: all that is sealed); null when it is not. */
export async function inclusionProof(db: Db | Tx, seq: number, size?: number): Promise<InclusionProof | null> {
  const log = await openLog(db);
  const of = size ?? log.size;
  if (seq < 0 || seq >= of || of > log.size) return null;
  const [leaf] = await readNodes(db, 0, seq, seq + 1);
  return { seq, size: of, leaf: leaf!, hashes: await hashes(db, log.suite, of, inclusionRanges(seq, of)) };
}

/** Proof that the tree of size `first` is a prefix of the tree of size `second`; null when that is not sealed. */
export async function consistencyProof(db: Db | Tx, first: number, second: number): Promise<Buffer[] | null> {
  const log = await openLog(db);
  if (first < 0 || first > second || second > log.size) return null;
  return hashes(db, log.suite, second, consistencyRanges(first, second));
}

export interface HeldCheckpointVerdict {
  /** Null when the log stands up to the checkpoint. */
  code: VerifyCode | null;
  /** Entry at fault, where there is one. */
  seq: number | null;
  heldSize: number;
  size: number;
  /** Entries whose stored bytes were hashed again. */
  checked: number;
  /** Names of the keys whose signatures on the checkpoint were found good. */
  signers: string[];
}

const chunk = 2_000;

/**
 * 审计员's screen: hashes the stored bytes of every sealed entry again and compares the tree with
 * a checkpoint that he holds outside (5.5-5). Reads the whole log: about 100,000 entries a second.
 */
export async function verifyAgainstCheckpoint(db: Db, noteText: string): Promise<HeldCheckpointVerdict> {
  const log = await openLog(db);
  const note = parseCheckpoint(noteText);
  const verdict = { seq: null, heldSize: note?.size ?? 0, size: log.size, checked: 0, signers: [] as string[] };
  if (!note) return { ...verdict, code: 'outside-note' };
  if (note.origin !== log.origin) return { ...verdict, code: 'outside-origin' };
  const key = parseVerifierKey(log.key);
  if (!key || !isSignedBy(note, key)) return { ...verdict, code: 'outside-signature' };
  verdict.signers.push(key.name);
  const witnesses = await db.selectFrom('ledger_witness').select('key').execute();
  for (const row of witnesses) {
    const witness = parseVerifierKey(row.key);
    const { found, valid } = witness ? checkLines(note, witness) : { found: 0, valid: true };
    if (!valid) return { ...verdict, code: 'outside-cosignature' };
    if (witness && found > 0 && cosignedAt(note, witness) !== null) verdict.signers.push(witness.name);
  }
  return { ...verdict, ...(await rehash(db, log.suite, log.size, note.size, note.root)) };
}

async function rehash(
  db: Db,
  suite: Suite,
  size: number,
  heldSize: number,
  heldRoot: Buffer,
): Promise<{ code: VerifyCode | null; seq: number | null; checked: number }> {
  const hash = suiteHash(suite);
  const edge = new RightEdge(hash);
  let heldAt = heldSize === 0 ? edge.root() : null;
  try {
    while (edge.size < size) {
      const from = edge.size;
      const leaves = await readNodes(db, 0, from, Math.min(size, from + chunk));
      const bodies = await readSealed(db, from, leaves.length);
      for (const [i, { seq, body }] of bodies.entries()) {
        const leaf = Buffer.from(leafHash(hash, body));
        if (!leaves[i]?.equals(leaf)) return { code: 'root', seq, checked: seq };
        edge.append(leaf);
        if (edge.size === heldSize) heldAt = edge.root();
      }
    }
  } catch (error) {
    if (error instanceof TreeDamaged) return { code: 'sequence', seq: edge.size, checked: edge.size };
    throw error;
  }
  if (heldAt === null) return { code: 'truncated', seq: null, checked: size };
  if (!heldRoot.equals(heldAt)) return { code: 'outside-root', seq: null, checked: size };
  return (await batchRootDiffers(db, size, edge.root()))
    ? { code: 'root', seq: null, checked: size }
    : { code: null, seq: null, checked: size };
}

async function batchRootDiffers(db: Db, size: number, root: Uint8Array): Promise<boolean> {
  const { rows } = await sql<{ root: Buffer }>`select root from ledger_batch where size = ${size}`.execute(db);
  return size > 0 && !rows[0]?.root.equals(root);
}

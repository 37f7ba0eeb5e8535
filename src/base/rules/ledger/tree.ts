/**
 * RFC 6962 / 9162 tree over leaf hashes (docs/design/ledger-format.md, section 6).
 *
 * The hash function is an argument. Proofs are first computed as leaf ranges `[from, to)`, so that
 * the same recursion serves an array in memory and stored nodes in the database. Sizes are plain
 * numbers up to 2^53, hence arithmetic instead of 32-bit operators.
 */
export type Hash = (...parts: readonly Uint8Array[]) => Uint8Array;
export type Range = readonly [from: number, to: number];

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

export const leafHash = (hash: Hash, body: Uint8Array): Uint8Array => hash(leafPrefix, body);
export const nodeHash = (hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array => hash(nodePrefix, left, right);

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  return a.every((byte, i) => byte === b[i]);
}

/** Largest power of two below n (n ≥ 2): where RFC 6962 splits a list of n leaves. */
export function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** Root of leaves `[from, to)` held in memory. */
export function treeRoot(hash: Hash, leaves: readonly Uint8Array[], from = 0, to = leaves.length): Uint8Array {
  if (to === from) return hash();
  if (to - from === 1) return leaves[from]!;
  const middle = from + splitPoint(to - from);
  return nodeHash(hash, treeRoot(hash, leaves, from, middle), treeRoot(hash, leaves, middle, to));
}

/** Ranges whose roots prove that leaf `index` is in the tree of `size`, in proof order. */
export function inclusionRanges(index: number, size: number): Range[] {
  const path: Range[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitPoint(to - from);
    if (index < middle) {
      path.push([middle, to]);
      to = middle;
    } else {
      path.push([from, middle]);
      from = middle;
    }
  }
  return path.reverse();
}

/** Ranges whose roots prove that the tree of size `first` is a prefix of the tree of size `second`. */
export function consistencyRanges(first: number, second: number): Range[] {
  if (first === 0 || first >= second) return [];
  const path: Range[] = [];
  let [from, to] = [0, second];
  let whole = true;
  while (first !== to) {
    const middle = from + splitPoint(to - from);
    if (first <= middle) {
      path.push([middle, to]);
      to = middle;
    } else {
      path.push([from, middle]);
      from = middle;
      whole = false;
    }
  }
  if (!whole) path.push([from, to]);
  return path.reverse();
}

const half = (n: number): number => Math.floor(n / 2);
const odd = (n: number): boolean => n % 2 === 1;

/** RFC 9162 section 2.1.3.2. */
export function verifyInclusion(
  hash: Hash,
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let [fn, sn, r] = [index, size - 1, leaf];
  for (const p of proof) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      r = nodeHash(hash, p, r);
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      r = nodeHash(hash, r, p);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(r, root);
}

/** RFC 9162 section 2.1.4.2, with the empty tree consistent with every tree. */
export function verifyConsistency(
  hash: Hash,
  first: number,
  second: number,
  firstRoot: Uint8Array,
  secondRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || first < 0 || first > second) return false;
  if (first === second) return proof.length === 0 && equalBytes(firstRoot, secondRoot);
  if (first === 0) return proof.length === 0 && equalBytes(firstRoot, hash());
  if (proof.length === 0) return false;
  let [fn, sn] = [first - 1, second - 1];
  while (odd(fn)) [fn, sn] = [half(fn), half(sn)];
  // When `first` is a power of two its root is the first node and is not sent.
  const path = fn === 0 ? [firstRoot, ...proof] : proof;
  let [fr, sr] = [path[0]!, path[0]!];
  for (const c of path.slice(1)) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      fr = nodeHash(hash, c, fr);
      sr = nodeHash(hash, c, sr);
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = nodeHash(hash, sr, c);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(fr, firstRoot) && equalBytes(sr, secondRoot);
}

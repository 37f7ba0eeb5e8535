/** The right edge of a growing tree, and where its stored nodes are (ledger-format.md, section 6). */
import { type Hash, nodeHash, type Range } from './tree.ts';

/** Stored levels are multiples of this: a stored node is the root of 256 nodes of the level below. */
export const levelStep = 8;
export const tileWidth = 2 ** levelStep;

export interface Node {
  /** A node of level n stands for 2^n leaves, the first of which is `index` × 2^n. */
  level: number;
  index: number;
  hash: Uint8Array;
}

/** Roots of the full subtrees at the right edge, largest first: all that is needed to append. */
export class RightEdge {
  readonly #hash: Hash;
  readonly #stack: Node[] = [];
  #size = 0;

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  get size(): number {
    return this.#size;
  }

  /** Appends one leaf; answers the full subtrees of stored levels that it completed. */
  append(leaf: Uint8Array): Node[] {
    return this.push({ level: 0, index: this.#size, hash: leaf });
  }

  /** Appends a full subtree that begins exactly at the end; used to rebuild the edge from stored nodes. */
  push(node: Node): Node[] {
    const width = 2 ** node.level;
    if (node.index * width !== this.#size || (this.#stack.at(-1)?.level ?? Infinity) < node.level) {
      throw new Error(`node ${node.level}/${node.index} does not continue a tree of size ${this.#size}`);
    }
    const completed: Node[] = [];
    let top = node;
    for (let left = this.#stack.at(-1); left?.level === top.level; left = this.#stack.at(-1)) {
      this.#stack.pop();
      top = { level: top.level + 1, index: left.index / 2, hash: nodeHash(this.#hash, left.hash, top.hash) };
      if (top.level % levelStep === 0) completed.push(top);
    }
    this.#stack.push(top);
    this.#size += width;
    return completed;
  }

  root(): Uint8Array {
    const top = this.#stack.at(-1);
    if (!top) return this.#hash();
    return this.#stack.slice(0, -1).reduceRight((right, left) => nodeHash(this.#hash, left.hash, right), top.hash);
  }

  copy(): RightEdge {
    const twin = new RightEdge(this.#hash);
    twin.#stack.push(...this.#stack);
    twin.#size = this.#size;
    return twin;
  }
}

export interface NodeRun {
  level: number;
  from: number;
  to: number;
}

/** Which stored nodes rebuild the edge of a tree of `size`: at most 255 of each level, leaves last. */
export function edgeRuns(size: number): NodeRun[] {
  const runs: NodeRun[] = [];
  let covered = 0;
  let level = 0;
  while (tileWidth ** (level / levelStep + 1) <= size) level += levelStep;
  for (; level >= 0; level -= levelStep) {
    const width = 2 ** level;
    const to = Math.floor(size / width);
    if (to > covered / width) runs.push({ level, from: covered / width, to });
    covered = to * width;
  }
  return runs;
}

/** Largest full, aligned subtrees that make up the leaves of a range, left to right. */
export function alignedNodes([from, to]: Range): { level: number; index: number }[] {
  const parts: { level: number; index: number }[] = [];
  let at = from;
  while (at < to) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1;
    parts.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return parts;
}

/** Root of the range that these full subtrees make up (sizes fall from left to right in a proof's range). */
export function joinNodes(hash: Hash, parts: readonly { level: number; hash: Uint8Array }[]): Uint8Array {
  const last = parts.at(-1);
  if (!last) return hash();
  return parts.slice(0, -1).reduceRight((right, left) => nodeHash(hash, left.hash, right), last.hash);
}

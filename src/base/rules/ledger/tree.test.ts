import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignedNodes, edgeRuns, joinNodes, type Node, RightEdge } from './edge.ts';
import {
  consistencyRanges,
  type Hash,
  inclusionRanges,
  leafHash,
  type Range,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts';

const sha256: Hash = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The inputs and roots of the reference implementation's tests (certificate-transparency, RFC 6962). */
const knownInputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const knownRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const leaves = Array.from({ length: 64 }, (_, i) => leafHash(sha256, Buffer.from(`leaf ${i}`)));
const rootOf = ([from, to]: Range): Uint8Array => treeRoot(sha256, leaves, from, to);
const pairs = Array.from({ length: 64 }, (_, i) => i + 1).flatMap((n) =>
  Array.from({ length: n }, (_, m) => [m, n] as const),
);

describe('RFC 6962 tree', () => {
  test('gives the known roots', () => {
    const known = knownInputs.map((input) => leafHash(sha256, Buffer.from(input, 'hex')));
    expect(knownRoots.map((_, n) => hex(treeRoot(sha256, known.slice(0, n))))).toEqual(knownRoots);
  });

  test('every inclusion proof up to 64 leaves verifies, and no other index, size or leaf does', () => {
    for (const [m, n] of pairs) {
      const proof = inclusionRanges(m, n).map(rootOf);
      const root = rootOf([0, n]);
      expect(verifyInclusion(sha256, leaves[m]!, m, n, proof, root)).toBe(true);
      expect(verifyInclusion(sha256, leaves[m]!, (m + 1) % n, n, proof, root)).toBe(n === 1);
      expect(verifyInclusion(sha256, leaves[m]!, n, n, proof, root)).toBe(false);
      expect(verifyInclusion(sha256, leaves[(m + 1) % 64]!, m, n, proof, root)).toBe(false);
    }
  });

  test('every consistency proof up to 64 leaves verifies, and none to another root', () => {
    for (const [m, n] of pairs) {
      const proof = consistencyRanges(m, n).map(rootOf);
      const [first, second] = [rootOf([0, m]), rootOf([0, n])];
      expect(verifyConsistency(sha256, m, n, first, second, proof)).toBe(true);
      expect(verifyConsistency(sha256, m, n, leaves[1]!, second, proof)).toBe(false);
      if (m > 0) expect(verifyConsistency(sha256, m, n, first, leaves[63]!, proof)).toBe(false);
      expect(verifyConsistency(sha256, n + 1, n, first, second, proof)).toBe(false);
    }
  });

  test('no mutated proof verifies', () => {
    const change = fc.record({
      pair: fc.constantFrom(...pairs),
      at: fc.nat(8),
      byte: fc.nat(31),
      bit: fc.nat(7),
      how: fc.constantFrom('flip', 'drop', 'repeat', 'extra', 'swap'),
    });
    const mutate = (proof: Uint8Array[], c: { at: number; byte: number; bit: number; how: string }): Uint8Array[] => {
      const at = proof.length === 0 ? 0 : c.at % proof.length;
      const copy: Uint8Array[] = proof.map((node) => Uint8Array.from(node));
      if (c.how === 'flip' && copy[at]) copy[at][c.byte]! ^= 1 << c.bit;
      else if (c.how === 'drop' && copy.length > 0) copy.splice(at, 1);
      else if (c.how === 'repeat' && copy[at]) copy.splice(at, 0, copy[at]);
      else if (c.how === 'swap' && copy.length > 1) copy.reverse();
      else copy.push(leaves[c.byte]!);
      return copy;
    };
    fc.assert(
      fc.property(change, (c) => {
        const [m, n] = c.pair;
        const inclusion = mutate(inclusionRanges(m, n).map(rootOf), c);
        expect(verifyInclusion(sha256, leaves[m]!, m, n, inclusion, rootOf([0, n]))).toBe(false);
        const consistency = mutate(consistencyRanges(m, n).map(rootOf), c);
        expect(verifyConsistency(sha256, m, n, rootOf([0, m]), rootOf([0, n]), consistency)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('right edge', () => {
  test('has the tree’s root at every size', () => {
    const edge = new RightEdge(sha256);
    expect(hex(edge.root())).toBe(hex(sha256()));
    leaves.forEach((leaf, i) => {
      edge.append(leaf);
      expect(hex(edge.root())).toBe(hex(rootOf([0, i + 1])));
    });
  });

  test('is rebuilt from stored nodes and few leaves at any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70_000 }), (size) => {
        const fake = (level: number, index: number): Uint8Array => sha256(Buffer.from(`${level}/${index}`));
        const runs = edgeRuns(size);
        const edge = new RightEdge(sha256);
        for (const run of runs) {
          expect(run.to - run.from).toBeLessThanOrEqual(255);
          for (let i = run.from; i < run.to; i += 1)
            edge.push({ level: run.level, index: i, hash: fake(run.level, i) });
        }
        expect(edge.size).toBe(size);
      }),
      { numRuns: 300 },
    );
    const [grown, stored] = [new RightEdge(sha256), new Map<string, Node>()];
    const many = Array.from({ length: 700 }, (_, i) => leafHash(sha256, Buffer.from(String(i))));
    for (const leaf of many) for (const node of grown.append(leaf)) stored.set(`${node.level}/${node.index}`, node);
    const rebuilt = new RightEdge(sha256);
    for (const { level, from, to } of edgeRuns(700)) {
      for (let i = from; i < to; i += 1) {
        rebuilt.push(level === 0 ? { level, index: i, hash: many[i]! } : stored.get(`${level}/${i}`)!);
      }
    }
    expect(hex(rebuilt.root())).toBe(hex(treeRoot(sha256, many)));
  });

  test('joins aligned subtrees to the root of a proof’s range', () => {
    for (const [m, n] of pairs) {
      for (const range of [...inclusionRanges(m, n), ...consistencyRanges(m, n)]) {
        const parts = alignedNodes(range).map(({ level, index }) => ({
          level,
          hash: rootOf([index * 2 ** level, (index + 1) * 2 ** level]),
        }));
        expect(hex(joinNodes(sha256, parts))).toBe(hex(rootOf(range)));
      }
    }
  });
});

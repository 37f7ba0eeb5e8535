import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type EntryBody, type Label, suites } from '#/base/rules/ledger/entry.ts';
import { canonicalize, parseCanonical } from '#/base/rules/ledger/canonical.ts';
import { leafHash, treeRoot, verifyConsistency, verifyInclusion } from '#/base/rules/ledger/tree.ts';
import { vectorDir } from '../../../../drill/ledger-vectors.ts';
import { commitment } from './commitment.ts';
import { parseSigningKey, parseVerifierKey, suiteHash } from './suite.ts';
import { verifyExport } from './verify.ts';

const read = (name: string): string => readFileSync(join(vectorDir, name), 'utf8');
const python = (script: string, input: string): string =>
  spawnSync('python3', ['-c', `import sys; sys.path.insert(0, 'tools'); import verify, json\n${script}`], {
    input,
    encoding: 'utf8',
    cwd: join(vectorDir, '..', '..', '..'),
  }).stdout;

interface Vectors {
  secrets: string[];
  keys: string[];
  firstBody: string;
  opening: { seq: number; salt: string; values: Record<Label, unknown>; commitments: Record<Label, string> };
  tree: {
    leaves: string[];
    roots: string[];
    inclusion: { index: number; size: number; proof: string[] }[];
    consistency: { first: number; second: number; proof: string[] }[];
  };
}

describe('test vectors of the format paper', () => {
  test('canonical form: both languages take and refuse the same texts', () => {
    const { yes, no } = JSON.parse(read('canonical.json')) as { yes: string[]; no: string[] };
    expect([...yes, ...no].filter((text) => parseCanonical(text) !== undefined)).toEqual(yes);
    const script = `
def takes(text):
    try:
        verify.canonical_value(text.encode('utf-8', 'surrogatepass'))
        return True
    except verify.NotCanonical:
        return False
print(json.dumps([takes(text) for text in json.load(sys.stdin)]))`;
    expect(JSON.parse(python(script, JSON.stringify([...yes, ...no])))).toEqual([
      ...yes.map(() => true),
      ...no.map(() => false),
    ]);
  });

  test.each(suites)('%s: keys, commitments, leaves, roots and proofs', (suite) => {
    const vectors = JSON.parse(read(`${suite}.json`)) as Vectors;
    const hash = suiteHash(suite);
    const keys = vectors.keys.map((text) => parseVerifierKey(text)!);
    expect(vectors.secrets.map((text) => parseSigningKey(text)?.publicKey)).toEqual(keys.map((key) => key.publicKey));
    const { salt, values, commitments } = vectors.opening;
    for (const [label, value] of Object.entries(values)) {
      expect(commitment(hash, Buffer.from(salt, 'hex'), label as Label, canonicalize(value))).toBe(
        commitments[label as Label],
      );
    }
    const genesis = JSON.parse(vectors.firstBody) as EntryBody;
    expect(genesis.genesis?.key).toBe(vectors.keys[0]);
    const { tree } = vectors;
    const leaves = tree.leaves.map((leaf) => Buffer.from(leaf, 'hex'));
    expect(Buffer.from(leafHash(hash, Buffer.from(vectors.firstBody)))).toEqual(leaves[0]);
    expect(tree.roots.map((_, i) => Buffer.from(treeRoot(hash, leaves, 0, i + 1)).toString('hex'))).toEqual(tree.roots);
    const root = (size: number): Buffer => Buffer.from(tree.roots[size - 1]!, 'hex');
    const bytes = (proof: string[]): Buffer[] => proof.map((node) => Buffer.from(node, 'hex'));
    for (const { index, size, proof } of tree.inclusion) {
      expect(verifyInclusion(hash, leaves[index]!, index, size, bytes(proof), root(size))).toBe(true);
    }
    for (const { first, second, proof } of tree.consistency) {
      expect(verifyConsistency(hash, first, second, root(first), root(second), bytes(proof))).toBe(true);
    }
  });

  test.each(suites)('%s: the exports verify with both verifiers', (suite) => {
    const folder = join(vectorDir, `export-${suite}`);
    const outside = [readFileSync(join(vectorDir, `outside-${suite}.note`))];
    const keys = (JSON.parse(read(`${suite}.json`)) as Vectors).keys.map((text) => parseVerifierKey(text)!);
    expect(verifyExport(folder, { outside, keys, requireWitness: true })).toMatchObject({
      code: null,
      exit: 0,
      entries: 21,
    });
    const one = {
      export: folder,
      outside: [join(vectorDir, `outside-${suite}.note`)],
      keys: [],
      requireWitness: false,
    };
    expect(JSON.parse(python('verify.batch()', JSON.stringify(one)))).toEqual({ code: null, exit: 0, seq: null });
  });
});

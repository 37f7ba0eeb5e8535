/** Writes docs/design/ledger-vectors: fixed inputs and what they must give, for whoever writes a third verifier. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import { commitmentsOf, type EntryBody, suites } from '#/base/rules/ledger/entry.ts';
import { consistencyRanges, inclusionRanges, leafHash, type Range, treeRoot } from '#/base/rules/ledger/tree.ts';
import { formatVerifierKey, suiteHash } from '#/base/server/ledger/suite.ts';
import { exportText, headNote, makeLog, type SampleLog, writeExport } from './ledger-sample.ts';

export const vectorDir = join(import.meta.dirname, '..', 'docs', 'design', 'ledger-vectors');

/** Texts that are canonical, and texts that are not; section 3. */
const canonical = {
  yes: [
    'null', '0', '-1', '9007199254740991', '"守藏"', '"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\"\\\\/\u007f\u2028"', '[]', '{}',
    '{"B":4,"a":3,"\u{1f600}":2,"\uff5e":1}', '[[[]],{"":""}]', `${'['.repeat(64)}${']'.repeat(64)}`,
  ],
  no: [
    '', ' 1', '1 ', '-0', '01', '1.0', '1e3', '0.5', '9007199254740992', 'NaN', 'True', '"\\u0041"', '"\\/"', '"\\ud800"',
    '"e\u0301"', '{"b":1,"a":2}', '{"a":1,"a":1}', '{"a": 1}', '{"\uff5e":1,"\u{1f600}":2}', '[1,]', `${'['.repeat(65)}${']'.repeat(65)}`,
  ],
}; // prettier-ignore

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function tree(log: SampleLog): object {
  const hash = suiteHash(log.suite);
  const leaves = log.bodies.map((body) => leafHash(hash, body));
  const rootOf = ([from, to]: Range): string => hex(treeRoot(hash, leaves, from, to));
  const size = leaves.length;
  return {
    empty: hex(hash()),
    leaves: leaves.map(hex),
    roots: leaves.map((_, i) => rootOf([0, i + 1])),
    inclusion: [0, 7, size - 1].map((index) => ({ index, size, proof: inclusionRanges(index, size).map(rootOf) })),
    consistency: [1, 8, 13, size].map((first) => ({
      first,
      second: size,
      proof: consistencyRanges(first, size).map(rootOf),
    })),
  };
}

function opening(log: SampleLog): object {
  const detail = log.details[0]!;
  const body = JSON.parse(log.bodies[detail.seq]!.toString()) as EntryBody;
  return {
    seq: detail.seq,
    salt: hex(detail.salt),
    values: JSON.parse(detail.values) as object,
    commitments: commitmentsOf(body),
  };
}

function run(): void {
  rmSync(vectorDir, { recursive: true, force: true });
  mkdirSync(vectorDir, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(vectorDir, name), text);
  const writeJson = (name: string, value: unknown): void => write(name, `${JSON.stringify(value, null, 1)}\n`);
  writeJson('canonical.json', canonical);
  for (const suite of suites) {
    const log = makeLog(suite, 2026, 21, [1, 8, 21]);
    writeExport(join(vectorDir, `export-${suite}`), exportText(log));
    write(`outside-${suite}.note`, headNote(log, 8, log.witnessKey));
    const keys = [log.logKey, log.witnessKey];
    writeJson(`${suite}.json`, {
      secrets: keys.map((key) => key.secretText),
      keys: keys.map(formatVerifierKey),
      firstBody: log.bodies[0]!.toString(),
      opening: opening(log),
      tree: tree(log),
      manifest: canonicalize(exportText(log).manifest),
    });
  }
  write(
    'README.md',
    [
      '# Test vectors of the ledger format',
      '',
      'For `docs/design/ledger-format.md`. Made by `node_modules/.bin/node drill/ledger-vectors.ts`; the keys are public and good for nothing else.',
      '',
      '- `canonical.json`: texts that are canonical JSON (`yes`) and texts that are not (`no`), section 3.',
      '- `intl.json`, `gm.json`: keys, first body, one opening, leaves, roots and proofs of the log in the export beside it.',
      '- `export-intl/`, `export-gm/`: complete exports of 21 entries with checkpoints at 1, 8 and 21.',
      '- `outside-intl.note`, `outside-gm.note`: a checkpoint of size 8 as an auditor would hold it. Both exports verify against it (exit 0), and alone (exit 3).',
      '',
      'SM2 signatures are randomised: verify them, never compare them.',
      '',
    ].join('\n'),
  );
}

if (import.meta.main) run();

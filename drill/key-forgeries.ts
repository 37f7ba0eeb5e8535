/** Forgeries of checkpoints and keys, and rewrites with stolen keys. */
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import { formatVerifierKey, generateKey } from '#/base/server/ledger/suite.ts';
import { early, edit, fresh, type Forge, type Forgery, onFiles, parse, raw, tidyDetails } from './forge.ts';
import {
  edgeOf,
  type ExportText,
  exportText,
  headNote,
  makeLog,
  resign,
  sampleEntry,
  sealManifest,
} from './ledger-sample.ts';

const onHead =
  (change: (note: string, f: Forgery) => string): Forge =>
  (f) => {
    const head = f.chance.pick(f.log.heads);
    head.note = change(head.note, f);
    return exportText(f.log);
  };

/** Changes the base64 of one signature line at a byte counted from its end. */
function spoilLine(note: string, line: number, f: Forgery): string {
  const lines = note.split('\n');
  const at = lines.indexOf('') + 1 + line;
  const [dash, name, text] = lines[at]!.split(' ');
  const bytes = Buffer.from(text!, 'base64');
  bytes[bytes.length - 1 - f.chance.below(60)]! ^= 1 << f.chance.below(8);
  lines[at] = `${dash} ${name} ${bytes.toString('base64')}`;
  return lines.join('\n');
}

export const headForgeries: Record<string, Forge> = {
  'a checkpoint’s signature spoilt': onHead((note, f) => spoilLine(note, 0, f)),
  'a cosignature spoilt': onHead((note, f) => spoilLine(note, 1, f)),
  'a checkpoint’s root replaced': onHead((note, f) =>
    note.replace(/\n[^\n]{44}\n/, () => `\n${f.chance.bytes(32).toString('base64')}\n`),
  ),
  'a checkpoint for another log': onHead((note) => note.replace('shoucang/drill\n', 'shoucang/other\n')),
  'an extension line in a checkpoint': onHead((note) => note.replace('\n\n', '\nmore\n\n')),
  'a checkpoint’s signature removed': onHead((note) => note.replace(/\u2014 shoucang\/drill [^\n]*\n/, '')),
  'checkpoints in another order': (f) => {
    f.log.heads.reverse();
    return exportText(f.log);
  },
  'the last checkpoint removed': (f) => {
    f.log.heads.pop();
    return exportText(f.log);
  },
  'a checkpoint’s size changed': (f) => {
    const head = f.log.heads[0]!;
    head.note = head.note.replace(`\n${head.size}\n`, `\n${head.size - 1}\n`);
    head.size -= 1;
    return exportText(f.log);
  },
  'a cosignature of another checkpoint': (f) => {
    const [first, second] = [f.log.heads[0]!, f.log.heads[1]!];
    const line = /\u2014 archive\/witness [^\n]*\n/;
    first.note = first.note.replace(line, () => line.exec(second.note)![0]);
    return exportText(f.log);
  },
  'every cosignature removed': (f) => {
    resign(f.log, f.sizes, null);
    return exportText(f.log);
  },
  'the log’s key replaced in the key file': onFiles((text, f) => {
    const other = generateKey(f.log.logKey.name, f.log.suite, 'log');
    text.files['keys.txt'] = Buffer.from(
      `log ${formatVerifierKey(other)}\nwitness ${formatVerifierKey(f.log.witnessKey)}\n`,
    );
  }),
  'the witness’s key replaced under its name': (f) => {
    f.log.witnessKey = generateKey(f.log.witnessKey.name, f.log.suite, 'cosigner');
    resign(f.log, f.sizes);
    return exportText(f.log);
  },
  'end cut off with its checkpoints': (f) => {
    const keep = f.sizes.filter((size) => size < f.held).at(-1) ?? 1;
    return cutAt(f, keep);
  },
};

function cutAt(f: Forgery, size: number): ExportText {
  f.log.bodies.length = size;
  f.log.heads = f.log.heads.filter((head) => head.size <= size);
  if (f.log.heads.at(-1)?.size !== size) f.log.heads.push({ size, note: headNote(f.log, size, null) });
  tidyDetails(f.log);
  return exportText(f.log);
}

/** An entry appended by holders of both keys after the auditor's checkpoint, against the format. */
const appended =
  (make: (f: Forgery) => string): Forge =>
  (f) => {
    f.log.bodies.push(Buffer.from(make(f)));
    resign(f.log, [...f.sizes, f.log.bodies.length]);
    return exportText(f.log);
  };

/** Rewrites history before the auditor's checkpoint and signs everything anew with stolen keys. */
const rewriteAll =
  (change: (f: Forgery) => void, cosigned: boolean): Forge =>
  (f) => {
    change(f);
    tidyDetails(f.log);
    const last = f.log.bodies.length;
    resign(f.log, [...f.sizes.filter((size) => size < last), last], cosigned ? f.log.witnessKey : null);
    return exportText(f.log);
  };

const dropOne = (f: Forgery): void => void f.log.bodies.splice(early(f), 1);
const changeOne = (f: Forgery): void =>
  edit(f, early(f), (body) => ({ ...body, subject: { type: 'item', id: 'other' } }));

export const keyForgeries: Record<string, Forge> = {
  'rewritten with the log’s key': rewriteAll(changeOne, false),
  'one dropped with the log’s key': rewriteAll(dropOne, false),
  'rewritten with both keys': rewriteAll(changeOne, true),
  'one dropped with both keys': rewriteAll(dropOne, true),
  'cut short with both keys': rewriteAll((f) => void (f.log.bodies.length = 1 + f.chance.below(f.held - 1)), true),
  'forked history with both keys': rewriteAll((f) => {
    const from = early(f);
    for (let seq = from; seq < f.log.bodies.length; seq += 1) {
      f.log.bodies[seq] = Buffer.from(canonicalize(sampleEntry(f.log, seq, f.chance).body));
    }
  }, true),
  'another log under the same name and other keys': (f) => {
    const other = makeLog(f.log.suite, f.chance.below(2 ** 31), f.log.bodies.length, f.sizes);
    return exportText(other);
  },
  'the same log under the other suite': (f) =>
    exportText(makeLog(f.log.suite === 'gm' ? 'intl' : 'gm', 7, f.log.bodies.length, f.sizes)),
  'genesis of another origin': (f) => {
    edit(f, 0, (body) => ({ ...body, genesis: { ...body.genesis!, origin: 'shoucang/elsewhere' } }));
    resign(f.log, f.sizes);
    return exportText(f.log);
  },
  'second genesis': appended((f) => canonicalize({ ...parse(f.log.bodies[0]!), id: fresh(f).id })),
  'an id used twice': appended((f) => f.log.bodies[f.chance.below(f.log.bodies.length - 1) + 1]!.toString()),
  'a clear name appended': appended((f) => canonicalize({ ...fresh(f), name: '张三' })),
  'an unsorted entry appended': appended((f) =>
    canonicalize(fresh(f)).replace(/^\{("act":"[^"]*"),(.*)\}$/, '{$2,$1}'),
  ),
  'a root that is no tree’s': (f) => {
    const honest = edgeOf(f.log, f.held);
    raw(f, early(f), (text) => text.replace(/"id":"0123[^"]*"/, '"id":"x"'));
    const text = exportText(f.log);
    text.manifest.root = Buffer.from(honest.root()).toString('hex');
    return sealManifest(text);
  },
};

/**
 * What forgers do to a log, by class. A forger without keys can rewrite any file and the manifest;
 * others have stolen the log's key, or the witness's as well. The auditor holds a checkpoint and
 * the public keys.
 */
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import { leafHash } from '#/base/rules/ledger/tree.ts';
import { frame } from '#/base/server/ledger/frame.ts';
import { suiteHash } from '#/base/server/ledger/suite.ts';
import { anywhere, edited, type Forge, type Forgery, fresh, onFiles, rewritten, tidyDetails } from './forge.ts';
import { headForgeries, keyForgeries } from './key-forgeries.ts';
import { type Chance, exportText, type SampleLog, uuid7 } from './ledger-sample.ts';

function flipBit(data: Buffer, chance: Chance): Buffer {
  const copy = Buffer.from(data);
  copy[chance.below(copy.length)]! ^= 1 << chance.below(8);
  return copy;
}

/** Inserts, removes or moves entries; everything is renumbered. */
const moved =
  (change: (bodies: Buffer[], f: Forgery) => void): Forge =>
  (f) => {
    change(f.log.bodies, f);
    tidyDetails(f.log);
    return exportText(f.log);
  };

export const entryForgeries: Record<string, Forge> = {
  'one bit of a body': (f) => {
    const seq = anywhere(f);
    f.log.bodies[seq] = flipBit(f.log.bodies[seq]!, f.chance);
    return exportText(f.log);
  },
  'another act': edited((body) => ({ ...body, act: `${body.act}X` })),
  'another person': edited((body, f) => ({
    ...body,
    actor: { kind: 'system', process: 'worker', job: null, onBehalfOf: uuid7(f.chance, 1) },
  })),
  'nobody instead of a person': edited((body) => ({
    ...body,
    actor: { kind: 'none' },
    subject: { ...body.subject, type: 'other' },
  })),
  backdated: edited((body) => ({
    ...body,
    recordedAt: '2026-11-21T08:00:00.000Z',
    occurredAt: '2026-11-20T08:00:00.000Z',
  })),
  'another subject': edited((body) => ({ ...body, subject: { type: 'item', id: 'other' } })),
  'another commitment': edited((body, f) => ({ ...body, before: f.chance.bytes(32).toString('hex') })),
  'approval added afterwards': edited((body, f) => ({
    ...body,
    approval: { id: 'qx', by: 'p9', digest: f.chance.bytes(32).toString('hex') },
  })),
  'removed, renumbered': moved((bodies, f) => void bodies.splice(anywhere(f), 1)),
  'removed, gap left': onFiles((text, f) => {
    const gone = anywhere(f);
    text.files['entries.txt'] = Buffer.concat(
      f.log.bodies.flatMap((body, seq) => (seq === gone ? [] : [frame(seq, body)])),
    );
  }),
  'several removed': moved((bodies, f) => void bodies.splice(anywhere(f), 1 + f.chance.below(3))),
  'two swapped': moved((bodies, f) => {
    const a = anywhere(f);
    const b = a === 1 ? 2 : a - 1;
    [bodies[a], bodies[b]] = [bodies[b]!, bodies[a]!];
  }),
  'one doubled': moved((bodies, f) => void bodies.splice(anywhere(f), 0, bodies[1]!)),
  'one inserted': moved((bodies, f) => void bodies.splice(anywhere(f), 0, Buffer.from(canonicalize(fresh(f))))),
  'one replaced by another': moved((bodies, f) => void (bodies[anywhere(f)] = Buffer.from(canonicalize(fresh(f))))),
  'moved to the end': moved(
    (bodies, f) => void bodies.push(...bodies.splice(1 + f.chance.below(bodies.length - 2), 1)),
  ),
  'one appended without a signature': moved((bodies, f) => void bodies.push(Buffer.from(canonicalize(fresh(f))))),
  'white space added': rewritten((text) => text.replace(':', ': ')),
  'keys in another order': rewritten((text) =>
    text.replace(/^\{("act":"[^"]*"),/, '{').replace(/\}$/, `,${/"act":"[^"]*"/.exec(text)![0]}}`),
  ),
  'needless escape': rewritten((text) => text.replace('"act"', '"\\u0061ct"')),
  'number written as a fraction': rewritten((text) => text.replace('"v":1', '"v":1.0')),
  'number written with an exponent': rewritten((text) => text.replace('"v":1', '"v":1e0')),
  'repeated key': rewritten((text) => text.replace('{"act"', '{"act":"x.y","act"')),
  'decomposed letters': rewritten((text) => text.replace(/"subject":\{"id":"[^"]*"/, '"subject":{"id":"e\u0301"')),
  'capital hexadecimal': rewritten((text) =>
    text.replace(/"id":"([0-9a-f-]{36})"/, (_all, id: string) => `"id":"${id.toUpperCase()}"`),
  ),
  'title in clear': edited((body) => ({ ...body, title: '关于某某的请示' })),
  'impossible date': edited((body) => ({
    ...body,
    recordedAt: '2026-13-22T08:00:00.000Z',
    occurredAt: '2026-13-22T08:00:00.000Z',
  })),
  'byte-order mark': rewritten((text) => `\ufeff${text}`),
  'invalid UTF-8': (f) => {
    const seq = anywhere(f);
    f.log.bodies[seq] = Buffer.concat([
      f.log.bodies[seq]!.subarray(0, -2),
      Buffer.from([0xc0, 0xaf]),
      f.log.bodies[seq]!.subarray(-2),
    ]);
    return exportText(f.log);
  },
  'inner node passed off as a leaf': moved((bodies, f) => {
    const hash = suiteHash(f.log.suite);
    const at = 2 * f.chance.below(Math.floor(bodies.length / 2) - 1);
    const pair = [bodies[at]!, bodies[at + 1]!].map((body) => leafHash(hash, body));
    bodies.splice(at, 2, Buffer.concat([Buffer.from([1]), ...pair]));
  }),
};

export const fileForgeries: Record<string, Forge> = {
  'wrong length in a frame': onFiles((text, f) => {
    const seq = anywhere(f);
    const body = f.log.bodies[seq]!;
    text.files['entries.txt'] = Buffer.concat(
      f.log.bodies.map((one, i) =>
        i === seq ? Buffer.from(`${i} ${body.length - 1} ${body.toString()}\n`) : frame(i, one),
      ),
    );
  }),
  'two entries in one frame': onFiles((text, f) => {
    const seq = Math.min(anywhere(f), f.log.bodies.length - 2);
    const both = Buffer.concat([f.log.bodies[seq]!, Buffer.from('\n'), f.log.bodies[seq + 1]!]);
    text.files['entries.txt'] = Buffer.concat(
      f.log.bodies.flatMap((body, i) => (i === seq ? [frame(i, both)] : i === seq + 1 ? [] : [frame(i, body)])),
    );
  }),
  'leading zero in a frame': onFiles((text) => {
    text.files['entries.txt'] = Buffer.concat([Buffer.from('0'), text.files['entries.txt']]);
  }),
  'bytes after the last entry': onFiles((text) => {
    text.files['entries.txt'] = Buffer.concat([text.files['entries.txt'], Buffer.from('\n')]);
  }),
  'last line torn': onFiles((text) => void (text.files['entries.txt'] = text.files['entries.txt'].subarray(0, -7))),
  'one bit of the manifest’s digests': (f) => {
    const text = exportText(f.log);
    text.manifest.files['entries.txt'].sha256 = flipHex(text.manifest.files['entries.txt'].sha256);
    return text;
  },
  'another root in the manifest': onFiles((text) => void (text.manifest.root = flipHex(text.manifest.root))),
  'another count in the manifest': onFiles((text) => void (text.manifest.entries += 1)),
  'a clear value changed': onDetail((detail) => ({
    ...detail,
    values: detail.values
      .replace(/\d/, (d) => String((Number(d) + 1) % 10))
      .replace('停电', '断电')
      .replace('光盘', '硬盘'),
  })),
  'a salt changed': onDetail((detail, f) => ({ ...detail, salt: f.chance.bytes(16) })),
  'a clear value under another label': onDetail((detail) => ({
    ...detail,
    values: detail.values.replace(/"(after|input|reason)"/, '"before"'),
  })),
  'a clear value added': onDetail((detail) => ({ ...detail, values: detail.values.replace(/\}$/, ',"zz":1}') })),
  'clear values of another entry': onDetail((detail, f) => ({ ...detail, ...pickOther(f, detail.seq) })),
  'clear values left over': (f) => {
    f.log.details.push({ ...f.log.details[0]!, seq: f.log.bodies.length + 3 });
    return exportText(f.log);
  },
};

const flipHex = (hex: string): string => (hex[0] === '0' ? '1' : '0') + hex.slice(1);

type Detail = SampleLog['details'][number];

function pickOther(f: Forgery, seq: number): Pick<Detail, 'salt' | 'values'> {
  const { salt, values } = f.chance.pick(f.log.details.filter((detail) => detail.seq !== seq));
  return { salt, values };
}

function onDetail(change: (detail: Detail, f: Forgery) => Detail): Forge {
  return (f) => {
    const at = f.chance.below(f.log.details.length);
    const before = f.log.details[at]!;
    f.log.details[at] = change(before, f);
    if (f.log.details[at].values === before.values && f.log.details[at].salt === before.salt) {
      f.log.details[at] = { ...before, salt: f.chance.bytes(16) };
    }
    return exportText(f.log);
  };
}

export const forgeries: Record<string, Forge> = {
  ...entryForgeries,
  ...fileForgeries,
  ...headForgeries,
  ...keyForgeries,
};

/** Complete rewrites: what a verifier without an outside checkpoint cannot see. */
export const fullRewrites: Record<string, Forge> = {
  'rewritten with both keys': keyForgeries['rewritten with both keys']!,
  'one dropped with both keys': keyForgeries['one dropped with both keys']!,
  'cut short with both keys': keyForgeries['cut short with both keys']!,
  'forked history with both keys': keyForgeries['forked history with both keys']!,
};

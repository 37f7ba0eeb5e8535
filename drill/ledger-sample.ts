/** Logs in memory, made without a database: for the forgery campaign, the vectors and large exports. */
import { createHash } from 'node:crypto';
import { writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import { RightEdge } from '#/base/rules/ledger/edge.ts';
import type { BodyActor, EntryBody, Label, Suite } from '#/base/rules/ledger/entry.ts';
import { leafHash } from '#/base/rules/ledger/tree.ts';
import { commitment } from '#/base/server/ledger/commitment.ts';
import {
  checkpointFrame,
  detailFrame,
  type ExportFile,
  ExportWriter,
  finishExport,
  type Manifest,
} from '#/base/server/ledger/export.ts';
import { frame } from '#/base/server/ledger/frame.ts';
import { cosign, parseCheckpoint, signCheckpoint } from '#/base/server/ledger/note.ts';
import { formatVerifierKey, type SigningKey, signingKey, suiteHash } from '#/base/server/ledger/suite.ts';

/** Repeatable randomness: the same seed gives the same log. */
export class Chance {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  /** Whole number from 0 to below `n` (mulberry32). */
  below(n: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
  bytes(n: number): Buffer {
    return Buffer.from(Array.from({ length: n }, () => this.below(256)));
  }
}

export interface Detail {
  seq: number;
  id: string;
  salt: Buffer;
  /** Canonical JSON text, label -> value. */
  values: string;
}

export interface SampleLog {
  suite: Suite;
  logKey: SigningKey;
  witnessKey: SigningKey;
  bodies: Buffer[];
  details: Detail[];
  heads: { size: number; note: string }[];
}

export const origin = 'shoucang/drill';

export function sampleKeys(suite: Suite, chance: Chance): { logKey: SigningKey; witnessKey: SigningKey } {
  // The highest bit stays off, so that the number is a valid SM2 scalar.
  const secret = (): Buffer => {
    const bytes = chance.bytes(32);
    bytes[0]! &= 0x7f;
    return bytes;
  };
  return {
    logKey: signingKey(origin, suite, 'log', secret()),
    witnessKey: signingKey('archive/witness', suite, 'cosigner', secret()),
  };
}

const start = Date.UTC(2026, 10, 22, 8);
const acts = ['protection.account.create', 'custody.volume.retrieve', 'imaging.page.capture', 'description.item.save'];
const names = ['张三', '李四', '王小明', '欧阳修', 'Ångström'];

export function uuid7(chance: Chance, time: number): string {
  const hex = time.toString(16).padStart(12, '0') + chance.bytes(10).toString('hex');
  const variant = '89ab'[parseInt(hex[16]!, 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** One entry with its clear values; place 0 is the genesis. */
export function sampleEntry(log: SampleLog, seq: number, chance: Chance): { body: EntryBody; detail: Detail | null } {
  const at = new Date(start + seq * 977);
  const salt = chance.bytes(16);
  const values: Partial<Record<Label, unknown>> = {};
  const commit = (label: Label, value: unknown): string => {
    values[label] = value;
    return commitment(suiteHash(log.suite), salt, label, canonicalize(value));
  };
  const base = {
    v: 1,
    id: uuid7(chance, at.getTime()),
    recordedAt: at.toISOString(),
    occurredAt: at.toISOString(),
    act: chance.pick(acts),
    result: 'ok',
    subject: { type: 'item', id: `0123-WS·2026-${seq}` },
    input: null,
    before: null,
    after: null,
  } as const;
  const genesis = { key: formatVerifierKey(log.logKey), origin: log.logKey.name, suite: log.suite };
  if (seq === 0)
    return {
      body: { ...base, act: 'base.ledger.open', kind: 'genesis', actor: { kind: 'none' }, genesis },
      detail: null,
    };
  const body = sampleBody(base, seq, chance, commit);
  const text = canonicalize(values);
  return { body, detail: text === '{}' ? null : { seq, id: base.id, salt, values: text } };
}

type Base = Omit<EntryBody, 'kind' | 'actor'>;
type Commit = (label: Label, value: unknown) => string;

function sampleBody(base: Base, seq: number, chance: Chance, commit: Commit): EntryBody {
  const [person, account, party, session] = [1, 2, 3, 4].map(() => uuid7(chance, start)) as [
    string,
    string,
    string,
    string,
  ];
  const actor: BodyActor = {
    kind: 'person',
    person,
    account,
    party,
    partyKind: 'vendor',
    roles: ['scanner'],
    session,
    terminal: 'T-03',
  };
  const digest = chance.bytes(32).toString('hex');
  const window = { from: base.recordedAt, to: base.recordedAt };
  const input = (): string => commit('input', { name: chance.pick(names), pages: chance.below(500), seq });
  switch (seq % 8) {
    case 1:
      return { ...base, kind: 'refusal', result: 'not-allowed', actor, input: input() };
    case 2:
      return { ...base, kind: 'view', actor };
    case 3:
      return {
        ...base,
        kind: 'copy',
        actor,
        input: input(),
        copy: { bytes: chance.below(1e9), digest, target: commit('target', '光盘 07') },
      };
    case 4:
      return {
        ...base,
        kind: 'late',
        actor,
        occurredAt: new Date(start - 86_400_000).toISOString(),
        late: { by: 'p2', formNumber: `补-${seq}`, reason: commit('reason', '停电'), scan: digest },
      };
    case 5:
      return {
        ...base,
        kind: 'bucket',
        result: 'signed-out',
        actor: { kind: 'none' },
        counts: { refused: chance.below(99) },
        window,
      };
    case 6:
      return {
        ...base,
        kind: 'act',
        actor: { kind: 'system', process: 'worker', job: 'j1', onBehalfOf: null },
        after: commit('after', { done: seq }),
      };
    default:
      return {
        ...base,
        kind: 'act',
        actor,
        input: input(),
        before: commit('before', { state: 'a' }),
        after: commit('after', { state: 'b' }),
        approval: { id: 'q1', by: 'p2', digest },
      };
  }
}

export function makeLog(suite: Suite, seed: number, entries: number, headSizes: readonly number[]): SampleLog {
  const chance = new Chance(seed);
  const log: SampleLog = { suite, ...sampleKeys(suite, chance), bodies: [], details: [], heads: [] };
  for (let seq = 0; seq < entries; seq += 1) {
    const { body, detail } = sampleEntry(log, seq, chance);
    log.bodies.push(Buffer.from(canonicalize(body)));
    if (detail) log.details.push(detail);
  }
  resign(log, headSizes);
  return log;
}

export function edgeOf(log: Pick<SampleLog, 'suite' | 'bodies'>, size: number): RightEdge {
  const hash = suiteHash(log.suite);
  const edge = new RightEdge(hash);
  for (const body of log.bodies.slice(0, size)) edge.append(leafHash(hash, body));
  return edge;
}

export const headNote = (log: SampleLog, size: number, cosigner: SigningKey | null): string => {
  const note = signCheckpoint(log.logKey, size, edgeOf(log, size).root());
  return cosigner ? note + cosign(cosigner, parseCheckpoint(note)!.text, Math.floor(start / 1000) + size) : note;
};

/** Signs heads of these sizes with the log's key; the witness's lines only when a cosigner is given. */
export function resign(log: SampleLog, sizes: readonly number[], cosigner: SigningKey | null = log.witnessKey): void {
  log.heads = sizes.map((size) => ({ size, note: headNote(log, size, cosigner) }));
}

/** The files of an export, before they are written: forgers change these. */
export interface ExportText {
  files: Record<ExportFile, Buffer>;
  manifest: Manifest;
}

export function exportText(log: SampleLog): ExportText {
  const keys = `log ${formatVerifierKey(log.logKey)}\nwitness ${formatVerifierKey(log.witnessKey)}\n`;
  const text: ExportText = {
    files: {
      'entries.txt': Buffer.concat(log.bodies.map((body, seq) => frame(seq, body))),
      'details.txt': Buffer.concat(log.details.map(({ seq, id, salt, values }) => detailFrame(seq, id, salt, values))),
      'checkpoints.txt': Buffer.concat(log.heads.map(({ size, note }) => checkpointFrame(size, note))),
      'keys.txt': Buffer.from(keys),
    },
    manifest: {
      ...{ format: 'shoucang-ledger-export', v: 1, suite: log.suite, origin: log.logKey.name },
      ...{ entries: log.bodies.length, details: log.details.length, exportedAt: new Date(start).toISOString() },
      root: Buffer.from(edgeOf(log, log.bodies.length).root()).toString('hex'),
      files: {} as Manifest['files'],
    },
  };
  return sealManifest(text);
}

/** Lengths and digests as the files are now: any forger can do that much. */
export function sealManifest(text: ExportText): ExportText {
  for (const name of Object.keys(text.files) as ExportFile[]) {
    const data = text.files[name];
    text.manifest.files[name] = { bytes: data.length, sha256: createHash('sha256').update(data).digest('hex') };
  }
  return text;
}

export function writeExport(dir: string, { files, manifest }: ExportText): void {
  mkdirSync(dir, { recursive: true });
  for (const name of Object.keys(files) as ExportFile[]) writeFileSync(join(dir, name), files[name]);
  writeFileSync(join(dir, 'manifest.json'), canonicalize(manifest));
}

/** Writes a large clean export without holding it in memory; answers its newest checkpoint's note. */
export function writeLargeExport(dir: string, suite: Suite, entries: number, headEvery: number): string {
  const chance = new Chance(1);
  const keys = sampleKeys(suite, chance);
  const log: SampleLog = { suite, ...keys, bodies: [], details: [], heads: [] };
  const hash = suiteHash(suite);
  const edge = new RightEdge(hash);
  mkdirSync(dir, { recursive: true });
  const writers = { entries: new ExportWriter(dir, 'entries.txt'), details: new ExportWriter(dir, 'details.txt') };
  const heads = new ExportWriter(dir, 'checkpoints.txt');
  const frames: Buffer[] = [];
  const clear: Buffer[] = [];
  let [details, note] = [0, ''];
  for (let seq = 0; seq < entries; seq += 1) {
    const { body, detail } = sampleEntry(log, seq, chance);
    const bytes = Buffer.from(canonicalize(body));
    edge.append(leafHash(hash, bytes));
    frames.push(frame(seq, bytes));
    if (detail) {
      clear.push(detailFrame(seq, detail.id, detail.salt, detail.values));
      details += 1;
    }
    if ((seq + 1) % headEvery !== 0 && seq + 1 !== entries) continue;
    writers.entries.write(Buffer.concat(frames.splice(0)));
    writers.details.write(Buffer.concat(clear.splice(0)));
    note = signCheckpoint(keys.logKey, seq + 1, edge.root());
    note += cosign(keys.witnessKey, parseCheckpoint(note)!.text, Math.floor(start / 1000) + seq);
    heads.write(checkpointFrame(seq + 1, note));
  }
  const keyFile = new ExportWriter(dir, 'keys.txt');
  keyFile.write(Buffer.from(`log ${formatVerifierKey(keys.logKey)}\nwitness ${formatVerifierKey(keys.witnessKey)}\n`));
  finishExport(dir, {
    ...{
      format: 'shoucang-ledger-export',
      v: 1,
      suite,
      origin,
      entries,
      details,
      exportedAt: new Date(start).toISOString(),
    },
    root: Buffer.from(edge.root()).toString('hex'),
    files: {
      'entries.txt': writers.entries.end(),
      'details.txt': writers.details.end(),
      'checkpoints.txt': heads.end(),
      'keys.txt': keyFile.end(),
    },
  });
  return note;
}

/**
 * The forgery campaign: forged logs of every class in both suites, each shown to both verifiers,
 * with clean logs for false alarms and a control without an outside checkpoint.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Suite } from '#/base/rules/ledger/entry.ts';
import { formatVerifierKey, parseVerifierKey } from '#/base/server/ledger/suite.ts';
import { verifyExport } from '#/base/server/ledger/verify.ts';
import { forgeries, fullRewrites } from './forgeries.ts';
import {
  Chance,
  type ExportText,
  exportText,
  headNote,
  makeLog,
  type SampleLog,
  writeExport,
} from './ledger-sample.ts';

interface Case {
  export: string;
  outside: string[];
  keys: string[];
  requireWitness: boolean;
}

interface Answer {
  code: string | null;
  exit: number;
  seq: number | null;
}

/** `tools/verify.py --batch` as a process that answers case by case. */
class PythonVerifier implements AsyncDisposable {
  readonly #child = spawn('python3', [join(import.meta.dirname, '..', 'tools', 'verify.py'), '--batch'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  readonly #lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();

  async ask(one: Case): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(one)}\n`);
    const line = await this.#lines.next();
    if (line.done) throw new Error('verify.py ended');
    return JSON.parse(line.value) as Answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exit = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin.end();
    await exit;
  }
}

export interface Tally {
  forged: number;
  classes: number;
  undetectedByTypeScript: string[];
  undetectedByPython: string[];
  /** Cases on which the two verifiers gave different codes, entries or exits. */
  disagreements: string[];
}

export interface Campaign {
  intl: Tally;
  gm: Tally;
  clean: number;
  falseAlarms: string[];
  /** Complete rewrites shown to verifiers without an outside checkpoint, and how many both accepted. */
  control: { rewrites: number; accepted: number };
  seconds: number;
}

class Campaigner {
  readonly #dir: string;
  readonly #python: PythonVerifier;
  readonly #log = new Map<string, SampleLog>();
  #cases = 0;

  constructor(dir: string, python: PythonVerifier) {
    this.#dir = dir;
    this.#python = python;
  }

  /** Both verifiers' answers. `outside` is a note, or null for none. */
  async judge(
    text: ExportText,
    log: SampleLog,
    outside: string | null,
    withKeys = true,
  ): Promise<{ ours: Answer; theirs: Answer }> {
    this.#cases += 1;
    const dir = join(this.#dir, String(this.#cases));
    writeExport(dir, text);
    const note = join(dir, 'outside.note');
    if (outside !== null) writeFileSync(note, outside);
    const keys = withKeys ? [log.logKey, log.witnessKey].map(formatVerifierKey) : [];
    const one: Case = { export: dir, outside: outside === null ? [] : [note], keys, requireWitness: false };
    const { code, exit, seq } = verifyExport(dir, {
      outside: outside === null ? [] : [Buffer.from(outside)],
      keys: keys.map((key) => parseVerifierKey(key)!),
      requireWitness: false,
    });
    const theirs = await this.#python.ask(one);
    rmSync(dir, { recursive: true });
    return { ours: { code, exit, seq }, theirs };
  }

  /** An honest log and the checkpoint that the auditor holds; ten logs a suite, so signatures repeat. */
  honest(suite: Suite, round: number): { log: SampleLog; sizes: number[]; held: number } {
    const chance = new Chance(round % 10);
    const entries = 24 + chance.below(40);
    const sizes = [8 + chance.below(6), 16 + chance.below(6), entries];
    const key = `${suite} ${round % 10}`;
    const log = this.#log.get(key) ?? makeLog(suite, round % 10, entries, sizes);
    this.#log.set(key, log);
    return { log: structuredCopy(log), sizes, held: sizes[round % 2]! };
  }
}

const structuredCopy = (log: SampleLog): SampleLog => ({
  ...log,
  bodies: [...log.bodies],
  details: log.details.map((detail) => ({ ...detail })),
  heads: log.heads.map((head) => ({ ...head })),
});

/** Forgeries about the witness: visible only to an auditor who holds its key. */
const needKeys = new Set(['every cosignature removed', 'the witness’s key replaced under its name']);

async function forge(campaigner: Campaigner, suite: Suite, count: number): Promise<Tally> {
  const names = Object.keys(forgeries);
  const tally: Tally = {
    forged: count,
    classes: 0,
    undetectedByTypeScript: [],
    undetectedByPython: [],
    disagreements: [],
  };
  const seen = new Set<string>();
  for (let round = 0; round < count; round += 1) {
    const name = names[round % names.length]!;
    seen.add(name);
    const { log, sizes, held } = campaigner.honest(suite, Math.floor(round / names.length) + round);
    // The auditor's note has no cosignature where the forger removed them all inside.
    const outside = headNote(log, held, name === 'every cosignature removed' ? null : log.witnessKey);
    const text = forgeries[name]!({ log: structuredCopy(log), chance: new Chance(round + 1), held, sizes });
    // Now and then the auditor has a checkpoint but no keys, and must take the export's own.
    const withKeys = needKeys.has(name) || (Math.floor(round / names.length) + round) % 3 !== 0;
    const { ours, theirs } = await campaigner.judge(text, log, outside, withKeys);
    const label = `${suite} #${round} ${name}: ts ${JSON.stringify(ours)}, py ${JSON.stringify(theirs)}`;
    if (ours.exit !== 1) tally.undetectedByTypeScript.push(label);
    if (theirs.exit !== 1) tally.undetectedByPython.push(label);
    if (JSON.stringify(ours) !== JSON.stringify({ code: theirs.code, exit: theirs.exit, seq: theirs.seq })) {
      tally.disagreements.push(label);
    }
  }
  tally.classes = seen.size;
  return tally;
}

async function cleanLogs(campaigner: Campaigner, count: number): Promise<string[]> {
  const alarms: string[] = [];
  for (let round = 0; round < count; round += 1) {
    const suite = round % 4 === 3 ? 'gm' : 'intl';
    const { log, sizes } = campaigner.honest(suite, round);
    if (round % 3 === 0) log.details = log.details.filter((_, i) => i % 2 === 0);
    const held = sizes[round % 3]!;
    const outside = headNote(log, held, round % 2 === 0 ? log.witnessKey : null);
    const { ours, theirs } = await campaigner.judge(exportText(log), log, outside);
    if (ours.exit !== 0 || theirs.exit !== 0) alarms.push(`${suite} #${round}: ts ${ours.code}, py ${theirs.code}`);
  }
  return alarms;
}

async function control(campaigner: Campaigner, count: number): Promise<Campaign['control']> {
  const names = Object.keys(fullRewrites);
  let accepted = 0;
  for (let round = 0; round < count; round += 1) {
    const { log, sizes, held } = campaigner.honest(round % 4 === 3 ? 'gm' : 'intl', round);
    const text = fullRewrites[names[round % names.length]!]!({
      log: structuredCopy(log),
      chance: new Chance(round + 1),
      held,
      sizes,
    });
    const { ours, theirs } = await campaigner.judge(text, log, null);
    if (ours.exit === 3 && theirs.exit === 3) accepted += 1;
  }
  return { rewrites: count, accepted };
}

/** @param count forged logs of the international suite; a tenth as many, at least 24, of the gm suite */
export async function campaign(count: number): Promise<Campaign> {
  const begun = performance.now();
  const shm = '/dev/shm';
  const dir = mkdtempSync(join(existsSync(shm) ? shm : tmpdir(), 'shoucang-forgery-'));
  try {
    await using python = new PythonVerifier();
    const campaigner = new Campaigner(dir, python);
    const intl = await forge(campaigner, 'intl', count);
    const gm = await forge(campaigner, 'gm', Math.max(Math.ceil(count / 10), Math.min(count, 24)));
    const few = Math.max(4, Math.min(100, Math.ceil(count / 10)));
    const falseAlarms = await cleanLogs(campaigner, few);
    return {
      intl,
      gm,
      clean: few,
      falseAlarms,
      control: await control(campaigner, few),
      seconds: (performance.now() - begun) / 1000,
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** `npm run drill -- forgery 1000`. Throws when a goal is missed. */
export async function run(count = 1_000): Promise<void> {
  const result = await campaign(count);
  for (const suite of ['intl', 'gm'] as const) {
    const { forged, classes, undetectedByTypeScript, undetectedByPython, disagreements } = result[suite];
    console.log(
      `${suite.padEnd(5)} 伪造 forged ${forged} · 类别 classes ${classes} · 未发现 undetected ts ${undetectedByTypeScript.length}, py ${undetectedByPython.length} · 不一致 disagreements ${disagreements.length}`,
    );
    for (const line of [...undetectedByTypeScript, ...undetectedByPython, ...disagreements].slice(0, 20))
      console.log(`  ${line}`);
  }
  console.log(`误报 false alarms ${result.falseAlarms.length} of ${result.clean} clean logs`);
  for (const line of result.falseAlarms) console.log(`  ${line}`);
  console.log(
    `对照(无离机校验点)control accepted ${result.control.accepted} of ${result.control.rewrites} full rewrites`,
  );
  console.log(JSON.stringify({ drill: 'forgery', ...result }));
  const missed = [result.intl, result.gm].flatMap((tally) => [
    ...tally.undetectedByTypeScript,
    ...tally.undetectedByPython,
    ...tally.disagreements,
  ]);
  if (missed.length > 0 || result.falseAlarms.length > 0 || result.control.accepted < 0.9 * result.control.rewrites) {
    throw new Error('forgery campaign failed');
  }
}

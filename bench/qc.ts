/**
 * What looking at a page costs beside decoding it: sample pages of A4 at 300 dpi, each decoded and each looked at in
 * turn in one thread, by the CPU both take. The look reads the file, its headers and its digest, decodes and measures.
 * Measured in a process of its own: one that has drawn pages before takes twice as long for either.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import sharp from 'sharp';
import { samplePages } from '#/imaging/server/sample-pages/page.ts';
import { MemoryGate } from '#/imaging/server/look/gate.ts';
import { look } from '#/imaging/server/look/look.ts';
import { median, rounded } from './figures.ts';

/** The goal, and what must not be passed: there the first sketch stood. */
const goal = 2.5;
const most = 3.1;

/** CPU-milliseconds of this process, in all of its threads. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export async function run(args: string[]): Promise<void> {
  const options = {
    measure: { type: 'string' },
    pages: { type: 'string', default: '24' },
    rounds: { type: 'string', default: '5' },
  } as const;
  const { values } = parseArgs({ args, options });
  const [pages, rounds] = [Number(values.pages), Number(values.rounds)];
  if (values.measure !== undefined) {
    console.log(JSON.stringify(await measure(values.measure, rounds)));
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'shoucang-bench-'));
  try {
    let drawn = 0;
    for await (const { bytes } of samplePages(1_001, pages)) writeFileSync(join(folder, `${drawn++}.jpg`), bytes);
    const program = ['bench/main.ts', 'qc', '--measure', folder, '--rounds', `${rounds}`];
    const { stdout } = await promisify(execFile)(process.execPath, program);
    report(pages, rounds, JSON.parse(stdout) as Sums);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CPU-milliseconds a page, round by round. */
interface Sums {
  floor: number[];
  ours: number[];
}

async function measure(folder: string, rounds: number): Promise<Sums> {
  sharp.concurrency(1);
  sharp.cache(false);
  const paths = readdirSync(folder).map((name) => join(folder, name));
  const gate = new MemoryGate(MemoryGate.room(1000, 1), 0);
  const decode = (path: string): Promise<unknown> => sharp(readFileSync(path), { ignoreIcc: true }).raw().toBuffer();
  const sums: Sums = { floor: [], ours: [] };
  // The first round warms the compiler up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    let [floor, ours] = [0, 0];
    for (const path of paths) {
      floor += await cpuOf(() => decode(path));
      ours += await cpuOf(() => look(path, gate, { pictures: false, turned: () => undefined }));
    }
    if (round === 0) continue;
    sums.floor.push(floor / paths.length);
    sums.ours.push(ours / paths.length);
  }
  return sums;
}

function report(pages: number, rounds: number, { floor, ours }: Sums): void {
  const ratio = rounded(median(ours.map((one, round) => one / floor[round]!)));
  const figures = {
    decodeCpuMs: rounded(median(floor), 1),
    lookCpuMs: rounded(median(ours), 1),
    bestDecodeCpuMs: rounded(Math.min(...floor), 1),
    bestLookCpuMs: rounded(Math.min(...ours), 1),
    ratio,
  };
  console.table({ 'A4, 300 dpi': figures });
  console.log(JSON.stringify({ bench: 'qc', pages, rounds, goal, most, ...figures }));
  if (ratio > most) throw new Error(`looking at a page costs ${ratio} times its decoding, more than ${most}`);
}

/**
 * Books beside a peer or a floor, by the processor time of writing them, without the start of either program: PDF with its text against img2pdf without
 * any, OFD against the container alone (`zip -0`). The same sample pages of A4 at 300 dpi, again and again; ours reads,
 * measures and places them as the job does. Memory is that of a book of many pages.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { truthOf } from '#/imaging/rules/sample-pages/truth.ts';
import { samplePages } from '#/imaging/server/sample-pages/page.ts';
import { median, rounded } from './figures.ts';
import type { Written } from './write-book.ts';

const run = promisify(execFile);
type Kind = 'pdf' | 'ofd';
const drawn = 24;

/** At least so many times the pages of img2pdf for each second of processor time. */
const leastRatio = 2;
const mostMiB = 200;

export const pdf = (args: string[]): Promise<void> => bench('pdf', args);
export const ofd = (args: string[]): Promise<void> => bench('ofd', args);

async function bench(kind: Kind, args: string[]): Promise<void> {
  const options = {
    pages: { type: 'string', default: '200' },
    many: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '3' },
  } as const;
  const { values } = parseArgs({ args, options });
  const folder = mkdtempSync(join(tmpdir(), 'shoucang-bench-'));
  try {
    const lines: string[][] = [];
    for await (const { bytes, truth } of samplePages(1_001, drawn)) {
      writeFileSync(join(folder, `${lines.length}.jpg`), bytes);
      lines.push(truthOf(truth));
    }
    writeFileSync(join(folder, 'lines.json'), JSON.stringify(lines));
    const { pages, rounds } = { pages: Number(values.pages), rounds: Number(values.rounds) };
    const sums = { ours: [] as number[], peer: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      sums.ours.push((await ours(kind, folder, pages)).cpuSeconds);
      // Without its start, as ours is without: a worker has started long ago.
      sums.peer.push((await peer(kind, folder, pages)) - (await peer(kind, folder, 1)));
    }
    const many = await ours(kind, folder, Number(values.many));
    report(kind, pages, { ...sums, many, bytes: statSync(join(folder, `book.${kind}`)).size });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ours(kind: Kind, folder: string, pages: number): Promise<Written> {
  // A process of its own that has loaded nothing else: its memory is that of the writing.
  const { stdout } = await run(process.execPath, ['bench/write-book.ts', kind, folder, `${pages}`]);
  return JSON.parse(stdout) as Written;
}

/** Seconds of processor time of the peer, as the shell counts them. */
async function peer(kind: Kind, folder: string, pages: number): Promise<number> {
  const files = Array.from({ length: pages }, (_, at) => `${at % drawn}.jpg`);
  rmSync(join(folder, 'peer'), { force: true });
  // A container names each file once: names are made by links.
  const linked =
    kind === 'pdf' ? '' : 'rm -f link-*; for i in $(seq 0 $((N-1))); do ln -f $((i % D)).jpg link-$i.jpg; done; ';
  const program = kind === 'pdf' ? 'img2pdf "$@" -o peer' : 'zip -q -0 peer.zip link-*.jpg';
  const script = `TIMEFORMAT='%U %S'; ${linked}rm -f peer.zip; time ${program}`;
  const env = { ...process.env, N: `${pages}`, D: `${drawn}` };
  const { stderr } = await run('bash', ['-c', script, 'bash', ...files], { cwd: folder, env });
  const [user = 0, system = 0] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  return user + system;
}

function report(
  kind: Kind,
  pages: number,
  { ours: own, peer: other, many, bytes }: { ours: number[]; peer: number[]; many: Written; bytes: number },
): void {
  const ratio = rounded(median(other.map((one, round) => one / own[round]!)));
  const figures = {
    peer: kind === 'pdf' ? 'img2pdf' : 'zip -0',
    oursPagesPerCpuSecond: rounded(pages / median(own), 0),
    peerPagesPerCpuSecond: rounded(pages / median(other), 0),
    ratio,
    manyRssMiB: rounded(many.rssMiB, 0),
    manyMiB: rounded(bytes / 2 ** 20, 0),
  };
  console.table({ [`${pages} × A4, 300 dpi`]: figures });
  console.log(JSON.stringify({ bench: kind, pages, rounds: own.length, ...figures }));
  if (kind === 'pdf' && many.rssMiB > mostMiB)
    throw new Error(`a book of many pages takes ${many.rssMiB} MiB, more than ${mostMiB}`);
  if (kind === 'pdf' && ratio < leastRatio) throw new Error(`${ratio} times img2pdf, less than ${leastRatio}`);
}

/** Digests of a large file as packages are measured, against `sha256sum`, by processor time; the file is read before. */
import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { randomBytes } from 'node:crypto';
import { digestsOf } from '#/base/server/objects/digests.ts';
import { median, rounded } from './figures.ts';

const leastRatio = 3;

export async function run(args: string[]): Promise<void> {
  const options = { mib: { type: 'string', default: '512' }, rounds: { type: 'string', default: '5' } } as const;
  const { values } = parseArgs({ args, options });
  const [mib, rounds] = [Number(values.mib), Number(values.rounds)];
  const folder = mkdtempSync(join(tmpdir(), 'shoucang-bench-'));
  const file = join(folder, 'file');
  try {
    const block = randomBytes(2 ** 20);
    for (let at = 0; at < mib; at += 1) appendFileSync(file, block);
    const seconds: Record<string, number[]> = { sha256sum: [], sha256: [], sm3: [], both: [] };
    // The first round warms up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const peer = await peerSeconds(file);
      const own = {
        sha256: await ownSeconds(file, ['sha256']),
        sm3: await ownSeconds(file, ['sm3']),
        both: await ownSeconds(file, ['sha256', 'sm3']),
      };
      if (round === 0) continue;
      seconds['sha256sum']!.push(peer);
      for (const [name, value] of Object.entries(own)) seconds[name]!.push(value);
    }
    report(mib, seconds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function peerSeconds(file: string): Promise<number> {
  const { stderr } = await promisify(execFile)('bash', ['-c', `TIMEFORMAT='%U %S'; time sha256sum "$1"`, 'bash', file]);
  return stderr
    .trim()
    .split(' ')
    .map(Number)
    .reduce((sum, one) => sum + one, 0);
}

async function ownSeconds(file: string, names: readonly string[]): Promise<number> {
  const before = process.cpuUsage();
  await digestsOf(file, names);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function report(mib: number, seconds: Record<string, number[]>): void {
  const perSecond = Object.fromEntries(
    Object.entries(seconds).map(([name, list]) => [`${name}MiBs`, rounded(mib / median(list), 0)]),
  );
  const ratio = rounded(median(seconds['sha256sum']!.map((one, round) => one / seconds['sha256']![round]!)));
  console.table({ [`${mib} MiB`]: { ...perSecond, ratio } });
  console.log(JSON.stringify({ bench: 'digest', mib, ...perSecond, ratio }));
  if (ratio < leastRatio) throw new Error(`${ratio} times sha256sum, less than ${leastRatio}`);
}

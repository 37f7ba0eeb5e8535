/**
 * `npm run bench -- capture`: fifty stations send pages at once, as their pages do (announce, tus, into their order),
 * against the floor: the same bytes by the same number of writers, each hashed with SHA-256, written to a file and
 * flushed. Interleaved rounds on one machine; the worker that looks at pages stands still meanwhile, for it is not
 * what is measured. Megabytes a second, and the ratio.
 */
import { createHash, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { routeOf } from '#/base/rules/declare.ts';
import { uploadBytes } from '#/imaging/rules/api/captures.ts';
import { planPages } from '#/imaging/rules/sample-pages/plan.ts';
import { samplePage } from '#/imaging/server/sample-pages/page.ts';
import { visitEnter } from '#/premises/rules/api/visits.ts';
import { taskPick } from '#/workflow/rules/api/tasks.ts';
import { staffCustody } from '../test/custody-site.ts';
import { employ, type Who } from '../test/people.ts';
import { open, type Scan, send, type Sender, sha256Of } from '../test/scans.ts';
import { train } from '../test/training.ts';
import { comeToWork, crewOf, workUpTo } from '../test/workflow-site.ts';
import {
  databaseProcesses,
  doorOf,
  end,
  freePort,
  launch,
  programs,
  signalAll,
  type Site,
  untilReady,
} from '../drill/running-site.ts';
import { cpuMs } from './cpu.ts';
import { median, rounded, timed } from './figures.ts';

interface Station {
  who: Who;
  captureId: string;
}

/** One person for each, with a volume open before him. */
async function openStations(site: Site, count: number): Promise<Station[]> {
  const door = doorOf(site);
  const here = await crewOf(door, await staffCustody(door));
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const { codes } = await comeToWork(here, numbers);
  await workUpTo(here, 'scan', codes);
  const stations: Station[] = [];
  for (const code of codes) {
    const who = await employ(door, here.officers, 'scanner', `扫描 ${stations.length + 1}`);
    await here.keeper.client.act(visitEnter, { subject: who.personId, input: {} });
    await train(here, [[who, 'scanner']]);
    await who.client.act(taskPick, { input: { code } });
    stations.push({ who, captureId: (await open(who, code, here.device)).captureId });
  }
  return stations;
}

/** The same page with another end each time: nothing is known already. A station knows the digest before it sends. */
function distinct(page: Buffer, name: string): Required<Pick<Scan, 'name' | 'bytes' | 'sha256'>> {
  const bytes = Buffer.concat([page, randomBytes(16)]);
  return { name, bytes, sha256: sha256Of(bytes) };
}

/** Connections that stay open, as a browser's do. What sends must not be what is measured: no copies, no streams. */
const agent = new Agent({ keepAlive: true, maxSockets: 200 });

const sendBytes: Sender = ({ client }, grant, bytes) => {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number }>();
  const sent = request(client.origin + routeOf(uploadBytes).path.replace(':grant', grant), {
    ...{ agent, method: 'PATCH' },
    headers: {
      ...{ 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-length': bytes.length },
      'content-type': 'application/offset+octet-stream',
      cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    },
  });
  sent.on('error', reject);
  sent.on('response', (answer) => {
    answer.resume();
    answer.on('end', () => resolve({ status: answer.statusCode ?? 0 }));
  });
  sent.end(bytes);
  return promise;
};

async function plainCopy(folder: string, name: string, bytes: Buffer): Promise<void> {
  createHash('sha256').update(bytes).digest();
  const file = await openFile(join(folder, name), 'w');
  await file.write(bytes);
  await file.sync();
  await file.close();
}

const parts = ['sender', 'api', 'database', 'sequencer'] as const;
type Part = (typeof parts)[number];

/** Where the processor's time goes: with two cores it, and not the disk, may set the pace. */
const cpuOf = (site: Site): Record<Part, number> => ({
  sender: cpuMs([process.pid]),
  api: cpuMs(programs(site, 'api')),
  database: cpuMs(databaseProcesses(site.dataDir)),
  sequencer: cpuMs(programs(site, 'sequencer')),
});

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { stations: { type: 'string' }, pages: { type: 'string' }, rounds: { type: 'string' } },
  });
  const [count, pages, rounds] = [Number(values.stations ?? 50), Number(values.pages ?? 6), Number(values.rounds ?? 3)];
  const dataDir = mkdtempSync(join(tmpdir(), 'shoucang-bench-'));
  const site = launch(dataDir, await freePort());
  try {
    await untilReady(site);
    const stations = await openStations(site, count);
    const drawn: Buffer[] = [];
    for (const plan of planPages(20271126, 12)) drawn.push((await samplePage(plan)).bytes);
    const folder = join(dataDir, 'floor');
    mkdirSync(folder);
    const speeds = { floor: [] as number[], ours: [] as number[] };
    const costs = Object.fromEntries(parts.map((name) => [name, [] as number[]])) as Record<Part, number[]>;
    signalAll(programs(site, 'worker'), 'SIGSTOP');
    for (let round = 0; round <= rounds; round += 1) {
      const make = () =>
        stations.map((_, station) =>
          Array.from({ length: pages }, (__, index) =>
            distinct(drawn[(station + index) % drawn.length]!, `${round}-${index}.jpg`),
          ),
        );
      const [first, second] = [make(), make()];
      const bytes = first.flat().reduce((sum, page) => sum + page.bytes.length, 0);
      const floor = await timed(() =>
        Promise.all(
          first.map(async (own, station) => {
            for (const [index, { bytes: one }] of own.entries())
              await plainCopy(folder, `${round}-${station}-${index}`, one);
          }),
        ),
      );
      const before = cpuOf(site);
      const ours = await timed(() =>
        Promise.all(
          second.map(async (own, station) => {
            const { who, captureId } = stations[station]!;
            const { positions } = await send(who, captureId, own, sendBytes);
            if (positions.length !== pages) throw new Error('a page that was never seen is known');
          }),
        ),
      );
      const after = cpuOf(site);
      // The first round warms up.
      if (round === 0) continue;
      speeds.floor.push(bytes / 1e6 / floor);
      speeds.ours.push(bytes / 1e6 / ours);
      for (const name of parts) costs[name].push((after[name] - before[name]) / (count * pages));
      console.log(
        `${round}: floor ${rounded(bytes / 1e6 / floor, 0)} MB/s, ours ${rounded(bytes / 1e6 / ours, 0)} MB/s`,
      );
    }
    signalAll(programs(site, 'worker'), 'SIGCONT');
    const mean = drawn.reduce((sum, page) => sum + page.length, 0) / drawn.length;
    const figures = {
      ...{ bench: 'capture', stations: count, pages, pageBytes: Math.round(mean) },
      ...{ floor: rounded(median(speeds.floor), 1), ours: rounded(median(speeds.ours), 1) },
      ratio: rounded(median(speeds.ours) / median(speeds.floor)),
      pagesPerSecond: rounded((median(speeds.ours) * 1e6) / mean, 1),
      cpuMsPerPage: Object.fromEntries(parts.map((name) => [name, rounded(median(costs[name]), 1)])),
    };
    console.log(`ratio ${figures.ratio}, ${figures.pagesPerSecond} pages a second`);
    console.log(JSON.stringify(figures));
  } finally {
    signalAll(programs(site, 'worker'), 'SIGCONT');
    await end(site);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/**
 * `npm run bench -- capture`: fifty stations send pages at once, as their pages do (announce, tus, into their order),
 * against the floor: the same bytes by the same number of writers, each hashed with SHA-256, written to a file and
 * flushed. Interleaved rounds on one machine; the worker that looks at pages stands still meanwhile, for it is not
 * what is measured. Megabytes a second, and the ratio.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { planPages } from '#/imaging/rules/sample-pages/plan.ts';
import { samplePage } from '#/imaging/server/sample-pages/page.ts';
import { visitEnter } from '#/premises/rules/api/visits.ts';
import { taskPick } from '#/workflow/rules/api/tasks.ts';
import { staffCustody } from '../test/custody-site.ts';
import { employ, type Who } from '../test/people.ts';
import { open, send } from '../test/scans.ts';
import { comeToWork, crewOf, workUpTo } from '../test/workflow-site.ts';
import { doorOf, end, freePort, launch, programs, signalAll, type Site, untilReady } from '../drill/running-site.ts';
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
    await who.client.act(taskPick, { input: { code } });
    stations.push({ who, captureId: (await open(who, code, here.device)).captureId });
  }
  return stations;
}

/** The same page with another end each time: nothing is known already. */
const distinct = (page: Buffer): Buffer => Buffer.concat([page, randomBytes(16)]);

async function plainCopy(folder: string, name: string, bytes: Buffer): Promise<void> {
  createHash('sha256').update(bytes).digest();
  const file = await openFile(join(folder, name), 'w');
  await file.write(bytes);
  await file.sync();
  await file.close();
}

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
    const [plan] = planPages(20271126, 1);
    if (!plan) throw new Error('no page was planned');
    const page = (await samplePage({ ...plan, kind: 'notice' })).bytes;
    const folder = join(dataDir, 'floor');
    mkdirSync(folder);
    const bytes = count * pages * (page.length + 16);
    const speeds = { floor: [] as number[], ours: [] as number[] };
    signalAll(programs(site, 'worker'), 'SIGSTOP');
    for (let round = 0; round <= rounds; round += 1) {
      const make = () => stations.map(() => Array.from({ length: pages }, () => distinct(page)));
      const [first, second] = [make(), make()];
      const floor = await timed(() =>
        Promise.all(
          first.map(async (own, station) => {
            for (const [index, one] of own.entries()) await plainCopy(folder, `${round}-${station}-${index}`, one);
          }),
        ),
      );
      const ours = await timed(() =>
        Promise.all(
          second.map((own, station) => {
            const { who, captureId } = stations[station]!;
            return send(
              who,
              captureId,
              own.map((one, index) => ({ name: `${round}-${index}.jpg`, bytes: one })),
            );
          }),
        ),
      );
      // The first round warms up.
      if (round === 0) continue;
      speeds.floor.push(bytes / 1e6 / floor);
      speeds.ours.push(bytes / 1e6 / ours);
      console.log(
        `${round}: floor ${rounded(bytes / 1e6 / floor, 0)} MB/s, ours ${rounded(bytes / 1e6 / ours, 0)} MB/s`,
      );
    }
    signalAll(programs(site, 'worker'), 'SIGCONT');
    const figures = {
      ...{ bench: 'capture', stations: count, pages, pageBytes: page.length },
      ...{ floor: rounded(median(speeds.floor), 1), ours: rounded(median(speeds.ours), 1) },
      ratio: rounded(median(speeds.ours) / median(speeds.floor)),
      pagesPerSecond: rounded((median(speeds.ours) * 1e6) / page.length, 1),
    };
    console.log(`ratio ${figures.ratio}, ${figures.pagesPerSecond} pages a second`);
    console.log(JSON.stringify(figures));
  } finally {
    signalAll(programs(site, 'worker'), 'SIGCONT');
    await end(site);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

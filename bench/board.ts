/**
 * What the pages of custody cost on a working day with 100,000 volumes registered, 4,000 of them out,
 * 40 batches back and tonight's sweep half done: every view that a person opens and every scan,
 * through HTTP, several persons at once, interleaved with two floors: the smallest recorded view (or
 * act) of the same server, and the bare indexed SELECT.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { clusterUrl } from '#/base/server/postgres/attach.ts';
import { mainDatabase } from '#/base/server/postgres/provision.ts';
import { csvBytes } from '#/base/server/tables-out/csv.ts';
import { batchApprove, batchRequest, planSet } from '#/custody/rules/api/batches.ts';
import { faultsOfCustody } from '../drill/custody-books.ts';
import { doorOf, end, freePort, launch, type Site, untilInterrupted, untilReady } from '../drill/running-site.ts';
import { dayFromToday, furnish, staffCustody } from '../test/custody-site.ts';
import { employ, signIn, type Who } from '../test/people.ts';
import { putToWork } from './board-work.ts';
import { backBatches, batchSize, fill } from './board-fill.ts';
import { type Board, factsOf, questions } from './board-questions.ts';
import { quantile, rounded, timed } from './figures.ts';
import { badIn, importVolumes, volumes } from './volumes.ts';

const goalMs = 300;

/** Below the rate limit of one address, which all persons of the bench share. Milliseconds between two requests. */
const paceMs = 11;

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      volumes: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '100' },
      people: { type: 'string', default: '3' },
    },
  });
  const [count, rounds, people] = [Number(values.volumes), Number(values.rounds), Number(values.people)];
  const folder = mkdtempSync(join(tmpdir(), 'shoucang-bench-'));
  chmodSync(folder, 0o755); // PostgreSQL runs as another user
  const site = launch(join(folder, 'data'), await freePort());
  try {
    await untilInterrupted(
      (async () => {
        const board = await openBoard(site, count, folder);
        const samples = await measure(site, board, rounds, people);
        report(samples, { volumes: count, rounds, people });
      })(),
    );
  } finally {
    await end(site);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openBoard(site: Site, count: number, folder: string): Promise<Board> {
  await untilReady(site);
  const door = doorOf(site);
  const here = await staffCustody(door);
  const scanners: Who[] = [];
  for (const name of ['王扫描', '冯扫描', '陈扫描', '褚扫描', '卫扫描', '蒋扫描'])
    scanners.push(await employ(door, here.officers, 'scanner', name));
  const cabinets = Array.from({ length: 20 }, (_, index) => index + 1);
  await furnish(here, {
    ...Object.fromEntries(cabinets.map((number) => [`G-${number}`, 'unprocessed' as const])),
    ...Object.fromEntries(cabinets.map((number) => [`J-${number}`, 'processed' as const])),
  });
  const plan = { startsOn: dayFromToday(-60), endsOn: dayFromToday(90), mostTotal: 100_000, mostAtOnce: 10_000 };
  const { planId } = await here.lead.client.act(planSet, { subject: here.projectId, input: plan });
  const bytes = await buffer(csvBytes(volumes('RS', count), 'exchange'));
  const { seconds } = await importVolumes(here.keeper, here, { name: '案卷目录.csv', bytes, rows: count });
  const { lead, keeper, leader, preparer, projectId } = here;
  const ids = { lead: lead.personId, keeper: keeper.personId, leader: leader.personId, preparer: preparer.personId };
  await using owner = await connect(site, 'shoucang_owner');
  const filled = await timed(() =>
    fill(owner.client, { ...ids, projectId, planId, scanners: scanners.map(({ personId }) => personId) }),
  );
  const faults = await faultsOfCustody(owner.client);
  if (faults.length > 0) throw new Error(`not what acts would have made:\n${faults.join('\n')}`);
  for (const who of [lead, keeper, leader]) await signIn(who);
  const work = await putToWork(owner.client, here);
  const facts = await factsOf(owner.client, projectId);
  const { batchId } = await keeper.client.act(batchRequest, {
    subject: projectId,
    input: { name: '清点批', codes: facts.fresh },
  });
  await lead.client.act(batchApprove, { subject: batchId, version: 1, input: {} });
  console.log(
    `${count - badIn(count)} volumes imported in ${seconds.toFixed(0)} s, ${backBatches} batches back, fifty days filled in ${filled.toFixed(0)} s (${folder})`,
  );
  console.log(
    `${work.units} units came into work in ${work.seconds.toFixed(1)} s; ${work.closed} are done and closed (10 tasks each)`,
  );
  return { here, scanner: scanners[0] ?? leader, facts, counting: batchId };
}

async function connect({ dataDir }: Site, role: 'app_rw' | 'shoucang_owner') {
  const client = new pg.Client(clusterUrl(dataDir, role, mainDatabase));
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

interface Samples {
  name: string;
  kind: 'view' | 'act';
  ms: number[];
}

/** Each person opens everything in an order of his own, and a floor before each. */
async function measure(site: Site, board: Board, rounds: number, people: number): Promise<Map<string, Samples>> {
  await using database = await connect(site, 'app_rw');
  const all = questions(board, database.client);
  const samples = new Map(all.map(({ name, kind }): [string, Samples] => [name, { name, kind, ms: [] }]));
  let next = performance.now();
  const turn = async (): Promise<void> => {
    next = Math.max(next, performance.now()) + paceMs;
    await sleep(Math.max(0, next - paceMs - performance.now()));
  };
  let left = rounds + people;
  const person = async (): Promise<void> => {
    for (let own = 0; left > 0; own += 1) {
      left -= 1;
      const at = Math.floor(Math.random() * all.length);
      for (const { name, ask } of [...all.slice(at), ...all.slice(0, at)]) {
        await turn();
        const ms = 1_000 * (await timed(ask));
        // The first round of each warms up.
        if (own > 0) samples.get(name)?.ms.push(ms);
      }
    }
  };
  await Promise.all(Array.from({ length: people }, person));
  return samples;
}

function report(samples: Map<string, Samples>, facts: Record<string, number>): void {
  const at = (name: string, q: number): number => quantile(samples.get(name)?.ms ?? [], q);
  const lines = [...samples.values()].map(({ name, kind, ms }) => ({
    ...{
      name,
      n: ms.length,
      p50: rounded(at(name, 0.5), 1),
      p95: rounded(at(name, 0.95), 1),
      p99: rounded(at(name, 0.99), 1),
    },
    timesFloor: rounded(at(name, 0.5) / at(`floor: ${kind}`, 0.5), 1),
    timesSelect: rounded(at(name, 0.5) / at('floor: select', 0.5), 1),
    reached: at(name, 0.95) < goalMs ? 'yes' : 'NO',
  }));
  console.table(lines);
  console.log(JSON.stringify({ bench: 'board', ...facts, batchSize, goalMs, lines }));
}

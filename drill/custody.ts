/**
 * `npm run drill -- custody 20`: kill -9 of server, worker and database in the middle of counts, of a
 * handover and its return, of a sweep and its closing. Every request is sent again with its key until
 * it is answered. Nothing acknowledged may be lost, nothing may be done twice, and at no moment may an
 * original be half handed over, in two places or in nobody's hand.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { businessDay } from '#/base/rules/business-day.ts';
import { clusterUrl } from '#/base/server/postgres/attach.ts';
import { mainDatabase } from '#/base/server/postgres/provision.ts';
import { planSet } from '#/custody/rules/api/batches.ts';
import { codeOf, type CustodyStaff, dayFromToday, furnish, shelve, staffCustody } from '../test/custody-site.ts';
import { checkSeals } from './books.ts';
import { actOf, Day, type Phase, phases, type Scans } from './custody-day.ts';
import { entriesByAct, faultsOfCustody } from './custody-books.ts';
import { Insistence } from './insist.ts';
import {
  databaseProcesses,
  doorOf,
  end,
  freePort,
  launch,
  programs,
  signalAll,
  type Site,
  untilInterrupted,
  untilReady,
} from './running-site.ts';

/** Originals of a batch. */
const batchSize = 16;
const victims = ['server and worker', 'everything', 'server', 'database'] as const;
type Victim = (typeof victims)[number];

interface Drill {
  site: Site;
  here: CustodyStaff;
  insist: Insistence;
  day: Day;
  phase: Phase | null;
  faults: string[];
  looks: number;
  dones: (Strike & { inFlight: number; committed: number; absent: number })[];
}

function pidsOf(site: Site, victim: Victim): number[] {
  switch (victim) {
    case 'server':
      return programs(site, 'api');
    case 'server and worker':
      return [...programs(site, 'api'), ...programs(site, 'worker')];
    case 'database':
      return databaseProcesses(site.dataDir);
    case 'everything':
      return [site.supervisor.pid ?? 0, ...programs(site), ...databaseProcesses(site.dataDir)];
  }
}

/** When in a request: somewhere while it runs, or while it commits, before it can be answered. */
const moments = ['committing', 'running'] as const;
interface Strike {
  phase: Phase;
  victim: Victim;
  moment: (typeof moments)[number];
}

/** Kills inside the nth request of the phase; answers when everything serves again. */
function killDuring(drill: Drill, { phase, victim, moment }: Strike): { done: Promise<number>; at: () => number } {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const act = actOf[phase].name;
  let left = phase === 'count' || phase === 'sweep' ? 1 + Math.floor(Math.random() * batchSize) : 1;
  let at = 0;
  const { insist, site } = drill;
  const strike = async (pids: number[]): Promise<void> => {
    if (moment === 'committing') await untilCommitting(site);
    else await sleep(Math.sqrt(Math.random()) * (insist.usual.get(act) ?? 2 * commitMs));
    const { inFlight } = insist;
    signalAll(pids, 'SIGKILL');
    at = Date.now();
    await sleep(200);
    if (victim === 'everything') drill.site = launch(site.dataDir, site.port);
    await untilReady(drill.site);
    resolve(inFlight);
  };
  insist.sending = (name) => {
    if (drill.phase !== phase || name !== act || (left -= 1) !== 0) return;
    // Looked up before the request goes out: the kill itself takes no time.
    strike(pidsOf(site, victim)).catch(reject);
  };
  return { done: promise, at: () => at };
}

/** Nothing else of the server's is going on but what the phase is about. */
const untilCommitting = (site: Site): Promise<void> =>
  withDatabase(site, 'app_rw', async (client) => {
    const end = Date.now() + 5_000;
    const text = `select pid from pg_stat_activity where application_name = 'shoucang-api' and state = 'active' and query = 'commit'`;
    while ((await client.query({ name: 'committing', text })).rows.length === 0 && Date.now() < end);
  });

/** A commit takes this long here, so that a kill can come into it. Milliseconds. */
const commitMs = 20;
async function slowCommits(site: Site): Promise<void> {
  await withDatabase(site, 'postgres', async (client) => {
    await client.query(`alter system set commit_delay = ${commitMs * 1000}`);
    await client.query('alter system set commit_siblings = 0');
    await client.query('select pg_reload_conf()');
  });
}

/** Looks at everything all the time, from outside; a database that was killed is asked again. */
async function watch(drill: Drill, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const client = new pg.Client(clusterUrl(drill.site.dataDir, 'app_rw', mainDatabase));
    client.on('error', () => undefined);
    try {
      await client.connect();
      while (!stop.aborted) {
        const faults = await faultsOfCustody(client);
        drill.looks += 1;
        if (faults.length > 0 && drill.faults.length < 20) drill.faults.push(...faults.map((one) => `seen: ${one}`));
        await sleep(30);
      }
    } catch {
      await sleep(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function withDatabase<T>(
  { dataDir }: Site,
  role: 'app_rw' | 'shoucang_owner' | 'postgres',
  body: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(clusterUrl(dataDir, role, mainDatabase));
  await client.connect();
  try {
    return await body(client);
  } finally {
    await client.end();
  }
}

/** What was acknowledged and is not there; what was done oftener or less often than it was acknowledged. */
async function compare(client: pg.Client, { insist, day }: Drill, before: Map<string, number>): Promise<string[]> {
  const faults = await missing(client, day.scans);
  const done = await entriesByAct(client);
  // Asking for a second person is an entry of its own.
  const acknowledged = Map.groupBy(
    insist.acknowledged.filter(({ act }) => act.startsWith('custody.')),
    ({ act, answer }) => ('approval' in answer ? `${act}.request` : act),
  );
  for (const act of new Set([...done.keys(), ...acknowledged.keys()])) {
    const entries = (done.get(act) ?? 0) - (before.get(act) ?? 0);
    const answers = acknowledged.get(act)?.length ?? 0;
    if (entries !== answers) faults.push(`${act}: acknowledged ${answers} times, entered ${entries} times`);
  }
  return faults;
}

async function missing(client: pg.Client, { counts, swept }: Scans): Promise<string[]> {
  const stored = await client.query<{ key: string }>(
    `select c.batch_id || '/' || o.code || '/' || c.direction || '/' || c.side as key
       from handover_count c join original o on o.id = c.original_id where c.counted`,
  );
  const seen = await client.query<{ code: string }>(
    'select o.code from sweep_scan s join original o on o.id = s.original_id',
  );
  const [keys, codes] = [new Set(stored.rows.map(({ key }) => key)), new Set(seen.rows.map(({ code }) => code))];
  return [
    ...[...counts].filter((key) => !keys.has(key)).map((key) => `a count is lost: ${key}`),
    ...[...keys].filter((key) => !counts.has(key)).map((key) => `a count that nobody made: ${key}`),
    ...[...swept].filter((code) => !codes.has(code)).map((code) => `a scan of the sweep is lost: ${code}`),
  ];
}

/** Requests that the kill left without an answer: those that were done before it, and those that had left nothing. */
async function inDoubt(client: pg.Client, { insist }: Drill, from: number, killedAt: number) {
  const keys = insist.acknowledged.slice(from).filter(({ unansweredAt }) => unansweredAt !== null);
  const { rows } = await client.query<{ before: boolean }>(
    'select recorded_at < $2 as before from idempotency where key::text = any($1)',
    [keys.map(({ key }) => key), new Date(killedAt)],
  );
  const committed = rows.filter(({ before }) => before).length;
  return { committed, absent: rows.length - committed };
}

/** A day with a kill in it; `null` is the first one, by which it is known how long things take. */
async function cycle(drill: Drill, number: number, struck: Strike | null): Promise<void> {
  await passMidnight();
  const { insist, day } = drill;
  const from = insist.acknowledged.length;
  const codes = Array.from({ length: batchSize }, (_, index) => codeOf(number * batchSize + index + 1));
  const strike = struck && killDuring(drill, struck);
  const [{ batchId, sweepId }, inFlight] = await Promise.all([day.run(codes, `批 ${number}`), strike?.done]);
  insist.sending = () => undefined;
  drill.faults.push(...(await insist.answeredOtherwise(from)), ...(await day.balance(batchId)));
  await withDatabase(drill.site, 'app_rw', async (client) => {
    drill.faults.push(...(await faultsOfCustody(client)));
    if (!struck || !strike) return;
    const doubt = await inDoubt(client, drill, from, strike.at());
    drill.dones.push({ ...struck, inFlight: inFlight ?? 0, ...doubt });
    console.log(
      `kill -9 ${struck.victim} during ${struck.phase}, ${struck.moment}: ${inFlight} in flight, of the unanswered ${doubt.committed} were done, ${doubt.absent} left nothing`,
    );
  });
  // What time alone would do: the next one has a sweep of its own.
  await withDatabase(drill.site, 'shoucang_owner', (client) =>
    client.query('update sweep set day = (select min(day) - 1 from sweep) where id = $1', [sweepId]),
  );
}

/** A sweep is of one business day: none is begun that midnight would cut in two. */
async function passMidnight(): Promise<void> {
  const soonMs = 60_000;
  const zone = 'Asia/Shanghai';
  while (businessDay(Date.now(), zone) !== businessDay(Date.now() + soonMs, zone)) await sleep(1_000);
}

async function prepare(site: Site, cycles: number): Promise<CustodyStaff> {
  await untilReady(site);
  const here = await staffCustody(doorOf(site));
  await furnish(here, { 'G-1': 'unprocessed', 'G-2': 'processed' });
  const plan = { startsOn: dayFromToday(-1), endsOn: dayFromToday(90), mostTotal: 10_000, mostAtOnce: 10_000 };
  await here.lead.client.act(planSet, { subject: here.projectId, input: plan });
  await shelve(
    here,
    Array.from({ length: cycles * batchSize }, (_, index) => index + 1),
  );
  // Who waits inside a request would not notice the kill.
  for (const who of [here.lead, here.keeper, here.leader]) who.client.patienceMs = 0;
  return here;
}

export async function run(count = 20): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shoucang-custody-'));
  let site = launch(dataDir, await freePort());
  let drill: Drill | null = null;
  const campaign = async (): Promise<void> => {
    const here = await prepare(site, count + 1);
    await slowCommits(site);
    const insist = new Insistence();
    const day = new Day(here, insist, (phase) => drill && (drill.phase = phase));
    drill = { site, here, insist, day, phase: null, faults: [], looks: 0, dones: [] };
    const before = await withDatabase(site, 'app_rw', entriesByAct);
    const stop = new AbortController();
    const watching = watch(drill, stop.signal);
    try {
      await cycle(drill, 0, null);
      for (let index = 0; index < count; index += 1) {
        const phase = phases[index % phases.length] ?? 'handover';
        // Four of one and five of the other: each phase meets each victim in turn.
        const victim = victims[index % victims.length] ?? 'server';
        const moment = moments[(index + Math.floor(index / victims.length)) % moments.length] ?? 'running';
        await cycle(drill, index + 1, { phase, victim, moment });
      }
    } catch (error) {
      // What broke the day off is told after what was seen until then.
      const { faults } = drill;
      faults.push(...(await withDatabase(drill.site, 'app_rw', faultsOfCustody).catch(() => [])));
      throw new Error(['custody: the day broke off', ...faults.slice(0, 10)].join('\n'), { cause: error });
    } finally {
      site = drill.site;
      stop.abort();
      await watching;
    }
    await report(drill, before);
  };
  try {
    await untilInterrupted(campaign());
  } finally {
    await end((drill as Drill | null)?.site ?? site);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function report(drill: Drill, before: Map<string, number>): Promise<void> {
  const { site, insist, looks, dones, faults } = drill;
  await withDatabase(site, 'app_rw', async (client) => {
    faults.push(...(await compare(client, drill, before)));
    const seals = await checkSeals(client, clusterUrl(site.dataDir, 'app_rw', mainDatabase));
    if (seals.fault !== null || seals.sealed !== seals.entries) faults.push(`ledger: ${JSON.stringify(seals)}`);
    const sum = (field: 'committed' | 'absent'): number => dones.reduce((all, one) => all + one[field], 0);
    console.log(
      `确认 acknowledged ${insist.acknowledged.length} · 途中 looks ${looks} · 未答而已成 unanswered and done ${sum('committed')} · ` +
        `未答而无 unanswered and absent ${sum('absent')} · 封存 sealed ${seals.sealed}/${seals.entries} · 核验 verify ${seals.fault ?? 'ok'}`,
    );
    const figures = {
      drill: 'custody',
      acknowledged: insist.acknowledged.length,
      looks,
      ...seals,
      faults: faults.length,
    };
    console.log(JSON.stringify({ ...figures, kills: dones }));
  });
  if (faults.length > 0) throw new Error(`custody: ${faults.slice(0, 10).join('\n')}`);
  if (dones.every(({ committed, absent }) => committed + absent === 0))
    throw new Error('no kill came into a request: the drill is void');
}

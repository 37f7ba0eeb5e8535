/**
 * `npm run drill -- outage 12`: takes away the second sink's disk, the database, its disk or the
 * sequencer under people at work. While it is gone every write is refused with words that help, reads that need no
 * entry go on where the database lives; afterwards the site recovers by itself, nothing
 * acknowledged is lost, and one ledger entry counts the refusals (R3).
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openFolderStore } from '#/base/server/objects/folder.ts';
import { clusterUrl } from '#/base/server/postgres/attach.ts';
import { mainDatabase } from '#/base/server/postgres/provision.ts';
import { assertBooks, type Books, checkSeals, compareBooks, wordsOf } from './books.ts';
import { type Cause, causes, makePlaces, type Places, unmount } from './causes.ts';
import { end, freePort, launch, type Site, staff, untilInterrupted, untilReady } from './running-site.ts';
import { type Answered, outageCodes, patienceMs, startTraffic, type Tally, type Traffic } from './traffic.ts';

/** By itself within this after the cause has gone (R3). Milliseconds. */
const recoveryLimitMs = 10_000;

interface Cycle {
  cause: string;
  /** From the cause to the first refusal. */
  noticedMs: number;
  refused: number;
  /** Writes taken although the cause was felt already: whole ones, or the books would not agree. */
  taken: number;
  slowestMs: number;
  readsAnswered: number;
  readsRefused: number;
  /** From the cause's end to the first acknowledged write. */
  recoveredMs: number;
  /** What the ledger counted, one number an `outage` entry. */
  counted: number[];
  faults: string[];
}

async function until<T>(ms: number, look: () => T | null | Promise<T | null>): Promise<T | null> {
  const limit = Date.now() + ms;
  for (;;) {
    const seen = await look();
    if (seen !== null || Date.now() > limit) return seen;
    await sleep(50);
  }
}

const isRefusal = ({ code }: Answered): boolean => outageCodes.includes(code);
const isTaken = ({ what, code }: Answered): boolean => what === 'write' && code === 'ok';

async function withDatabase<T>(site: Site, role: 'app_rw' | 'postgres', body: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client(clusterUrl(site.dataDir, role, mainDatabase));
  client.on('error', () => {});
  await client.connect();
  try {
    return await body(client);
  } finally {
    await client.end();
  }
}

/** Refusals that each `outage` entry since then counts. */
const countedSince = (site: Site, from: number): Promise<number[]> =>
  withDatabase(site, 'app_rw', async (client) => {
    const { rows } = await client.query<{ n: number }>(
      `select (convert_from(body, 'UTF8')::json -> 'counts' ->> 'refused')::int as n
         from ledger_entry where kind = 'outage' and stored_at >= $1 order by stored_at`,
      [new Date(from)],
    );
    return rows.map((row) => row.n);
  });

async function runCycle(cause: Cause, site: Site, places: Places, { tally }: Traffic): Promise<Cycle> {
  const first = tally.answers.length;
  const since = (): Answered[] => tally.answers.slice(first);
  const begunAt = Date.now();
  const giveBack = await cause.begin(site, places);
  let endedAt = 0;
  let refusal: Answered | null = null;
  try {
    refusal = await until(patienceMs, () => since().find(isRefusal) ?? null);
    await sleep(cause.lastsMs);
  } finally {
    endedAt = Date.now();
    giveBack();
  }
  const recovered = await until(2 * recoveryLimitMs, () => {
    const taken = since().find((one) => isTaken(one) && one.startedAt >= endedAt);
    return taken ? taken.startedAt + taken.ms - endedAt : null;
  });
  const counted =
    recovered === null
      ? []
      : await until(recoveryLimitMs, async () => {
          const found = await countedSince(site, begunAt);
          return found.length > 0 ? found : null;
        });
  await sleep(300);
  const feltAt = refusal ? refusal.startedAt + refusal.ms : begunAt;
  const answers = since();
  const meanwhile = answers.filter((one) => one.startedAt >= begunAt && one.startedAt < endedAt);
  const reads = meanwhile.filter((one) => one.what === 'read');
  const cycle: Cycle = {
    cause: cause.name,
    noticedMs: refusal ? feltAt - begunAt : -1,
    refused: answers.filter(isRefusal).length,
    // What waited at the door and was taken once it was over is none: nothing was written meanwhile.
    taken: meanwhile.filter((one) => isTaken(one) && one.startedAt > feltAt && one.startedAt + one.ms < endedAt).length,
    slowestMs: Math.max(...answers.map((one) => one.ms)),
    readsAnswered: reads.filter((one) => one.code === 'ok').length,
    readsRefused: reads.filter((one) => one.code !== 'ok').length,
    recoveredMs: recovered ?? -1,
    counted: counted ?? [],
    faults: [],
  };
  return { ...cycle, faults: faultsOf(cycle, cause, answers) };
}

/** What R3 forbids and this cycle showed. */
function faultsOf(cycle: Cycle, cause: Cause, answers: readonly Answered[]): string[] {
  const { refused, counted } = cycle;
  const strange = answers.filter((one) => one.code !== 'ok' && !isRefusal(one) && one.code !== 'busy');
  return [
    ...new Set(strange.map((one) => `${one.what}: ${one.code}`)),
    ...(refused === 0 ? ['no write was refused'] : []),
    ...(cycle.taken > 0 && !cause.needsDisk ? [`${cycle.taken} writes taken while out`] : []),
    ...(cycle.slowestMs > patienceMs ? [`an answer took ${cycle.slowestMs} ms`] : []),
    ...(cause.readsStayUp && cycle.readsRefused > 0 ? [`${cycle.readsRefused} reads refused`] : []),
    ...(cause.readsStayUp && cycle.readsAnswered === 0 ? ['no read answered'] : []),
    ...(cycle.recoveredMs < 0 || cycle.recoveredMs > recoveryLimitMs ? ['not recovered within 10 s'] : []),
    ...(counted.length === 1 && counted[0] === refused ? [] : [`ledger counts [${counted.join(', ')}] of ${refused}`]),
  ];
}

/** Acknowledged uploads that are not in the store whole, and anything in it that is damaged. */
async function lostObjects({ dataDir }: Site, { uploads }: Tally): Promise<number> {
  const store = await openFolderStore(join(dataDir, 'objects'));
  const sizes = await Promise.all(uploads.map(({ sha256 }) => store.size(sha256)));
  let lost = uploads.filter(({ bytes }, i) => sizes[i] !== bytes).length;
  for await (const _damaged of store.damaged()) lost += 1;
  return lost;
}

/** The drill must see what it looks for: one change and one entry taken away by hand, then put back. */
const control = (site: Site, { issues }: Tally): Promise<Books> =>
  withDatabase(site, 'postgres', async (client) => {
    const [first, second] = issues;
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query('delete from issue where id = $1', [first]);
    await client.query('delete from ledger_entry where subject_id = $1', [second]);
    const books = await compareBooks(client, issues);
    await client.query('rollback');
    return books;
  });

async function report(site: Site, tally: Tally, cycles: readonly Cycle[], skipped: string[]): Promise<void> {
  const url = clusterUrl(site.dataDir, 'app_rw', mainDatabase);
  const broken = await control(site, tally);
  const blind = broken.lost !== 1 || broken.withoutChange !== 1 || broken.withoutEntry !== 1;
  await withDatabase(site, 'app_rw', async (client) => {
    const books = await compareBooks(client, tally.issues);
    const seals = await checkSeals(client, url);
    const doubled = books.stored - books.acknowledged;
    const objectsLost = await lostObjects(site, tally);
    const faults = cycles.flatMap((cycle) => cycle.faults.map((fault) => `${cycle.cause}: ${fault}`));
    console.log(wordsOf(books, seals));
    console.log(
      `重复 doubled ${doubled} · 附件 uploads ${tally.uploads.length} · 附件丢失 objects lost ${objectsLost} · ` +
        `对照 control ${blind ? 'BLIND' : 'seen'} · 违反 faults ${faults.length}`,
    );
    for (const fault of faults) console.log(`  ${fault}`);
    const figures = { ...books, ...seals, doubled, uploads: tally.uploads.length, objectsLost };
    console.log(JSON.stringify({ drill: 'outage', cycles, skipped, ...figures, controlSeen: !blind, faults }));
    assertBooks('outage', books, seals);
    if (doubled + objectsLost + faults.length > 0 || blind) throw new Error('outage drill failed');
  });
}

function show(cycle: Cycle): void {
  const { cause, noticedMs, refused, slowestMs, readsAnswered, readsRefused, recoveredMs, counted, faults } = cycle;
  console.log(
    `${cause.padEnd(16)} 察觉 noticed ${noticedMs} ms · 拒绝 refused ${refused} · 最慢 slowest ${slowestMs} ms · ` +
      `读取 reads ${readsAnswered}/${readsAnswered + readsRefused} · 恢复 recovered ${recoveredMs} ms · ` +
      `入账 counted ${counted.join('+')}${faults.length > 0 ? ` · ${faults.join('; ')}` : ''}`,
  );
}

/** What the site itself said last, without a line for each refusal. */
const told = ({ output }: Site): string =>
  output
    .join('')
    .split('\n')
    .filter((line) => !line.includes('refused by an outage'))
    .slice(-60)
    .join('\n');

export async function run(count = 12): Promise<void> {
  const base = mkdtempSync(join(tmpdir(), 'shoucang-outage-'));
  // PostgreSQL's own user passes through.
  chmodSync(base, 0o711);
  const places = makePlaces(base);
  const usable = causes.filter((cause) => !cause.needsDisk || places.disks.length > 0);
  const skipped = causes.filter((cause) => !usable.includes(cause)).map((cause) => cause.name);
  if (skipped.length > 0) console.log(`跳过 skipped: ${skipped.join(', ')} (${places.whyNoDisks})`);
  const site = launch(places.dataDir, await freePort(), { SHOUCANG_SINK: places.sinkDir });
  const campaign = async (): Promise<void> => {
    await untilReady(site);
    const traffic = startTraffic(await staff(site));
    const cycles: Cycle[] = [];
    for (let i = 0; i < count; i += 1) {
      await sleep(500);
      const cycle = await runCycle(usable[i % usable.length]!, site, places, traffic);
      show(cycle);
      cycles.push(cycle);
    }
    await traffic.stop();
    await report(site, traffic.tally, cycles, skipped);
  };
  try {
    await untilInterrupted(campaign());
  } catch (error) {
    console.error(told(site));
    throw error;
  } finally {
    await end(site);
    unmount(places);
    rmSync(base, { recursive: true, force: true });
  }
}

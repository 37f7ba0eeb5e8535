/**
 * `npm run drill -- capture 20`: kill -9 of server, worker, the engine that reads text, and database while two scanners
 * send pages. They go on as the station does: announce again, ask how much has arrived, send the rest. Every page that
 * was acknowledged must be there once, with its digest, as an image or in quarantine; the order has no gap; every image
 * is read in the end; nothing waits longer than a minute, and reading never stands still for so long.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { objectPath } from '#/base/server/objects/files.ts';
import { clusterUrl } from '#/base/server/postgres/attach.ts';
import { mainDatabase } from '#/base/server/postgres/provision.ts';
import { uploadFinish } from '#/imaging/rules/api/captures.ts';
import { taskPick } from '#/workflow/rules/api/tasks.ts';
import { staffCustody } from '../test/custody-site.ts';
import type { Who } from '../test/people.ts';
import { begin, offsetOf, open, patch, sha256Of, smallPage } from '../test/scans.ts';
import { comeToWork, crewOf, workUpTo } from '../test/workflow-site.ts';
import {
  doorOf,
  end,
  freePort,
  launch,
  pidsOfVictim,
  programs,
  signalAll,
  type Site,
  untilInterrupted,
  untilReady,
  usualVictims,
} from './running-site.ts';

/** What is killed in turn; the engine is a process of the worker in which pages are read, or treated. */
const victims = [...usualVictims.slice(0, 3), 'engine', ...usualVictims.slice(3)] as const;

const pidsOf = (site: Site, victim: (typeof victims)[number]): number[] =>
  victim === 'engine' ? childrenOf(programs(site, 'worker')) : pidsOfVictim(site, victim);

function childrenOf(parents: readonly number[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent] = /^\d+ \(.*\) \S+ (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        return parents.includes(Number(parent)) ? [Number(name)] : [];
      } catch {
        // Ended meanwhile.
        return [];
      }
    });
}

interface Sent {
  uploadId: string;
  sha256: string;
  /** Cut off on purpose. */
  broken: boolean;
}

/** As a station: whatever breaks off is done again until it is answered. */
class Scanner {
  readonly acknowledged: Sent[] = [];
  tries = 0;
  readonly #who: Who;
  readonly #captureId: string;
  readonly #seed: number;
  #number = 0;

  constructor(who: Who, captureId: string, seed: number) {
    this.#who = who;
    this.#captureId = captureId;
    this.#seed = seed;
  }

  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const batch = await Promise.all([1, 2, 3].map(() => this.#page()));
      const uploads = await this.#insist(() => this.#send(batch));
      await this.#insist(() => this.#who.client.act(uploadFinish, { subject: this.#captureId, input: { uploads } }));
      batch.forEach(({ bytes, broken }, index) =>
        this.acknowledged.push({ uploadId: uploads[index] ?? '', sha256: sha256Of(bytes), broken }),
      );
      // Slower than it could: what is sent is read before the drill ends.
      await sleep(400);
    }
  }

  async #page() {
    this.#number += 1;
    const whole = await smallPage(this.#seed + this.#number);
    const broken = this.#number % 7 === 0;
    return { name: `${this.#number}.tif`, broken, bytes: broken ? whole.subarray(0, whole.length / 2) : whole };
  }

  async #send(batch: readonly { name: string; bytes: Buffer }[]): Promise<string[]> {
    const { files } = await begin(this.#who, this.#captureId, batch);
    for (const [index, { grant }] of files.entries()) {
      if (grant === null) continue;
      const { bytes } = batch[index]!;
      const offset = await offsetOf(this.#who, grant);
      const { status } = await patch(this.#who, grant, offset, bytes.subarray(offset));
      if (status !== 204) throw new Error(`PATCH ${status}`);
    }
    return files.map(({ name, uploadId }) => {
      if (uploadId === null) throw new Error(`known already: ${name}`);
      return uploadId;
    });
  }

  async #insist<T>(run: () => Promise<T>): Promise<T> {
    const until = Date.now() + 90_000;
    for (;;) {
      try {
        return await run();
      } catch (error) {
        this.tries += 1;
        if (Date.now() > until) throw error;
        await sleep(150);
      }
    }
  }
}

interface Row {
  id: string;
  state: string;
  sha256: string;
  masters: string;
  held: string;
  waited: number | null;
}

/** What the books say of everything that was acknowledged. */
async function faultsOf(site: Site, sent: readonly Sent[]): Promise<{ faults: string[]; longest: number }> {
  const client = new pg.Client(clusterUrl(site.dataDir, 'app_rw', mainDatabase));
  await client.connect();
  try {
    const { rows } = await client.query<Row>(`
      select upload.id, upload.state, upload.sha256,
        (select count(*) from master where master.upload_id = upload.id) as masters,
        (select count(*) from master join image_slot on image_slot.master_id = master.id
          where master.upload_id = upload.id) as held,
        extract(epoch from upload.decided_at - upload.given_at)::float8 as waited
      from upload`);
    const known = new Map(rows.map((row) => [row.id, row]));
    const faults: string[] = [];
    for (const { uploadId, sha256, broken } of sent) {
      const row = known.get(uploadId);
      const expected = broken ? ['refused', '0', '0'] : ['taken', '1', '1'];
      const found = row ? [row.state, row.masters, row.held] : [];
      if (!row || row.sha256 !== sha256 || found.join() !== expected.join())
        faults.push(`${uploadId}: ${found.join()} instead of ${expected.join()}`);
      const path = join(site.dataDir, 'objects', objectPath(sha256));
      if (createHash('sha256').update(readFileSync(path)).digest('hex') !== sha256) faults.push(`bytes of ${uploadId}`);
    }
    const twice = rows.filter(({ state }) => state === 'given').length;
    if (twice > 0) faults.push(`${twice} still wait`);
    const { rows: gaps } = await client.query<{ unit_id: string }>(`
      select unit_id from image_slot where position is not null group by unit_id
      having count(*) <> max(position) or min(position) <> 1`);
    for (const { unit_id: unit } of gaps) faults.push(`the order of ${unit} has a gap`);
    const { rows: unread } = await client.query<{ id: string; state: string | null; fault: string | null }>(`
      select master.id, page_text.state, page_text.fault ->> 'code' as fault from master
      left join page_text on page_text.master_id = master.id where page_text.state is distinct from 'done'`);
    for (const { id, state, fault } of unread) faults.push(`text of ${id}: ${state ?? 'none'} ${fault ?? ''}`);
    return { faults, longest: Math.max(0, ...rows.map(({ waited }) => waited ?? 0)) };
  } finally {
    await client.end();
  }
}

/** How much waits; null while the database is on its way up. */
async function waitingIn(site: Site, query: string): Promise<number | null> {
  const client = new pg.Client(clusterUrl(site.dataDir, 'app_rw', mainDatabase));
  try {
    await client.connect();
    const { rows } = await client.query<{ count: string }>(query);
    return Number(rows[0]?.count);
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const unseen = `select count(*) from upload where state = 'given'`;
const unread = `select count(*) from page_text where state = 'waiting'`;

/** Until nothing waits, or nothing has moved for a minute and a half; answers the longest standstill in seconds. */
async function untilNone(site: Site, query: string): Promise<number> {
  let [last, since, longest] = [-1, Date.now(), 0];
  for (;;) {
    const count = await waitingIn(site, query);
    const stood = (Date.now() - since) / 1000;
    longest = Math.max(longest, stood);
    if (count === 0 || stood > 90) return longest;
    if (count !== null && count !== last) [last, since] = [count, Date.now()];
    await sleep(250);
  }
}

interface Drill {
  site: Site;
  scanners: Scanner[];
  strikes: Record<string, number>;
  /** Seconds for which no page was read although some waited, after the last strike. */
  standstill: number;
}

async function scannersOf(site: Site): Promise<Scanner[]> {
  const door = doorOf(site);
  const here = await crewOf(door, await staffCustody(door));
  const { codes } = await comeToWork(here, [1, 2]);
  await workUpTo(here, 'scan', codes);
  const scanners: Scanner[] = [];
  for (const [index, who] of [here.scanner, here.otherScanner].entries()) {
    const code = codes[index] ?? '';
    await who.client.act(taskPick, { input: { code } });
    const { captureId } = await open(who, code, here.device);
    scanners.push(new Scanner(who, captureId, 100_000 * (index + 1)));
  }
  return scanners;
}

async function campaign(drill: Drill, count: number): Promise<void> {
  await untilReady(drill.site);
  drill.scanners = await scannersOf(drill.site);
  const stop = new AbortController();
  const working = Promise.all(drill.scanners.map((scanner) => scanner.run(stop.signal)));
  working.catch(() => undefined);
  for (let cycle = 0; cycle < count; cycle += 1) {
    await sleep(600 + Math.random() * 1800);
    const victim = victims[cycle % victims.length] ?? 'server';
    signalAll(pidsOf(drill.site, victim), 'SIGKILL');
    drill.strikes[victim] = (drill.strikes[victim] ?? 0) + 1;
    await sleep(200);
    if (victim === 'everything') drill.site = launch(drill.site.dataDir, drill.site.port);
    await untilReady(drill.site);
  }
  await sleep(1500);
  stop.abort();
  await working;
  await untilNone(drill.site, unseen);
  drill.standstill = await untilNone(drill.site, unread);
}

async function verdict({ site, scanners, strikes, standstill }: Drill, count: number): Promise<void> {
  const sent = scanners.flatMap(({ acknowledged }) => acknowledged);
  const { faults, longest } = await faultsOf(site, sent);
  const figures = {
    ...{ drill: 'capture', cycles: count, strikes, acknowledged: sent.length },
    quarantined: sent.filter(({ broken }) => broken).length,
    retries: scanners.reduce((sum, { tries }) => sum + tries, 0),
    ...{ longestSeconds: Number(longest.toFixed(1)), standstillSeconds: Number(standstill.toFixed(1)) },
    faults: faults.length,
  };
  console.log(
    `${count} kills, ${sent.length} pages acknowledged, ${figures.quarantined} of them in quarantine, ` +
      `${figures.retries} tries again, longest wait ${figures.longestSeconds} s, ` +
      `longest standstill of reading ${figures.standstillSeconds} s, ${faults.length} faults`,
  );
  console.log(JSON.stringify(figures));
  if (faults.length > 0) throw new Error(faults.slice(0, 10).join('\n'));
  if (longest > 60) throw new Error(`a page waited ${longest} s`);
  if (standstill > 60) throw new Error(`nothing was read for ${standstill} s`);
  if (sent.length < count) throw new Error('too little was sent to show anything');
}

export async function run(count: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shoucang-capture-'));
  const drill: Drill = { site: launch(dataDir, await freePort()), scanners: [], strikes: {}, standstill: 0 };
  try {
    await untilInterrupted(campaign(drill, count));
    await verdict(drill, count);
  } finally {
    await end(drill.site);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/**
 * `npm run drill -- kill 20`: kill -9 of server processes and database at random moments under 8
 * writers. Nothing acknowledged may be lost, no change may be without its entry, no entry without
 * its change.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { clusterUrl } from '#/base/server/postgres/attach.ts';
import { mainDatabase } from '#/base/server/postgres/provision.ts';
import { issueOpen } from '#/protection/rules/api/issues.ts';
import type { Who } from '../test/people.ts';
import { assertBooks, checkSeals, compareBooks, wordsOf } from './books.ts';
import {
  databaseProcesses,
  end,
  freePort,
  launch,
  programs,
  signalAll,
  type Site,
  staff,
  untilInterrupted,
  untilReady,
} from './running-site.ts';

const writers = 8;
const victims = ['api', 'sequencer', 'postgres', 'everything'] as const;
type Victim = (typeof victims)[number];

/** Kills the victim and whatever it started, all at once and without warning. */
function kill(site: Site, victim: Victim): void {
  const targets = {
    api: () => programs(site, 'api'),
    sequencer: () => programs(site, 'sequencer'),
    postgres: () => databaseProcesses(site.dataDir),
    everything: () => [site.supervisor.pid ?? 0, ...programs(site), ...databaseProcesses(site.dataDir)],
  }[victim]();
  signalAll(targets, 'SIGKILL');
}

interface Tally {
  acknowledged: Set<string>;
  tried: number;
}

/** Writes until told to stop; remembers what was acknowledged, and only that. */
async function write(lead: Who, dueOn: string, tally: Tally, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    tally.tried += 1;
    const input = { title: `问题 ${tally.tried}`, facts: '演练', owner: lead.personId, dueOn, attachments: [] };
    const answer = await lead.client.tryAct(issueOpen, { input }).catch(() => null);
    if (answer && 'output' in answer) tally.acknowledged.add(answer.output.issueId);
    else await sleep(50);
  }
}

export async function run(count = 20): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shoucang-kill-'));
  const port = await freePort();
  let site = launch(dataDir, port);
  const campaign = async (): Promise<void> => {
    await untilReady(site);
    const people = await staff(site);
    // A writer that waits inside a request would not notice the kill.
    people.client.patienceMs = 0;
    const tally: Tally = { acknowledged: new Set(), tried: 0 };
    const kills: Record<string, number> = {};
    for (let cycle = 0; cycle < count; cycle += 1) {
      let stop = false;
      const writing = Array.from({ length: writers }, () => write(people, '2099-12-31', tally, () => stop));
      await sleep(300 + Math.random() * 1200);
      const victim = victims[cycle % victims.length] ?? 'api';
      kills[victim] = (kills[victim] ?? 0) + 1;
      console.log(`kill -9 ${victim}`);
      kill(site, victim);
      await sleep(200);
      if (victim === 'everything') site = launch(dataDir, port);
      await untilReady(site);
      stop = true;
      await Promise.all(writing);
    }
    await report(site, tally, kills);
  };
  try {
    await untilInterrupted(campaign());
  } finally {
    await end(site);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function report(site: Site, tally: Tally, kills: Record<string, number>): Promise<void> {
  const url = clusterUrl(site.dataDir, 'app_rw', mainDatabase);
  const client = new pg.Client(url);
  await client.connect();
  try {
    const books = await compareBooks(client, tally.acknowledged);
    const seals = await checkSeals(client, url);
    console.log(wordsOf(books, seals));
    console.log(JSON.stringify({ drill: 'kill', kills, tried: tally.tried, ...books, ...seals }));
    assertBooks('kill', books, seals);
  } finally {
    await client.end();
  }
}

/**
 * `npm run drill -- products 20`: kill -9 of server, worker and database while a package is sealed or made. A package
 * that was acknowledged is made in the end, whole; no row names a file that is not there byte for byte; made once more,
 * it is the same; and what was never acknowledged is there whole or not at all.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { objectPath } from '#/base/server/objects/files.ts';
import { clusterUrl } from '#/base/server/postgres/attach.ts';
import { mainDatabase } from '#/base/server/postgres/provision.ts';
import { packageRetry, packageSeal, packageWithdraw } from '#/products/rules/api/packages.ts';
import { staffCustody } from '../test/custody-site.ts';
import { comeToWork, type Crew, crewOf, doStep, presetKeys } from '../test/workflow-site.ts';
import {
  doorOf,
  end,
  freePort,
  launch,
  pidsOfVictim,
  signalAll,
  type Site,
  untilInterrupted,
  untilReady,
  usualVictims,
} from './running-site.ts';

const volumes = 12;

interface Drill {
  site: Site;
  here: Crew | null;
  strikes: Record<string, number>;
  /** Strikes while a package was being made: its row stood, its seal did not. */
  midway: number;
  faults: string[];
  packages: number;
}

async function ask<R extends object>(site: Site, role: 'shoucang_owner' | 'app_rw', query: string): Promise<R[]> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client(clusterUrl(site.dataDir, role, mainDatabase));
    try {
      await client.connect();
      return (await client.query<R>(query)).rows;
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(200);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

interface Package {
  id: string;
  state: string;
  seal: string | null;
}

const newest = async (site: Site): Promise<Package | undefined> =>
  (await ask<Package>(site, 'app_rw', 'select id, state, seal from package order by id desc limit 1'))[0];

async function insist<T>(run: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + 60_000; ;) {
    try {
      return await run();
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(200);
    }
  }
}

async function untilMade(site: Site, id: string): Promise<string> {
  for (const until = Date.now() + 120_000; Date.now() < until; await sleep(100)) {
    const [row] = await ask<Package>(site, 'app_rw', `select id, state, seal from package where id = '${id}'`);
    if (row?.state === 'made' && row.seal !== null) return row.seal;
    if (row?.state === 'failed') throw new Error(`the package failed`);
  }
  throw new Error('the package was not made within two minutes');
}

interface File {
  path: string;
  sha256: string;
  sm3: string;
}

async function filesOf({ site, faults }: Drill, id: string): Promise<string> {
  const rows = await ask<File>(
    site,
    'app_rw',
    `select path, sha256, sm3 from package_file join object using (sha256) where package_id = '${id}' order by path`,
  );
  for (const { path, sha256, sm3 } of rows) {
    const bytes = readFileSync(join(site.dataDir, 'objects', objectPath(sha256)));
    for (const [name, digest] of Object.entries({ sha256, sm3 }))
      if (createHash(name).update(bytes).digest('hex') !== digest) faults.push(`${name} of ${path}`);
  }
  // Three files of each volume, five lists, six of the bag itself.
  if (rows.length !== volumes * 3 + 6 + 6) faults.push(`${rows.length} files in a package`);
  return rows.map(({ path, sha256 }) => `${sha256} ${path}`).join('\n');
}

/** As if nothing had been made of it: it is made from its sealing act once more. */
async function makeAgain({ site, here }: Drill, id: string): Promise<string> {
  await ask(site, 'shoucang_owner', `delete from package_file where package_id = '${id}'`);
  await ask(site, 'shoucang_owner', `update package_unit set made = false where package_id = '${id}'`);
  const fault = `'{"code":"image-damaged","params":{}}'`;
  await ask(
    site,
    'shoucang_owner',
    `update package set state = 'failed', made_at = null, seal = null, fault = ${fault} where id = '${id}'`,
  );
  await insist(() => here!.manager.client.act(packageRetry, { subject: id }));
  return untilMade(site, id);
}

async function cycle(drill: Drill, number: number): Promise<void> {
  const { projectId, manager, lead } = drill.here!;
  const before = (await newest(drill.site))?.id;
  const input = { codes: null, pdf: true, ofd: true, encoding: 'utf-8' } as const;
  const sealing = manager.client.act(packageSeal, { subject: projectId, input }).then(
    ({ packageId }) => packageId,
    () => null,
  );
  // In turn while it is sealed, and while it is made.
  const duringMaking = number % 2 === 1;
  if (duringMaking) await sealing;
  await sleep(Math.random() * (duringMaking ? 900 : 200));
  const victim = usualVictims[number % usualVictims.length] ?? 'worker';
  const standing = await newest(drill.site).catch(() => undefined);
  if (standing && standing.id !== before && standing.state === 'sealed') drill.midway += 1;
  signalAll(pidsOfVictim(drill.site, victim), 'SIGKILL');
  drill.strikes[victim] = (drill.strikes[victim] ?? 0) + 1;
  await sleep(200);
  if (victim === 'everything') drill.site = launch(drill.site.dataDir, drill.site.port);
  await untilReady(drill.site);
  const acknowledged = await sealing;
  const now = await newest(drill.site);
  if (acknowledged !== null && now?.id !== acknowledged)
    drill.faults.push(`${acknowledged} was acknowledged and is gone`);
  if (!now || now.id === before) return;
  const seal = await untilMade(drill.site, now.id);
  const files = await filesOf(drill, now.id);
  if ((await makeAgain(drill, now.id)) !== seal) drill.faults.push(`${now.id}: another seal when made again`);
  if ((await filesOf(drill, now.id)) !== files) drill.faults.push(`${now.id}: other files when made again`);
  drill.packages += 1;
  await insist(() => lead.client.act(packageWithdraw, { subject: now.id, input: { reason: '演练' } }));
}

async function campaign(drill: Drill, count: number): Promise<void> {
  await untilReady(drill.site);
  const door = doorOf(drill.site);
  drill.here = await crewOf(door, await staffCustody(door));
  const numbers = Array.from({ length: volumes }, (_, index) => index + 1);
  const { codes } = await comeToWork(drill.here, numbers);
  for (const step of presetKeys) await doStep(drill.here, step, codes);
  for (let number = 0; number < count; number += 1) await cycle(drill, number);
}

export async function run(count: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shoucang-products-'));
  const site = launch(dataDir, await freePort());
  const drill: Drill = { site, here: null, strikes: {}, midway: 0, faults: [], packages: 0 };
  try {
    await untilInterrupted(campaign(drill, count));
    const { strikes, midway, faults, packages } = drill;
    console.log(
      `${count} kills, ${midway} of them while a package was being made; ${packages} packages made twice, ${faults.length} faults`,
    );
    console.log(JSON.stringify({ drill: 'products', cycles: count, strikes, midway, packages, faults: faults.length }));
    if (faults.length > 0) throw new Error(faults.slice(0, 10).join('\n'));
    if (packages < count / 3) throw new Error('too few packages came about to show anything');
  } finally {
    await end(drill.site);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/**
 * `npm run drill -- kill 20`: kill -9 of server processes and database at random moments under 8
 * writers. Nothing acknowledged may be lost, no change may be without its entry, no entry without
 * its change.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Client } from '#/app/client.ts';
import { assertPortFree } from '#/app/port.ts';
import { verifyAgainstCheckpoint } from '#/base/server/ledger/proof.ts';
import { openDatabase } from '#/base/server/db.ts';
import { clusterUrl } from '#/base/server/postgres/attach.ts';
import { mainDatabase } from '#/base/server/postgres/provision.ts';
import { issueOpen } from '#/protection/rules/api/issues.ts';
import { employ, openWithOfficers, type Who } from '../test/people.ts';
import { setTimeout as sleep } from 'node:timers/promises';

const writers = 8;
const victims = ['api', 'sequencer', 'postgres', 'everything'] as const;
type Victim = (typeof victims)[number];

interface Site {
  dataDir: string;
  port: number;
  supervisor: ChildProcess;
  output: string[];
}

const root = join(import.meta.dirname, '..');

function launch(dataDir: string, port: number): Site {
  const env = {
    ...process.env,
    SHOUCANG_DATA: dataDir,
    SHOUCANG_PORT: String(port),
    DATABASE_URL: '',
    DATABASE_OWNER_URL: '',
  };
  const supervisor = spawn(process.execPath, [join(root, 'src/app/start.ts')], {
    env,
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [supervisor.stdout, supervisor.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  return { dataDir, port, supervisor, output };
}

async function untilReady({ port, output }: Pick<Site, 'port' | 'output'>): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const ready = await fetch(`http://localhost:${port}/readyz`)
      .then((answer) => answer.ok)
      .catch(() => false);
    if (ready) return;
    await sleep(100);
  }
  throw new Error(`not ready within 60 s:\n${output.join('').slice(-3000)}`);
}

const processes = (): { pid: number; parent: number; command: string }[] =>
  execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, command = '']) => ({ pid: Number(pid), parent: Number(parent), command }));

function postmaster(dataDir: string): number {
  for (const entry of readdirSync(dataDir, { recursive: true, encoding: 'utf8' })) {
    if (entry.endsWith('postmaster.pid')) return Number(readFileSync(join(dataDir, entry), 'utf8').split('\n')[0]);
  }
  throw new Error('no postmaster.pid');
}

/** Kills the victim and whatever it started, all at once and without warning. */
function kill(site: Site, victim: Victim): void {
  const all = processes();
  const mine = all.filter((one) => one.parent === site.supervisor.pid);
  const named = (name: string) => mine.filter((one) => one.command.includes(`/${name}.ts`)).map((one) => one.pid);
  const database = (): number[] => {
    const master = postmaster(site.dataDir);
    return [master, ...all.filter((one) => one.parent === master).map((one) => one.pid)];
  };
  const targets = {
    api: () => named('api'),
    sequencer: () => named('sequencer'),
    postgres: database,
    everything: () => [site.supervisor.pid ?? 0, ...mine.map((one) => one.pid), ...database()],
  }[victim]();
  for (const pid of targets) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone already: a backend that followed its postmaster.
    }
  }
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
  // Below the ephemeral range: a client knocking at a closed port there can end up connected to itself.
  let port = 10_000 + (process.pid % 10_000);
  while (
    !(await assertPortFree('127.0.0.1', port).then(
      () => true,
      () => false,
    ))
  )
    port += 1;
  let site = launch(dataDir, port);
  try {
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
  } finally {
    site.supervisor.kill('SIGTERM');
    await new Promise((resolve) =>
      site.supervisor.exitCode === null ? site.supervisor.once('exit', resolve) : resolve(null),
    );
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function staff(site: Site): Promise<Who> {
  const code =
    /[A-Z0-9]{5}(-[A-Z0-9]{5}){3}/.exec(readFileSync(join(site.dataDir, 'secrets', 'setup-code'), 'utf8'))?.[0] ?? '';
  const origin = `http://localhost:${site.port}`;
  const desk = { origin, setupCode: code, visitor: () => new Client(origin) };
  const officers = await openWithOfficers(desk);
  return employ(desk, officers, 'archiveLead');
}

async function report(site: Site, tally: Tally, kills: Record<string, number>): Promise<void> {
  const url = clusterUrl(site.dataDir, 'app_rw', mainDatabase);
  await using database = openDatabase(url, 4, 'drill');
  const client = new pg.Client(url);
  await client.connect();
  try {
    const one = async (sql: string): Promise<number> => Number((await client.query<{ n: string }>(sql)).rows[0]?.n);
    const { rows } = await client.query<{ id: string }>('select id from issue');
    const stored = new Set(rows.map((row) => row.id));
    const lost = [...tally.acknowledged].filter((id) => !stored.has(id)).length;
    const entry = `exists (select 1 from ledger_entry e where e.act = '${issueOpen.name}' and e.result = 'ok' and e.subject_id = i.id::text)`;
    const withoutEntry = await one(`select count(*) as n from issue i where not ${entry}`);
    const withoutChange = await one(
      `select count(*) as n from ledger_entry e where e.act = '${issueOpen.name}' and e.result = 'ok'
          and not exists (select 1 from issue i where i.id::text = e.subject_id)`,
    );
    await untilSealed(one);
    const entries = await one('select count(*) as n from ledger_entry');
    const sealed = await one('select sealed_size as n from ledger_state');
    const note = (await client.query<{ note: string }>('select note from ledger_checkpoint order by size desc limit 1'))
      .rows[0]?.note;
    const verdict = await verifyAgainstCheckpoint(database.db, note ?? '');
    const figures = {
      kills,
      tried: tally.tried,
      acknowledged: tally.acknowledged.size,
      stored: stored.size,
      lost,
      withoutEntry,
      withoutChange,
      entries,
      sealed,
      fault: verdict.code,
    };
    console.log(
      `确认 acknowledged ${figures.acknowledged} · 丢失 lost ${lost} · 无条目的改动 changes without entry ${withoutEntry} · 无改动的条目 entries without change ${withoutChange} · 封存 sealed ${sealed}/${entries} · 核验 verify ${verdict.code ?? 'ok'}`,
    );
    console.log(JSON.stringify({ drill: 'kill', ...figures }));
    if (lost + withoutEntry + withoutChange > 0 || sealed !== entries || verdict.code !== null)
      throw new Error('kill drill failed');
    if (tally.acknowledged.size === 0) throw new Error('nothing was written: the drill is void');
  } finally {
    await client.end();
  }
}

async function untilSealed(one: (sql: string) => Promise<number>): Promise<void> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    if ((await one('select (select count(*) from ledger_entry) - (select sealed_size from ledger_state) as n')) === 0)
      return;
    await sleep(200);
  }
}

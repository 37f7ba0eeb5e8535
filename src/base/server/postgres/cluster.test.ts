import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCluster } from './embedded.ts';
import { processesIn } from './processes.ts';
import { withClient } from './provision.ts';

/** A supervisor in a process of its own, so that it can be killed. */
const holder = `
  import { startCluster } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))};
  const cluster = await startCluster({ dataDir: process.argv[1] });
  console.log(cluster.pid);
  process.on('SIGTERM', () => cluster.stop().then(() => process.exit(0)));
  setInterval(() => {}, 1e6);
`;

async function startElsewhere(dataDir: string): Promise<{ child: ChildProcess; postmaster: number }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', holder, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, postmaster: Number(line.toString()) };
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function addRow(dataDir: string): Promise<number> {
  await using cluster = await startCluster({ dataDir });
  return await withClient(cluster.url('shoucang_owner', 'shoucang'), async (client) => {
    await client.query('create table if not exists kept (n int)');
    await client.query('insert into kept values (1)');
    const { rows } = await client.query<{ n: number }>('select count(*)::int as n from kept');
    return rows[0]?.n ?? 0;
  });
}

describe('a cluster on a data folder', () => {
  let dataDir = '';
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shoucang-cluster-'));
    expect(await addRow(dataDir)).toBe(1);
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  test('keeps one secret per role that only its owner can read', () => {
    const secrets = ['postgres', 'shoucang_owner', 'app_rw'].map((role) => {
      const file = join(dataDir, 'secrets', role);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      return readFileSync(file, 'utf8');
    });
    expect(new Set(secrets).size).toBe(3);
  });

  test('has no TCP address, checks pages, and flushes every commit', async () => {
    await using cluster = await startCluster({ dataDir });
    await withClient(cluster.url('postgres', 'postgres'), async (client) => {
      const setting = async (name: string): Promise<unknown> =>
        (await client.query<{ v: string }>('select current_setting($1) as v', [name])).rows[0]?.v;
      expect(await setting('listen_addresses')).toBe('');
      for (const name of ['data_checksums', 'fsync', 'full_page_writes', 'synchronous_commit']) {
        expect(await setting(name)).toBe('on');
      }
      const { rows } = await client.query(
        `select datlocprovider as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding,
                pg_get_userbyid(datdba) as owner from pg_database where datname = 'shoucang'`,
      );
      expect(rows).toEqual([{ provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8', owner: 'shoucang_owner' }]);
    });
  });

  test('refuses a wrong secret and the other role’s', async () => {
    await using cluster = await startCluster({ dataDir });
    const wrong = new URL(cluster.url('app_rw', 'shoucang'));
    wrong.password = readFileSync(join(dataDir, 'secrets', 'shoucang_owner'), 'utf8').trim();
    await expect(withClient(wrong.href, (client) => client.query('select 1'))).rejects.toMatchObject({ code: '28P01' });
  });

  test('is not started a second time, by the same process or another', async () => {
    await using first = await startCluster({ dataDir });
    await expect(startCluster({ dataDir })).rejects.toMatchObject({ code: 'in-use' });
    expect(processesIn(join(dataDir, 'postgres'))).toContain(first.pid);
  });

  test('starts by itself after kill -9 of its supervisor: the orphan is stopped first', async () => {
    const { child, postmaster } = await startElsewhere(dataDir);
    await kill(child);
    expect(processesIn(join(dataDir, 'postgres'))).toContain(postmaster);
    const before = await addRow(dataDir);
    expect(processesIn(join(dataDir, 'postgres'))).toEqual([]);
    expect(await addRow(dataDir)).toBe(before + 1);
  });

  test('starts by itself after kill -9 of supervisor and PostgreSQL together, and lost nothing', async () => {
    const before = await addRow(dataDir);
    const { child, postmaster } = await startElsewhere(dataDir);
    process.kill(postmaster, 'SIGKILL');
    await kill(child);
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(true);
    expect(await addRow(dataDir)).toBe(before + 1);
  });

  test('starts over lock files whose number another program has taken since', async () => {
    const { child, postmaster } = await startElsewhere(dataDir);
    process.kill(postmaster, 'SIGKILL');
    await kill(child);
    for (const file of [join(dataDir, 'postgres', 'postmaster.pid'), join(dataDir, 'socket', '.s.PGSQL.5432.lock')]) {
      const text = readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid));
      writeFileSync(file, text);
    }
    expect(await addRow(dataDir)).toBeGreaterThan(1);
  });

  test('reports the death of its postmaster, and not a stop that was asked for', async () => {
    const cluster = await startCluster({ dataDir });
    process.kill(cluster.pid, 'SIGKILL');
    await cluster.died;
    await cluster.stop();
    expect(await addRow(dataDir)).toBeGreaterThan(1);
  });

  test('refuses a data folder of another major and names the commands', async () => {
    const file = join(dataDir, 'postgres', 'PG_VERSION');
    writeFileSync(file, '17\n');
    await expect(startCluster({ dataDir })).rejects.toThrow(/npm run export-db.*npm run import-db/s);
    writeFileSync(file, '18\n');
    expect(await addRow(dataDir)).toBeGreaterThan(1);
  });

  test('refuses a database whose secrets were lost, instead of making useless new ones', async () => {
    const file = join(dataDir, 'secrets', 'postgres');
    const kept = readFileSync(file);
    rmSync(file);
    await expect(startCluster({ dataDir })).rejects.toMatchObject({ code: 'secret-lost' });
    writeFileSync(file, 'not-the-secret\n', { mode: 0o600 });
    await expect(startCluster({ dataDir })).rejects.toMatchObject({ code: 'secret-lost' });
    writeFileSync(file, kept);
    expect(processesIn(join(dataDir, 'postgres'))).toEqual([]);
  });
});

test('a long data path gets a short private socket folder', async () => {
  const base = mkdtempSync(join(tmpdir(), 'shoucang-long-'));
  chmodSync(base, 0o711);
  const dataDir = join(base, '档案数字化'.repeat(4), 'x'.repeat(60));
  mkdirSync(join(base, '档案数字化'.repeat(4)), { mode: 0o711 });
  try {
    await using cluster = await startCluster({ dataDir, durability: 'throwaway' });
    expect(Buffer.byteLength(cluster.socketDir)).toBeLessThanOrEqual(88);
    expect(statSync(cluster.socketDir).mode & 0o777).toBe(0o700);
    await withClient(cluster.url('app_rw', 'shoucang'), (client) => client.query('select 1'));
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
});

test.runIf(process.getuid?.() === 0)('root is told when PostgreSQL’s user cannot reach the folder', async () => {
  const base = mkdtempSync(join(tmpdir(), 'shoucang-shut-'));
  try {
    await expect(startCluster({ dataDir: join(base, 'data') })).rejects.toMatchObject({ code: 'not-reachable' });
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
});

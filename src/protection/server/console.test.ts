/** The machine's own console: what it can do is entered and told (5.5-5). */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '#/base/server/postgres/provision.ts';
import { openWithOfficers, type Officers } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { alarmList, logSearch } from '../rules/api/log.ts';
import { terminalList } from '../rules/api/people.ts';
import { terminalEnrol } from '../rules/api/session.ts';
import { lookForAlarms, protectionLooks } from './alarms.ts';

let site: TestSite;
let folder = '';

beforeAll(async () => {
  site = await openTestSite();
  folder = mkdtempSync(join(tmpdir(), 'shoucang-console-'));
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `src/app/<program>.ts` as the console does, with the owner's address. */
async function atConsole(program: string, ...args: string[]): Promise<{ status: number | null; text: string }> {
  const file = join(import.meta.dirname, '../../app', `${program}.ts`);
  const child = spawn(process.execPath, [file, ...args], {
    env: {
      PATH: process.env['PATH'],
      SHOUCANG_DATA: site.config.dataDir,
      DATABASE_URL: site.database.appUrl,
      DATABASE_OWNER_URL: site.database.ownerUrl,
    },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, text })));
}

const asOwner = async (text: string): Promise<void> =>
  withClient(site.database.ownerUrl, async (client) => void (await client.query(text)));

test('refuses a terminal by the console before the opening, which makes the first one itself', async () => {
  expect(await atConsole('terminal', '应急终端')).toMatchObject({
    status: 1,
    text: expect.stringContaining('has not been opened yet'),
  });
});

test('5.5-2 a terminal recovered at the console works, without a port, and is entered and told', async () => {
  const officers: Officers = await openWithOfficers(site);
  const { status, text } = await atConsole('terminal', '应急终端');
  expect(status, text).toBe(0);
  const code = /([A-Z0-9]{5}-){2}[A-Z0-9]{5}/.exec(text)?.[0] ?? '';
  await site.visitor().public(terminalEnrol, { code });
  const { items } = await officers.securityOfficer.client.view(terminalList);
  expect(items.find((one) => one.name === '应急终端')).toMatchObject({ state: 'enrolled', secondFactorPort: false });
  expect(await atConsole('terminal', '应急终端')).toMatchObject({ status: 1, text: expect.stringContaining('taken') });

  const entries = await officers.auditor.client.view(logSearch, { input: { act: 'protection.terminal.recover' } });
  expect(entries.items).toHaveLength(1);
  await lookForAlarms(site.db, site.config, protectionLooks, null);
  await lookForAlarms(site.db, site.config, protectionLooks, null);
  const alarms = (await officers.securityOfficer.client.view(alarmList, { input: {} })).items.filter(
    (one) => one.kind === 'console-used',
  );
  expect(alarms.map((one) => one.facts)).toMatchObject([[{ name: 'act', value: 'protection.terminal.recover' }]]);
});

test('2.8-4 an export of the database at the console is entered before it happens; refuses where that fails', async () => {
  const done = await atConsole('export-db', join(folder, 'export'));
  expect(done.status, done.text).toBe(0);
  const entered = await site.db
    .selectFrom('ledger_entry')
    .select('id')
    .where('act', '=', 'base.database.export')
    .execute();
  expect(entered).toHaveLength(1);
  await lookForAlarms(site.db, site.config, protectionLooks, null);
  const told = await site.db.selectFrom('alarm').select('facts').where('kind', '=', 'console-used').execute();
  expect(told.map((row) => row.facts)).toContainEqual({ act: 'base.database.export' });

  await asOwner('alter table ledger_entry rename to ledger_away');
  const refused = await atConsole('export-db', join(folder, 'unentered'));
  await asOwner('alter table ledger_away rename to ledger_entry');
  expect(refused.status, refused.text).toBe(1);
  expect(existsSync(join(folder, 'unentered'))).toBe(false);
});

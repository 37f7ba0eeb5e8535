/** 2.8-4 and 7.5-1: the log leaves only with a second person, and what leaves verifies offline. */
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyList } from '#/base/rules/api/files.ts';
import { approve, type Officers, openWithOfficers } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { ledgerExport, ledgerStatus, ledgerVerify } from '../rules/api/log.ts';

let site: TestSite;
let officers: Officers;

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const input = { target: '光盘 2026-11', purpose: '月度离机保存' };

test('2.8-4 refuses an export without a second person, or with an approval that is none', async () => {
  const { auditor, administrator } = officers;
  expect((await auditor.client.tryAct(ledgerExport, { input })).status).toBe(202);
  const stolen = await auditor.client.tryAct(ledgerExport, { input, approval: auditor.personId });
  expect(stolen).toMatchObject({ status: 409, problem: { code: 'approval-void' } });
  expect(await administrator.client.tryAct(ledgerExport, { input })).toMatchObject({ status: 403 });
  expect(existsSync(join(site.config.dataDir, 'exports', '光盘_2026-11'))).toBe(false);
});

test('7.5-1 what was exported verifies offline against the checkpoint that the auditor holds', async () => {
  const { auditor, securityOfficer } = officers;
  const held = (await auditor.client.view(ledgerStatus)).checkpoint?.note ?? '';
  const approval = await auditor.client.ask(ledgerExport, { input });
  await approve(securityOfficer, approval);
  const done = await auditor.client.act(ledgerExport, { input, approval });
  expect(existsSync(done.folder)).toBe(true);
  const path = join(site.config.dataDir, 'held.txt');
  writeFileSync(path, held);
  const { stdout } = await promisify(execFile)(process.execPath, [
    'src/app/verify.ts',
    done.folder,
    '--checkpoint',
    path,
  ]);
  expect(stdout).toMatch(/一致|verified/i);
  const copies = await securityOfficer.client.view(copyList, { input: {} });
  expect(copies.items[0]).toMatchObject({ act: ledgerExport.name, sha256: done.sha256, target: input.target });
  expect(await auditor.client.view(ledgerVerify, { input: { note: held } })).toMatchObject({ ok: true, fault: null });
});

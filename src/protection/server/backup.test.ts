/** 5.6-7: a backup by hand with a second person, the restore, and what a changed backup does. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachmentBegin, attachmentBytes, attachmentFinish, copyList } from '#/base/rules/api/files.ts';
import { createHash } from 'node:crypto';
import { employ, type Officers, openWithOfficers, withSecond } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { backupList, backupRun, backupTargetRegister, restoreDrillRecord } from '../rules/api/backup.ts';
import { readBackupManifest } from './backup/manifest.ts';

let site: TestSite;
let officers: Officers;
let target: string;

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  target = mkdtempSync(join(tmpdir(), 'shoucang-backup-'));
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  rmSync(target, { recursive: true, force: true });
});

const form = { name: '备份盘一', mediumNumber: 'M-001', dailyAtHour: null, keep: 2 };

test('5.6-7 refuses a target inside the data folder, or one that is not there', async () => {
  const { administrator } = officers;
  for (const folder of [join(site.config.dataDir, 'objects'), '/no/such/folder']) {
    const answer = await administrator.client.tryAct(backupTargetRegister, { input: { ...form, folder } });
    expect(answer).toMatchObject({ status: 422, problem: { code: 'target-unusable', field: 'input.folder' } });
  }
});

test('5.6-7 refuses a backup without a second person, and makes one with him', async () => {
  const { administrator, securityOfficer } = officers;
  const lead = await employ(site, officers, 'archiveLead');
  const bytes = Buffer.from('%PDF-1.7 a stored attachment');
  const { attachmentId, grant } = await lead.client.act(attachmentBegin, {
    input: { purpose: 'issue', fileName: 'a.pdf' },
  });
  await lead.client.send(attachmentBytes, grant, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await lead.client.act(attachmentFinish, { subject: attachmentId, input: { sha256 } });

  const { targetId } = await withSecond(administrator, securityOfficer, backupTargetRegister, {
    input: { ...form, folder: target },
  });
  const alone = await administrator.client.tryAct(backupRun, { subject: targetId, input: { purpose: '演练' } });
  expect(alone.status).toBe(202);
  expect(readdirSync(target)).toEqual([]);
  await withSecond(administrator, securityOfficer, backupRun, { subject: targetId, input: { purpose: '演练' } });
  await expect
    .poll(async () => (await administrator.client.view(backupList)).items[0]?.state, { timeout: 30_000 })
    .toBe('done');
  const { items } = await administrator.client.view(backupList);
  expect(items[0]).toMatchObject({ objects: '1', error: null, scheduled: false });
  const copies = await securityOfficer.client.view(copyList, { input: {} });
  expect(copies.items[0]).toMatchObject({ act: 'protection.backup.finish', target: 'M-001', sha256: items[0]?.sha256 });
});

const folder = (): string => join(target, readdirSync(target).find((name) => name.startsWith('shoucang-')) ?? '');

/** `npm run restore` as a person runs it, into an empty data folder with a cluster of its own. */
async function restore(): Promise<{ code: number; text: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shoucang-restored-'));
  const env = { ...process.env, SHOUCANG_DATA: dataDir, DATABASE_URL: '', DATABASE_OWNER_URL: '' };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['src/app/restore.ts', folder()], { env });
    return { code: 0, text: stdout };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { code: 1, text: stdout + stderr };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

test('5.6-7 restores on an empty machine with 0 differences, and the drill is on record', async () => {
  const { administrator, securityOfficer } = officers;
  const { code, text } = await restore();
  expect(text).toContain('"differences":0');
  expect(code).toBe(0);
  const { items } = await administrator.client.view(backupList);
  const input = {
    drilledOn: '2026-11-22',
    machine: 'drill-1',
    report: text.trim().split('\n').at(-1) ?? '',
    remarks: '',
  };
  const wrong = await administrator.client.tryAct(restoreDrillRecord, {
    subject: items[0]?.id ?? '',
    input: { ...input, report: '{}' },
  });
  expect(wrong).toMatchObject({ status: 422, problem: { code: 'report-invalid' } });
  const done = await withSecond(administrator, securityOfficer, restoreDrillRecord, {
    subject: items[0]?.id ?? '',
    input,
  });
  expect(done.passed).toBe(true);
});

test('5.6-7 refuses a backup whose database manifest was changed', async () => {
  const path = join(folder(), 'database', 'manifest.json');
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, before.replace('"rows": 1', '"rows": 2'));
  const { code, text } = await restore();
  writeFileSync(path, before);
  expect(code).toBe(1);
  expect(text).toMatch(/changed/);
  expect(readBackupManifest(folder()).manifest.objects.length).toBe(1);
});

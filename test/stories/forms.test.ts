/** Stories of the forms that ask most: a loop of an issue, an office that changes hands, a drill on record. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from '#/app/client.ts';
import { accountActivate } from '#/protection/rules/api/session.ts';
import { backupList, backupRun, backupTargetRegister } from '#/protection/rules/api/backup.ts';
import { accountCreate, officeList, partyList, personCreate } from '#/protection/rules/api/people.ts';
import { employ, goodPassword, type Officers, openWithOfficers, type Who, withSecond } from '../people.ts';
import { openTestSite, type TestSite } from '../site.ts';
import { closeDesks, type Desk, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf, pause, submitted, walk } from './desk.ts';
import { choose } from './keyboard.ts';

let site: TestSite;
let browser: Browser;
let officers: Officers;
let lead: Who;
let folder: string;

beforeAll(async () => {
  site = await openTestSite();
  browser = await openBrowser();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  folder = mkdtempSync(join(tmpdir(), 'shoucang-forms-'));
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await site[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const drawer = (page: Page) => page.getByRole('dialog').last();

/** Fills a date field; the picker takes what is typed on Enter. */
async function typeDay(page: Page, label: string, day: string): Promise<void> {
  await drawer(page).getByLabel(label).fill(day);
  await page.keyboard.press('Enter');
}

async function send(page: Page): Promise<void> {
  const form = drawer(page);
  await form.getByRole('button', { name: '提交' }).click();
}

/** Agrees to the only request that waits, at a desk of his own. */
async function agree(who: Who): Promise<void> {
  const desk = await deskOf(browser, site, who, '/approvals');
  const { page } = desk;
  await page.getByRole('button', { name: '批准' }).click();
  await shoot(desk, 'approval-in-words');
  await page.getByRole('dialog').getByRole('button', { name: '确认同意' }).click();
  await page.getByRole('button', { name: '批准' }).waitFor({ state: 'hidden' });
  pause(desk, who);
}

async function carryOut({ page }: Desk): Promise<void> {
  await walk(page, '/approvals');
  await page.getByRole('button', { name: '执行' }).click();
  await page.getByRole('button', { name: '确认执行' }).click();
  await expect.poll(() => page.getByRole('button', { name: '执行' }).count(), { timeout: 30_000 }).toBe(0);
}

test('2.8-2 an issue is opened for anybody by name, corrected, found wanting, corrected again and closed by another', async () => {
  const vendor = await employ(site, officers, 'vendorSecurityLead', '吴安全');
  const desk = await deskOf(browser, site, vendor, '/issues');
  const { page } = desk;
  await page.getByRole('button', { name: '登记问题' }).click();
  await drawer(page).getByRole('textbox', { name: '问题' }).fill('封条破损');
  await drawer(page).getByLabel('事实').fill('9 时巡查，二号机封条破损');
  // This role may not see accounts; it may name any person all the same.
  await choose(page, drawer(page).getByLabel('责任人'), '赵主管');
  await typeDay(page, '整改期限', '2099-01-01');
  await send(page);
  await page.getByRole('row', { name: /封条破损/ }).waitFor();
  await leave(desk);

  const leads = await deskOf(browser, site, lead, '/issues');
  await correct(leads, '已换封条');
  const auditors = await deskOf(browser, site, officers.auditor, '/issues');
  await recheck(auditors, '不合格', '封条未编号', '待整改');
  await leads.page.reload();
  await correct(leads, '已换编号封条 F-018');
  await recheck(auditors, '合格，闭环', '编号与登记一致', '已闭环');
  await shoot(auditors, 'issue-closed');
  await expectAccessible(auditors);
  await leave(auditors);
  await leave(leads);
});

async function correct({ page }: Desk, what: string): Promise<void> {
  await page.getByRole('row', { name: /封条破损/ }).click();
  await page.getByRole('button', { name: '登记整改' }).click();
  await drawer(page).getByLabel('整改措施与结果').fill(what);
  await send(page);
  await page.getByText('待档案方复查').waitFor();
}

async function recheck(desk: Desk, verdict: string, finding: string, state: string): Promise<void> {
  const { page } = desk;
  await page.reload();
  await page.getByRole('row', { name: /封条破损/ }).click();
  await page.getByRole('button', { name: '复查' }).click();
  await drawer(page).getByRole('radio', { name: verdict }).check();
  await drawer(page).getByLabel('复查情况').fill(finding);
  await shoot(desk, 'recheck');
  await send(page);
  await drawer(page).locator('.ant-descriptions').getByText(state).waitFor();
}

test('5.6-7 a restore drill is recorded with the report of the restore, confirmed and shown as passed', async () => {
  const { administrator, securityOfficer } = officers;
  const { targetId } = await withSecond(administrator, securityOfficer, backupTargetRegister, {
    input: { name: '备份盘一', folder, mediumNumber: 'M-001', dailyAtHour: null, keep: 2 },
  });
  await withSecond(administrator, securityOfficer, backupRun, { subject: targetId, input: { purpose: '演练' } });
  const newest = async () => (await administrator.client.view(backupList)).items[0];
  await expect.poll(async () => (await newest())?.state, { timeout: 60_000 }).toBe('done');
  const backup = await newest();
  const report = {
    format: 'shoucang-restore',
    v: 1,
    backup: backup?.sha256,
    restoredAt: new Date().toISOString(),
    machine: '演练机',
    rows: Number(backup?.rows),
    objects: Number(backup?.objects),
    bytes: 0,
    ledgerSize: Number(backup?.ledgerSize),
    ledgerRoot: '0'.repeat(64),
    differences: 0,
    seconds: 9,
  };
  const desk = await deskOf(browser, site, administrator, '/backups');
  const { page } = desk;
  await page.getByRole('button', { name: '登记演练' }).click();
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await typeDay(page, '演练日期', today);
  await drawer(page).getByLabel('恢复到的机器').fill('演练机');
  await drawer(page).getByLabel('恢复报告').fill('{}');
  await send(page);
  await drawer(page).getByText('恢复报告无法识别').first().waitFor();
  await drawer(page).getByLabel('恢复报告').fill(JSON.stringify(report));
  await shoot(desk, 'drill');
  await send(page);
  await page.getByText(submitted).first().waitFor();
  await agree(lead);
  await carryOut(desk);
  await walk(page, '/backups');
  await page.getByRole('tab', { name: '恢复演练' }).click();
  await page
    .getByRole('row', { name: /演练机/ })
    .getByText('合格')
    .waitFor();
  await shoot(desk, 'drills');
  await expectAccessible(desk);
  await leave(desk);
});

test('5.6-8 a deputy is appointed by the two other offices with a written order, and then acts', async () => {
  const { administrator, securityOfficer, auditor } = officers;
  const deputy = await newcomer('孙副手');
  const desk = await deskOf(browser, site, securityOfficer, '/offices');
  const { page } = desk;
  const card = page.locator('.ant-card', { hasText: '系统运行' });
  await card.getByRole('button', { name: '任免' }).click();
  await choose(page, drawer(page).getByLabel('人员'), deputy);
  await drawer(page).getByLabel('文号').fill('郑档任〔2026〕1号');
  const file = { name: 'order.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 order') };
  await drawer(page).locator('input[type=file]').setInputFiles(file);
  await drawer(page).getByText('已上传').waitFor();
  await shoot(desk, 'appoint');
  await expectAccessible(desk);
  await send(page);
  await page.getByText(submitted).first().waitFor();
  await agree(auditor);
  await carryOut(desk);

  await walk(page, '/offices');
  await card.getByText(deputy).waitFor();
  await card.getByRole('button', { name: '切换履职人' }).click();
  await drawer(page).getByLabel('原因').fill('管一出差');
  await shoot(desk, 'activate-deputy');
  await send(page);
  await page.getByText(submitted).first().waitFor();
  await agree(auditor);
  await carryOut(desk);
  await walk(page, '/offices');
  await card.locator('tr, .ant-descriptions-item', { hasText: '副职' }).getByText('当前履职').waitFor();
  await shoot(desk, 'offices');
  await leave(desk);
  const { offices } = await securityOfficer.client.view(officeList);
  expect(offices.find((one) => one.office === 'administrator')?.active.name).toBe(deputy);
  // Whoever comes after in this file finds the principal in office.
  expect(administrator.personId).toBe(offices.find((one) => one.office === 'administrator')?.holder.id);
});

/** A person of the archive with an account that is in use and no role. */
async function newcomer(name: string): Promise<string> {
  const { administrator, securityOfficer } = officers;
  const parties = await administrator.client.view(partyList);
  const partyId = parties.items.find((party) => party.kind === 'archive')?.id ?? '';
  const input = { name, idNumber: '410101199912310077', partyId };
  const { personId } = await administrator.client.act(personCreate, { input });
  const username = 'sun.fushou';
  const { activationCode } = await withSecond(administrator, securityOfficer, accountCreate, {
    subject: personId,
    input: { username },
  });
  const first = new Client(site.origin, administrator.client);
  await first.public(accountActivate, { username, activationCode, newPassword: goodPassword });
  return name;
}

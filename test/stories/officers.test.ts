/** Stories: a second person, refused acts, a late entry, a purge, the verification; each by another person. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerStatus } from '#/protection/rules/api/log.ts';
import { attach } from '../files.ts';
import { employ, type Officers, openWithOfficers, type Who } from '../people.ts';
import { openTestSite, type TestSite } from '../site.ts';
import { closeDesks, type Desk, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf as openDeskOf, pause, submitted, walk } from './desk.ts';

let site: TestSite;
let browser: Browser;
let officers: Officers;
let lead: Who;
let keeper: Who;

beforeAll(async () => {
  site = await openTestSite();
  browser = await openBrowser();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await site[Symbol.asyncDispose]();
});

/** What an open list offers; the watermark may say the same words. */
const option = (page: Page, words: string) => page.locator('.ant-select-item-option', { hasText: words });

const deskOf = (who: Who, path: string): Promise<Desk> => openDeskOf(browser, site, who, path);

test('5.5-1 an account is asked for by the administrator and agreed to by the security officer', async () => {
  const admin = await deskOf(officers.administrator, '/people');
  await admin.page.getByRole('button', { name: '登记人员' }).click();
  await admin.page.getByLabel('姓名').last().fill('孙新来');
  await admin.page.getByLabel('证件号').fill('410101199912310099');
  await admin.page.getByLabel('单位').last().click();
  await option(admin.page, '郑州市某某档案馆').click();
  await admin.page.getByRole('button', { name: '提交' }).click();
  await admin.page.getByText('孙新来').first().click();
  await admin.page.getByRole('button', { name: '开通账号' }).click();
  await admin.page.getByLabel('用户名').fill('sun.xinlai');
  await admin.page.getByRole('button', { name: '提交' }).click();
  await admin.page.getByText(submitted).first().waitFor();
  await shoot(admin, 'people');

  const security = await deskOf(officers.securityOfficer, '/approvals');
  await security.page.getByText('开通账号').first().waitFor();
  await shoot(security, 'approvals');
  await expectAccessible(security);
  await security.page.getByRole('button', { name: '批准' }).click();
  await security.page.getByRole('dialog').getByRole('button', { name: /确/ }).click();
  await security.page.getByRole('button', { name: '批准' }).waitFor({ state: 'hidden' });
  pause(security, officers.securityOfficer);

  await walk(admin.page, '/approvals');
  await admin.page.getByRole('button', { name: '执行' }).click();
  await admin.page.getByRole('dialog').getByRole('button', { name: '执行' }).click();
  await admin.page.getByText('以下内容只显示这一次').waitFor();
  expect(await admin.page.locator('.sc-code').textContent()).toMatch(/^([A-Z0-9]{5}-){2}[A-Z0-9]{5}$/);
  await shoot(admin, 'activation-code');
  await leave(admin);
});

test.each([
  ['administrator', '/log', '审计日志'],
  ['securityOfficer', '/backups', '立即备份'],
  ['auditor', '/people', '登记人员'],
] as const)('5.6-8 refuses the %s what is another office’s', async (office, path, forbidden) => {
  const desk = await deskOf(officers[office], path);
  await desk.page.locator('main').waitFor();
  await desk.page.waitForLoadState('networkidle');
  expect(await desk.page.getByRole('button', { name: forbidden }).count()).toBe(0);
  if (office === 'administrator')
    await desk.page
      .getByText(/无权|没有权限/)
      .first()
      .waitFor();
  await shoot(desk, `refused-${office}`);
  pause(desk, officers[office]);
});

/** The keeper agrees at his own desk; then what was asked at this one is carried out. */
async function agreeAndCarryOut({ page }: Desk): Promise<void> {
  const other = await deskOf(keeper, '/approvals');
  await other.page.getByRole('button', { name: '批准' }).click();
  await other.page.getByRole('dialog').getByRole('button', { name: /确/ }).click();
  await other.page.getByRole('button', { name: '批准' }).waitFor({ state: 'hidden' });
  pause(other, keeper);

  await walk(page, '/approvals');
  await page.getByRole('button', { name: '执行' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '执行' }).click();
  await page.getByText('已执行').first().waitFor();
}

test('2.7-2 a late entry is asked for with its paper and shown as late', async () => {
  const desk = await deskOf(lead, '/issues');
  const { page } = desk;
  await page.getByRole('button', { name: '登记问题' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('textbox').first().fill('停电时门禁失灵');
  await drawer.locator('textarea').first().fill('纸质巡查表记录,次日补录');
  await drawer.getByLabel(/责任/).click();
  await option(page, '钱保管').click();
  await drawer.getByPlaceholder('日期').first().fill('2099-01-01');
  await page.keyboard.press('Enter');
  await drawer.getByRole('checkbox', { name: /补录/ }).check();
  // Until its own fields stand there, the last date is the time limit.
  await drawer.getByPlaceholder('时:分').waitFor();
  await drawer.getByPlaceholder('日期').last().fill('2026-11-01');
  await page.keyboard.press('Enter');
  await drawer.getByPlaceholder('时:分').fill('9:30');
  await drawer.getByLabel('纸质表单编号').fill('XC-2026-011');
  await drawer.getByLabel('补录原因').fill('停电');
  const file = { name: 'form.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 paper') };
  await drawer.locator('input[type=file]').last().setInputFiles(file);
  await drawer.getByText('已上传').waitFor();
  await shoot(desk, 'late-entry');
  await drawer.getByRole('button', { name: '提交' }).click();
  await page.getByText(submitted).first().waitFor();

  await agreeAndCarryOut(desk);
  await walk(page, '/late-entries');
  await page.getByText('XC-2026-011').waitFor();
  await shoot(desk, 'late-entries');
  await expectAccessible(desk);
  pause(desk, lead);
});

test('6.5-1 a purge is listed, asked for, agreed to and certified', async () => {
  const file = await attach(lead, 'issue', 'wrong-page');
  const desk = await deskOf(lead, '/attachments');
  const { page } = desk;
  await page
    .getByRole('row', { name: /wrong-page/ })
    .getByRole('button', { name: '清除' })
    .click();
  await page.getByText(file.sha256.slice(0, 8)).first().waitFor();
  await page.getByRole('dialog').locator('textarea').fill('误传,含密级标识');
  await shoot(desk, 'purge');
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByText(submitted).first().waitFor();

  await agreeAndCarryOut(desk);
  await walk(page, '/tombstones');
  await page.getByRole('button', { name: /证明/ }).first().click();
  await page.locator('iframe:visible').contentFrame().getByText('清除证明').first().waitFor();
  await shoot(desk, 'purge-certificate');
  await leave(desk);
});

test('5.5-5 the auditor verifies the ledger against what he holds, and a changed checkpoint fails', async () => {
  const desk = await deskOf(officers.auditor, '/ledger');
  const { page } = desk;
  const status = await officers.auditor.client.view(ledgerStatus);
  const note = status.checkpoint?.note ?? '';
  expect(note).toContain('shoucang.localhost');
  await page.getByLabel('校验点文本').fill(note);
  await page.getByRole('button', { name: '核验日志' }).click();
  await page.getByText('日志与您持有的校验点相符').waitFor();
  await shoot(desk, 'verify-good');
  await expectAccessible(desk);
  await page.getByLabel('校验点文本').fill(note.replace(/\n(\d+)\n/, (_, size: string) => `\n${Number(size) + 1}\n`));
  await page.getByRole('button', { name: '核验日志' }).click();
  await page.getByText('不一致').first().waitFor();
  await shoot(desk, 'verify-bad');
  pause(desk, officers.auditor);
});

test('5.5-2 a watermark that is taken off, hidden or emptied by hand comes back, and then rests', async () => {
  const desk = await deskOf(officers.auditor, '/permissions');
  const mark = desk.page.locator('.sc-watermark-host');
  await expectMarked();
  const host = `document.querySelector('.sc-watermark-host')`;
  for (const tamper of [
    'remove()',
    'setAttribute("hidden", "")',
    'setAttribute("class", "")',
    'replaceChildren()',
    'querySelector("rect").setAttribute("fill", "none")',
  ]) {
    await desk.page.evaluate(`${host}.${tamper}`);
    await expectMarked();
  }
  // The page around it may still be loading; the mark itself must come to rest.
  const changes = (): Promise<number> =>
    desk.page.evaluate(`new Promise((resolve) => {
      let count = 0;
      const observer = new MutationObserver((records) => (count += records.length));
      observer.observe(document.body, { childList: true, subtree: true, attributes: true });
      setTimeout(() => resolve(count), 300);
    })`);
  await expect.poll(changes, { timeout: 10_000 }).toBe(0);
  await leave(desk);

  async function expectMarked(): Promise<void> {
    await mark.locator('svg').waitFor({ state: 'visible' });
    await mark.locator('rect[fill="url(#sc-watermark)"]').waitFor({ state: 'attached' });
    await mark.getByText(officers.auditor.name).first().waitFor({ state: 'attached' });
  }
});

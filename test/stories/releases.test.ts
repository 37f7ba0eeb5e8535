/** The story of a thing that leaves: asked for, agreed to, printed, seen at the exit. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessDay } from '#/base/rules/business-day.ts';
import { releaseList } from '#/premises/rules/api/releases.ts';
import { employ, type Officers, openWithOfficers, type Who } from '../people.ts';
import { openTestSite, type TestSite } from '../site.ts';
import { expectAccessible, openBrowser, shoot } from './browser.ts';
import { deskOf, leave, submitted, walk } from './desk.ts';
import { choose } from './keyboard.ts';

let site: TestSite;
let browser: Browser;
let officers: Officers;
let lead: Who;
let keeper: Who;
let vendor: Who;

beforeAll(async () => {
  site = await openTestSite();
  browser = await openBrowser();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
  vendor = await employ(site, officers, 'vendorManager', '孙经理');
}, 120_000);
afterAll(async () => {
  await browser.close();
  await site[Symbol.asyncDispose]();
});

test('4.6-4 goods leave by a slip: asked for by the vendor, agreed to by the archive, checked at the exit', async () => {
  const desk = await deskOf(browser, site, vendor, '/releases');
  const { page } = desk;
  await page.getByRole('button', { name: '开具放行单' }).click();
  const form = page.getByRole('dialog').last();
  await choose(page, form.getByLabel('携带人'), '孙经理');
  await form.getByLabel('物品').fill('键盘 1 个');
  await form.getByLabel('事由').fill('更换');
  await form.getByLabel('出场日期').fill(businessDay(Date.now(), 'Asia/Shanghai'));
  await page.keyboard.press('Enter');
  await shoot(desk, 'release-issue');
  await form.getByRole('button', { name: '提交' }).click();
  await page.getByText(submitted).first().waitFor();

  const other = await deskOf(browser, site, lead, '/approvals');
  await other.page.getByRole('button', { name: '批准' }).click();
  await other.page.getByRole('dialog').getByRole('button', { name: '确认同意' }).click();
  await other.page.getByRole('button', { name: '批准' }).waitFor({ state: 'hidden' });
  await leave(other);

  await walk(page, '/approvals');
  await page.getByRole('button', { name: '执行' }).click();
  await page.getByRole('button', { name: '确认执行' }).click();
  await expect.poll(() => page.getByRole('button', { name: '执行' }).count(), { timeout: 30_000 }).toBe(0);
  await walk(page, '/releases');
  await page.getByRole('button', { name: '打印' }).click();
  await page.locator('iframe:visible').contentFrame().getByText('物品出场放行单').first().waitFor();
  await shoot(desk, 'release-slip');
  await leave(desk);

  const exit = await deskOf(browser, site, keeper, '/releases');
  await exit.page.getByRole('button', { name: '出场查验' }).click();
  await exit.page.getByRole('dialog').getByLabel('查验情况').fill('相符');
  await shoot(exit, 'release-check');
  await exit.page.getByRole('dialog').getByRole('button', { name: '确认出场查验' }).click();
  await exit.page.getByText('已出场').first().waitFor();
  await exit.page.getByRole('dialog').waitFor({ state: 'hidden' });
  await shoot(exit, 'releases');
  await expectAccessible(exit);
  await leave(exit);
  const { items } = await lead.client.view(releaseList, { input: {} });
  expect(items).toMatchObject([{ state: 'passed', remark: '相符', passedBy: { name: '钱保管' } }]);
});

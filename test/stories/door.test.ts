/** The door: a person signed in and out, a visitor not let in without his escort, and what leaves with a slip. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessDay } from '#/base/rules/business-day.ts';
import { fixtureAdd, placeRegister, zoneAdd } from '#/premises/rules/api/plan.ts';
import { releaseList } from '#/premises/rules/api/releases.ts';
import { visitList, visitorAdmit } from '#/premises/rules/api/visits.ts';
import { usualLimits } from '#/premises/rules/climate.ts';
import { employ, type Officers, openWithOfficers, type Who, withSecond } from '../people.ts';
import { openTestSite, type TestSite } from '../site.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf, submitted, walk } from './desk.ts';
import { choose } from './keyboard.ts';

let site: TestSite;
let browser: Browser;
let officers: Officers;
let lead: Who;
let keeper: Who;
let guard: Who;
let vendor: Who;

beforeAll(async () => {
  site = await openTestSite();
  browser = await openBrowser();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
  guard = await employ(site, officers, 'vendorSecurityLead', '吴安全');
  vendor = await employ(site, officers, 'vendorManager', '孙经理');
  const place = { name: '加工室', address: '三楼', location: 'inside' as const, planWidth: 9_000, planHeight: 9_000 };
  await lead.client.act(placeRegister, { input: { ...place, ...usualLimits } });
  const zone = { code: 'L', name: '更衣区', kind: 'lockers' as const, x: 0, y: 0, width: 9_000, height: 9_000 };
  const { zoneId } = await lead.client.act(zoneAdd, { input: zone });
  const locker = { zoneId, kind: 'locker' as const, code: 'L-1', x: 100, y: 100 };
  await lead.client.act(fixtureAdd, { input: locker });
  const visitor = { name: '周来访', organisation: '空调公司', documentTail: '301X', reason: '检修空调' };
  const visitOn = businessDay(Date.now(), 'Asia/Shanghai');
  await withSecond(lead, keeper, visitorAdmit, { input: { ...visitor, visitOn, escort: keeper.personId } });
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await site[Symbol.asyncDispose]();
});

test('4.7-4 a visitor without his escort is refused at the door, and let in with him', async () => {
  const desk = await deskOf(browser, site, guard, '/visits');
  const { page } = desk;
  const form = () => page.getByRole('dialog').last();
  await page.getByRole('button', { name: '访客进场' }).click();
  await choose(page, form().getByLabel('访客'), '周来访');
  await form().getByRole('button', { name: '提交' }).click();
  await form().getByText('陪同人不在场内').first().waitFor();
  await shoot(desk, 'visitor-refused');
  await form().getByRole('button', { name: '取消' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  await page.getByRole('button', { name: '进场登记', exact: true }).click();
  await choose(page, form().getByLabel('人员'), '钱保管');
  await form().getByRole('checkbox', { name: /手机/ }).check();
  await choose(page, form().getByLabel('物品柜'), 'L-1');
  await shoot(desk, 'visit-enter');
  await form().getByRole('button', { name: '提交' }).click();
  await page.getByRole('row', { name: /钱保管/ }).waitFor();

  await page.getByRole('button', { name: '访客进场' }).click();
  await choose(page, form().getByLabel('访客'), '周来访');
  await form().getByRole('button', { name: '提交' }).click();
  await page.getByRole('row', { name: /周来访/ }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await shoot(desk, 'visits');
  await expectAccessible(desk);

  await page
    .getByRole('row', { name: /周来访/ })
    .getByRole('button', { name: '离场登记' })
    .click();
  await form().getByRole('button', { name: '确认离场登记' }).click();
  await page.getByRole('row', { name: /周来访/ }).waitFor({ state: 'hidden' });
  await leave(desk);
  const { items } = await lead.client.view(visitList, { input: { inside: true } });
  expect(items).toMatchObject([{ name: '钱保管', deposited: ['phone'], locker: 'L-1' }]);
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

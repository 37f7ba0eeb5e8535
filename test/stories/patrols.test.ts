/** Stories of patrols (4.9): the lead plans them, a patroller makes a round, what nobody made is missed. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookForAlarms } from '#/protection/server/door.ts';
import { dutyAssign, placeRegister } from '#/premises/rules/api/plan.ts';
import { patrolPlan, patrolSheet, shiftPlan } from '#/premises/rules/api/patrols.ts';
import { visitEnter, visitLeave, visitList } from '#/premises/rules/api/visits.ts';
import { usualLimits } from '#/premises/rules/climate.ts';
import { premisesLooks } from '#/premises/server/door.ts';
import { wallClock } from '#/base/rules/site-time.ts';
import { asOwner } from '../owner.ts';
import { employ, type Officers, openWithOfficers, type Who } from '../people.ts';
import { openTestSite, type TestSite } from '../site.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf, submitted, walk } from './desk.ts';
import { choose, escape, press, scan, tabTo, write } from './keyboard.ts';

let site: TestSite;
let browser: Browser;
let officers: Officers;
let lead: Who;
let vendor: Who;

beforeAll(async () => {
  site = await openTestSite();
  browser = await openBrowser();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  vendor = await employ(site, officers, 'teamLeader', '孙组长');
  const place = { name: '加工室', address: '三楼', location: 'inside' as const, planWidth: 9_000, planHeight: 9_000 };
  await lead.client.act(placeRegister, { input: { ...place, ...usualLimits } });
}, 60_000);
afterAll(async () => {
  await closeDesks();
  await site[Symbol.asyncDispose]();
});

const today = (): string => wallClock(new Date().toISOString(), 'Asia/Shanghai').slice(0, 10);

test('4.9-2 without a mouse the lead plans a shift; who is no patroller cannot enter a round', async () => {
  const desk = await deskOf(browser, site, lead, '/patrols');
  const { page } = desk;
  await page.getByText('今日没有应巡查的班次').waitFor();
  expect(await page.getByRole('button', { name: '登记巡查' }).isDisabled()).toBe(true);
  await shoot(desk, 'patrols-empty');
  await tabTo(page, page.getByRole('tab', { name: '今日' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('button', { name: '增加巡查班次' }));
  const form = page.getByRole('dialog');
  await write(page, form.getByLabel('名称'), '全天');
  await write(page, form.getByLabel('开始'), '8:00');
  await write(page, form.getByLabel('结束'), '23:59');
  await page.keyboard.press('Control+Enter');
  await form.getByText('请按 时:分 填写').waitFor();
  await form.getByLabel('开始').fill('00:00');
  for (const day of ['六', '日']) await form.getByLabel(day, { exact: true }).check();
  await shoot(desk, 'patrol-shift-form');
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('cell', { name: '全天' }).waitFor();
  await page.getByRole('cell', { name: '每天' }).waitFor();
  await shoot(desk, 'patrol-plan');
  await expectAccessible(desk);
  await leave(desk);
});

test('4.9-3 a patroller scans his sheet and keys the round in; what is not in order becomes an issue', async () => {
  await lead.client.act(dutyAssign, { subject: vendor.personId, input: { duty: 'patroller' } });
  const desk = await deskOf(browser, site, vendor, '/');
  const { page } = desk;
  // The round waits on his desk, and leads to its page.
  await page.getByRole('link', { name: '巡查 全天 00:00–23:59' }).waitFor();
  await shoot(desk, 'desk-due');
  await page.getByRole('link', { name: '巡查 全天 00:00–23:59' }).click();
  await page
    .getByRole('row', { name: /服务机构/ })
    .getByText('待巡查')
    .waitFor();
  await page
    .getByRole('row', { name: /服务机构/ })
    .getByRole('button', { name: '打印巡查表' })
    .click();
  await page.frameLocator('iframe').getByText('□正常 □异常').first().waitFor();
  await shoot(desk, 'patrol-sheet');
  await escape(page.getByRole('dialog'));

  const { shifts } = await vendor.client.view(patrolPlan);
  const subject = shifts[0]?.id ?? '';
  const sheet = await vendor.client.view(patrolSheet, { subject, input: { on: today(), side: 'vendor' } });
  await scan(page, `${sheet.form}/${sheet.version}/${sheet.printId}/${sheet.hash}`);
  const form = page.getByRole('dialog');
  await form.getByText('九防').waitFor();
  await form.getByRole('radiogroup', { name: '水、食物、烟' }).getByText('异常').click();
  await form.getByLabel('情况').fill('工位有水杯');
  await choose(page, form.getByLabel('整改责任人'), '孙组长');
  await form.getByLabel('整改期限').fill('2099-01-01');
  await page.keyboard.press('Enter');
  await form.getByRole('button', { name: '其余正常' }).click();
  await shoot(desk, 'patrol-form');
  await expectAccessible(desk);
  await form.getByRole('button', { name: '提交' }).click();
  await form.waitFor({ state: 'hidden' });
  await page
    .getByRole('row', { name: /服务机构/ })
    .getByText('已巡查')
    .waitFor();
  await page.getByRole('tab', { name: '巡查记录' }).click();
  await page.getByRole('row', { name: /异常 1 项/ }).waitFor();
  await shoot(desk, 'patrol-records');
  await leave(desk);
});

test('4.9-2 a missed patrol alarms, and counts against its side', async () => {
  const input = { name: '凌晨', weekdays: [1, 2, 3, 4, 5, 6, 7], startsAt: '00:00', endsAt: '00:01' };
  const { shiftId } = await lead.client.act(shiftPlan, { input: { ...input, sides: ['archive'] } });
  const { visitId } = await lead.client.act(visitEnter, { subject: vendor.personId, input: {} });
  // Yesterday the plan stood already, and he was inside.
  await asOwner(site, `update patrol_shift set planned_at = now() - interval '1 day' where id = '${shiftId}'`);
  await asOwner(site, `update visit set occurred_at = now() - interval '1 day' where id = '${visitId}'`);
  // It alarms an hour after the shift: in the first hour of a day that is still to come.
  const due = Math.max(Date.now(), Date.parse(`${today()}T01:02:00+08:00`));
  await lookForAlarms(site.db, site.config, premisesLooks, null, due);
  const desk = await deskOf(browser, site, officers.securityOfficer, '/alarms');
  await desk.page.getByRole('row', { name: /漏巡/ }).first().waitFor();
  await shoot(desk, 'patrol-alarm');
  await walk(desk.page, '/patrols');
  await desk.page.getByRole('row', { name: /凌晨/ }).getByText('漏巡').waitFor();
  await shoot(desk, 'patrols-missed');
  await expectAccessible(desk);
  await leave(desk);
});

test('2.8-2 4.9-2 the lead reads the draft of the duty book, and closes the day for the vendor to agree', async () => {
  const desk = await deskOf(browser, site, lead, '/duty-book');
  const { page } = desk;
  const row = page.getByRole('row', { name: /未日结/ }).first();
  await row.waitFor();
  await shoot(desk, 'duty-book');
  await expectAccessible(desk);
  await press(page, row.getByRole('button', { name: '打印草稿' }));
  await page.frameLocator('iframe').getByRole('heading', { name: '人员出入与访客' }).waitFor();
  await shoot(desk, 'duty-book-print');
  await escape(page.getByRole('dialog'));
  // The last one leaves.
  const { items } = await lead.client.view(visitList, { input: { inside: true } });
  for (const { id } of items) await lead.client.act(visitLeave, { subject: id, input: {} });
  await press(page, row.getByRole('button', { name: '日结' }));
  const dialog = page.getByRole('dialog');
  await write(page, dialog.getByLabel('备注'), '一切正常');
  await shoot(desk, 'duty-book-close');
  await page.keyboard.press('Control+Enter');
  await page.getByText(submitted).waitFor();
  await leave(desk);
});

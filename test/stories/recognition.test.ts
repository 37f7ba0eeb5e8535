/** How the images of a fonds are read (5.6-4): set by those who keep it, seen by those who lead the work. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textSettings } from '#/imaging/rules/api/texts.ts';
import { openWorkflowSite, type WorkflowSite } from '../workflow-site.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf } from './desk.ts';
import { press, tabTo } from './keyboard.ts';

let here: WorkflowSite;
let browser: Browser;

beforeAll(async () => {
  here = await openWorkflowSite();
  browser = await openBrowser();
}, 240_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

const settingNow = async () => (await here.keeper.client.view(textSettings)).items.find(({ code }) => code === 'A002');

test('5.6-4 the keeper sets columns, and then no reading at all, without a mouse', async () => {
  const desk = await deskOf(browser, here.site, here.keeper, '/recognition');
  const { page } = desk;
  await page.getByRole('row', { name: /A002 某某局.*横排.*识别/ }).waitFor();
  await press(page, page.getByRole('button', { name: '修改 A002' }));
  const form = page.getByRole('dialog');
  await tabTo(page, form.getByRole('radio', { name: '横排' }));
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => form.getByRole('radio', { name: '竖排（从右到左）' }).isChecked()).toBe(true);
  await shoot(desk, 'recognition-form');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /A002 某某局.*竖排.*孙保管/ }).waitFor();
  expect(await settingNow()).toMatchObject({ direction: 'vertical', skipped: false });

  await press(page, page.getByRole('button', { name: '修改 A002' }));
  await tabTo(page, form.getByRole('radio', { name: '识别', exact: true }));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /A002 某某局.*不识别/ }).waitFor();
  expect(await settingNow()).toMatchObject({ direction: 'vertical', skipped: true });
  await shoot(desk, 'recognition');
  await expectAccessible(desk);
  await leave(desk);
});

test('5.6-4 a team leader sees how it is set and changes nothing; whoever only works is refused in words', async () => {
  const desk = await deskOf(browser, here.site, here.leader, '/recognition');
  await desk.page.getByRole('row', { name: /A002 某某局/ }).waitFor();
  expect(await desk.page.getByRole('button', { name: /^修改/ }).count()).toBe(0);
  await leave(desk);
  const other = await deskOf(browser, here.site, here.scanner, '/recognition');
  await other.page.getByText('本岗位无权打开此页面').waitFor();
  expect(await other.page.locator('.sc-menu a[href="/recognition"]').count()).toBe(0);
  await shoot(other, 'recognition-refused');
  await leave(other);
});

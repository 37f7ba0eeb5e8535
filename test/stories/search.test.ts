/** The searchable database by the keyboard (细则 二): words and days, figures, a page with its words boxed; who sees none of it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { packageSeal } from '#/products/rules/api/packages.ts';
import { asOwner } from '../owner.ts';
import { readAs } from '../texts.ts';
import { comeToWork, doStep, openWorkflowSite, presetKeys, type WorkflowSite } from '../workflow-site.ts';
import { closeDesks, expectAccessible, openBrowser, shoot } from './browser.ts';
import { deskOf, pause } from './desk.ts';
import { press, tabTo } from './keyboard.ts';

let here: WorkflowSite;
let browser: Browser;
let codes: string[];

const papers = [
  ['关于土地改革工作的报告', '19510300', '郑州市人民委员会'],
  ['關於土地登記的批復', '19520815', '河南省民政廳'],
  ['一九五三年土地证存根', '19530000', '郑州市民政局'],
  ['干部任免通知', '19660501', '郑州市人事局'],
] as const;

beforeAll(async () => {
  here = await openWorkflowSite();
  browser = await openBrowser();
  ({ codes } = await comeToWork(here, [1, 2, 3, 4]));
  for (const step of presetKeys) await doStep(here, step, codes);
  for (const [at, [title, dated, author]] of papers.entries()) {
    const values = [title, dated, author, codes[at]];
    await asOwner(
      here.site,
      `update original set title = $1, dated = $2, author = $3, retention = '永久' where code = $4`,
      values,
    );
    // Where the small page of the tests has its strokes.
    const lines = [title, '兹将土地', '改革情况报告如下'];
    await readAs(
      here.site,
      codes[at]!,
      lines.map((text, line) => ({ text, x: 30, y: 40 + 22 * line, width: 188, height: 10 })),
    );
  }
  const input = { codes: null, pdf: false, ofd: false, encoding: 'utf-8' as const };
  await here.manager.client.act(packageSeal, { subject: here.projectId, input });
  await vi.waitFor(
    async () => {
      const [row] = await asOwner(here.site, 'select count(*)::int as count from search_entry');
      expect(row?.['count']).toBe(4);
    },
    { timeout: 30_000, interval: 100 },
  );
}, 240_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

test('二-2 二-3 words and days find entries, figures narrow them, and a hit opens its page with its words boxed', async () => {
  const desk = await deskOf(browser, here.site, here.keeper, '/search');
  const { page } = desk;
  await page.getByLabel('检索词').waitFor();
  await shoot(desk, 'search-empty');
  await expectAccessible(desk);
  await page.keyboard.insertText('土地');
  await page.keyboard.press('Enter');
  await page.getByText('共 3 条').waitFor();
  await shoot(desk, 'search-entries');
  await expectAccessible(desk);

  // A year alone is all of it.
  await page.getByLabel('日期自').fill('1952');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('1952');
  await page.keyboard.press('Enter');
  await page.getByText('共 1 条').waitFor();
  await page.getByRole('link', { name: '關於土地登記的批復' }).waitFor();
  await page.getByLabel('日期自').fill('去年');
  await page.keyboard.press('Enter');
  await page.getByText('「去年」不是日期').waitFor();
  await shoot(desk, 'search-refused');
  await expectAccessible(desk);
  await page.goBack();
  await page.goBack();
  await page.getByText('共 3 条').waitFor();

  // What was read of pages; a word across the end of a line.
  await page.getByText('全文', { exact: true }).click();
  await page.getByLabel('检索词').fill('土地改革情况');
  await page.keyboard.press('Enter');
  await page.getByText('共 4 页').waitFor();
  await shoot(desk, 'search-pages');
  await expectAccessible(desk);
  await press(page, page.getByRole('link', { name: /土地证存根/ }));
  await page.getByText('1 页含全部检索词').waitFor();
  const boxes = page.locator('.sc-pane-mark rect');
  await boxes.first().waitFor();
  expect(await boxes.count()).toBe(2);
  await page.locator('.sc-view-page:not(.sc-view-ahead)').waitFor();
  await shoot(desk, 'search-hit');
  await expectAccessible(desk);
  await press(page, page.getByRole('link', { name: '返回检索结果' }));
  await page.getByText('共 4 页').waitFor();

  // Nothing found says what to do.
  await tabTo(page, page.getByLabel('检索词'));
  await page.getByLabel('检索词').fill('无此词');
  await page.keyboard.press('Enter');
  await page.getByText('没有符合条件的结果').waitFor();
  await shoot(desk, 'search-none');
  await expectAccessible(desk);
  pause(desk, here.keeper);
});

test('2.8-6 whoever processes the holding has no search, in the menu or by its address: refused', async () => {
  const desk = await deskOf(browser, here.site, here.describer, '/search');
  await desk.page.locator('.sc-menu').waitFor();
  expect(await desk.page.locator('.sc-menu a[href="/search"]').count()).toBe(0);
  expect(await desk.page.getByLabel('检索词').count()).toBe(0);
  await shoot(desk, 'search-not-permitted');
  await expectAccessible(desk);
});

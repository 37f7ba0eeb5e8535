/** The work itself (5.6): piles by the scanner and the keyboard, what is sent back, the board, piece-work. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { definitionList } from '#/workflow/rules/api/definitions.ts';
import { taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { approvalList } from '#/protection/rules/api/approvals.ts';
import { codeOf } from '../custody-site.ts';
import { approve, type Who } from '../people.ts';
import { comeToWork, handle, openWorkflowSite, workUpTo, type WorkflowSite } from '../workflow-site.ts';
import { scanAll, treatAll } from '../scans.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf, pause, submitted } from './desk.ts';
import { choose, escape, press, scan, tabTo, write } from './keyboard.ts';

let here: WorkflowSite;
let browser: Browser;

beforeAll(async () => {
  here = await openWorkflowSite();
  browser = await openBrowser();
  const { codes } = await comeToWork(here, [1, 2, 3, 4, 5, 6, 7, 8]);
  await workUpTo(here, 'scan', codes.slice(0, 6));
}, 180_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

/** A scan, and the verdict that the page gives of it. */
async function scanned(page: Page, code: string, verdict: RegExp): Promise<void> {
  await scan(page, code);
  await page.locator('.sc-verdict').filter({ hasText: verdict }).waitFor();
}

const pileRow = (page: Page, code: string) => page.getByRole('row', { name: new RegExp(code) });

test('5.6-2 a pile is claimed and submitted by keyboard and scanner; refused what is another’s', async () => {
  const { scanner, otherScanner, device } = here;
  const desk = await deskOf(browser, here.site, scanner, '/tasks');
  const { page } = desk;
  await page.getByText('手上没有任务').waitFor();
  await shoot(desk, 'tasks-empty');
  await expectAccessible(desk);
  await tabTo(page, page.getByLabel('扫描领取数量'));
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('3');
  await press(page, page.getByRole('button', { name: '领取 扫描' }));
  await pileRow(page, codeOf(3)).waitFor();
  // Claimed by the scan of a slip: no field has the focus.
  await page.locator('h1').click();
  await scanned(page, codeOf(4), /扫描/);
  await pileRow(page, codeOf(4)).waitFor();
  await otherScanner.client.act(taskPick, { input: { code: codeOf(5) } });
  await scanned(page, codeOf(5), /已由他人领取/);
  await scanned(page, codeOf(4), /您已领取/);
  await shoot(desk, 'tasks-pile');
  await expectAccessible(desk);

  for (const code of [1, 2, 3, 4].map(codeOf)) await scanAll(scanner, code, device);
  await tabTo(page, page.getByRole('radio', { name: /提交/ }));
  await page.keyboard.press('Enter');
  await page.locator('h1').click();
  await scanned(page, codeOf(1), /须填设备编号/);
  await write(page, page.getByLabel('设备编号'), device);
  await page.locator('h1').click();
  await scanned(page, codeOf(1), /不在此人手中/);
  await handle(scanner, [1, 2, 3, 4].map(codeOf));
  await scanned(page, codeOf(1), /扫描/);
  await pileRow(page, codeOf(1)).waitFor({ state: 'detached' });
  await press(page, page.getByRole('button', { name: '全部提交' }));
  const dialog = page.getByRole('dialog');
  await dialog.getByText('提交已领取的「扫描」3 件').waitFor();
  await press(page, dialog.getByRole('button', { name: /全部提交/ }));
  await page.getByText('已提交 3 件，60 页，折 A4 60 页').waitFor();
  await page.getByText('手上没有任务').waitFor();
  await page.getByText('今日提交 4 件，80 页').waitFor();
  pause(desk, scanner);
});

test('5.6-2 what is found wrong goes back to whoever did it, and he sees why', async () => {
  const { inspector, processor, scanner, device, projectId } = here;
  for (const code of [1, 2].map(codeOf)) {
    await processor.client.act(taskPick, { input: { code } });
    await treatAll(processor, code);
    await processor.client.act(taskSubmit, { subject: projectId, input: { step: 'treat', codes: [code], device } });
  }
  const desk = await deskOf(browser, here.site, inspector, '/tasks');
  const { page } = desk;
  await page.getByText('手上没有任务').waitFor();
  await scanned(page, codeOf(1), /图像质检/);
  await press(page, page.getByRole('button', { name: `退回 ${codeOf(1)}` }));
  const form = page.getByRole('dialog').last();
  await choose(page, form.getByLabel('退回到'), '扫描');
  await write(page, form.getByLabel('原因'), '第 3 页缺角');
  await shoot(desk, 'tasks-send-back');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await pileRow(page, codeOf(1)).waitFor({ state: 'detached' });
  await leave(desk);

  const own = await deskOf(browser, here.site, scanner, '/tasks');
  await own.page.locator('.sc-flow-hot').waitFor();
  await tabTo(own.page, own.page.getByRole('radio', { name: /领取/ }));
  await own.page.keyboard.press('Enter');
  await own.page.locator('h1').click();
  await scanned(own.page, codeOf(1), /扫描/);
  await own.page.getByRole('row', { name: /A002-RS-001.*返工 · 第 2 次.*第 3 页缺角/ }).waitFor();
  await shoot(own, 'tasks-rework');
  await expectAccessible(own);
  pause(own, scanner);
});

test('5.6-3 the board shows each unit once, holds one up, and tells its way', async () => {
  const { leader } = here;
  const desk = await deskOf(browser, here.site, leader, '/board');
  const { page } = desk;
  await page.getByRole('row', { name: new RegExp(codeOf(8)) }).waitFor();
  await press(page, page.getByRole('button', { name: '前处理 待领 2' }));
  await page.getByRole('row', { name: new RegExp(codeOf(1)) }).waitFor({ state: 'detached' });
  await shoot(desk, 'board-filtered');
  await press(page, page.getByRole('button', { name: '前处理 待领 2' }));
  await page.getByRole('row', { name: new RegExp(codeOf(1)) }).waitFor();
  const row = page.getByRole('row', { name: new RegExp(codeOf(8)) });
  await press(page, row.getByRole('button', { name: '挂起' }));
  const dialog = page.getByRole('dialog');
  await write(page, dialog.getByLabel('原因'), '缺附件，等档案部门补');
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('row', { name: /A002-RS-008.*挂起.*缺附件/ }).waitFor();
  // What is held up stands first.
  await expect
    .poll(async () => (await page.locator('tbody tr.ant-table-row').first().innerText()).includes(codeOf(8)))
    .toBe(true);
  await shoot(desk, 'board');
  await expectAccessible(desk);
  await page.getByRole('row', { name: new RegExp(codeOf(1)) }).focus();
  await page.keyboard.press('Enter');
  const way = page.getByRole('dialog', { name: codeOf(1) });
  await way.getByText('第 3 页缺角').waitFor();
  // A cell half under the bar at the top is as small as what is seen of it.
  await page.evaluate('scrollTo(0, 0)');
  await shoot(desk, 'board-way');
  await expectAccessible(desk);
  await escape(way);
  await press(page, page.getByRole('button', { name: '派工' }));
  const assign = page.getByRole('dialog').last();
  await choose(page, assign.getByLabel('工序'), '前处理');
  await choose(page, assign.getByLabel('派给'), '周整理');
  await shoot(desk, 'board-assign');
  await page.keyboard.press('Control+Enter');
  await page.getByText('已领取 1 件').waitFor();
  await leave(desk);
});

test('5.6-3 piece-work of everybody, rework deducted; who only works sees himself', async () => {
  const { lead, scanner } = here;
  const desk = await deskOf(browser, here.site, lead, '/piece-work');
  const { page } = desk;
  await page.getByRole('row', { name: /王扫描.*扫描.*80.*80.*20.*20/ }).waitFor();
  await shoot(desk, 'piece-work');
  await expectAccessible(desk);
  await leave(desk);
  const own = await deskOf(browser, here.site, scanner, '/piece-work');
  await own.page.getByRole('row', { name: /王扫描/ }).waitFor();
  expect(await own.page.getByRole('row', { name: /周整理|褚图像/ }).count()).toBe(0);
  await leave(own);
});

test('5.6-1 a workflow is released by two, and its steps are read with their conditions', async () => {
  const { lead, manager } = here;
  const desk = await deskOf(browser, here.site, lead, '/workflows');
  const { page } = desk;
  await page.getByRole('row', { name: /DA\/T 31 标准流程 1.*使用中/ }).waitFor();
  await page.getByText('不得由做「扫描、图像处理」的人做').waitFor();
  await press(page, page.getByRole('button', { name: '发布标准流程' }));
  const form = page.getByRole('dialog').last();
  await tabTo(page, form.getByLabel('名称'));
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('照片档案流程');
  await shoot(desk, 'workflow-release');
  await page.keyboard.press('Control+Enter');
  await page.getByText(submitted).waitFor();
  await agree(manager);
  await shoot(desk, 'workflows');
  await expectAccessible(desk);
  expect((await lead.client.view(definitionList)).items.length).toBe(1);
  await leave(desk);
});

/** The second person agrees by the API; the page of approvals has a story of its own. */
async function agree(who: Who): Promise<void> {
  const { items } = await who.client.view(approvalList, { input: {} });
  await approve(who, items[0]?.id ?? '');
}

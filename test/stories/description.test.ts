/** Description (5.6-4): two persons type by the keyboard alone, a third decides, the archive reads. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvalList } from '#/protection/rules/api/approvals.ts';
import { claim, type DescriptionSite, openDescriptionSite, toDescribe } from '../description-site.ts';
import { approve } from '../people.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf, pause, submitted } from './desk.ts';
import { expectFocus, press, scan, tabTo, write } from './keyboard.ts';

let here: DescriptionSite;
let browser: Browser;
let one: { code: string; id: string };

beforeAll(async () => {
  here = await openDescriptionSite();
  browser = await openBrowser();
  const [first, second] = await toDescribe(here, 2);
  if (!first || !second) throw new Error('no volumes');
  one = first;
  await claim(here.describer, second.code);
}, 180_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

/** What has the focus gets a text, and Enter goes on to the next field. */
async function type(page: Page, name: string, text: string): Promise<void> {
  await expectFocus(field(page, name));
  await page.keyboard.insertText(text);
  await page.keyboard.press('Enter');
}

test('5.6-4 the first typist fills in an original by Enter, F4 and Ctrl+Enter, and is told at once what is wrong', async () => {
  const { describer } = here;
  const desk = await deskOf(browser, here.site, describer, '/describe');
  const { page } = desk;
  await page.getByText('从左边选一件').waitFor();
  await shoot(desk, 'describe-list');
  await expectAccessible(desk);
  // Claimed and opened by the scan of a slip: no field has the focus.
  await page.locator('h1').click();
  await scan(page, one.code);
  await page.getByRole('heading', { name: new RegExp(`${one.code} 一录`) }).waitFor();
  await type(page, '题名', '关于〔人事〕任免的通知');
  await type(page, '责任者', '郑州市人事局');
  await type(page, '日期', '1985年13月');
  await page.getByText('没有这个月').waitFor();
  await shoot(desk, 'describe-wrong');
  await tabTo(page, page.getByRole('link').first());
  await tabTo(page, field(page, '日期'));
  await page.keyboard.press('Control+A');
  await type(page, '日期', '1985年4月12日至1986年');
  await page.getByText('1985 年 4 月 12 日至1986 年').waitFor();
  await type(page, '保管期限', '永');
  await expect.poll(() => field(page, '保管期限').inputValue()).toBe('永久');
  await type(page, '开放标识', '控');
  await type(page, '密级', '机密');
  await page.getByText('立即停止').waitFor();
  await shoot(desk, 'describe-mark');
  await page.keyboard.press('Control+Enter');
  await page.locator('.sc-problem').getByText('密级只许').waitFor();
  await tabTo(page, page.getByRole('link').first());
  await tabTo(page, field(page, '密级'));
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('公');
  await page.keyboard.press('Control+Enter');
  await page.getByText(`已保存 ${one.code}`).first().waitFor();
  await typeItems(page);
  await shoot(desk, 'describe-typed');
  await expectAccessible(desk);
  await press(page, page.getByRole('button', { name: '提交这一件' }));
  await page.getByText(`已提交 ${one.code}`).waitFor();
  await page.getByRole('heading', { name: new RegExp(one.code) }).waitFor({ state: 'detached' });
  pause(desk, describer);
});

/** Two items: what the volume has is carried on, F4 repeats the title of the one before. */
async function typeItems(page: Page): Promise<void> {
  const item = page.getByRole('button', { name: new RegExp(`${one.code}-001`) });
  await item.and(page.locator('[aria-current]')).waitFor();
  await expect.poll(() => field(page, '责任者').inputValue()).toBe('郑州市人事局');
  await expect.poll(() => field(page, '保管期限').inputValue()).toBe('永久');
  await page.keyboard.press('F4');
  await expect.poll(() => field(page, '题名').inputValue()).toBe('关于〔人事〕任免的通知');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await type(page, '文件编号', '郑人〔1985〕7号');
  await type(page, '日期', '19850412');
  await page.keyboard.press('Control+Enter');
  await page.getByText(`已保存 ${one.code}-001`).waitFor();
  await page.getByRole('button', { name: new RegExp(`${one.code}-002`) }).waitFor();
  await expectFocus(field(page, '题名'));
  // Nothing is typed of one more yet: there is nothing to save.
  await page.keyboard.press('Control+Enter');
  await expectFocus(field(page, '题名'));
}

test('5.6-4 the second typist types the fields that are typed twice and sees nothing of the first', async () => {
  const { otherDescriber } = here;
  await claim(otherDescriber, one.code);
  const desk = await deskOf(browser, here.site, otherDescriber, '/describe');
  const { page } = desk;
  await press(page, page.getByRole('button', { name: new RegExp(one.code) }));
  await page.getByRole('heading', { name: new RegExp(`${one.code} 二录`) }).waitFor();
  await page.getByText('二录只录双录字段').waitFor();
  await expect.poll(() => field(page, '题名').inputValue()).toBe('');
  expect(await field(page, '保管期限').count()).toBe(0);
  expect(await page.content()).not.toContain('任免');
  await type(page, '题名', '关于〔人事〕任免的通告');
  await type(page, '责任者', '郑州市人事局');
  await type(page, '日期', '19850412-19860000');
  await shoot(desk, 'describe-second');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await page.getByText(`已保存 ${one.code}`).first().waitFor();
  await type(page, '题名', '关于〔人事〕任免的通知');
  await type(page, '责任者', '郑州市人事局');
  await type(page, '文件编号', '郑人〔1985〕7号');
  await type(page, '日期', '19850412');
  await page.keyboard.press('Control+Enter');
  await page.getByText('双录有 1 处不一致').waitFor();
  await expect.poll(() => page.getByRole('button', { name: '提交这一件' }).isDisabled()).toBe(true);
  await shoot(desk, 'describe-waiting');
  await press(page, page.getByRole('button', { name: 'English' }));
  await page.getByText('Differences that wait to be decided: 1').waitFor();
  await shoot(desk, 'describe-english');
  await press(page, page.getByRole('button', { name: '中文' }));
  pause(desk, otherDescriber);
});

test('5.6-4 a third person sees both, with what differs, and decides; the task is submitted', async () => {
  const { inspector, otherDescriber } = here;
  const desk = await deskOf(browser, here.site, inspector, '/arbitrate');
  const { page } = desk;
  await page.getByRole('heading', { name: new RegExp(`${one.code} 题名`) }).waitFor();
  expect(await page.locator('mark').allInnerTexts()).toEqual(['知', '告']);
  expect(await page.locator('main').innerText()).not.toMatch(/卫著录|韩著录/u);
  await shoot(desk, 'arbitrate');
  await expectAccessible(desk);
  await press(page, page.getByRole('button', { name: '用一录' }));
  await page.getByText('没有待仲裁的差异').waitFor();
  await expectAccessible(desk);
  await leave(desk);

  const own = await deskOf(browser, here.site, otherDescriber, '/describe');
  await press(own.page, own.page.getByRole('button', { name: new RegExp(one.code) }).first());
  await own.page.getByText('可以提交').waitFor();
  await press(own.page, own.page.getByRole('button', { name: '提交这一件' }));
  await own.page.getByText(`已提交 ${one.code}`).waitFor();
  await own.page.getByText('手上没有著录任务').waitFor();
  await leave(own);
});

test('5.6-4 2.8-6 errors by person, and what holds, are read by the archive; who types sees his own errors alone', async () => {
  const { lead, describer } = here;
  const desk = await deskOf(browser, here.site, lead, '/error-rate');
  const { page } = desk;
  await page.getByRole('row', { name: /韩著录.*题名.*22.*1.*45\.5/ }).waitFor();
  await shoot(desk, 'error-rate');
  await expectAccessible(desk);
  await page.locator('.sc-menu a[href="/entries"]').click();
  await page.getByRole('row', { name: new RegExp(`${one.code} .*案卷级.*关于〔人事〕任免的通知`) }).waitFor();
  await shoot(desk, 'entries');
  await expectAccessible(desk);
  await leave(desk);
  const own = await deskOf(browser, here.site, describer, '/error-rate');
  await own.page
    .getByRole('row', { name: /卫著录/ })
    .first()
    .waitFor();
  expect(await own.page.getByRole('row', { name: /韩著录/ }).count()).toBe(0);
  expect(await own.page.locator('.sc-menu a[href="/entries"]').count()).toBe(0);
  await leave(own);
});

test('5.6-1 a schema is released by two, and its fields are read with their needs', async () => {
  const { lead, manager } = here;
  const desk = await deskOf(browser, here.site, lead, '/schemas');
  const { page } = desk;
  await page.getByRole('row', { name: /DA\/T 18-2022 1.*使用中/ }).waitFor();
  await page
    .getByRole('row', { name: /题名.*必著.*文字.*1000.*是/ })
    .first()
    .waitFor();
  await press(page, page.getByRole('button', { name: '发布标准规则' }));
  const form = page.getByRole('dialog').last();
  await tabTo(page, form.getByLabel('名称'));
  await page.keyboard.press('Control+A');
  await write(page, form.getByLabel('名称'), '照片档案著录规则');
  await shoot(desk, 'schema-release');
  await page.keyboard.press('Control+Enter');
  await page.getByText(submitted).waitFor();
  const { items } = await manager.client.view(approvalList, { input: {} });
  await approve(manager, items[0]?.id ?? '');
  await shoot(desk, 'schemas');
  await expectAccessible(desk);
  await leave(desk);
});

/** Stories of footage (4.3): what a recorder exported is taken in, played back, vouched for, and only then goes. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ago, dayOf, digestOf, type FootageSite, openFootageSite } from '../footage-site.ts';
import { closeDesks, type Desk, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf, submitted, walk } from './desk.ts';
import { choose, escape, go, press, tabTo, write } from './keyboard.ts';

let here: FootageSite;
let browser: Browser;
/** The keeper's: he sits there all the while. */
let desk: Desk;

/** Long enough ago to be deleted. */
const on = dayOf(ago(200));
const compact = on.replaceAll('-', '');

beforeAll(async () => {
  here = await openFootageSite();
  browser = await openBrowser();
  await here.nameKeeper();
  here.put('piece-0.mp4', `C1_${compact}_080000.mp4`);
  here.put('piece-1.mp4', `C1_${compact}_080004.mp4`);
  here.put('piece-2.mp4', `C1_${compact}_080014.mp4`);
  here.put('ten-seconds.mp4', `C1_${compact}_080030.mp4`);
}, 60_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

test('4.3-6 without a mouse the keeper takes exported files in, and finds them by month and day', async () => {
  desk = await deskOf(browser, here.site, here.keeper, '/');
  const { page } = desk;
  await page.getByRole('heading', { level: 1 }).waitFor();
  await go(page, 'k', '/footage');
  await page.getByRole('table', { name: '每台摄像机每天的录像' }).waitFor();
  await shoot(desk, 'footage-empty');
  await press(page, page.getByRole('button', { name: '导入录像' }));
  const form = page.getByRole('dialog');
  await choose(page, form.getByLabel('摄像机'), 'C1');
  await shoot(desk, 'footage-import');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'hidden' });
  await expect.poll(async () => (await here.piecesOf(ago(200))).length, { timeout: 30_000 }).toBe(4);
  await tabTo(page, page.getByRole('button', { name: '上个月' }));
  while ((await page.locator('.sc-month strong').textContent()) !== on.slice(0, 7)) {
    const before = await page.locator('.sc-month strong').textContent();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.sc-month strong').textContent()).not.toBe(before);
  }
  const cell = page.getByRole('button', { name: new RegExp(`^C1 ${on}，录像 0`) });
  await cell.waitFor();
  await shoot(desk, 'footage-month');
  await tabTo(page, page.getByRole('button', { name: new RegExp(`^C1 ${on.slice(0, 8)}01`) }));
  for (let day = 1; day < Number(on.slice(8)); day += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `C1　${on}` }).waitFor();
  await page.getByRole('tab', { name: '录像文件 4' }).waitFor();
  await shoot(desk, 'footage-day');
  await expectAccessible(desk);
});

test('4.3-8 footage cannot be deleted before its playback check', async () => {
  const { page } = desk;
  await press(page, page.getByRole('button', { name: '申请删除' }));
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('原因').fill('磁盘周转');
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('没有回放检查记录').waitFor();
  await escape(dialog);
});

test('4.3-7 pieces play without a gap, each digest compared; what was watched fills in the check', async () => {
  const { page } = desk;
  await press(page, page.getByRole('button', { name: '回放', exact: true }));
  const buffered = (): Promise<number[][]> =>
    page.evaluate<number[][]>(`(() => {
      const buffered = document.querySelector('video')?.buffered ?? [];
      return Array.from({ length: buffered.length }, (_, i) => [buffered.start(i), buffered.end(i)]);
    })()`);
  // Two pieces, one range: nothing between them.
  await expect.poll(async () => (await buffered()).map((range) => range.map(Math.round))).toEqual([[0, 8]]);
  await page.getByText('摘要核对 2/3').waitFor();
  await page.getByText('本次看过 08:00:00–08:00:0').waitFor();
  await shoot(desk, 'footage-player');
  await expectAccessible(desk);
  await choose(page, page.getByLabel('倍速'), '4×');
  // After the gap that was not recorded the third piece; then the file that is no fragment, by itself.
  await page.getByText(/本次看过 08:00:00–08:00:08、08:00:14–08:00:18、08:00:30–08:00:40/).waitFor({ timeout: 40_000 });
  await press(page, page.getByRole('button', { name: '登记回放检查' }));
  const form = page.getByRole('dialog');
  await form.getByText('看过的片段').waitFor();
  await shoot(desk, 'footage-check-form');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'hidden' });
  await walk(page, '/footage');
  await page.getByRole('tab', { name: '回放检查' }).click();
  await page.getByRole('row', { name: /C1.*正常/ }).waitFor();
  await shoot(desk, 'footage-checks');
  await page.getByRole('button', { name: '打印', exact: true }).click();
  await page.frameLocator('iframe').getByText('视频回放检查记录').waitFor();
  await shoot(desk, 'footage-check-print');
  await escape(page.getByRole('dialog'));
  await page.goBack();
});

test('4.3-8 once vouched for, the keeper asks for deletion and a second person is waited for', async () => {
  const { page } = desk;
  await press(page, page.getByRole('button', { name: '申请删除' }));
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('原因').fill('磁盘周转');
  await page.keyboard.press('Control+Enter');
  await page.getByText(submitted).waitFor();
});

test('4.3-5 4.3-6 a recorder is read, a hold is placed, a list of handed-over files is told its wrong line', async () => {
  await walk(desk.page, '/footage');
  const { page } = desk;
  await page.getByRole('tab', { name: '录像机' }).click();
  await press(page, page.getByRole('button', { name: '登记录像机' }));
  const form = page.getByRole('dialog');
  await write(page, form.getByLabel('编号'), 'NVR-1');
  await write(page, form.getByLabel('型号'), 'DS-7816');
  await write(page, form.getByLabel('位置'), '机柜');
  await write(page, form.getByLabel('启用日期'), dayOf(ago(300)));
  await page.keyboard.press('Enter');
  await choose(page, form.getByLabel('摄像机'), 'C2');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '登记读数' }).click();
  await form.getByLabel('最早可播放时间').fill(dayOf(ago(100)));
  await page.keyboard.press('Enter');
  await form.getByLabel('时间 时:分').fill('08:00');
  await form.getByLabel('总容量（GB）').fill('8000');
  await form.getByLabel('已用（GB）').fill('7990');
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('row', { name: /NVR-1.*不足六个月/ }).waitFor();
  await shoot(desk, 'footage-recorders');
  await expectAccessible(desk);
  await page.getByRole('tab', { name: '移交' }).click();
  await page.getByRole('button', { name: '登记录像移交' }).click();
  await form.getByLabel('介质编号').fill('HD-07');
  await choose(page, form.getByLabel('摄像机'), 'C2');
  await form.getByLabel('文件清单').fill(`${digestOf('piece-0.mp4')} 7438 C2.mp4`);
  await page.keyboard.press('Control+Enter');
  await form.getByText(/第 1 行应为/).waitFor();
  await shoot(desk, 'footage-handover-form');
  await escape(form);
  await page.getByRole('tab', { name: '查证保留' }).click();
  await page.getByRole('button', { name: '设置查证保留' }).click();
  await form.getByLabel('从').fill(`${on} 08:00`);
  await form.getByLabel('到').fill(`${on} 09:00:00`);
  await form.getByLabel('理由').fill('信访查证');
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('row', { name: /全部摄像机.*信访查证.*保留中/ }).waitFor();
  await shoot(desk, 'footage-holds');
  await page.getByRole('tab', { name: '抽查计划' }).click();
  await page.getByText('每台摄像机每周抽 2 段').waitFor();
  await shoot(desk, 'footage-plan');
  await expectAccessible(desk);
  await leave(desk);
});

/** The scanning station (5.6-4): a slip, a folder that is watched, pages as they come, and what is done about them. */
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planPages } from '#/imaging/rules/sample-pages/plan.ts';
import { samplePage } from '#/imaging/server/sample-pages/page.ts';
import { codeOf } from '../custody-site.ts';
import { scan as scanCode, press, tabTo, write } from './keyboard.ts';
import { comeToWork, handle, openWorkflowSite, workUpTo, type WorkflowSite } from '../workflow-site.ts';
import { closeDesks, expectAccessible, openBrowser, shoot } from './browser.ts';
import { deskOf, pause } from './desk.ts';

let here: WorkflowSite;
let browser: Browser;
const scans: Buffer[] = [];

beforeAll(async () => {
  here = await openWorkflowSite();
  browser = await openBrowser();
  const { codes } = await comeToWork(here, [1, 2]);
  await workUpTo(here, 'scan', codes);
  // As the specification asks for them; a quarter of the pixels is enough for a picture.
  for (const plan of planPages(20271126, 8)) {
    const { bytes } = await samplePage({ ...plan, blur: 0 });
    scans.push(
      await sharp(bytes)
        .resize(1240)
        .tiff({ compression: 'lzw', xres: 300 / 25.4, yres: 300 / 25.4 })
        .toBuffer(),
    );
  }
}, 240_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

/** In the page: a folder of the browser's own in place of the dialog, which no test can operate. */
const ownFolder = `window.showDirectoryPicker = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle('scans', { create: true });`;

/** What the scanner's program does: a file in the folder that the station watches. */
const put = (page: Page, name: string, bytes: Buffer) =>
  page.evaluate(`(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('scans', { create: true });
    const handle = await folder.getFileHandle(${JSON.stringify(name)}, { create: true });
    const writable = await handle.createWritable();
    await writable.write(Uint8Array.from(atob('${bytes.toString('base64')}'), (letter) => letter.charCodeAt(0)));
    await writable.close();
  })()`);

const tile = (page: Page, n: number) => page.getByRole('option').nth(n - 1);

test('5.6-4 a slip opens the volume, files that the scanner writes become its images, refused ones are scanned again', async () => {
  const { scanner, device } = here;
  const desk = await deskOf(browser, here.site, scanner, '/capture');
  const { page } = desk;
  await page.evaluate(ownFolder);
  await page.getByText('请先填设备编号').waitFor();
  await shoot(desk, 'capture-empty');
  await expectAccessible(desk);
  await write(page, page.getByLabel('设备编号'), device);
  await press(page, page.getByRole('button', { name: '选择文件夹' }));
  await page.getByText('正在监看「scans」').waitFor();
  await page.locator('h1').click();
  await scanCode(page, codeOf(1));
  await page.getByText('请放第 1 张').waitFor();
  for (const [index, bytes] of scans.slice(0, 5).entries()) await put(page, `IMG_${index + 1}.tif`, bytes);
  await tile(page, 5).waitFor();
  await page.getByText('请放第 6 张').waitFor();
  // The scanner's program breaks off: the file stays without its end.
  await put(page, 'IMG_6.tif', scans[5]!.subarray(0, 90_000));
  await put(page, 'IMG_7.tif', scans[6]!);
  await page.getByText('图像位 6 空缺').waitFor({ timeout: 40_000 });
  await page.getByText('请放第 6 张').waitFor();
  await shoot(desk, 'capture-quarantine');
  await expectAccessible(desk);

  await tabTo(page, tile(page, 1));
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('region', { name: '第 6 张' }).waitFor();
  await page.keyboard.press('r');
  await page.getByText('重扫第 6 张').waitFor();
  await put(page, 'IMG_6b.tif', scans[5]!);
  await page.getByText('请放第 8 张').waitFor();
  await page.getByText('图像位 6 空缺').waitFor({ state: 'detached' });
  await page.keyboard.press('Home');
  await page.keyboard.press('2');
  await tile(page, 1).getByText('封面').waitFor();
  await page.locator('.ant-segmented-item-selected').getByText('封面').waitFor();
  // The mark slides there.
  await page.waitForTimeout(400);
  await shoot(desk, 'capture-chosen');
  await expectAccessible(desk);
  // Fed once more by mistake: the very file is told by its place.
  await put(page, 'IMG_9.tif', scans[2]!);
  await page.getByText('IMG_9.tif 已在第 3 张').waitFor();
  pause(desk, scanner);
});

test('5.6-4 refuses to submit while pages are missing; what is not scanned is registered with its reason', async () => {
  const { scanner } = here;
  const desk = await deskOf(browser, here.site, scanner, '/tasks');
  await desk.page.locator('.sc-menu a[href="/capture"]').click();
  const { page } = desk;
  await page.getByText('比前处理清点的页数少').waitFor();
  // Chosen once: it is watched again when the page is.
  await page.getByText('正在监看「scans」').waitFor();
  expect(await page.getByRole('button', { name: '提交扫描' }).isDisabled()).toBe(true);
  await handle(scanner, [codeOf(1)]);
  await press(page, page.getByRole('button', { name: '登记不扫页' }));
  const dialog = page.getByRole('dialog').last();
  await tabTo(page, dialog.getByLabel('页数'));
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('14');
  await write(page, dialog.getByLabel('页号'), '7–20');
  await write(page, dialog.getByLabel('原因'), '与前卷重份');
  await shoot(desk, 'capture-unscanned');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  // A dialog on its way out holds the focus still.
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('可以提交。').waitFor();
  await press(page, page.getByRole('button', { name: '提交扫描' }));
  await page.getByText('还没有开卷').waitFor();
  pause(desk, scanner);
});

/** Treating images by the keyboard (5.6-4, DA/T 31-2017 §10): the machine proposes, a person confirms what it asks about. */
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unscannedAdd } from '#/imaging/rules/api/captures.ts';
import { planPages } from '#/imaging/rules/sample-pages/plan.ts';
import { samplePage } from '#/imaging/server/sample-pages/page.ts';
import { treatmentShow } from '#/imaging/rules/api/treatments.ts';
import { taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { open, seen, send } from '../scans.ts';
import { comeToWork, handle, openWorkflowSite, workUpTo, type WorkflowSite } from '../workflow-site.ts';
import { closeDesks, expectAccessible, openBrowser, shoot } from './browser.ts';
import { deskOf } from './desk.ts';
import { scan } from './keyboard.ts';

let here: WorkflowSite;
let browser: Browser;
let code: string;
let unitId: string;

beforeAll(async () => {
  here = await openWorkflowSite();
  browser = await openBrowser();
  const { codes } = await comeToWork(here, [1]);
  code = codes[0] ?? '';
  await workUpTo(here, 'scan', codes);
  const { scanner, device, projectId } = here;
  await scanner.client.act(taskPick, { input: { code } });
  const opened = await open(scanner, code, device);
  unitId = opened.unitId;
  const scans = [];
  for (const [index, plan] of planPages(20271201, 5).entries()) {
    // The second lies on its side: that is asked about. The others were fed askew, on a dark bed.
    const { bytes } = await samplePage({
      ...{ ...plan, skew: [1.8, 0, -1.2, 0.6, -2.5][index] ?? 0, turned: index === 1 ? 90 : 0 },
      border: index === 1 ? 'none' : 'bed',
    });
    const small = sharp(bytes)
      .resize({ width: index === 1 ? 1754 : 1240 })
      .tiff({ compression: 'lzw', xres: 300 / 25.4, yres: 300 / 25.4 });
    scans.push({ name: `${index + 1}.tif`, bytes: await small.toBuffer() });
  }
  await send(scanner, opened.captureId, scans);
  const pages = -((await seen(scanner)).difference ?? 0);
  await scanner.client.act(unscannedAdd, {
    subject: unitId,
    input: { pages, face: 'page', place: '6–20', reason: '重份' },
  });
  await handle(scanner, codes);
  await scanner.client.act(taskSubmit, { subject: projectId, input: { step: 'scan', codes, device } });
}, 240_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

test('5.6-4 pages are treated by the machine; what it asks about refuses to be submitted unseen', async () => {
  const { processor } = here;
  const desk = await deskOf(browser, here.site, processor, '/treatment');
  const { page } = desk;
  await page.getByText('还没有开卷').waitFor();
  await page.getByLabel('设备编号').fill(here.device);
  await shoot(desk, 'treatment-empty');
  await expectAccessible(desk);
  await page.keyboard.press('Tab');
  await scan(page, code);
  await page.getByText(/幅要看/).waitFor();
  await page.getByText(/机器正在处理/).waitFor({ state: 'hidden', timeout: 60_000 });
  await page.getByText(/纠偏 -1\.\d+°/).waitFor();
  await page.waitForTimeout(500);
  await shoot(desk, 'treatment-open');
  await expectAccessible(desk);

  // Before and after, by one key.
  const picture = () => page.locator('.sc-view').getAttribute('data-picture');
  const after = await picture();
  await page.keyboard.press('b');
  await page.getByText('原始扫描图像').waitFor();
  expect(await picture()).not.toBe(after);
  await shoot(desk, 'treatment-before');
  await page.keyboard.press('b');

  await page.keyboard.press('Control+Enter');
  await page.getByText('第 2 幅机器有疑问').waitFor();
  await page.locator('.sc-view[data-page="2"]').waitFor();
  await shoot(desk, 'treatment-refused');
  await expectAccessible(desk);
  // It lies on its side: turned, made anew, confirmed.
  await page.keyboard.press('[');
  await page.getByText('预览').waitFor();
  await page.getByText('预览').waitFor({ state: 'hidden', timeout: 30_000 });
  await page.getByText('旋转 270°').waitFor();
  await page.waitForTimeout(400);
  await shoot(desk, 'treatment-turned');
  await page.keyboard.press('Enter');
  await page.locator('.sc-view[data-page="3"]').waitFor();
  // By its own figure, and kept as scanned.
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await page.getByText('预览').waitFor();
  await page.getByText('预览').waitFor({ state: 'hidden', timeout: 30_000 });
  await page.keyboard.press('ArrowRight');
  await page.locator('.sc-view[data-page="4"]').waitFor();
  await page.keyboard.press('k');
  await page.getByRole('status').getByText('保留原图').waitFor();
  await page.keyboard.press('f');
  await page.locator('.sc-view-deep canvas').waitFor();
  await page.keyboard.press('f');
  await page.keyboard.press('v');
  await page.locator('.sc-sheet-wide').waitFor();
  await page.waitForTimeout(500);
  await shoot(desk, 'treatment-sheet');
  await expectAccessible(desk);
  await page.keyboard.press('v');

  const { slots } = await processor.client.view(treatmentShow, { subject: unitId });
  expect(slots.map(({ treatment }) => treatment?.state)).toEqual(['made', 'made', 'made', 'kept', 'made']);
  expect(slots[1]?.treatment).toMatchObject({ confirmed: true, done: { turn: 270 } });
  const third = slots[2]?.treatment;
  expect(third?.byMachine).toBe(false);
  expect(Math.abs((third?.asked?.straighten ?? 0) - 1.4)).toBeLessThan(0.1);
  await page.keyboard.press('Control+Enter');
  // Straightened by hand it is askew: that is asked about, too.
  await page.getByText('图像处理已提交').or(page.getByText('第 3 幅机器有疑问')).first().waitFor();
  if (await page.getByText('第 3 幅机器有疑问').isVisible()) {
    await page.keyboard.press('Enter');
    await page.locator('.sc-view[data-page="4"]').waitFor();
    await page.keyboard.press('Control+Enter');
  }
  await page.getByText('图像处理已提交').waitFor();
  await page.getByText('还没有开卷').waitFor();
});

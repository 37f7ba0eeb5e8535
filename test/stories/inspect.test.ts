/** Inspecting images by the keyboard (5.6-4, users.md §4.4): coverage, defects, sending back, passing. */
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unscannedAdd } from '#/imaging/rules/api/captures.ts';
import { planPages } from '#/imaging/rules/sample-pages/plan.ts';
import { samplePage } from '#/imaging/server/sample-pages/page.ts';
import { taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { open, seen, send } from '../scans.ts';
import { comeToWork, doStep, handle, openWorkflowSite, workUpTo, type WorkflowSite } from '../workflow-site.ts';
import { closeDesks, expectAccessible, openBrowser, shoot } from './browser.ts';
import { deskOf, pause } from './desk.ts';
import { press, scan } from './keyboard.ts';

let here: WorkflowSite;
let browser: Browser;
let code: string;

beforeAll(async () => {
  here = await openWorkflowSite();
  browser = await openBrowser();
  const { codes } = await comeToWork(here, [1]);
  code = codes[0] ?? '';
  await workUpTo(here, 'scan', codes);
  const { scanner, device, projectId } = here;
  await scanner.client.act(taskPick, { input: { code } });
  const { captureId, unitId } = await open(scanner, code, device);
  const scans = [];
  for (const [index, plan] of planPages(20271127, 8).entries()) {
    const { bytes } = await samplePage({ ...plan, skew: index === 2 ? 3.5 : 0.1, border: 'none', turned: 0 });
    const small = sharp(bytes)
      .resize(1240)
      .tiff({ compression: 'lzw', xres: 300 / 25.4, yres: 300 / 25.4 });
    scans.push({ name: `${index + 1}.tif`, bytes: await small.toBuffer() });
  }
  await send(scanner, captureId, scans);
  const pages = -((await seen(scanner)).difference ?? 0);
  await scanner.client.act(unscannedAdd, {
    subject: unitId,
    input: { pages, face: 'page', place: '9–20', reason: '重份' },
  });
  await handle(scanner, codes);
  await scanner.client.act(taskSubmit, { subject: projectId, input: { step: 'scan', codes, device } });
  await doStep(here, 'treat', codes);
}, 240_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

test('5.6-4 refuses to pass pages that were never shown; a defect goes back to whoever caused it', async () => {
  const { inspector } = here;
  const desk = await deskOf(browser, here.site, inspector, '/inspect');
  const { page } = desk;
  await page.getByText('还没有开检').waitFor();
  await shoot(desk, 'inspect-empty');
  await expectAccessible(desk);
  await scan(page, code);
  await page.getByText(/8 幅中 \d 幅机检有疑问/).waitFor();
  const shown = (n: number) => page.locator(`.sc-view[data-page="${n}"]`).waitFor();
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText(/幅图像没有看过/).waitFor();
  await shoot(desk, 'inspect-refused');
  await expectAccessible(desk);
  for (let n = 0; n < 8; n += 1) await page.keyboard.press('ArrowLeft');
  await shown(1);
  await page.keyboard.press('f');
  await page.locator('.sc-view-deep canvas').waitFor();
  await page.keyboard.press('ArrowRight');
  await shown(2);
  await page.waitForTimeout(800);
  await shoot(desk, 'inspect-zoomed');
  await page.keyboard.press('f');
  await page.keyboard.press('ArrowRight');
  await shown(3);
  await page.keyboard.press('1');
  await page.getByText('1 处缺陷').waitFor();
  await page.waitForTimeout(400);
  await shoot(desk, 'inspect-defect');
  await expectAccessible(desk);
  await page.keyboard.press('v');
  await page.locator('.sc-sheet-wide').waitFor();
  await shoot(desk, 'inspect-sheet');
  await expectAccessible(desk);
  await page.keyboard.press('v');
  await press(page, page.getByRole('button', { name: '退回返工' }));
  await page.getByRole('dialog').last().getByText('退回到').waitFor();
  await shoot(desk, 'inspect-return');
  await expectAccessible(desk);
  await page.keyboard.press('Escape');
  await page.locator('.ant-modal-wrap').last().waitFor({ state: 'hidden' });
  // It was no defect: taken back, every page looked at, and passed.
  await page.keyboard.press('0');
  await page.getByText('1 处缺陷').waitFor({ state: 'detached' });
  for (let n = 0; n < 8; n += 1) await page.keyboard.press('ArrowLeft');
  for (let n = 1; n <= 8; n += 1) {
    await shown(n);
    await page.waitForTimeout(420);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Control+Enter');
  await page.getByText('还没有开检').waitFor();
  const rows = await here.site.db.selectFrom('inspection').selectAll().execute();
  expect(rows.map(({ verdict }) => verdict)).toEqual(['passed']);
  const looked = await here.site.db.selectFrom('page_seen').select(['page_ms', 'passed']).execute();
  expect(looked).toHaveLength(8);
  expect(looked.every(({ page_ms: ms, passed }) => ms >= 300 && passed)).toBe(true);
  pause(desk, inspector);
});

/** Before a batch (6.1): what is as it should be goes together, what is not is written down, with its photograph. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examinationEnter } from '#/custody/rules/api/examinations.ts';
import { photoDeviceRegister } from '#/premises/rules/api/photo-devices.ts';
import { approvedBatch, codeOf, type CustodySite, openCustodySite, shelve } from '../custody-site.ts';
import { png } from '../files.ts';
import type { Who } from '../people.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf } from './desk.ts';
import { choose, escape, press, scan, tabTo, write } from './keyboard.ts';

let here: CustodySite;
let browser: Browser;
let keeper: Who;

beforeAll(async () => {
  here = await openCustodySite();
  browser = await openBrowser();
  ({ keeper } = here);
  await keeper.client.act(photoDeviceRegister, { input: { code: 'GP-1', kind: 'document-camera', model: '某高拍仪' } });
  await shelve(here, [1, 2, 3, 6]);
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

test('6.1-2 6.1-4 6.1-6 pages that differ are refused without a word about it; damage is photographed; the catalogue is corrected', async () => {
  const desk = await deskOf(browser, here.site, keeper, '/originals');
  const { page } = desk;
  await page.getByRole('tab', { name: '核对与破损' }).press('Enter');
  await page.getByText('还没有核对过').waitFor();
  await page.getByText(`${codeOf(3)} 与 ${codeOf(6)} 之间缺 2 个号`).waitFor();
  await shoot(desk, 'examinations-empty');
  await expectAccessible(desk);

  await press(page, page.getByRole('button', { name: '登记核对' }));
  const form = page.getByRole('dialog').last();
  await scan(page, codeOf(1));
  await expect.poll(() => form.getByLabel('档号').inputValue()).toBe(codeOf(1));
  await write(page, form.getByLabel('实数页数'), '19');
  await page.keyboard.press('Control+Enter');
  await form.getByText('目录为 20 页，实数 19 页').first().waitFor();
  await write(page, form.getByLabel('与目录不符'), '目录多计一页');
  await shoot(desk, 'examination-form');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /A002-RS-001.*目录多计一页.*目录未更正/ }).waitFor();
  await form.waitFor({ state: 'hidden' });

  await press(page, page.getByRole('button', { name: '破损登记' }));
  await scan(page, codeOf(2));
  await expect.poll(() => form.getByLabel('档号').inputValue()).toBe(codeOf(2));
  await write(page, form.getByLabel('部位'), '第 3 页右下角');
  await choose(page, form.getByLabel('类型'), '霉变');
  await write(page, form.getByLabel('描述'), '霉斑约 3 厘米');
  await page.keyboard.press('Control+Enter');
  await form.getByText('请上传照片').waitFor();
  await form.locator('input[type=file]').setInputFiles({ name: '霉.png', mimeType: 'image/png', buffer: png(40, 30) });
  await choose(page, form.getByLabel('拍照设备'), 'GP-1');
  await shoot(desk, 'condition-form');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /A002-RS-002.*第 3 页右下角.*霉变/ }).waitFor();
  await form.waitFor({ state: 'hidden' });
  await shoot(desk, 'examinations');
  await expectAccessible(desk);

  await page.getByRole('tab', { name: '台账' }).press('Enter');
  await tabTo(page, page.getByRole('row', { name: /A002-RS-001/ }));
  await page.keyboard.press('Enter');
  const card = page.getByRole('dialog', { name: codeOf(1) });
  await card.getByText('目录多计一页').waitFor();
  await press(page, card.getByRole('button', { name: '更正目录' }));
  const correct = page.getByRole('dialog').last();
  await write(page, correct.getByLabel('页数'), '19');
  await write(page, correct.getByLabel('原因'), '核对原件');
  await shoot(desk, 'correct-form');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await card.getByRole('row', { name: /页数.*20.*19.*核对原件/ }).waitFor();
  await shoot(desk, 'original-card-examined');
  await expectAccessible(desk);
  await escape(card);
  await leave(desk);
});

test('6.1-7 the pre-check of a batch and its labels are printed', async () => {
  const subject = here.projectId;
  await keeper.client.act(examinationEnter, { subject, input: { codes: [codeOf(3)], missing: '缺第 9 页' } });
  const batchId = await approvedBatch(here, [codeOf(1), codeOf(2), codeOf(3), codeOf(6)], '第一批');
  const desk = await deskOf(browser, here.site, keeper, `/batches/${batchId}`);
  const { page } = desk;
  await press(page, page.getByRole('button', { name: '打印检查表' }));
  const paper = page.frameLocator('iframe').last();
  await paper.getByText('入批前检查登记表').first().waitFor();
  await paper.getByText('缺第 9 页').waitFor();
  await shoot(desk, 'precheck-print');
  await escape(page.getByRole('dialog').last());
  await press(page, page.getByRole('button', { name: '打印差异标签' }));
  await paper.getByText('差异标签').first().waitFor();
  await shoot(desk, 'label-print');
  await escape(page.getByRole('dialog').last());
  await leave(desk);
});

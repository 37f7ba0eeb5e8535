/** A handover closed on paper (6.2-3): printed, signed, scanned back; and who signs for the work. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { batchShow } from '#/custody/rules/api/batches.ts';
import { approvalList } from '#/protection/rules/api/approvals.ts';
import { approvedBatch, countBoth, type CustodySite, openCustodySite, shelve } from '../custody-site.ts';
import { approve, employ, type Who } from '../people.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf, submitted, walk } from './desk.ts';
import { choose, escape, press, scan, write } from './keyboard.ts';

let here: CustodySite;
let browser: Browser;
let other: Who;
let batchId: string;

beforeAll(async () => {
  here = await openCustodySite();
  browser = await openBrowser();
  other = await employ(here.site, here.officers, 'archiveKeeper', '冯保管');
  const codes = await shelve(here, [1, 2, 3]);
  batchId = await approvedBatch(here, codes, '第一批');
  await countBoth(here, batchId, codes);
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

test('6.2-3 the signed list is entered by its code; the code of another paper is refused', async () => {
  const desk = await deskOf(browser, here.site, here.keeper, `/batches/${batchId}`);
  const { page } = desk;
  await press(page, page.getByRole('button', { name: '打印待签清单' }));
  const asking = page.getByRole('dialog').last();
  await choose(page, asking.getByLabel('接收人（服务机构）'), '李组长');
  await write(page, asking.getByLabel('内容'), '人事档案案卷');
  await shoot(desk, 'paper-draft-form');
  await expectAccessible(desk);
  await press(page, asking.getByRole('button', { name: '打印待签清单' }));
  const paper = page.frameLocator('iframe').last();
  await paper.getByText('档案交接清单（调出，待签）').first().waitFor();
  await shoot(desk, 'paper-draft');
  const preview = page.getByRole('dialog').last();
  const hash = (await preview.locator('.sc-print-bar code').nth(1).textContent()) ?? '';
  const printId = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(await paper.locator('body').innerText())?.[0] ?? '';
  await escape(preview);
  await escape(page.getByRole('dialog').last());

  await press(page, page.getByRole('button', { name: '登记已签清单' }));
  const form = page.getByRole('dialog').last();
  await scan(page, `custody.handover-draft/1/${printId}/0123456789abcdef`);
  await expect.poll(() => form.getByLabel('清单二维码').inputValue()).toContain('0123456789abcdef');
  await press(page, form.getByRole('button', { name: '现在' }));
  const scanned = { name: '签.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 signed') };
  await form.locator('input[type=file]').setInputFiles(scanned);
  await form.getByText('已上传').waitFor();
  await page.keyboard.press('Control+Enter');
  await form.getByText('不是本批次待签清单的二维码').first().waitFor();
  await shoot(desk, 'paper-refused');
  await expectAccessible(desk);
  await scan(page, `custody.handover-draft/1/${printId}/${hash}`);
  await expect.poll(() => form.getByLabel('清单二维码').inputValue()).toContain(hash);
  await page.keyboard.press('Control+Enter');
  await page.getByText(submitted).first().waitFor();
  const { items } = await other.client.view(approvalList, { input: {} });
  await approve(other, items[0]?.id ?? '');
  await walk(page, '/approvals');
  await page.getByRole('button', { name: '执行' }).first().click();
  await page.getByRole('button', { name: '确认执行' }).click();
  await expect.poll(async () => (await here.keeper.client.view(batchShow, { subject: batchId })).state).toBe('out');
  await page.goto(`${here.site.origin}/batches/${batchId}`);
  await page.getByRole('row', { name: /调出.*孙保管.*李组长.*冯保管 核对/ }).waitFor();
  await shoot(desk, 'paper-closed');
  await expectAccessible(desk);
  await leave(desk);
});

test('6.2-3 the vendor signs for the work apart from the paper', async () => {
  const desk = await deskOf(browser, here.site, here.leader, `/batches/${batchId}`);
  const { page } = desk;
  await press(page, page.getByRole('button', { name: '业务签收' }));
  await page.getByLabel('接收页数').waitFor();
  await shoot(desk, 'receipt-form');
  await page
    .getByRole('button', { name: /确\s?定|提交|确认/ })
    .last()
    .click();
  await page.getByRole('row', { name: /李组长 · 60 页/ }).waitFor();
  await shoot(desk, 'receipt');
  await leave(desk);
});

/** Home of archive people (6.2, 6.6): what waits, and the scanner alone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { batchRequest } from '#/custody/rules/api/batches.ts';
import { haltReport } from '#/custody/rules/api/sweeps.ts';
import { approvedBatch, codeOf, type CustodySite, handOut, openCustodySite, shelve } from '../custody-site.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf } from './desk.ts';
import { scanned } from './keyboard.ts';

let here: CustodySite;
let browser: Browser;

beforeAll(async () => {
  here = await openCustodySite();
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

test('6.2-2 a volume scanned at the desk opens the batch it is counted in; what is on its shelf, the register', async () => {
  const codes = await shelve(here, [1, 2, 3, 4]);
  await approvedBatch(here, codes.slice(0, 2), '第一批');
  const desk = await deskOf(browser, here.site, here.keeper, '/');
  const { page } = desk;
  await page.getByRole('link', { name: /调档待清点.*第一批/ }).waitFor();
  await shoot(desk, 'custody-home');
  await expectAccessible(desk);
  await scanned(page, 'A002-RS-999', /没有登记档号/);
  await scanned(page, codeOf(1), /A002-RS-001/);
  await page.getByRole('heading', { name: '调出清点' }).waitFor();
  // That scan opened the batch and counted nothing; the next ones count.
  await page.getByText('0 / 2').first().waitFor();
  await scanned(page, codeOf(1), /还有 1 件/);
  await scanned(page, codeOf(2), /还有 0 件/);
  await page.goto(`${here.site.origin}/halts`);
  await page.getByText('没有登记过涉密标识').waitFor();
  await scanned(page, codeOf(4), /A002-RS-004/);
  await page.getByRole('row', { name: /A002-RS-004.*在库/ }).waitFor();
  await shoot(desk, 'scan-to-register');
  await leave(desk);
});

test('6.5-3 what waits is told to whom it waits for: a mark of today to both sides, a request to the lead', async () => {
  const codes = await shelve(here, [11, 12, 13]);
  await handOut(here, codes.slice(0, 2), '第二批');
  await here.leader.client.act(haltReport, { input: { code: codes[0] ?? '', page: '3', mark: '秘密' } });
  const input = { name: '第三批', codes: [codes[2] ?? ''] };
  await here.keeper.client.act(batchRequest, { subject: here.projectId, input });
  const lead = await deskOf(browser, here.site, here.lead, '/');
  await lead.page.getByRole('link', { name: /涉密标识待处理.*A002-RS-011/ }).waitFor();
  await lead.page.getByRole('link', { name: /调档待批准.*第三批/ }).waitFor();
  await shoot(lead, 'custody-home-lead');
  await leave(lead);
  const leader = await deskOf(browser, here.site, here.leader, '/');
  await leader.page.getByRole('link', { name: /涉密标识待处理/ }).waitFor();
  await leader.page.getByRole('link', { name: /调档待清点.*第一批/ }).waitFor();
  await leave(leader);
});

/** A batch of three hundred (6.2-2): a file of its own, for it takes as long as many stories together. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { batchShow } from '#/custody/rules/api/batches.ts';
import { originalList } from '#/custody/rules/api/originals.ts';
import { approvedBatch, type CustodySite, openCustodySite, shelve } from '../custody-site.ts';
import { closeDesks, leave, openBrowser, shoot } from './browser.ts';
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

test('6.2-2 three hundred volumes are counted by both sides with nothing but the scanner', async () => {
  const { keeper, leader } = here;
  const numbers = Array.from({ length: 300 }, (_, index) => 100 + index);
  const codes = await shelve(here, numbers);
  const batchId = await approvedBatch(here, codes, '三百卷');
  for (const who of [keeper, leader]) {
    const desk = await deskOf(browser, here.site, who, `/batches/${batchId}`);
    await desk.page.getByText('调出清点').waitFor();
    for (const [index, code] of codes.entries())
      await scanned(desk.page, code, new RegExp(`${code}.*还有 ${299 - index} 件`));
    await desk.page.getByText('本方已全部清点').waitFor();
    await desk.page.getByText('300 / 300').first().waitFor();
    if (who === leader) await shoot(desk, 'count-300');
    await leave(desk);
  }
  const shown = await keeper.client.view(batchShow, { subject: batchId });
  expect(shown.originals.every(({ archive, vendor }) => archive !== null && vendor !== null)).toBe(true);
  const { items } = await keeper.client.view(originalList, { subject: here.projectId, input: { limit: 200 } });
  expect(items).toHaveLength(200);
}, 300_000);

/** Products by the keyboard (5.6-5): what can be packed, sealing, a package as it is made, its way to a carrier, its withdrawal. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { packageExport } from '#/products/rules/api/packages.ts';
import { withSecond } from '../people.ts';
import { asOwner } from '../owner.ts';
import { comeToWork, doStep, openWorkflowSite, presetKeys, type WorkflowSite } from '../workflow-site.ts';
import { closeDesks, expectAccessible, openBrowser, shoot } from './browser.ts';
import { deskOf, pause } from './desk.ts';
import { press } from './keyboard.ts';

let here: WorkflowSite;
let browser: Browser;
let codes: string[];

beforeAll(async () => {
  here = await openWorkflowSite();
  browser = await openBrowser();
  ({ codes } = await comeToWork(here, [1, 2, 3]));
  for (const step of presetKeys) await doStep(here, step, codes);
  // One of them as if nobody had passed its image.
  await asOwner(
    here.site,
    `update page_seen set passed = false where inspection_id in (select inspection.id from inspection
      join work_unit on work_unit.id = unit_id join original on original.id = original_id where code = '${codes[2]}')`,
  );
}, 240_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

test('5.6-5 finished units are sealed into a package, which is made, carried out and withdrawn', async () => {
  const { manager, keeper, officers } = here;
  const desk = await deskOf(browser, here.site, manager, '/packages');
  const { page } = desk;
  await page.getByText('可封装 2 件，1 件有缺').waitFor();
  await page.getByText('第 1 幅未经质检合格').waitFor();
  await page.getByText('还没有信息包').waitFor();
  await shoot(desk, 'products-ready');
  await expectAccessible(desk);
  await press(page, page.getByRole('button', { name: '封装全部' }));
  const form = page.getByRole('dialog');
  await form.getByText('2 件入包').waitFor();
  await shoot(desk, 'products-seal');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  const row = page.getByRole('row').filter({ hasText: 'SIP01' });
  await row.getByText('已制成').waitFor();
  await shoot(desk, 'products-made');
  await expectAccessible(desk);
  pause(desk, manager);

  const archive = await deskOf(browser, here.site, keeper, '/packages');
  const listed = archive.page.getByRole('row').filter({ hasText: 'SIP01' });
  await listed.waitFor();
  await listed.click();
  const detail = archive.page.getByRole('dialog');
  await detail.getByText(`data/PDF/A002/${codes[0]}.pdf`).waitFor();
  await shoot(archive, 'products-detail');
  await expectAccessible(archive);
  await press(archive.page, detail.getByRole('button', { name: '导出到载体' }));
  await archive.page.getByRole('dialog').last().getByLabel('载体编号').fill('移交盘 01');
  await shoot(archive, 'products-export');
  await archive.page.keyboard.press('Escape');
  const [one] = await asOwner(here.site, 'select id from package');
  await withSecond(keeper, officers.securityOfficer, packageExport, {
    subject: String(one?.['id']),
    input: { target: '移交盘 01', purpose: '移交' },
  });
  await archive.page.keyboard.press('Escape');
  await detail.waitFor({ state: 'hidden' });
  await archive.page.reload();
  await listed.click();
  await detail.getByText('已写入并复读核对').waitFor();
  await shoot(archive, 'products-carried');
  await expectAccessible(archive);
  await press(archive.page, detail.getByRole('button', { name: /^撤\s?回$/ }));
  const question = archive.page.getByRole('dialog').last();
  await question.getByLabel('原因').fill('目录有误');
  await press(archive.page, question.getByRole('button', { name: /^确认撤回$/ }));
  await detail.getByText('已撤回').first().waitFor();
  await detail.getByText('目录有误').waitFor();
  await shoot(archive, 'products-withdrawn');
  await expectAccessible(archive);
});

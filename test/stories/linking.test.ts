/** Linking by count, by the keyboard (5.6-4): what agrees is submitted at once, what differs is named and taken by the archive. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { preparationEnter } from '#/custody/rules/api/preparation.ts';
import { workStore, workTake } from '#/custody/rules/api/work.ts';
import { taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { comeToWork, doStep, openWorkflowSite, presetKeys, workUpTo, type WorkflowSite } from '../workflow-site.ts';
import { closeDesks, expectAccessible, openBrowser, shoot } from './browser.ts';
import { deskOf, pause } from './desk.ts';
import { press, scan } from './keyboard.ts';

let here: WorkflowSite;
let browser: Browser;
let codes: string[];

beforeAll(async () => {
  here = await openWorkflowSite();
  browser = await openBrowser();
  ({ codes } = await comeToWork(here, [1, 2]));
  const [plain = '', counted = ''] = codes;
  await workUpTo(here, 'link', [plain]);
  const { preparer } = here;
  await preparer.client.act(taskPick, { input: { code: counted } });
  await preparer.client.act(workTake, { input: { code: counted } });
  await preparer.client.act(preparationEnter, { input: { code: counted, pages: 21, leaves: 12, cover: 1 } });
  await preparer.client.act(workStore, { input: { code: counted, cabinet: 'G-1' } });
  const input = { step: 'prepare', codes: [counted], device: null };
  await preparer.client.act(taskSubmit, { subject: here.projectId, input });
  for (const step of presetKeys.slice(1, presetKeys.indexOf('link'))) await doStep(here, step, [counted]);
}, 240_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

test('5.6-4 units that agree are submitted together; a difference is named, and taken by the archive alone', async () => {
  const { describer, keeper } = here;
  const desk = await deskOf(browser, here.site, describer, '/linking');
  const { page } = desk;
  await page.getByText('没有待挂接的件').waitFor();
  await shoot(desk, 'linking-empty');
  await expectAccessible(desk);
  for (const code of codes) {
    await scan(page, code);
    await page.getByRole('row').filter({ hasText: code }).waitFor();
  }
  await page.getByText('2 件，1 件不符').waitFor();
  await page.getByText('目录页数 · 封面').waitFor();
  await page.waitForTimeout(400);
  await shoot(desk, 'linking-list');
  await expectAccessible(desk);
  await press(page, page.getByRole('button', { name: '提交相符的 1 件' }));
  await page.getByText('已提交 1 件').waitFor();
  pause(desk, describer);

  const archive = await deskOf(browser, here.site, keeper, '/linking');
  await press(archive.page, archive.page.getByRole('button', { name: '认可差异' }));
  await archive.page.getByRole('dialog').getByLabel('理由').fill('目录漏计一页');
  await shoot(archive, 'linking-accept');
  await expectAccessible(archive);
  await press(archive.page, archive.page.getByRole('button', { name: '确认认可差异' }));
  await archive.page.getByText('已认可：目录漏计一页').waitFor();
});

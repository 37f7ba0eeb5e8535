/** Story: the security officer gives a terminal's folder watcher its code, sees it enrolled, and withdraws it (5.5-2). */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentEnrol } from '#/protection/rules/api/agent.ts';
import { type Officers, openWithOfficers } from '../people.ts';
import { openTestSite, type TestSite } from '../site.ts';
import { newMachine } from '../watcher.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf } from './desk.ts';

let site: TestSite;
let browser: Browser;
let officers: Officers;

beforeAll(async () => {
  site = await openTestSite();
  browser = await openBrowser();
  officers = await openWithOfficers(site);
  await newMachine(site, officers, '扫描-01');
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await site[Symbol.asyncDispose]();
});

test('5.5-2 a code for the folder watcher is shown once; the watcher is seen, and withdrawn without its terminal', async () => {
  const desk = await deskOf(browser, site, officers.securityOfficer, '/terminals');
  const { page } = desk;
  const row = page.getByRole('row', { name: /扫描-01/ });
  await row.getByRole('button', { name: '监视程序注册码' }).click();
  await page.getByRole('dialog').getByText('一次性注册码').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '监视程序注册码' }).click();
  const code = (await page.locator('.sc-code').textContent()) ?? '';
  await page.getByText(`npm run agent -- enrol --server ${site.origin} --code ${code}`).waitFor();
  await shoot(desk, 'watcher-code');
  await expectAccessible(desk);
  await page.getByRole('button', { name: '我已抄录' }).click();
  await row.getByText('待注册').waitFor();
  await site.visitor().public(agentEnrol, { code });
  await page.getByRole('button', { name: '刷新' }).click();
  await row.getByText('待注册').waitFor({ state: 'hidden' });
  await shoot(desk, 'terminals-watcher');
  await row.getByRole('button', { name: '注销监视程序' }).click();
  await page.getByRole('dialog').getByLabel('原因').fill('扫描机更换');
  await page.getByRole('dialog').getByRole('button', { name: '注销监视程序' }).click();
  await row.getByRole('button', { name: '注销监视程序' }).waitFor({ state: 'hidden' });
  await row.getByText('已注册').waitFor();
  expect(await row.getByRole('button', { name: '监视程序注册码' }).count()).toBe(1);
  await leave(desk);
});

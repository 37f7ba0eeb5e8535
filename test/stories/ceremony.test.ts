/** Story: the ceremony, and each officer signing in, by keyboard. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSite, type TestSite } from '../site.ts';
import { closeDesks, type Desk, expectAccessible, openBrowser, openDesk, shoot } from './browser.ts';

let site: TestSite;
let browser: Browser;
let desk: Desk;
const codes: Record<string, string[]> = {};

beforeAll(async () => {
  site = await openTestSite();
  browser = await openBrowser();
});
afterAll(async () => {
  await closeDesks();
  await site[Symbol.asyncDispose]();
});

const password = 'Kaifeng-1957-gate';

/** Types into the focused field and goes on to the next, as a person without a mouse does. */
async function type(...texts: string[]): Promise<void> {
  for (const text of texts) {
    await desk.page.keyboard.insertText(text);
    await desk.page.keyboard.press('Tab');
  }
}

test('5.6-8 the first visit is the opening ceremony, and it is held by keyboard alone', async () => {
  desk = await openDesk(browser);
  const { page } = desk;
  await page.goto(site.origin);
  await page.getByRole('heading', { name: '启用仪式' }).waitFor();
  await shoot(desk, 'ceremony-1');
  await expectAccessible(desk);
  await page.getByLabel('安装码').focus();
  await type(site.setupCode, '郑州市某某档案馆');
  await page.keyboard.press('Enter');
  // Enter on the time zone opens its list; the form goes on by its own button.
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '下一步' }).press('Enter');
  await page.getByText('三员须是三名不同的人').waitFor();
  await shoot(desk, 'ceremony-2');
  await expectAccessible(desk);
});

test('5.6-8 refuses one person in two offices on the screen, at the field', async () => {
  const { page } = desk;
  const people = [
    ['管一', '410101198001010011', 'guan'],
    ['保二', '410101198001010022', 'bao'],
    ['审三', '410101198001010011', 'shen'],
  ];
  const groups = page.locator('fieldset');
  for (const [index, [name = '', idNumber = '', username = '']] of people.entries()) {
    const group = groups.nth(index);
    await group.getByLabel('姓名').focus();
    await type(name, idNumber, username);
    await group.getByLabel('口令', { exact: true }).fill(password);
    await group.getByLabel('再输一次新口令').fill(password);
  }
  await page.getByRole('button', { name: '启用', exact: true }).press('Enter');
  await page.getByText('是同一人').first().waitFor();
  await expectAccessible(desk);
  await shoot(desk, 'ceremony-refused');
  await groups.nth(2).getByLabel('证件号').fill('410101198001010033');
  await page.getByRole('button', { name: '启用', exact: true }).press('Enter');
  await page.getByText('系统已启用').waitFor();
  await shoot(desk, 'ceremony-3');
});

test('the cards are on paper, once', async () => {
  const { page } = desk;
  const tabs = page.getByRole('tab');
  expect(await tabs.count()).toBe(4);
  for (const [index, username] of ['guan', 'bao', 'shen'].entries()) {
    await tabs.nth(index).click();
    const frame = page.locator('iframe:visible').contentFrame();
    await frame.getByText('一次性口令卡').first().waitFor();
    const cells = await frame.locator('td').allTextContents();
    codes[username] = cells.map((cell) =>
      cell
        .trim()
        .replace(/^\d+\s+/, '')
        .replace(/\D/g, ''),
    );
    expect(codes[username]?.length).toBe(40);
  }
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: /去登录/ }).click();
  await page.getByRole('heading', { name: '登录' }).waitFor();
});

test('signs in with password and card, and the home page greets', async () => {
  const { page } = desk;
  await shoot(desk, 'login-1');
  await expectAccessible(desk);
  await page.getByLabel('用户名').focus();
  await type('bao');
  await page.keyboard.insertText(password);
  await page.keyboard.press('Enter');
  await page.getByLabel('口令卡上未用过的一个口令').waitFor();
  await shoot(desk, 'login-2');
  await page.keyboard.insertText('00000000');
  await page.keyboard.press('Enter');
  await page.getByText('第二因素验证未通过').waitFor();
  await page.getByLabel('口令卡上未用过的一个口令').fill(codes['bao']?.shift() ?? '');
  await page.keyboard.press('Enter');
  await page.getByText('工作台').first().waitFor();
  await shoot(desk, 'home');
  await expectAccessible(desk);
  expect(desk.troubles).toEqual([]);
});

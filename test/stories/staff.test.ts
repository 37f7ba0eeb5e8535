/** Staff by one list: tried, corrected, submitted once, agreed to once, codes and badges in one run each; leaving. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workPass } from '#/custody/rules/api/work.ts';
import { badgeList } from '#/premises/rules/api/badges.ts';
import { type CustodySite, dayFromToday, handOut, openCustodySite, shelve } from '../custody-site.ts';
import { png } from '../files.ts';
import { employ, type Who, withSecond } from '../people.ts';
import { idNumberOf, staffOf, staffXlsx, startWork } from '../staff-lists.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf, pause, submitted, walk } from './desk.ts';
import { choose, escape, press, tabTo, write } from './keyboard.ts';

let here: CustodySite;
let browser: Browser;
let vendor: Who;
let codes: string[];
const until = dayFromToday(60);
const names = ['李一', '王二', '张三', '赵四', '钱五', '孙六', '周七', '吴八', '郑九', '冯十', '陈甲', '褚乙'];
const rowOf = (name: string, at: number, role = at < 2 ? '整理员' : '扫描员'): string[] => [
  ...[name, '居民身份证', idNumberOf(400 + at), role, ''],
];

beforeAll(async () => {
  here = await openCustodySite();
  browser = await openBrowser();
  vendor = await employ(here.site, here.officers, 'vendorManager', '孙经理');
  codes = await shelve(here, [1, 2]);
  await handOut(here, codes, '第一批');
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

const dialog = (page: Page) => page.getByRole('dialog').last();
const workbook = async (rows: readonly string[][], name = '临时人员.xlsx') => ({
  ...{ name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  buffer: await staffXlsx(rows),
});
const staffTab = async (page: Page): Promise<void> => page.getByRole('tab', { name: '人员' }).click();

test('a list with faults is told row by row; corrected it is submitted without a mouse', async () => {
  const desk = await deskOf(browser, here.site, vendor, `/projects/${here.projectId}`);
  const { page } = desk;
  await staffTab(page);
  await page.getByText('还没有为本项目单独登记的人员').waitFor();
  await press(page, page.getByRole('button', { name: '登记人员名单' }));
  const form = dialog(page);
  const download = page.waitForEvent('download');
  await form.getByRole('link', { name: '下载模板' }).click();
  const template = await download;
  expect(template.suggestedFilename()).toBe('人员名单模板.xlsx');
  expect(
    readFileSync(await template.path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');

  const good = names.map((name, at) => rowOf(name, at));
  const faulty = good.map((row, at) =>
    at === 1
      ? ['王二', '居民身份证', '11010119900101', '整理员', '']
      : at === 4
        ? ['', '护照', row[2] ?? '', '保密员', '']
        : row,
  );
  await form.locator('input[type=file]').setInputFiles(await workbook(faulty));
  await form.getByText('有 4 处问题').waitFor();
  await form.getByText('不是 18 位身份证号').waitFor();
  await form.getByText('没有「保密员」这个岗位').waitFor();
  await shoot(desk, 'staff-problems');
  await expectAccessible(desk);
  await write(page, form.getByLabel('起始日期'), dayFromToday(0));
  await page.keyboard.press('Enter');
  await press(page, form.getByRole('button', { name: /提\s*交/ }));
  await form.getByText('名单有 4 处问题').first().waitFor();

  await form.getByRole('button', { name: /移除|删除/ }).click();
  await form.locator('input[type=file]').setInputFiles(await workbook(good));
  await form.getByText('试读无误，共 12 人').waitFor();
  await form.getByLabel('截止日期').fill(dayFromToday(400));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await form.getByText('截止日期晚于项目结束日期').first().waitFor();
  await shoot(desk, 'staff-refused');
  await form.getByLabel('截止日期').fill(until);
  await page.keyboard.press('Enter');
  await shoot(desk, 'staff-form');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await page.getByText(submitted).first().waitFor();
  pause(desk, vendor);
}, 90_000);

test('5.5-1 the security officer reads every row and agrees once; nobody is registered before', async () => {
  expect((await staffOf(vendor, here.projectId)).filter(({ list }) => list !== null)).toEqual([]);
  const desk = await deskOf(browser, here.site, here.officers.securityOfficer, '/approvals');
  const { page } = desk;
  await page.getByRole('button', { name: '批准' }).click();
  const question = dialog(page);
  await question.getByText('共 12 行，请逐行核对').waitFor();
  for (const name of names) await question.getByRole('cell', { name, exact: true }).waitFor();
  await question.getByText('人事档案数字化').first().waitFor();
  expect(await question.innerText()).not.toContain(idNumberOf(400));
  await shoot(desk, 'staff-approval');
  await expectAccessible(desk);
  await question.getByRole('button', { name: '确认同意' }).click();
  await page.getByRole('button', { name: '批准' }).waitFor({ state: 'hidden' });
  await leave(desk);

  const mine = await deskOf(browser, here.site, vendor, '/approvals');
  await mine.page.getByRole('button', { name: '执行' }).click();
  await dialog(mine.page).getByRole('button', { name: '执行' }).click();
  await mine.page.getByText('已执行').first().waitFor();
  await mine.page.goto(`${here.site.origin}/projects/${here.projectId}`);
  await staffTab(mine.page);
  await mine.page.getByRole('row', { name: new RegExp(`李一.*整理员.*${until}.*在岗`) }).waitFor();
  await shoot(mine, 'staff');
  await expectAccessible(mine);
  pause(mine, vendor);
}, 60_000);

test('5.5-1 the administrator prints the codes of all of them in one run', async () => {
  const desk = await deskOf(browser, here.site, here.officers.administrator, '/people');
  const { page } = desk;
  await choose(page, page.getByLabel('账号状态'), '待启用');
  await press(page, page.getByRole('button', { name: /查\s*询/ }));
  await page.getByRole('row', { name: /褚乙/ }).waitFor();
  await page.getByRole('row', { name: /赵主管/ }).waitFor({ state: 'hidden' });
  await page.getByRole('checkbox', { name: '全选已载入的记录' }).check();
  await shoot(desk, 'staff-people');
  await page.getByRole('button', { name: '打印启用码' }).click();
  await dialog(page).getByText('为所选 12 人打印启用码单').waitFor();
  await dialog(page).getByRole('button', { name: '打印启用码' }).click();
  const paper = page.locator('iframe:visible').contentFrame();
  await paper.getByText('共 12 人，沿虚线裁下').first().waitFor();
  expect(await paper.getByText(/^[A-Z2-9]{5}-[A-Z2-9]{5}-[A-Z2-9]{5}$/).count()).toBe(12);
  await shoot(desk, 'staff-codes');
  await escape(dialog(page));
  await expectAccessible(desk);
  await leave(desk);
}, 60_000);

test('4.7-1 badges of the group are issued and printed in one run; whose photograph is missing waits', async () => {
  const desk = await deskOf(browser, here.site, here.keeper, '/badges');
  const { page } = desk;
  await press(page, page.getByRole('button', { name: '成批发放' }));
  const form = dialog(page);
  await choose(page, form.getByLabel('项目'), '人事档案数字化');
  await form.getByRole('row', { name: /褚乙.*缺照片/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  await form.getByText('请上传照片').first().waitFor();
  const photos = [...names.slice(0, 11), '谁也不是'].map((name) => ({
    ...{ name: `${name}.png`, mimeType: 'image/png', buffer: png(300, 420) },
  }));
  await form.locator('input[type=file]').setInputFiles(photos);
  await form.getByText('将发放 11 块并一次打印').waitFor();
  await form.getByText('这些照片对不上人，不会使用：谁也不是.png').waitFor();
  await form.getByRole('row', { name: /褚乙.*缺照片/ }).waitFor();
  await form.getByRole('row', { name: /李一.*已对应/ }).scrollIntoViewIfNeeded();
  await shoot(desk, 'badge-group');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  const paper = page.locator('iframe:visible').contentFrame();
  await paper.getByText('共 11 块').first().waitFor();
  await shoot(desk, 'badge-group-print');
  await escape(dialog(page));
  await leave(desk);
  const { items } = await here.keeper.client.view(badgeList, { input: { state: 'issued', limit: 200 } });
  expect(items.map(({ validUntil }) => validUntil)).toEqual(Array.from({ length: 11 }, () => until));
}, 90_000);

test('3.8-2 training for the post is entered without a mouse; one that was too short is refused', async () => {
  const desk = await deskOf(browser, here.site, vendor, `/projects/${here.projectId}`);
  const { page } = desk;
  await staffTab(page);
  await page.getByRole('row', { name: /李一.*缺保密教育、上岗培训/ }).waitFor();
  await page.getByRole('tab', { name: '培训' }).click();
  await press(page, page.getByRole('button', { name: '登记培训' }));
  const form = dialog(page);
  await write(page, form.getByLabel('内容'), '加工规程与设备操作');
  await write(page, form.getByLabel('结束日期'), dayFromToday(0));
  await page.keyboard.press('Enter');
  await write(page, form.getByLabel('授课人'), '孙经理');
  await write(page, form.getByLabel('天数'), '3');
  await write(page, form.getByLabel('学时'), '24');
  await page.keyboard.press('Control+Enter');
  await form.getByText('请勾选参加人员').waitFor();
  for (const name of ['李一', '王二', '张三']) {
    await tabTo(page, form.getByRole('checkbox', { name, exact: true }));
    await page.keyboard.press('Space');
  }
  await write(page, form.getByLabel('李一 考核分'), '91');
  await tabTo(page, form.getByRole('checkbox', { name: '张三 合格' }));
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  await form.getByText('上岗培训不足 5 天').first().waitFor();
  await shoot(desk, 'training-refused');
  await expectAccessible(desk);
  await write(page, form.getByLabel('天数'), '5');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /上岗培训 加工规程.*李一 整理员 91 分/ }).waitFor();
  await shoot(desk, 'training');
  await expectAccessible(desk);
  await staffTab(page);
  await page.getByRole('row', { name: /李一.*在岗.*缺保密教育 / }).waitFor();
  await page.getByRole('row', { name: /张三.*在岗.*缺保密教育、上岗培训/ }).waitFor();
  pause(desk, vendor);
}, 90_000);

test('nobody leaves with an original in hand or a badge: refused and named, and entered once both are back', async () => {
  const [worker] = await startWork(here.officers, here.site.origin, ['李一']);
  if (!worker) throw new Error('nobody');
  const pass = (from: Who, to: Who) => withSecond(from, to, workPass, { input: { codes, to: to.personId } });
  await pass(here.leader, worker);
  const desk = await deskOf(browser, here.site, vendor, `/projects/${here.projectId}`);
  const { page } = desk;
  if (!(await page.getByRole('tab', { name: '人员' }).isVisible())) await walk(page, '/projects');
  await staffTab(page);
  const row = page.getByRole('row', { name: /李一.*在岗/ });
  await row.getByRole('button', { name: '离场' }).click();
  await dialog(page).getByLabel('原因').fill('合同期满');
  await dialog(page).getByRole('button', { name: /离场/ }).click();
  await dialog(page)
    .getByText(/档案（2 件）、工牌 .*（1 件）/)
    .waitFor();
  await shoot(desk, 'staff-leave-refused');
  await expectAccessible(desk);
  await pass(worker, here.leader);
  await escape(dialog(page));
  await row.getByRole('button', { name: '离场' }).click();
  await dialog(page).getByLabel('原因').fill('合同期满');
  await dialog(page).getByRole('button', { name: /离场/ }).click();
  await dialog(page)
    .getByText(/还有 1 件未交清：工牌/)
    .waitFor();

  const keeper = await deskOf(browser, here.site, here.keeper, '/badges');
  await keeper.page.getByRole('row', { name: /李一/ }).getByRole('button', { name: '收回' }).click();
  await dialog(keeper.page).getByRole('button', { name: /收回/ }).click();
  await keeper.page.getByRole('row', { name: /李一.*已收回/ }).waitFor();
  await leave(keeper);

  await dialog(page).getByRole('button', { name: /离场/ }).click();
  await page.getByRole('row', { name: /李一.*已离场.*合同期满/ }).waitFor();
  await shoot(desk, 'staff-left');
  await expectAccessible(desk);
  await leave(desk);
}, 90_000);

/** Projects (2.2): the lead registers one, sets what its images must be; an opening names what is lacking. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectList, projectShow } from '#/engagement/rules/api/projects.ts';
import { employ, openWithOfficers, type Who } from '../people.ts';
import { openTestSite, type TestSite } from '../site.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf } from './desk.ts';
import { choose, press, tabTo, write } from './keyboard.ts';

let site: TestSite;
let browser: Browser;
let lead: Who;

beforeAll(async () => {
  site = await openTestSite();
  browser = await openBrowser();
  const officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  await employ(site, officers, 'vendorManager', '孙经理');
}, 60_000);
afterAll(async () => {
  await closeDesks();
  await site[Symbol.asyncDispose]();
});

test('the lead makes a code scheme from a standard, and tries a code of the archive against it', async () => {
  const desk = await deskOf(browser, site, lead, '/code-schemes');
  const { page } = desk;
  await page.getByText('还没有档号规则').waitFor();
  await press(page, page.getByRole('button', { name: '新增档号规则' }));
  const form = page.getByRole('dialog').last();
  await choose(page, form.getByLabel('从样式开始'), 'DA/T 13-2022 按卷整理（件号）');
  await form.getByLabel('试一试').fill('J019-QQ·2019-001');
  await form.getByText('不在代码表中').waitFor();
  await shoot(desk, 'scheme-code-wrong');
  await form.getByLabel('试一试').fill('Ｊ０１９—ZY•JC•2019•D30—001');
  await form.getByText('J019-ZY·JC·2019·D30-002').waitFor();
  await shoot(desk, 'scheme-form');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /按卷整理（件号）.*赵主管/ }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await shoot(desk, 'schemes');
  await expectAccessible(desk);
  await leave(desk);
});

test('2.2-1 2.2-3 without a mouse a project is registered and specified; what is lacking is named', async () => {
  const desk = await deskOf(browser, site, lead, '/projects');
  const { page } = desk;
  await page.getByText('还没有项目').waitFor();
  await shoot(desk, 'projects-empty');
  await press(page, page.getByRole('button', { name: '登记项目' }));
  const form = page.getByRole('dialog').last();
  await write(page, form.getByLabel('项目名称'), '民国档案数字化');
  await choose(page, form.getByLabel('类型'), '整理+数字化');
  await choose(page, form.getByLabel('服务机构'), '单位 vendor');
  await write(page, form.getByLabel('开始日期'), '2026-12-01');
  await page.keyboard.press('Enter');
  await write(page, form.getByLabel('结束日期'), '2026-11-01');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await form.getByText('结束日期早于开始日期').first().waitFor();
  await shoot(desk, 'project-refused');
  await tabTo(page, form.getByLabel('结束日期'));
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('2027-03-31');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByText('开工还缺').waitFor();
  for (const lack of ['项目范围', '技术指标', '档案保管员', '服务方安全保密专员'])
    await page.getByRole('alert').getByText(lack).waitFor();
  expect(await page.getByRole('button', { name: '开工' }).isDisabled()).toBe(true);
  await shoot(desk, 'project');
  await expectAccessible(desk);

  await tabTo(page, page.getByRole('tab', { name: '概况' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('button', { name: '增加范围' }));
  await choose(page, form.getByLabel('档号规则'), '按卷整理');
  await write(page, form.getByLabel('起号'), 'J019-ZY·2019-010');
  await write(page, form.getByLabel('止号'), 'J019-ZY·2019-001');
  await write(page, form.getByLabel('内容'), '2019 年专业档案');
  await page.keyboard.press('Control+Enter');
  await form.getByText('止号在起号之前').first().waitFor();
  await shoot(desk, 'scope-refused');
  await form.getByLabel('止号').fill('J019-ZY·2019-300');
  await write(page, form.getByLabel('案卷数'), '300');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /2019 年专业档案.*J019-ZY·2019-300/ }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await shoot(desk, 'scope');
  await expectAccessible(desk);
  await tabTo(page, page.getByRole('tab', { name: '项目范围' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('button', { name: '设定技术指标' }));
  await form.getByLabel('偏斜提示（度）').fill('4');
  await page.keyboard.press('Control+Enter');
  await form.getByRole('alert').first().waitFor();
  await shoot(desk, 'specification-refused');
  await form.getByLabel('偏斜提示（度）').fill('1');
  await shoot(desk, 'specification-form');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await page.getByText('第 1 版').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await shoot(desk, 'specifications');
  await expectAccessible(desk);
  await leave(desk);
  const [project] = (await lead.client.view(projectList, { input: {} })).items;
  const shown = await lead.client.view(projectShow, { subject: project?.id ?? '' });
  expect(shown).toMatchObject({
    name: '民国档案数字化',
    kind: 'both',
    lacks: ['keeper', 'security'],
  });
});

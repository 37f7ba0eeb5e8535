/** Damage, disinfection and the pad of preparation (6.3, 6.4, 6.7-4), without a mouse. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { damageList } from '#/custody/rules/api/damage.ts';
import { workStore } from '#/custody/rules/api/work.ts';
import { photoDeviceRegister } from '#/premises/rules/api/photo-devices.ts';
import { codeOf, type CustodySite, handOut, openCustodySite, shelve, standCabinets } from '../custody-site.ts';
import { approvalList } from '#/protection/rules/api/approvals.ts';
import { png } from '../files.ts';
import { approve, employ, type Who } from '../people.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf } from './desk.ts';
import { choose, escape, press, scan, tabTo, write } from './keyboard.ts';

let here: CustodySite;
let browser: Browser;
let keeper: Who;
let leader: Who;
let manager: Who;

beforeAll(async () => {
  here = await openCustodySite();
  browser = await openBrowser();
  ({ keeper, leader } = here);
  manager = await employ(here.site, here.officers, 'vendorManager', '何经理');
  await keeper.client.act(photoDeviceRegister, { input: { code: 'GP-1', kind: 'document-camera', model: '某高拍仪' } });
  await standCabinets(here);
  const codes = await shelve(here, [1, 2]);
  await handOut(here, codes, '第一批');
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

test('6.4-2 at the desk the pad of preparation is filled in once; what cannot be is refused where it stands', async () => {
  const desk = await deskOf(browser, here.site, leader, '/desk-work');
  const { page } = desk;
  await press(page, page.getByRole('button', { name: '整理登记' }));
  const form = page.getByRole('dialog').last();
  await scan(page, codeOf(1));
  await expect.poll(() => form.getByLabel('档号').inputValue()).toBe(codeOf(1));
  await write(page, form.getByLabel('页数', { exact: true }), '40');
  await write(page, form.getByLabel('张数'), '19');
  await page.keyboard.press('Control+Enter');
  await form.getByText('19 张纸不可能有 40 页').first().waitFor();
  await shoot(desk, 'preparation-refused');
  await expectAccessible(desk);
  await form.getByLabel('张数').fill('21');
  await write(page, form.getByLabel('A3'), '2');
  await write(page, form.getByLabel('装订方式'), '三孔一线');
  await shoot(desk, 'preparation-form');
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'hidden' });
  await leave(desk);
});

test('6.3-1 6.3-4 damage is entered with its photograph; without one it is refused', async () => {
  const desk = await deskOf(browser, here.site, leader, '/damage');
  const { page } = desk;
  await page.getByText('没有登记过损毁').waitFor();
  await shoot(desk, 'damage-empty');
  await press(page, page.getByRole('button', { name: '登记损毁' }));
  const form = page.getByRole('dialog').last();
  await scan(page, codeOf(1));
  await expect.poll(() => form.getByLabel('档号').inputValue()).toBe(codeOf(1));
  await write(page, form.getByLabel('部位'), '第 5 页');
  await write(page, form.getByLabel('情况'), '翻页时撕裂约 4 厘米');
  await page.keyboard.press('Control+Enter');
  await form.getByText('请上传照片').waitFor();
  await form.locator('input[type=file]').setInputFiles({ name: '撕.png', mimeType: 'image/png', buffer: png(40, 30) });
  await choose(page, form.getByLabel('拍照设备'), 'GP-1');
  await shoot(desk, 'damage-form');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /A002-RS-001.*损毁.*第 5 页.*待定责/ }).waitFor();
  await form.waitFor({ state: 'hidden' });
  await leave(desk);
});

test('6.3-2 6.3-3 the archive judges with the vendor, and has it repaired', async () => {
  const desk = await deskOf(browser, here.site, here.lead, '/damage');
  const { page } = desk;
  await press(page, page.getByRole('button', { name: '定责' }));
  const form = page.getByRole('dialog').last();
  await choose(page, form.getByLabel('责任方'), '服务机构');
  await write(page, form.getByLabel('依据'), '录像 CAM-2，14:05');
  await page.keyboard.press('Control+Enter');
  await form.getByText('服务机构有责任的须写明处罚').first().waitFor();
  await write(page, form.getByLabel('处罚结果'), '扣款 200 元');
  await shoot(desk, 'damage-judge');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await form
    .getByText(/何经理|等待|批准/)
    .first()
    .waitFor();
  await shoot(desk, 'damage-judge-waits');
  await escape(form);
  const { items } = await manager.client.view(approvalList, { input: {} });
  await approve(manager, items[0]?.id ?? '');
  await page.goto(`${here.site.origin}/approvals`);
  await page.getByRole('row', { name: /定责/ }).getByRole('button', { name: '执行' }).click();
  await page.getByRole('button', { name: '确认执行' }).click();
  await expect
    .poll(async () => (await keeper.client.view(damageList)).items[0]?.state, { timeout: 30_000 })
    .toBe('judged');
  await leave(desk);

  const keeping = await deskOf(browser, here.site, keeper, '/damage');
  await press(keeping.page, keeping.page.getByRole('button', { name: '送修复' }));
  const repair = keeping.page.getByRole('dialog').last();
  await write(keeping.page, repair.getByLabel('修复人'), '馆修复室 王师傅');
  await write(keeping.page, repair.getByLabel('修复方法'), '溜口、托裱');
  await keeping.page.keyboard.press('Control+Enter');
  await keeping.page.getByRole('row', { name: /A002-RS-001.*修复中/ }).waitFor();
  await repair.waitFor({ state: 'hidden' });
  await shoot(keeping, 'damage');
  await expectAccessible(keeping);
  await tabTo(keeping.page, keeping.page.getByRole('row', { name: /A002-RS-001/ }));
  await keeping.page.keyboard.press('Enter');
  const card = keeping.page.getByRole('dialog').last();
  await card.getByText('溜口、托裱').waitFor();
  await shoot(keeping, 'damage-card');
  await expectAccessible(keeping);
  await escape(card);
  expect((await keeper.client.view(damageList)).items).toMatchObject([{ state: 'repairing' }]);
  await leave(keeping);
});

test('6.7-4 a disinfection is entered with method, time and hand, and printed', async () => {
  await leader.client.act(workStore, { input: { code: codeOf(2), cabinet: 'G-1' } });
  const desk = await deskOf(browser, here.site, keeper, '/damage');
  const { page } = desk;
  await page.getByRole('tab', { name: '消毒杀虫' }).press('Enter');
  await page.getByText('没有登记过消毒杀虫').waitFor();
  await press(page, page.getByRole('button', { name: '登记消毒杀虫' }));
  const form = page.getByRole('dialog').last();
  await scan(page, codeOf(2));
  await expect.poll(() => form.getByLabel('档号').inputValue()).toBe(codeOf(2));
  await write(page, form.getByLabel('方法和药剂'), '充氮降氧');
  await write(page, form.getByLabel('地点'), '消毒间');
  await write(page, form.getByLabel('操作人'), '张三');
  for (const [index, [field, at]] of (
    [
      ['开始时间', '2026-11-01'],
      ['结束时间', '2026-11-02'],
    ] as const
  ).entries()) {
    await write(page, form.getByLabel(field).first(), at);
    await page.keyboard.press('Enter');
    await write(page, form.getByLabel(/时:分/).nth(index), '08:00');
  }
  await shoot(desk, 'disinfection-form');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /充氮降氧.*消毒间.*张三/ }).waitFor();
  await form.waitFor({ state: 'hidden' });
  await shoot(desk, 'disinfections');
  await press(page, page.getByRole('button', { name: '打印记录' }));
  await page.frameLocator('iframe').last().getByText('档案消毒杀虫记录').first().waitFor();
  await shoot(desk, 'disinfection-print');
  await escape(page.getByRole('dialog').last());
  await leave(desk);
});

/** Devices (4.5, 5.1): the vendor registers one, the archive seals and examines it; what is not in order stays out. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessDay } from '#/base/rules/business-day.ts';
import { deviceList } from '#/equipment/rules/api/devices.ts';
import { pointsOfKind } from '#/equipment/rules/device.ts';
import { photoDeviceRegister } from '#/premises/rules/api/photo-devices.ts';
import { png } from '../files.ts';
import { employ, openWithOfficers, type Who } from '../people.ts';
import { openTestSite, type TestSite } from '../site.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf, pause } from './desk.ts';
import { choose, escape, press, tabTo, write } from './keyboard.ts';

let site: TestSite;
let browser: Browser;
let keeper: Who;
let vendor: Who;

beforeAll(async () => {
  site = await openTestSite();
  browser = await openBrowser();
  const officers = await openWithOfficers(site);
  keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
  vendor = await employ(site, officers, 'vendorManager', '孙经理');
  const camera = { input: { code: 'GP-1', kind: 'document-camera', model: '某高拍仪' } } as const;
  await keeper.client.act(photoDeviceRegister, camera);
}, 60_000);
afterAll(async () => {
  await closeDesks();
  await site[Symbol.asyncDispose]();
});

test('5.1-1 without a mouse the vendor registers a device; a number that is taken is refused at its field', async () => {
  const desk = await deskOf(browser, site, vendor, '/devices');
  const { page } = desk;
  await page.getByText('登记的设备会出现在这里').waitFor();
  await shoot(desk, 'devices-empty');
  const form = page.getByRole('dialog').last();
  const fill = async (code: string): Promise<void> => {
    await press(page, page.getByRole('button', { name: '登记设备' }));
    await write(page, form.getByLabel('设备编号'), code);
    await choose(page, form.getByLabel('类别'), '扫描仪');
    await write(page, form.getByLabel('品牌型号'), '某公司 A3 平板 8080');
    await write(page, form.getByLabel('序列号'), `SN-${code}`);
    for (const [group, answer] of [
      ['产权', '服务机构'],
      ['国产', '是'],
      ['含存储部件', '否'],
    ] as const) {
      const radios = form.getByRole('radiogroup', { name: group });
      await tabTo(page, radios.getByRole('radio'));
      await page.keyboard.press('Space');
      for (let step = 0; step < 3 && !(await radios.getByRole('radio', { name: answer }).isChecked()); step += 1)
        await page.keyboard.press('ArrowRight');
    }
  };
  await fill('SM-01');
  await shoot(desk, 'device-register');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /SM-01.*未封断.*待准入/ }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await fill('SM-01');
  await page.keyboard.press('Control+Enter');
  await form.getByText('设备编号「SM-01」已被使用').first().waitFor();
  await shoot(desk, 'device-taken');
  await escape(form);
  await leave(desk);
});

test('4.5-1 a device that is not sealed or not in order is refused; sealed with a photograph it is admitted', async () => {
  const desk = await deskOf(browser, site, keeper, '/devices');
  const { page } = desk;
  const row = page.getByRole('row', { name: /SM-01/ });
  await row.waitFor();
  expect(await row.getByRole('button', { name: '准入' }).count()).toBe(0);
  await press(page, row.getByRole('button', { name: '封断无线' }));
  const form = page.getByRole('dialog').last();
  await choose(page, form.getByLabel('封断方式'), '物理封断并贴封条');
  await write(page, form.getByLabel('封条号'), 'F-0001');
  await write(page, form.getByLabel('封断日期'), businessDay(Date.now(), 'Asia/Shanghai'));
  await page.keyboard.press('Enter');
  await choose(page, form.getByLabel('操作人'), '孙经理');
  await page.keyboard.press('Control+Enter');
  await form.getByText('请上传封断处的照片').waitFor();
  const photo = { name: 'F-0001.png', mimeType: 'image/png', buffer: png(640, 480) };
  await form.locator('input[type=file]').setInputFiles(photo);
  await form.getByText('F-0001.png').waitFor();
  await choose(page, form.getByLabel('拍照设备'), 'GP-1');
  await shoot(desk, 'device-seal');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  await press(page, row.getByRole('button', { name: '准入' }));
  const points = pointsOfKind('scanner');
  const judge = async (failed: number): Promise<void> => {
    for (const [index, { label }] of points.entries())
      await form
        .getByRole('group', { name: label.zh })
        .getByRole('radio', { name: index === failed ? '不合格' : '合格', exact: true })
        .check();
  };
  await judge(0);
  await page.keyboard.press('Control+Enter');
  await form.getByText(`「${points[0]?.label.zh}」不合格，不得准入`).first().waitFor();
  await shoot(desk, 'device-not-in-order');
  await expectAccessible(desk);
  await judge(-1);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /SM-01.*F-0001.*在用/ }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await shoot(desk, 'devices');
  await expectAccessible(desk);

  await tabTo(page, row);
  await page.keyboard.press('Enter');
  const card = page.getByRole('dialog', { name: '设备卡 SM-01' });
  await card.getByText('F-0001').first().waitFor();
  await card.getByRole('img').first().waitFor();
  await shoot(desk, 'device-card');
  await expectAccessible(desk);
  await escape(card);
  await press(page, row.getByRole('button', { name: '打印设备卡' }));
  await page.frameLocator('iframe').getByText('F-0001').first().waitFor();
  await shoot(desk, 'device-print');
  await escape(page.getByRole('dialog').last());
  pause(desk, keeper);
  const { items } = await keeper.client.view(deviceList, { input: {} });
  expect(items).toMatchObject([{ code: 'SM-01', state: 'admitted', seal: { sealNumber: 'F-0001' } }]);
});

test('5.5-2 a device whose seal is broken is suspended; the desk names terminals without a device', async () => {
  const desk = await deskOf(browser, site, keeper, '/devices');
  const { page } = desk;
  const row = page.getByRole('row', { name: /SM-01/ });
  await press(page, row.getByRole('button', { name: '停用' }));
  const form = page.getByRole('dialog').last();
  await write(page, form.getByLabel('原因'), '封条撕裂');
  await form.getByRole('checkbox', { name: '无线封断已失效' }).check();
  await shoot(desk, 'device-suspend');
  await form.getByRole('button', { name: '停用' }).click();
  await page.getByRole('row', { name: /SM-01.*未封断.*停用/ }).waitFor();
  await page.goto(`${site.origin}/`);
  await page.getByText('终端没有准入设备').first().waitFor();
  await shoot(desk, 'desk-terminals');
  await leave(desk);
});

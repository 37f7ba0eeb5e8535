/** Stories of the processing place: its plan by mouse and by keys, a safety check that fails, a reading out of range. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SentOf } from '#/base/rules/declare.ts';
import { readingEnter, siteCheckEnter } from '#/premises/rules/api/checks.ts';
import { photoDeviceRegister } from '#/premises/rules/api/photo-devices.ts';
import { cameraAdd, dutyAssign, fixtureAdd, placeShow, zoneAdd } from '#/premises/rules/api/plan.ts';
import { checklist } from '#/premises/rules/checklist.ts';
import { attach } from '../files.ts';
import { employ, type Officers, openWithOfficers, type Who } from '../people.ts';
import { openTestSite, type TestSite } from '../site.ts';
import { closeDesks, type Desk, expectAccessible, openBrowser, shoot } from './browser.ts';
import { deskOf as openDeskOf, pause, submitted } from './desk.ts';
import { choose, escape, expectFocus, tabTo } from './keyboard.ts';

let site: TestSite;
let browser: Browser;
let officers: Officers;
let lead: Who;
let vendor: Who;

beforeAll(async () => {
  site = await openTestSite();
  browser = await openBrowser();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  vendor = await employ(site, officers, 'vendorSecurityLead', '吴安全');
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await site[Symbol.asyncDispose]();
});

const deskOf = (who: Who, path: string): Promise<Desk> => openDeskOf(browser, site, who, path);
const show = () => lead.client.view(placeShow);

type Zone = SentOf<typeof zoneAdd>;
type Fixture = SentOf<typeof fixtureAdd>;

const zones: Zone[] = [
  { code: 'F-1', name: '暂存区', kind: 'holding', x: 0, y: 0, width: 4000, height: 8000 },
  { code: 'F-2', name: '加工区', kind: 'processing', x: 4000, y: 0, width: 5000, height: 8000 },
  { code: 'F-3', name: '机房', kind: 'server', x: 9000, y: 0, width: 3000, height: 3000 },
  { code: 'F-4', name: '导出区', kind: 'export', x: 9000, y: 3000, width: 3000, height: 2000 },
  { code: 'F-5', name: '物品柜区', kind: 'lockers', x: 9000, y: 5000, width: 3000, height: 3000 },
];
const fixtures: (Omit<Fixture, 'zoneId'> & { zone: string })[] = [
  { zone: 'F-1', kind: 'holding', code: 'ZC-1', x: 2000, y: 2400 },
  { zone: 'F-1', kind: 'cabinet', code: 'ZJ-1', x: 1200, y: 6000, stage: 'unprocessed' },
  { zone: 'F-1', kind: 'cabinet', code: 'ZJ-2', x: 2800, y: 6000, stage: 'processed' },
  { zone: 'F-2', kind: 'workstation', code: 'GW-1', x: 5500, y: 2400 },
  { zone: 'F-2', kind: 'workstation', code: 'GW-2', x: 7500, y: 2400 },
  { zone: 'F-2', kind: 'workstation', code: 'GW-3', x: 5500, y: 5000 },
  { zone: 'F-2', kind: 'workstation', code: 'GW-4', x: 7500, y: 5000 },
  { zone: 'F-2', kind: 'window', code: 'C-1', x: 6500, y: 0 },
  { zone: 'F-2', kind: 'door', code: 'M-1', x: 6500, y: 7900 },
  { zone: 'F-3', kind: 'server', code: 'FW-1', x: 10_500, y: 1600 },
  { zone: 'F-4', kind: 'export', code: 'DC-1', x: 10_500, y: 4100 },
  { zone: 'F-5', kind: 'locker', code: 'WG-1', x: 10_500, y: 6500 },
];

/** All that acceptance asks for, but for a camera that shows the door, and the footage keeper. */
async function furnish(): Promise<void> {
  const { client } = lead;
  const zoneIds = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const input of zones) zoneIds.set(input.code, (await client.act(zoneAdd, { input })).zoneId);
  for (const { zone, ...input } of fixtures) {
    const { fixtureId } = await client.act(fixtureAdd, { input: { ...input, zoneId: zoneIds.get(zone) ?? '' } });
    ids.set(input.code, fixtureId);
  }
  const camera = {
    model: '海康 DS-2CD3T46',
    resolution: '2560×1440',
    storage: '录像机 NVR-1',
    angle: 110,
    reach: 7000,
  };
  const cameras = [
    { code: 'JK-1', zone: 'F-1', x: 200, y: 200, direction: 50, covers: ['ZC-1'] },
    { code: 'JK-2', zone: 'F-2', x: 4200, y: 200, direction: 45, covers: ['GW-1', 'GW-2', 'GW-3', 'GW-4', 'C-1'] },
    { code: 'JK-3', zone: 'F-3', x: 11_800, y: 200, direction: 130, covers: ['FW-1', 'DC-1'] },
  ];
  for (const { zone, covers, ...rest } of cameras) {
    const zoneId = zoneIds.get(zone) ?? '';
    await client.act(cameraAdd, {
      input: { ...camera, ...rest, zoneId, covers: covers.map((code) => ids.get(code) ?? '') },
    });
  }
  for (const { personId } of [lead, vendor])
    await client.act(dutyAssign, { subject: personId, input: { duty: 'patroller' } });
  const photo = await attach(lead, 'site-check', 'photo');
  const items = checklist.map(({ code }) => ({ item: code, passed: true, photos: [photo.id] }));
  const device = { code: 'GP-1', kind: 'document-camera' as const, model: '良田 S1020' };
  const { deviceId: photoSource } = await client.act(photoDeviceRegister, { input: device });
  await client.act(siteCheckEnter, { input: { items, photoSource } });
}

test('4.1-1 the place is registered on its page, with a reason only where it lies outside', async () => {
  const desk = await deskOf(lead, '/plan');
  const { page } = desk;
  await page.getByText('场所尚未登记').waitFor();
  await shoot(desk, 'plan-empty');
  await page.getByRole('button', { name: '登记场所' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('场所名称').fill('数字化加工室');
  await form.getByLabel('地址').fill('档案馆三楼 305');
  expect(await form.getByLabel('设在以外的理由').count()).toBe(0);
  await form.getByText('档案部门以外').click();
  await form.getByLabel('设在以外的理由').waitFor();
  await shoot(desk, 'place-form');
  await form.getByText('档案部门内', { exact: true }).click();
  await form.getByLabel('平面图宽').fill('12');
  await form.getByLabel('平面图深').fill('8');
  await form.getByRole('button', { name: '提交' }).click();
  await page.getByRole('group', { name: '数字化加工室平面图' }).waitFor();
  expect((await show()).place).toMatchObject({
    planWidth: 12_000,
    planHeight: 8000,
    outsideReason: null,
    humidityMax: 60,
  });
  await page.getByRole('button', { name: '指定监控责任人' }).click();
  await form.getByLabel('人员').click();
  await page.locator('.ant-select-item-option', { hasText: '赵主管' }).click();
  await form.getByRole('button', { name: '提交' }).click();
  await page.getByRole('button', { name: '解除' }).waitFor();
  pause(desk, lead);
});

test('4.2-1 points that were never looked at are overdue, and stand in the check to begin with', async () => {
  const desk = await deskOf(lead, '/site-checks');
  const { page } = desk;
  await expect
    .poll(() => page.getByRole('row', { name: /未检查.*逾期/ }).count(), { timeout: 20_000 })
    .toBe(checklist.length);
  await page.getByRole('button', { name: '登记检查' }).click();
  const rows = page.getByRole('dialog').getByRole('group', { name: /4\.\d/ });
  await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(checklist.length);
  await rows.first().getByRole('button', { name: '移除独立、可封闭' }).click();
  await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(checklist.length - 1);
  await page.getByRole('dialog').getByRole('button', { name: '提交' }).click();
  await rows.first().getByText('必填').waitFor();
  await shoot(desk, 'check-form-first');
  pause(desk, lead);
});

/** In which colour a thing is drawn on the plan. */
const colourOf = (page: Page, name: string): Promise<string> =>
  page.evaluate<string>(`getComputedStyle(document.querySelector('[aria-label^="${name}"]')).color`);

async function tryToAccept({ page }: Desk): Promise<void> {
  await page.getByRole('button', { name: '场所验收' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /确/ }).click();
}

test('4.3-2 the floor plan shows an uncovered door in red; refuses acceptance until a camera shows it', async () => {
  await furnish();
  const desk = await deskOf(lead, '/plan');
  const { page } = desk;
  await page.reload();
  const door = page.getByRole('button', { name: /^门 M-1/ });
  await door.waitFor();
  expect(await door.getAttribute('aria-label')).toBe('门 M-1 无覆盖、加工区');
  await door.getByText('无覆盖', { exact: true }).waitFor();
  expect([await colourOf(page, '门 M-1'), await colourOf(page, '工位 GW-1')]).toEqual([
    'rgb(179, 50, 29)',
    'rgb(31, 37, 39)',
  ]);
  await page.getByRole('list', { name: '验收缺项' }).getByText('门 M-1 没有摄像机覆盖').waitFor();
  await shoot(desk, 'plan-uncovered');
  await expectAccessible(desk);

  await tryToAccept(desk);
  await page
    .getByRole('alert')
    .getByText(/还缺 1 项：门 M-1 没有摄像机覆盖/)
    .waitFor();
  await shoot(desk, 'plan-refused');
  await escape(page.getByRole('dialog'));

  await page.getByRole('button', { name: '登记摄像机' }).click();
  const form = page.getByRole('dialog');
  for (const [label, text] of [
    ['编号', 'JK-4'],
    ['型号', '海康 DS-2CD3T46'],
    ['分辨率', '2560×1440'],
    ['存储', '录像机 NVR-1'],
    ['横坐标', '8.8'],
    ['纵坐标', '5.5'],
    ['方向', '135'],
  ] as const)
    await form.getByLabel(label).fill(text);
  await choose(page, form.getByLabel('分区'), '加工区');
  await choose(page, form.getByLabel('画面可见'), 'M-1');
  const out = page.locator('.ant-select-item-option-disabled', { hasText: 'ZC-1' });
  await out.getByText('不在视角内').waitFor();
  await shoot(desk, 'camera-form');
  await page.keyboard.press('Escape');
  await form.getByRole('button', { name: '提交' }).click();
  await form.waitFor({ state: 'hidden' });

  await page.reload();
  await door.waitFor();
  expect(await door.getAttribute('aria-label')).toBe('门 M-1、加工区');
  await page.getByText('各项齐备，可以验收。').waitFor();
  await shoot(desk, 'plan-ready');
  await tryToAccept(desk);
  await page.getByText(submitted).first().waitFor();
  await page.reload();
  pause(desk, lead);
});

const whereIs = async (code: string) => {
  const { fixtures: rows } = await show();
  const found = rows.find((one) => one.code === code);
  return [found?.x, found?.y];
};

test('4.3-2 what stands on the plan is moved by keys alone, and what was moved out of sight is uncovered', async () => {
  const desk = await deskOf(lead, '/plan');
  const { page } = desk;
  const locker = page.getByRole('button', { name: /^随身物品柜 WG-1/ });
  await tabTo(page, locker);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowUp');
  await page.getByText('随身物品柜 WG-1：横 10.6 米，纵 5.5 米，Enter 保存，Esc 放弃').waitFor();
  await shoot(desk, 'plan-moving');
  await page.keyboard.press('Escape');
  await page.getByText(/^拖动可移动/).waitFor();
  expect(await whereIs('WG-1')).toEqual([10_500, 6500]);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => whereIs('WG-1'), { timeout: 20_000 }).toEqual([10_400, 7500]);
  await page.getByText(/^拖动可移动/).waitFor();
  await expectFocus(locker);

  await page.keyboard.press('Enter');
  await page.getByText('横 10.4 米，纵 7.5 米').waitFor();
  await shoot(desk, 'plan-detail');
  await expectAccessible(desk);
  await page.getByRole('button', { name: '修改', exact: true }).click();
  await expect.poll(() => page.getByLabel('纵坐标').inputValue()).toBe('7.5');
  await page.keyboard.press('Escape');
  await page.getByLabel('纵坐标').waitFor({ state: 'hidden' });
  await expectFocus(page.getByRole('button', { name: '修改', exact: true }));
  await escape(page.getByRole('dialog'));
  await expectFocus(locker);

  // Out of every zone: refused, and drawn where it stands.
  const station = page.getByRole('button', { name: /^工位 GW-4/ });
  const from = await station.boundingBox();
  const away = await page.getByRole('button', { name: /^暂存处 ZC-1/ }).boundingBox();
  if (!from || !away) throw new Error('not drawn');
  await page.mouse.move(from.x + from.width / 2, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(away.x + away.width / 2, away.y + 90, { steps: 5 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await whereIs('GW-4')).toEqual([7500, 5000]);
  await page.mouse.move(from.x + from.width / 2, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2, from.y + 52, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('button', { name: '工位 GW-4 无覆盖、加工区' }).waitFor();
  const [x, y] = await whereIs('GW-4');
  expect(x).toBe(7500);
  expect(y).toBeGreaterThan(5000);
  expect(await page.getByRole('dialog').count()).toBe(0);
  await shoot(desk, 'plan-moved');
  pause(desk, lead);
});

test('4.3-1 4.3-3 a camera is recorded from its place on the plan, and stopped with a reason', async () => {
  const desk = await deskOf(lead, '/plan');
  const { page } = desk;
  await page.getByRole('button', { name: /^摄像机 JK-1/ }).focus();
  await page.keyboard.press('Enter');
  const section = page.getByRole('region', { name: '录制' });
  await section.getByText('不录制').waitFor();
  await section.getByRole('button', { name: '录制…' }).click();
  const form = page.getByRole('dialog').last();
  const address = form.getByLabel('摄像机地址');
  await address.fill('rtsp://8.8.8.8/live');
  await form.getByRole('button', { name: '提交' }).click();
  await form.getByText('地址不在本场所网络内').first().waitFor();
  expect(await address.getAttribute('type')).toBe('password');
  await shoot(desk, 'recording-form');
  await expectAccessible(desk);
  await address.fill('rtsp://eye:p%40ss@192.168.1.64/live');
  await form.getByRole('button', { name: '提交' }).click();
  await section.getByText('等待第一段录像').waitFor();
  await shoot(desk, 'recording');
  await section.getByRole('button', { name: '停止录制' }).click();
  await page.getByLabel('原因').fill('更换镜头');
  await page.getByRole('dialog').last().getByRole('button', { name: /确/ }).click();
  await section.getByText('停止原因 更换镜头').waitFor();
  await escape(page.getByRole('dialog'));
  pause(desk, lead);
});

test('4.2-2 a point that is not in order is entered with its photo and becomes an issue', async () => {
  const desk = await deskOf(lead, '/site-checks');
  const { page } = desk;
  await page.getByRole('row', { name: /防火/ }).waitFor();
  await shoot(desk, 'checklist');
  await expectAccessible(desk);
  await page.getByRole('button', { name: '登记检查' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('添加检查项').click();
  await page.locator('.ant-select-item-option', { hasText: '防火' }).click();
  const row = form.getByRole('group', { name: /防火/ });
  expect(await form.getByRole('group', { name: /4\.\d/ }).count()).toBe(1);
  await row.getByText('不合格', { exact: true }).click();
  await form.getByRole('button', { name: '提交' }).click();
  await row.getByText('此项须附照片').waitFor();
  await row.getByLabel('情况').fill('灭火器压力不足');
  await row.getByLabel('整改责任人').click();
  await page.locator('.ant-select-item-option', { hasText: '赵主管' }).click();
  await row.getByLabel('整改期限').fill('2099-01-01');
  await page.keyboard.press('Enter');
  const file = { name: 'fire.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a', 'hex') };
  await row.locator('input[type=file]').setInputFiles(file);
  await row.getByText('fire.png').waitFor();
  await shoot(desk, 'check-form');
  // Under the drawer the page may have been scrolled so that its head covers half a button.
  await page.evaluate('scrollTo(0, 0)');
  await expectAccessible(desk);
  await row.getByText('已上传').waitFor();
  expect(await row.getByText('此项须附照片').count()).toBe(0);
  await choose(page, form.getByLabel('拍照设备'), '高拍仪 GP-1');
  await form.getByRole('button', { name: '提交' }).click();
  await page.getByText('已登记问题').waitFor();
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('row', { name: /防火.*不合格/ }).waitFor();
  await page.getByRole('tab', { name: '检查记录' }).click();
  await page
    .getByRole('row', { name: /不合格 1/ })
    .getByRole('button', { name: '打印' })
    .click();
  await page.locator('iframe:visible').contentFrame().getByText('灭火器压力不足').first().waitFor();
  await shoot(desk, 'check-print');
  pause(desk, lead);
});

test('4.2-6 a reading out of range is told from the others', async () => {
  const { zones } = await lead.client.view(placeShow);
  const subject = zones.find(({ name }) => name === '暂存区')?.id ?? '';
  await lead.client.act(readingEnter, { subject, input: { instrument: 'WSD-01', temperature: 21.5, humidity: 52 } });
  const desk = await deskOf(lead, '/climate');
  const { page } = desk;
  await page.getByRole('row', { name: /正常/ }).waitFor();
  await page.getByRole('button', { name: '登记温湿度' }).click();
  const form = page.getByRole('dialog');
  await choose(page, form.getByLabel('分区'), '暂存区');
  await form.getByLabel('仪器').fill('WSD-01');
  await form.getByLabel('温度', { exact: true }).fill('31');
  await form.getByLabel('相对湿度').fill('52');
  await shoot(desk, 'reading-form');
  await form.getByRole('button', { name: '提交' }).click();
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('row', { name: /超限/ }).waitFor();
  await shoot(desk, 'climate');
  await expectAccessible(desk);
  pause(desk, lead);
});

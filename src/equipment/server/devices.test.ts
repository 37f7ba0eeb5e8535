/** Devices: sealed, examined, admitted, suspended, withdrawn. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attach } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, type Officers, openWithOfficers, type Who } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { businessDay } from '#/base/rules/business-day.ts';
import type { SentOf } from '#/base/rules/declare.ts';
import { photoDeviceRegister } from '#/premises/rules/api/photo-devices.ts';
import {
  deviceAdmit,
  deviceList,
  devicePrint,
  deviceRegister,
  deviceShow,
  deviceSuspend,
  deviceWithdraw,
  equipmentDueList,
  terminalChoices,
  wirelessSeal,
} from '../rules/api/devices.ts';
import { type DeviceKind, pointsOfKind } from '../rules/device.ts';
import { equipmentLooks } from './alarms.ts';

let site: TestSite;
let officers: Officers;
let keeper: Who;
let lead: Who;
let vendor: Who;
let photoSource: string;
const today = businessDay(Date.now(), 'Asia/Shanghai');

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  vendor = await employ(site, officers, 'vendorManager', '孙经理');
  const camera = { input: { code: 'GP-1', kind: 'document-camera', model: '某高拍仪' } } as const;
  photoSource = (await keeper.client.act(photoDeviceRegister, camera)).deviceId;
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const device = (code: string, kind: DeviceKind = 'computer') => ({
  ...{ code, kind, model: '某型号', serial: `SN-${code}`, owner: 'vendor', domestic: true, holdsData: true },
});
const register = async (code: string, kind?: DeviceKind) =>
  (await vendor.client.act(deviceRegister, { input: { ...device(code, kind), owner: 'vendor' } })).deviceId;
const sealing = async (sealNumber: string): Promise<SentOf<typeof wirelessSeal>> => ({
  ...{ way: 'sealed', sealNumber, doneOn: today, doneBy: vendor.personId, photoSource },
  photos: [(await attach(keeper, 'device', sealNumber)).id],
});
const points = (kind: DeviceKind = 'computer', failed?: string) =>
  pointsOfKind(kind).map(({ code }) => ({ item: code, passed: code !== failed }));
const refusal = async (answer: Promise<unknown>) => ((await answer) as { problem?: { code: string } }).problem?.code;
const stateOf = async (code: string) =>
  (await lead.client.view(deviceList, { input: { text: code } })).items.find((row) => row.code === code);

test('4.5-1 no device is admitted unsealed; refused until way, day, person and photograph are entered', async () => {
  const subject = await register('PC-01');
  const admit = () => keeper.client.tryAct(deviceAdmit, { subject, input: { items: points() } });
  expect(await refusal(admit())).toBe('wireless-not-sealed');
  const seal = await sealing('F-0001');
  const without = keeper.client.tryAct(wirelessSeal, { subject, input: { ...seal, photos: [] } });
  expect(await refusal(without)).toBe('photo-needed');
  const own = keeper.client.tryAct(wirelessSeal, { subject, input: { ...seal, photoSource: null } });
  expect(await refusal(own)).toBe('photo-source-needed');
  await keeper.client.act(wirelessSeal, { subject, input: seal });
  const twice = keeper.client.tryAct(wirelessSeal, { subject, input: await sealing('F-0002') });
  expect(await refusal(twice)).toBe('sealed-already');
  expect(await refusal(admit())).toBeUndefined();
  expect(await stateOf('PC-01')).toMatchObject({ state: 'admitted', seal: { way: 'sealed', sealNumber: 'F-0001' } });
});

test('4.5-1 the number of a seal serves once', async () => {
  const subject = await register('PC-02');
  const answer = keeper.client.tryAct(wirelessSeal, { subject, input: await sealing('F-0001') });
  expect(await answer).toMatchObject({ problem: { code: 'seal-taken', field: 'input.sealNumber' } });
});

test('5.1-2 a point that is not in order refuses the admission, and names it', async () => {
  const subject = await register('SC-01', 'scanner');
  await keeper.client.act(wirelessSeal, { subject, input: { way: 'none', doneOn: today, doneBy: keeper.personId } });
  const admit = (items: ReturnType<typeof points>) => keeper.client.tryAct(deviceAdmit, { subject, input: { items } });
  expect(await admit(points('scanner', 'ports'))).toMatchObject({
    problem: { code: 'admission-point-failed', field: 'input.items.0.passed' },
  });
  expect(await refusal(admit(points('scanner').slice(1)))).toBe('admission-point-missing');
  expect(await refusal(admit(points('scanner')))).toBeUndefined();
});

test('4.5-2 a broken sealing suspends the device; never admitted again on it', async () => {
  const row = await stateOf('PC-01');
  const subject = row?.id ?? '';
  const stale = keeper.client.tryAct(deviceSuspend, {
    subject,
    version: 1,
    input: { reason: '封条破损', sealBroken: true },
  });
  expect(await refusal(stale)).toBe('version-conflict');
  await keeper.client.act(deviceSuspend, { subject, input: { reason: '封条破损', sealBroken: true } });
  const admit = () => keeper.client.tryAct(deviceAdmit, { subject, input: { items: points() } });
  expect(await refusal(admit())).toBe('wireless-not-sealed');
  await keeper.client.act(wirelessSeal, { subject, input: await sealing('F-0003') });
  expect(await refusal(admit())).toBeUndefined();
  const card = await lead.client.view(deviceShow, { subject });
  expect(card.seals.map(({ sealNumber, brokenAt }) => [sealNumber, brokenAt !== null])).toEqual([
    ['F-0003', false],
    ['F-0001', true],
  ]);
  expect(card.admissions.map(({ reason }) => reason)).toEqual([null, '封条破损']);
  expect(card.admissions[0]?.items).toHaveLength(points().length);
});

test('5.5-2 a terminal stands for one device; refuses a second, and asks for one where there is none', async () => {
  const { items } = await keeper.client.view(terminalChoices, { input: {} });
  const terminalId = items[0]?.id ?? '';
  expect(items[0]).toMatchObject({ device: null });
  const due = async () => (await keeper.client.view(equipmentDueList, { input: {} })).items.map(({ id }) => id);
  expect(await due()).toContain(terminalId);
  for (const code of ['PC-03', 'PC-04']) {
    const subject = await register(code);
    await keeper.client.act(wirelessSeal, { subject, input: { way: 'none', doneOn: today, doneBy: keeper.personId } });
    const answer = await keeper.client.tryAct(deviceAdmit, { subject, input: { terminalId, items: points() } });
    expect('problem' in answer ? answer.problem.code : null, code).toBe(code === 'PC-03' ? null : 'terminal-taken');
  }
  expect(await due()).not.toContain(terminalId);
});

test('4.5-1 a terminal that no admitted device stands for alarms, once a day', async () => {
  const rule = { kind: 'terminal-without-device', enabled: true, threshold: 7, windowMinutes: 60 } as const;
  const look = (now: number) =>
    equipmentLooks['terminal-without-device']({ db: site.db, now, timeZone: 'Asia/Shanghai', rule } as never);
  const bare = (await keeper.client.view(terminalChoices, { input: {} })).items.filter((one) => one.device === null);
  expect(await look(Date.now())).toHaveLength(0);
  const row = await stateOf('PC-03');
  await keeper.client.act(deviceSuspend, { subject: row?.id ?? null, input: { reason: '检查', sealBroken: false } });
  expect(await look(Date.now() + 6 * 86_400_000)).toHaveLength(0);
  expect(await look(Date.now() + 7 * 86_400_000)).toHaveLength(bare.length + 1);
});

test('5.5-2 what is withdrawn never comes back under its number', async () => {
  const subject = await register('PC-05');
  await keeper.client.act(deviceWithdraw, { subject, input: { reason: '项目结束' } });
  const again = keeper.client.tryAct(deviceWithdraw, { subject, input: { reason: '项目结束' } });
  expect(await refusal(again)).toBe('device-state');
  const answer = vendor.client.tryAct(deviceRegister, { input: { ...device('PC-05'), owner: 'vendor' } });
  expect(await answer).toMatchObject({ problem: { code: 'device-code-taken', field: 'input.code' } });
  const change = asOwner(
    site,
    `update device set terminal_id = (select min(id::text)::uuid from terminal) where code = 'PC-05'`,
  );
  await expect(change).rejects.toThrow(/check constraint/);
});

test('4.5-1 5.1-2 the device card shows sealings, photographs and admissions on paper', async () => {
  const row = await stateOf('PC-01');
  const { html } = await lead.client.view(devicePrint, { subject: row?.id ?? '' });
  for (const words of [
    '加工设备卡',
    'PC-01',
    'F-0001',
    'F-0003',
    '照片 1 张（高拍仪 GP-1）',
    '封条破损',
    '失效',
    '孙经理',
  ])
    expect(html, words).toContain(words);
});

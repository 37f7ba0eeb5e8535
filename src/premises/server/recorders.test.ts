/** Recorders of another make: what is read of them every week, and what that says. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alarmList } from '#/protection/rules/api/log.ts';
import { lookForAlarms } from '#/protection/server/door.ts';
import { employ, type Officers, openWithOfficers, type Who } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { businessDay } from '#/base/rules/business-day.ts';
import { cameraAdd, dutyAssign, placeRegister, zoneAdd } from '../rules/api/plan.ts';
import { recorderList, recorderRead, recorderRegister, recorderRetire } from '../rules/api/recorders.ts';
import { usualLimits } from '../rules/climate.ts';
import { premisesLooks } from './alarms.ts';

let site: TestSite;
let officers: Officers;
let keeper: Who;
let recorder: { code: string; model: string; location: string; installedOn: string; cameraIds: string[] };

const day = 86_400_000;
const iso = (ago: number): string => new Date(Date.now() - ago * day).toISOString();

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  const lead = await employ(site, officers, 'archiveLead', '赵主管');
  keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
  const place = { name: '加工室', address: '三楼', location: 'inside' as const, planWidth: 9_000, planHeight: 9_000 };
  await lead.client.act(placeRegister, { input: { ...place, ...usualLimits } });
  const zone = { code: 'A', name: '加工区', kind: 'processing' as const, x: 0, y: 0, width: 9_000, height: 9_000 };
  const { zoneId } = await lead.client.act(zoneAdd, { input: zone });
  const camera = { zoneId, model: 'DS-2CD', resolution: '1920×1080', storage: 'NVR-1', x: 100, y: 100 };
  const looks = { direction: 45, angle: 90, reach: 9_000, covers: [] };
  const { cameraId } = await lead.client.act(cameraAdd, { input: { ...camera, ...looks, code: 'C1' } });
  await lead.client.act(dutyAssign, { subject: keeper.personId, input: { duty: 'footage-keeper' } });
  const installedOn = businessDay(Date.now() - 300 * 86_400_000, 'Asia/Shanghai');
  recorder = { code: 'NVR-1', model: 'DS-7816', location: '机柜', installedOn, cameraIds: [cameraId] };
  // The lead names keepers, and is none.
  expect(await lead.client.tryAct(recorderRegister, { input: recorder })).toMatchObject({
    problem: { code: 'not-footage-keeper' },
  });
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const alarms = async (at = Date.now()): Promise<string[]> => {
  await lookForAlarms(site.db, site.config, premisesLooks, null, at);
  const { items } = await officers.securityOfficer.client.view(alarmList, { input: {} });
  return items.map(({ kind }) => kind).filter((kind) => kind.startsWith('recorder-'));
};

test('4.3-6 a recorder is read every week; one that keeps too little, or was not read, alarms', async () => {
  const { recorderId } = await keeper.client.act(recorderRegister, { input: recorder });
  expect(await keeper.client.tryAct(recorderRegister, { input: recorder })).toMatchObject({
    problem: { code: 'code-taken', field: 'input.code' },
  });
  const list = async () => (await keeper.client.view(recorderList)).recorders;
  expect(await list()).toMatchObject([{ code: 'NVR-1', state: 'unread', last: null, cameras: [{ code: 'C1' }] }]);
  const read = (earliest: number, usedGb: number, more: object = {}) =>
    keeper.client.tryAct(recorderRead, {
      subject: recorderId,
      input: { earliest: iso(earliest), capacityGb: 8_000, usedGb, ...more },
    });
  for (const [earliest, usedGb, field] of [
    [-1, 100, 'input.earliest'],
    [301, 100, 'input.earliest'],
    [20, 8_001, 'input.usedGb'],
  ] as const)
    expect(await read(earliest, usedGb)).toMatchObject({ problem: { code: 'reading-impossible', field } });
  expect(await read(200, 7_990)).toMatchObject({ output: { state: 'enough' } });
  expect(await alarms()).toEqual([]);
  expect(await read(100, 7_990)).toMatchObject({ output: { state: 'short' } });
  expect(await list()).toMatchObject([
    { state: 'short', reaches: 100, last: { usedGb: 7_990, by: { name: '钱保管' } } },
  ]);
  expect(await alarms()).toEqual(['recorder-short']);
  expect(await alarms()).toEqual(['recorder-short']);
  expect(await alarms(Date.now() + 7 * day)).not.toContain('recorder-unread');
  expect(await alarms(Date.now() + 8 * day)).toContain('recorder-unread');
  const version = (await list())[0]?.version ?? 0;
  expect(await keeper.client.tryAct(recorderRetire, { subject: recorderId, version: version + 1 })).toMatchObject({
    problem: { code: 'version-conflict' },
  });
  await keeper.client.act(recorderRetire, { subject: recorderId, version });
  expect(await list()).toEqual([]);
  expect(await read(50, 10)).toMatchObject({ problem: { code: 'retired' } });
});

/** Safety checks and readings: what is entered, what a failure sets going, what alarms. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SentOf } from '#/base/rules/declare.ts';
import { businessDay } from '#/base/rules/business-day.ts';
import { alarmList } from '#/protection/rules/api/log.ts';
import { issueGet, issueList } from '#/protection/rules/api/issues.ts';
import { lookForAlarms } from '#/protection/server/door.ts';
import { attach } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, type Officers, openWithOfficers, type Who, withSecond } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import {
  checklistShow,
  readingEnter,
  readingList,
  siteCheckEnter,
  siteCheckList,
  siteCheckPrint,
} from '../rules/api/checks.ts';
import { photoDeviceList, photoDeviceRegister, photoDeviceRetire } from '../rules/api/photo-devices.ts';
import { placeRegister, zoneAdd } from '../rules/api/plan.ts';
import { usualLimits } from '../rules/climate.ts';
import { premisesLooks } from './alarms.ts';

let site: TestSite;
let officers: Officers;
let lead: Who;
let keeper: Who;
let zoneId: string;
/** A document camera of the archive department. */
let photoSource: string;

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead');
  keeper = await employ(site, officers, 'archiveKeeper');
  const place = { name: '加工室', address: '三楼', location: 'inside' as const, planWidth: 9_000, planHeight: 9_000 };
  await lead.client.act(placeRegister, { input: { ...place, ...usualLimits } });
  const zone = { code: 'A', name: '暂存区', kind: 'holding' as const, x: 0, y: 0, width: 9_000, height: 9_000 };
  ({ zoneId } = await lead.client.act(zoneAdd, { input: zone }));
  const device = { code: 'GP-1', kind: 'document-camera' as const, model: '良田 S1020' };
  ({ deviceId: photoSource } = await lead.client.act(photoDeviceRegister, { input: device }));
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

type Points = SentOf<typeof siteCheckEnter>['items'];
const tryEnter = async (items: Points) => {
  const answer = await keeper.client.tryAct(siteCheckEnter, { input: { items, photoSource } });
  return 'problem' in answer ? { code: answer.problem.code, field: answer.problem.field } : null;
};
const state = async (code: string) => {
  const { items } = await lead.client.view(checklistShow);
  return items.find((one) => one.code === code);
};

describe('safety checks', () => {
  test('a point stands once, a photograph belongs to it where it is asked for, by whoever enters it', async () => {
    expect(
      await tryEnter([
        { item: 'dust', passed: true },
        { item: 'dust', passed: true },
      ]),
    ).toEqual({
      code: 'point-twice',
      field: 'input.items.1',
    });
    expect(await tryEnter([{ item: 'fire', passed: true }])).toEqual({
      code: 'photo-needed',
      field: 'input.items.0.photos',
    });
    const strange = await attach(lead, 'site-check', 'other');
    expect(await tryEnter([{ item: 'fire', passed: true, photos: [strange.id] }])).toEqual({
      code: 'attachment-not-ready',
      field: 'input.items.0.photos',
    });
    expect(await state('fire')).toMatchObject({ lastOn: null, overdue: true });
  });

  test('4.2-2 a point that fails opens an issue with owner and day; refuses one without', async () => {
    const { id } = await attach(keeper, 'site-check', 'extinguisher');
    const fire = { item: 'fire' as const, passed: false, photos: [id] };
    const incomplete = { code: 'failure-needs-owner', field: 'input.items.0' };
    expect(await tryEnter([{ ...fire, remark: '灭火器过期' }])).toEqual(incomplete);
    const failure = { owner: lead.personId, dueOn: '2099-01-01' };
    expect(await tryEnter([{ ...fire, failure }])).toEqual(incomplete);
    expect(await tryEnter([{ item: 'dust', passed: true, failure }])).toEqual(incomplete);
    const late = { ...failure, dueOn: '2020-01-01' };
    expect(await tryEnter([{ ...fire, remark: '灭火器过期', failure: late }])).toMatchObject({ code: 'due-in-past' });
    expect((await lead.client.view(issueList, { input: {} })).items).toEqual([]);

    const input = {
      photoSource,
      items: [
        { ...fire, remark: '灭火器过期', failure },
        { item: 'dust' as const, passed: true },
      ],
    };
    const { issues, checkId } = await keeper.client.act(siteCheckEnter, { input });
    expect(issues).toHaveLength(1);
    const [issue] = (await lead.client.view(issueList, { input: {} })).items;
    expect(issue).toMatchObject({
      number: issues[0],
      owner: { id: lead.personId },
      dueOn: '2099-01-01',
      state: 'open',
    });
    expect(await lead.client.view(issueGet, { subject: issue?.id ?? '' })).toMatchObject({ facts: '灭火器过期' });
    expect(await state('fire')).toMatchObject({ passed: false, overdue: false });
    expect(await state('dust')).toMatchObject({ passed: true, overdue: false });
    expect((await lead.client.view(siteCheckList, { input: {} })).items).toMatchObject([
      { id: checkId, points: 2, failed: 1, late: false },
    ]);
  });

  test('4.3-4 the camera system is looked at by the archive department; refuses the vendor’s word for it', async () => {
    const guard = await employ(site, officers, 'vendorSecurityLead');
    const items: Points = [{ item: 'video-system', passed: true }];
    const answer = await guard.client.tryAct(siteCheckEnter, { input: { items } });
    expect(answer).toMatchObject({ problem: { code: 'point-of-archive', field: 'input.items.0' } });
    expect(await state('video-system')).toMatchObject({ lastOn: null, overdue: true });
    expect(await tryEnter(items)).toBeNull();
    expect(await state('video-system')).toMatchObject({ passed: true, everyDays: 30, overdue: false });
  });

  test('4.5-2 that wireless is off is looked for every 30 days; what is found becomes an issue', async () => {
    expect(await state('wireless')).toMatchObject({ clause: '4.5-2', everyDays: 30, overdue: true });
    const failure = { owner: lead.personId, dueOn: '2099-01-01' };
    const found = { item: 'wireless' as const, passed: false, remark: '工位 3 蓝牙未封断', failure };
    const { issues } = await keeper.client.act(siteCheckEnter, { input: { items: [found] } });
    expect(issues).toHaveLength(1);
    expect(await state('wireless')).toMatchObject({ passed: false, overdue: false });
  });

  test('4.1-2 the check is printed with clause, finding and the issue it opened', async () => {
    const check = (await lead.client.view(siteCheckList, { input: {} })).items.find(({ points }) => points === 2);
    const { html } = await lead.client.view(siteCheckPrint, { subject: check?.id ?? '' });
    for (const words of ['场所安全检查表', '4.2-2', '灭火器过期', '不合格', '2026-0001', '加工室'])
      expect(html.includes(words) || (words.startsWith('2026') && /\d{4}-0001/.test(html)), words).toBe(true);
  });

  test('4.2-1 a check entered late from paper needs a second person, and counts on the day it was made', async () => {
    const scan = await attach(lead, 'late-entry', 'paper-check');
    const occurredAt = new Date(Date.now() - 3 * 86_400_000).toISOString();
    const late = { occurredAt, reason: '停电', formNumber: 'JC-7', scanId: scan.id };
    const input = { items: [{ item: 'no-food' as const, passed: true }] };
    await withSecond(lead, keeper, siteCheckEnter, { input, late });
    const day = businessDay(Date.parse(occurredAt), 'Asia/Shanghai');
    expect(await state('no-food')).toMatchObject({ lastOn: day, overdue: true });
    expect((await lead.client.view(siteCheckList, { input: {} })).items[0]).toMatchObject({
      checkedOn: day,
      late: true,
    });
  });

  test('4.6-3 photographs are taken with a registered device or are a camera’s still; refuses any other', async () => {
    const { id } = await attach(keeper, 'site-check', 'door');
    const items = [{ item: 'fire' as const, passed: true, photos: [id] }];
    const enter = async (source: string | null) => {
      const answer = await keeper.client.tryAct(siteCheckEnter, { input: { items, photoSource: source } });
      return 'problem' in answer ? [answer.problem.code, answer.problem.field] : answer;
    };
    const refused = ['photo-source-needed', 'input.photoSource'];
    expect(await enter(null)).toEqual(refused);
    expect(await enter(zoneId)).toEqual(refused);
    const input = { code: 'XJ-1', kind: 'archive-camera' as const, model: '佳能' };
    const { deviceId } = await keeper.client.act(photoDeviceRegister, { input });
    expect(await keeper.client.tryAct(photoDeviceRegister, { input })).toMatchObject({
      problem: { code: 'code-taken' },
    });
    const { devices } = await keeper.client.view(photoDeviceList);
    expect(devices.map(({ code }) => code)).toEqual(['GP-1', 'XJ-1']);
    await keeper.client.act(photoDeviceRetire, { subject: deviceId, version: devices[1]?.version ?? 0 });
    expect(await enter(deviceId)).toEqual(refused);
    const done = await enter(photoSource);
    const subject = 'output' in done ? done.output.checkId : '';
    expect((await lead.client.view(siteCheckPrint, { subject })).html).toContain('高拍仪 GP-1');
  });
});

const look = (days = 0) => lookForAlarms(site.db, site.config, premisesLooks, null, Date.now() + days * 86_400_000);
const alarms = async (kind: string) => {
  const { items } = await officers.securityOfficer.client.view(alarmList, { input: { state: 'open' } });
  return items.filter((item) => item.kind === kind).map(({ facts }) => facts.map(({ value }) => value));
};

describe('alarms', () => {
  beforeEach(() => asOwner(site, 'delete from alarm'));

  test('4.2-6 a reading beyond the limits is entered, marked and alarms once', async () => {
    const read = (temperature: number, humidity: number) =>
      keeper.client.act(readingEnter, { subject: zoneId, input: { instrument: 'WS-1', temperature, humidity } });
    expect(await read(20.5, 50)).toMatchObject({ inRange: true });
    expect(await read(26.1, 50)).toMatchObject({ inRange: false });
    expect(
      await keeper.client.tryAct(readingEnter, {
        subject: zoneId,
        input: { instrument: 'WS-1', temperature: 20.55, humidity: 50 },
      }),
    ).toMatchObject({
      status: 422,
      problem: { errors: [{ field: 'input.temperature' }] },
    });
    await look();
    await look();
    expect(await alarms('climate-out-of-range')).toEqual([['暂存区', 26.1, 50]]);
    const { items } = await lead.client.view(readingList, { input: { outOfRange: true } });
    expect(items).toMatchObject([{ temperature: 26.1, inRange: false, zone: { name: '暂存区' } }]);
  });

  test('4.2-5 a zone that holds originals alarms when a day passes without a reading', async () => {
    await look();
    expect(await alarms('climate-missing')).toEqual([]);
    await look(1);
    expect(await alarms('climate-missing')).toEqual([]);
    await look(2);
    expect(await alarms('climate-missing')).toEqual([['暂存区', 2]]);
  });

  test('4.2-1 checks that are late alarm once a day, with how many and how long', async () => {
    await look();
    await look();
    // Entered late above: due two days ago. Points never looked at count from today.
    expect(await alarms('site-check-overdue')).toEqual([[1, 2]]);
    await look(1);
    expect((await alarms('site-check-overdue')).length).toBe(2);
  });
});

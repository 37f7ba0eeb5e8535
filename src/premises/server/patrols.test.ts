/** Patrols: the plan, who may enter a round and when, what it sets going, what is missed. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { businessDay, startOfDay } from '#/base/rules/business-day.ts';
import { wallClock } from '#/base/rules/site-time.ts';
import { readFormMark } from '#/base/rules/form-mark.ts';
import { alarmList } from '#/protection/rules/api/log.ts';
import { issueList } from '#/protection/rules/api/issues.ts';
import { lookForAlarms } from '#/protection/server/door.ts';
import { attach } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, type Officers, openWithOfficers, type Who, withSecond } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import {
  patrolEnter,
  patrolList,
  patrolPlan,
  patrolPrint,
  patrolSheet,
  patrolSheetFind,
  shiftEnd,
  shiftPlan,
} from '../rules/api/patrols.ts';
import { dueList } from '../rules/api/due.ts';
import { photoDeviceRegister } from '../rules/api/photo-devices.ts';
import { dutyAssign, placeRegister } from '../rules/api/plan.ts';
import { visitEnter } from '../rules/api/visits.ts';
import { usualLimits } from '../rules/climate.ts';
import { patrolCodes, type PatrolCode } from '../rules/patrol.ts';
import { premisesLooks } from './alarms.ts';

let site: TestSite;
let officers: Officers;
let lead: Who;
let keeper: Who;
let vendor: Who;
let shiftId: string;

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const allDay = { name: '全天', weekdays: everyDay, startsAt: '00:00', endsAt: '23:59' };
const inOrder = patrolCodes.map((item) => ({ item, passed: true }));
const on = (): string => wallClock(new Date().toISOString(), 'Asia/Shanghai').slice(0, 10);

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
  vendor = await employ(site, officers, 'teamLeader', '孙组长');
  const place = { name: '加工室', address: '三楼', location: 'inside' as const, planWidth: 9_000, planHeight: 9_000 };
  await lead.client.act(placeRegister, { input: { ...place, ...usualLimits } });
  const sides: ('archive' | 'vendor')[] = ['vendor', 'archive'];
  ({ shiftId } = await lead.client.act(shiftPlan, { input: { ...allDay, sides } }));
  // As if the plan had stood for ten days: nobody can enter what lies before it.
  await asOwner(site, `update patrol_shift set planned_at = now() - interval '10 days'`);
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const tryEnter = async (who: Who, items: object[] = inOrder, at: string | null = null) => {
  const input = { items: items as typeof inOrder, at };
  const answer = await who.client.tryAct(patrolEnter, { subject: shiftId, input });
  return 'problem' in answer ? answer.problem.code : null;
};

describe('the plan', () => {
  test('4.9-2 a shift is planned once by name, ends after it begins, and is taken off', async () => {
    const { shifts } = await lead.client.view(patrolPlan);
    expect(shifts).toEqual([{ ...allDay, id: shiftId, sides: ['vendor', 'archive'], version: 1 }]);
    const plan = (more: object) =>
      lead.client.tryAct(shiftPlan, { input: { ...allDay, sides: ['archive' as const], ...more } });
    expect(await plan({})).toMatchObject({ problem: { code: 'shift-name-taken' } });
    expect(await plan({ name: '夜班', startsAt: '22:00', endsAt: '06:00' })).toMatchObject({
      problem: { code: 'shift-times' },
    });
    const night = await plan({ name: '夜班', startsAt: '22:00' });
    const id = 'output' in night ? night.output.shiftId : '';
    await lead.client.act(shiftEnd, { subject: id });
    expect(await lead.client.tryAct(shiftEnd, { subject: id })).toMatchObject({ problem: { code: 'retired' } });
    expect((await lead.client.view(patrolPlan)).shifts.map(({ name }) => name)).toEqual(['全天']);
    expect(await tryEnterAt(id)).toBe('outside-shift');
  });

  /** A round at a moment that lies in no shift of this id. */
  const tryEnterAt = async (id: string) => {
    await lead.client.tryAct(dutyAssign, { subject: lead.personId, input: { duty: 'patroller' } });
    await asOwner(site, `update patrol_shift set starts_at = '00:00', ends_at = '00:01' where id = '${id}'`);
    const answer = await lead.client.tryAct(patrolEnter, { subject: id, input: { items: inOrder } });
    return 'problem' in answer ? answer.problem.code : null;
  };
});

describe('rounds', () => {
  test('4.9-1 only an appointed patroller enters one, once for his side; every point of it', async () => {
    expect(await tryEnter(keeper)).toBe('not-a-patroller');
    await lead.client.act(dutyAssign, { subject: keeper.personId, input: { duty: 'patroller' } });
    await lead.client.act(dutyAssign, { subject: vendor.personId, input: { duty: 'patroller' } });
    expect(await tryEnter(keeper, inOrder.slice(1))).toBe('points-missing');
    expect(await tryEnter(keeper, [...inOrder.slice(1), inOrder[1] ?? {}])).toBe('points-missing');
    expect(await tryEnter(keeper, inOrder, new Date(Date.now() + 60_000).toISOString())).toBe('round-not-today');
    expect(await tryEnter(keeper, inOrder, new Date(Date.now() - 86_400_000).toISOString())).toBe('round-not-today');
    expect((await lead.client.view(patrolList, { input: {} })).items).toEqual([]);
    expect(await tryEnter(keeper)).toBeNull();
    expect(await tryEnter(keeper)).toBe('round-made');
    expect(await tryEnter(lead)).toBe('round-made');
    const { today } = await lead.client.view(patrolPlan);
    expect(today.map(({ side, state }) => [side, state])).toEqual([
      ['vendor', 'open'],
      ['archive', 'done'],
    ]);
  });

  test('4.9-1 a round waits on the desk of the side’s patrollers until one has made it', async () => {
    const waiting = async (who: Who) =>
      (await who.client.view(dueList)).items.filter(({ kind }) => kind === 'patrol').map(({ note }) => note.zh);
    expect(await waiting(vendor)).toEqual(['全天 00:00–23:59']);
    expect(await waiting(keeper)).toEqual([]);
    const { items } = await vendor.client.view(dueList);
    // The team leader enters no safety checks and no readings.
    expect(items.map(({ kind }) => kind)).toEqual(['patrol']);
    expect((await keeper.client.view(dueList)).items).toMatchObject([{ kind: 'check', overdue: true }]);
  });

  test('4.9-3 what is not in order opens an issue with owner and day, and is printed with its number', async () => {
    const failed: PatrolCode = 'food';
    const point = { item: failed, passed: false, remark: '工位有水杯' };
    const rest = inOrder.filter(({ item }) => item !== failed);
    expect(await tryEnter(vendor, [...rest, point])).toBe('failure-needs-owner');
    const photo = await attach(vendor, 'patrol', 'cup');
    const failure = { owner: vendor.personId, dueOn: '2099-01-01' };
    const items = [...rest, { ...point, failure, photos: [photo.id] }];
    expect(await tryEnter(vendor, items)).toBe('photo-source-needed');
    const device = { code: 'XJ-1', kind: 'archive-camera' as const, model: '佳能' };
    const { deviceId: photoSource } = await keeper.client.act(photoDeviceRegister, { input: device });
    const input = { items, photoSource };
    const { issues, patrolId } = await vendor.client.act(patrolEnter, { subject: shiftId, input });
    expect((await lead.client.view(issueList, { input: {} })).items).toMatchObject([
      { number: issues[0], title: '巡查发现问题：水、食物、烟', owner: { id: vendor.personId }, state: 'open' },
    ]);
    const { items: records } = await lead.client.view(patrolList, { input: { failed: true } });
    expect(records).toMatchObject([{ id: patrolId, side: 'vendor', shift: '全天', failed: 1, issues, late: false }]);
    const { html } = await lead.client.view(patrolPrint, { subject: patrolId });
    for (const words of ['巡查记录', '工位有水杯', '异常', issues[0] ?? '?', '孙组长', '档案部门相机 XJ-1'])
      expect(html).toContain(words);
  });

  test('4.9-2 a sheet is printed blank for one round, and found again by its code', async () => {
    const input = { on: on(), side: 'vendor' as const };
    const sheet = await vendor.client.view(patrolSheet, { subject: shiftId, input });
    expect(sheet.html).toContain('□正常 □异常');
    const mark = readFormMark(`${sheet.form}/${sheet.version}/${sheet.printId}/${sheet.hash}`);
    expect(await vendor.client.view(patrolSheetFind, { subject: mark?.id ?? '' })).toEqual({ shiftId, ...input });
    const other = await vendor.client.tryView(patrolSheetFind, { subject: shiftId });
    expect(other).toMatchObject({ status: 404 });
  });

  test('4.9-2 an earlier round comes in late with its sheet and a second person of the archive', async () => {
    const scan = await attach(keeper, 'late-entry', 'sheet');
    const occurredAt = new Date(Date.now() - 2 * 86_400_000).toISOString();
    await asOwner(site, `update premises_duty set since = since - 5`);
    const late = { occurredAt, reason: '终端故障', formNumber: 'XC-3', scanId: scan.id };
    await withSecond(keeper, lead, patrolEnter, { subject: shiftId, input: { items: inOrder }, late });
    const { items } = await lead.client.view(patrolList, { input: { side: 'archive' } });
    expect(items[0]).toMatchObject({ late: true, on: wallClock(occurredAt, 'Asia/Shanghai').slice(0, 10) });
  });
});

describe('alarms', () => {
  beforeEach(() => asOwner(site, 'delete from alarm'));
  /** At noon of that day, whatever the hour is now: a round is missed an hour after its shift. */
  const look = (days = 0) => {
    const day = businessDay(Date.now() + days * 86_400_000, 'Asia/Shanghai');
    const noon = startOfDay(day, 'Asia/Shanghai') + 12 * 3_600_000;
    return lookForAlarms(site.db, site.config, premisesLooks, null, noon);
  };
  const missed = async () => {
    const { items } = await officers.securityOfficer.client.view(alarmList, { input: { state: 'open' } });
    return items.filter(({ kind }) => kind === 'patrol-missed').map(({ facts }) => facts.map(({ value }) => value));
  };

  test('4.9-2 a round nobody made alarms once when somebody was inside', async () => {
    await look(1);
    expect(await missed()).toEqual([]);
    await keeper.client.act(visitEnter, { subject: vendor.personId, input: {} });
    // Today both sides made theirs; tomorrow he is still inside and nobody makes one.
    await look(2);
    await look(2);
    const tomorrow = wallClock(new Date(Date.now() + 86_400_000).toISOString(), 'Asia/Shanghai').slice(0, 10);
    expect(await missed()).toEqual(
      expect.arrayContaining([
        [tomorrow, '全天', '服务机构 / Vendor'],
        [tomorrow, '全天', '档案部门 / Archive'],
      ]),
    );
    expect(await missed()).toHaveLength(2);
  });
});

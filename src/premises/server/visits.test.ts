/** Who comes in, who stays with him, who has gone; and who was nobody's colleague. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, businessDay } from '#/base/rules/business-day.ts';
import { alarmList } from '#/protection/rules/api/log.ts';
import { partyList, personCreate } from '#/protection/rules/api/people.ts';
import { lookForAlarms } from '#/protection/server/door.ts';
import { attach } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, type Officers, openWithOfficers, type Who, withSecond } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { fixtureAdd, placeRegister, zoneAdd } from '../rules/api/plan.ts';
import {
  visitEnter,
  visitLeave,
  visitList,
  visitorAdmit,
  visitorEnter,
  visitorList,
  visitPrint,
} from '../rules/api/visits.ts';
import { usualLimits } from '../rules/climate.ts';
import { premisesLooks } from './alarms.ts';
import { isInside } from './door.ts';

let site: TestSite;
let officers: Officers;
let lead: Who;
let keeper: Who;
let scanner: Who;
let guard: Who;
let locker: string;
const today = businessDay(Date.now(), 'Asia/Shanghai');

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
  scanner = await employ(site, officers, 'scanner', '李扫描');
  guard = await employ(site, officers, 'vendorSecurityLead', '吴安全');
  const place = { name: '加工室', address: '三楼', location: 'inside' as const, planWidth: 9_000, planHeight: 9_000 };
  await lead.client.act(placeRegister, { input: { ...place, ...usualLimits } });
  const zone = { code: 'L', name: '更衣区', kind: 'lockers' as const, x: 0, y: 0, width: 9_000, height: 9_000 };
  const { zoneId } = await lead.client.act(zoneAdd, { input: zone });
  const input = { zoneId, kind: 'locker' as const, code: 'L-1', x: 100, y: 100 };
  ({ fixtureId: locker } = await lead.client.act(fixtureAdd, { input }));
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});
beforeEach(() => asOwner(site, 'delete from visit; delete from alarm'));

type Input = { deposited?: ('phone' | 'lighter')[]; lockerId?: string };
const tryEnter = async (who: { personId: string }, input: Input = {}, by = guard) => {
  const answer = await by.client.tryAct(visitEnter, { subject: who.personId, input });
  return 'problem' in answer ? answer.problem.code : null;
};
const enter = async (who: { personId: string }, by = guard) =>
  (await by.client.act(visitEnter, { subject: who.personId, input: {} })).visitId;
const tryLeave = async (subject: string, by = guard) => {
  const answer = await by.client.tryAct(visitLeave, { subject, input: {} });
  return 'problem' in answer ? answer.problem.code : null;
};
const admit = (visitOn = today, escort = keeper) =>
  withSecond(lead, keeper, visitorAdmit, {
    input: {
      name: '来访',
      organisation: '空调公司',
      documentTail: '301X',
      reason: '检修',
      visitOn,
      escort: escort.personId,
    },
  });
const tryVisitor = async (subject: string) => {
  const answer = await guard.client.tryAct(visitorEnter, { subject, input: {} });
  return 'problem' in answer ? answer.problem.code : null;
};

test('4.7-2 a person is inside from the one check to the other, and stands once in the register', async () => {
  expect(await isInside(site.db, scanner.personId)).toBe(false);
  const visitId = await enter(scanner);
  expect(await isInside(site.db, scanner.personId)).toBe(true);
  expect(await tryEnter(scanner)).toBe('visit-open');
  expect(await tryLeave(visitId)).toBe(null);
  expect(await tryLeave(visitId)).toBe('visit-closed');
  expect(await isInside(site.db, scanner.personId)).toBe(false);
  const { items } = await lead.client.view(visitList, { input: { on: today } });
  expect(items).toMatchObject([{ name: '李扫描', visitor: false, checkedBy: { name: '吴安全' } }]);
  expect((await lead.client.view(visitList, { input: { inside: true } })).items).toEqual([]);
});

test('4.7-3 nobody checks himself in or out: refused at the door and in the database', async () => {
  expect(await tryEnter(guard)).toBe('own-matter');
  const visitId = await enter(guard, keeper);
  expect(await tryLeave(visitId)).toBe('own-matter');
  await expect(asOwner(site, `update visit set checked_by = person_id`)).rejects.toThrow(/check constraint/);
});

test('two entries of one person at the same moment make one', async () => {
  const both = await Promise.all([tryEnter(scanner), tryEnter(scanner, {}, keeper)]);
  expect(both.filter((code) => code === null)).toHaveLength(1);
  expect(both).toContain('visit-open');
});

test('4.6-3 what was handed in lies in a locker of its own', async () => {
  expect(await tryEnter(scanner, { deposited: ['phone'] })).toBe('locker-needed');
  expect(await tryEnter(scanner, { deposited: ['phone', 'lighter'], lockerId: locker })).toBe(null);
  expect(await tryEnter(keeper, { deposited: ['phone'], lockerId: locker })).toBe('locker-taken');
  const { items } = await lead.client.view(visitList, { input: { inside: true } });
  expect(items).toMatchObject([{ deposited: ['phone', 'lighter'], locker: 'L-1' }]);
});

test('4.7-4 refuses whoever has no role today, and alarms once for each attempt', async () => {
  const { administrator } = officers;
  const { items: parties } = await administrator.client.view(partyList);
  const partyId = parties.find(({ kind }) => kind === 'vendor')?.id ?? '';
  const input = { name: '无岗者', idNumber: '410101199001019999', partyId };
  const stranger = await administrator.client.act(personCreate, { input });
  expect(await tryEnter(stranger)).toBe('not-on-roster');
  const look = () => lookForAlarms(site.db, site.config, premisesLooks, null);
  await look();
  await look();
  const { items } = await officers.securityOfficer.client.view(alarmList, { input: { state: 'open' } });
  expect(items.filter(({ kind }) => kind === 'stranger-at-door')).toMatchObject([
    { person: { id: stranger.personId } },
  ]);
});

test('4.7-4 a visitor comes in on his day with his escort inside, and leaves before him; refuses one without', async () => {
  const { passId } = await admit();
  expect(await tryVisitor(passId)).toBe('escort-not-inside');
  const escort = await enter(keeper);
  expect(await tryVisitor(passId)).toBe(null);
  expect(await tryVisitor(passId)).toBe('visit-open');
  expect(await tryLeave(escort)).toBe('visitor-inside');
  const { items } = await lead.client.view(visitList, { input: { inside: true } });
  const visitor = items.find((row) => row.visitor);
  expect(visitor).toMatchObject({ name: '来访', organisation: '空调公司', escort: { name: '钱保管' }, reason: '检修' });
  expect((await lead.client.view(visitorList, { input: { on: today } })).items).toMatchObject([
    { inside: true, documentTail: '301X' },
  ]);
  expect(await tryLeave(visitor?.id ?? '')).toBe(null);
  expect(await tryLeave(escort)).toBe(null);
  const later = await admit(addDays(today, 3));
  await enter(keeper);
  expect(await tryVisitor(later.passId)).toBe('pass-not-today');
});

test('4.7-4 refuses an escort of the vendor, and a day that has passed', async () => {
  const ask = (change: object) =>
    lead.client.tryAct(visitorAdmit, {
      input: {
        ...{ name: '来访', organisation: '空调公司', documentTail: '301X', reason: '检修', visitOn: today },
        escort: keeper.personId,
        ...change,
      },
    });
  expect(await ask({ escort: scanner.personId })).toMatchObject({ problem: { code: 'escort-of-archive' } });
  expect(await ask({ visitOn: '2020-01-01' })).toMatchObject({ problem: { code: 'due-in-past' } });
});

test('4.7-2 an entry made late from paper keeps its hour; refuses one that overlaps another stay', async () => {
  const hour = 3_600_000;
  const scan = await attach(keeper, 'late-entry', 'register');
  const late = (hoursAgo: number) => ({
    occurredAt: new Date(Date.now() - hoursAgo * hour).toISOString(),
    reason: '停电',
    formNumber: 'CR-1',
    scanId: scan.id,
  });
  const paper = (hoursAgo: number) => ({ subject: scanner.personId, input: {}, late: late(hoursAgo) });
  const { visitId } = await withSecond(keeper, lead, visitEnter, paper(30));
  await withSecond(keeper, lead, visitLeave, { subject: visitId, input: {}, late: late(28) });
  const { items } = await lead.client.view(visitList, { input: {} });
  expect(items).toMatchObject([{ name: '李扫描', late: true, leftAt: expect.any(String) }]);
  expect(await keeper.client.tryAct(visitEnter, paper(29))).toMatchObject({ problem: { code: 'visit-overlaps' } });
  const again = await enter(scanner);
  const before = { subject: again, input: {}, late: late(1) };
  expect(await keeper.client.tryAct(visitLeave, before)).toMatchObject({ problem: { code: 'left-before-entry' } });
});

test('4.7-2 whoever was not signed out alarms the next day, and the register of a day is printed', async () => {
  await enter(scanner);
  const look = (days: number) =>
    lookForAlarms(site.db, site.config, premisesLooks, null, Date.now() + days * 86_400_000);
  const alarms = async () => {
    const { items } = await officers.securityOfficer.client.view(alarmList, { input: { state: 'open' } });
    return items.filter(({ kind }) => kind === 'still-inside');
  };
  await look(0);
  expect(await alarms()).toEqual([]);
  await look(1);
  expect(await alarms()).toMatchObject([{ person: { name: '李扫描' }, facts: [{ name: 'days', value: 1 }] }]);
  const { html } = await lead.client.view(visitPrint, { input: { on: today } });
  for (const words of ['出入登记表', '李扫描', '未离场', '吴安全']) expect(html).toContain(words);
});

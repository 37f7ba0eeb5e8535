/** 6.6, 7.1-5: who has originals in hand leaves no project; when his time is over all the same, it is told. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CustodySite, dayFromToday, handOut, openCustodySite, shelve } from '../../../test/custody-site.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, type Who, withSecond } from '../../../test/people.ts';
import { idNumberOf, registerStaff, staffOf, startWork } from '../../../test/staff-lists.ts';
import { looks } from '#/app/compose.ts';
import { staffLeave } from '#/engagement/rules/api/staff.ts';
import { alarmList } from '#/protection/rules/api/log.ts';
import { roleRevoke } from '#/protection/rules/api/people.ts';
import { lookForAlarms } from '#/protection/server/door.ts';
import { workPass } from '../rules/api/work.ts';

let here: CustodySite;
let vendor: Who;
let codes: string[];

beforeAll(async () => {
  here = await openCustodySite();
  vendor = await employ(here.site, here.officers, 'vendorManager', '孙经理');
  codes = await shelve(here, [1, 2, 3, 4]);
  await handOut(here, codes, '第一批');
}, 90_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

async function hire(number: number, name: string): Promise<Who> {
  const period = { from: dayFromToday(0), until: dayFromToday(30) };
  const row = [name, '', idNumberOf(number), '整理员', ''];
  await registerStaff(here.officers, vendor, here.projectId, [row], period);
  const [worker] = await startWork(here.officers, here.site.origin, [name]);
  if (!worker) throw new Error(name);
  return worker;
}
const pass = (from: Who, to: Who, some: string[]) =>
  withSecond(from, to, workPass, { input: { codes: some, to: to.personId } });
const leave = async ({ personId }: Who) =>
  vendor.client.tryAct(staffLeave, { subject: here.projectId, input: { personId, reason: '合同期满' } });
const alarmsAbout = async ({ personId }: Who) => {
  await lookForAlarms(here.site.db, here.site.config, looks, null);
  const { items } = await here.officers.auditor.client.view(alarmList, { input: { limit: 200 } });
  return items
    .filter(({ kind, person }) => kind === 'staff-holding' && person?.id === personId)
    .map(({ facts }) => facts.map(({ name, value }) => `${name} ${value}`).slice(1));
};
const one = [['count 1', 'what 档案']];

test('leaving is refused with originals in hand, and says what and how many; given back it is entered', async () => {
  const worker = await hire(301, '临时甲');
  await pass(here.leader, worker, codes.slice(0, 2));
  expect(await leave(worker)).toMatchObject({ problem: { code: 'still-in-hand', params: { count: 2 } } });
  expect(JSON.stringify(await leave(worker))).toContain('档案（2 件）');
  await pass(worker, here.leader, codes.slice(0, 2));
  expect(await leave(worker)).toMatchObject({ status: 200 });
  expect(await alarmsAbout(worker)).toEqual([]);
});

test('a last day that passes with originals in hand is alarmed daily and shown; leaving stays refused', async () => {
  const worker = await hire(302, '临时乙');
  await pass(here.leader, worker, codes.slice(0, 1));
  expect(await alarmsAbout(worker)).toEqual([]);
  const past = `valid_from = '${dayFromToday(-9)}', valid_until = '${dayFromToday(-1)}'`;
  await asOwner(here.site, `update role_assignment set ${past} where person_id = '${worker.personId}'`);
  expect(await alarmsAbout(worker)).toEqual(one);
  expect(await alarmsAbout(worker)).toEqual(one);
  const shown = (await staffOf(here.lead, here.projectId)).find(({ person }) => person.id === worker.personId);
  expect(shown).toMatchObject({ state: 'over', holds: [{ count: 1, what: { zh: '档案' } }] });
  expect(await leave(worker)).toMatchObject({ problem: { code: 'still-in-hand' } });
});

test('a role that is taken away at once is never held up by what is in hand; the alarm says it', async () => {
  const worker = await hire(303, '临时丙');
  await pass(here.leader, worker, codes.slice(2, 3));
  const [row] = (await staffOf(here.lead, here.projectId)).filter(({ person }) => person.id === worker.personId);
  await here.officers.securityOfficer.client.act(roleRevoke, { subject: row?.id ?? '', input: { reason: '违规' } });
  expect(await alarmsAbout(worker)).toEqual(one);
  const shown = (await staffOf(here.lead, here.projectId)).find(({ person }) => person.id === worker.personId);
  expect(shown).toMatchObject({ state: 'left', holds: [{ count: 1 }], reason: null });
});

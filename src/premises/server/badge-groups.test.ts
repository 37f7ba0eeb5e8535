/** Badges for a group that starts together: all of them or none, printed in one run. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { png, upload } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, openWithOfficers, type Officers, type Who } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { idNumberOf, registerStaff, staffOf, startWork } from '../../../test/staff-lists.ts';
import { addDays, businessDay } from '#/base/rules/business-day.ts';
import { projectCreate, vendorChoices } from '#/engagement/rules/api/projects.ts';
import { staffLeave } from '#/engagement/rules/api/staff.ts';
import { badgeIssueMany, badgeList, badgeLose, badgePrint, badgeReturn } from '../rules/api/badges.ts';
import { looks } from '#/app/compose.ts';
import { alarmList } from '#/protection/rules/api/log.ts';
import { lookForAlarms } from '#/protection/server/door.ts';

let site: TestSite;
let officers: Officers;
let lead: Who;
let keeper: Who;
let vendor: Who;
let projectId: string;
let people: string[];
const today = businessDay(Date.now(), 'Asia/Shanghai');
const until = addDays(today, 30);

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
  vendor = await employ(site, officers, 'vendorManager', '孙经理');
  const vendorId = (await lead.client.view(vendorChoices, { input: {} })).items[0]?.id ?? '';
  ({ projectId } = await lead.client.act(projectCreate, {
    input: { name: '人事档案', kind: 'digitization', vendorId, startsOn: today, endsOn: addDays(today, 90) },
  }));
  const rows = Array.from({ length: 12 }, (_, at) => [`临时${at}`, '', idNumberOf(at + 1), '扫描员', '']);
  await registerStaff(officers, vendor, projectId, rows, { from: today, until });
  people = (await staffOf(vendor, projectId)).map(({ person }) => person.id);
}, 90_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const photo = async (who = keeper) => (await upload(who, 'badge-photo', '临时.png', png(300, 420))).id;
const group = async (of: readonly string[]) =>
  Promise.all(of.map(async (personId) => ({ personId, photoId: await photo() })));
const tryGroup = async (of: readonly { personId: string; photoId: string | null }[], who = keeper) =>
  who.client.tryAct(badgeIssueMany, { input: { validUntil: until, people: [...of] } });
const held = async () => (await keeper.client.view(badgeList, { input: { state: 'issued', limit: 200 } })).items;

test('4.7-1 a group is refused as a whole for one who cannot have a badge, and says whose it is', async () => {
  const good = await group(people.slice(0, 3));
  const problem = async (of: Parameters<typeof tryGroup>[0], who = keeper) => {
    const answer = await tryGroup(of, who);
    return 'problem' in answer ? answer.problem : null;
  };
  expect(await problem([...good, { personId: people[3] ?? '', photoId: null }])).toMatchObject({
    ...{ code: 'badge-of-group', field: 'input.people.3' },
    zh: expect.stringContaining('照片') as string,
  });
  expect(await problem([...good, ...good.slice(0, 1)])).toMatchObject({ code: 'badge-person-twice' });
  expect(await problem([...good, { personId: keeper.personId, photoId: await photo() }])).toMatchObject({
    code: 'own-matter',
  });
  // A vendor issues none to his own people, and nobody issues with what another has uploaded.
  expect(await problem(good, vendor)).toMatchObject({ code: 'not-permitted' });
  expect(await problem([{ personId: people[0] ?? '', photoId: await photo(vendor) }])).not.toBeNull();
  expect(await held()).toEqual([]);
});

test('4.7-1 all badges of a group come at once and on one paper; who has one is refused a second', async () => {
  const done = await tryGroup(await group(people));
  if (!('output' in done)) throw new Error(JSON.stringify(done));
  const { badges } = done.output;
  expect(badges).toHaveLength(12);
  const rows = await held();
  expect(new Set(rows.map(({ number }) => number)).size).toBe(12);
  expect(new Set(rows.map(({ validUntil }) => validUntil))).toEqual(new Set([until]));
  const paper = await keeper.client.view(badgePrint, { input: { badges } });
  expect(paper.html.match(/class="card"/g)).toHaveLength(12);
  expect(paper.html).toContain('第 2 页 / 共 2 页');
  const again = await tryGroup(await group(people.slice(4, 5)));
  expect('problem' in again && again.problem).toMatchObject({ code: 'badge-of-group' });
  expect(await held()).toHaveLength(12);
});

test('nobody leaves for good with a badge: refused and named, until it is back or reported lost', async () => {
  const [worker] = await startWork(officers, site.origin, ['临时3']);
  if (!worker) throw new Error('nobody');
  const badge = (await held()).find(({ person }) => person.id === worker.personId);
  const leave = async () =>
    vendor.client.tryAct(staffLeave, { subject: projectId, input: { personId: worker.personId, reason: '合同期满' } });
  expect(await leave()).toMatchObject({ problem: { code: 'still-in-hand' } });
  expect(JSON.stringify(await leave())).toContain(`工牌 ${badge?.number ?? '?'}`);
  await keeper.client.act(badgeReturn, { subject: badge?.id ?? '', input: {} });
  expect(await leave()).toMatchObject({ status: 200 });
});

test('a badge is worn as long as another project has him; leaving the last one with it is refused', async () => {
  const vendorId = (await lead.client.view(vendorChoices, { input: {} })).items[0]?.id ?? '';
  const terms = { kind: 'arrangement' as const, vendorId, startsOn: today, endsOn: addDays(today, 60) };
  const second = await lead.client.act(projectCreate, { input: { name: '会计档案', ...terms } });
  const row = ['临时5', '', idNumberOf(6), '整理员', ''];
  await registerStaff(officers, vendor, second.projectId, [row], { from: today, until });
  const personId = (await staffOf(vendor, second.projectId))[0]?.person.id ?? '';
  const leave = async (subject: string) =>
    vendor.client.tryAct(staffLeave, { subject, input: { personId, reason: '调整分工' } });
  expect((await held()).some(({ person }) => person.id === personId)).toBe(true);
  expect(await leave(projectId)).toMatchObject({ status: 200 });
  expect(await leave(second.projectId)).toMatchObject({ problem: { code: 'still-in-hand' } });
});

test('a badge that is not back after the last day raises one alarm a day, and none once it is lost or back', async () => {
  const personId = people[0] ?? '';
  const badge = (await held()).find(({ person }) => person.id === personId);
  const raised = async () => {
    await lookForAlarms(site.db, site.config, looks, null);
    const { items } = await officers.auditor.client.view(alarmList, { input: { limit: 200 } });
    return items.filter(({ kind, person }) => kind === 'staff-holding' && person?.id === personId);
  };
  expect(await raised()).toEqual([]);
  await asOwner(
    site,
    `update role_assignment set valid_from = '${addDays(today, -9)}', valid_until = '${addDays(today, -1)}' where person_id = '${personId}'`,
  );
  const [alarm] = await raised();
  expect(alarm?.facts.map(({ value }) => value)).toEqual([
    expect.stringMatching(/-0001$/),
    1,
    `工牌 ${badge?.number ?? '?'}`,
  ]);
  expect(await raised()).toHaveLength(1);
  await keeper.client.act(badgeLose, { subject: badge?.id ?? '', input: { remark: '未交回' } });
  await asOwner(site, `delete from alarm`);
  expect(await raised()).toEqual([]);
});

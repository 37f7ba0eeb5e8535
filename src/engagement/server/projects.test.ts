/** Projects: registered, specified, opened while nothing is lacking, closed while nobody has anything in hand. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '../../../test/owner.ts';
import { employ, type Officers, openWithOfficers, type Who } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { partyList, roleGrant } from '#/protection/rules/api/people.ts';
import { withSecond } from '../../../test/people.ts';
import { mayWork } from './members.ts';
import {
  projectChange,
  projectClose,
  projectCreate,
  projectList,
  projectOpen,
  projectShow,
  specificationSet,
  vendorChoices,
} from '../rules/api/projects.ts';
import { usualSpecification } from '../rules/specification.ts';

let site: TestSite;
let officers: Officers;
let lead: Who;
let vendor: Who;
let vendorId: string;

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  vendor = await employ(site, officers, 'vendorManager', '孙经理');
  vendorId = (await lead.client.view(vendorChoices, { input: {} })).items[0]?.id ?? '';
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const terms = (name: string) => ({
  ...({ name, kind: 'digitization', vendorId, startsOn: '2026-12-01', endsOn: '2027-03-31' } as const),
});
const register = async (name: string) => (await lead.client.act(projectCreate, { input: terms(name) })).projectId;
const refusal = async (answer: Promise<unknown>) => ((await answer) as { problem?: { code: string } }).problem?.code;
const show = (subject: string) => lead.client.view(projectShow, { subject });

test('2.2-1 a project has a vendor or is the archive’s own; refused otherwise, in rule and database', async () => {
  const { projectId, number } = await lead.client.act(projectCreate, { input: terms('民国档案数字化') });
  expect(number).toMatch(/^\d{4}-0001$/);
  const of = (change: object) => refusal(lead.client.tryAct(projectCreate, { input: { ...terms('其他'), ...change } }));
  expect(await of({ vendorId: null })).toBe('vendor-of-project');
  expect(await of({ kind: 'own' })).toBe('vendor-of-project');
  expect(await of({ endsOn: '2026-11-30' })).toBe('project-dates');
  expect(await of({ name: '民国档案数字化' })).toBe('project-name-taken');
  const parties = await officers.administrator.client.view(partyList);
  const archive = parties.items.find(({ kind }) => kind === 'archive')?.id ?? '';
  expect(await of({ vendorId: archive })).toBe('not-found');
  for (const change of [`vendor_id = '${archive}'`, `vendor_id = null`, `state = 'open'`])
    await expect(asOwner(site, `update project set ${change} where id = '${projectId}'`), change).rejects.toThrow(
      /violates/,
    );
  expect((await vendor.client.view(projectList, { input: {} })).items).toMatchObject([
    { name: '民国档案数字化', state: 'draft', vendor: { id: vendorId } },
  ]);
});

test('a change names the version it was read with; a project that is known is not named twice', async () => {
  const subject = await register('改名');
  await lead.client.act(projectChange, { subject, version: 1, input: { ...terms('改名后'), remark: '补充' } });
  const stale = lead.client.tryAct(projectChange, { subject, version: 1, input: terms('改名') });
  expect(await refusal(stale)).toBe('version-conflict');
  expect(await show(subject)).toMatchObject({ name: '改名后', remark: '补充', version: 2 });
});

test('2.2-3 a specification replaces the former one of its type, which is kept; refuses one that cannot be', async () => {
  const subject = await register('技术指标');
  const set = (change: object, archiveType: string | null = null) =>
    lead.client.tryAct(specificationSet, {
      subject,
      input: { archiveType, specification: { ...usualSpecification, ...change } },
    });
  expect(await refusal(set({}))).toBeUndefined();
  expect(await refusal(set({ resolution: 400 }))).toBeUndefined();
  expect(await refusal(set({ resolution: 600 }, 'ZP'))).toBeUndefined();
  const { specifications } = await show(subject);
  expect(specifications.map((one) => [one.archiveType, one.number, one.specification.resolution, one.holds])).toEqual([
    ['ZP', 1, 600, true],
    [null, 2, 400, true],
    [null, 1, 300, false],
  ]);
  expect(await refusal(set({ compression: 'jp2' }))).toBe('compression-of-format');
  expect(await refusal(set({ resolution: 150 }))).toBe('input-invalid');
});

test('2.2-1 2.1-2 never opened while something is lacking, and what lacks is said', async () => {
  const subject = await register('开工');
  expect((await show(subject)).lacks).toEqual(['scope', 'specification', 'keeper', 'security']);
  const answer = await lead.client.tryAct(projectOpen, { subject, input: {} });
  expect(answer).toMatchObject({ problem: { code: 'opening-lacks' } });
  expect(JSON.stringify(answer)).toContain('项目范围');
  const closing = lead.client.tryAct(projectClose, { subject, input: { reason: '完工' } });
  expect(await refusal(closing)).toBe('project-state');
});

test('2.1-2 people of a project are those with a role for it, or for the whole site', async () => {
  const subject = await register('人员');
  const other = await register('人员二');
  const scanner = await employ(site, officers, 'scanner', '李扫描');
  const { securityOfficer, administrator } = officers;
  await withSecond(securityOfficer, administrator, roleGrant, {
    subject: scanner.personId,
    input: { role: 'qualityInspector', from: '2026-01-01', until: '2099-12-31', scope: other },
  });
  const members = async (id: string) =>
    (await show(id)).members.map(({ person, role, everywhere }) => [person.name, role, everywhere]);
  expect(await members(subject)).toEqual(expect.arrayContaining([['李扫描', 'scanner', true]]));
  expect(await members(subject)).not.toEqual(expect.arrayContaining([['李扫描', 'qualityInspector', false]]));
  expect(await members(other)).toEqual(expect.arrayContaining([['李扫描', 'qualityInspector', false]]));
});

test('2.2-1 a role of another vendor never counts in a project, and shows him nothing of it', async () => {
  const subject = await register('两家服务机构');
  const other = await employ(site, officers, 'vendorManager', '周经理', '另一家数字化公司');
  const work = (who: Who) => mayWork(site.db, who.personId, subject, ['vendorManager']);
  expect([await work(vendor), await work(other)]).toEqual([true, false]);
  const names = async () => (await show(subject)).members.map(({ person }) => person.name);
  expect(await names()).toContain('孙经理');
  expect(await names()).not.toContain('周经理');
  expect(await refusal(other.client.tryView(projectShow, { subject }))).toBe('not-of-project');
  expect((await other.client.view(projectList, { input: {} })).items).toEqual([]);
  // Nor where he holds the role for just this project.
  const { securityOfficer, administrator } = officers;
  const input = { role: 'scanner' as const, from: '2026-01-01', until: null, scope: subject };
  await withSecond(securityOfficer, administrator, roleGrant, { subject: other.personId, input });
  expect(await mayWork(site.db, other.personId, subject, ['scanner'])).toBe(false);
});

test('2.2-1 what the archive does itself is worked by its own people; a vendor’s are refused', async () => {
  const own = { name: '自行数字化', kind: 'own' as const, startsOn: '2026-12-01', endsOn: '2027-03-31' };
  const { projectId } = await lead.client.act(projectCreate, { input: own });
  const outsourced = await register('外包的');
  const mine = await employ(site, officers, 'teamLeader', '馆内组长', '郑州市某某档案馆');
  const hers = await employ(site, officers, 'teamLeader', '外包组长');
  const works = async (id: string) =>
    Promise.all([mine, hers].map(({ personId }) => mayWork(site.db, personId, id, ['teamLeader'])));
  expect(await works(projectId)).toEqual([true, false]);
  expect(await works(outsourced)).toEqual([false, true]);
  // 3.7-2, 3.5-1: what only a vendor has is no role of the archive's people.
  for (const role of ['vendorManager', 'vendorSecurityLead'] as const) {
    const ask = officers.securityOfficer.client.tryAct(roleGrant, {
      ...{ subject: mine.personId, input: { role, from: '2026-01-01', until: null } },
    });
    expect(await refusal(ask), role).toBe('wrong-party');
    await expect(
      asOwner(site, `update role_assignment set role = '${role}' where person_id = '${mine.personId}'`),
    ).rejects.toThrow(/role_assignment_party/);
  }
});

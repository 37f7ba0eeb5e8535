/** Staff by one list: tried, submitted, agreed to, given their codes; leaving, and the fixed last day. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { upload } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { approve, employ, goodPassword, type Officers, openWithOfficers, type Who } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import {
  codeOnSlip,
  idNumberOf,
  registerStaff,
  sendStaff,
  staffHead,
  staffOf,
  startWork,
} from '../../../test/staff-lists.ts';
import { Client } from '#/app/client.ts';
import { attachmentOpen, printAgain } from '#/base/rules/api/files.ts';
import { addDays, businessDay } from '#/base/rules/business-day.ts';
import { routeOf } from '#/base/rules/declare.ts';
import { approvalList } from '#/protection/rules/api/approvals.ts';
import {
  accountPrintCodes,
  accountSuspend,
  personCreate,
  personList,
  partyList,
} from '#/protection/rules/api/people.ts';
import { accountActivate, loginPassword, sessionCurrent } from '#/protection/rules/api/session.ts';
import { projectClose, projectCreate, vendorChoices } from '../rules/api/projects.ts';
import { staffLeave, staffRegister, staffTemplate, staffTemplateFile, staffTry } from '../rules/api/staff.ts';
import { mayWork } from './members.ts';

let site: TestSite;
let officers: Officers;
let lead: Who;
let vendor: Who;
let projectId: string;
let ownId: string;
let project: string;
const today = businessDay(Date.now(), 'Asia/Shanghai');
const until = addDays(today, 30);
const endsOn = addDays(today, 90);
const period = { from: today, until };

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  vendor = await employ(site, officers, 'vendorManager', '孙经理');
  const vendorId = (await lead.client.view(vendorChoices, { input: {} })).items[0]?.id ?? '';
  const dates = { startsOn: today, endsOn };
  const registered = await lead.client.act(projectCreate, {
    input: { name: '人事档案', kind: 'digitization', vendorId, ...dates },
  });
  ({ projectId } = registered);
  project = `${registered.number} 人事档案`;
  ({ projectId: ownId } = await lead.client.act(projectCreate, { input: { name: '馆内自办', kind: 'own', ...dates } }));
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const refusal = async (answer: Promise<unknown>) =>
  ((await answer) as { problem?: { code: string; zh: string } }).problem;
const tryList = async (rows: readonly (readonly string[])[], who = vendor, of = projectId, head = staffHead) => {
  const attachmentId = await sendStaff(who, rows, head);
  return who.client.tryView(staffTry, { subject: of, input: { attachmentId } });
};
const told = async (rows: readonly (readonly string[])[], of = projectId, who = vendor) => {
  const answer = await tryList(rows, who, of);
  if (!('output' in answer)) throw new Error(JSON.stringify(answer));
  return answer.output.problems.map(({ row, column, zh }) => `${row} ${column} ${zh}`);
};
const person = (number: number, name = `临时${number}`, role = '扫描员', username = ''): string[] => [
  ...[name, '居民身份证', idNumberOf(number), role, username],
];
const peopleOf = async (text: string) =>
  (await officers.administrator.client.view(personList, { input: { text, limit: 200 } })).items;

describe('a list of staff', () => {
  test('is tried first: every fault is told by row and column, and nothing is registered', async () => {
    await officers.administrator.client.act(personCreate, {
      input: { name: '另一人', idNumber: idNumberOf(9), partyId: (await parties()).vendor },
    });
    await officers.administrator.client.act(personCreate, {
      input: { name: '馆里人', idNumber: idNumberOf(8), partyId: (await parties()).archive },
    });
    const wrong = idNumberOf(1).replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const rows = [
      ['甲', '居民身份证', wrong, '扫描员', ''],
      ['', '护照', idNumberOf(2), '保密员', '王'],
      person(3),
      person(3, '又一次'),
      person(4, '重名', '整理员', vendor.username),
      person(9, '张冠'),
      person(8, '馆里人'),
    ];
    expect(await told(rows)).toEqual([
      '2 idNumber 身份证号校验位不对',
      '3 name 未填写',
      '3 idKind 证件类型「护照」不是居民身份证',
      '3 role 没有「保密员」这个岗位',
      '3 username 登录名「王」不能用',
      '5 idNumber 与第 4 行相同',
      `6 username 登录名「${vendor.username}」已被使用`,
      '7 name 该证件号已登记在另一姓名下',
      '8 idNumber 此人登记在其他单位',
    ]);
    expect(await peopleOf('重名')).toEqual([]);
    expect((await refusal(tryList([], vendor)))?.code).toBe('staff-none');
    expect((await refusal(tryList([person(3)], vendor, projectId, ['姓名', '证件号'])))?.code).toBe(
      'staff-heading-missing',
    );
    const many = Array.from({ length: 51 }, (_, at) => person(100 + at));
    expect((await refusal(tryList(many)))?.code).toBe('table-too-many-rows');
  });

  test('is refused to be submitted with one bad row, beyond the project, or as anything but the trial showed', async () => {
    const attachmentId = await sendStaff(vendor, [person(20), ['', '', '', '', 'x']]);
    const good = await sendStaff(vendor, [person(20)]);
    const { rows } = await vendor.client.view(staffTry, { subject: projectId, input: { attachmentId: good } });
    const submit = async (change: object, who = vendor, of = projectId) => {
      const input = { project, attachmentId: good, ...period, rows, ...change };
      return (await refusal(who.client.tryAct(staffRegister, { subject: of, input })))?.code;
    };
    expect(await submit({ attachmentId })).toBe('staff-wrong');
    expect(await submit({ until: addDays(endsOn, 1) })).toBe('staff-until-beyond');
    expect(await submit({ until: addDays(today, -1) })).toBe('staff-until');
    expect(await submit({ rows: rows.map((row) => ({ ...row, role: 'teamLeader' })) })).toBe('staff-changed');
    expect(await submit({ rows: [...rows, ...rows] })).toBe('staff-changed');
    expect(await submit({ project: '另一个项目' })).toBe('staff-changed');
    // 5.5-1: a worker proposes nobody, another vendor nobody here, and nobody what somebody else sent.
    const scanner = await employ(site, officers, 'scanner', '李扫描');
    expect(await submit({}, scanner)).toBe('not-permitted');
    const other = await employ(site, officers, 'vendorManager', '周经理', '另一家公司');
    expect(await submit({}, other)).toBe('not-of-project');
    expect(await submit({}, lead)).toBe('staff-not-a-list');
    expect(await submit({}, vendor, ownId)).toBe('not-of-project');
    // Document numbers in full: the sender and the security officer, and nobody else.
    const open = (who: Who) => refusal(who.client.tryView(attachmentOpen, { subject: good }));
    expect([await open(officers.securityOfficer), (await open(lead))?.code]).toEqual([undefined, 'not-permitted']);
  });

  test('5.5-1 becomes people, accounts and roles at once, when the security officer agreed who read every row', async () => {
    const rows = [person(30, '组长甲', '组长', 'zu.jia'), ...Array.from({ length: 49 }, (_, at) => person(31 + at))];
    const attachmentId = await sendStaff(vendor, rows);
    const tried = await vendor.client.view(staffTry, { subject: projectId, input: { attachmentId } });
    expect(tried.problems).toEqual([]);
    const sent = { subject: projectId, input: { project, attachmentId, ...period, rows: tried.rows } };
    const approval = await vendor.client.ask(staffRegister, sent);
    const { items } = await officers.securityOfficer.client.view(approvalList, { input: {} });
    const request = items.find(({ id }) => id === approval)?.request ?? '';
    const asked = JSON.parse(request) as { input: { rows: { name: string; idNumber: string }[] } };
    expect(asked.input.rows).toHaveLength(50);
    expect(asked.input.rows[0]).toEqual({
      ...{ row: 2, name: '组长甲', role: 'teamLeader', username: 'zu.jia', known: false },
      idNumber: idNumberOf(30).replace(/^(.{3}).{11}/, '$1***********'),
    });
    expect(request).not.toContain(idNumberOf(30));
    // Not before it is agreed to, and not by the administrator, whose the codes are.
    expect((await refusal(vendor.client.tryAct(staffRegister, { ...sent, approval })))?.code).toBe('approval-void');
    await expect(approve(officers.administrator, approval)).rejects.toThrow(/does not see|approver-role/);
    await approve(officers.securityOfficer, approval);
    expect(await vendor.client.act(staffRegister, { ...sent, approval })).toMatchObject({ count: 50 });
    const staff = (await staffOf(vendor, projectId)).filter(({ list }) => list !== null);
    expect(staff).toHaveLength(50);
    expect(new Set(staff.map((one) => `${one.from} ${one.until} ${one.state} ${one.party}`))).toEqual(
      new Set([`${today} ${until} working 单位 vendor`]),
    );
    const [jia] = await peopleOf('组长甲');
    expect(jia).toMatchObject({
      account: { username: 'zu.jia', state: 'pending' },
      roles: [{ role: 'teamLeader', until }],
    });
    const [other] = await peopleOf('临时31');
    expect(other?.account?.username).toMatch(/^w\d{8}$/);
    const [row] = await asOwner(site, `select row_to_json(p)::text as text from person p where name = '组长甲'`);
    expect(String(row?.['text'])).not.toContain(idNumberOf(30));
    expect(await told([person(31)])).toEqual(['2 role 该人员已有此岗位']);
  });
});

describe('activation codes', () => {
  test('5.5-1 are printed for the group in one run, shown once, and each is refused after its use', async () => {
    const { administrator } = officers;
    const pending = (await peopleOf('临时')).filter(({ account }) => account?.state === 'pending');
    const accounts = pending.slice(0, 10).map(({ account }) => account?.id ?? '');
    const first = await administrator.client.act(accountPrintCodes, { input: { accounts } });
    const username = pending[0]?.account?.username ?? '';
    const old = codeOnSlip(first.printed.html, username);
    expect(old).toMatch(/^[A-Z2-9-]{17}$/);
    const again = await administrator.client.view(printAgain, { subject: first.printed.printId });
    expect(again.html).toContain(username);
    expect(again.html).not.toContain(old);
    const second = await administrator.client.act(accountPrintCodes, { input: { accounts } });
    const visitor = new Client(site.origin, administrator.client);
    const activate = (activationCode: string) =>
      refusal(visitor.tryPublic(accountActivate, { username, activationCode, newPassword: goodPassword }));
    // A new code voids the former one.
    expect((await activate(old))?.code).toBe('activation-wrong');
    expect(await activate(codeOnSlip(second.printed.html, username))).toBeUndefined();
    const print = async (ids: string[], who = administrator) =>
      (await refusal(who.client.tryAct(accountPrintCodes, { input: { accounts: ids } })))?.code;
    expect(await print(accounts)).toBe('account-not-new');
    expect(await print(accounts.slice(1), officers.securityOfficer)).toBe('not-permitted');
    expect(await print(accounts.slice(1), vendor)).toBe('not-permitted');
    await officers.securityOfficer.client.act(accountSuspend, {
      subject: accounts[2] ?? '',
      input: { reason: '核实' },
    });
    expect(await print(accounts.slice(2, 3))).toBe('account-not-new');
  });
});

describe('in a project', () => {
  test('a role ends by itself with its last day, and the person is signed out and refused', async () => {
    await registerStaff(officers, vendor, projectId, [person(200, '到期甲')], period);
    const [worker] = await startWork(officers, site.origin, ['到期甲']);
    if (!worker) throw new Error('nobody');
    const work = () => mayWork(site.db, worker.personId, projectId, ['scanner']);
    expect(await work()).toBe(true);
    await asOwner(
      site,
      `update role_assignment set valid_from = '${addDays(today, -9)}', valid_until = '${addDays(today, -1)}' where person_id = '${worker.personId}'`,
    );
    expect(await work()).toBe(false);
    expect(await refusal(worker.client.tryView(sessionCurrent, { input: {} }))).toBeDefined();
    const again = worker.client.tryPublic(loginPassword, { username: worker.username, password: goodPassword });
    expect((await refusal(again))?.code).toBe('no-role');
    const shown = (await staffOf(lead, projectId)).find((one) => one.person.id === worker.personId);
    expect(shown).toMatchObject({ state: 'over', leftAt: null });
    // Called again for a second stretch he keeps person and account.
    expect(await told([person(200, '到期甲')])).toEqual([]);
    await registerStaff(officers, vendor, projectId, [person(200, '到期甲')], period);
    expect(await peopleOf('到期甲')).toHaveLength(1);
    expect(await work()).toBe(true);
  });

  test('leaving is entered with a reason by another person; refused for himself, from outside, or twice', async () => {
    await registerStaff(officers, vendor, projectId, [person(210, '离场甲')], period);
    const [worker] = await startWork(officers, site.origin, ['离场甲']);
    if (!worker) throw new Error('nobody');
    const leave = async (who: Who, personId = worker.personId, of = projectId) =>
      (await refusal(who.client.tryAct(staffLeave, { subject: of, input: { personId, reason: '合同期满' } })))?.code;
    expect(await leave(worker)).toBe('not-permitted');
    expect(await leave(vendor, vendor.personId)).toBe('own-matter');
    const other = await employ(site, officers, 'vendorManager', '吴经理', '另一家公司');
    expect(await leave(other)).toBe('not-of-project');
    expect(await leave(vendor)).toBeUndefined();
    expect(await leave(vendor)).toBe('staff-not-here');
    const shown = (await staffOf(vendor, projectId)).find((one) => one.person.id === worker.personId);
    expect(shown).toMatchObject({ state: 'left', reason: '合同期满', leftBy: { name: '孙经理' } });
    expect(await refusal(worker.client.tryView(sessionCurrent, { input: {} }))).toBeDefined();
    // A role for the whole site is the security officer's to take away.
    expect(await leave(lead, vendor.personId)).toBe('staff-not-here');
  });

  test('2.2-1 the archive names its own people for what it does itself; a vendor’s are refused', async () => {
    const list = await registerStaff(officers, lead, ownId, [person(220, '馆员甲', '组长')], period);
    expect(list.count).toBe(1);
    const [jia] = await peopleOf('馆员甲');
    expect(jia?.party.kind).toBe('archive');
    expect(await mayWork(site.db, jia?.id ?? '', ownId, ['teamLeader'])).toBe(true);
    expect(await told([person(31, '临时31')], ownId, lead)).toEqual(['2 idNumber 此人登记在其他单位']);
  });

  test('nobody is listed for a closed project', async () => {
    await asOwner(
      site,
      `update project set state = 'closed', opened_at = now(), opened_by = registered_by, closed_at = now(), closed_by = registered_by, close_reason = '完' where id = '${ownId}'`,
    );
    expect((await refusal(tryList([person(230)], lead, ownId)))?.code).toBe('project-state');
    expect((await refusal(lead.client.tryAct(projectClose, { subject: ownId, input: { reason: '再' } })))?.code).toBe(
      'project-state',
    );
  });
});

test('the template is a workbook with the columns that are asked for, and its example is no person', async () => {
  const { grant } = await vendor.client.view(staffTemplate, { subject: projectId });
  const path = routeOf(staffTemplateFile).path.replace(':grant', grant);
  const response = await vendor.client.request('GET', path);
  expect(response.headers.get('content-disposition')).toContain('attachment');
  const bytes = Buffer.from(await response.arrayBuffer());
  const { id } = await upload(vendor, 'staff', '模板.xlsx', bytes);
  const tried = await vendor.client.view(staffTry, { subject: projectId, input: { attachmentId: id } });
  expect(tried.problems.map(({ column }) => column)).toEqual(['idNumber', 'username']);
  expect((await lead.client.request('GET', path)).status).toBeGreaterThanOrEqual(400);
});

async function parties(): Promise<Record<'vendor' | 'archive', string>> {
  const { items } = await officers.administrator.client.view(partyList);
  const of = (kind: string) => items.find((one) => one.kind === kind)?.id ?? '';
  return { vendor: of('vendor'), archive: of('archive') };
}

/** 物品出场放行单: what leaves, with whom, agreed to by whom, seen by whom. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '../../../test/owner.ts';
import { attach } from '../../../test/files.ts';
import { approve, employ, type Officers, openWithOfficers, type Who, withSecond } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { businessDay } from '#/base/rules/business-day.ts';
import { releaseIssue, releaseList, releasePass, releasePrint } from '../rules/api/releases.ts';

let site: TestSite;
let officers: Officers;
let lead: Who;
let keeper: Who;
let vendor: Who;
const today = businessDay(Date.now(), 'Asia/Shanghai');

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
  vendor = await employ(site, officers, 'vendorManager', '孙经理');
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const slip = (bearer: Who, leavesOn = today) => ({
  input: { bearer: bearer.personId, items: '键盘 1 个', reason: '更换', leavesOn },
});
const passing = async (who: Who, subject: string) => {
  const answer = await who.client.tryAct(releasePass, { subject, input: { remark: '相符' } });
  return 'problem' in answer ? answer.problem.code : null;
};

test('4.6-4 what leaves is agreed to by the archive side; refuses the bearer as the one who agrees', async () => {
  const { number } = await withSecond(vendor, lead, releaseIssue, slip(vendor));
  expect(number).toMatch(/^\d{4}-0001$/);
  const approval = await vendor.client.ask(releaseIssue, slip(lead));
  await approve(lead, approval);
  const answer = await vendor.client.tryAct(releaseIssue, { ...slip(lead), approval });
  expect(answer).toMatchObject({ problem: { code: 'release-own-goods' } });
  expect((await keeper.client.view(releaseList, { input: {} })).items).toHaveLength(1);
});

test('4.6-4 a slip serves once and on its day; refuses the bearer as the one who checks', async () => {
  const own = await withSecond(vendor, lead, releaseIssue, slip(keeper));
  expect(await passing(keeper, own.releaseId)).toBe('own-matter');
  expect(await passing(lead, own.releaseId)).toBe(null);
  expect(await passing(lead, own.releaseId)).toBe('release-used');
  const later = await withSecond(vendor, lead, releaseIssue, slip(vendor, '2099-01-01'));
  expect(await passing(keeper, later.releaseId)).toBe('release-not-today');
  const { items } = await lead.client.view(releaseList, { input: { state: 'passed' } });
  expect(items).toMatchObject([
    { bearer: { name: '钱保管' }, passedBy: { name: '赵主管' }, remark: '相符', late: false },
  ]);
  const past = vendor.client.tryAct(releaseIssue, slip(vendor, '2020-01-01'));
  expect(await past).toMatchObject({ problem: { code: 'due-in-past', field: 'input.leavesOn' } });
  for (const change of [`passed_by = bearer`, `passed_by = null`])
    await expect(asOwner(site, `update goods_release set ${change} where state = 'passed'`), change).rejects.toThrow(
      /check constraint/,
    );
});

test('4.6-4 a passing entered late from paper counts on the day it happened', async () => {
  const { releaseId } = await withSecond(vendor, lead, releaseIssue, slip(vendor));
  const scan = await attach(keeper, 'late-entry', 'slip');
  const late = {
    occurredAt: new Date(Date.now() - 10).toISOString(),
    reason: '停电',
    formNumber: 'FX-1',
    scanId: scan.id,
  };
  await withSecond(keeper, lead, releasePass, { subject: releaseId, input: { remark: '' }, late });
  const { items } = await lead.client.view(releaseList, { input: { state: 'passed' } });
  expect(items[0]).toMatchObject({ id: releaseId, late: true, passedBy: { name: '钱保管' } });
});

test('4.6-4 the slip is printed with what the one at the exit needs', async () => {
  const [row] = (await lead.client.view(releaseList, { input: {} })).items;
  const { html } = await lead.client.view(releasePrint, { subject: row?.id ?? '' });
  for (const words of ['物品出场放行单', '键盘 1 个', '孙经理', '赵主管', today, row?.number ?? 'none'])
    expect(html).toContain(words);
});

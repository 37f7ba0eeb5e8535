/** The daily duty book: what stands in it, who closes a day, what a closed one says afterwards. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alarmList } from '#/protection/rules/api/log.ts';
import { lookForAlarms } from '#/protection/server/door.ts';
import { asOwner } from '../../../test/owner.ts';
import { approve, employ, withSecond, type Who } from '../../../test/people.ts';
import { codeOf, dayOf, type FootageSite, iso, openFootageSite } from '../../../test/footage-site.ts';
import { dayClose, dayList, dayPrint } from '../rules/api/duty-days.ts';
import { readingEnter } from '../rules/api/checks.ts';
import { shiftPlan } from '../rules/api/patrols.ts';
import { placeShow } from '../rules/api/plan.ts';
import { visitEnter, visitLeave, visitList } from '../rules/api/visits.ts';
import { premisesLooks } from './alarms.ts';

let here: FootageSite;
let leader: Who;
const on = dayOf(Date.now());

beforeAll(async () => {
  here = await openFootageSite();
  leader = await employ(here.site, here.officers, 'teamLeader', '周组长');
}, 60_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const textOf = async (subject = on): Promise<string> =>
  (await here.lead.client.view(dayPrint, { subject })).html
    .replaceAll(/<style[\s\S]*?<\/style>/g, '')
    .replaceAll(/<[^>]+>/g, ' ');

test('4.7-2 4.9-2 the book tells of the day in the order of the regulation, as a draft until it is closed', async () => {
  const { lead, keeper, vendor } = here;
  const plan = await lead.client.view(placeShow);
  const zoneId = plan.zones[0]?.id ?? '';
  const reading = { instrument: '温湿度计 1', temperature: 35, humidity: 50 };
  await keeper.client.act(readingEnter, { subject: zoneId, input: reading });
  await lead.client.act(shiftPlan, {
    input: { name: '全天', weekdays: [1, 2, 3, 4, 5, 6, 7], startsAt: '00:00', endsAt: '23:59', sides: ['vendor'] },
  });
  await keeper.client.act(visitEnter, { subject: vendor.personId, input: {} });
  const text = await textOf();
  const order = [
    '问题与整改',
    '场所检查与温湿度',
    '监控录像缺口',
    '回放检查',
    '物品出场',
    '人员出入与访客',
    '巡查',
    '预警',
    '备份',
    '审计日志校验点',
  ];
  const found = order.map((title) => text.indexOf(title));
  expect(found.every((at) => at > 0)).toBe(true);
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  for (const words of [
    '未日结（草稿）',
    '35.0 ℃',
    '超限',
    '孙经理',
    '未离场',
    'C1',
    '0 小时 0 分',
    '全天 00:00–23:59',
    '待巡查',
  ])
    expect(text, words).toContain(words);
  // The other side of both cameras' empty day: from midnight until now, to the second.
  expect(text).toMatch(/00:00:00–\d\d:\d\d:\d\d/);
});

test('2.8-2 archive and vendor close a day together, once; what is entered afterwards does not change it', async () => {
  const { lead, keeper, vendor } = here;
  const sent = { subject: on, input: { remarks: '一切正常' } };
  expect(await codeOf(vendor.client.tryAct(dayClose, sent))).toBe('not-permitted');
  expect(await codeOf(keeper.client.tryAct(dayClose, { subject: '2099-01-01' }))).toBe('day-in-future');
  expect(await codeOf(keeper.client.tryAct(dayClose, { subject: 'yesterday' }))).toBe('not-found');
  // Whoever is inside is signed out first.
  expect(await codeOf(keeper.client.tryAct(dayClose, sent))).toBe('people-inside');
  const { items } = await keeper.client.view(visitList, { input: { inside: true } });
  await keeper.client.act(visitLeave, { subject: items[0]?.id ?? '', input: {} });
  const approval = await keeper.client.ask(dayClose, sent);
  await expect(approve(lead, approval)).rejects.toThrow('does not see the request');
  await approve(vendor, approval);
  const { number, digest } = await keeper.client.act(dayClose, { ...sent, approval });
  expect(await codeOf(keeper.client.tryAct(dayClose, sent))).toBe('day-closed');
  const { days } = await vendor.client.view(dayList);
  expect(days).toMatchObject([
    { on, entries: 1, inside: 0, number, closedBy: { name: '钱保管' }, agreedBy: { name: '孙经理' } },
  ]);
  const text = await textOf();
  for (const words of [number, '一切正常', '钱保管', '孙经理', '日结簿']) expect(text).toContain(words);
  expect(text).not.toContain('草稿');
  // 4.3-3, 5.5: the vendor's copy has no gaps of cameras, no alarms, no backups.
  const { html } = await vendor.client.view(dayPrint, { subject: on });
  for (const title of ['监控录像缺口', '回放检查', '预警', '备份']) expect(html).not.toContain(title);
  for (const title of ['问题与整改', '人员出入与访客', '巡查']) expect(html).toContain(title);
  await keeper.client.act(visitEnter, { subject: leader.personId, input: {} });
  expect(await textOf()).not.toContain('周组长');
  const [row] = await asOwner(here.site, `select data, digest from duty_day where day = '${on}'`);
  expect(digest).toBe(row?.['digest']);
  expect(createHash('sha256').update(String(row?.['data'])).digest('hex')).toBe(digest);
});

test('4.7-2 a day on which somebody was inside and that nobody closed alarms once', async () => {
  const yesterday = dayOf(Date.now() - 86_400_000);
  await asOwner(here.site, `update visit set entered_on = '${yesterday}', occurred_at = $1 where person_id = $2`, [
    iso(Date.now() - 86_400_000),
    leader.personId,
  ]);
  await lookForAlarms(here.site.db, here.site.config, premisesLooks, null);
  await lookForAlarms(here.site.db, here.site.config, premisesLooks, null);
  const { items } = await here.officers.securityOfficer.client.view(alarmList, { input: {} });
  const told = items.filter(({ kind }) => kind === 'day-not-closed');
  expect(told.map(({ facts }) => facts.map(({ value }) => value))).toEqual([[yesterday]]);
  await withSecond(here.keeper, leader, dayClose, { subject: yesterday, input: {} });
  expect(await textOf(yesterday)).toContain('周组长');
});

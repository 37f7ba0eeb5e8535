/** Code schemes and scopes: what a project covers, and what it does not. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '../../../test/owner.ts';
import { employ, openWithOfficers, type Who } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { isRefusal } from '#/base/rules/refusal.ts';
import { projectClose, projectCreate, projectShow } from '../rules/api/projects.ts';
import { schemeAdd, schemeList, scopeAdd, scopeRemove } from '../rules/api/scopes.ts';
import { presets } from '../rules/archival-code/presets.ts';
import { scopeReader } from './in-scope.ts';

let site: TestSite;
let lead: Who;
let scanner: Who;
let schemeId: string;
const grammar = presets.find(({ key }) => key === 'dat13-2022-volume')?.grammar;

beforeAll(async () => {
  site = await openTestSite();
  const officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  scanner = await employ(site, officers, 'scanner', '李扫描');
  if (!grammar) throw new Error('no preset');
  schemeId = (await lead.client.act(schemeAdd, { input: { name: '按卷', grammar } })).schemeId;
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const register = async (name: string) =>
  (
    await lead.client.act(projectCreate, {
      input: { name, kind: 'own', startsOn: '2026-12-01', endsOn: '2027-03-31' },
    })
  ).projectId;
const add = (subject: string, from: string, to: string, label = `${from}–${to}`) =>
  lead.client.tryAct(scopeAdd, { subject, input: { schemeId, range: { from, to }, label } });
const refusal = async (answer: Promise<unknown>) =>
  ((await answer) as { problem?: { code: string; field?: string } }).problem;
const scopesOf = async (subject: string) => (await lead.client.view(projectShow, { subject })).scopes;

test('a scheme is kept once by its name; one that could read a code in two ways is refused', async () => {
  if (!grammar) throw new Error('no preset');
  expect(await refusal(lead.client.tryAct(schemeAdd, { input: { name: '按卷', grammar } }))).toMatchObject({
    code: 'scheme-name-taken',
  });
  const twice = { ...grammar, segments: [...grammar.segments.slice(0, 2), ...grammar.segments.slice(1)] };
  expect(await refusal(lead.client.tryAct(schemeAdd, { input: { name: '二读', grammar: twice } }))).toMatchObject({
    code: 'grammar-twice',
    field: 'input.grammar.segments.2',
  });
  const { items } = await scanner.client.view(schemeList);
  expect(items).toMatchObject([{ id: schemeId, name: '按卷', grammar: { segments: grammar.segments } }]);
});

test('2.2-1 what lies outside the scope is refused, and a range that another open project has', async () => {
  const one = await register('甲');
  expect(await refusal(add(one, 'A002-RS-001', 'A002-RS-100'))).toBeUndefined();
  expect(await refusal(add(one, 'A002-RS-200', 'A002-RS-101'))).toMatchObject({
    code: 'code-range-order',
    field: 'input.range.to',
  });
  expect(await refusal(add(one, 'A002-QQ-1', 'A003'))).toMatchObject({
    code: 'archival-code-table',
    field: 'input.range.from',
  });
  expect(await refusal(add(one, 'A002-RS-050', 'A002-RS-060'))).toMatchObject({ code: 'scope-overlap' });
  const other = await register('乙');
  expect(await refusal(add(other, 'A002', 'A002'))).toMatchObject({ code: 'scope-overlap' });
  expect(await refusal(add(other, 'A002-RS-101', 'A002-RS-200'))).toBeUndefined();
  expect(await scopesOf(other)).toMatchObject([
    { range: { from: 'A002-RS-101', to: 'A002-RS-200' }, scheme: { name: '按卷' } },
  ]);

  const reader = await scopeReader(site.db, one, schemeId);
  if (isRefusal(reader)) throw new Error(reader.code);
  expect(reader.place('Ａ002—RS—007-01', 'input.code')).toMatchObject({ code: 'archival-code-width' });
  expect(reader.place('Ａ002—RS—007-001')).toMatchObject({ code: 'A002-RS-007-001', segments: { item: '001' } });
  expect(reader.place('A002-RS-101', 'input.code')).toMatchObject({ code: 'out-of-scope', field: 'input.code' });
  expect(await scopeReader(site.db, await register('丙'), schemeId)).toMatchObject({ code: 'scheme-not-of-project' });
});

test('2.2-1 two ranges added at once never share a code', async () => {
  const [one, other] = [await register('同时一'), await register('同时二')];
  const answers = await Promise.all([one, other].map((subject) => refusal(add(subject, 'A777-RS-001', 'A777-RS-009'))));
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
  expect(answers).toContainEqual(expect.objectContaining({ code: 'scope-overlap' }));
});

test('a range that was taken out is free again; of a closed project nothing is added', async () => {
  const subject = await register('取消');
  await add(subject, 'A888-RS-001', 'A888-RS-009');
  const [scope] = await scopesOf(subject);
  const stale = lead.client.tryAct(scopeRemove, { subject: scope?.id ?? '', version: 7, input: {} });
  expect(await refusal(stale)).toMatchObject({ code: 'version-conflict' });
  await lead.client.act(scopeRemove, { subject: scope?.id ?? '', version: 1, input: {} });
  expect(await scopesOf(subject)).toEqual([]);
  expect(await refusal(add(await register('再用'), 'A888-RS-001', 'A888-RS-009'))).toBeUndefined();
  await asOwner(
    site,
    `update project set state = 'closed', opened_by = registered_by, opened_at = now(), closed_by = registered_by,
       closed_at = now(), close_reason = '测试' where id = '${subject}'`,
  );
  expect(await refusal(add(subject, 'A999-RS-001', 'A999-RS-002'))).toMatchObject({ code: 'project-state' });
  expect(await refusal(lead.client.tryAct(projectClose, { subject, input: { reason: '再' } }))).toMatchObject({
    code: 'project-state',
  });
});

/** Nobody is given work before he was educated in secrecy and trained for his post (2.5-3, 3.8). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOfRefusal, dayFromToday } from '../../../test/custody-site.ts';
import { employ, type Who } from '../../../test/people.ts';
import { comeToWork, openWorkflowSite, type WorkflowSite } from '../../../test/workflow-site.ts';
import type { SentOf } from '#/base/rules/declare.ts';
import { projectShow } from '#/engagement/rules/api/projects.ts';
import { trainingList, trainingRegister, trainingWithdraw } from '#/engagement/rules/api/training.ts';
import { visitEnter } from '#/premises/rules/api/visits.ts';
import { taskAssign, taskClaim, taskPick } from '../rules/api/tasks.ts';

let here: WorkflowSite;
let subject: string;
/** Works inside from today on, and was taught nothing yet. */
let novice: Who;
let codes: string[];

type Training = SentOf<typeof trainingRegister>;

beforeAll(async () => {
  here = await openWorkflowSite();
  subject = here.projectId;
  ({ codes } = await comeToWork(here, [1, 2]));
  novice = await employ(here.site, here.officers, 'preparer', '新整理');
  await here.keeper.client.act(visitEnter, { subject: novice.personId, input: {} });
}, 120_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const training = (kind: 'secrecy' | 'trade', more: Partial<Training> = {}, passed = true): Training => ({
  ...{ kind, heldOn: dayFromToday(-1), days: 5, hours: 20, topic: '规程', trainer: '讲师', attachmentId: null },
  people: [{ personId: novice.personId, role: kind === 'trade' ? 'preparer' : null, score: passed ? 88 : 40, passed }],
  ...more,
});
const register = (who: Who, input: Training) => who.client.tryAct(trainingRegister, { subject, input });
const claim = () => novice.client.tryAct(taskClaim, { subject, input: { step: 'prepare', count: 1 } });
const lacks = async () =>
  (await here.lead.client.view(projectShow, { subject })).members.find(({ person }) => person.id === novice.personId)
    ?.lacks;

test('2.5-3 3.8-2 refuses work to whoever lacks one of both, claimed, picked or assigned', async () => {
  const { lead, manager, leader } = here;
  const assign = { subject, input: { step: 'prepare', count: 1, to: novice.personId } };
  expect(await lacks()).toEqual(['secrecy', 'trade']);
  expect(await codeOfRefusal(claim())).toBe('not-trained');
  expect(await codeOfRefusal(leader.client.tryAct(taskAssign, assign))).toBe('not-trained');
  await register(lead, training('secrecy'));
  expect(await codeOfRefusal(novice.client.tryAct(taskPick, { input: { code: codes[0] ?? '' } }))).toBe('not-trained');
  // What was not passed does not count.
  await register(manager, training('trade', { days: 2 }, false));
  expect(await lacks()).toEqual(['trade']);
  expect(await claim()).toMatchObject({ problem: { zh: expect.stringContaining('上岗培训') as string } });
  await register(manager, training('trade'));
  expect(await lacks()).toEqual([]);
  expect(await claim()).toMatchObject({ output: { count: 1 } });
});

test('3.8-1 what was taught is kept with its marks; withdrawn it counts no more, and never comes back', async () => {
  const { lead, manager } = here;
  const { items } = await lead.client.view(trainingList, { subject });
  expect(items.filter(({ people }) => people.some(({ person }) => person.id === novice.personId))).toMatchObject([
    {
      kind: 'trade',
      days: 5,
      people: [{ role: 'preparer', score: 88, passed: true }],
      registeredBy: { name: '冯经理' },
    },
    { kind: 'trade', days: 2, people: [{ score: 40, passed: false }] },
    { kind: 'secrecy', hours: 20, people: [{ role: null, person: { name: '新整理' } }], withdrawnBy: null },
  ]);
  const secrecy = items.find(({ kind, people }) => kind === 'secrecy' && people.length === 1)?.id ?? '';
  const withdraw = { subject: secrecy, input: { reason: '登记错误' } };
  expect(await codeOfRefusal(manager.client.tryAct(trainingWithdraw, withdraw))).toBe('trainer-other');
  await lead.client.act(trainingWithdraw, withdraw);
  expect(await codeOfRefusal(lead.client.tryAct(trainingWithdraw, withdraw))).toBe('training-withdrawn');
  expect(await lacks()).toEqual(['secrecy']);
  expect(await codeOfRefusal(claim())).toBe('not-trained');
});

test('2.5-3 refuses what the other side has to enter, and what cannot have been', async () => {
  const { lead, manager, otherScanner, site, officers } = here;
  const refused = async (who: Who, input: Training) => codeOfRefusal(register(who, input));
  expect(await refused(manager, training('secrecy'))).toBe('trainer-other');
  expect(await refused(officers.securityOfficer, training('trade'))).toBe('trainer-other');
  expect(await refused(lead, training('secrecy', { heldOn: dayFromToday(1) }))).toBe('training-ahead');
  expect(await refused(manager, training('trade', { days: 4 }))).toBe('training-short');
  const [one] = training('trade').people;
  expect(await refused(manager, training('trade', { people: [one!, one!] }))).toBe('training-twice');
  const scanner = { ...one!, personId: otherScanner.personId };
  expect(await refused(manager, training('trade', { people: [scanner] }))).toBe('training-post');
  expect(await refused(lead, training('secrecy', { people: [{ ...one!, role: 'preparer' }] }))).toBe('training-post');
  const stranger = await employ(site, officers, 'vendorManager', '外经理', '另一公司');
  expect(await refused(stranger, training('trade'))).toBe('not-of-project');
});

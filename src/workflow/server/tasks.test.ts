/** Piles claimed, submitted, sent back and taken back, on real PostgreSQL (5.6-1, 5.6-2). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOfRefusal, originalOf } from '../../../test/custody-site.ts';
import { type Who, withSecond } from '../../../test/people.ts';
import { asOwner } from '../../../test/owner.ts';
import { inspectAll, scanAll } from '../../../test/scans.ts';
import {
  comeToWork,
  doStep,
  handle,
  lineOfPreset,
  openWorkflowSite,
  workUpTo,
  type WorkflowSite,
} from '../../../test/workflow-site.ts';
import { haltRelease, haltReport } from '#/custody/rules/api/sweeps.ts';
import { slipShow } from '#/custody/rules/api/work.ts';
import { visitLeave, visitList, visitEnter } from '#/premises/rules/api/visits.ts';
import { definitionList, definitionRelease, projectBind, projectLine } from '../rules/api/definitions.ts';
import {
  pileKeep,
  pileShow,
  taskAssign,
  taskClaim,
  taskOmit,
  taskPick,
  taskSendBack,
  taskSubmit,
  taskTakeBack,
  unitBlock,
  unitRelease,
} from '../rules/api/tasks.ts';
import { boardShow, pieceWorkShow, unitTrack, workerList } from '../rules/api/tracking.ts';
import { releaseLapsed } from './door.ts';

let here: WorkflowSite;
let subject: string;

beforeAll(async () => {
  here = await openWorkflowSite();
  subject = here.projectId;
}, 120_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

let next = 0;
/** So many units, at the step that is asked for. */
async function unitsAt(step: string, count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, () => (next += 1));
  const { codes } = await comeToWork(here, numbers);
  await workUpTo(here, step, codes);
  return codes;
}

const claim = (who: Who, step: string, count = 1) => who.client.tryAct(taskClaim, { subject, input: { step, count } });
const pick = (who: Who, code: string) => who.client.tryAct(taskPick, { input: { code } });
const submit = (who: Who, step: string, codes: string[] | null, device: string | null = null) =>
  who.client.tryAct(taskSubmit, { subject, input: { step, codes, device } });
/** All images that scanning asks for. */
const capture = async (who: Who, codes: readonly string[]): Promise<void> => {
  for (const code of codes) await scanAll(who, code, here.device);
};
const row = async (code: string) => {
  const { items } = await here.leader.client.view(boardShow, { subject, input: { limit: 200 } });
  return items.find((one) => one.code === code);
};
const unitIdOf = async (code: string): Promise<string> => (await row(code))?.unitId ?? '';
const idOf = async (code: string): Promise<string> => (await originalOf(here, code))?.id ?? '';

describe('5.6-1 definitions', () => {
  test('5.6-1 a version is numbered, agreed to by a second person, and never changed', async () => {
    const { lead, manager, preparer } = here;
    const input = { name: '另一流程', steps: lineOfPreset() };
    expect(await codeOfRefusal(preparer.client.tryAct(definitionRelease, { input }))).toBe('not-permitted');
    const first = await withSecond(lead, manager, definitionRelease, { input });
    const second = await withSecond(manager, lead, definitionRelease, { input });
    expect([first.number, second.number]).toEqual([1, 2]);
    const { items } = await here.keeper.client.view(definitionList);
    expect(items.filter(({ name }) => name === '另一流程').map(({ number }) => number)).toEqual([2, 1]);
    const may = `select has_table_privilege('app_rw', 'workflow_version', 'update') as has`;
    expect(await asOwner(here.site, may)).toEqual([{ has: false }]);
  });

  test('5.6-1 refuses a line without a mandatory step, one that leads nowhere, and one that lets somebody judge himself', async () => {
    const { lead } = here;
    const steps = lineOfPreset();
    const refused = async (change: (one: (typeof steps)[number]) => Partial<(typeof steps)[number]> | null) => {
      const changed = steps.flatMap((one) => {
        const part = change(one);
        return part === null ? [] : [{ ...one, ...part }];
      });
      return codeOfRefusal(lead.client.tryAct(definitionRelease, { input: { name: '坏', steps: changed } }));
    };
    expect(await refused(({ key }) => (key === 'review' ? { notBy: [] } : {}))).toBe('step-judges-itself');
    expect(await refused(({ key }) => (key === 'scan' ? { mandatory: false } : {}))).toBe('step-not-optional');
    expect(await refused(({ key }) => (key === 'bind' ? { after: [] } : {}))).toBe('step-dead-end');
    expect(
      await refused(({ key, notBy, reopens, after }) =>
        key === 'link'
          ? null
          : {
              notBy: notBy.filter((one) => one !== 'link'),
              reopens: reopens.filter((one) => one !== 'link'),
              after: after.map((one) => (one === 'link' ? 'recognize' : one)),
            },
      ),
    ).toBe('step-missing');
  });

  test('5.6-1 what is at work keeps its version when the project takes another', async () => {
    const { lead, manager, versionId } = here;
    const [code = ''] = await unitsAt('prepare', 1);
    const steps = lineOfPreset().map((step) => (step.key === 'prepare' ? { ...step, name: '整理' } : step));
    const other = await withSecond(lead, manager, definitionRelease, { input: { name: 'DA/T 31 标准流程', steps } });
    expect(other.number).toBe(2);
    const bound = await lead.client.act(projectBind, { subject, input: { versionId: other.versionId } });
    expect(bound.units).toBe(0);
    expect(
      await codeOfRefusal(lead.client.tryAct(projectBind, { subject, input: { versionId: other.versionId } })),
    ).toBe('bound-already');
    const { units } = await lead.client.view(unitTrack, { subject: await idOf(code) });
    expect(units[0]).toMatchObject({ workflow: 'DA/T 31 标准流程 1' });
    const [fresh = ''] = await unitsAt('prepare', 1);
    expect((await lead.client.view(unitTrack, { subject: await idOf(fresh) })).units[0]?.tasks[0]?.name).toBe('整理');
    await lead.client.act(projectBind, { subject, input: { versionId } });
    expect((await here.keeper.client.view(projectLine, { subject })).bound).toMatchObject({ versionId });
    await doStep(here, 'prepare', [code, fresh]);
  });
});

describe('5.6-2 piles', () => {
  test('5.6-2 two who claim at once never get the same unit, and together get all', async () => {
    const { scanner, otherScanner } = here;
    const codes = await unitsAt('scan', 12);
    const answers = await Promise.all(
      [scanner, otherScanner, scanner, otherScanner].map(async (who) => claim(who, 'scan', 3)),
    );
    const got = answers.flatMap((answer) => ('output' in answer ? answer.output.codes : []));
    expect(got.length).toBe(12);
    expect(new Set(got)).toEqual(new Set(codes));
    expect(await codeOfRefusal(claim(scanner, 'scan'))).toBe('nothing-to-claim');
    for (const who of [scanner, otherScanner]) {
      const own = (await who.client.view(pileShow, { subject })).items.map(({ code }) => code);
      expect(own.length).toBe(6);
      await handle(who, own);
      await capture(who, own);
      expect(await submit(who, 'scan', null, here.device)).toMatchObject({ output: { count: 6, pages: 120, a4: 120 } });
    }
  });

  test('5.6-2 4.7-1 refuses who is not signed in at the door, has another role, or did what he would check', async () => {
    const { keeper, scanner, inspector, leader } = here;
    const [code = ''] = await unitsAt('inspect', 1);
    expect(await codeOfRefusal(claim(scanner, 'inspect'))).toBe('not-for-step');
    expect(await codeOfRefusal(pick(scanner, code))).toBe('not-for-step');
    const { items } = await keeper.client.view(visitList, { input: {} });
    const visit = items.find(({ name }) => name === inspector.name);
    await keeper.client.act(visitLeave, { subject: visit?.id ?? '', input: {} });
    expect(await codeOfRefusal(claim(inspector, 'inspect'))).toBe('not-in-room');
    const assign = { subject, input: { step: 'inspect', count: 1, to: inspector.personId } };
    expect(await codeOfRefusal(leader.client.tryAct(taskAssign, assign))).toBe('assignee-not-in-room');
    const { items: workers } = await leader.client.view(workerList, { subject, input: { step: 'inspect' } });
    expect(workers.map(({ name, inside }) => `${name} ${inside}`)).toEqual(
      expect.arrayContaining(['蒋质检 false', '沈质检 true']),
    );
    await keeper.client.act(visitEnter, { subject: inspector.personId, input: {} });
    expect(await leader.client.act(taskAssign, assign)).toMatchObject({ count: 1, codes: [code] });
    await inspectAll(inspector, code);
    expect(await submit(inspector, 'inspect', [code])).toMatchObject({ output: { count: 1 } });
    // The line lets a quality inspector review, and the one who inspected is another.
    for (const step of ['recognize', 'link', 'inspectLink', 'bind']) await doStep(here, step, [code]);
    expect(await codeOfRefusal(pick(inspector, code))).toBe('same-person');
    expect(await codeOfRefusal(claim(inspector, 'review'))).toBe('nothing-to-claim');
    expect(await pick(here.otherInspector, code)).toMatchObject({ output: { step: 'review' } });
    await here.otherInspector.client.act(taskSubmit, { subject, input: { step: 'review', codes: [code] } });
    expect(await row(code)).toMatchObject({ state: 'done', overdue: false });
  });

  test('5.6-2 a claim that ran out falls and is claimed by another; one that is kept does not', async () => {
    const { scanner, otherScanner } = here;
    const codes = await unitsAt('scan', 2);
    await scanner.client.act(taskClaim, { subject, input: { step: 'scan', count: 2 } });
    expect(await codeOfRefusal(pick(otherScanner, codes[0] ?? ''))).toBe('claimed-by-other');
    expect(await releaseLapsed(here.site.db)).toBe(0);
    const [lost, kept] = [await unitIdOf(codes[0] ?? ''), await unitIdOf(codes[1] ?? '')];
    const until = `update task set lease_until = now() + $2::interval where unit_id = $1 and step = 'scan'`;
    await asOwner(here.site, until, [lost, '-1 minute']);
    await asOwner(here.site, until, [kept, '1 minute']);
    // What ran out already is not kept by a late sign of life.
    expect(await scanner.client.view(pileKeep)).toEqual({ kept: 1 });
    expect(await releaseLapsed(here.site.db)).toBe(1);
    expect(await row(codes[0] ?? '')).toMatchObject({ state: 'ready', holder: null });
    expect(await row(codes[1] ?? '')).toMatchObject({ state: 'claimed', holder: { name: '王扫描' } });
    expect(await pick(otherScanner, codes[0] ?? '')).toMatchObject({ output: { step: 'scan' } });
    expect(await codeOfRefusal(submit(scanner, 'scan', [codes[0] ?? ''], here.device))).toBe('unit-refused');
    const { units } = await here.lead.client.view(unitTrack, { subject: await idOf(codes[0] ?? '') });
    expect(units[0]?.events.map(({ event }) => event).slice(-3)).toEqual(['claim', 'lapse', 'claim']);
    expect(units[0]?.events.at(-2)).toMatchObject({ by: null, person: { name: '王扫描' } });
    await handle(scanner, [codes[1] ?? '']);
    await handle(otherScanner, [codes[0] ?? '']);
    await capture(scanner, [codes[1] ?? '']);
    await capture(otherScanner, [codes[0] ?? '']);
    await submit(scanner, 'scan', null, here.device);
    await submit(otherScanner, 'scan', null, here.device);
  });

  test('6.4-1 6.4-2 what is submitted stands on its slip; refused without a device, and of paper never held', async () => {
    const { scanner } = here;
    const [code = ''] = await unitsAt('scan', 1);
    await scanner.client.act(taskPick, { input: { code } });
    expect(await codeOfRefusal(pick(scanner, code))).toBe('claimed-already');
    expect(await submit(scanner, 'scan', [code], here.device)).toMatchObject({
      problem: { code: 'unit-refused', zh: expect.stringContaining('还没有任何图像') as unknown },
    });
    await capture(scanner, [code]);
    expect(await codeOfRefusal(submit(scanner, 'scan', [code]))).toBe('device-needed');
    expect(await codeOfRefusal(submit(scanner, 'scan', [code], 'SM-9'))).toBe('device-not-admitted');
    expect(await submit(scanner, 'scan', [code], here.device)).toMatchObject({
      problem: { code: 'unit-refused', zh: expect.stringContaining('不在此人手中') as unknown },
    });
    await handle(scanner, [code]);
    expect(await submit(scanner, 'scan', [code], here.device)).toMatchObject({ output: { count: 1, pages: 20 } });
    const { slips } = await here.keeper.client.view(slipShow, { subject: await idOf(code) });
    expect(slips[0]?.steps.map(({ step, device, pages, by }) => [step, device, pages, by.name])).toEqual([
      ['prepare', null, 20, '周整理'],
      ['describe', null, 20, '卫著录'],
      ['scan', 'SM-1', 20, '王扫描'],
    ]);
    expect(await codeOfRefusal(submit(scanner, 'scan', [code], here.device))).toBe('unit-refused');
    expect(await codeOfRefusal(submit(scanner, 'scan', null, here.device))).toBe('nothing-to-submit');
  });

  test('6.5-1 refuses to claim, to submit and to show what is halted', async () => {
    const { scanner, lead, otherLead } = here;
    const codes = await unitsAt('scan', 3);
    const [code = '', other = '', third = ''] = codes;
    await scanner.client.act(taskPick, { input: { code } });
    await scanner.client.act(taskPick, { input: { code: other } });
    await handle(scanner, [code, other]);
    await capture(scanner, [code, other]);
    const halt = (one: string) => scanner.client.act(haltReport, { input: { code: one, page: '3', mark: '机密' } });
    const { findId } = await halt(code);
    await halt(third);
    expect(await row(code)).toMatchObject({ state: 'blocked', halted: true });
    expect((await scanner.client.view(pileShow, { subject })).items).toMatchObject([
      { code, halted: true, title: null },
      { code: other, halted: false, title: `案卷 ${other}` },
    ]);
    expect(await codeOfRefusal(submit(scanner, 'scan', [code], here.device))).toBe('unit-refused');
    expect(await submit(scanner, 'scan', null, here.device)).toMatchObject({ output: { count: 1, halted: 1 } });
    expect(await codeOfRefusal(pick(here.otherScanner, third))).toBe('halted');
    expect(await codeOfRefusal(claim(here.otherScanner, 'scan'))).toBe('nothing-to-claim');
    const back = { input: { code, to: 'prepare', reason: '页号错' } };
    expect(await codeOfRefusal(here.leader.client.tryAct(taskSendBack, back))).toBe('halted');
    await withSecond(lead, otherLead, haltRelease, {
      subject: findId,
      input: { outcome: 'false-alarm', basis: '非涉密' },
    });
    expect(await submit(scanner, 'scan', [code], here.device)).toMatchObject({ output: { count: 1 } });
  });

  test('5.6-2 sent back it goes to whoever did it, opens what depends on it, and its first result is deducted', async () => {
    const { scanner, inspector, otherScanner, lead } = here;
    const [code = ''] = await unitsAt('inspect', 1);
    const day = { from: '2026-01-01', to: '2099-12-31' };
    const pages = async () => {
      const { rows } = await lead.client.view(pieceWorkShow, { subject, input: day });
      const sum = (part: 'submitted' | 'rework' | 'net') =>
        rows.filter((one) => ['scan', 'treat'].includes(one.step)).reduce((all, one) => all + one[part].pages, 0);
      return { submitted: sum('submitted'), rework: sum('rework'), net: sum('net') };
    };
    const before = await pages();
    const back = (who: Who, to: string) =>
      who.client.tryAct(taskSendBack, { input: { code, to, reason: '第 3 页缺' } });
    expect(await codeOfRefusal(back(inspector, 'scan'))).toBe('not-claimer');
    await inspector.client.act(taskPick, { input: { code } });
    expect(await codeOfRefusal(back(inspector, 'bind'))).toBe('not-claimer');
    expect(await back(inspector, 'scan')).toMatchObject({
      output: { person: { name: '王扫描' }, reopened: ['scan', 'treat'] },
    });
    expect(await row(code)).toMatchObject({ state: 'returned', step: 'scan' });
    expect(await pages()).toEqual({ ...before, rework: before.rework + 40, net: before.net - 40 });
    expect(await codeOfRefusal(pick(otherScanner, code))).toBe('task-reserved');
    expect(await codeOfRefusal(submit(inspector, 'inspect', [code]))).toBe('unit-refused');
    const pile = await scanner.client.view(pileShow, { subject });
    expect(pile.steps.find(({ key }) => key === 'scan')).toMatchObject({ returned: 1 });
    await doStep(here, 'scan', [code]);
    await doStep(here, 'treat', [code]);
    expect(await pages()).toEqual({ submitted: before.submitted + 40, rework: before.rework + 40, net: before.net });
    expect(await row(code)).toMatchObject({ state: 'ready', step: 'inspect' });
    await doStep(here, 'inspect', [code]);
  });

  test('5.6-2 the team leader takes back, frees what was reserved, leaves out what is optional, and holds up', async () => {
    const { leader, inspector, otherScanner, preparer } = here;
    const [code = ''] = await unitsAt('inspect', 1);
    const unit = await unitIdOf(code);
    await inspector.client.act(taskPick, { input: { code } });
    const takeBack = (who: Who, step: string) =>
      who.client.tryAct(taskTakeBack, { subject: unit, input: { step, reason: '下班' } });
    expect(await codeOfRefusal(takeBack(preparer, 'inspect'))).toBe('not-permitted');
    expect(await codeOfRefusal(takeBack(leader, 'inspect'))).toBeUndefined();
    expect((await inspector.client.view(pileShow, { subject })).items.filter((one) => one.code === code)).toEqual([]);
    await leader.client.act(taskSendBack, { input: { code, to: 'scan', reason: '模糊' } });
    expect(await codeOfRefusal(pick(otherScanner, code))).toBe('task-reserved');
    expect(await codeOfRefusal(takeBack(leader, 'scan'))).toBeUndefined();
    await doStep(here, 'scan', [code], otherScanner);
    await doStep(here, 'treat', [code]);
    await doStep(here, 'inspect', [code]);
    const omit = (step: string) => leader.client.tryAct(taskOmit, { subject: unit, input: { step, reason: '手写件' } });
    expect(await codeOfRefusal(omit('recognize'))).toBeUndefined();
    expect(await codeOfRefusal(omit('link'))).toBe('step-mandatory');
    await leader.client.act(unitBlock, { subject: unit, input: { reason: '缺附件' } });
    expect(await row(code)).toMatchObject({ state: 'blocked', reason: '缺附件' });
    expect(await codeOfRefusal(pick(here.describer, code))).toBe('held-up');
    const { items } = await leader.client.view(boardShow, { subject, input: {} });
    expect(items[0]?.code).toBe(code);
    await leader.client.act(unitRelease, { subject: unit, input: {} });
    await doStep(here, 'link', [code]);
  });

  test('5.6-2 refuses a pile to who may not give one, does no work, or asks for another project', async () => {
    const { scanner, manager } = here;
    expect(
      await codeOfRefusal(
        scanner.client.tryAct(taskAssign, { subject, input: { step: 'scan', count: 1, to: scanner.personId } }),
      ),
    ).toBe('not-permitted');
    const elsewhere = '01900000-0000-7000-8000-000000000000';
    expect(
      await codeOfRefusal(scanner.client.tryAct(taskClaim, { subject: elsewhere, input: { step: 'scan', count: 1 } })),
    ).toBe('not-of-project');
    expect(await codeOfRefusal(manager.client.tryAct(taskClaim, { subject, input: { step: 'scan', count: 1 } }))).toBe(
      'not-permitted',
    );
  });
});

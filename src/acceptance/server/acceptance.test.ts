/** Sampling, security acceptance and the overall one on real PostgreSQL (5.6-6, 7.1): what is refused, by whom, and by the database itself. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { packageList, packageWithdraw, unitList } from '#/products/rules/api/packages.ts';
import { issueOpen } from '#/protection/rules/api/issues.ts';
import { ledgerExport, ledgerStatus } from '#/protection/rules/api/log.ts';
import { codeOfRefusal, dayFromToday, giveBack } from '../../../test/custody-site.ts';
import { attach } from '../../../test/files.ts';
import { asApp, asOwner } from '../../../test/owner.ts';
import { pack } from '../../../test/packages.ts';
import { employ, type Who, withSecond } from '../../../test/people.ts';
import { comeToWork, doStep, openWorkflowSite, presetKeys, type WorkflowSite } from '../../../test/workflow-site.ts';
import {
  batchList,
  defectAdd,
  sampleDefectWithdraw,
  sampleJudge,
  sampleUnit,
  samplingDecide,
  samplingDraw,
  samplingShow,
} from '../rules/api/sampling.ts';
import { checkAnswer, checkShow, checkStart } from '../rules/api/checks.ts';
import { overallAccept, securityDecide, securityJudge, securityOpen, securityShow } from '../rules/api/security.ts';
import { securityCodes, type SecurityCode, securityItems } from '../rules/security.ts';

let here: WorkflowSite;
let member: Who;
let batchId: string;
const codes: string[] = [];

beforeAll(async () => {
  here = await openWorkflowSite();
  member = await employ(here.site, here.officers, 'acceptanceMember', '专验收');
  const numbers = [1, 2, 3, 4];
  const work = await comeToWork(here, numbers);
  batchId = work.batchId;
  codes.push(...work.codes);
  for (const step of presetKeys) await doStep(here, step, codes);
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const drawn = (packageId: string) => member.client.act(samplingDraw, { subject: packageId });
const shown = (subject: string) => member.client.view(samplingShow, { subject });
const decide = (subject: string) => member.client.tryAct(samplingDecide, { subject, input: { opinion: '按名单检查' } });
const overall = (opinion = '同意') =>
  here.lead.client.tryAct(overallAccept, { subject: here.projectId, input: { opinion } });

describe('5.6-6 sampling of a batch', () => {
  let packageId: string;
  let samplingId: string;

  test('is drawn once, by a seed from which anybody draws the same', async () => {
    packageId = await pack(here);
    // At least one in twenty, here one of four; the agreed number is raised for the rest of this test.
    const draws = await drawn(packageId);
    samplingId = draws.samplingId;
    expect(draws).toMatchObject({ population: 4, size: 1 });
    const place = (code: string): string => createHash('sha256').update(`${draws.seed}\n${code}`).digest('hex');
    const first = codes.toSorted((a, b) => (place(a) < place(b) ? -1 : 1))[0];
    expect((await shown(samplingId)).units.map(({ code }) => code)).toEqual([first]);
    expect(await codeOfRefusal(member.client.tryAct(samplingDraw, { subject: packageId }))).toBe('sampled-already');
    expect(await codeOfRefusal(here.manager.client.tryAct(samplingDraw, { subject: packageId }))).toBe('not-permitted');
  });

  test('5.6-6 refuses a verdict before every unit was looked at', async () => {
    expect(await decide(samplingId)).toMatchObject({ problem: { code: 'sample-unseen', params: { count: 1 } } });
  });

  test('shows what was described of a unit that was drawn, and of no other one', async () => {
    const { units } = await shown(samplingId);
    const unit = await member.client.view(sampleUnit, { subject: samplingId, input: { unitId: units[0]!.unitId } });
    expect(unit).toMatchObject({ code: units[0]!.code, images: 1 });
    expect(unit.entries[0]?.values.map(({ field }) => field)).toContain('title');
    const [other] = await asOwner(here.site, `select id from work_unit where id <> '${units[0]!.unitId}' limit 1`);
    const input = { unitId: String(other?.['id']) };
    expect(await codeOfRefusal(member.client.tryView(sampleUnit, { subject: samplingId, input }))).toBe(
      'not-in-sample',
    );
  });

  test('one defect fails its unit and the batch; it is given back, packed anew and drawn with another seed', async () => {
    const { units, seed } = await shown(samplingId);
    const { unitId } = units[0]!;
    const wrong = { unitId, kind: 'image' as const, page: 9, note: '模糊' };
    expect(await codeOfRefusal(member.client.tryAct(defectAdd, { subject: samplingId, input: wrong }))).toBe(
      'no-such-page',
    );
    const { defectId } = await member.client.act(defectAdd, { subject: samplingId, input: { ...wrong, page: 1 } });
    expect((await shown(samplingId)).units[0]).toMatchObject({
      verdict: 'failed',
      defects: [{ kind: 'image', page: 1 }],
    });
    await member.client.act(sampleDefectWithdraw, { subject: samplingId, input: { defectId } });
    expect((await shown(samplingId)).units[0]).toMatchObject({ verdict: null, defects: [] });
    await member.client.act(defectAdd, {
      subject: samplingId,
      input: { unitId, kind: 'catalogue', page: null, note: '题名与内容不符' },
    });
    expect(await decide(samplingId)).toMatchObject({ output: { verdict: 'failed', catalogue: 0, other: 1000 } });
    expect(await codeOfRefusal(decide(samplingId))).toBe('sampling-decided');
    const { items } = await member.client.view(batchList, { subject: here.projectId });
    expect(items[0]).toMatchObject({ state: 'withdrawn', sampling: { verdict: 'failed' } });
    const ready = await here.manager.client.view(unitList, { subject: here.projectId, input: {} });
    expect(ready.items).toHaveLength(4);
    const again = await drawn(await pack(here));
    expect(again.seed).not.toBe(seed);
    samplingId = again.samplingId;
  });

  test('passes by its figures, and a verdict is never changed, not by the database role either', async () => {
    const { units } = await shown(samplingId);
    for (const { unitId } of units)
      expect(await member.client.act(sampleJudge, { subject: samplingId, input: { unitId } })).toMatchObject({
        verdict: 'passed',
      });
    expect(await decide(samplingId)).toMatchObject({ output: { verdict: 'passed', catalogue: 1000 } });
    const { unitId } = units[0]!;
    expect(await codeOfRefusal(member.client.tryAct(sampleJudge, { subject: samplingId, input: { unitId } }))).toBe(
      'sampling-decided',
    );
    await expect(
      asApp(here.site, `update sampled_unit set verdict = 'failed' where sampling_id = '${samplingId}'`),
    ).rejects.toThrow('not changed');
  });
});

describe('7.1 the security acceptance and the overall one', () => {
  let acceptanceId: string;
  const members = [
    { name: '专家一', organization: '区保密局', qualification: '保密检查' },
    { name: '专家二', organization: '区档案局', qualification: '档案业务' },
  ];
  const open = () => here.lead.client.tryAct(securityOpen, { subject: here.projectId, input: { members } });
  const judge = (code: SecurityCode, verdict: 'pass' | 'fail', attachments: string[] = []) =>
    here.lead.client.tryAct(securityJudge, {
      subject: acceptanceId,
      input: { code, verdict, note: '已核查', attachments },
    });
  const paper = async (): Promise<string> => (await attach(here.lead, 'acceptance', `form ${Math.random()}`)).id;
  const conclude = () =>
    here.lead.client.tryAct(securityDecide, { subject: acceptanceId, input: { opinion: '各项核查完毕' } });
  const state = () => here.lead.client.view(securityShow, { subject: here.projectId });
  const begun = async (): Promise<string> => {
    const answer = await open();
    if (!('output' in answer)) throw new Error(JSON.stringify(answer));
    return answer.output.acceptanceId;
  };
  const passAll = async (): Promise<void> => {
    for (const code of securityCodes) {
      const papers = securityItems[code].source === 'hand' ? [await paper()] : [];
      expect(await judge(code, 'pass', papers), code).toMatchObject({ output: {} });
    }
  };

  test('7.1-6 without a security acceptance the overall one is refused, by the door and by the database', async () => {
    expect(await codeOfRefusal(overall())).toBe('security-missing');
    expect((await state()).locks[0]?.zh).toContain('没有做安全保密专项验收');
    acceptanceId = await begun();
    expect(await codeOfRefusal(open())).toBe('security-exists');
    expect(await codeOfRefusal(overall())).toBe('security-under-way');
    const insert = `insert into overall_acceptance (id, project_id, security_id, opinion, accepted_by, agreed_by)
      values ('01a21e71-0000-7000-8000-000000000001', '${here.projectId}', '${acceptanceId}', 'x', '${here.lead.personId}', '${here.otherLead.personId}')`;
    await expect(asApp(here.site, insert)).rejects.toThrow('foreign key');
    await expect(
      asApp(
        here.site,
        `update security_acceptance set verdict = 'passed', opinion = 'x', decided_at = now(),
      decided_by = '${here.lead.personId}', agreed_by = '${member.personId}' where id = '${acceptanceId}'`,
      ),
    ).rejects.toThrow('all of its items');
    await expect(
      asApp(
        here.site,
        `insert into security_acceptance (id, project_id, round, opened_by, verdict, opinion, decided_by, agreed_by, decided_at)
      values ('01a21e71-0000-7000-8000-000000000002', '${here.projectId}', 9, '${here.lead.personId}', 'passed', 'x',
      '${here.lead.personId}', '${member.personId}', now())`,
      ),
    ).rejects.toThrow('begins without a verdict');
  });

  test('7.1-4 originals that are not back: the item is refused to pass, whoever judges it', async () => {
    expect(await judge('custody', 'pass')).toMatchObject({
      problem: { code: 'item-stands-against', zh: expect.stringContaining('4 件出库未入库') as unknown },
    });
    expect(await judge('media', 'pass')).toMatchObject({ problem: { code: 'item-needs-paper' } });
    expect(await judge('log', 'pass')).toMatchObject({ problem: { code: 'item-stands-against' } });
    expect(await codeOfRefusal(conclude())).toBe('items-open');
    await giveBack(here, batchId, codes);
    expect(await judge('custody', 'pass')).toMatchObject({ output: {} });
  });

  test('7.1-1 only the archive judges, the vendor is refused; a failed item fails all, and another one is begun', async () => {
    const { auditor, securityOfficer } = here.officers;
    await vi.waitFor(async () => expect((await auditor.client.view(ledgerStatus)).checkpoint).not.toBeNull(), {
      timeout: 80_000,
      interval: 1_000,
    });
    await withSecond(auditor, securityOfficer, ledgerExport, { input: { target: '光盘 01', purpose: '移交' } });
    const byVendor = here.manager.client.tryAct(securityJudge, {
      subject: acceptanceId,
      input: { code: 'media', verdict: 'pass', note: 'x', attachments: [] },
    });
    expect(await codeOfRefusal(byVendor)).toBe('not-permitted');
    await passAll();
    await judge('disks', 'fail');
    await withSecond(here.lead, member, securityDecide, { subject: acceptanceId, input: { opinion: '硬盘未移交' } });
    expect((await state()).rounds[0]).toMatchObject({ round: 1, verdict: 'failed' });
    expect(await codeOfRefusal(overall())).toBe('security-failed');
    expect(await codeOfRefusal(judge('disks', 'pass', [await paper()]))).toBe('security-decided');
    acceptanceId = await begun();
  }, 120_000);

  /** 7.2: locked by a package that was not checked, whose check is open, whose newest check failed: refused each time. */
  async function checkPackage(): Promise<void> {
    const { items } = await member.client.view(batchList, { subject: here.projectId });
    const { packageId, number } = items.find((one) => one.state === 'made')!;
    const locked = async () => (await state()).locks.map(({ zh }) => zh);
    expect(await codeOfRefusal(overall())).toBe('check-missing');
    expect(await locked()).toEqual([`信息包 ${number} 没有做四性检测，不能总体验收和移交（7.2）`]);
    for (const last of ['fail', 'pass'] as const) {
      const { runId: subject } = await member.client.act(checkStart, { subject: packageId });
      await vi.waitFor(async () => expect((await member.client.view(checkShow, { subject })).state).toBe('examined'), {
        timeout: 30_000,
        interval: 100,
      });
      expect(await codeOfRefusal(overall())).toBe('check-open');
      const run = await member.client.view(checkShow, { subject });
      for (const { code, result } of run.items.filter((one) => ['person', 'proof'].includes(one.result))) {
        const attachments =
          result === 'proof' ? [(await attach(member, 'acceptance', `report ${code} ${last}`)).id] : [];
        const verdict = code === 'handling' ? last : 'pass';
        await member.client.act(checkAnswer, {
          subject,
          input: { code, answer: verdict, note: '已核查', attachments },
        });
      }
      if (last === 'fail') expect(await codeOfRefusal(overall())).toBe('check-failed');
    }
  }

  test('7.1-6 what comes up after it passed locks the overall acceptance again: refused', async () => {
    await passAll();
    await withSecond(here.lead, member, securityDecide, { subject: acceptanceId, input: { opinion: '合格' } });
    await checkPackage();
    expect((await state()).locks).toEqual([]);
    const issue = { title: '端口封条破损', facts: '一台', owner: here.manager.personId, dueOn: dayFromToday(3) };
    const { issueId } = await here.lead.client.act(issueOpen, { input: issue });
    expect(await overall()).toMatchObject({ problem: { code: 'security-open-again' } });
    expect((await state()).locks).toHaveLength(1);
    await asOwner(here.site, `update issue set state = 'closed' where id = '${issueId}'`);
    // Another one that was begun counts, whatever the one before it said.
    acceptanceId = await begun();
    expect(await codeOfRefusal(overall())).toBe('security-under-way');
    const [passed] = await asOwner(here.site, `select id from security_acceptance where verdict = 'passed'`);
    await expect(
      asApp(
        here.site,
        `insert into overall_acceptance (id, project_id, security_id, opinion, accepted_by, agreed_by)
        values ('01a21e71-0000-7000-8000-000000000003', '${here.projectId}', '${String(passed?.['id'])}', 'x',
        '${here.lead.personId}', '${here.otherLead.personId}')`,
      ),
    ).rejects.toThrow('newer security acceptance');
    await passAll();
    await withSecond(here.lead, member, securityDecide, { subject: acceptanceId, input: { opinion: '合格' } });
  });

  test('7.1-6 is done by two once nothing is open; then packages and rounds stay as they are', async () => {
    const done = await withSecond(here.lead, here.otherLead, overallAccept, {
      subject: here.projectId,
      input: { opinion: '同意验收' },
    });
    expect(done.overallId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await state()).toMatchObject({ overall: { round: 3, by: { id: here.lead.personId } }, locks: [] });
    expect(await codeOfRefusal(open())).toBe('overall-done');
    const { items } = await here.keeper.client.view(packageList, { subject: here.projectId, input: {} });
    const subject = items.find((one) => one.state === 'made')!.id;
    expect(await codeOfRefusal(here.lead.client.tryAct(packageWithdraw, { subject, input: { reason: '改' } }))).toBe(
      'overall-done',
    );
  });
});

/** A batch is sampled, and the overall acceptance stays locked while the security acceptance was not passed (5.6-6, 7.1). */
import { checkAnswer, checkShow, checkStart } from '#/acceptance/rules/api/checks.ts';
import { properties, propertyNames } from '#/acceptance/rules/checks.ts';
import {
  batchList,
  sampleJudge,
  sampleUnit,
  samplingDecide,
  samplingDraw,
  samplingShow,
} from '#/acceptance/rules/api/sampling.ts';
import { overallAccept, securityOpen, securityJudge, securityShow } from '#/acceptance/rules/api/security.ts';
import type { Out } from './batch.ts';
import { photograph, send } from './files.ts';
import type { Person } from './person.ts';
import type { Setting } from './story.ts';
import { until } from './until.ts';

const percent = (permille: number): string => `${(permille / 10).toFixed(1)}%`;

export async function sample({ telling, cast }: Setting, { projectId }: Out): Promise<void> {
  const { member, manager } = cast;
  const { items } = await member.view(batchList, { subject: projectId });
  const batch = items.find(({ state }) => state === 'made');
  if (!batch) throw new Error('没有已制成的信息包 no package was made');
  await manager.isRefused(telling, 'not-permitted', samplingDraw, { subject: batch.packageId });
  const { samplingId: subject, size, population, seed } = await member.act(samplingDraw, { subject: batch.packageId });
  telling.say(
    `${member.called} 对 ${batch.number} 抽样：${population} 件抽 ${size} 件，种子 ${seed}`,
    `${size} of ${population} are drawn by a seed that nobody chose`,
  );
  const decided = { subject, input: { opinion: '按抽中名单逐件检查，合格' } };
  await member.isRefused(telling, 'sample-unseen', samplingDecide, decided);
  for (const { unitId, code } of (await member.view(samplingShow, { subject })).units) {
    const { images, entries } = await member.view(sampleUnit, { subject, input: { unitId } });
    const { verdict } = await member.act(sampleJudge, { subject, input: { unitId } });
    if (verdict !== 'passed') throw new Error(`${code} ${verdict}`);
    telling.told(`${code}：${images} 幅、著录 ${entries.length} 条，无缺陷`, 'a unit that was drawn has no defect');
  }
  const { verdict, catalogue, other } = await member.act(samplingDecide, decided);
  if (verdict !== 'passed') throw new Error(`抽检 ${verdict}`);
  telling.say(
    `抽检合格：目录 ${percent(catalogue)}，其他 ${percent(other)}`,
    'the verdict follows from the figures; nobody chooses it',
  );
}

/** 四性检测: all of it by the machine; what it cannot look at is answered by a person, with papers where it is a proof. */
export async function check({ telling, cast }: Setting, { projectId }: Out): Promise<void> {
  const { member } = cast;
  const { items } = await member.view(batchList, { subject: projectId });
  const batch = items.find(({ state }) => state === 'made');
  if (!batch) throw new Error('没有已制成的信息包 no package was made');
  const { runId: subject } = await member.act(checkStart, { subject: batch.packageId });
  const run = await ended(member, subject);
  for (const property of properties) {
    const own = run.items.filter((item) => item.property === property);
    const count = (result: string): number => own.filter((item) => item.result === result).length;
    telling.told(
      `${propertyNames[property].zh}：合格 ${count('pass')}，不合格 ${count('fail')}，人工判定 ${count('person')}，外部凭证 ${count('proof')}，不适用 ${count('na')}`,
      propertyNames[property].en.toLowerCase(),
    );
  }
  const failed = run.items.filter(({ result }) => result === 'fail');
  if (failed.length > 0) throw new Error(`四性检测不合格 failed: ${failed.map(({ label }) => label.zh).join('、')}`);
  const open = run.items.filter(({ result }) => result === 'person' || result === 'proof');
  for (const { code, by, result } of open) {
    const answer = { code, answer: 'pass' as const, note: '已核查，见记录' };
    if (result === 'proof')
      await member.isRefused(telling, 'check-needs-proof', checkAnswer, {
        subject,
        input: { ...answer, attachments: [] },
      });
    const paper = by === 'machine' ? [] : [await send(member, 'acceptance', `检测记录 ${code}.png`, photograph())];
    await member.act(checkAnswer, { subject, input: { ...answer, attachments: paper } });
  }
  const { verdict, files, units } = await member.view(checkShow, { subject });
  if (verdict !== 'passed') throw new Error(`四性检测 ${verdict}`);
  telling.say(
    `${member.called} 对 ${batch.number} 四性检测：${units} 件 ${files} 个文件全检，人工与凭证 ${open.length} 项，合格`,
    `all of ${files} files checked, ${open.length} items answered by a person: passed`,
  );
}

const ended = (member: Person, subject: string) =>
  until('四性检测 check', async () => {
    const run = await member.view(checkShow, { subject });
    return run.state === 'running' ? null : run;
  });

export async function lockOverall({ telling, cast }: Setting, { projectId }: Out): Promise<void> {
  const { lead } = cast;
  const accept = { subject: projectId, input: { opinion: '同意验收' } };
  await lead.isRefused(telling, 'security-missing', overallAccept, accept);
  const members = [
    { name: '许保明', organization: '某某区保密局', qualification: '保密检查' },
    { name: '邓档安', organization: '某某区档案局', qualification: '副研究馆员' },
  ];
  const { acceptanceId, round } = await lead.act(securityOpen, { subject: projectId, input: { members } });
  telling.say(
    `${lead.called} 组成验收组 ${members.map(({ name }) => name).join('、')}，第 ${round} 次专项验收开始`,
    'the security acceptance begins',
  );
  const { rounds, locks } = await lead.view(securityShow, { subject: projectId });
  for (const { clause, label, byHand, facts, against } of rounds[0]?.items ?? []) {
    const known = byHand ? '人工填写并附纸质记录' : facts.map((fact) => `${fact.label.zh} ${fact.value}`).join('，');
    telling.told(`${clause} ${label.zh}：${known}${against ? `；不符：${against.zh}` : ''}`, label.en);
  }
  const custody = { code: 'custody' as const, verdict: 'pass' as const, note: '清点无误', attachments: [] };
  await lead.isRefused(telling, 'item-stands-against', securityJudge, { subject: acceptanceId, input: custody });
  await lead.isRefused(telling, 'security-under-way', overallAccept, accept);
  telling.told(
    `总体验收仍锁定：${locks.map(({ zh }) => zh).join('；')}`,
    `the overall acceptance stays locked for ${locks.length} reasons`,
  );
}

/** The end of a day: what is done goes home, everything else into its cabinet, and the rest is explained (6.6, 6.7). */
import { batchShow, handoverPrint, handoverReturn } from '#/custody/rules/api/batches.ts';
import { findingLift, sweepClose, sweepScan, sweepShow } from '#/custody/rules/api/sweeps.ts';
import { workTake } from '#/custody/rules/api/work.ts';
import { count, type Out } from './batch.ts';
import { thin } from './catalogue.ts';
import { signOut } from './line.ts';
import { cabinets } from './place.ts';
import type { Setting } from './story.ts';
import { workedToday } from './work.ts';

/** What was worked by its slips alone; the archive misses one at first. */
export async function giveBackFirst(setting: Setting, out: Out): Promise<void> {
  const { telling, cast } = setting;
  const { otherKeeper, leader } = cast;
  const done = out.codes.slice(0, workedToday);
  await count(leader, out.batchId, 'return', done);
  await count(otherKeeper, out.batchId, 'return', done.slice(1));
  await leader.isRefused(telling, 'count-differs', handoverReturn, { subject: out.batchId, input: processed });
  await count(otherKeeper, out.batchId, 'return', done.slice(0, 1));
  await giveBackCounted(setting, out);
}

export async function giveBack(setting: Setting, out: Out, done: readonly string[]): Promise<void> {
  const { otherKeeper, leader } = setting.cast;
  for (const who of [leader, otherKeeper]) await count(who, out.batchId, 'return', done);
  await giveBackCounted(setting, out);
}

const processed = { content: '文书档案案卷，已加工' };

async function giveBackCounted({ telling, cast }: Setting, { batchId }: Out): Promise<void> {
  const { keeper, leader } = cast;
  const handover = { subject: batchId, input: processed };
  const back = await leader.withSecond(keeper, handoverReturn, handover);
  const { handovers, counts } = await keeper.view(batchShow, { subject: batchId });
  const list = handovers.find(({ number }) => number === back.number);
  await keeper.view(handoverPrint, { subject: list?.id ?? '' });
  telling.say(
    `归还清单 ${back.number}：${back.count} 卷回库；调出 ${counts.total} = 在外 ${counts.out} + 已还 ${counts.in}`,
    `${back.count} are back; ${counts.total} = ${counts.out} out + ${counts.in} in`,
  );
}

export async function lockUp(setting: Setting, { codes, projectId }: Out): Promise<void> {
  const { telling, cast } = setting;
  const { lead, keeper, otherKeeper, leader, preparer } = cast;
  const inHand = codes[workedToday] ?? '';
  const stored = codes.slice(workedToday + 1).filter((code) => !Object.values(thin).includes(code));
  for (const code of stored) await otherKeeper.act(sweepScan, { input: { code, cabinet: cabinets.unprocessed } });
  const { expected, seen, outstanding } = await keeper.view(sweepShow, { subject: projectId });
  telling.say(
    `${otherKeeper.called} 逐卷清点 ${cabinets.unprocessed}：应见 ${expected}，已见 ${seen}`,
    `${seen} of ${expected}`,
  );
  for (const { code, seen: met, holder } of outstanding)
    if (!met) telling.say(`未入柜 ${code}，在 ${holder.name} 手中`, 'in the hands of the preparer');
  await keeper.isRefused(telling, 'reason-for-each', sweepClose, { subject: projectId, input: {} });
  const reason = '破损页托裱未干，压平过夜，整理间已上锁';
  const closed = await keeper.withSecond(leader, sweepClose, {
    ...{ subject: projectId, input: { reasons: [{ code: inHand, reason }] } },
  });
  telling.say(
    `说明原因后关班，${leader.called} 确认：应见 ${closed.expected}，已见 ${closed.seen}，说明 ${closed.findings}`,
    'explained and closed by two',
  );
  await preparer.isRefused(telling, ['overnight-unexplained', 'taken-after-sweep'], workTake, {
    input: { code: stored[0] ?? '' },
  });
  for (const { id, code } of (await lead.view(sweepShow, { subject: projectId })).findings) {
    await lead.act(findingLift, { subject: id, input: { reason: '现场查看，压平中，门已加锁' } });
    telling.say(`${lead.called} 现场查看 ${code}，解除`, 'the archive has seen it and lifts it');
  }
  await signOut(setting);
}

/** The end of a day: what is done goes home, everything else into its cabinet, and the rest is explained (6.6, 6.7). */
import { batchShow, handoverPrint, handoverReturn } from '#/custody/rules/api/batches.ts';
import { findingLift, sweepClose, sweepScan, sweepShow } from '#/custody/rules/api/sweeps.ts';
import { workTake } from '#/custody/rules/api/work.ts';
import { count, type Out } from './batch.ts';
import { cabinets } from './place.ts';
import type { Setting } from './story.ts';
import { workedToday } from './work.ts';

export async function giveBack({ telling, cast }: Setting, { batchId, codes }: Out): Promise<void> {
  const { keeper, otherKeeper, leader } = cast;
  const done = codes.slice(0, workedToday);
  await count(leader, batchId, 'return', done);
  await count(otherKeeper, batchId, 'return', done.slice(1));
  const handover = { subject: batchId, input: { content: '文书档案案卷，已加工' } };
  await leader.isRefused(telling, 'count-differs', handoverReturn, handover);
  await count(otherKeeper, batchId, 'return', done.slice(0, 1));
  const back = await leader.withSecond(keeper, handoverReturn, handover);
  const { handovers, counts } = await keeper.view(batchShow, { subject: batchId });
  const list = handovers.find(({ direction }) => direction === 'return');
  await keeper.view(handoverPrint, { subject: list?.id ?? '' });
  telling.say(
    `归还清单 ${back.number}：${back.count} 卷回库；调出 ${counts.total} = 在外 ${counts.out} + 已还 ${counts.in}`,
    `${back.count} are back; ${counts.total} = ${counts.out} out + ${counts.in} in`,
  );
}

export async function lockUp({ telling, cast }: Setting, { codes, projectId }: Out): Promise<void> {
  const { lead, keeper, otherKeeper, leader, preparer } = cast;
  const inHand = codes[workedToday] ?? '';
  const stored = codes.slice(workedToday + 1);
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
}

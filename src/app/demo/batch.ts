/** A batch of forty: asked for, approved, counted by both sides, handed over by two (6.2). */
import {
  batchApprove,
  batchRequest,
  batchShow,
  countScan,
  handoverOut,
  handoverPrint,
} from '#/custody/rules/api/batches.ts';
import type { Direction } from '#/custody/rules/handover.ts';
import { slipPrint } from '#/custody/rules/api/work.ts';
import { classifiedCode, volumes } from './catalogue.ts';
import type { Person } from './person.ts';
import type { Project } from './project.ts';
import type { Setting } from './story.ts';

export interface Out {
  batchId: string;
  /** Codes of the volumes that went out, in the order of their list. */
  codes: readonly string[];
  projectId: string;
}

const batchSize = 40;

/** The scanner, volume by volume. */
export async function count(who: Person, batchId: string, direction: Direction, codes: readonly string[]) {
  for (const code of codes) await who.act(countScan, { subject: batchId, input: { direction, code } });
}

export async function handOut({ telling, cast }: Setting, { projectId }: Project): Promise<Out> {
  const { lead, keeper, leader } = cast;
  const all = volumes.map(({ code }) => code);
  const codes = all.filter((code) => code !== classifiedCode).slice(0, batchSize);
  const name = '第一批（1998 年、1999 年前部）';
  const secret = { subject: projectId, input: { name, codes: [...codes.slice(1), classifiedCode] } };
  await keeper.isRefused(telling, 'secrecy-undecided', batchRequest, secret);
  const asked = await keeper.act(batchRequest, { subject: projectId, input: { name, codes } });
  const { batchId, number } = asked;
  await lead.act(batchApprove, { subject: batchId, version: 1, input: {} });
  telling.say(
    `${keeper.called} 申请 ${number}，${asked.count} 卷；${lead.called} 批准`,
    `${number} asked for, approved`,
  );

  const missed = codes[17] ?? '';
  await count(keeper, batchId, 'out', codes);
  await count(
    leader,
    batchId,
    'out',
    codes.filter((code) => code !== missed),
  );
  telling.say(
    `${keeper.called} 清点 ${codes.length}，${leader.called} 清点 ${codes.length - 1}`,
    'both sides count; the vendor misses one',
  );
  const handover = { subject: batchId, input: { content: '文书档案案卷' } };
  await keeper.isRefused(telling, 'count-differs', handoverOut, handover);
  await count(leader, batchId, 'out', [missed]);
  telling.say(`${leader.called} 补点 ${missed}`, 'the missed one is counted');
  for (const who of [keeper, leader]) await who.prove();
  telling.say(`${keeper.name}、${leader.name} 各用自己的口令卡再次验证`, 'both prove themselves by their own cards');
  const done = await keeper.withSecond(leader, handoverOut, handover);
  telling.say(
    `交接清单 ${done.number}：${done.count} 卷交服务机构，一式两份`,
    `${done.count} handed over, in duplicate`,
  );
  const { handovers } = await keeper.view(batchShow, { subject: batchId });
  await keeper.view(handoverPrint, { subject: handovers[0]?.id ?? '' });
  await leader.view(slipPrint, { subject: batchId });
  telling.say('打印交接清单和 40 张流程单', 'the list and 40 routing slips are printed');
  return { batchId, codes, projectId };
}

/** The rest of the line, what everybody has done today, and the way home of what is done (5.6-3, 6.7). */
import { workProcess, workStore, workTake } from '#/custody/rules/api/work.ts';
import { pileShow, taskOmit } from '#/workflow/rules/api/tasks.ts';
import { pieceWorkShow } from '#/workflow/rules/api/tracking.ts';
import type { Out } from './batch.ts';
import { thin } from './catalogue.ts';
import { giveBack } from './evening.ts';
import { claim, submit, tellBoard, untilOnBoard } from './line.ts';
import type { Passed } from './inspect.ts';
import { cabinets } from './place.ts';
import type { Setting } from './story.ts';
import { workedToday } from './work.ts';

export const finished = [thin.whole, thin.short];

export async function finishLine(setting: Setting, out: Out, units: readonly Passed[]): Promise<void> {
  const { telling, cast } = setting;
  const { leader, describer, inspector, preparer } = cast;
  const { projectId } = out;
  const input = { step: 'recognize', reason: '本批不做文字识别' };
  for (const { unitId } of units) await leader.act(taskOmit, { subject: unitId, input });
  telling.say(`${leader.called} 略过非必经的「文字识别」`, 'text recognition is left out: the line lets him');
  for (const [who, step, name] of [
    [describer, 'link', '挂接'],
    [inspector, 'inspectLink', '挂接质检'],
  ] as const) {
    const codes = await claim(who, projectId, step, finished.length);
    await submit(who, projectId, { step, codes });
    telling.say(`${who.called} 提交「${name}」${codes.length} 卷`, `${codes.length} submitted`);
  }
  const codes = await claim(preparer, projectId, 'bind', finished.length);
  for (const code of codes) {
    await preparer.act(workTake, { input: { code } });
    await preparer.act(workProcess, { input: { code } });
    await preparer.act(workStore, { input: { code, cabinet: cabinets.processed } });
  }
  await submit(preparer, projectId, { step: 'bind', codes });
  await claim(leader, projectId, 'review', finished.length);
  await submit(leader, projectId, { step: 'review', codes });
  telling.say(
    `${preparer.called} 装订还原放入 ${cabinets.processed}，${leader.called} 内部验收`,
    'bound, and reviewed by the vendor',
  );
}

export async function goHome(setting: Setting, out: Out): Promise<void> {
  const { telling, cast, dayFromToday } = setting;
  const { lead, scanner } = cast;
  const { projectId } = out;
  await giveBack(setting, out, finished);
  // What is done and back leaves the board: those that wait, and the one that was surrendered, stay.
  await untilOnBoard(setting, projectId, out.codes.length - workedToday - finished.length);
  await tellBoard(setting, projectId);
  telling.say(
    '待领、在做的明日继续；挂起的一件已移交档案部门',
    'the rest goes on tomorrow; one was surrendered to the archive',
  );
  const today = { from: dayFromToday(0), to: dayFromToday(0) };
  const { rows, total } = await lead.view(pieceWorkShow, { subject: projectId, input: today });
  for (const { person, name, submitted, rework } of rows)
    if (rework.pages > 0)
      telling.say(
        `计件 ${person.name}「${name}」：提交 ${submitted.pages} 页，退回扣 ${rework.pages} 页`,
        'piece-work: what was sent back is deducted',
      );
  telling.say(
    `今日计件合计：提交 ${total.submitted.pages} 页，返工扣 ${total.rework.pages}，净 ${total.net.pages}`,
    `piece-work of the day: ${total.net.pages} pages net`,
  );
  await scanner.view(pileShow, { subject: projectId });
}

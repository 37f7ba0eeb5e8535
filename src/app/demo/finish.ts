/** The rest of the line, what everybody has done today, and the way home of what is done (5.6-3, 6.7). */
import { linkAccept, linkList } from '#/description/rules/api/links.ts';
import { workProcess, workStore, workTake } from '#/custody/rules/api/work.ts';
import { pileShow, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { pieceWorkShow } from '#/workflow/rules/api/tracking.ts';
import type { Out } from './batch.ts';
import { thin } from './catalogue.ts';
import { giveBack } from './evening.ts';
import { claim, submit, tellBoard, untilOnBoard } from './line.ts';
import { cabinets } from './place.ts';
import type { Setting } from './story.ts';
import { until } from './until.ts';
import { workedToday } from './work.ts';

export const finished = [thin.whole, thin.short];
/** As many pages of somebody's own as are taken, on a slow machine. */
const longestReadingMs = 3_600_000;

export async function finishLine(setting: Setting, out: Out): Promise<void> {
  const { telling, cast } = setting;
  const { leader, inspector, preparer } = cast;
  const { projectId } = out;
  await recognise(setting, out);
  await link(setting, out);
  const checked = await claim(inspector, projectId, 'inspectLink', finished.length);
  await submit(inspector, projectId, { step: 'inspectLink', codes: checked });
  telling.say(
    `${inspector.called} 提交「挂接质检」${checked.length} 卷`,
    `${checked.length} looked over by another person`,
  );
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

/** Pages are read by the machine beside everything else; the step is submitted when all of them were. */
async function recognise({ telling, cast }: Setting, { projectId }: Out): Promise<void> {
  const { processor } = cast;
  const codes = await claim(processor, projectId, 'recognize', finished.length);
  const subject = projectId;
  const input = { step: 'recognize', codes: [...codes], device: null };
  const submitted = async () => {
    const answer = await processor.attempt(taskSubmit, { subject, input });
    if ('output' in answer) return answer.output;
    if (!('problem' in answer) || answer.problem.code !== 'unit-refused')
      throw new Error(`文字识别未完成 not read: ${JSON.stringify(answer)}`);
    return null;
  };
  await until('文字识别 reading', submitted, { forMs: longestReadingMs, everyMs: 1_000 });
  telling.say(
    `图像文字由机器识别完毕，${processor.called} 提交「文字识别」${codes.length} 卷`,
    `the machine has read the images of ${codes.length} volumes`,
  );
}

/** Catalogue, paper and images side by side: what differs the archive takes, or it is not linked (DA/T 31 §11.2). */
async function link({ telling, cast }: Setting, { projectId }: Out): Promise<void> {
  const { describer, keeper } = cast;
  const codes = [...(await claim(describer, projectId, 'link', finished.length))];
  const submission = { step: 'link', codes, device: null };
  const { items } = await describer.view(linkList, { subject: projectId, input: {} });
  for (const { code, catalogued, counted, notScanned, expected, images } of items)
    telling.told(
      `${code} 目录 ${catalogued} 页，清点 ${counted} 页，不扫 ${notScanned} 页；应有 ${expected} 幅，实有 ${images} 幅`,
      `${images} images of ${expected} expected`,
    );
  const differing = items.filter((row) => row.differing.length > 0);
  if (differing.length > 0)
    await describer.isRefused(telling, 'unit-refused', taskSubmit, { subject: projectId, input: submission });
  for (const { unitId, code } of differing) {
    const reason = '与原件核对：目录页数有误，以整理清点为准';
    await keeper.act(linkAccept, { subject: unitId, input: { reason } });
    telling.say(`${keeper.called} 认可 ${code} 的差异：${reason}`, 'the archive takes what differs, and says why');
  }
  await submit(describer, projectId, submission);
  telling.say(
    `${describer.called} 三方核对，提交「挂接」${codes.length} 卷`,
    'catalogue, paper and images agree: linked',
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

/** Treatment, inspection by another person, and the way back of what he finds (5.6-4). */
import { setTimeout as sleep } from 'node:timers/promises';
import { routeOf } from '#/base/rules/declare.ts';
import {
  defectAnswer,
  inspectionOpen,
  inspectionPass,
  inspectionReturn,
  inspectionSee,
  inspectionShow,
  defectMark,
} from '#/imaging/rules/api/inspections.ts';
import { treatmentConfirm, treatmentOpen, treatmentShow } from '#/imaging/rules/api/treatments.ts';
import { pictureBytes, picturesOpen } from '#/imaging/rules/api/pictures.ts';
import { captureShow } from '#/imaging/rules/api/captures.ts';
import { leastGridMs, leastPageMs, defects } from '#/imaging/rules/inspection.ts';
import { taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import type { Out } from './batch.ts';
import { openAt, inHand } from './capture.ts';
import { thin } from './catalogue.ts';
import { claim, submit } from './line.ts';
import { encoded } from './material.ts';
import type { Person } from './person.ts';
import { devices } from './place.ts';
import { slipOf } from './station.ts';
import type { Setting } from './story.ts';
import { until } from './until.ts';

/** The step of treatment: so many units, whatever the machine made of their pages confirmed, and submitted. */
export async function treat({ telling, cast }: Setting, { projectId }: Out, count: number): Promise<void> {
  const { processor } = cast;
  const codes = await claim(processor, projectId, 'treat', count);
  let [pages, straightened, cropped] = [0, 0, 0];
  for (const code of codes) {
    const { slip } = await slipOf(processor, projectId, code);
    const { unitId } = await processor.act(treatmentOpen, { input: { code: slip } });
    const treatments = (await treated(processor, unitId)).flatMap(({ treatment }) => treatment ?? []);
    pages += treatments.length;
    straightened += treatments.filter(({ done }) => done !== null && Math.abs(done.straighten) > 0).length;
    cropped += treatments.filter(({ done }) => done?.cropped === true).length;
    await processor.act(treatmentConfirm, { subject: unitId, input: { treatments: treatments.map(({ id }) => id) } });
  }
  await submit(processor, projectId, { step: 'treat', codes, device: devices.workstation });
  telling.say(
    `机器处理的 ${pages} 幅（纠偏 ${straightened}，裁边 ${cropped}，其余照原样）由 ${processor.called} 确认，用 ${devices.workstation} 提交 ${codes.length} 卷`,
    `a person confirms what the machine made of ${pages} pages: ${straightened} straightened, ${cropped} cropped`,
  );
}

/** All pages, once the machine is done with them. */
const treated = (who: Person, subject: string) =>
  until('图像处理 treatment', async () => {
    const { slots, waiting } = await who.view(treatmentShow, { subject });
    return waiting === 0 ? slots : null;
  });

/** A picture as the viewer of whoever looks gets it. */
export async function look(who: Person, unitId: string, picture: string): Promise<Buffer> {
  const { grant } = await who.view(picturesOpen, { subject: unitId, input: {} });
  const path = routeOf(pictureBytes).path.replace(':grant', grant).replace('*', picture);
  const answer = await who.client.request('GET', path);
  if (answer.status !== 200) throw new Error(`看图失败 picture ${answer.status}: ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** Where the pictures of a passed original are: its unit, and the image of its first page. */
export interface Passed {
  unitId: string;
  masterId: string;
}

export async function inspectAll(setting: Setting, out: Out): Promise<{ whole: Passed; short: Passed }> {
  const { telling, cast } = setting;
  const { leader, inspector } = cast;
  const { projectId } = out;
  await treat(setting, out, 2);
  await leader.isRefused(telling, 'same-person', taskPick, { input: { code: thin.short } });
  const pile = await claim(inspector, projectId, 'inspect', 2);
  telling.say(
    `${inspector.called} 领取「图像质检」${pile.length} 卷`,
    `${pile.length} are inspected by another person`,
  );
  const inspectionId = await begin(setting, out, thin.whole);
  await inspector.isRefused(telling, 'pages-unseen', inspectionPass, { subject: inspectionId });
  await seeAll(setting, inspectionId);
  await sendBack(setting, inspectionId);
  const short = await pass(setting, out, thin.short);
  await mend(setting, out);
  await treat(setting, out, 1);
  await claim(inspector, projectId, 'inspect', 1);
  return { whole: await pass(setting, out, thin.whole), short };
}

async function begin({ cast: { inspector } }: Setting, { projectId }: Out, code: string): Promise<string> {
  const { slip } = await slipOf(inspector, projectId, code);
  return (await inspector.act(inspectionOpen, { input: { code: slip } })).inspectionId;
}

/** What the machine asks about by itself at reading size, the rest in the sheet; each picture is really fetched. */
async function seeAll({ cast: { inspector } }: Setting, subject: string): Promise<void> {
  const { slots, unitId } = await inspector.view(inspectionShow, { subject });
  const pages = [];
  for (const { masterId, derivativeId, findings } of slots) {
    if (masterId === null) continue;
    const asked = findings.length > 0;
    // What treatment made of it is shown in its place.
    await look(inspector, unitId, `${derivativeId ?? masterId}/${asked ? 'screen' : 'thumb'}.jpg`);
    if (asked) await sleep(leastPageMs);
    pages.push({ masterId, pageMs: asked ? leastPageMs : 0, gridMs: asked ? 0 : leastGridMs, passed: true });
  }
  await sleep(leastGridMs);
  await inspector.act(inspectionSee, { subject, input: { pages } });
}

/** The machine only asks whether a page is blurred: a person says it. Of somebody's own files the first one is asked about. */
async function sendBack({ telling, cast, material }: Setting, subject: string): Promise<void> {
  const { inspector } = cast;
  const { slots } = await inspector.view(inspectionShow, { subject });
  const isBlurred = ({ findings }: (typeof slots)[number]): boolean => findings.some(({ check }) => check === 'blur');
  const slot = material.own === null ? slots.find(isBlurred) : slots[0];
  if (!slot) throw new Error('机检没有问到模糊页 no machine asked about the blurred page');
  const kind = material.own === null ? 'blur' : 'other';
  const note = material.own === null ? '字迹不能辨认' : '请与原件核对';
  await inspector.act(defectMark, { subject, input: { slotId: slot.id, kind, note } });
  telling.tally.defects += 1;
  telling.say(
    `${inspector.called} 逐页看完，标记缺陷：第 ${slot.position} 幅「${defects[kind].name.zh}」${note}`,
    `a defect is marked: ${defects[kind].name.en.toLowerCase()}`,
  );
  const { person, reopened, reason } = await inspector.act(inspectionReturn, { subject, input: { to: 'scan' } });
  telling.say(
    `退回「扫描」给原经手人 ${person?.name}（${reason.zh}），连带重开 ${reopened.length} 道工序`,
    `sent back to whoever scanned it; ${reopened.length} later steps open again`,
  );
}

/** Back at the scanner: another image into the same place, or the answer why it stays. */
async function mend(setting: Setting, out: Out): Promise<void> {
  const { telling, cast, material, drawing } = setting;
  const { scanner } = cast;
  const { projectId } = out;
  await scanner.act(taskPick, { input: { code: thin.whole } });
  await inHand(scanner, thin.whole, async () => {
    const station = await openAt(setting, scanner, out, thin.whole);
    const { defects: returned } = await station.seen();
    const [defect] = returned;
    if (!defect) throw new Error('没有退回的缺陷 nothing was sent back');
    const submission = { step: 'scan', codes: [thin.whole], device: devices.flatbed };
    await scanner.isRefused(telling, 'unit-refused', taskSubmit, { subject: projectId, input: submission });
    if (material.own === null) {
      const bytes = await encoded(await drawing.page('sharp'), material.specification);
      await station.send([{ name: '0006b.jpg', bytes, aim: 'rescan', slotId: defect.slotId }]);
      await station.seen();
      telling.say(
        `${scanner.called} 第 ${defect.position} 幅重扫入原位，再提交`,
        'scanned again into its place, and submitted',
      );
    } else {
      await scanner.act(defectAnswer, { subject: defect.id, input: { answer: '已与原件核对，原件如此' } });
      telling.say(
        `${scanner.called} 第 ${defect.position} 幅与原件核对后答复，再提交`,
        'answered after a look at the paper',
      );
    }
    await submit(scanner, projectId, submission);
  });
  const { capture } = await scanner.view(captureShow);
  if (capture) throw new Error('提交后仍开着 it still lies open');
}

async function pass(setting: Setting, out: Out, code: string): Promise<Passed> {
  const { telling, cast } = setting;
  const { inspector } = cast;
  const subject = await begin(setting, out, code);
  await seeAll(setting, subject);
  const { unitId, slots } = await inspector.view(inspectionShow, { subject });
  const { pages, shown } = await inspector.act(inspectionPass, { subject });
  await submit(inspector, out.projectId, { step: 'inspect', codes: [code] });
  telling.tally.passed += pages;
  telling.say(`${code} 质检合格：${pages} 幅，单独看过 ${shown} 幅`, `passed: ${pages} images`);
  return { unitId, masterId: slots[0]?.masterId ?? '' };
}

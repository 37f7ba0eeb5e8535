/** A page with a classified mark: work on its volume stops at once, and the archive takes it over (6.5). */
import { purgeCertificate, tombstoneList } from '#/base/rules/api/files.ts';
import { haltPrint, haltReport, haltSurrender } from '#/custody/rules/api/sweeps.ts';
import { originalList } from '#/custody/rules/api/originals.ts';
import { picturesOpen } from '#/imaging/rules/api/pictures.ts';
import { taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { workTake } from '#/custody/rules/api/work.ts';
import type { Out } from './batch.ts';
import { madeScans, openAt } from './capture.ts';
import { thin } from './catalogue.ts';
import type { Person } from './person.ts';
import { devices } from './place.ts';
import type { Setting } from './story.ts';

export async function meetMark(setting: Setting, out: Out): Promise<void> {
  const { telling, cast } = setting;
  const { keeper, lead, securityLead, securityOfficer, eveningScanner } = cast;
  const code = thin.marked;
  await eveningScanner.act(workTake, { input: { code } });
  const station = await openAt(setting, eveningScanner, out, code);
  await station.send(await madeScans(setting, ['before', 'marked', 'after']));
  const { filled } = await station.seen();
  const { findId, number } = await eveningScanner.act(haltReport, { input: { code, page: '2', mark: '机密' } });
  telling.tally.halts += 1;
  telling.say(
    `${eveningScanner.called} 扫完 ${code} ${filled} 页，看图见第 2 页「机密」章，一键停工 ${number}`,
    'an image bears a classified mark: its volume is halted at once',
  );
  const submission = { step: 'scan', codes: [code], device: devices.flatbed };
  await eveningScanner.isRefused(telling, 'unit-refused', taskSubmit, { subject: out.projectId, input: submission });
  await seesNothing(setting, eveningScanner, station.unitId);
  await seesNothing(setting, keeper, station.unitId);
  const basis = '现场核对为机密级，档案部门接收';
  await securityLead.withSecond(lead, haltSurrender, { subject: findId, input: { basis } });
  telling.say(
    `${securityLead.called} 交出，${lead.called} 接收，两人再次验证；移交记录打印`,
    'given up and taken over by two, who prove themselves once more',
  );
  await keeper.view(haltPrint, { subject: findId });
  const { items } = await keeper.view(originalList, { subject: out.projectId, input: { secrecy: 'classified' } });
  const row = items.find((one) => one.code === code);
  if (!row || row.title !== null) throw new Error('涉密档案的内容仍在登记中 its content is still in the register');
  const stones = await securityOfficer.view(tombstoneList, { input: {} });
  const stone = stones.items.find(({ subjectId }) => subjectId === station.unitId);
  if (!stone) throw new Error('图像没有清除 its images were not purged');
  const files = new Set(stone.removed.map(({ digest }) => digest)).size;
  await securityOfficer.view(purgeCertificate, { subject: stone.id });
  telling.say(
    `${code} 只留档号，${filled} 幅图像连同缩略图共 ${files} 个文件清除，${securityOfficer.called} 打印清除证明`,
    `its code is kept; ${files} files of its ${filled} images are purged, with a certificate`,
  );
}

/** Of what is halted or was surrendered nobody sees a picture, the archive neither. */
async function seesNothing({ telling }: Setting, who: Person, unitId: string): Promise<void> {
  const answer = await who.client.tryView(picturesOpen, { subject: unitId, input: {} });
  if (!('problem' in answer) || answer.problem.code !== 'halted')
    throw new Error('停工的图像仍可打开 its pictures are open');
  telling.refused(who.called, picturesOpen.label, answer.problem);
}

/** Preparation and scanning: counted, opened by the slip, sent, told what is wrong, mended, submitted (5.6, 6.4). */
import { readFileSync } from 'node:fs';
import { preparationEnter } from '#/custody/rules/api/preparation.ts';
import { workStore, workTake } from '#/custody/rules/api/work.ts';
import { taskAssign, taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import type { Out } from './batch.ts';
import { thin, volumes } from './catalogue.ts';
import { claim, submit } from './line.ts';
import { encoded, type Material, mostFiles, type OwnFile } from './material.ts';
import type { MadePage } from './made-pages.ts';
import type { Person } from './person.ts';
import { cabinets, devices } from './place.ts';
import { findingsOf, type Scan, sha256Of, slipOf, type Slot, Station } from './station.ts';
import type { Setting } from './story.ts';

const thinCodes = Object.values(thin);

/** Out of its cabinet and back into it: nobody works with paper that he never had in hand. */
export async function inHand(who: Person, code: string, work: () => Promise<void>): Promise<void> {
  await who.act(workTake, { input: { code } });
  await work();
  await who.act(workStore, { input: { code, cabinet: cabinets.unprocessed } });
}

const pagesCounted = (code: string, { own }: Material): number =>
  own !== null && code === thin.whole
    ? own.reduce((sum, { pages }) => sum + pages, 0)
    : (volumes.find((one) => one.code === code)?.pages ?? 1);

/** A pile of four: what lies pressed over night stays with her, the thin ones are counted and go on. */
export async function prepare({ telling, cast, material }: Setting, { projectId }: Out): Promise<void> {
  const { preparer } = cast;
  const pile = await claim(preparer, projectId, 'prepare', 4);
  const missing = thinCodes.filter((code) => !pile.includes(code));
  if (missing.length > 0) throw new Error(`没有领到 not in the pile: ${missing.join(', ')}`);
  telling.say(`${preparer.called} 领取一摞「前处理」${pile.length} 卷`, `a pile of ${pile.length} is claimed`);
  for (const code of thinCodes)
    await inHand(preparer, code, async () => {
      const pages = pagesCounted(code, material);
      const stuck = code === thin.whole && material.own === null;
      const faces = stuck ? { unscanned: 1, unscannedReason: '末页与衬纸粘连', cover: 1, blanks: 1 } : {};
      const counted = await preparer.act(preparationEnter, {
        input: { code, pages, leaves: pages, binding: '三孔一线', ...faces },
      });
      const differs = counted.catalogued === pages ? '与目录一致' : `目录 ${counted.catalogued} 页，已告档案部门`;
      telling.say(`${code} 编页号，清点 ${pages} 页，${differs}`, `${pages} pages counted`);
    });
  await submit(preparer, projectId, { step: 'prepare', codes: thinCodes });
}

/** Whoever scans claims; the team leader helps out with one, and assigns another. */
export async function scanAll(setting: Setting, out: Out): Promise<void> {
  const { telling, cast } = setting;
  const { leader, scanner, eveningScanner } = cast;
  const { projectId } = out;
  const pile = await claim(scanner, projectId, 'scan', 1);
  if (pile[0] !== thin.whole) throw new Error(`领到 claimed ${pile[0]}`);
  await leader.act(taskPick, { input: { code: thin.short } });
  const assigned = await leader.act(taskAssign, {
    subject: projectId,
    input: { step: 'scan', count: 1, to: eveningScanner.personId },
  });
  telling.say(
    `${scanner.called} 领 1 卷，${leader.called} 帮扫 1 卷，派 1 卷给 ${eveningScanner.called}`,
    'one each: claimed, picked by its slip, assigned',
  );
  if (assigned.codes[0] !== thin.marked) throw new Error(`派到 assigned ${assigned.codes[0]}`);
  await inHand(scanner, thin.whole, async () => {
    const { own } = setting.material;
    const station = await openAt(setting, scanner, out, thin.whole);
    await (own === null ? scanMade(setting, out, station) : scanOwn(setting, scanner, station, own));
    await submit(scanner, projectId, { step: 'scan', codes: [thin.whole], device: devices.flatbed });
  });
  telling.say(`${thin.whole} 提交「扫描」`, 'submitted as scanned');
  await inHand(leader, thin.short, async () => {
    const station = await openAt(setting, leader, out, thin.short);
    await station.send(await madeScans(setting, ['otherNotice', 'otherPrint', 'otherLetter']));
    await station.seen();
    await submit(leader, projectId, { step: 'scan', codes: [thin.short], device: devices.flatbed });
  });
  telling.say(`${leader.called} ${thin.short} 3 页无问题，提交`, 'three pages, nothing asked');
}

export async function openAt({ telling }: Setting, who: Person, { projectId }: Out, code: string): Promise<Station> {
  const { slip } = await slipOf(who, projectId, code);
  return Station.open(who, telling.tally, { slip, device: devices.flatbed });
}

/** Named as a scanner does: by a running number. */
export const madeScans = ({ drawing, material }: Setting, pages: readonly MadePage[]): Promise<Scan[]> =>
  Promise.all(
    pages.map(async (page, index) => ({
      name: `${String(index + 1).padStart(4, '0')}.${material.specification.format === 'jpeg' ? 'jpg' : 'tif'}`,
      bytes: await encoded(await drawing.page(page), material.specification),
    })),
  );

/** One page fed twice, one blank back, one file cut off, one page upside down: the machine tells all but the last. */
async function scanMade(setting: Setting, out: Out, station: Station): Promise<void> {
  const { telling, cast } = setting;
  const { scanner } = cast;
  const scans = await madeScans(setting, [
    ...(['cover', 'notice', 'noticeAgain', 'skewed', 'table', 'blurred', 'back', 'print', 'upsideDown'] as const),
  ]);
  const torn = scans[7];
  if (!torn) throw new Error('no such page');
  const whole = torn.bytes;
  torn.bytes = whole.subarray(0, Math.floor(whole.length * 0.6));
  const { resumedAt } = await station.send(scans, { breakOff: true });
  telling.say(
    `${scanner.called} 扫流程单开卷，${scans.length} 个文件（300 dpi）按序上传；第 1 个中途断线，自 ${Math.round(resumedAt / 1000)} kB 处续传`,
    `the slip opens the volume; ${scans.length} files are sent in order, one goes on after a break`,
  );
  const seen = await station.seen();
  for (const { name, position, what, next } of seen.quarantine) {
    telling.tally.quarantined += 1;
    telling.told(`隔离 ${name}（第 ${position} 幅）：${what.zh}。${next.zh}`, `in quarantine: ${what.en}`);
  }
  for (const slot of seen.slots)
    for (const { zh, en } of findingsOf(slot))
      telling.told(`机检问第 ${slot.position} 幅：${zh}`, `image ${slot.position}: ${en}`);
  await refuseSubmit(setting, scanner, out);

  const place = await station.slotOf(torn.name);
  const head = await station.slotOf('0009.jpg');
  await station.send([
    { name: '0008b.jpg', bytes: whole, aim: 'rescan', slotId: place.id },
    { name: '0009b.jpg', bytes: await setting.drawing.page('upright'), aim: 'rescan', slotId: head.id },
  ]);
  telling.say(
    `第 ${place.position} 幅重扫入原位；第 ${head.position} 幅上下颠倒，机检不认，看缩略图发现，也重扫入原位`,
    'scanned again into the same place; so is a page on its head, which a person saw and no machine tells',
  );
  const { slots } = await station.seen();
  // Whichever of the two is looked at last is asked about: the one that was fed later goes.
  const like = slots.flatMap(({ position, findings }) =>
    findings.flatMap(({ check, other }) => (check === 'duplicate' ? [Math.max(position, other ?? 0)] : [])),
  );
  const again = slots.find(({ position }) => position === like[0]);
  if (!again) throw new Error('机检没有指出重扫页 the page that was fed twice was not told');
  await station.remove(again, '重复进纸，两页对看为同一页');
  await station.mark(await station.slotOf('0001.jpg'), 'cover');
  await station.mark(await station.slotOf('0007.jpg'), 'blank');
  telling.say(`第 ${again.position} 幅重复，删除；封面、空白背面加标注`, 'taken out; cover and blank back are marked');
  await refuseSubmit(setting, scanner, out);
  await station.leaveOut(1, '第 7 页', '与衬纸粘连，待修复后补扫');
  telling.say('第 7 页粘连，登记不扫及理由', 'one page sticks to its backing: registered as not scanned');
}

const refuseSubmit = ({ telling }: Setting, who: Person, { projectId }: Out): Promise<void> =>
  who.isRefused(telling, 'unit-refused', taskSubmit, {
    subject: projectId,
    input: { step: 'scan', codes: [thin.whole], device: devices.flatbed },
  });

/** Files of whoever plays it: what is refused, or fails by the specification, is told, taken out and registered. */
export async function scanOwn(
  { telling, material }: Pick<Setting, 'telling' | 'material'>,
  who: Person,
  station: Station,
  files: readonly OwnFile[],
): Promise<void> {
  if (material.passedOver.length > 0)
    telling.told(
      `略过 ${material.passedOver.length} 个文件：不是 jpg、tif、pdf，或超过 ${mostFiles} 个、512 MB：${few(material.passedOver)}`,
      `${material.passedOver.length} files are passed over`,
    );
  const digests = new Set<string>();
  for (let from = 0; from < files.length; from += 10) {
    const group = files.slice(from, from + 10).map(({ name, path }) => ({ name, bytes: readFileSync(path) }));
    const fresh = group.filter(({ bytes }) => digests.size < digests.add(sha256Of(bytes)).size);
    const known = fresh.length > 0 ? (await station.send(fresh)).known : [];
    for (const { name } of group.filter((one) => !fresh.includes(one) || known.includes(one.name)))
      telling.told(`未收 ${name}：与已有文件逐字节相同`, 'not taken: the same bytes are there already');
  }
  telling.say(
    `${who.called} 扫流程单开卷，上传 ${files.length} 个文件`,
    `the slip opens the volume; ${files.length} files are sent`,
  );
  for (const { name, what, next } of (await station.seen()).quarantine) {
    telling.tally.quarantined += 1;
    telling.told(`拒收 ${name}：${what.zh}。${next.zh}`, `refused: ${what.en}`);
    await station.remove(await station.slotOf(name), '文件未收');
  }
  const failed = (await station.seen()).slots.flatMap((slot) => {
    const findings = slot.findings.filter(({ verdict }) => verdict === 'fail');
    return findings.length > 0 ? [{ slot, words: sayFindings({ ...slot, findings }) }] : [];
  });
  for (const [file, same] of Map.groupBy(failed, ({ slot, words }) => `${slot.name}：${words.zh}`)) {
    const pages = same.length > 1 ? `（${same.length} 页 pages）` : '';
    telling.told(`不合格 ${file}${pages}`, `fails: ${same[0]?.words.en}`);
  }
  for (const { slot } of failed.toReversed()) await station.remove(slot, '机检不合格');
  const { slots, difference } = await station.seen();
  if (slots.length === 0) throw new Error('没有一页合格，请另选文件夹 not one page passes: choose another folder');
  for (const slot of slots) {
    const { zh, en } = sayFindings(slot);
    telling.told(`收下 taken ${slot.name}${zh === '' ? '' : `，机检问：${zh}`}`, en);
  }
  const left = difference !== null && difference < 0 ? -difference : 0;
  if (left > 0) await station.leaveOut(left, '未收的文件', '文件被拒收或不合格，待重扫');
  telling.say(
    `收下 ${slots.length} 幅；未收的 ${left} 页登记不扫，待重扫`,
    `${slots.length} images are taken; ${left} pages are registered as not scanned`,
  );
}

const few = (names: readonly string[]): string => names.slice(0, 6).join('、') + (names.length > 6 ? ' ……' : '');

const sayFindings = (slot: Slot): { zh: string; en: string } => {
  const words = findingsOf(slot);
  return { zh: words.map(({ zh }) => zh).join('；'), en: words.map(({ en }) => en).join('; ') };
};

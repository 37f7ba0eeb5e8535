/** A day at work: cabinets, steps, a part on its own sub-slip, a classified mark, the change of shift (6.3 to 6.5). */
import { countScan } from '#/custody/rules/api/batches.ts';
import { haltRelease, haltReport } from '#/custody/rules/api/sweeps.ts';
import {
  partBack,
  partOut,
  slipSign,
  workPass,
  workProcess,
  workRebind,
  workStore,
  workTake,
  workUnbind,
} from '#/custody/rules/api/work.ts';
import type { SlipStep } from '#/custody/rules/work.ts';
import type { Out } from './batch.ts';
import { volumes } from './catalogue.ts';
import type { Person } from './person.ts';
import { cabinets, devices } from './place.ts';
import type { Setting } from './story.ts';

/** So many of the batch are worked through today; one more is prepared and not scanned. */
export const workedToday = 25;
/** Of those, so many before the shift changes. */
const earlyShift = 13;
/** Places in the batch: the volume with maps, and the one with a mark inside. */
const [withMaps, withMark] = [6, 9];

async function take(who: Person, codes: readonly string[]): Promise<void> {
  for (const code of codes) await who.act(workTake, { input: { code } });
}

async function store(who: Person, codes: readonly string[], cabinet: string): Promise<void> {
  for (const code of codes) await who.act(workStore, { input: { code, cabinet } });
}

const lineOf = (step: SlipStep, code: string, device: string | null) => {
  const pages = volumes.find((one) => code.startsWith(one.code))?.pages ?? 1;
  return { input: { code, step, device, items: 1, pages, startedAt: new Date().toISOString() } };
};

export async function workThrough(setting: Setting, out: Out): Promise<void> {
  const { telling, cast } = setting;
  const { leader, preparer, scanner, eveningScanner, inspector } = cast;
  const { codes } = out;
  const [first = ''] = codes;
  const wrong = { input: { code: first, cabinet: cabinets.processed } };
  await leader.isRefused(telling, 'cabinet-stage', workStore, wrong);
  await store(leader, codes, cabinets.unprocessed);
  telling.say(`${leader.called} 40 卷放入 ${cabinets.unprocessed}`, 'all of it lies in the cabinet');

  const mine = codes.slice(0, workedToday + 1);
  await take(preparer, mine);
  for (const code of mine) await preparer.act(slipSign, lineOf('prepare', code, null));
  telling.say(`${preparer.called} 领取 ${mine.length} 卷，逐卷登记「整理」`, `${mine.length} taken and prepared`);
  await scanner.isRefused(telling, 'scan-misplaced', workTake, { input: { code: first } });
  await scanMaps(setting, out);

  const piles = codes.slice(0, workedToday);
  await preparer.withSecond(scanner, workPass, { input: { codes: piles, to: scanner.personId } });
  telling.say(
    `${preparer.name} 当面交 ${scanner.called} ${piles.length} 卷，接手人确认`,
    'passed on, the receiver agrees',
  );
  await scanner.isRefused(telling, 'device-needed', slipSign, lineOf('scan', first, null));
  await scanner.isRefused(telling, 'device-not-admitted', slipSign, lineOf('scan', first, devices.computer));
  const [early, late] = [piles.slice(0, earlyShift), piles.slice(earlyShift)];
  for (const code of early) {
    if (code === codes[withMark]) await findMark(setting, code);
    await scanner.act(slipSign, lineOf('scan', code, devices.flatbed));
  }
  telling.say(`${scanner.called} 用 ${devices.flatbed} 扫描 ${early.length} 卷`, `${early.length} scanned`);
  await scanner.withSecond(eveningScanner, workPass, { input: { codes: late, to: eveningScanner.personId } });
  telling.say(`交接班：${late.length} 卷交 ${eveningScanner.called}`, `change of shift: ${late.length} passed on`);
  for (const code of late) await eveningScanner.act(slipSign, lineOf('scan', code, devices.flatbed));

  await finish(setting, scanner, early);
  await finish(setting, eveningScanner, late);
  const looked = piles.slice(0, 5);
  await take(inspector, looked);
  for (const code of looked) await inspector.act(slipSign, lineOf('inspect', code, null));
  await store(inspector, looked, cabinets.processed);
  telling.say(`${inspector.called} 抽 ${looked.length} 卷质检后放回`, `${looked.length} inspected and put back`);
}

/** Processed, it lies apart from what is not (4.4-2). */
async function finish({ telling }: Setting, who: Person, codes: readonly string[]): Promise<void> {
  for (const code of codes) await who.act(workProcess, { input: { code } });
  const wrong = { input: { code: codes[0] ?? '', cabinet: cabinets.unprocessed } };
  await who.isRefused(telling, 'cabinet-stage', workStore, wrong);
  await store(who, codes, cabinets.processed);
  telling.say(`${who.called} ${codes.length} 卷加工完毕，放入 ${cabinets.processed}`, `${codes.length} processed`);
}

/** Two maps go to the wide scanner on a sub-slip; until they are back and it is bound, it does not go home. */
async function scanMaps({ telling, cast }: Setting, { batchId, codes }: Out): Promise<void> {
  const { keeper, leader, preparer, eveningScanner } = cast;
  const code = codes[withMaps] ?? '';
  await preparer.act(workUnbind, { input: { code, binding: '三孔一线' } });
  const maps = { code, description: '拆迁范围图 2 张（A0）', to: eveningScanner.personId };
  const { part } = await preparer.act(partOut, { input: maps });
  telling.say(`${preparer.called} 拆卷 ${code}，地图 2 张另立分单 /${part}`, 'taken apart; two maps on a sub-slip');
  const home = { subject: batchId, input: { direction: 'return' as const, code } };
  await keeper.isRefused(telling, 'part-out', countScan, home);
  const sub = `${code}/${part}`;
  await eveningScanner.act(slipSign, lineOf('scan', sub, devices.wide));
  await preparer.act(partBack, { input: { code: sub } });
  telling.say(`${eveningScanner.called} 用 ${devices.wide} 扫描地图，分单收回`, 'the maps are scanned and back');
  await keeper.isRefused(telling, 'not-rebound', countScan, home);
  await preparer.withSecond(leader, workRebind, { input: { code, remark: '原序，三孔一线' } });
  telling.say(`${preparer.name} 装订，${leader.called} 复核`, 'bound again, and looked at by a second person');
}

/** A mark inside that nobody saw before: work on it stops at once, and two of the archive release it (6.5). */
async function findMark({ telling, cast }: Setting, code: string): Promise<void> {
  const { keeper, lead, scanner } = cast;
  const { findId, number } = await scanner.act(haltReport, { input: { code, page: '37', mark: '秘密' } });
  telling.say(`${scanner.called} 在 ${code} 第 37 页见「秘密」章，停工 ${number}`, 'a mark is found: halted');
  await scanner.isRefused(telling, 'halted', slipSign, lineOf('scan', code, devices.flatbed));
  const basis = '制发机关 2009 年解密通知，已核原件';
  const release = { subject: findId, input: { outcome: 'declassified' as const, basis } };
  await keeper.withSecond(lead, haltRelease, release);
  telling.say(`${keeper.called}、${lead.called} 核对原件，两人解除停工`, 'released by two of the archive');
}

/** Damage and loss (6.3), disinfection (6.7-4), and the pad of preparation (6.4). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  countBoth,
  type CustodySite,
  giveBack,
  handOut,
  openCustodySite,
  originalOf,
  shelve,
  standCabinets,
} from '../../../test/custody-site.ts';
import { attach } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, type Who, withSecond } from '../../../test/people.ts';
import { photoDeviceRegister } from '#/premises/rules/api/photo-devices.ts';
import { batchShow, countScan, handoverReturn } from '../rules/api/batches.ts';
import {
  damageAccept,
  damageFound,
  damageJudge,
  damageList,
  damagePrint,
  damageRepair,
  damageReport,
  disinfectionEnter,
  disinfectionList,
  disinfectionPrint,
} from '../rules/api/damage.ts';
import { preparationEnter, preparationShow } from '../rules/api/preparation.ts';
import { haltReport, haltSurrender } from '../rules/api/sweeps.ts';
import { partBack, partOut, workStore, workTake } from '../rules/api/work.ts';
import { custodyHoldings } from './holdings.ts';

let here: CustodySite;
let keeper: Who;
let leader: Who;
let preparer: Who;
let manager: Who;
let other: Who;
let photoSource: string;

beforeAll(async () => {
  here = await openCustodySite();
  ({ keeper, leader, preparer } = here);
  manager = await employ(here.site, here.officers, 'vendorManager', '何经理');
  other = await employ(here.site, here.officers, 'archiveKeeper', '冯保管');
  const camera = { input: { code: 'GP-1', kind: 'document-camera', model: '某高拍仪' } } as const;
  photoSource = (await keeper.client.act(photoDeviceRegister, camera)).deviceId;
  await standCabinets(here);
}, 90_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const refusal = async (answer: Promise<unknown>) =>
  ((await answer) as { problem?: { code: string; field?: string } }).problem;
const find = (code: string) => originalOf(here, code);
const incident = async (code: string) => {
  const [first] = (await keeper.client.view(damageList, { input: { code } })).items;
  if (!first) throw new Error(`no incident: ${code}`);
  return first;
};
let next = 200;
async function outOf(count: number): Promise<{ codes: string[]; batchId: string }> {
  const codes = await shelve(
    here,
    Array.from({ length: count }, () => (next += 1)),
  );
  return { codes, batchId: await handOut(here, codes, `批 ${codes[0]}`) };
}
const photo = async (who: Who) => [(await attach(who, 'original', `p${(next += 1)}`)).id];
const torn = { place: '第 5 页', description: '撕裂', cause: '翻页过猛' };

describe('6.3 damage', () => {
  test('6.3-1 6.3-3 6.3-4 is reported with a photograph or refused, repaired by the archive, accepted by two', async () => {
    const {
      codes: [code = ''],
      batchId,
    } = await outOf(1);
    const report = async (photos: string[]) =>
      leader.client.tryAct(damageReport, { input: { code, kind: 'damaged', ...torn, photos, photoSource } });
    expect(await refusal(report([]))).toMatchObject({ code: 'damage-photo', field: 'input.photos' });
    expect(await refusal(report(await photo(leader)))).toBeUndefined();
    const reported = await incident(code);
    expect(reported).toMatchObject({ ...torn, state: 'reported', reportedBy: { name: '李组长' } });
    const subject = reported.id;
    const send = { subject, version: 2, input: { repairer: '某修复室', method: '托裱' } };
    expect(await refusal(leader.client.tryAct(damageRepair, send))).toMatchObject({ code: 'not-permitted' });
    // 6.2-2: out of the vendor's hand only by what both sides have judged.
    const unjudged = keeper.client.tryAct(damageRepair, { ...send, version: 1 });
    expect(await refusal(unjudged)).toMatchObject({ code: 'repair-unjudged' });
    const judged = { liable: 'vendor' as const, basis: '录像 CAM-2 14:05', penalty: '扣款', remedy: 'repair' as const };
    await withSecond(here.lead, manager, damageJudge, { subject, version: 1, input: judged });
    const early = { subject, version: 2, input: { result: '完好', photos: await photo(keeper), photoSource } };
    expect(await refusal(keeper.client.tryAct(damageAccept, early))).toMatchObject({ code: 'repair-state' });
    await keeper.client.act(damageRepair, send);
    expect(await find(code)).toMatchObject({ whereabouts: { place: 'repair', holder: { name: '孙保管' } } });
    // Nothing goes on with it meanwhile.
    expect(await refusal(leader.client.tryAct(workTake, { input: { code } }))).toMatchObject({
      code: 'scan-misplaced',
    });
    expect(await refusal(keeper.client.tryAct(damageRepair, { ...send, version: 3 }))).toMatchObject({
      code: 'repair-state',
    });
    const accept = { subject, version: 3, input: { result: '平整牢固', photos: await photo(keeper), photoSource } };
    await withSecond(keeper, other, damageAccept, accept);
    expect(await find(code)).toMatchObject({ whereabouts: { place: 'hand', holder: { name: '孙保管' } } });
    await keeper.client.act(workStore, { input: { code, cabinet: 'G-1' } });
    expect(await incident(code)).toMatchObject({
      state: 'settled',
      result: '平整牢固',
      photos: [{}, { after: true }],
    });
    await giveBack(here, batchId, [code]);
  });

  test('6.3-2 both sides judge who is liable; without what follows, or by the vendor alone, it is refused', async () => {
    const {
      codes: [code = ''],
      batchId,
    } = await outOf(1);
    const input = { code, kind: 'damaged' as const, ...torn, photos: await photo(preparer), photoSource };
    await preparer.client.act(damageReport, { input });
    const { id: subject } = await incident(code);
    const judged = { liable: 'vendor' as const, basis: '录像 CAM-2 14:05', remedy: 'none' as const };
    const judge = (penalty: string) => ({ subject, version: 1, input: { ...judged, penalty } });
    expect(await refusal(here.lead.client.tryAct(damageJudge, judge('')))).toMatchObject({ code: 'penalty-needed' });
    expect(await refusal(manager.client.tryAct(damageJudge, judge('扣款')))).toMatchObject({ code: 'not-permitted' });
    await withSecond(here.lead, manager, damageJudge, judge('扣款 200 元，记入项目档案'));
    expect(await incident(code)).toMatchObject({
      ...{ state: 'settled', liable: 'vendor', penalty: '扣款 200 元，记入项目档案', agreedBy: { name: '何经理' } },
    });
    const again = { ...judge('再罚'), version: 2 };
    expect(await refusal(here.lead.client.tryAct(damageJudge, again))).toMatchObject({ code: 'judged-already' });
    const printed = await keeper.client.view(damagePrint, { subject });
    for (const text of ['档案损毁登记表', code, '扣款 200 元', '不需修复']) expect(printed.html).toContain(text);
    await giveBack(here, batchId, [code]);
  });

  test('6.3-4 what is missing is never worked with or given back; judged, its batch goes on without it; found, it is back on its shelf', async () => {
    const { codes, batchId } = await outOf(2);
    const [gone = '', kept = ''] = codes;
    const report = { code: gone, kind: 'missing' as const, place: '工位 3', description: '盘点未见' };
    await leader.client.act(damageReport, { input: report });
    expect(await refusal(leader.client.tryAct(damageReport, { input: report }))).toMatchObject({
      code: 'missing-already',
    });
    const count = { subject: batchId, input: { direction: 'return' as const, code: gone } };
    expect(await refusal(leader.client.tryAct(countScan, count))).toMatchObject({ code: 'scan-misplaced' });
    const counts = async () => (await keeper.client.view(batchShow, { subject: batchId })).counts;
    expect(await counts()).toEqual({ total: 2, in: 0, out: 1, halted: 0, lost: 1 });
    const held = async () => custodyHoldings(here.site.db, { personId: leader.personId });
    expect(await held()).toMatchObject([{ count: 2 }]);
    await giveBack(here, batchId, [kept]);
    expect((await keeper.client.view(batchShow, { subject: batchId })).state).toBe('out');
    const { id: subject } = await incident(gone);
    const judged = { liable: 'vendor' as const, basis: '录像', penalty: '按合同赔偿', remedy: 'none' as const };
    const repair = { subject, version: 1, input: { ...judged, remedy: 'repair' as const } };
    expect(await refusal(here.lead.client.tryAct(damageJudge, repair))).toMatchObject({ code: 'missing-repair' });
    await withSecond(here.lead, manager, damageJudge, { subject, version: 1, input: judged });
    expect(await keeper.client.view(batchShow, { subject: batchId })).toMatchObject({
      ...{ state: 'closed', counts: { total: 2, in: 1, out: 0, halted: 0, lost: 1 } },
    });
    expect(await held()).toEqual([]);
    await keeper.client.act(damageFound, { subject, version: 2, input: { note: '夹在另一卷中' } });
    expect(await find(gone)).toMatchObject({ whereabouts: { place: 'shelf', holder: { name: '孙保管' } } });
    const again = { subject, version: 3, input: { note: '再找' } };
    expect(await refusal(keeper.client.tryAct(damageFound, again))).toMatchObject({ code: 'not-missing' });
  });

  test('6.3-4 found with a part out it goes out again by its batch, which is refused to close before all of it is back', async () => {
    const {
      codes: [code = ''],
      batchId,
    } = await outOf(1);
    await leader.client.act(partOut, { input: { code, description: '图 2 张', to: preparer.personId } });
    const part = { code: `${code}/1`, kind: 'missing' as const, place: '工位', description: '未见' };
    expect(await refusal(leader.client.tryAct(damageReport, { input: part }))).toMatchObject({ code: 'part-missing' });
    await leader.client.act(damageReport, { input: { ...part, code } });
    const { id: subject } = await incident(code);
    const judged = { liable: 'vendor' as const, basis: '录像', penalty: '赔偿', remedy: 'none' as const };
    const alone = { subject, version: 1, input: { ...judged, withoutVendor: '' } };
    await expect(withSecond(here.lead, here.otherLead, damageJudge, alone)).rejects.toThrow(/judged-without-vendor/);
    const without = { ...alone, input: { ...judged, withoutVendor: '服务机构书面拒签，见附卷' } };
    await withSecond(here.lead, here.otherLead, damageJudge, without);
    expect((await keeper.client.view(batchShow, { subject: batchId })).state).toBe('closed');
    await keeper.client.act(damageFound, { subject, version: 2, input: { note: '夹在另一卷中' } });
    expect(await find(code)).toMatchObject({ whereabouts: { place: 'hand', parts: 1, batch: { id: batchId } } });
    expect((await keeper.client.view(batchShow, { subject: batchId })).state).toBe('out');
    await preparer.client.act(partBack, { input: { code: `${code}/1` } });
    await giveBack(here, batchId, [code]);
  });

  test('6.3-3 two incidents of one original are refused to be repaired at once', async () => {
    const [code = ''] = await shelve(here, [(next += 1)]);
    const report = async () => {
      const input = { code, kind: 'damaged' as const, ...torn, photos: await photo(keeper), photoSource };
      return keeper.client.act(damageReport, { input });
    };
    const first = await report();
    const second = await report();
    const repair = { version: 1, input: { repairer: '某修复室', method: '托裱' } };
    await keeper.client.act(damageRepair, { ...repair, subject: first.incidentId });
    const again = keeper.client.tryAct(damageRepair, { ...repair, subject: second.incidentId });
    expect(await refusal(again)).toMatchObject({ code: 'repair-open' });
  });

  test('6.1-5 6.3-4 of what was surrendered nothing that anybody wrote stays, and nothing more is written: refused', async () => {
    const {
      codes: [code = ''],
    } = await outOf(1);
    const input = { code, kind: 'damaged' as const, ...torn, photos: await photo(leader), photoSource };
    await leader.client.act(damageReport, { input });
    const { findId } = await leader.client.act(haltReport, { input: { code, page: '1', mark: '机密' } });
    await withSecond(leader, keeper, haltSurrender, { subject: findId, input: { basis: '当面移交' } });
    const left = await incident(code);
    expect(left).toMatchObject({ place: '—', description: '—', cause: '' });
    const more = { ...input, photos: await photo(leader) };
    expect(await refusal(leader.client.tryAct(damageReport, { input: more }))).toMatchObject({
      code: 'classified-content',
    });
    await keeper.client.act(damageRepair, {
      subject: left.id,
      version: left.version,
      input: { repairer: '馆', method: '补' },
    });
  });

  test('6.3-4 what stands on its shelf is entered by the archive; from the vendor it is refused', async () => {
    const [code = ''] = await shelve(here, [(next += 1)]);
    const input = { code, kind: 'missing' as const, place: '三号架', description: '上架时未见' };
    expect(await refusal(leader.client.tryAct(damageReport, { input }))).toMatchObject({ code: 'shelf-is-archive' });
    await keeper.client.act(damageReport, { input });
    expect(await find(code)).toMatchObject({ whereabouts: { place: 'lost' } });
    const { id: subject } = await incident(code);
    await keeper.client.act(damageFound, { subject, version: 1, input: { note: '错架' } });
    expect(await find(code)).toMatchObject({ whereabouts: { place: 'shelf' } });
  });
});

describe('6.7-4 disinfection', () => {
  const enter = (codes: string[], from = 60_000, to = 1_000) =>
    keeper.client.tryAct(disinfectionEnter, {
      subject: here.projectId,
      input: {
        ...{ codes, method: '充氮降氧', place: '消毒间', doneBy: '卫防公司 张三' },
        startedAt: new Date(Date.now() - from).toISOString(),
        endedAt: new Date(Date.now() - to).toISOString(),
      },
    });
  const back = (batchId: string) =>
    leader.client.tryAct(handoverReturn, { subject: batchId, input: { content: '人事档案' } });

  test('6.7-4 what was out longer than the plan lets is refused its shelf until it was disinfected', async () => {
    const { codes, batchId } = await outOf(1);
    await countBoth(here, batchId, codes, 'return');
    await asOwner(here.site, `update handover set closed_at = now() - interval '31 days' where batch_id = $1`, [
      batchId,
    ]);
    expect(await refusal(back(batchId))).toMatchObject({ code: 'disinfect-first' });
    expect(await refusal(enter(codes, 1_000, 60_000))).toMatchObject({ code: 'disinfection-times' });
    expect(await refusal(enter(['A002-RS-9999']))).toMatchObject({ code: 'original-unknown' });
    expect(await refusal(enter(codes))).toBeUndefined();
    const { items } = await keeper.client.view(disinfectionList, { subject: here.projectId });
    expect(items).toMatchObject([{ method: '充氮降氧', doneBy: '卫防公司 张三', count: 1 }]);
    const printed = await keeper.client.view(disinfectionPrint, { subject: items[0]?.id ?? '' });
    expect(printed.html).toContain(codes[0]);
    await withSecond(leader, keeper, handoverReturn, { subject: batchId, input: { content: '人事档案' } });
  });

  test('6.7-4 mould that is seen at the return is never covered by an earlier disinfection: refused', async () => {
    const { codes, batchId } = await outOf(1);
    await asOwner(here.site, `update handover set closed_at = now() - interval '9 days' where batch_id = $1`, [
      batchId,
    ]);
    await enter(codes);
    for (const who of [keeper, leader])
      await who.client.act(countScan, {
        subject: batchId,
        input: { direction: 'return', code: codes[0] ?? '', condition: 'mould' },
      });
    expect(await refusal(back(batchId))).toMatchObject({ code: 'disinfect-first' });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await enter(codes, 1_000, 10);
    await withSecond(leader, keeper, handoverReturn, { subject: batchId, input: { content: '人事档案' } });
  });

  test('6.7-4 so is what either side counted with mould or insects, however short it was out', async () => {
    const { codes, batchId } = await outOf(2);
    const [mouldy = '', fine = ''] = codes;
    for (const who of [keeper, leader])
      for (const code of codes) {
        const condition = code === mouldy && who === keeper ? ('mould' as const) : ('intact' as const);
        await who.client.act(countScan, { subject: batchId, input: { direction: 'return', code, condition } });
      }
    expect(await refusal(back(batchId))).toMatchObject({ code: 'disinfect-first' });
    await enter([fine]);
    expect(await refusal(back(batchId))).toMatchObject({ code: 'disinfect-first' });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await enter([mouldy], 1_000, 10);
    await withSecond(leader, keeper, handoverReturn, { subject: batchId, input: { content: '人事档案' } });
  });
});

describe('6.4 the pad of preparation', () => {
  const sheet = { pages: 40, leaves: 22, a3: 2, a0: 1, inserted: 1, damaged: 2, unscanned: 1 };
  const enter = (who: Who, code: string, more: object = {}) =>
    who.client.tryAct(preparationEnter, {
      input: { code, ...sheet, unscannedReason: '空白页', binding: '三孔一线', ...more },
    });

  test('6.4-1 6.4-2 whoever has it in hand counts; what cannot be is refused, and so is one without a slip', async () => {
    const {
      codes: [code = ''],
      batchId,
    } = await outOf(1);
    const [shelved = ''] = await shelve(here, [(next += 1)]);
    expect(await refusal(enter(preparer, shelved))).toMatchObject({ code: 'scan-misplaced' });
    expect(await refusal(enter(preparer, code))).toMatchObject({ code: 'scan-misplaced' });
    expect(await refusal(enter(leader, code, { a1: 40 }))).toMatchObject({ code: 'sizes-beyond-pages' });
    expect(await refusal(enter(leader, code, { leaves: 19 }))).toMatchObject({ code: 'leaves-too-few' });
    expect(await refusal(enter(leader, code, { inserted: 41 }))).toMatchObject({
      ...{ code: 'more-than-pages', field: 'input.inserted' },
    });
    expect(await refusal(enter(leader, code, { unscannedReason: '' }))).toMatchObject({ code: 'unscanned-reason' });
    expect(await enter(leader, code)).toMatchObject({ output: { code, catalogued: 20, a4: 40 + 2 + 15 } });
    await enter(leader, code, { pages: 41 });
    const { preparations } = await keeper.client.view(preparationShow, { subject: (await find(code))?.id ?? '' });
    expect(preparations).toMatchObject([
      { pages: 41, a4: 58, binding: '三孔一线', unscannedReason: '空白页', preparedBy: { name: '李组长' } },
      { pages: 40 },
    ]);
    await leader.client.act(workStore, { input: { code, cabinet: 'G-1' } });
    await giveBack(here, batchId, [code]);
  });

  test('2.7-2 entered late it is refused without one of the project who agrees', async () => {
    const {
      codes: [code = ''],
    } = await outOf(1);
    const stranger = await employ(here.site, here.officers, 'teamLeader', '外人', '另一公司');
    const other = await employ(here.site, here.officers, 'teamLeader', '冯组长');
    const late = {
      ...{ occurredAt: new Date(Date.now() - 1_000).toISOString(), reason: '停电', formNumber: 'ZL-1' },
      scanId: (await attach(preparer, 'late-entry', 'ZL-1')).id,
    };
    const asked = { input: { code, ...sheet, unscannedReason: '空白页', binding: '三孔一线' }, late };
    await expect(withSecond(preparer, stranger, preparationEnter, asked)).rejects.toThrow(/approver-not-of-project/);
    expect(await withSecond(preparer, other, preparationEnter, asked)).toMatchObject({ code });
  });
});

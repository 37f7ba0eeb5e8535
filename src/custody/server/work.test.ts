/** Originals at work: taken, stored, passed on, in parts; swept at night; halted for a classified mark. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  approvedBatch,
  codeOfRefusal,
  countBoth,
  type CustodySite,
  dayFromToday,
  giveBack,
  handOut,
  openCustodySite,
  originalOf,
  shelve,
  standCabinets,
} from '../../../test/custody-site.ts';
import { attach } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { approve, employ, type Who, withSecond } from '../../../test/people.ts';
import { businessDay } from '#/base/rules/business-day.ts';
import { workingDaysBetween } from '#/base/rules/working-days.ts';
import { deviceAdmit, deviceRegister, deviceSuspend, wirelessSeal } from '#/equipment/rules/api/devices.ts';
import { pointsOfKind } from '#/equipment/rules/device.ts';
import { photoDeviceRegister } from '#/premises/rules/api/photo-devices.ts';
import { custodyLooks } from './alarms.ts';
import { batchShow, handoverOut } from '../rules/api/batches.ts';
import { originalShow } from '../rules/api/originals.ts';
import { haltList, haltPrint, haltRelease, haltReport, haltSurrender } from '../rules/api/sweeps.ts';
import {
  handlerList,
  partBack,
  partOut,
  slipPrint,
  slipShow,
  slipSign,
  workPass,
  workProcess,
  workRebind,
  workStore,
  workTake,
  workUnbind,
} from '../rules/api/work.ts';

let here: CustodySite;
let keeper: Who;
let leader: Who;
let preparer: Who;
let scanner: Who;

beforeAll(async () => {
  here = await openCustodySite();
  ({ keeper, leader, preparer } = here);
  scanner = await employ(here.site, here.officers, 'scanner', '王扫描');
  await standCabinets(here);
}, 90_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const find = (code: string) => originalOf(here, code);
const store = (who: Who, code: string, cabinet: string) => who.client.tryAct(workStore, { input: { code, cabinet } });
const take = (who: Who, code: string) => who.client.tryAct(workTake, { input: { code } });
let next = 100;
/** So many volumes in the leader's hand. */
async function outOf(count: number): Promise<{ codes: string[]; batchId: string }> {
  const numbers = Array.from({ length: count }, () => (next += 1));
  const codes = await shelve(here, numbers);
  return { codes, batchId: await handOut(here, codes, `批 ${codes[0]}`) };
}

describe('6.4 at work', () => {
  test('4.4-2 6.7-2 a cabinet for the other stage refuses it; what is taken is in the hand of whoever scanned', async () => {
    const {
      codes: [code = ''],
    } = await outOf(1);
    expect(await codeOfRefusal(take(scanner, code))).toBe('scan-misplaced');
    expect(await codeOfRefusal(store(leader, code, 'G-2'))).toBe('cabinet-stage');
    expect(await codeOfRefusal(store(leader, code, 'L-9'))).toBe('not-a-cabinet');
    expect(await codeOfRefusal(store(leader, code, 'G-1'))).toBeUndefined();
    expect(await find(code)).toMatchObject({ whereabouts: { place: 'cabinet', cabinet: 'G-1' } });
    expect(await take(scanner, code)).toMatchObject({ output: { code, stage: 'unprocessed' } });
    expect(await codeOfRefusal(take(preparer, code))).toBe('scan-misplaced');
    expect(await codeOfRefusal(leader.client.tryAct(workProcess, { input: { code } }))).toBe('scan-misplaced');
    await scanner.client.act(workProcess, { input: { code } });
    expect(await codeOfRefusal(store(scanner, code, 'G-1'))).toBe('cabinet-stage');
    expect(await codeOfRefusal(store(scanner, code, 'G-2'))).toBeUndefined();
  });

  test('6.4-3 a pile is passed on from person to person; refused to anybody else, and without the one who gets it', async () => {
    const { codes } = await outOf(2);
    const pass = { input: { codes, to: scanner.personId } };
    expect(await codeOfRefusal(preparer.client.tryAct(workPass, pass))).toBe('scan-misplaced');
    const approval = await leader.client.ask(workPass, pass);
    await approve(preparer, approval);
    expect(await codeOfRefusal(leader.client.tryAct(workPass, { ...pass, approval }))).toBe('receiver-agrees');
    await withSecond(leader, scanner, workPass, pass);
    for (const code of codes) expect(await find(code)).toMatchObject({ whereabouts: { holder: { name: '王扫描' } } });
    const stranger = await employ(here.site, here.officers, 'scanner', '外人', '另一公司');
    const { items } = await scanner.client.view(handlerList);
    // 2.8-6: nobody learns who works for another company.
    expect(items.map(({ name }) => name)).not.toContain('外人');
    expect((await stranger.client.view(handlerList)).items).toEqual([]);
    expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(['李组长', '王扫描', '周整理']));
    for (const code of codes) await store(scanner, code, 'G-1');
  });

  test('6.2-3 6.7-2 what the manager received he puts away and passes on, and works with nothing: refused', async () => {
    const [code = ''] = await shelve(here, [(next += 1)]);
    const batchId = await approvedBatch(here, [code], '经理收');
    await countBoth(here, batchId, [code]);
    const manager = await employ(here.site, here.officers, 'vendorManager', '何经理');
    await withSecond(keeper, manager, handoverOut, { subject: batchId, input: { content: '人事档案' } });
    expect(await find(code)).toMatchObject({ whereabouts: { place: 'hand', holder: { name: '何经理' } } });
    await withSecond(manager, scanner, workPass, { input: { codes: [code], to: scanner.personId } });
    expect(await codeOfRefusal(store(manager, code, 'G-1'))).toBeUndefined();
    expect(await codeOfRefusal(take(manager, code))).toBe('not-permitted');
  });

  test('6.3-5 6.4-1 with a part out it is refused to be bound or given back; bound again by two', async () => {
    const { codes, batchId } = await outOf(1);
    const [code = ''] = codes;
    await leader.client.act(workUnbind, { input: { code, binding: '三孔一线' } });
    const out = { input: { code, description: '地图 2 张', to: scanner.personId } };
    expect(await leader.client.act(partOut, out)).toMatchObject({ part: 1 });
    const rebind = { input: { code } };
    expect(await codeOfRefusal(leader.client.tryAct(workRebind, rebind))).toBe('part-out');
    await expect(giveBack(here, batchId, codes)).rejects.toThrow(/part-out/);
    expect(await codeOfRefusal(store(scanner, `${code}/1`, 'G-1'))).toBeUndefined();
    expect(await codeOfRefusal(leader.client.tryAct(partBack, { input: { code } }))).toBe('part-number');
    await leader.client.act(partBack, { input: { code: `${code}/1` } });
    expect(await codeOfRefusal(leader.client.tryAct(partBack, { input: { code: `${code}/1` } }))).toBe('part-not-out');
    await expect(giveBack(here, batchId, codes)).rejects.toThrow(/not-rebound/);
    await withSecond(leader, preparer, workRebind, rebind);
    await giveBack(here, batchId, codes);
    expect(await leader.client.view(batchShow, { subject: batchId })).toMatchObject({ state: 'closed' });
  });

  test('6.4-2 a step is entered with an admitted device; refused without one, and with one that was not admitted', async () => {
    const {
      codes: [code = ''],
      batchId,
    } = await outOf(1);
    const camera = { input: { code: 'GP-9', kind: 'document-camera', model: '某高拍仪' } } as const;
    const photoSource = (await keeper.client.act(photoDeviceRegister, camera)).deviceId;
    const machine = { code: 'SM-1', kind: 'scanner' as const, model: '某型号', serial: 'S1', owner: 'vendor' as const };
    const input = { ...machine, domestic: true, holdsData: false };
    const { deviceId } = await keeper.client.act(deviceRegister, { input });
    expect(
      await codeOfRefusal(
        scanner.client.tryAct(slipSign, {
          input: { code, step: 'prepare', items: 1, pages: 1, startedAt: new Date().toISOString() },
        }),
      ),
    ).toBe('scan-misplaced');
    await store(leader, code, 'G-1');
    await take(scanner, code);
    const startedAt = new Date().toISOString();
    const sign = (device: string | null) =>
      scanner.client.tryAct(slipSign, { input: { code, step: 'scan', device, items: 1, pages: 20, startedAt } });
    expect(await codeOfRefusal(sign(null))).toBe('device-needed');
    expect(await codeOfRefusal(sign('SM-1'))).toBe('device-not-admitted');
    const today = businessDay(Date.now(), 'Asia/Shanghai');
    const photos = [(await attach(keeper, 'device', 'seal')).id];
    await keeper.client.act(wirelessSeal, {
      subject: deviceId,
      version: 1,
      input: { way: 'removed', doneOn: today, doneBy: keeper.personId, photos, photoSource },
    });
    const items = pointsOfKind('scanner').map(({ code: item }) => ({ item, passed: true }));
    await keeper.client.act(deviceAdmit, { subject: deviceId, version: 1, input: { items } });
    const later = new Date().toISOString();
    expect(
      await codeOfRefusal(
        scanner.client.tryAct(slipSign, {
          input: { code, step: 'scan', device: 'SM-1', items: 1, pages: 20, startedAt: later },
        }),
      ),
    ).toBeUndefined();
    await keeper.client.act(deviceSuspend, {
      subject: deviceId,
      version: 2,
      input: { reason: '检修', sealBroken: false },
    });
    expect(
      await codeOfRefusal(
        scanner.client.tryAct(slipSign, {
          input: { code, step: 'scan', device: 'SM-1', items: 1, pages: 1, startedAt: new Date().toISOString() },
        }),
      ),
    ).toBe('device-not-admitted');
    const { slips } = await keeper.client.view(slipShow, { subject: (await find(code))?.id ?? '' });
    expect(slips).toMatchObject([{ steps: [{ step: 'scan', device: 'SM-1', pages: 20, by: { name: '王扫描' } }] }]);
    const printed = await leader.client.view(slipPrint, { subject: batchId });
    expect(printed.html).toContain(slips[0]?.number ?? 'none');
    // 6.4-3: the barcode of the slip names the original as well as its code.
    expect(await codeOfRefusal(store(leader, slips[0]?.number ?? '', 'G-1'))).toBeUndefined();
  });
});

describe('6.5 a classified mark', () => {
  test('6.5-1 halts at once; everything but its surrender or release is refused; two of the archive release it', async () => {
    const {
      codes: [code = ''],
      batchId,
    } = await outOf(1);
    const report = () => scanner.client.tryAct(haltReport, { input: { code, page: '12', mark: '机密' } });
    const answer = await report();
    expect(await codeOfRefusal(Promise.resolve(answer))).toBeUndefined();
    const { findId } = (answer as { output: { findId: string } }).output;
    expect(await codeOfRefusal(report())).toBe('halted-already');
    for (const refused of [
      leader.client.tryAct(workProcess, { input: { code } }),
      leader.client.tryAct(workUnbind, { input: { code, binding: '线' } }),
      leader.client.tryAct(slipSign, {
        input: { code, step: 'prepare', items: 1, pages: 1, startedAt: new Date().toISOString() },
      }),
    ])
      expect(await codeOfRefusal(refused)).toBe('halted');
    expect(await keeper.client.view(batchShow, { subject: batchId })).toMatchObject({ counts: { out: 0, halted: 1 } });
    // 6.6: it may be locked away all the same, and stays there.
    expect(await codeOfRefusal(store(leader, code, 'G-1'))).toBeUndefined();
    expect(await codeOfRefusal(take(leader, code))).toBe('halted');
    const release = { subject: findId, version: 1, input: { outcome: 'false-alarm' as const, basis: '非密级标识' } };
    const own = await keeper.client.ask(haltRelease, release);
    await expect(approve(leader, own)).rejects.toThrow(/does not see/);
    await approve(here.lead, own);
    await keeper.client.act(haltRelease, { ...release, approval: own });
    expect(await codeOfRefusal(take(leader, code))).toBeUndefined();
    await store(leader, code, 'G-1');
  });

  test('6.5-2 6.5-3 surrendered it is the archive’s, its code is all that stays, and its batch is closed without it', async () => {
    const {
      codes: [code = ''],
      batchId,
    } = await outOf(1);
    const { findId } = await leader.client.act(haltReport, { input: { code, page: '封面', mark: '秘密★20年' } });
    const overdue = `update classified_find set found_on = '${dayFromToday(-1)}' where id = '${findId}'`;
    await asOwner(here.site, overdue);
    expect((await keeper.client.view(haltList, { input: { open: true } })).items).toMatchObject([
      { code, mark: '秘密★20年', overdue: true, foundBy: { name: '李组长' } },
    ]);
    await withSecond(leader, keeper, haltSurrender, { subject: findId, input: { basis: '当面移交' } });
    const found = await find(code);
    expect(found).toMatchObject({
      ...{ secrecy: 'classified', title: null },
      whereabouts: { place: 'surrendered', holder: { name: '孙保管' } },
    });
    const paper = await keeper.client.view(haltPrint, { subject: findId });
    for (const text of [code, '秘密★20年', '封面', '李组长', '孙保管', '移交档案部门'])
      expect(paper.html).toContain(text);
    expect(await leader.client.view(batchShow, { subject: batchId })).toMatchObject({
      state: 'closed',
      counts: { total: 1, in: 0, out: 0, halted: 1 },
    });
    const { movements } = await keeper.client.view(originalShow, { subject: found?.id ?? '' });
    expect(movements.map(({ event }) => event).slice(0, 2)).toEqual(['surrender', 'halt']);
    expect(await codeOfRefusal(take(leader, code))).toBe('scan-misplaced');
  });
});

describe('alarms', () => {
  const told = async (kind: keyof typeof custodyLooks, now = Date.now()) => {
    const look = { db: here.site.db, now, timeZone: 'Asia/Shanghai', rule: { kind, threshold: 1, windowMinutes: 60 } };
    return (await custodyLooks[kind](look as unknown as Parameters<(typeof custodyLooks)[typeof kind]>[0])) as {
      facts: Record<string, unknown>;
    }[];
  };

  test('6.5-3 6.7-3 tell of a find that was not settled on its day, and of what is processed and not given back', async () => {
    const {
      codes: [halted = '', done = ''],
    } = await outOf(2);
    const { number } = await leader.client.act(haltReport, { input: { code: halted, page: '2', mark: '密' } });
    expect(await told('classified-find-open')).toEqual([]);
    await leader.client.act(workProcess, { input: { code: done } });
    const later = Date.now() + 10 * 86_400_000;
    const worked = workingDaysBetween(businessDay(Date.now(), 'Asia/Shanghai'), businessDay(later, 'Asia/Shanghai'));
    expect(await told('classified-find-open', later)).toMatchObject([{ facts: { number, code: halted } }]);
    const late = await told('reshelving-late', later);
    expect(late).toContainEqual(
      expect.objectContaining({ facts: expect.objectContaining({ originals: 1, days: worked }) }),
    );
    expect(await told('reshelving-late')).toEqual([]);
  });
});

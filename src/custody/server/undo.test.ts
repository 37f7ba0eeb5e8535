/** A scan taken back at the desk, and one that finds an original where the register does not have it (6.4-3). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  codeOfRefusal,
  type CustodySite,
  handOut,
  openCustodySite,
  originalOf,
  shelve,
  standCabinets,
} from '../../../test/custody-site.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, type Who, withSecond } from '../../../test/people.ts';
import { logSearch } from '#/protection/rules/api/log.ts';
import { countScan } from '../rules/api/batches.ts';
import { originalShow } from '../rules/api/originals.ts';
import { findingLift, haltReport, sweepClose, sweepReopen, sweepScan, sweepShow } from '../rules/api/sweeps.ts';
import { partBack, partOut, slipSign, workProcess, workStore, workTake, workUndo } from '../rules/api/work.ts';
import { custodyLooks } from './alarms.ts';

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

let next = 300;
/** A volume in the leader's hand. */
async function outOne(): Promise<{ code: string; batchId: string }> {
  next += 1;
  const [code = ''] = await shelve(here, [next]);
  return { code, batchId: await handOut(here, [code], `批 ${code}`) };
}
const whereabouts = async (code: string) => (await originalOf(here, code))?.whereabouts;
const store = (who: Who, code: string, cabinet = 'G-1') => who.client.tryAct(workStore, { input: { code, cabinet } });
/** Takes the last movement of an original back, whatever it was. */
const undo = async (who: Who, code: string) => {
  const [last] = await asOwner(
    here.site,
    `select m.id from movement m join original o on o.id = m.original_id where o.code = $1 order by m.id desc limit 1`,
    [code],
  );
  return who.client.tryAct(workUndo, { input: { movement: String(last?.['id']) } });
};

describe('6.4-3 a scan taken back', () => {
  test('stands as before it: stored, taken and marked as processed, each in the charge of who had it', async () => {
    const { code } = await outOne();
    await store(leader, code);
    expect(await undo(leader, code)).toMatchObject({ output: { undone: 'store', cabinet: null } });
    expect(await whereabouts(code)).toMatchObject({ place: 'hand', holder: { name: '李组长' } });
    await store(leader, code);
    await scanner.client.act(workTake, { input: { code } });
    expect(await undo(scanner, code)).toMatchObject({ output: { undone: 'take' } });
    expect(await whereabouts(code)).toMatchObject({ place: 'cabinet', cabinet: 'G-1', holder: { name: '李组长' } });
    await scanner.client.act(workTake, { input: { code } });
    await scanner.client.act(workProcess, { input: { code } });
    expect(await undo(scanner, code)).toMatchObject({ output: { undone: 'process', stage: 'unprocessed' } });
    expect(await codeOfRefusal(store(scanner, code))).toBeUndefined();
    const { movements } = await keeper.client.view(originalShow, { subject: (await originalOf(here, code))?.id ?? '' });
    expect(movements.map(({ event }) => event)).toEqual(
      [
        'register',
        'handOver',
        'store',
        'undo',
        'store',
        'take',
        'undo',
        'take',
        'process',
        'undo',
        'store',
      ].toReversed(),
    );
  });

  test('a part brought back is out again, where it was', async () => {
    const { code } = await outOne();
    const out = { input: { code, description: '地图 1 张', to: scanner.personId } };
    expect(await leader.client.act(partOut, out)).toMatchObject({ part: 1 });
    await leader.client.act(partBack, { input: { code: `${code}/1` } });
    // It was in somebody else's hand, who may have gone home.
    expect(await codeOfRefusal(undo(leader, code))).toBe('nothing-to-undo');
    expect(await leader.client.act(partOut, out)).toMatchObject({ part: 2 });
    await scanner.client.act(partBack, { input: { code: `${code}/2` } });
    expect(await undo(scanner, code)).toMatchObject({ output: { undone: 'partBack', part: 2 } });
    expect(await codeOfRefusal(store(scanner, `${code}/2`))).toBeUndefined();
  });

  test('is refused to anybody else, after anything else, twice, counted for return and halted', async () => {
    const { code, batchId } = await outOne();
    expect(await codeOfRefusal(undo(leader, code))).toBe('nothing-to-undo');
    await store(leader, code);
    expect(await codeOfRefusal(undo(scanner, code))).toBe('nothing-to-undo');
    await scanner.client.act(workTake, { input: { code } });
    expect(await codeOfRefusal(undo(leader, code))).toBe('nothing-to-undo');
    await undo(scanner, code);
    expect(await codeOfRefusal(undo(scanner, code))).toBe('nothing-to-undo');
    await scanner.client.act(workTake, { input: { code } });
    await store(scanner, code);
    await leader.client.act(countScan, { subject: batchId, input: { direction: 'return', code } });
    expect(await codeOfRefusal(undo(scanner, code))).toBe('counted-for-return');
    // Put away for somebody else it is not given back into his hand.
    const handed = await outOne();
    await store(preparer, handed.code);
    expect(await codeOfRefusal(undo(preparer, handed.code))).toBe('nothing-to-undo');
    // What was written of it meanwhile says that it was in hand.
    await scanner.client.act(workTake, { input: { code: handed.code } });
    const step = {
      code: handed.code,
      step: 'prepare' as const,
      items: 1,
      pages: 1,
      startedAt: new Date().toISOString(),
    };
    await scanner.client.act(slipSign, { input: step });
    expect(await codeOfRefusal(undo(scanner, handed.code))).toBe('nothing-to-undo');
    const other = await outOne();
    await store(leader, other.code);
    await leader.client.act(haltReport, { input: { code: other.code, page: '3', mark: '密' } });
    expect(await codeOfRefusal(undo(leader, other.code))).toBe('nothing-to-undo');
  });
});

describe('6.4-3 scanned where the register does not have it', () => {
  const told = async () => {
    const rule = { kind: 'scan-misplaced', threshold: 1, window_minutes: 60 };
    const look = { db: here.site.db, now: Date.now(), timeZone: 'Asia/Shanghai', rule, config: here.site.config };
    return custodyLooks['scan-misplaced'](look);
  };

  test('is refused by name, entered about that original, and raises one alarm a day; his own scan twice does not', async () => {
    const { code } = await outOne();
    await store(leader, code);
    const before = (await told()).length;
    expect(await codeOfRefusal(store(leader, code))).toBe('custody-place');
    expect(await told()).toHaveLength(before);
    await scanner.client.act(workTake, { input: { code } });
    const problem = await preparer.client.tryAct(workTake, { input: { code } });
    expect(problem).toMatchObject({ problem: { code: 'scan-misplaced', zh: expect.stringContaining('王扫描') } });
    await preparer.client.tryAct(workTake, { input: { code } });
    const id = (await originalOf(here, code))?.id ?? '';
    const { items } = await here.officers.auditor.client.view(logSearch, {
      input: { subjectId: id, result: 'refused' },
    });
    expect(items).toHaveLength(2);
    const raised = (await told()).filter(({ facts }) => facts['code'] === code);
    expect(raised).toMatchObject([{ personId: preparer.personId }]);
  });

  test('seen by the sweep in another cabinet it is told as well', async () => {
    const { code } = await outOne();
    await store(leader, code);
    await keeper.client.act(sweepScan, { input: { code, cabinet: 'G-3' } });
    expect((await told()).filter(({ facts }) => facts['code'] === code)).toMatchObject([
      { personId: keeper.personId, facts: { scan: expect.stringContaining('另一个柜') } },
    ]);
  });
});

describe('6.6 after the sweep', () => {
  test('6.6-1 a scan is refused to be taken back, until the day is opened again and nothing is unexplained', async () => {
    const last = await outOne();
    await store(leader, last.code);
    const { outstanding } = await keeper.client.view(sweepShow, { subject: here.projectId });
    const reasons = outstanding.map((one) => ({
      ...{ code: one.part === null ? one.code : `${one.code}/${one.part}`, reason: '未清点' },
    }));
    await withSecond(keeper, leader, sweepClose, { subject: here.projectId, input: { reasons } });
    expect(await codeOfRefusal(undo(leader, last.code))).toBe('taken-after-sweep');
    await keeper.client.act(sweepReopen, { subject: here.projectId, input: { reason: '加班' } });
    const { findings } = await keeper.client.view(sweepShow, { subject: here.projectId });
    // 6.6-2: what gets into a hand by it is taken, and whoever left something out takes nothing.
    expect(await codeOfRefusal(undo(leader, last.code))).toBe('overnight-unexplained');
    for (const { id } of findings) await keeper.client.act(findingLift, { subject: id, input: { reason: '已核对' } });
    expect(await codeOfRefusal(undo(leader, last.code))).toBeUndefined();
  });
});

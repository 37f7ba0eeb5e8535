/** The day's last sweep (6.6): the gate that nothing passes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  codeOfRefusal,
  type CustodySite,
  dayFromToday,
  giveBack,
  handOut,
  openCustodySite,
  openProject,
  originalOf,
  shelve,
  standCabinets,
} from '../../../test/custody-site.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, type Who, withSecond } from '../../../test/people.ts';
import { custodyLooks } from './alarms.ts';
import { damageFound, damageReport } from '../rules/api/damage.ts';
import {
  findingLift,
  haltRelease,
  haltReport,
  sweepClose,
  sweepExcuse,
  sweepReopen,
  sweepScan,
  sweepShow,
} from '../rules/api/sweeps.ts';
import { partBack, partOut, workPass, workStore, workTake } from '../rules/api/work.ts';

let here: CustodySite;
let keeper: Who;
let leader: Who;
let scanner: Who;

beforeAll(async () => {
  here = await openCustodySite();
  ({ keeper, leader } = here);
  scanner = await employ(here.site, here.officers, 'scanner', '王扫描');
  await standCabinets(here);
}, 90_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const find = (code: string) => originalOf(here, code);
const store = (who: Who, code: string, cabinet: string) => who.client.tryAct(workStore, { input: { code, cabinet } });
const take = (who: Who, code: string) => who.client.tryAct(workTake, { input: { code } });
const show = () => keeper.client.view(sweepShow, { subject: here.projectId });
const see = (code: string, cabinet = 'G-1') => keeper.client.act(sweepScan, { input: { code, cabinet } });
const ofProject = () => ({ subject: here.projectId });
const close = (reasons: { code: string; reason: string }[] = []) =>
  withSecond(keeper, leader, sweepClose, { ...ofProject(), input: { reasons } });
/** What time alone would do: the days of work so far become former ones. */
const nextDay = () =>
  asOwner(
    here.site,
    `update sweep set day = day - 1000;
     update sweep set day = day + 999, opened_at = opened_at - interval '1 day', closed_at = closed_at - interval '1 day';
     update handover set closed_at = closed_at - interval '1 day'`,
  );

let next = 100;
/** So many volumes in the leader's hand. */
async function outOf(count: number): Promise<{ codes: string[]; batchId: string }> {
  const codes = await shelve(
    here,
    Array.from({ length: count }, () => (next += 1)),
  );
  return { codes, batchId: await handOut(here, codes, `批 ${codes[0]}`) };
}

describe('6.6 the last sweep of the day', () => {
  test('6.6-1 6.6-2 is refused to be closed without a reason for each that is out; its holder then takes nothing', async () => {
    const { codes, batchId } = await outOf(3);
    const [locked = '', inHand = '', moved = ''] = codes;
    await store(leader, locked, 'G-1');
    await store(leader, moved, 'G-1');
    expect(await see(locked)).toMatchObject({ left: 2 });
    // It lies in another cabinet than the register says: the register follows.
    expect(await see(moved, 'G-3')).toMatchObject({ registered: 'cabinet', left: 1 });
    expect(await find(moved)).toMatchObject({ whereabouts: { cabinet: 'G-3' } });
    // What a scan says is left is what the board lists as unseen, parts among it.
    const out = { input: { code: inHand, description: '图纸', to: scanner.personId } };
    const { part } = await leader.client.act(partOut, out);
    expect(await see(locked)).toMatchObject({ left: 2 });
    const unseen = (await show()).outstanding.filter(({ seen }) => !seen);
    expect(unseen.map((row) => [row.code, row.part])).toEqual([
      [inHand, null],
      [inHand, part],
    ]);
    await leader.client.act(partBack, { input: { code: `${inHand}/${part}` } });
    const ask = (reasons: { code: string; reason: string }[]) =>
      keeper.client.tryAct(sweepClose, { ...ofProject(), input: { reasons, remark: '' } });
    expect(await codeOfRefusal(ask([]))).toBe('reason-for-each');
    const reasons = [{ code: inHand, reason: '扫描未完' }];
    expect(await close(reasons)).toMatchObject({ findings: 1, expected: 3, seen: 2 });
    expect(await codeOfRefusal(ask(reasons))).toBe('swept-today');
    await nextDay();
    expect(await codeOfRefusal(take(leader, locked))).toBe('overnight-unexplained');
    expect(await codeOfRefusal(take(scanner, locked))).toBe('overnight-unexplained');
    // 6.6-2: nor by another way than the cabinet.
    const more = await shelve(here, [(next += 1)]);
    await expect(handOut(here, more, '被拦的批')).rejects.toThrow(/overnight-unexplained/);
    const pass = leader.client.tryAct(workPass, { input: { codes: [inHand], to: scanner.personId } });
    expect(await codeOfRefusal(pass)).toBe('overnight-unexplained');
    const { findings } = await show();
    expect(findings).toMatchObject([{ code: inHand, finding: 'in-hand', holder: { name: '李组长' } }]);
    await store(leader, inHand, 'G-1');
    await keeper.client.act(findingLift, { subject: findings[0]?.id ?? '', input: { reason: '已入柜' } });
    expect(await codeOfRefusal(take(scanner, locked))).toBeUndefined();
    await store(scanner, locked, 'G-1');
    await giveBack(here, batchId, codes);
  });

  test('6.6-1 after it nothing is taken, by no way, unless the archive opens the day again; then all is seen again', async () => {
    const { codes, batchId } = await outOf(2);
    const [first = '', second = ''] = codes;
    await store(leader, first, 'G-1');
    await see(first);
    await close([{ code: second, reason: '修补中' }]);
    await keeper.client.act(findingLift, {
      subject: (await show()).findings[0]?.id ?? '',
      input: { reason: '已看过实物' },
    });
    expect(await codeOfRefusal(take(scanner, first))).toBe('taken-after-sweep');
    const part = { code: second, description: '插页', to: scanner.personId };
    expect(await codeOfRefusal(leader.client.tryAct(partOut, { input: part }))).toBe('taken-after-sweep');
    const pass = { input: { codes: [second], to: scanner.personId } };
    expect(await codeOfRefusal(leader.client.tryAct(workPass, pass))).toBe('taken-after-sweep');
    await expect(handOut(here, await shelve(here, [(next += 1)]), '晚到的批')).rejects.toThrow(/taken-after-sweep/);
    expect(await codeOfRefusal(keeper.client.tryAct(sweepScan, { input: { code: first, cabinet: 'G-1' } }))).toBe(
      'swept-today',
    );
    // What is in hand is still locked away.
    expect(await codeOfRefusal(store(leader, second, 'G-1'))).toBeUndefined();
    const reopen = { ...ofProject(), input: { reason: '加班' } };
    expect(await codeOfRefusal(leader.client.tryAct(sweepReopen, reopen))).toBe('not-permitted');
    await keeper.client.act(sweepReopen, reopen);
    expect(await codeOfRefusal(keeper.client.tryAct(sweepReopen, reopen))).toBe('not-swept');
    expect(await show()).toMatchObject({ closedAt: null, seen: 0, expected: 2 });
    expect(await codeOfRefusal(take(scanner, first))).toBeUndefined();
    await store(scanner, first, 'G-1');
    for (const code of codes) await see(code);
    expect(await close()).toMatchObject({ findings: 0, expected: 2, seen: 2 });
    const [kept] = await asOwner(here.site, 'select expected, seen, reason from sweep_reopening');
    expect(kept).toEqual({ expected: 2, seen: 1, reason: '加班' });
    await giveBack(here, batchId, codes);
    await nextDay();
  });

  test('6.6-1 what was seen and then taken, or seen in the morning, is never counted in the evening', async () => {
    const { codes, batchId } = await outOf(2);
    const [first = '', second = ''] = codes;
    for (const code of codes) await store(leader, code, 'G-1');
    for (const code of codes) await see(code);
    expect(await show()).toMatchObject({ seen: 2 });
    await take(scanner, first);
    await store(scanner, first, 'G-1');
    expect(await show()).toMatchObject({ seen: 1 });
    await asOwner(here.site, `update sweep_scan set scanned_at = now() - interval '5 hours'`);
    await asOwner(here.site, `update whereabouts set since = now() - interval '6 hours' where place = 'cabinet'`);
    expect(await show()).toMatchObject({ seen: 0 });
    await see(second);
    expect(await show()).toMatchObject({ seen: 1 });
    await giveBack(here, batchId, codes);
  });

  test('6.6-1 a day that ended without a sweep refuses everybody until the archive has said how it found everything', async () => {
    const { codes, batchId } = await outOf(2);
    const [code = '', inHand = ''] = codes;
    await store(leader, code, 'G-1');
    await nextDay();
    await asOwner(here.site, `update whereabouts set since = since - interval '1 day' where place = 'hand'`);
    expect(await show()).toMatchObject({ unswept: dayFromToday(-1) });
    expect(await codeOfRefusal(take(scanner, code))).toBe('day-unswept');
    expect(await codeOfRefusal(keeper.client.tryAct(sweepScan, { input: { code, cabinet: 'G-1' } }))).toBe(
      'day-unswept',
    );
    await expect(close()).rejects.toThrow(/day-unswept/);
    const excuse = (day: string) => ({ ...ofProject(), input: { day, reason: '当晚停电，次日逐柜核对无误' } });
    expect(await codeOfRefusal(leader.client.tryAct(sweepExcuse, excuse(dayFromToday(-1))))).toBe('not-permitted');
    expect(await codeOfRefusal(keeper.client.tryAct(sweepExcuse, excuse(dayFromToday(-3))))).toBe('day-not-owed');
    await keeper.client.act(sweepExcuse, excuse(dayFromToday(-1)));
    expect(await codeOfRefusal(keeper.client.tryAct(sweepExcuse, excuse(dayFromToday(-1))))).toBe('day-not-owed');
    // 6.6-2: what lay in somebody's hand meanwhile is unexplained, as after any sweep.
    expect(await codeOfRefusal(take(scanner, code))).toBe('overnight-unexplained');
    const { findings } = await show();
    expect(findings).toMatchObject([{ code: inHand, finding: 'in-hand', holder: { name: '李组长' } }]);
    await store(leader, inHand, 'G-1');
    await keeper.client.act(findingLift, { subject: findings[0]?.id ?? '', input: { reason: '已入柜' } });
    expect(await codeOfRefusal(take(scanner, code))).toBeUndefined();
    await store(scanner, code, 'G-1');
    // All back by the evening: nobody owes a sweep for that day.
    await giveBack(here, batchId, codes);
    await nextDay();
    expect(await show()).toMatchObject({ unswept: null });
    const later = await outOf(1);
    await giveBack(here, later.batchId, later.codes);
  });

  test('6.6-2 calling a thing missing does not let its holder go on: nothing is taken, refused until it is found or judged', async () => {
    const { codes, batchId } = await outOf(2);
    const [gone = '', kept = ''] = codes;
    await store(leader, kept, 'G-1');
    const report = { code: gone, kind: 'missing' as const, place: '工位', description: '未见' };
    const { incidentId } = await leader.client.act(damageReport, { input: report });
    expect(await codeOfRefusal(take(leader, kept))).toBe('loss-unjudged');
    expect(await codeOfRefusal(take(scanner, kept))).toBe('loss-unjudged');
    await keeper.client.act(damageFound, { subject: incidentId, version: 1, input: { note: '夹在他卷' } });
    expect(await codeOfRefusal(take(scanner, kept))).toBeUndefined();
    await store(scanner, kept, 'G-1');
    await giveBack(here, batchId, codes);
  });

  test('6.5-1 6.6-1 what is halted and lies in another cabinet is seen there all the same; taken out it never is', async () => {
    const { codes, batchId } = await outOf(1);
    const [code = ''] = codes;
    await store(leader, code, 'G-1');
    const { findId } = await leader.client.act(haltReport, { input: { code, page: '2', mark: '秘密' } });
    expect(await see(code, 'G-3')).toMatchObject({ registered: 'cabinet', left: 0 });
    expect(await find(code)).toMatchObject({ whereabouts: { cabinet: 'G-3', holder: { name: '李组长' } } });
    expect(await codeOfRefusal(take(leader, code))).toBe('halted');
    const release = { subject: findId, version: 1, input: { outcome: 'false-alarm' as const, basis: '非密级标识' } };
    await withSecond(keeper, here.lead, haltRelease, release);
    await giveBack(here, batchId, codes);
  });

  test('6.6-1 one project’s day is not another’s', async () => {
    const { codes, batchId } = await outOf(1);
    await store(leader, codes[0] ?? '', 'G-1');
    const otherId = await openProject(here.lead, here.schemeId, '另一项目', 'A002-WS');
    await nextDay();
    expect(await keeper.client.view(sweepShow, { subject: otherId })).toMatchObject({ unswept: null, expected: 0 });
    await keeper.client.act(sweepExcuse, {
      ...ofProject(),
      input: { day: dayFromToday(-1), reason: '已核对' },
    });
    await giveBack(here, batchId, codes);
  });
});

describe('alarms', () => {
  const told = async (kind: keyof typeof custodyLooks, now = Date.now()) => {
    const look = { db: here.site.db, now, timeZone: 'Asia/Shanghai', rule: { kind, threshold: 1, windowMinutes: 60 } };
    return (await custodyLooks[kind](look as unknown as Parameters<(typeof custodyLooks)[typeof kind]>[0])) as {
      facts: Record<string, unknown>;
    }[];
  };

  test('6.6-2 6.6-1 tell of what stayed in hand overnight, and of a day that was not swept', async () => {
    const { codes } = await outOf(1);
    expect(await told('original-overnight')).toEqual([]);
    expect(await told('sweep-missing')).toEqual([]);
    const tomorrow = Date.now() + 86_400_000;
    expect(await told('original-overnight', tomorrow)).toMatchObject([{ facts: { originals: 1, first: codes[0] } }]);
    expect(await told('sweep-missing', tomorrow)).toMatchObject([{ facts: { day: dayFromToday(0) } }]);
    await store(leader, codes[0] ?? '', 'G-1');
    await see(codes[0] ?? '');
    await close();
    expect(await told('original-overnight', tomorrow)).toEqual([]);
    expect(await told('sweep-missing', tomorrow)).toEqual([]);
  });
});

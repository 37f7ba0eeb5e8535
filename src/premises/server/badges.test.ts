/** Badges: issued with a photograph, shown at the door, lost, replaced; and what leaves no trace of a face. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { attachmentOpen, attachmentRead, printAgain, purge, purgePreview } from '#/base/rules/api/files.ts';
import { routeOf } from '#/base/rules/declare.ts';
import { addDays, businessDay } from '#/base/rules/business-day.ts';
import { alarmList } from '#/protection/rules/api/log.ts';
import { issueList } from '#/protection/rules/api/issues.ts';
import { qrSvg } from '#/base/server/print.ts';
import { lookForAlarms, openKeyring } from '#/protection/server/door.ts';
import { attach, png, upload } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, type Officers, openWithOfficers, type Who, withSecond } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import {
  badgeIssue,
  badgeList,
  badgeLose,
  badgePrint,
  badgeReturn,
  badgeScan,
  lockerList,
} from '../rules/api/badges.ts';
import { fixtureAdd, placeRegister, zoneAdd } from '../rules/api/plan.ts';
import { visitEnter, visitLeave, visitList, visitorAdmit, visitorEnter, visitPrint } from '../rules/api/visits.ts';
import { writeBadgeCode } from '../rules/badges.ts';
import { usualLimits } from '../rules/climate.ts';
import { premisesLooks } from './alarms.ts';
import { openBadgeCode } from './badge-codes.ts';

let site: TestSite;
let officers: Officers;
let lead: Who;
let keeper: Who;
let scanner: Who;
let guard: Who;
let locker: string;
const today = businessDay(Date.now(), 'Asia/Shanghai');
const nextYear = addDays(today, 365);

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
  keeper = await employ(site, officers, 'archiveKeeper', '钱保管');
  scanner = await employ(site, officers, 'scanner', '李扫描');
  guard = await employ(site, officers, 'vendorSecurityLead', '吴安全');
  const place = { name: '加工室', address: '三楼', location: 'inside' as const, planWidth: 9_000, planHeight: 9_000 };
  await lead.client.act(placeRegister, { input: { ...place, ...usualLimits } });
  const zone = { code: 'L', name: '更衣区', kind: 'lockers' as const, x: 0, y: 0, width: 9_000, height: 9_000 };
  const { zoneId } = await lead.client.act(zoneAdd, { input: zone });
  for (const [index, code] of ['L-1', 'L-2'].entries()) {
    const input = { zoneId, kind: 'locker' as const, code, x: 100 + index * 900, y: 100 };
    ({ fixtureId: locker } = await lead.client.act(fixtureAdd, { input }));
  }
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});
beforeEach(() => asOwner(site, 'delete from visit; delete from badge_scan; delete from badge; delete from alarm'));

const photo = async (who = keeper) => (await upload(who, 'badge-photo', '李扫描.png', png(300, 420))).id;
type Issue = Parameters<typeof tryIssue>[0];
async function tryIssue(
  input: {
    photoId?: string | null;
    validUntil?: string;
    former?: { fate: 'lost' | 'returned'; remark?: string } | null;
  },
  who: { personId: string } = scanner,
  by = keeper,
) {
  const sent = { validUntil: nextYear, ...input };
  const answer = await by.client.tryAct(badgeIssue, { subject: who.personId, input: sent });
  return 'problem' in answer ? answer.problem.code : null;
}
const issue = async (input: Issue = {}, who: { personId: string } = scanner) =>
  keeper.client.act(badgeIssue, {
    subject: who.personId,
    input: { validUntil: nextYear, photoId: await photo(), ...input },
  });

/** What the QR code of a badge says. */
async function codeOf(badgeId: string): Promise<string> {
  const [row] = await asOwner(site, 'select code_sealed from badge where id = $1', [badgeId]);
  const sealed = { id: badgeId, code_sealed: row?.['code_sealed'] as Buffer };
  return openBadgeCode(openKeyring(site.config.dataDir), sealed);
}
const scan = async (badgeId: string, by = guard) =>
  by.client.act(badgeScan, { input: { code: await codeOf(badgeId) } });
const tryEnter = async (input: object, who: { personId: string } = scanner, by = guard) => {
  const answer = await by.client.tryAct(visitEnter, { subject: who.personId, input });
  return 'problem' in answer ? answer.problem.code : null;
};
const register = async () => (await lead.client.view(visitList, { input: {} })).items;

test('4.7-1 a badge is issued with a photograph, once a person; another one revokes the lost one', async () => {
  const first = await issue();
  expect(first.number).toMatch(/^\d{4}-\d{4}$/);
  expect(await tryIssue({ photoId: await photo() })).toBe('badge-held');
  const old = await codeOf(first.badgeId);
  // Without a new photograph: the one on the former badge is taken.
  expect(await tryIssue({ former: { fate: 'lost', remark: '途中遗失' } })).toBe(null);
  const { items } = await guard.client.view(badgeList, { input: { personId: scanner.personId } });
  expect(items).toMatchObject([
    { state: 'issued', person: { name: '李扫描' }, issuedOn: today, validUntil: nextYear, closedAt: null },
    { state: 'lost', number: first.number, closedBy: { name: '钱保管' }, closeRemark: '途中遗失' },
  ]);
  expect(items[0]?.photoId).toBe(items[1]?.photoId);
  expect(await codeOf(items[0]?.id ?? '')).not.toBe(old);
  expect(await tryIssue({ former: { fate: 'returned' } }, guard)).toBe('badge-not-held');
  const state = async (value: 'issued' | 'lost') =>
    (await guard.client.view(badgeList, { input: { state: value, text: '李' } })).items.length;
  expect([await state('issued'), await state('lost')]).toEqual([1, 1]);
});

test('4.7-1 two badges for one person at the same moment make one', async () => {
  const [mine, hers] = [await photo(), await photo(lead)];
  const both = await Promise.all([tryIssue({ photoId: mine }), tryIssue({ photoId: hers }, scanner, lead)]);
  expect(both.filter((code) => code === null)).toHaveLength(1);
});

test('4.7-1 refuses a badge for himself, for an inspector, without role, for a day that has passed', async () => {
  const photoId = await photo();
  expect(await tryIssue({ photoId }, keeper)).toBe('own-matter');
  const inspector = await employ(site, officers, 'externalInspector', '郑检查');
  expect(await tryIssue({ photoId }, inspector)).toBe('badge-of-staff');
  expect(await tryIssue({ photoId, validUntil: addDays(today, -1) })).toBe('badge-until-past');
  // A vendor's own people issue none.
  expect(await tryIssue({ photoId }, scanner, guard)).toBe('not-permitted');
  await asOwner(site, `update role_assignment set valid_until = valid_from where person_id = '${scanner.personId}'`);
  expect(await tryIssue({ photoId })).toBe('badge-needs-role');
  await asOwner(site, `update role_assignment set valid_until = null where person_id = '${scanner.personId}'`);
});

test('4.7-1 refuses what is no photograph, whatever it is called', async () => {
  const named = async (bytes: Buffer, purpose: 'badge-photo' | 'issue' = 'badge-photo', by = keeper) =>
    tryIssue({ photoId: (await upload(by, purpose, 'face.png', bytes)).id });
  expect(await tryIssue({})).toBe('badge-photo-needed');
  expect(await named(png(300, 420).subarray(0, 60))).toBe('badge-photo-broken');
  expect(await named(png(300, 420, Buffer.alloc(0)))).toBe('badge-photo-broken');
  expect(await tryIssue({ photoId: (await attach(keeper, 'badge-photo', 'face')).id })).toBe('badge-photo-broken');
  expect(await named(png(420, 300))).toBe('badge-photo-size');
  expect(await named(png(300, 420, Buffer.alloc(2_200_000)))).toBe('badge-photo-large');
  expect(await named(png(300, 420), 'issue')).toBe('badge-photo-needed');
  expect(await named(png(300, 420), 'badge-photo', lead)).toBe('attachment-not-ready');
});

test('4.7-1 one scan signs a person in, the next finds him inside; the register says how', async () => {
  const { badgeId, number } = await issue();
  const shown = await scan(badgeId);
  expect(shown).toMatchObject({ state: 'issued', number, person: { name: '李扫描' }, roles: ['scanner'], visit: null });
  expect(await tryEnter({ scanId: shown.scanId, deposited: ['phone'], lockerId: locker })).toBe(null);
  const again = await scan(badgeId);
  expect(again.visit).toMatchObject({ deposited: ['phone'], locker: 'L-2' });
  await guard.client.act(visitLeave, { subject: again.visit?.id ?? null, input: {} });
  // A scan is good for one entry.
  expect(await tryEnter({ scanId: shown.scanId })).toBe('badge-scan-stale');
  expect(await tryEnter({})).toBe('badge-not-scanned');
  expect(await tryEnter({ noBadge: 'forgotten' })).toBe(null);
  expect(await tryEnter({}, keeper)).toBe(null);
  expect(await register()).toMatchObject([
    { name: '钱保管', badge: null, noBadge: 'noneHeld' },
    { name: '李扫描', badge: null, noBadge: 'forgotten' },
    { name: '李扫描', badge: number, noBadge: null },
  ]);
  const { html } = await lead.client.view(visitPrint, { input: { on: today } });
  for (const words of [`扫牌 ${number}`, '手工：未带工牌', '手工：无有效工牌']) expect(html).toContain(words);
});

test('4.7-1 refuses the scan of another checker, of another person’s badge, and an old one', async () => {
  const { badgeId } = await issue();
  const { scanId } = await scan(badgeId, lead);
  expect(await tryEnter({ scanId })).toBe('badge-scan-unknown');
  const mine = await scan(badgeId);
  expect(await tryEnter({ scanId: mine.scanId }, keeper)).toBe('badge-scan-unknown');
  await asOwner(site, `update badge_scan set scanned_at = now() - interval '16 minutes'`);
  expect(await tryEnter({ scanId: mine.scanId })).toBe('badge-scan-stale');
});

test('4.7-1 a badge that was lost, taken back or has expired lets nobody in, and the revoked ones alarm', async () => {
  const lost = await issue();
  await guard.client.act(badgeLose, { subject: lost.badgeId, input: { remark: '本人报失' } });
  const shown = await scan(lost.badgeId);
  expect(shown.state).toBe('lost');
  expect(await tryEnter({ scanId: shown.scanId })).toBe('badge-lost');
  const back = await issue();
  await keeper.client.act(badgeReturn, { subject: back.badgeId, input: {} });
  const returned = await scan(back.badgeId);
  expect(await tryEnter({ scanId: returned.scanId })).toBe('badge-returned');
  const old = await issue();
  await asOwner(
    site,
    `update badge set issued_on = issued_on - 9, valid_until = issued_on - 1 where id = '${old.badgeId}'`,
  );
  const expired = await scan(old.badgeId);
  expect(expired.state).toBe('expired');
  expect(await tryEnter({ scanId: expired.scanId })).toBe('badge-expired');
  const look = () => lookForAlarms(site.db, site.config, premisesLooks, null);
  await look();
  await look();
  const { items } = await officers.securityOfficer.client.view(alarmList, { input: { state: 'open' } });
  const raised = items.filter(({ kind }) => kind === 'revoked-badge');
  expect(raised).toHaveLength(2);
  expect(raised).toMatchObject([
    { person: { name: '李扫描' }, facts: expect.arrayContaining([expect.objectContaining({ value: back.number })]) },
    { person: { name: '李扫描' }, facts: expect.arrayContaining([expect.objectContaining({ value: lost.number })]) },
  ]);
});

test('4.7-1 refuses a code that no badge says, and one made up', async () => {
  const tryScan = async (code: string) => {
    const answer = await guard.client.tryAct(badgeScan, { input: { code } });
    return 'problem' in answer ? answer.problem.code : null;
  };
  expect(await tryScan(writeBadgeCode(new Uint8Array(16)))).toBe('badge-unknown');
  expect(await tryScan('GP-1')).toBe('badge-unknown');
  const { badgeId } = await issue();
  expect(await tryScan((await codeOf(badgeId)).toLowerCase())).toBe(null);
});

test('4.7-1 refuses to close a badge twice, and taking back one’s own', async () => {
  const { badgeId } = await issue();
  const close = async (decl: typeof badgeLose | typeof badgeReturn, by: Who) => {
    const answer = await by.client.tryAct(decl, { subject: badgeId, input: { remark: '一' } });
    return 'problem' in answer ? answer.problem.code : null;
  };
  await asOwner(site, `update badge set issued_by = '${lead.personId}', person_id = '${keeper.personId}'`);
  expect(await close(badgeReturn, keeper)).toBe('own-matter');
  expect(await close(badgeReturn, guard)).toBe('not-permitted');
  expect(await close(badgeLose, keeper)).toBe(null);
  expect(await close(badgeLose, guard)).toBe('badge-closed');
});

test('a badge is printed with face and code; its record keeps neither, nor does the ledger', async () => {
  const bytes = png(300, 420);
  const { badgeId, number } = await issue({ photoId: (await upload(keeper, 'badge-photo', 'p.png', bytes)).id });
  const base64 = bytes.toString('base64');
  const paper = await keeper.client.view(badgePrint, { input: { badges: [badgeId] } });
  for (const piece of [`data:image/png;base64,${base64}`, '李扫描', '扫描员', number, nextYear, '郑州市某某档案馆'])
    expect(paper.html).toContain(piece);
  expect(paper.html).toContain(qrSvg(await codeOf(badgeId)).trim());
  // One QR for the sheet, one for the card.
  expect(paper.html.match(/<svg/g)).toHaveLength(2);
  const again = await lead.client.view(printAgain, { subject: paper.printId });
  expect(again.html).toContain('照片只印在工牌上');
  expect(again.html).not.toContain('data:image');
  expect(again.html.match(/<svg/g)).toHaveLength(1);
  const code = await codeOf(badgeId);
  await scan(badgeId);
  const kept = await asOwner(
    site,
    `select data as text from print_record
      union all select d::text from ledger_detail d
      union all select output::text from idempotency
      union all select convert_from(body, 'UTF8') from ledger_entry`,
  );
  const all = kept.map(({ text }) => String(text)).join('\n');
  for (const secret of [code, code.slice(3), base64.slice(0, 60)]) expect(all).not.toContain(secret);
  expect(await tryPrint([badgeId], guard)).toBe('not-permitted');
});
const tryPrint = async (badges: string[], by = keeper) => {
  const answer = await by.client.tryView(badgePrint, { input: { badges } });
  return 'problem' in answer ? answer.problem.code : null;
};

test('6.5-1 a purge lists the photograph and takes it everywhere; the badge stays, and is printed no more', async () => {
  const photoId = await photo();
  const { badgeId } = await issue({ photoId });
  const opened = await guard.client.view(attachmentOpen, { subject: photoId });
  const path = routeOf(attachmentRead).path.replace(':grant', opened.grant);
  expect((await guard.client.request('GET', path)).status).toBe(200);
  expect(await scanner.client.tryView(attachmentOpen, { subject: photoId })).toMatchObject({
    problem: { code: 'not-permitted' },
  });
  const { items, version } = await keeper.client.view(purgePreview, { subject: photoId });
  expect(items.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['attachment', 'object']));
  await withSecond(keeper, lead, purge, { subject: photoId, version, input: { reason: '本人离岗' } });
  expect((await guard.client.view(badgeList, { input: {} })).items).toMatchObject([{ photoId: null, state: 'issued' }]);
  expect(await tryPrint([badgeId])).toBe('badge-photo-gone');
  expect((await scan(badgeId)).photoId).toBe(null);
  expect(await tryIssue({ former: { fate: 'returned' } })).toBe('badge-photo-needed');
});

test('4.6-1 lockers are told free or taken, with the one he had the last time', async () => {
  const lockers = async () =>
    (await guard.client.view(lockerList, { subject: scanner.personId })).lockers.map(({ code, free, usual }) => ({
      ...{ code, free, usual },
    }));
  expect(await tryEnter({ deposited: ['phone'], lockerId: locker })).toBe(null);
  expect(await lockers()).toEqual([
    { code: 'L-1', free: true, usual: false },
    { code: 'L-2', free: false, usual: true },
  ]);
  const [visit] = await register();
  await guard.client.act(visitLeave, { subject: visit?.id ?? null, input: {} });
  expect((await lockers())[1]).toEqual({ code: 'L-2', free: true, usual: true });
  const { badgeId } = await issue();
  expect((await scan(badgeId)).locker).toMatchObject({ code: 'L-2' });
  expect(await tryEnter({ deposited: ['phone'], lockerId: locker }, keeper)).toBe(null);
  expect((await scan(badgeId)).locker).toMatchObject({ code: 'L-1' });
});

test('4.8-1 what is found at the door becomes an issue with an owner and a day, on entry and on leaving', async () => {
  const found = { kind: 'flame' as const, remark: '打火机一只', owner: guard.personId, dueOn: nextYear };
  const past = { ...found, dueOn: '2020-01-01' };
  const refused = await guard.client.tryAct(visitEnter, { subject: scanner.personId, input: { violation: past } });
  expect(refused).toMatchObject({ problem: { code: 'due-in-past', field: 'input.violation.dueOn' } });
  const { visitId, issue: first } = await guard.client.act(visitEnter, {
    subject: scanner.personId,
    input: { violation: found },
  });
  const { issue: second } = await guard.client.act(visitLeave, {
    subject: visitId,
    input: { violation: { ...found, kind: 'carriedOut', remark: '便签一叠' } },
  });
  const [visit] = await register();
  expect(visit?.issues).toEqual([first, second]);
  const { items } = await lead.client.view(issueList, { input: {} });
  expect(items).toMatchObject([
    { number: second, title: '出入查验发现违规：擅自带出场内物品', owner: { name: '吴安全' } },
    { number: first, title: '出入查验发现违规：携带火种' },
  ]);
});

test('4.7-4 a visitor wears a numbered card, and no two wear one', async () => {
  const visitor = { name: '来访', organisation: '空调公司', documentTail: '301X', reason: '检修', visitOn: today };
  const admit = () => withSecond(lead, keeper, visitorAdmit, { input: { ...visitor, escort: keeper.personId } });
  const passes = [await admit(), await admit()];
  await guard.client.act(visitEnter, { subject: keeper.personId, input: {} });
  const enter = (index: number) =>
    guard.client.tryAct(visitorEnter, { subject: passes[index]?.passId ?? null, input: { visitorCard: '03' } });
  expect(await enter(0)).not.toHaveProperty('problem');
  expect(await enter(1)).toMatchObject({ problem: { code: 'visitor-card-taken', field: 'input.visitorCard' } });
  expect((await register())[0]).toMatchObject({ visitor: true, visitorCard: '03' });
});

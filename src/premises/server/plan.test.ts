/** The place on its plan: what fits, what a camera shows, who is responsible, and when it is accepted. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SentOf } from '#/base/rules/declare.ts';
import { attach } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { approve, employ, type Officers, openWithOfficers, type Who, withSecond } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { siteCheckEnter } from '../rules/api/checks.ts';
import { photoDeviceRegister } from '../rules/api/photo-devices.ts';
import {
  cameraAdd,
  cameraChange,
  cameraRetire,
  dutyAssign,
  dutyEnd,
  fixtureAdd,
  fixtureChange,
  fixtureRetire,
  placeRegister,
  placeShow,
  siteAccept,
  zoneAdd,
  zoneChange,
  zoneRetire,
} from '../rules/api/plan.ts';
import { checklist } from '../rules/checklist.ts';
import { usualLimits } from '../rules/climate.ts';

let site: TestSite;
let officers: Officers;
let lead: Who;
let keeper: Who;
let vendor: Who;
const zones: Record<string, string> = {};
const fixtures: Record<string, string> = {};

const place: SentOf<typeof placeRegister> = {
  name: '数字化加工室',
  address: '档案馆三楼 305',
  location: 'inside',
  planWidth: 12_000,
  planHeight: 8_000,
  ...usualLimits,
};

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead');
  keeper = await employ(site, officers, 'archiveKeeper');
  vendor = await employ(site, officers, 'vendorSecurityLead');
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const show = () => lead.client.view(placeShow);

async function addZone(code: string, kind: 'holding' | 'processing' | 'lockers', x: number, width: number) {
  const input = { code, name: code, kind, x, y: 0, width, height: 8_000 };
  zones[code] = (await lead.client.act(zoneAdd, { input })).zoneId;
}

type FixtureSent = SentOf<typeof fixtureAdd>;

async function addFixture(kind: FixtureSent['kind'], code: string, zone: string, x: number, more = {}) {
  const input = { zoneId: zones[zone] ?? '', kind, code, x, y: 4_000, ...more };
  fixtures[code] = (await lead.client.act(fixtureAdd, { input })).fixtureId;
}

const camera = (code: string, x: number, covers: string[]): SentOf<typeof cameraAdd> => ({
  zoneId: zones['A'] ?? '',
  code,
  model: '海康 DS-2CD',
  resolution: '2560×1440',
  storage: '录像机 NVR-1',
  x,
  y: 4_000,
  direction: 0,
  angle: 90,
  reach: 9_000,
  covers,
});

const refusal = async (answer: Promise<unknown>) => {
  const { problem } = (await answer) as { problem?: { code: string; field?: string; errors?: unknown } };
  return problem && { code: problem.code, field: problem.field };
};

test('4.1-1 refuses a place outside the archive department without a reason, and one inside with one', async () => {
  const { client } = lead;
  expect(await refusal(client.tryAct(placeRegister, { input: { ...place, location: 'outside' } }))).toEqual({
    code: 'outside-reason-needed',
    field: 'input.outsideReason',
  });
  const inside = { ...place, outsideReason: '楼内无场地' };
  expect(await refusal(client.tryAct(placeRegister, { input: inside }))).toMatchObject({
    code: 'outside-reason-needed',
  });
  await expect(
    asOwner(
      site,
      `insert into premises (name, address, location, plan_width, plan_height, temperature_min, temperature_max, humidity_min, humidity_max, registered_by)
       values ('x', 'y', 'outside', 9000, 9000, 14, 24, 45, 60, $1)`,
      [lead.personId],
    ),
  ).rejects.toThrow(/check constraint/);
});

test('nothing is placed before there is a plan; the plan is registered once and then changed by version', async () => {
  const early = { code: 'A', name: 'A', kind: 'processing' as const, x: 0, y: 0, width: 100, height: 100 };
  expect(await refusal(lead.client.tryAct(zoneAdd, { input: early }))).toMatchObject({ code: 'place-not-registered' });
  expect((await show()).lacks.map(({ code }) => code)).toEqual(['place']);
  await lead.client.act(placeRegister, { input: place });
  expect(await refusal(lead.client.tryAct(placeRegister, { input: place }))).toMatchObject({
    code: 'version-conflict',
  });
  await lead.client.act(placeRegister, { input: { ...place, name: '加工室' }, version: 1 });
  expect((await show()).place).toMatchObject({ name: '加工室', version: 2, temperatureMax: 24 });
});

test('zones lie on the plan and apart from each other', async () => {
  await addZone('A', 'processing', 0, 8_000);
  await addZone('B', 'holding', 8_000, 2_000);
  await addZone('C', 'lockers', 10_000, 2_000);
  const on = (x: number, width: number, code = 'D') => ({
    ...{ code, name: code, kind: 'export' as const, x, y: 0, width, height: 1_000 },
  });
  const { client } = keeper;
  expect(await refusal(client.tryAct(zoneAdd, { input: on(7_000, 500) }))).toMatchObject({ code: 'zones-overlap' });
  expect(await refusal(client.tryAct(zoneAdd, { input: on(11_900, 500) }))).toMatchObject({ code: 'off-plan' });
  expect(await refusal(client.tryAct(zoneAdd, { input: on(0, 500, 'A') }))).toMatchObject({ code: 'code-taken' });
  const smaller = { ...place, planWidth: 11_000 };
  expect(await refusal(lead.client.tryAct(placeRegister, { input: smaller, version: 2 }))).toMatchObject({
    code: 'off-plan',
  });
});

test('4.4-2 refuses a cabinet that does not say what stage it holds, and a stage on anything else', async () => {
  const cabinet = { zoneId: zones['B'] ?? '', kind: 'cabinet' as const, code: 'G-1', x: 8_500, y: 4_000 };
  const wrong = { code: 'stage-of-cabinet', field: 'input.stage' };
  expect(await refusal(keeper.client.tryAct(fixtureAdd, { input: cabinet }))).toEqual(wrong);
  const door = { ...cabinet, kind: 'door' as const, stage: 'processed' as const };
  expect(await refusal(keeper.client.tryAct(fixtureAdd, { input: door }))).toEqual(wrong);
  await addFixture('cabinet', 'G-1', 'B', 8_500, { stage: 'unprocessed' });
  await addFixture('cabinet', 'G-2', 'B', 9_500, { stage: 'processed' });
  const none = asOwner(site, `update fixture set stage = null where id = $1`, [fixtures['G-1']]);
  await expect(none).rejects.toThrow(/check constraint/);
});

test('4.6-2 refuses a locker in a zone with cabinets, and a cabinet in a zone with lockers', async () => {
  await addFixture('locker', 'L-1', 'C', 11_000);
  const apart = { code: 'lockers-with-cabinets', field: 'input.zoneId' };
  const locker = { zoneId: zones['B'] ?? '', kind: 'locker' as const, code: 'L-2', x: 9_000, y: 1_000 };
  expect(await refusal(keeper.client.tryAct(fixtureAdd, { input: locker }))).toEqual(apart);
  const cabinet = {
    ...locker,
    zoneId: zones['C'] ?? '',
    kind: 'cabinet' as const,
    x: 11_000,
    stage: 'processed' as const,
  };
  expect(await refusal(keeper.client.tryAct(fixtureAdd, { input: cabinet }))).toEqual(apart);
});

test('a fixture stands in its zone, keeps its kind, and its number is never used again', async () => {
  await addFixture('door', 'M-1', 'A', 2_000);
  const input = { zoneId: zones['A'] ?? '', kind: 'door' as const, code: 'M-1', x: 9_000, y: 4_000 };
  const subject = fixtures['M-1'] ?? '';
  const change = (sent: SentOf<typeof fixtureChange>) =>
    refusal(keeper.client.tryAct(fixtureChange, { subject, version: 1, input: sent }));
  expect(await change(input)).toEqual({ code: 'outside-zone', field: 'input.x' });
  expect(await change({ ...input, x: 2_000, kind: 'window' })).toEqual({ code: 'kind-fixed', field: 'input.kind' });
  await addFixture('window', 'C-9', 'A', 100);
  await keeper.client.act(fixtureRetire, { subject: fixtures['C-9'] ?? '', version: 1, input: { reason: '封闭' } });
  const again = { zoneId: zones['A'] ?? '', kind: 'window' as const, code: 'C-9', x: 100, y: 100 };
  expect(await refusal(keeper.client.tryAct(fixtureAdd, { input: again }))).toMatchObject({ code: 'code-taken' });
});

test('4.3-2 refuses a camera that is said to show what lies out of its sight; what moves must be seen again', async () => {
  const door = fixtures['M-1'] ?? '';
  expect((await show()).lacks.map(({ code }) => code)).toContain(`uncovered.${door}`);
  const away = { ...camera('S-1', 1_000, [door]), direction: 180 };
  expect(await refusal(keeper.client.tryAct(cameraAdd, { input: away }))).toEqual({
    code: 'cover-out-of-sight',
    field: 'input.covers.0',
  });
  const { cameraId } = await keeper.client.act(cameraAdd, { input: camera('S-1', 1_000, [door]) });
  const covered = async () => (await show()).fixtures.find(({ id }) => id === door)?.covered;
  expect(await covered()).toBe(true);
  const moved = { zoneId: zones['A'] ?? '', kind: 'door' as const, code: 'M-1', x: 3_000, y: 4_000 };
  await keeper.client.act(fixtureChange, { subject: door, version: 1, input: moved });
  expect(await covered()).toBe(false);
  await keeper.client.act(cameraChange, { subject: cameraId, version: 1, input: camera('S-1', 1_000, [door]) });
  expect(await covered()).toBe(true);
  await keeper.client.act(cameraRetire, { subject: cameraId, version: 2, input: { reason: '损坏' } });
  expect(await covered()).toBe(false);
});

test('4.3-1 a zone is neither retired nor shrunk while something stands in the way', async () => {
  const subject = zones['B'] ?? '';
  const used = { code: 'zone-in-use' };
  expect(await refusal(lead.client.tryAct(zoneRetire, { subject, input: { reason: '合并' } }))).toMatchObject(used);
  const input = { code: 'B', name: 'B', kind: 'holding' as const, x: 8_000, y: 0, width: 1_000, height: 8_000 };
  expect(await refusal(lead.client.tryAct(zoneChange, { subject, input }))).toMatchObject(used);
});

test('4.3-3 refuses a footage keeper of the vendor, on the way and in the database', async () => {
  const keepers = { duty: 'footage-keeper' as const };
  const { client } = lead;
  expect(await refusal(client.tryAct(dutyAssign, { subject: vendor.personId, input: keepers }))).toMatchObject({
    code: 'keeper-of-archive',
  });
  const officer = officers.administrator.personId;
  expect(await refusal(client.tryAct(dutyAssign, { subject: officer, input: keepers }))).toMatchObject({
    code: 'duty-of-business',
  });
  const past = (party: string) =>
    asOwner(
      site,
      `insert into premises_duty (id, duty, person_id, party_kind, since)
       values (gen_random_uuid(), 'footage-keeper', $1, $2, '2026-01-01')`,
      [vendor.personId, party],
    );
  await expect(past('vendor')).rejects.toThrow(/check constraint/);
  await expect(past('archive')).rejects.toThrow(/foreign key/);
  await client.act(dutyAssign, { subject: keeper.personId, input: keepers });
  expect(await refusal(client.tryAct(dutyAssign, { subject: keeper.personId, input: keepers }))).toMatchObject({
    code: 'duty-held',
  });
});

/** Everything in order and photographed. */
async function passChecklist(): Promise<void> {
  const items = [];
  for (const { code, photo } of checklist) {
    const photos = photo ? [(await attach(keeper, 'site-check', code)).id] : [];
    items.push({ item: code, passed: true, photos });
  }
  const device = { code: 'GP-1', kind: 'document-camera' as const, model: '良田 S1020' };
  const { deviceId: photoSource } = await keeper.client.act(photoDeviceRegister, { input: device });
  await keeper.client.act(siteCheckEnter, { input: { items, photoSource } });
}

test('4.9-1 acceptance is refused until both sides name patrollers and nothing else is lacking', async () => {
  const lacking = async () => (await show()).lacks.map(({ code }) => code);
  const ask = () => refusal(lead.client.tryAct(siteAccept, { input: {} }));
  await addFixture('holding', 'Z-1', 'B', 8_100);
  await addFixture('workstation', 'W-1', 'A', 4_000);
  await addFixture('server', 'F-1', 'A', 5_000);
  await addFixture('export', 'D-1', 'A', 6_000);
  const all = ['M-1', 'Z-1', 'W-1', 'F-1', 'D-1'].map((code) => fixtures[code] ?? '');
  await keeper.client.act(cameraAdd, { input: camera('S-2', 1_000, all) });
  await passChecklist();
  const patrol = { duty: 'patroller' as const };
  await lead.client.act(dutyAssign, { subject: keeper.personId, input: patrol });
  expect(await lacking()).toEqual(['patroller.vendor']);
  expect(await ask()).toMatchObject({ code: 'site-lacks' });
  const { dutyId } = await lead.client.act(dutyAssign, { subject: vendor.personId, input: patrol });
  expect(await lacking()).toEqual([]);
  // Agreed to, and then somebody leaves: the acceptance looks again when it is carried out.
  const approval = await lead.client.ask(siteAccept, { input: {} });
  await lead.client.act(dutyEnd, { subject: dutyId });
  await approve(officers.securityOfficer, approval);
  expect(await refusal(lead.client.tryAct(siteAccept, { input: {}, approval }))).toMatchObject({ code: 'site-lacks' });
  await lead.client.act(dutyAssign, { subject: vendor.personId, input: patrol });
  await withSecond(lead, officers.securityOfficer, siteAccept, { input: { remarks: '合格' } });
  expect((await show()).acceptance).toMatchObject({
    acceptedBy: { id: lead.personId },
    confirmedBy: { id: officers.securityOfficer.personId },
    remarks: '合格',
  });
});

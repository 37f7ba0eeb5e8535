import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountCreate, personList, roleGrant } from '../rules/api/people.ts';
import { ceremonyOpen, ceremonyStatus, sessionCurrent } from '../rules/api/session.ts';
import { employ, goodPassword, type Officers, openWithOfficers } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';

let site: TestSite;
let officers: Officers;

beforeAll(async () => {
  site = await openTestSite();
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const officer = (name: string, username: string, idNumber: string) => ({
  name,
  username,
  idNumber,
  password: goodPassword,
});
const three = {
  administrator: officer('甲', 'jia', '410101198001010011'),
  securityOfficer: officer('乙', 'yi', '410101198001010022'),
  auditor: officer('丙', 'bing', '410101198001010033'),
};
const form = (officersNamed: Partial<typeof three>, setupCode = site.setupCode) => ({
  setupCode,
  archiveName: '馆',
  suite: 'intl' as const,
  officers: officersNamed,
});

test('5.6-8 refuses a ceremony with fewer than three persons and says who is missing', async () => {
  const { administrator } = three;
  const answer = await site.visitor().tryPublic(ceremonyOpen, form({ administrator }));
  expect(answer).toMatchObject({
    status: 422,
    problem: { code: 'officers-missing', params: { who: '保密员、审计员' } },
  });
  expect(await site.visitor().public(ceremonyStatus)).toEqual({ opened: false, siteName: null });
});

test('5.6-8 refuses one person in two offices, by user name or document number', async () => {
  const twice = { ...three, auditor: { ...three.auditor, idNumber: ' 410101198001010011 ' } };
  const answer = await site.visitor().tryPublic(ceremonyOpen, form(twice));
  expect(answer).toMatchObject({
    status: 422,
    problem: { code: 'same-person-twice', field: 'input.officers.auditor.idNumber' },
  });
});

test('refuses a wrong setup code and a weak password, and changes nothing', async () => {
  const wrong = await site.visitor().tryPublic(ceremonyOpen, form(three, 'AAAAA-AAAAA'));
  expect(wrong).toMatchObject({ status: 403, problem: { code: 'setup-code-wrong' } });
  const weak = { ...three, auditor: { ...three.auditor, password: 'aaaaaaaaaaaa' } };
  const answer = await site.visitor().tryPublic(ceremonyOpen, form(weak));
  expect(answer).toMatchObject({
    status: 422,
    problem: { code: 'password-weak', field: 'input.officers.auditor.password' },
  });
  expect(await site.visitor().public(ceremonyStatus)).toMatchObject({ opened: false });
});

test('5.6-8 opens once, with three officers who can each sign in with their card', async () => {
  officers = await openWithOfficers(site);
  for (const office of ['administrator', 'securityOfficer', 'auditor'] as const) {
    const session = await officers[office].client.view(sessionCurrent);
    expect(session.roles).toEqual([office]);
    expect(session.banner).toBeNull();
  }
  const again = await site.visitor().tryPublic(ceremonyOpen, form(three));
  expect(again).toMatchObject({ status: 409, problem: { code: 'already-opened' } });
});

test('5.5-1 an account and a role each take two persons, and the person can then work', async () => {
  const lead = await employ(site, officers, 'archiveLead');
  const session = await lead.client.view(sessionCurrent);
  expect(session.roles).toEqual(['archiveLead']);
  const scanner = await employ(site, officers, 'scanner');
  expect((await scanner.client.view(sessionCurrent)).party.kind).toBe('vendor');
});

test('5.6-8 refuses a business role to an officer, and tells why', async () => {
  const { securityOfficer, auditor, administrator } = officers;
  const input = { role: 'archiveLead', from: '2026-01-01', until: null } as const;
  const answer = await securityOfficer.client.tryAct(roleGrant, { subject: auditor.personId, input });
  expect(answer).toMatchObject({ status: 422, problem: { code: 'officer-business' } });
  const own = await securityOfficer.client.tryAct(roleGrant, { subject: securityOfficer.personId, input });
  expect(own).toMatchObject({ status: 403, problem: { code: 'own-matter' } });
  const notHis = await administrator.client.tryAct(roleGrant, { subject: auditor.personId, input });
  expect(notHis).toMatchObject({ status: 403, problem: { code: 'not-permitted' } });
});

test('refuses bad input by field, in both languages', async () => {
  const { administrator } = officers;
  const { items } = await administrator.client.view(personList, { input: {} });
  const answer = await administrator.client.tryAct(accountCreate, {
    subject: items[0]?.id ?? '',
    input: { username: 'x' },
  });
  expect(answer).toMatchObject({
    status: 422,
    problem: { code: 'input-invalid', errors: [{ field: 'input.username' }] },
  });
});

/** A session over HTTP: one person, one terminal, one shift; and gone at once when its reason is gone. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Client } from '#/app/client.ts';
import { routeOf } from '#/base/rules/declare.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, goodPassword, type Officers, openWithOfficers, signIn, type Who } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { ledgerExport, logSearch } from '../rules/api/log.ts';
import {
  accountSuspend,
  factorIssueCard,
  factorRevoke,
  personList,
  roleRevoke,
  terminalList,
  terminalRegister,
  terminalRevoke,
} from '../rules/api/people.ts';
import {
  loginPassword,
  passwordChange,
  sessionCurrent,
  sessionSignOut,
  sessionStepUp,
  terminalEnrol,
} from '../rules/api/session.ts';
import { sha256 } from './keyring.ts';

let site: TestSite;
let officers: Officers;
let scanner: Who;

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  scanner = await employ(site, officers, 'scanner', '扫描');
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const sid = (client: Client): string => client.cookies.get('__Host-sid') ?? '';
const living = async (client: Client): Promise<number> => (await client.tryView(sessionCurrent)).status;
const expired = { status: 401, problem: { code: 'session-expired' } };

async function endedFor(who: Who): Promise<unknown> {
  const [row] = await asOwner(site, 'select end_reason from session where person_id = $1 order by id desc limit 1', [
    who.personId,
  ]);
  return row?.['end_reason'];
}

/** A second machine in the room, as the security officer enrols it. */
async function newTerminal(name: string): Promise<Client> {
  const input = { name, secondFactorPort: false, sealNumber: null };
  const { code } = await officers.securityOfficer.client.act(terminalRegister, { input });
  const client = site.visitor();
  await client.public(terminalEnrol, { code });
  return client;
}

beforeEach(async () => {
  if ((await living(scanner.client)) !== 200) await signIn(scanner);
});

test('5.5-1 the cookie is bound to this host, hidden from scripts and other sites, and kept as a hash only', async () => {
  const body = { username: scanner.username, password: goodPassword };
  const answer = await scanner.client.request('POST', routeOf(loginPassword).path, body);
  const [line = ''] = answer.headers.getSetCookie();
  expect(line).toMatch(/^__Host-sid=[\w-]{43}; /);
  for (const flag of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict', 'Max-Age=28800']) expect(line).toContain(flag);
  expect(line).not.toMatch(/domain/i);
  const token = sid(scanner.client);
  const [row] = await asOwner(site, 'select s.*, to_jsonb(s)::text as all from session s where token_hash = $1', [
    sha256(token),
  ]);
  expect(row?.['person_id']).toBe(scanner.personId);
  expect(row?.['all']).not.toContain(token);
  expect(Number(row?.['expires_at']) - Number(row?.['created_at'])).toBeGreaterThan(8 * 3_600_000 - 5_000);
  expect(Number(row?.['expires_at']) - Number(row?.['created_at'])).toBeLessThan(8 * 3_600_000 + 5_000);
  expect(await answer.text()).not.toContain(token);
});

test.each([
  ['idle', 'ten minutes idle', `last_seen_at = now() - interval '10 minutes'`],
  ['expired', 'eight hours, however busy', `expires_at = now()`],
  ['clock', 'a clock set back behind its beginning', `created_at = now() + interval '1 hour'`],
])('5.5-1 refuses a session (%s) after %s', async (reason, _words, change) => {
  const mine = 'where person_id = $1 and ended_at is null';
  await asOwner(site, `update session set last_seen_at = now() - interval '9 minutes' ${mine}`, [scanner.personId]);
  expect(await living(scanner.client)).toBe(200);
  await asOwner(site, `update session set ${change} ${mine}`, [scanner.personId]);
  expect(await scanner.client.tryView(sessionCurrent)).toMatchObject(expired);
  expect(await endedFor(scanner)).toBe(reason);
});

test('work keeps a session alive: being seen moves its idle limit', async () => {
  const seen = async (): Promise<number> => {
    const sql = 'select last_seen_at from session where person_id = $1 and ended_at is null';
    return Number((await asOwner(site, sql, [scanner.personId]))[0]?.['last_seen_at']);
  };
  await asOwner(site, `update session set last_seen_at = now() - interval '5 minutes' where ended_at is null`);
  const before = await seen();
  await scanner.client.view(sessionCurrent);
  expect((await seen()) - before).toBeGreaterThan(4 * 60_000);
});

test('5.5-1 refuses a person’s first session when he signs in a second time', async () => {
  const first = new Client(site.origin, scanner.client);
  first.cookies.set('__Host-sid', sid(scanner.client));
  await signIn(scanner);
  expect(await first.tryView(sessionCurrent)).toMatchObject(expired);
  expect(await living(scanner.client)).toBe(200);
});

test('5.5-2 refuses a session’s cookie at any other terminal, and at none', async () => {
  const other = await newTerminal('工位二');
  for (const thief of [other, site.visitor()]) {
    thief.cookies.set('__Host-sid', sid(scanner.client));
    expect(await thief.tryView(sessionCurrent)).toMatchObject({
      status: 403,
      problem: { code: 'terminal-not-enrolled' },
    });
  }
  expect(await living(scanner.client)).toBe(200);
});

test('5.5-2 refuses an enrolment code that was used, has lapsed, or whose terminal was withdrawn', async () => {
  const { client } = officers.securityOfficer;
  const named = (name: string) => ({ input: { name, secondFactorPort: false, sealNumber: null } });
  const wrong = { status: 403, problem: { code: 'enrolment-code-wrong', field: 'input.code' } };
  const one = await client.act(terminalRegister, named('工位三'));
  expect(await client.tryAct(terminalRegister, named('工位三'))).toMatchObject({ problem: { code: 'name-taken' } });
  const typed = ` ${one.code.toLowerCase().replaceAll('-', '')} `;
  const machine = site.visitor();
  const answer = await machine.request('POST', routeOf(terminalEnrol).path, { code: typed });
  expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-terminal=[\w-]{43};.*HttpOnly; Secure; SameSite=Strict$/);
  expect(await site.visitor().tryPublic(terminalEnrol, { code: one.code })).toMatchObject(wrong);
  const two = await client.act(terminalRegister, named('工位四'));
  await asOwner(site, `update terminal_code set expires_at = now() where terminal_id = $1`, [two.terminalId]);
  expect(await site.visitor().tryPublic(terminalEnrol, { code: two.code })).toMatchObject(wrong);
  const three = await client.act(terminalRegister, named('工位五'));
  await client.act(terminalRevoke, { subject: three.terminalId, input: { reason: '撤除' } });
  expect(await site.visitor().tryPublic(terminalEnrol, { code: three.code })).toMatchObject(wrong);
});

test('5.5-2 refuses a session at once when its terminal is withdrawn, and the next sign-in there', async () => {
  const machine = await newTerminal('工位六');
  const away = { ...scanner, client: machine };
  await signIn(away);
  const { items } = await officers.securityOfficer.client.view(terminalList);
  const terminal = items.find((item) => item.name === '工位六');
  await officers.securityOfficer.client.act(terminalRevoke, {
    subject: terminal?.id ?? '',
    input: { reason: '设备停用' },
  });
  expect(await machine.tryView(sessionCurrent)).toMatchObject(expired);
  expect(await endedFor(scanner)).toBe('terminal-revoked');
  const again = await machine.tryPublic(loginPassword, { username: scanner.username, password: goodPassword });
  expect(again).toMatchObject({ status: 403, problem: { code: 'terminal-not-enrolled' } });
});

test('5.5-1 refuses a weighty act after a stale proof; a fresh one rotates the cookie', async () => {
  const { client, codes, personId } = officers.auditor;
  const asked = { input: { target: 'U-001', purpose: '移交' } };
  expect((await client.tryAct(ledgerExport, asked)).status).toBe(202);
  await asOwner(site, `update session set proved_at = now() - interval '5 minutes' where person_id = $1`, [personId]);
  expect(await client.tryAct(ledgerExport, asked)).toMatchObject({
    status: 401,
    problem: { code: 'step-up-required' },
  });
  const before = sid(client);
  const wrong = { input: { factor: 'card', code: '00000000' } } as const;
  expect(await client.tryAct(sessionStepUp, wrong)).toMatchObject({ problem: { code: 'second-factor-wrong' } });
  // An officer’s password alone is no second proof.
  const password = { input: { factor: 'password', code: goodPassword } } as const;
  expect(await client.tryAct(sessionStepUp, password)).toMatchObject({ problem: { code: 'second-factor-wrong' } });
  expect(sid(client)).toBe(before);
  await client.act(sessionStepUp, { input: { factor: 'card', code: codes.shift() ?? '' } });
  expect(sid(client)).not.toBe(before);
  const old = new Client(site.origin, client);
  old.cookies.set('__Host-sid', before);
  expect(await old.tryView(sessionCurrent)).toMatchObject(expired);
  expect((await client.tryAct(ledgerExport, asked)).status).toBe(202);
});

test('5.5-1 refuses a borrowed screen: five wrong proofs, or five wrong passwords, end the session', async () => {
  const code = { input: { factor: 'card', code: '12345678' } } as const;
  const password = { input: { current: 'not his', next: 'Another-1957-gate' } };
  for (let n = 0; n < 4; n += 1) expect((await scanner.client.tryAct(sessionStepUp, code)).status).toBe(401);
  expect(await living(scanner.client)).toBe(200);
  expect((await scanner.client.tryAct(passwordChange, password)).status).toBe(401);
  expect(await scanner.client.tryView(sessionCurrent)).toMatchObject(expired);
  expect(await endedFor(scanner)).toBe('wrong-proofs');
});

test('5.5-6 signing out is an entry, removes the cookie and ends the session', async () => {
  const old = new Client(site.origin, scanner.client);
  old.cookies.set('__Host-sid', sid(scanner.client));
  await scanner.client.act(sessionSignOut);
  expect(sid(scanner.client)).toBe('');
  expect(await old.tryView(sessionCurrent)).toMatchObject(expired);
  const input = { personId: scanner.personId, act: sessionSignOut.name };
  expect((await officers.auditor.client.view(logSearch, { input })).items).toHaveLength(1);
});

test('5.5-1 refuses a session at once when its last role has run out or is revoked', async () => {
  await asOwner(site, `update role_assignment set valid_until = valid_from where person_id = $1`, [scanner.personId]);
  expect(await scanner.client.tryAct(sessionStepUp, { input: { factor: 'password' } })).toMatchObject(expired);
  expect(await endedFor(scanner)).toBe('no-role');
  await asOwner(site, `update role_assignment set valid_until = null where person_id = $1`, [scanner.personId]);
  await signIn(scanner);
  const { items } = await officers.securityOfficer.client.view(personList, { input: { text: scanner.name } });
  const assignment = items[0]?.roles[0]?.assignmentId ?? '';
  await officers.securityOfficer.client.act(roleRevoke, { subject: assignment, input: { reason: '调离' } });
  const [row] = await asOwner(
    site,
    'select count(*)::int as n from session where person_id = $1 and ended_at is null',
    [scanner.personId],
  );
  expect(row?.['n']).toBe(0);
  expect(await scanner.client.tryView(sessionCurrent)).toMatchObject(expired);
  const again = { username: scanner.username, password: goodPassword };
  expect(await scanner.client.tryPublic(loginPassword, again)).toMatchObject({ problem: { code: 'no-role' } });
  await asOwner(site, `update role_assignment set ended_at = null, ended_by = null where person_id = $1`, [
    scanner.personId,
  ]);
});

test('5.5-1 refuses a session at once when a second factor of the person is revoked', async () => {
  const { client } = officers.securityOfficer;
  const { factorId } = await client.act(factorIssueCard, { subject: scanner.personId });
  expect(await living(scanner.client)).toBe(200);
  await client.act(factorRevoke, { subject: factorId, input: { reason: '遗失' } });
  expect(await scanner.client.tryView(sessionCurrent)).toMatchObject(expired);
  expect(await endedFor(scanner)).toBe('factor-revoked');
});

test('5.5-1 refuses a session at once when the account is suspended, and the next sign-in', async () => {
  const { client } = officers.securityOfficer;
  const { items } = await client.view(personList, { input: { text: scanner.name } });
  const account = items[0]?.account?.id ?? '';
  await client.act(accountSuspend, { subject: account, input: { reason: '离岗' } });
  expect(await scanner.client.tryView(sessionCurrent)).toMatchObject(expired);
  expect(await endedFor(scanner)).toBe('suspended');
  const again = { username: scanner.username, password: goodPassword };
  expect(await scanner.client.tryPublic(loginPassword, again)).toMatchObject({
    status: 403,
    problem: { code: 'account-not-active' },
  });
  // Whatever set the account aside, the session asks for itself: a row that was left is no way in.
  await asOwner(site, `update account set state = 'active' where id = $1`, [account]);
  await signIn(scanner);
  await asOwner(site, `update account set state = 'suspended' where id = $1`, [account]);
  expect(await scanner.client.tryView(sessionCurrent)).toMatchObject(expired);
  await asOwner(site, `update account set state = 'active' where id = $1`, [account]);
});

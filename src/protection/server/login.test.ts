/** Signing in over HTTP: two factors, each good once, and nothing told to a stranger. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Client } from '#/app/client.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { asOwner } from '../../../test/owner.ts';
import {
  employ,
  goodPassword,
  type Officers,
  openWithOfficers,
  signIn,
  type Who,
  withSecond,
} from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { logMine, logSearch } from '../rules/api/log.ts';
import {
  accountReset,
  accountUnlock,
  factorRegisterFob,
  factorRevoke,
  partyList,
  personList,
} from '../rules/api/people.ts';
import {
  accountActivate,
  loginPassword,
  loginSecondFactor,
  passwordChange,
  sessionCurrent,
} from '../rules/api/session.ts';
import { totpOf } from './factors.ts';

let site: TestSite;
let officers: Officers;
let keeper: Who;
let scanner: Who;
let accountId: string;

beforeAll(async () => {
  site = await openTestSite({ fullCost: true });
  officers = await openWithOfficers(site);
  keeper = await employ(site, officers, 'archiveKeeper', '保管');
  scanner = await employ(site, officers, 'scanner', '扫描');
  accountId = await accountOf(keeper);
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});
beforeEach(() => asOwner(site, 'delete from lockout'));

async function accountOf(who: Who): Promise<string> {
  const { items } = await officers.auditor.client.view(personList, { input: { text: who.name } });
  return items[0]?.account?.id ?? '';
}

const enter = (who: Who, password = goodPassword, client: Client = who.client) =>
  client.tryPublic(loginPassword, { username: who.username, password });

/** The password step, done right, and what comes after it. */
async function prove(who: Who, factor: 'card' | 'fob', code: string) {
  const { challenge } = await who.client.public(loginPassword, { username: who.username, password: goodPassword });
  return who.client.tryPublic(loginSecondFactor, { challenge: challenge ?? '', factor, code });
}

const refusedWith = (code: string) => ({ problem: { code } });
const wrongFactor = { status: 401, problem: { code: 'second-factor-wrong' } };

/** Results of the newest refused entries about the account. */
async function entered(limit: number): Promise<string[]> {
  const input = { subjectId: accountId, result: 'refused' as const, limit };
  return (await officers.auditor.client.view(logSearch, { input })).items.map((item) => item.result);
}

test('a password is kept as argon2id of 64 MiB and 3 passes', async () => {
  const rows = await asOwner(site, 'select password_hash from account');
  const kept = rows.map((row) => String(row['password_hash']));
  expect(kept).toHaveLength(5);
  for (const text of kept) expect(text).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
});

test('5.5-1 refuses a name that nobody has in the very words of one that somebody has, lock included', async () => {
  const said: Problem[][] = [];
  for (const username of [keeper.username, 'nobody.at.all']) {
    const answers: Problem[] = [];
    for (let n = 0; n < 6; n += 1) {
      const answer = await keeper.client.tryPublic(loginPassword, { username, password: 'Wrong-1957-gate' });
      if ('problem' in answer) answers.push(answer.problem);
    }
    said.push(answers);
  }
  expect(said[1]).toEqual(said[0]);
  expect(said[0]?.map(({ code }) => code)).toEqual([
    ...Array<string>(4).fill('sign-in-refused'),
    ...Array<string>(2).fill('account-locked'),
  ]);
  const activation = { username: 'nobody.else', activationCode: 'AAAAA-BBBBB-CCCCC', newPassword: goodPassword };
  expect(await keeper.client.tryPublic(accountActivate, activation)).toMatchObject(refusedWith('activation-wrong'));
});

test('5.5-1 refuses the right password too after five failures, for 15 minutes, at that terminal', async () => {
  for (let n = 0; n < 5; n += 1) await enter(keeper, 'Wrong-1957-gate');
  const locked = { status: 403, problem: { code: 'account-locked', params: { minutes: 15 } } };
  expect(await enter(keeper)).toMatchObject(locked);
  expect(await entered(5)).toEqual(['account-locked', ...Array<string>(4).fill('sign-in-refused')]);
  // A stranger elsewhere cannot shut a person out of his own terminal, and this lock is not that machine's.
  expect(await enter(keeper, goodPassword, site.visitor())).toMatchObject(refusedWith('terminal-not-enrolled'));
  const [lock] = await asOwner(site, `select extract(epoch from locked_until - now())::int as left from lockout`);
  expect(lock?.['left']).toBeGreaterThan(14 * 60);
  await asOwner(site, `update lockout set locked_until = now() + interval '110 seconds'`);
  expect(await enter(keeper)).toMatchObject({ problem: { code: 'account-locked', params: { minutes: 2 } } });
  await asOwner(site, `update lockout set locked_until = now()`);
  expect(await enter(keeper)).toMatchObject({ status: 200, output: { next: 'secondFactor' } });
});

test('5.5-1 refuses a burst of guesses beyond the fifth: they are counted one after the other', async () => {
  const guesses = Array.from({ length: 12 }, (_, n) => enter(keeper, `Guess-${n}-gate`));
  const codes = (await Promise.all(guesses)).map((answer) => ('problem' in answer ? answer.problem.code : 'in'));
  expect(codes.filter((code) => code === 'sign-in-refused')).toHaveLength(4);
  expect(codes.filter((code) => code === 'account-locked')).toHaveLength(8);
  expect(await asOwner(site, 'select failures from lockout')).toEqual([{ failures: 5 }]);
  expect(await entered(5)).toEqual(['account-locked', ...Array<string>(4).fill('sign-in-refused')]);
});

test('5.5-1 refuses to unlock by anybody but the security officer, and he not himself', async () => {
  const { administrator, securityOfficer } = officers;
  for (let n = 0; n < 5; n += 1) await enter(keeper, 'Wrong-1957-gate');
  const unlock = { subject: accountId, input: { reason: '本人到场' } };
  expect(await administrator.client.tryAct(accountUnlock, unlock)).toMatchObject(refusedWith('not-permitted'));
  const own = { ...unlock, subject: await accountOf(securityOfficer) };
  expect(await securityOfficer.client.tryAct(accountUnlock, own)).toMatchObject(refusedWith('own-matter'));
  expect(await enter(keeper)).toMatchObject(refusedWith('account-locked'));
  await securityOfficer.client.act(accountUnlock, unlock);
  await signIn(keeper);
  expect((await keeper.client.tryView(sessionCurrent)).status).toBe(200);
});

test('5.5-1 refuses a card’s code the second time; wrong codes lock as wrong passwords do', async () => {
  const code = keeper.codes.shift() ?? '';
  expect((await prove(keeper, 'card', code.replace(/^(....)/, '$1 '))).status).toBe(200);
  expect(await prove(keeper, 'card', code)).toMatchObject(wrongFactor);
  // Another person's unused code is worth nothing either.
  expect(await prove(keeper, 'card', officers.auditor.codes[0] ?? '')).toMatchObject(wrongFactor);
  expect(await prove(keeper, 'card', '')).toMatchObject(wrongFactor);
  expect(await prove(keeper, 'card', '00000000')).toMatchObject(wrongFactor);
  expect(await prove(keeper, 'card', '00000000')).toMatchObject({ status: 403, problem: { code: 'account-locked' } });
  expect(await enter(keeper)).toMatchObject(refusedWith('account-locked'));
});

test('5.5-1 refuses a challenge that was used, has lapsed, or is carried to another machine', async () => {
  const begin = async (): Promise<string> => {
    const step = await keeper.client.public(loginPassword, { username: keeper.username, password: goodPassword });
    return step.challenge ?? '';
  };
  const finish = (challenge: string, client: Client = keeper.client) =>
    client.tryPublic(loginSecondFactor, { challenge, factor: 'card', code: keeper.codes.shift() ?? '' });
  const lapsed = { status: 401, problem: { code: 'challenge-lapsed' } };
  const used = await begin();
  expect((await finish(used)).status).toBe(200);
  expect(await finish(used)).toMatchObject(lapsed);
  expect(await finish(await begin(), site.visitor())).toMatchObject(lapsed);
  const late = await begin();
  await asOwner(site, `update login_challenge set expires_at = now()`);
  expect(await finish(late)).toMatchObject(lapsed);
});

test('5.5-1 refuses a fob’s code the second time and beyond its neighbours; takes a clock one step off', async () => {
  const { client } = officers.securityOfficer;
  const seed = '3132333435363738393031323334353637383930';
  const totp = totpOf(Buffer.from(seed, 'hex'), {});
  const begun = Date.now();
  const at = (steps: number): string => totp.generate({ timestamp: begun + steps * 30_000 });
  const input = { serial: 'FOB-0001', seed, firstCode: at(-1), secondCode: at(0) };
  const apart = { ...input, firstCode: at(-2) };
  expect(await client.tryAct(factorRegisterFob, { subject: keeper.personId, input: apart })).toMatchObject(
    refusedWith('fob-codes-wrong'),
  );
  const { factorId } = await client.act(factorRegisterFob, { subject: keeper.personId, input });
  expect(await client.tryAct(factorRegisterFob, { subject: scanner.personId, input })).toMatchObject(
    refusedWith('factor-known'),
  );
  expect(await prove(keeper, 'fob', at(0)), 'used when it was registered').toMatchObject(wrongFactor);
  expect((await prove(keeper, 'fob', at(1))).status).toBe(200);
  expect(await prove(keeper, 'fob', at(1)), 'a replay').toMatchObject(wrongFactor);
  expect(await prove(keeper, 'fob', at(0)), 'older than the last one').toMatchObject(wrongFactor);
  expect(await prove(keeper, 'fob', at(4)), 'far ahead').toMatchObject(wrongFactor);
  await client.act(factorRevoke, { subject: factorId, input: { reason: '遗失' } });
  const step = await keeper.client.public(loginPassword, { username: keeper.username, password: goodPassword });
  expect(step.factors).toEqual(['card']);
  // Its seed is in no row in clear.
  const rows = await asOwner(site, `select to_jsonb(f)::text as all from factor f where kind = 'fob'`);
  expect(JSON.stringify(rows)).not.toContain(seed);
});

test('5.5-2 a line worker signs in by password at an enrolled terminal; refuses him at any other, and enters it', async () => {
  expect(await enter(scanner)).toMatchObject({ status: 200, output: { next: 'signedIn', challenge: null } });
  const elsewhere = site.visitor();
  expect(await enter(scanner, goodPassword, elsewhere)).toMatchObject({
    status: 403,
    problem: { code: 'terminal-not-enrolled' },
  });
  elsewhere.cookies.set('__Host-terminal', 'A'.repeat(43));
  expect(await enter(scanner, goodPassword, elsewhere)).toMatchObject(refusedWith('terminal-not-enrolled'));
  expect(elsewhere.cookies.has('__Host-sid')).toBe(false);
  const input = { subjectId: await accountOf(scanner), act: loginPassword.name, result: 'refused' } as const;
  const { items } = await officers.auditor.client.view(logSearch, { input });
  expect(items.map((item) => item.result)).toEqual(['terminal-not-enrolled', 'terminal-not-enrolled']);
  // The archive's side never gets in by terminal alone.
  expect(await enter(keeper)).toMatchObject({ output: { next: 'secondFactor' } });
  await asOwner(site, 'update factor set revoked_at = now() where person_id = $1', [keeper.personId]);
  expect(await enter(keeper)).toMatchObject({ status: 403, problem: { code: 'no-second-factor' } });
  await asOwner(site, `update factor set revoked_at = null where person_id = $1 and kind = 'card'`, [keeper.personId]);
});

test('5.5-1 refuses all work with a password of ninety days but changing it; refuses a weak one and the old one', async () => {
  await enter(scanner);
  await asOwner(site, `update account set password_set_at = now() - interval '91 days' where username = $1`, [
    scanner.username,
  ]);
  expect(await enter(scanner)).toMatchObject({ output: { next: 'changePassword' } });
  expect((await scanner.client.tryView(sessionCurrent)).status).toBe(200);
  const change = (next: string) => scanner.client.tryAct(passwordChange, { input: { current: goodPassword, next } });
  const weak = { status: 422, problem: { code: 'password-weak', field: 'input.next' } };
  expect(await change('Kai-57')).toMatchObject(weak);
  expect(await change(goodPassword)).toMatchObject({ status: 422, problem: { code: 'password-reused' } });
  expect(await scanner.client.tryView(partyList)).toMatchObject(refusedWith('not-permitted'));
  await asOwner(site, `update account set password_set_at = now() - interval '91 days' where id = $1`, [accountId]);
  await signIn(keeper);
  expect(await keeper.client.tryView(logMine)).toMatchObject({ status: 403, problem: { code: 'password-expired' } });
  await asOwner(site, `update account set password_set_at = now() - interval '89 days' where id = $1`, [accountId]);
  expect((await keeper.client.tryView(logMine)).status).toBe(200);
  expect((await change('Luoyang-1958-gate')).status).toBe(200);
  expect(await enter(scanner)).toMatchObject(refusedWith('sign-in-refused'));
  expect(await enter(scanner, 'Luoyang-1958-gate')).toMatchObject({ output: { next: 'signedIn' } });
});

test('5.5-1 refuses a weak first password, a wrong or lapsed activation code, and one used before', async () => {
  const { administrator, securityOfficer } = officers;
  const subject = await accountOf(scanner);
  const { activationCode } = await withSecond(administrator, securityOfficer, accountReset, {
    subject,
    input: { reason: '遗忘' },
  });
  const activate = (newPassword: string, code = activationCode) =>
    scanner.client.tryPublic(accountActivate, { username: scanner.username, activationCode: code, newPassword });
  for (const poor of ['Kai-57', 'kaifengkaifeng', `A1-${scanner.username}`, 'Aa1Aa1Aa1Aa1', 'Shoucang-1']) {
    const answer = await activate(poor);
    expect(answer, poor).toMatchObject({ status: 422, problem: { code: 'password-weak', field: 'input.newPassword' } });
    expect(JSON.stringify(answer)).not.toContain(poor);
  }
  expect(await activate(goodPassword, 'AAAAA-BBBBB-CCCCC')).toMatchObject(refusedWith('activation-wrong'));
  await asOwner(site, 'update account set activation_expires_at = now() where id = $1', [subject]);
  expect(await activate(goodPassword)).toMatchObject(refusedWith('activation-wrong'));
  await asOwner(site, `update account set activation_expires_at = now() + interval '1 hour' where id = $1`, [subject]);
  expect((await activate(goodPassword)).status).toBe(200);
  expect(await activate(goodPassword)).toMatchObject(refusedWith('activation-wrong'));
  expect(await enter(scanner)).toMatchObject({ output: { next: 'signedIn' } });
});

import { ledgerOut } from '#/base/rules/ledger/trouble.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PersonActor } from '#/base/rules/actor.ts';
import { businessDay } from '#/base/rules/business-day.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { bindPublic, type Binding } from '#/base/server/door/bind.ts';
import type { LedgerGate } from '#/base/server/door/ports.ts';
import { publicAct, type PublicDone } from '#/base/server/door/public.ts';
import { setCookie } from '#/base/server/http/cookies.ts';
import { peerCertificate } from '#/base/server/http/peer.ts';
import { findSite } from '#/base/server/site.ts';
import type { Role } from '#/base/rules/roles.ts';
import { accountActivate, loginPassword, loginSecondFactor, terminalEnrol } from '../../rules/api/session.ts';
import { agentEnrol } from '../../rules/api/agent.ts';
import { afterFailure, isLocked, lockoutPolicy } from '../../rules/lockout.ts';
import { passwordExpired, passwordFault, passwordFaults } from '../../rules/password.ts';
import { needsOwnFactor } from '../../rules/second-factor.ts';
import { sessionPolicy } from '../../rules/sessions.ts';
import { keyOptions, proves, usableFactors } from '../factors.ts';
import { type Keyring, newToken, paperCode, sha256 } from '../keyring.ts';
import { hashPassword, verifyPassword } from '../passwords.ts';
import { sessionCookie, terminalCookie } from '../session-port.ts';
import {
  type AccountRow,
  clearLockout,
  findAccount,
  findAccountByUsername,
  lockAccount,
  readLockout,
  updateAccount,
  writeLockout,
} from '../store/accounts.ts';
import { rolesInForce } from '../store/people.ts';
import { countStranger, strangerLockedUntil } from '../strangers.ts';
import { dropChallenge, findTerminal, insertChallenge, openSession, tryChallenge } from '../store/sessions.ts';
import { redeemAgentCode, redeemCode } from '../store/terminals.ts';

export interface LoginDeps {
  db: Db;
  gate: LedgerGate;
  config: Config;
  keyring: Keyring;
}

interface Station {
  /** Key of the lockout counter. */
  key: string;
  terminal: { id: string; name: string; second_factor_port: boolean } | null;
}

async function stationOf(db: Db, request: FastifyRequest): Promise<Station> {
  const credential = request.cookies[terminalCookie];
  const terminal = credential ? ((await findTerminal(db, credential)) ?? null) : null;
  return { key: terminal?.id ?? `address ${request.ip}`, terminal };
}

const actorOf = (account: AccountRow, roles: Role[], sessionId: string, station: Station): PersonActor => ({
  kind: 'person',
  personId: account.person_id,
  accountId: account.id,
  partyId: account.party_id,
  party: account.party_kind,
  roles,
  sessionId,
  terminalId: station.terminal?.id ?? null,
  provedAt: Date.now(),
  mustChangePassword: passwordExpired(account.password_set_at?.getTime() ?? 0, Date.now()),
});

/** A failed sign-in of a known account: counted, entered by account, and never told apart outside. */
async function fail<T>(
  tx: Tx,
  account: AccountRow,
  station: Station,
  refusal: Refusal,
): Promise<PublicDone<T> | Refusal> {
  await lockAccount(tx, account.id);
  const locked = await standing(tx, account, station);
  if (locked) return locked;
  const state = afterFailure(await readLockout(tx, account.id, station.key), Date.now());
  await writeLockout(tx, account.id, station.key, state);
  return turnedAway(account, state.lockedUntil === null ? refusal : lockedFor(lockoutPolicy.minutes * 60_000));
}

/** Nobody was signed in, but an account is concerned: the refusal is entered with it. */
const turnedAway = <T>(account: AccountRow, refusal: Refusal): PublicDone<T> => ({
  value: undefined as T,
  actor: { kind: 'none' },
  subjectId: account.id,
  refusedWith: refusal,
});

const lockedFor = (ms: number): Refusal => refuse('account-locked', { minutes: Math.ceil(ms / 60_000) });

/** A name that nobody has is answered as an account would be. */
function turnAwayStranger(deps: LoginDeps, username: string, station: Station, refusal: Refusal): Refusal {
  const trouble = deps.gate.trouble();
  if (trouble !== null) return ledgerOut(trouble);
  return countStranger(username, station.key, Date.now()) ? lockedFor(lockoutPolicy.minutes * 60_000) : refusal;
}

async function rolesNow(db: Db | Tx, personId: string): Promise<Role[]> {
  const site = await findSite(db);
  return rolesInForce(db, personId, businessDay(Date.now(), site?.timeZone ?? 'Asia/Shanghai'));
}

/** The lock that stands against this account here, now. */
async function standing(db: Db | Tx, account: AccountRow, station: Station): Promise<Refusal | null> {
  const lock = await readLockout(db, account.id, station.key);
  const now = Date.now();
  return isLocked(lock, now) ? lockedFor((lock.lockedUntil ?? now) - now) : null;
}

/** The lock that stands against a name, whether anybody has it or not. */
async function lockOfName(
  deps: LoginDeps,
  account: AccountRow | undefined,
  username: string,
  station: Station,
): Promise<Refusal | null> {
  if (account) return standing(deps.db, account, station);
  const now = Date.now();
  const until = strangerLockedUntil(username, station.key, now);
  return until === null ? null : lockedFor(until - now);
}

interface SignedIn {
  next: 'signedIn' | 'changePassword';
  token: string;
}

async function signIn(
  tx: Tx,
  account: AccountRow,
  station: Station,
  factor: string,
): Promise<PublicDone<SignedIn> | Refusal> {
  await lockAccount(tx, account.id);
  const locked = await standing(tx, account, station);
  if (locked) return locked;
  await clearLockout(tx, account.id, station.key);
  const terminalId = station.terminal?.id ?? null;
  const session = await openSession(tx, { accountId: account.id, personId: account.person_id, terminalId, factor });
  const actor = actorOf(account, await rolesNow(tx, account.person_id), session.id, station);
  return {
    value: { next: actor.mustChangePassword ? 'changePassword' : 'signedIn', token: session.token },
    actor,
    subjectId: session.id,
    after: { factor, terminalId },
  };
}

const giveSession = (reply: FastifyReply, token: string): void =>
  setCookie(reply, { name: sessionCookie, value: token, maxAge: sessionPolicy.shiftHours * 3600 });

export const loginRoutes = (deps: LoginDeps): Binding[] => [
  passwordStep(deps),
  factorStep(deps),
  activation(deps),
  enrolment(deps),
  agentEnrolment(deps),
];

const passwordStep = (deps: LoginDeps): Binding =>
  bindPublic(loginPassword, async ({ input, request, reply }) => {
    const station = await stationOf(deps.db, request);
    const account = await findAccountByUsername(deps.db, input.username);
    const locked = await lockOfName(deps, account, input.username, station);
    if (locked) return locked;
    const right = await verifyPassword(deps.config.passwordCost, account?.password_hash ?? null, input.password);
    if (!account) return turnAwayStranger(deps, input.username, station, refuse('sign-in-refused'));
    if (!right) {
      return publicAct(deps, loginPassword, input, (tx) => fail(tx, account, station, refuse('sign-in-refused')));
    }
    const roles = await rolesNow(deps.db, account.person_id);
    const against = refuseSignIn(account, station, roles);
    if (against) return publicAct(deps, loginPassword, input, async () => turnedAway(account, against));
    if (!needsOwnFactor(roles)) {
      const done = await publicAct(deps, loginPassword, input, (tx) => signIn(tx, account, station, 'terminal'));
      if (isRefusal(done)) return done;
      giveSession(reply, done.token);
      return { next: done.next, challenge: null, factors: [], webauthn: null };
    }
    return beginSecondFactor(deps, account, station);
  });

/** 5.5-2: the password was right; the person may be told what else is wrong. */
function refuseSignIn(account: AccountRow, station: Station, roles: readonly Role[]): Refusal | null {
  if (account.state !== 'active') return refuse('account-not-active');
  if (!station.terminal) return refuse('terminal-not-enrolled');
  return roles.length === 0 ? refuse('no-role') : null;
}

async function beginSecondFactor(deps: LoginDeps, account: AccountRow, station: Station) {
  const factors = await usableFactors(deps.db, account.person_id);
  const portOpen = station.terminal?.second_factor_port ?? false;
  const usable = factors.filter((factor) => portOpen || (factor.kind !== 'webauthn' && factor.kind !== 'certificate'));
  if (usable.length === 0) return refuse(factors.length === 0 ? 'no-second-factor' : 'port-not-registered');
  const options = portOpen ? await keyOptions(deps.config, factors) : null;
  const terminalId = station.terminal?.id ?? null;
  const challenge = await deps.db.transaction().execute(async (tx) => {
    await lockAccount(tx, account.id);
    const locked = await standing(tx, account, station);
    const row = { accountId: account.id, terminalId, webauthn: options?.challenge ?? null };
    return locked ?? insertChallenge(tx, row);
  });
  if (isRefusal(challenge)) return challenge;
  return {
    next: 'secondFactor' as const,
    challenge,
    factors: [...new Set(usable.map((factor) => factor.kind))],
    webauthn: options as Record<string, unknown> | null,
  };
}

const factorStep = (deps: LoginDeps): Binding =>
  bindPublic(loginSecondFactor, async ({ input, request, reply }) => {
    const station = await stationOf(deps.db, request);
    const done = await publicAct(
      deps,
      loginSecondFactor,
      input,
      async (tx): Promise<PublicDone<SignedIn> | Refusal> => {
        const challenge = await tryChallenge(tx, input.challenge);
        if (!challenge || challenge.terminal_id !== (station.terminal?.id ?? null)) return refuse('challenge-lapsed');
        const account = await findAccount(tx, challenge.account_id);
        if (!account || account.state !== 'active') return refuse('account-not-active');
        await lockAccount(tx, account.id);
        const locked = await standing(tx, account, station);
        if (locked) return locked;
        const byPort = input.factor === 'webauthn' || input.factor === 'certificate';
        if (byPort && !station.terminal?.second_factor_port) return refuse('port-not-registered');
        const proved = await proves(tx, deps, account.person_id, {
          kind: input.factor,
          code: input.code ?? null,
          webauthn: input.webauthn ?? null,
          challenge: challenge.webauthn,
          certificate: peerCertificate(request.raw),
        });
        if (!proved) return fail(tx, account, station, refuse('second-factor-wrong'));
        await dropChallenge(tx, input.challenge);
        return signIn(tx, account, station, input.factor);
      },
    );
    if (isRefusal(done)) return done;
    giveSession(reply, done.token);
    return { next: done.next };
  });

const activation = (deps: LoginDeps): Binding =>
  bindPublic(accountActivate, async ({ input, request }) => {
    const station = await stationOf(deps.db, request);
    const fault = passwordFault(input.newPassword, input.username);
    if (fault) return refuse('password-weak', { why: passwordFaults[fault].zh }, 'input.newPassword');
    const passwordHash = await hashPassword(deps.config.passwordCost, input.newPassword);
    const account = await findAccountByUsername(deps.db, input.username);
    const locked = await lockOfName(deps, account, input.username, station);
    if (locked) return locked;
    if (!account) return turnAwayStranger(deps, input.username, station, refuse('activation-wrong'));
    const done = await publicAct(deps, accountActivate, input, async (tx): Promise<PublicDone<object> | Refusal> => {
      const right = account.activation_hash?.equals(sha256(paperCode(input.activationCode))) ?? false;
      const lapsed = (account.activation_expires_at?.getTime() ?? 0) <= Date.now();
      if (!right || lapsed) return fail(tx, account, station, refuse('activation-wrong'));
      await clearLockout(tx, account.id);
      await updateAccount(tx, account.id, null, {
        state: 'active',
        password_hash: passwordHash,
        password_set_at: new Date(),
        activation_hash: null,
        activation_expires_at: null,
      });
      return { value: {}, actor: { kind: 'none' }, subjectId: account.id, after: { state: 'active' } };
    });
    return isRefusal(done) ? done : {};
  });

const enrolment = (deps: LoginDeps): Binding =>
  bindPublic(terminalEnrol, async ({ input, reply }) => {
    const credential = newToken();
    const done = await publicAct(deps, terminalEnrol, input, async (tx) => {
      const terminal = await redeemCode(tx, sha256(paperCode(input.code)), sha256(credential));
      if (!terminal) return refuse('enrolment-code-wrong', {}, 'input.code');
      return { value: { terminal }, actor: { kind: 'none' }, subjectId: terminal.id, after: { state: 'enrolled' } };
    });
    if (isRefusal(done)) return done;
    setCookie(reply, { name: terminalCookie, value: credential, maxAge: 10 * 365 * 86_400 });
    return done;
  });

const agentEnrolment = (deps: LoginDeps): Binding =>
  bindPublic(agentEnrol, async ({ input }) => {
    const credential = newToken();
    return publicAct(deps, agentEnrol, input, async (tx) => {
      const terminal = await redeemAgentCode(tx, sha256(paperCode(input.code)), sha256(credential));
      if (!terminal) return refuse('enrolment-code-wrong', {}, 'input.code');
      const after = { agent: 'enrolled' };
      return { value: { terminal, credential }, actor: { kind: 'none' }, subjectId: terminal.id, after };
    });
  });

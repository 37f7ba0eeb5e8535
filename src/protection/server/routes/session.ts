import type { PersonActor } from '#/base/rules/actor.ts';
import type { AnyDecl, Callable } from '#/base/rules/declare.ts';
import { refuse } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { findSite } from '#/base/server/site.ts';
import {
  passwordChange,
  sessionCurrent,
  sessionSignOut,
  sessionStepUp,
  sessionStepUpOptions,
} from '../../rules/api/session.ts';
import { afterFailure } from '../../rules/lockout.ts';
import { passwordFault, passwordFaults } from '../../rules/password.ts';
import { decide } from '../../rules/permit.ts';
import { needsOwnFactor } from '../../rules/second-factor.ts';
import { sessionPolicy } from '../../rules/sessions.ts';
import { keyOptions, proves, usableFactors } from '../factors.ts';
import { hashPassword, verifyPassword } from '../passwords.ts';
import { sessionCookie } from '../session-port.ts';
import { clearLockout, findAccount, readLockout, updateAccount, writeLockout } from '../store/accounts.ts';
import { findParty, names } from '../store/people.ts';
import { endSession, rotateSession, setChallenge } from '../store/sessions.ts';
import { findTerminalById } from '../store/terminals.ts';
import { todoCounts } from '../store/counts.ts';
import { bannerOf } from '../banner.ts';
import type { LoginDeps } from './login.ts';

export interface SessionDeps extends LoginDeps {
  declared: readonly AnyDecl[];
}

const isCallable = (decl: AnyDecl): decl is Callable =>
  decl.kind === 'act' || decl.kind === 'copy' || decl.kind === 'view';

export const sessionRoutes = (deps: SessionDeps): Binding[] => [
  bindView(sessionCurrent, async (tx, { actor }) => {
    const [party, site, person, factors] = [
      await findParty(tx, actor.partyId),
      await findSite(tx),
      await names(tx, [actor.personId]),
      await usableFactors(tx, actor.personId),
    ];
    const terminal = actor.terminalId ? await findTerminalById(tx, actor.terminalId) : null;
    const session = await tx
      .selectFrom('session')
      .select('expires_at')
      .where('id', '=', actor.sessionId)
      .executeTakeFirstOrThrow();
    const fresh = { ...actor, provedAt: Date.now() };
    return {
      person: { id: actor.personId, name: person.get(actor.personId) ?? '' },
      party: { id: actor.partyId, name: party?.name ?? '', kind: actor.party },
      roles: [...actor.roles],
      terminal: terminal ? { id: terminal.id, name: terminal.name } : null,
      site: { name: site?.name ?? '', timeZone: site?.timeZone ?? 'Asia/Shanghai' },
      counts: await todoCounts(tx, actor),
      expiresAt: session.expires_at.toISOString(),
      serverTime: new Date().toISOString(),
      permitted: deps.declared
        .filter((decl) => isCallable(decl) && decide(decl, fresh, Date.now()) === null)
        .map((decl) => decl.name),
      banner: bannerOf(deps.gate.trouble()),
      factors: [...new Set(factors.map((factor) => factor.kind))],
    };
  }),

  bindAct(sessionSignOut, {
    async run(tx, { actor }) {
      await endSession(tx, actor.sessionId, 'signed-out');
      return { output: {}, subjectId: actor.sessionId, cookies: [{ name: sessionCookie, value: '', maxAge: 0 }] };
    },
  }),

  bindView(sessionStepUpOptions, async (tx, { actor }) => {
    const factors = await usableFactors(tx, actor.personId);
    const options = await keyOptions(deps.config, factors);
    if (options)
      await upkeep(deps.db, 'webauthn.challenge', (own) => setChallenge(own, actor.sessionId, options.challenge));
    return {
      factors: [...new Set(factors.map((factor) => factor.kind))],
      webauthn: options as Record<string, unknown> | null,
    };
  }),

  stepUp(deps),

  bindAct(passwordChange, {
    async run(tx, { actor, input }) {
      const account = await findAccount(tx, actor.accountId);
      if (!account || !(await verifyPassword(deps.config.passwordCost, account.password_hash, input.current))) {
        await countWrongProof(deps, actor);
        return refuse('sign-in-refused', {}, 'input.current');
      }
      if (input.next === input.current) return refuse('password-reused', {}, 'input.next');
      const fault = passwordFault(input.next, account.username);
      if (fault) return refuse('password-weak', { why: passwordFaults[fault].zh }, 'input.next');
      const passwordHash = await hashPassword(deps.config.passwordCost, input.next);
      await updateAccount(tx, account.id, null, { password_hash: passwordHash, password_set_at: new Date() });
      return { output: {}, subjectId: account.id };
    },
  }),
];

/** Counter of wrong step-ups: five end the session, so a borrowed screen cannot guess codes. */
const stepUpStation = 'step-up';

async function countWrongProof(deps: SessionDeps, actor: PersonActor): Promise<void> {
  await upkeep(deps.db, 'login.lockout', async (tx) => {
    const state = afterFailure(await readLockout(tx, actor.accountId, stepUpStation), Date.now());
    if (state.lockedUntil === null) {
      await writeLockout(tx, actor.accountId, stepUpStation, state);
      return;
    }
    await clearLockout(tx, actor.accountId, stepUpStation);
    await endSession(tx, actor.sessionId, 'wrong-proofs');
  });
}

/** Line workers prove again by password, at the terminal that was their second factor. */
const stepUp = (deps: SessionDeps): Binding =>
  bindAct(sessionStepUp, {
    async run(tx, { actor, input, certificate }) {
      const session = await tx
        .selectFrom('session')
        .select('challenge')
        .where('id', '=', actor.sessionId)
        .executeTakeFirst();
      const code = input.code ?? null;
      const { challenge = null } = session ?? {};
      const proof = { code, webauthn: input.webauthn ?? null, challenge, certificate };
      const proved =
        input.factor === 'password'
          ? !needsOwnFactor(actor.roles) && (await passwordProves(deps, tx, actor.accountId, code ?? ''))
          : await proves(tx, deps, actor.personId, { kind: input.factor, ...proof });
      if (!proved) {
        await countWrongProof(deps, actor);
        return refuse('second-factor-wrong', {}, 'input.code');
      }
      await clearLockout(tx, actor.accountId, stepUpStation);
      const token = await rotateSession(tx, actor.sessionId);
      return {
        output: { until: new Date(Date.now() + sessionPolicy.proofMinutes * 60_000).toISOString() },
        subjectId: actor.sessionId,
        cookies: [{ name: sessionCookie, value: token, maxAge: sessionPolicy.shiftHours * 3600 }],
      };
    },
  });

async function passwordProves({ config }: SessionDeps, tx: Tx, accountId: string, password: string): Promise<boolean> {
  const account = await findAccount(tx, accountId);
  return verifyPassword(config.passwordCost, account?.password_hash ?? null, password);
}

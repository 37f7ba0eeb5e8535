import { X509Certificate } from 'node:crypto';
import {
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { Secret } from 'otpauth';
import type { PersonActor } from '#/base/rules/actor.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { newId } from '#/base/server/ids.ts';
import { findSite, today } from '#/base/server/site.ts';
import {
  factorIssueCard,
  factorKeyOptions,
  factorRegisterCertificate,
  factorRegisterFob,
  factorRegisterKey,
  factorRevoke,
} from '../../rules/api/people.ts';
import { issueCard } from '../cards.ts';
import { totpOf, usableFactors } from '../factors.ts';
import { lockDuties } from '../store/people.ts';
import { endSessionsOf, setChallenge } from '../store/sessions.ts';
import { findTerminalById } from '../store/terminals.ts';
import type { FactorFacts, FactorKind } from '../tables.ts';
import type { LoginDeps } from './login.ts';

/**
 * Who issues a second factor to whom: the security officer to everybody but himself, the
 * administrator to the security officer only.
 */
async function refuseIssuer(tx: Tx, actor: PersonActor, personId: string): Promise<Refusal | null> {
  const person = await lockDuties(tx, personId);
  if (!person) return refuse('not-found', { what: '人员 / person' });
  if (personId === actor.personId) return refuse('own-matter');
  const toSecurityOfficer = person.offices.includes('securityOfficer');
  if (actor.roles.includes('securityOfficer')) return null;
  return toSecurityOfficer ? null : refuse('not-permitted', { label: '为保密员以外的人员办理第二因素' });
}

export const factorRoutes = (deps: LoginDeps): Binding[] => [
  cardRoute(deps),
  fobRoute(deps),
  certificateRoute(),
  ...keyRoutes(deps),
  revokeRoute(),
];

const cardRoute = (deps: LoginDeps): Binding =>
  bindAct(factorIssueCard, {
    check: (tx, { actor, subject }) => refuseIssuer(tx, actor, subject ?? ''),
    async run(tx, { actor, subject }) {
      const person = await tx
        .selectFrom('person')
        .select('name')
        .where('id', '=', subject ?? '')
        .executeTakeFirstOrThrow();
      const account = await tx
        .selectFrom('account')
        .select('username')
        .where('person_id', '=', subject ?? '')
        .orderBy('id', 'desc')
        .executeTakeFirst();
      const site = await findSite(tx);
      const card = await issueCard(tx, deps.keyring, {
        personId: subject ?? '',
        holder: person.name,
        username: account?.username ?? '',
        archiveName: site?.name ?? '',
        issuedBy: actor.personId,
        issuedOn: await today(tx),
      });
      const { factorId, cardNumber, codes } = card;
      return { output: { factorId, cardNumber, codes, printed: card.printed }, after: { factorId, cardNumber } };
    },
  });

/** Base32 or hexadecimal, as makers of fobs deliver it. */
export function readSeed(text: string): Buffer | null {
  const plain = text.replace(/[\s-]/g, '');
  if (/^[0-9a-f]+$/i.test(plain) && plain.length % 2 === 0 && plain.length >= 20) return Buffer.from(plain, 'hex');
  if (!/^[A-Z2-7]+=*$/i.test(plain)) return null;
  const bytes = Buffer.from(Secret.fromBase32(plain.toUpperCase()).buffer);
  return bytes.length >= 10 ? bytes : null;
}

const fobRoute = (deps: LoginDeps): Binding =>
  bindAct(factorRegisterFob, {
    check: (tx, { actor, subject }) => refuseIssuer(tx, actor, subject ?? ''),
    async run(tx, { actor, subject, input }) {
      const seed = readSeed(input.seed);
      if (!seed) return refuse('seed-invalid', {}, 'input.seed');
      const facts: FactorFacts = {
        algorithm: input.algorithm,
        digits: input.digits,
        periodSeconds: input.periodSeconds,
      };
      const totp = totpOf(seed, facts);
      // Two codes in a row: one could be luck, or a fob whose clock runs far off.
      const first = totp.validate({ token: input.firstCode, window: 2 });
      const second = totp.validate({ token: input.secondCode, window: 2 });
      if (first === null || second === null || second !== first + 1)
        return refuse('fob-codes-wrong', {}, 'input.secondCode');
      const counter = Math.floor(Date.now() / 1000 / input.periodSeconds) + second;
      const sealed = deps.keyring.seal(seed, input.serial);
      const row = { personId: subject ?? '', kind: 'fob' as const, label: input.serial, sealed, facts, counter };
      return insertFactor(tx, actor, row);
    },
  });

async function insertFactor(
  tx: Tx,
  actor: PersonActor,
  row: {
    personId: string;
    kind: FactorKind;
    label: string;
    sealed: Buffer | null;
    facts: FactorFacts;
    counter: number;
  },
) {
  const factorId = newId();
  const taken = await tx
    .selectFrom('factor')
    .select('id')
    .where('kind', '=', row.kind)
    .where('label', '=', row.label)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (taken && row.kind !== 'webauthn') return refuse('factor-known');
  await tx
    .insertInto('factor')
    .values({
      id: factorId,
      person_id: row.personId,
      kind: row.kind,
      label: row.label,
      sealed: row.sealed,
      facts: row.facts,
      counter: String(row.counter),
      issued_by: actor.personId,
    })
    .execute();
  return { output: { factorId }, after: { factorId, kind: row.kind } };
}

const certificateRoute = (): Binding =>
  bindAct(factorRegisterCertificate, {
    check: (tx, { actor, subject }) => refuseIssuer(tx, actor, subject ?? ''),
    async run(tx, { actor, subject, input }) {
      const certificate = readCertificate(input.pem);
      if (!certificate) return refuse('certificate-invalid', {}, 'input.pem');
      const fingerprint = certificate.fingerprint256;
      const notAfter = new Date(certificate.validTo).toISOString();
      const row = {
        personId: subject ?? '',
        kind: 'certificate' as const,
        label: fingerprint,
        sealed: null,
        counter: 0,
      };
      const done = await insertFactor(tx, actor, { ...row, facts: { fingerprint, notAfter } });
      return 'refused' in done ? done : { ...done, output: { ...done.output, fingerprint, notAfter } };
    },
  });

function readCertificate(pem: string): X509Certificate | null {
  try {
    const certificate = new X509Certificate(pem);
    const now = Date.now();
    return Date.parse(certificate.validFrom) <= now && now < Date.parse(certificate.validTo) ? certificate : null;
  } catch {
    return null;
  }
}

/** 5.2-1: a security key needs a port, so it is registered at a terminal whose port is an exception. */
async function refusePort(tx: Tx, actor: PersonActor): Promise<Refusal | null> {
  const terminal = actor.terminalId ? await findTerminalById(tx, actor.terminalId) : null;
  return terminal?.second_factor_port ? null : refuse('port-not-registered');
}

const keyRoutes = (deps: LoginDeps): Binding[] => [
  bindView(factorKeyOptions, async (tx, { actor }) => {
    const refused = await refusePort(tx, actor);
    if (refused) return refused;
    const account = await tx
      .selectFrom('account')
      .select('username')
      .where('id', '=', actor.accountId)
      .executeTakeFirstOrThrow();
    const known = (await usableFactors(tx, actor.personId)).filter((factor) => factor.kind === 'webauthn');
    const options = await generateRegistrationOptions({
      rpName: '守藏 Shoucang',
      rpID: deps.config.name,
      userName: account.username,
      userID: new Uint8Array(Buffer.from(actor.personId)),
      attestationType: 'none',
      authenticatorSelection: { residentKey: 'discouraged', userVerification: 'discouraged' },
      excludeCredentials: known.map((factor) => ({ id: factor.facts.credentialId ?? '' })),
    });
    await upkeep(deps.db, 'webauthn.challenge', (own) => setChallenge(own, actor.sessionId, options.challenge));
    return { options: options as unknown as Record<string, unknown> };
  }),

  bindAct(factorRegisterKey, {
    check: (tx, { actor }) => refusePort(tx, actor),
    async run(tx, { actor, input }) {
      const session = await tx
        .selectFrom('session')
        .select('challenge')
        .where('id', '=', actor.sessionId)
        .executeTakeFirst();
      const credential = await verifyKey(deps, input.webauthn, session?.challenge ?? '');
      if (!credential) return refuse('key-not-accepted');
      await setChallenge(tx, actor.sessionId, null);
      const facts: FactorFacts = {
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      };
      const row = { personId: actor.personId, kind: 'webauthn' as const, label: input.label, sealed: null, facts };
      const done = await insertFactor(tx, actor, { ...row, counter: credential.counter });
      return 'refused' in done ? done : { ...done, subjectId: actor.personId };
    },
  }),
];

async function verifyKey(deps: LoginDeps, response: Record<string, unknown>, challenge: string) {
  try {
    const result = await verifyRegistrationResponse({
      response: response as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: deps.config.origin,
      expectedRPID: deps.config.name,
      requireUserVerification: false,
    });
    return result.verified ? result.registrationInfo.credential : null;
  } catch {
    // Malformed or foreign answers throw; to the person both are a key that was not accepted.
    return null;
  }
}

const revokeRoute = (): Binding =>
  bindAct(factorRevoke, {
    async run(tx, { actor, subject }) {
      const factor = await tx
        .selectFrom('factor')
        .selectAll()
        .where('id', '=', subject ?? '')
        .where('revoked_at', 'is', null)
        .forUpdate()
        .executeTakeFirst();
      if (!factor) return refuse('not-found', { what: '第二因素 / second factor' });
      const refused = await refuseIssuer(tx, actor, factor.person_id);
      if (refused) return refused;
      await tx.updateTable('factor').set({ revoked_at: new Date() }).where('id', '=', factor.id).execute();
      // A lost fob may be in somebody's hand who has just signed in with it.
      await endSessionsOf(tx, factor.person_id, 'factor-revoked');
      return { output: {}, before: { kind: factor.kind, personId: factor.person_id }, after: { revoked: true } };
    },
  });

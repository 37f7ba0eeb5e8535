import {
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
  type AuthenticationResponseJSON,
} from '@simplewebauthn/server';
import { Secret, TOTP } from 'otpauth';
import type { Config } from '#/base/server/config.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import type { PeerCertificate } from '#/base/server/door/ports.ts';
import type { Keyring } from './keyring.ts';
import type { FactorFacts, FactorKind } from './tables.ts';

export interface FactorContext {
  keyring: Keyring;
  config: Config;
}

/** A proof as it came in. */
export interface Proof {
  kind: FactorKind;
  code: string | null;
  webauthn: Record<string, unknown> | null;
  /** Challenge that was given out for WebAuthn. */
  challenge: string | null;
  certificate: PeerCertificate | null;
}

export const usableFactors = (db: Db | Tx, personId: string) =>
  db.selectFrom('factor').selectAll().where('person_id', '=', personId).where('revoked_at', 'is', null).execute();

export type FactorRow = Awaited<ReturnType<typeof usableFactors>>[number];

/**
 * True when one of the person's factors of this kind proves him. A code, a time step and a
 * signature counter work once: the row is locked and moved on in the same transaction.
 */
export async function proves(tx: Tx, context: FactorContext, personId: string, proof: Proof): Promise<boolean> {
  const factors = await tx
    .selectFrom('factor')
    .selectAll()
    .where('person_id', '=', personId)
    .where('kind', '=', proof.kind)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .execute();
  for (const factor of factors) {
    if (await provesOne(tx, context, factor, proof)) return true;
  }
  return false;
}

async function provesOne(tx: Tx, context: FactorContext, factor: FactorRow, proof: Proof): Promise<boolean> {
  switch (proof.kind) {
    case 'fob':
      return proof.code !== null && provesFob(tx, context, factor, proof.code);
    case 'card':
      return proof.code !== null && provesCard(tx, context, factor, proof.code);
    case 'webauthn':
      return proof.webauthn !== null && proof.challenge !== null && provesKey(tx, context, factor, proof);
    case 'certificate':
      return provesCertificate(factor, proof.certificate);
  }
}

const moveCounter = (tx: Tx, id: string, counter: number) =>
  tx
    .updateTable('factor')
    .set({ counter: String(counter) })
    .where('id', '=', id)
    .execute();

export function totpOf(seed: Buffer, facts: FactorFacts): TOTP {
  const bytes = new Uint8Array(seed);
  return new TOTP({
    secret: new Secret({ buffer: bytes.buffer }),
    algorithm: facts.algorithm ?? 'SHA1',
    digits: facts.digits ?? 6,
    period: facts.periodSeconds ?? 30,
  });
}

/** RFC 6238 with one step of drift either way; a step that was used does not work again. */
async function provesFob(tx: Tx, { keyring }: FactorContext, factor: FactorRow, code: string): Promise<boolean> {
  if (!factor.sealed || !/^\d{6,8}$/.test(code)) return false;
  const totp = totpOf(keyring.open(factor.sealed, factor.label), factor.facts);
  const now = Date.now();
  const delta = totp.validate({ token: code, timestamp: now, window: 1 });
  if (delta === null) return false;
  const step = Math.floor(now / 1000 / (factor.facts.periodSeconds ?? 30)) + delta;
  if (step <= Number(factor.counter)) return false;
  await moveCounter(tx, factor.id, step);
  return true;
}

/** Any unused code of the card; it is crossed out here as the person does on paper. */
async function provesCard(tx: Tx, { keyring }: FactorContext, factor: FactorRow, typed: string): Promise<boolean> {
  const code = typed.replace(/\D/g, '');
  if (code.length !== 8) return false;
  const { numUpdatedRows } = await tx
    .updateTable('factor_code')
    .set({ used_at: new Date() })
    .where('factor_id', '=', factor.id)
    .where('code_hash', '=', keyring.codeHash(code, factor.label))
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

async function provesKey(tx: Tx, { config }: FactorContext, factor: FactorRow, proof: Proof): Promise<boolean> {
  const response = proof.webauthn as unknown as AuthenticationResponseJSON;
  const { credentialId, publicKey } = factor.facts;
  if (!credentialId || !publicKey || response.id !== credentialId) return false;
  try {
    const result = await verifyAuthenticationResponse({
      response,
      expectedChallenge: proof.challenge ?? '',
      expectedOrigin: config.origin,
      expectedRPID: config.name,
      requireUserVerification: false,
      credential: {
        id: credentialId,
        publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')),
        counter: Number(factor.counter),
      },
    });
    if (!result.verified) return false;
    await moveCounter(tx, factor.id, result.authenticationInfo.newCounter);
    return true;
  } catch {
    // The library throws for a malformed or foreign answer: that is a wrong proof, not a surprise.
    return false;
  }
}

/** The TLS layer has proved possession of the key; here it must be the registered certificate. */
function provesCertificate(factor: FactorRow, certificate: PeerCertificate | null): boolean {
  if (!certificate || certificate.fingerprint !== factor.facts.fingerprint) return false;
  const now = new Date();
  return certificate.validFrom <= now && now < certificate.validTo;
}

/** Options for the browser to ask a registered security key, or null when there is none. */
export async function keyOptions(config: Config, factors: readonly FactorRow[]) {
  const keys = factors.filter((factor) => factor.kind === 'webauthn' && factor.facts.credentialId);
  if (keys.length === 0) return null;
  return generateAuthenticationOptions({
    rpID: config.name,
    userVerification: 'discouraged',
    allowCredentials: keys.map((key) => ({ id: key.facts.credentialId ?? '' })),
  });
}

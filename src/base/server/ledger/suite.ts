/**
 * The two suites (docs/design/ledger-format.md, section 2): hash, signature, keys.
 *
 * SM2 goes through sm-crypto-v2 with the standard user id and never through node:crypto, which
 * signs with an empty id, or not SM2 at all; openssl is the oracle in the tests.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { type Suite, suites } from '#/base/rules/ledger/entry.ts';
import type { Hash } from '#/base/rules/ledger/tree.ts';

export type KeyUse = 'log' | 'cosigner';

/** A public key that verifies lines of signed notes. */
export interface VerifierKey {
  name: string;
  suite: Suite;
  use: KeyUse;
  /** 32 bytes (Ed25519) or 65 bytes (SM2). */
  publicKey: Buffer;
  /** First four bytes of SHA-256(name ‖ LF ‖ type ‖ public key). */
  id: Buffer;
  verifies(message: Uint8Array, signature: Uint8Array): boolean;
}

export interface SigningKey extends VerifierKey {
  sign(message: Uint8Array): Buffer;
  /** The line of the key file. */
  secretText: string;
}

const algorithms: Record<Suite, string> = { intl: 'sha256', gm: 'sm3' };

/** H of the suite: the digest of the parts in order, 32 bytes. */
export function suiteHash(suite: Suite): Hash {
  const algorithm = algorithms[suite];
  // One call on joined bytes costs half of an incremental hash object.
  return (...parts) => hash(algorithm, parts.length === 1 ? parts[0]! : Buffer.concat(parts), 'buffer');
}

const types: Record<Suite, Record<KeyUse, Buffer>> = {
  intl: { log: Buffer.from([0x01]), cosigner: Buffer.from([0x04]) },
  gm: {
    log: Buffer.concat([Buffer.from([0xff]), Buffer.from('SM2-SM3')]),
    cosigner: Buffer.concat([Buffer.from([0xff]), Buffer.from('SM2-SM3/cosignature-v1')]),
  },
};
const publicLength: Record<Suite, number> = { intl: 32, gm: 65 };
const userId = '1234567812345678';
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Names are not empty and have no white space, control character or plus sign (C2SP signed-note). */
// oxlint-disable-next-line no-control-regex
export const isKeyName = (name: string): boolean => /^[^\s\p{Z}\u0000-\u001f\u007f+]+$/u.test(name);

const publicKeyObject = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: 'der', type: 'spki' });

type Point = ReturnType<typeof sm2.precomputePublicKey>;
const points = new Map<string, Point>();

/** Tables of multiples make a verification four times as quick; made once for each key. */
function precomputed(hex: string): Point {
  const point = points.get(hex) ?? sm2.precomputePublicKey(hex);
  points.set(hex, point);
  return point;
}

function verifier(suite: Suite, publicKey: Buffer): VerifierKey['verifies'] {
  if (suite === 'intl') {
    const key = publicKeyObject(publicKey);
    return (message, signature) => signature.length === 64 && verify(null, message, key, signature);
  }
  const hex = publicKey.toString('hex');
  if (!sm2.verifyPublicKey(hex)) throw new Error('not a point of the SM2 curve');
  return (message, signature) => {
    if (signature.length !== 64) return false;
    try {
      const text = Buffer.from(signature).toString('hex');
      return sm2.doVerifySignature(message, text, precomputed(hex), { hash: true, userId });
    } catch {
      return false; // r or s out of range
    }
  };
}

function verifierKey(name: string, suite: Suite, use: KeyUse, publicKey: Buffer): VerifierKey {
  const digest = createHash('sha256').update(`${name}\n`).update(types[suite][use]).update(publicKey).digest();
  return { name, suite, use, publicKey, id: digest.subarray(0, 4), verifies: verifier(suite, publicKey) };
}

const encodeKey = (key: VerifierKey, material: Buffer): string =>
  `${key.name}+${key.id.toString('hex')}+${Buffer.concat([types[key.suite][key.use], material]).toString('base64')}`;

/** The one-line text of a public key: `name+id+base64`. */
export const formatVerifierKey = (key: VerifierKey): string => encodeKey(key, key.publicKey);

export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/** Splits type and material; the 0x04 of an SM2 point keeps the two gm types apart. */
function splitType(
  bytes: Buffer,
  length: (suite: Suite) => number,
): { suite: Suite; use: KeyUse; material: Buffer } | null {
  for (const suite of suites) {
    for (const use of ['log', 'cosigner'] as const) {
      const type = types[suite][use];
      if (bytes.length === type.length + length(suite) && bytes.subarray(0, type.length).equals(type)) {
        return { suite, use, material: bytes.subarray(type.length) };
      }
    }
  }
  return null;
}

/** Parses a vkey; null when it is malformed, of an unknown type, or its id is wrong. */
export function parseVerifierKey(text: string): VerifierKey | null {
  const [name, id, encoded, ...rest] = text.split('+');
  if (!name || !id || encoded === undefined || !isKeyName(name)) return null;
  const bytes = decodeBase64([encoded, ...rest].join('+'));
  const parts = bytes && splitType(bytes, (suite) => publicLength[suite]);
  if (!parts) return null;
  try {
    const key = verifierKey(name, parts.suite, parts.use, parts.material);
    return key.id.toString('hex') === id ? key : null;
  } catch {
    return null;
  }
}

/** A signing key from its 32-byte secret: Ed25519 seed or SM2 scalar. */
export function signingKey(name: string, suite: Suite, use: KeyUse, secret: Buffer): SigningKey {
  const { publicKey, sign: signer } = suite === 'intl' ? ed25519(secret) : sm2Signer(secret);
  const key = verifierKey(name, suite, use, publicKey);
  return { ...key, sign: signer, secretText: `PRIVATE+KEY+${encodeKey(key, secret)}` };
}

interface Signer {
  publicKey: Buffer;
  sign: (message: Uint8Array) => Buffer;
}

function ed25519(seed: Buffer): Signer {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { publicKey, sign: (message) => sign(null, message, key) };
}

function sm2Signer(scalar: Buffer): Signer {
  const privateHex = scalar.toString('hex');
  const publicHex = sm2.getPublicKeyFromPrivateKey(privateHex);
  return {
    publicKey: Buffer.from(publicHex, 'hex'),
    sign: (message) =>
      Buffer.from(sm2.doSignature(message, privateHex, { hash: true, publicKey: publicHex, userId }), 'hex'),
  };
}

/** A fresh key. */
export function generateKey(name: string, suite: Suite, use: KeyUse): SigningKey {
  if (!isKeyName(name)) throw new Error(`not a key name: ${JSON.stringify(name)}`);
  if (suite === 'gm') return signingKey(name, suite, use, Buffer.from(sm2.generateKeyPairHex().privateKey, 'hex'));
  const { privateKey } = generateKeyPairSync('ed25519');
  return signingKey(name, suite, use, privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32));
}

/** Parses the line of a key file. */
export function parseSigningKey(text: string): SigningKey | null {
  const line = text.trimEnd();
  if (!line.startsWith('PRIVATE+KEY+')) return null;
  const [name, id, ...encoded] = line.slice('PRIVATE+KEY+'.length).split('+');
  const bytes = decodeBase64(encoded.join('+'));
  const parts = bytes && splitType(bytes, () => 32);
  if (!name || !parts || !isKeyName(name)) return null;
  const key = signingKey(name, parts.suite, parts.use, parts.material);
  return key.id.toString('hex') === id ? key : null;
}

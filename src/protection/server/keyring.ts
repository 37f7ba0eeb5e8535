import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  randomInt,
} from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Keys of this installation that never enter the database: a stolen backup has no seeds in clear. */
export interface Keyring {
  seal(clear: Buffer, context: string): Buffer;
  open(sealed: Buffer, context: string): Buffer;
  /** Keyed hash of a one-time code, hexadecimal. */
  codeHash(code: string, context: string): string;
}

/** Reads `secrets/factor-key`, or makes it (32 random bytes, mode 0600) on the first start. */
export function openKeyring(dataDir: string): Keyring {
  const path = join(dataDir, 'secrets', 'factor-key');
  if (!existsSync(path)) {
    mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, randomBytes(32));
    fsyncSync(file);
    closeSync(file);
  }
  const master = readFileSync(path);
  if (master.length !== 32) throw new Error(`密钥文件损坏 / the key file is damaged: ${path}`);
  const derive = (label: string): Buffer => Buffer.from(hkdfSync('sha256', master, '', label, 32));
  const sealKey = derive('shoucang seal 1');
  const codeKey = derive('shoucang code 1');
  return {
    seal(clear, context) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(clear), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(0, 12)).setAAD(Buffer.from(context));
      decipher.setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
    },
    codeHash: (code, context) => createHmac('sha256', codeKey).update(`${context}/${code}`).digest('hex'),
  };
}

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A secret of 256 random bits for a cookie. */
export const newToken = (): string => randomBytes(32).toString('base64url');

const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/** A code that a person copies from paper: `groups` of five, without letters that look alike. */
export function newPaperCode(groups = 4): string {
  const one = (): string => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: groups }, one).join('-');
}

/** What was typed, as it was issued: upper case, no spaces, hyphens in place. */
export function paperCode(typed: string): string {
  const plain = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return (plain.match(/.{1,5}/g) ?? []).join('-');
}

/** Eight digits of a printed card. */
export const newCardCode = (): string => String(randomInt(100_000_000)).padStart(8, '0');

/** One person, one row: digits and letters of the document number, upper case. */
export const idNumberHash = (typed: string): Buffer =>
  sha256(
    `id-number/${typed
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^0-9A-Z\p{Script=Han}]/gu, '')}`,
  );

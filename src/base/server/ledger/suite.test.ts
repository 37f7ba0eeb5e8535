import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { suites } from '#/base/rules/ledger/entry.ts';
import { createKey, keyPath, readKey } from './keys.ts';
import { checkLines, cosign, cosignedAt, isSignedBy, parseCheckpoint, signCheckpoint } from './note.ts';
import { formatVerifierKey, generateKey, parseSigningKey, parseVerifierKey, signingKey, suiteHash } from './suite.ts';

const dir = mkdtempSync(join(tmpdir(), 'shoucang-suite-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const root = Buffer.alloc(32, 7);

const sm2SpkiPrefix = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
const integer = (bytes: Buffer): Buffer => {
  let at = 0;
  while (at < 31 && bytes[at] === 0) at += 1;
  const short = bytes.subarray(at);
  const padded = short[0]! & 128 ? Buffer.concat([Buffer.from([0]), short]) : short;
  return Buffer.concat([Buffer.from([2, padded.length]), padded]);
};
const der = (raw: Buffer): Buffer => {
  const both = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, both.length]), both]);
};

/** What openssl says about an SM2 signature under the standard user id. */
function opensslAccepts(publicKey: Buffer, message: Buffer, signature: Buffer, id = '1234567812345678'): boolean {
  const [key, text, sig] = ['key', 'text', 'sig'].map((name) => join(dir, name)) as [string, string, string];
  writeFileSync(key, Buffer.concat([sm2SpkiPrefix, publicKey]));
  writeFileSync(text, message);
  writeFileSync(sig, der(signature));
  const options = ['-verify', '-rawin', '-digest', 'sm3', '-pkeyopt', `distid:${id}`, '-pubin', '-keyform', 'DER'];
  return spawnSync('openssl', ['pkeyutl', ...options, '-inkey', key, '-in', text, '-sigfile', sig]).status === 0;
}

describe('suites', () => {
  test('hash as the standards’ examples do', () => {
    const abc = Buffer.from('abc');
    const hashed = suites.map((suite) =>
      Buffer.from(suiteHash(suite)(abc.subarray(0, 1), abc.subarray(1))).toString('hex'),
    );
    expect(hashed).toEqual([
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    ]);
  });

  test('openssl accepts our SM2 signatures under the standard id and no other', () => {
    const key = generateKey('oracle', 'gm', 'log');
    for (let i = 0; i < 5; i += 1) {
      const message = Buffer.from(`守藏 ${i}`);
      expect(opensslAccepts(key.publicKey, message, key.sign(message))).toBe(true);
      expect(opensslAccepts(key.publicKey, message, key.sign(message), '8765432187654321')).toBe(false);
    }
  });

  test('we accept openssl’s SM2 signatures', () => {
    const [pem, text, sig] = ['p.pem', 'm', 's'].map((name) => join(dir, name)) as [string, string, string];
    execFileSync('openssl', ['genpkey', '-algorithm', 'SM2', '-out', pem], { stdio: 'ignore' });
    const spki = execFileSync('openssl', ['pkey', '-in', pem, '-pubout', '-outform', 'DER']);
    writeFileSync(text, 'from openssl');
    const options = ['-sign', '-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678', '-inkey', pem];
    execFileSync('openssl', ['pkeyutl', ...options, '-in', text, '-out', sig]);
    const parsed = execFileSync('openssl', ['asn1parse', '-inform', 'DER', '-in', sig]).toString();
    const raw = Buffer.from(
      [...parsed.matchAll(/INTEGER +:([0-9A-F]+)/g)].map((m) => m[1]!.padStart(64, '0')).join(''),
      'hex',
    );
    const material = Buffer.concat([Buffer.from([0xff]), Buffer.from('SM2-SM3'), spki.subarray(-65)]).toString(
      'base64',
    );
    const probe = generateKey('openssl', 'gm', 'log');
    const text0 = formatVerifierKey({ ...probe, publicKey: spki.subarray(-65) });
    expect(text0.endsWith(material)).toBe(true);
    // The id belongs to the key, so it is computed from the parsed one.
    expect(parseVerifierKey(text0)).toBeNull();
    const { createHash } = process.getBuiltinModule('node:crypto');
    const id = createHash('sha256')
      .update('openssl\n')
      .update(Buffer.from(material, 'base64'))
      .digest('hex')
      .slice(0, 8);
    expect(parseVerifierKey(`openssl+${id}+${material}`)?.verifies(Buffer.from('from openssl'), raw)).toBe(true);
  });

  test.each(suites)('%s keys read back from their text, and never under another id, type or length', (suite) => {
    for (const use of ['log', 'cosigner'] as const) {
      const key = generateKey('shoucang/示例', suite, use);
      const text = formatVerifierKey(key);
      expect(parseVerifierKey(text)).toMatchObject({ name: 'shoucang/示例', suite, use });
      expect(parseSigningKey(`${key.secretText}\n`)?.publicKey).toEqual(key.publicKey);
      expect(parseVerifierKey(text.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).toBeNull();
      expect(parseVerifierKey(text.slice(0, -4))).toBeNull();
      expect(parseVerifierKey(text.replace('示例', '他人'))).toBeNull();
    }
    expect(() => generateKey('two words', suite, 'log')).toThrow('key name');
  });

  test('5.5 the key file is private and never overwritten', () => {
    const folder = join(dir, 'keys');
    const key = createKey(folder, 'gm', 'shoucang/test', 'log');
    expect(statSync(keyPath(folder, 'log')).mode & 0o777).toBe(0o600);
    expect(readKey(folder, 'log').publicKey).toEqual(key.publicKey);
    expect(() => createKey(folder, 'gm', 'shoucang/test', 'log')).toThrow('EEXIST');
    expect(() => readKey(folder, 'cosigner')).toThrow('ENOENT');
  });
});

describe('signed notes', () => {
  test('reads the example of the C2SP specification', () => {
    const note =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
      '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n' +
      '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';
    const checkpoint = parseCheckpoint(note);
    expect(checkpoint).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 });
    expect(checkpoint?.lines[1]?.signature.readBigUInt64BE(0)).toBe(1_679_315_147n);
  });

  test('Ed25519 checkpoints are deterministic byte for byte', () => {
    const key = signingKey('shoucang/vector', 'intl', 'log', Buffer.alloc(32, 1));
    expect(signCheckpoint(key, 3, root)).toBe(signCheckpoint(key, 3, root));
  });

  test.each(suites)('%s: the log’s and the witness’s lines verify, and no altered note does', (suite) => {
    const log = generateKey('shoucang/a', suite, 'log');
    const witness = generateKey('archive/w', suite, 'cosigner');
    const plain = signCheckpoint(log, 5, root);
    const note = plain + cosign(witness, parseCheckpoint(plain)!.text, 1_800_000_000);
    const checkpoint = parseCheckpoint(note)!;
    expect(isSignedBy(checkpoint, log)).toBe(true);
    expect(isSignedBy(checkpoint, witness)).toBe(true);
    expect(cosignedAt(checkpoint, witness)).toBe(1_800_000_000);
    expect(checkLines(checkpoint, generateKey('archive/w', suite, 'cosigner'))).toEqual({ found: 0, valid: true });
    const altered = parseCheckpoint(note.replace('\n5\n', '\n6\n'))!;
    expect(isSignedBy(altered, log) || isSignedBy(altered, witness)).toBe(false);
  });

  test.each([
    ['no signature', 'o\n1\nR\n\n'],
    ['an extension line', 'o\n1\nR\nmore\n\n— o AAAAAAA=\n'],
    ['a leading zero', 'o\n01\nR\n\n— o AAAAAAA=\n'],
    ['a missing last LF', 'o\n1\nR\n\n— o AAAAAAA='],
    ['a carriage return', 'o\r\n1\nR\n\n— o AAAAAAA=\n'],
    ['a hyphen for the dash', 'o\n1\nR\n\n- o AAAAAAA=\n'],
    ['base64 that is not canonical', 'o\n1\nR\n\n— o AAAAAAB=\n'],
    ['65 lines', `o\n1\nR\n\n${'— o AAAAAAA=\n'.repeat(65)}`],
  ])('refuses a note with %s', (_name, note) => {
    expect(parseCheckpoint(note.replace('R', root.toString('base64')))).toBeNull();
  });
});

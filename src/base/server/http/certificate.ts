// The X.509 library's dependency container asks for it before anything else.
import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import type { Config } from '../config.ts';

x509.cryptoProvider.set(webcrypto as never);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;

interface Pair {
  cert: string;
  key: string;
}

/**
 * Certificate of this installation's name from the site's own CA; both are made when missing, the
 * server's own again a month before it ends. The CA's fingerprint is printed so that a person can
 * compare it with the one he puts into the browsers (12.3 of ASVS: internal TLS).
 */
export async function siteCertificate(config: Config): Promise<{ key: string; cert: string }> {
  const folder = join(config.dataDir, 'tls');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ca = read(folder, 'ca') ?? save(folder, 'ca', await makeCa());
  const known = read(folder, 'server');
  const server = known && usable(known, config) ? known : save(folder, 'server', await makeServer(ca, config));
  process.stdout.write(
    `站点证书颁发者(请装入各终端浏览器) Site CA: ${join(folder, 'ca.crt')}\n` +
      `指纹 SHA-256 ${new X509Certificate(ca.cert).fingerprint256}\n`,
  );
  return { key: server.key, cert: `${server.cert}\n${ca.cert}` };
}

function read(folder: string, name: string): Pair | null {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  return existsSync(cert) && existsSync(key)
    ? { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
    : null;
}

function save(folder: string, name: string, pair: Pair): Pair {
  writeFileSync(join(folder, `${name}.key`), pair.key, { mode: 0o600, flush: true });
  writeFileSync(join(folder, `${name}.crt`), pair.cert, { mode: 0o644, flush: true });
  return pair;
}

function usable(pair: Pair, config: Config): boolean {
  const certificate = new X509Certificate(pair.cert);
  return certificate.checkHost(config.name) !== undefined && Date.parse(certificate.validTo) - Date.now() > 30 * day;
}

const exportKey = async (key: webcrypto.CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');

async function makeCa(): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Shoucang site CA',
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 3650 * day),
    signingAlgorithm: algorithm,
    keys: keys as never,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { cert: cert.toString('pem'), key: await exportKey(keys.privateKey) };
}

async function makeServer(ca: Pair, config: Config): Promise<Pair> {
  const caKey = await webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(ca.key), algorithm, false, [
    'sign',
  ]);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.create({
    subject: `CN=${config.name}`,
    issuer: new x509.X509Certificate(ca.cert).subject,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 397 * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey as never,
    signingKey: caKey as never,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: config.name }]),
    ],
  });
  return { cert: cert.toString('pem'), key: await exportKey(keys.privateKey) };
}

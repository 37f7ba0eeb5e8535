/** The watcher's own credential: one file, readable by its user alone, good for one server. */
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type DetailedPeerCertificate, setDefaultCACertificates } from 'node:tls';
import type { Say } from './words.ts';

export interface Credential {
  /** Origin of the server; it is sent nowhere else. */
  server: string;
  terminal: string;
  credential: string;
  /** The site's CA (PEM), the only one that is trusted; null on this very machine. */
  ca: string | null;
}

/** Ends the program with a sentence. */
export class Trouble extends Error {}

export const credentialFile = (home: string): string => join(home, 'credential.json');

export function keepCredential(home: string, credential: Credential): string {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = credentialFile(home);
  writeFileSync(`${file}.new`, `${JSON.stringify(credential, null, 1)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return file;
}

export function readCredential(home: string, say: Say): Credential {
  const file = credentialFile(home);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new Trouble(say.notEnrolled);
  // Windows has no such bits: there the user's own folder keeps others out.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) throw new Trouble(say.open(file));
  return JSON.parse(readFileSync(file, 'utf8')) as Credential;
}

const isHere = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** The origin of an address that a secret may be sent to. */
export function originOf(address: string, say: Say): URL {
  const url = URL.parse(address);
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && isHere(url))))
    throw new Trouble(say.needsTls);
  return new URL(url.origin);
}

/** The CA that a person vouched for: by its file, or by the fingerprint that the server printed. */
export async function siteCa(
  server: URL,
  given: { ca?: string | undefined; fingerprint?: string | undefined },
  say: Say,
): Promise<string | null> {
  if (server.protocol === 'http:') return null;
  if (given.ca !== undefined) return readFileSync(given.ca, 'utf8');
  if (given.fingerprint === undefined) throw new Trouble(say.needsCa);
  const wanted = plainFingerprint(given.fingerprint);
  const chain = await chainOf(server);
  const found = chain.find(({ fingerprint256 }) => plainFingerprint(fingerprint256) === wanted);
  if (!found) throw new Trouble(say.wrongCa(chain.at(-1)?.fingerprint256 ?? ''));
  const base64 = found.raw.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${base64.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const plainFingerprint = (text: string): string => text.replace(/[^0-9a-f]/gi, '').toUpperCase();

/** Nothing is sent on this connection: it is only asked for its certificates, which are then held against the fingerprint. */
function chainOf({ hostname, port }: URL): Promise<DetailedPeerCertificate[]> {
  const { promise, resolve, reject } = Promise.withResolvers<DetailedPeerCertificate[]>();
  const socket = connect(
    { host: hostname, port: Number(port || 443), servername: hostname, rejectUnauthorized: false, timeout: 10_000 },
    () => {
      const chain: DetailedPeerCertificate[] = [];
      let one: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
      while (one?.raw && !chain.includes(one)) {
        chain.push(one);
        one = one.issuerCertificate;
      }
      resolve(chain);
      socket.destroy();
    },
  );
  socket.once('error', reject);
  socket.once('timeout', () => socket.destroy(new Error('timeout')));
  return promise;
}

/** From now on no other is trusted, whatever the system trusts. */
export function trustOnly(ca: string | null): void {
  setDefaultCACertificates(ca === null ? [] : [ca]);
}

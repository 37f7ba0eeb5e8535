/** TLS of the site's own CA, and a client certificate as second factor over a real connection. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { siteCertificate } from './certificate.ts';
import { peerCertificate } from './peer.ts';

let dataDir: string;
let port: number;
const app = { close: async (): Promise<void> => undefined };

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shoucang-tls-'));
  const config = readConfig({ SHOUCANG_DATA: dataDir, SHOUCANG_HOST: '0.0.0.0', SHOUCANG_NAME: 'shoucang.lan' });
  const tls = await siteCertificate(config);
  expect(await siteCertificate(config)).toEqual(tls);
  const server = Fastify({ https: { ...tls, requestCert: true, rejectUnauthorized: false } });
  server.get('/', async (incoming) => ({ peer: peerCertificate(incoming.raw)?.fingerprint ?? null }));
  await server.listen({ host: '127.0.0.1', port: 0 });
  const address = server.server.address();
  port = typeof address === 'object' && address ? address.port : 0;
  app.close = () => server.close();
});
afterAll(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Asks as a browser that trusts the site's CA, and nothing else. */
function ask(name: string, identity: object = {}): Promise<string> {
  const ca = readFileSync(join(dataDir, 'tls', 'ca.crt'));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const sent = request({ host: '127.0.0.1', port, servername: name, ca, ...identity }, (answer) => {
    let text = '';
    answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
    answer.on('end', () => resolve(text));
  });
  sent.on('error', reject);
  sent.end();
  return promise;
}

test('the certificate of the site’s CA is good for its name, and refused for another', async () => {
  expect(JSON.parse(await ask('shoucang.lan'))).toEqual({ peer: null });
  await expect(ask('other.lan')).rejects.toThrow(/altnames|does not match/i);
});

test('5.5-1 a client certificate is known by its fingerprint once TLS has proved its key', async () => {
  const [key, cert] = ['server.key', 'server.crt'].map((name) => readFileSync(join(dataDir, 'tls', name)));
  const { peer } = JSON.parse(await ask('shoucang.lan', { key, cert })) as { peer: string };
  expect(peer).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
});

/** Story: a site that speaks TLS from its own CA, where a person signs in with password and client certificate. */
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
// Before the X.509 library, whose dependency container asks for it.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { terminalRegister } from '#/protection/rules/api/people.ts';
import { terminalEnrol } from '#/protection/rules/api/session.ts';
import type { Client } from '#/app/client.ts';
import { goodPassword, type Officers, openWithOfficers } from '../people.ts';
import { openTestSite, type TestSite } from '../site.ts';
import { closeDesks, type Desk, expectAccessible, openBrowser, openDesk, shoot, leave } from './browser.ts';

let site: TestSite;
let browser: Browser;
let officers: Officers;

beforeAll(async () => {
  site = await openTestSite({ tls: true });
  // As each terminal of the site does: it trusts the site's CA.
  const ca = readFileSync(join(site.config.dataDir, 'tls', 'ca.crt'), 'utf8');
  setDefaultCACertificates([...getCACertificates('default'), ca]);
  browser = await openBrowser();
  officers = await openWithOfficers(site);
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await site[Symbol.asyncDispose]();
});

/** What the archive's own CA hands out on a card: a key and its certificate, as PEM. */
async function makeCertificate(name: string): Promise<{ key: string; cert: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=${name}`,
      notBefore: new Date(Date.now() - 86_400_000),
      notAfter: new Date(Date.now() + 86_400_000),
      signingAlgorithm: algorithm,
      keys: keys as never,
    },
    webcrypto,
  );
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { key, cert: cert.toString('pem') };
}

/** A desk at the terminal of this client's cookies. */
async function deskAt({ cookies }: Client, path: string, more: BrowserContextOptions = {}): Promise<Desk> {
  const desk = await openDesk(browser, { ignoreHTTPSErrors: true, ...more });
  const url = site.origin;
  await desk.context.addCookies([...cookies].map(([name, value]) => ({ name, value, url, secure: true })));
  await desk.page.goto(site.origin + path);
  return desk;
}

/** Password at the login page; the second factor is asked for next. */
async function password({ page }: Desk, username: string): Promise<void> {
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('口令', { exact: true }).fill(goodPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '验证' }).waitFor();
}

test('5.5-1 a certificate is registered on the screen, and signs in where the port is registered; refuses another', async () => {
  const { securityOfficer, auditor } = officers;
  const own = await makeCertificate('审三');
  const security = await deskAt(securityOfficer.client, '/people');
  await security.page.getByRole('row', { name: /审三/ }).click();
  await security.page.getByRole('button', { name: '登记证书' }).click();
  await security.page.getByLabel('PEM 证书').fill(own.cert);
  await shoot(security, 'register-certificate');
  await security.page.getByRole('button', { name: '提交' }).click();
  await security.page.getByRole('dialog').last().getByText('证书', { exact: true }).waitFor();
  await leave(security);

  // 5.2-1: at a terminal without a registered port only the card is offered.
  const plain = await deskAt(site.visitor(), '/login');
  const { client: ceremony } = auditor;
  await plain.context.addCookies([
    { name: '__Host-terminal', value: ceremony.cookies.get('__Host-terminal') ?? '', url: site.origin, secure: true },
  ]);
  await password(plain, auditor.username);
  expect(await plain.page.getByText('数字证书').count()).toBe(0);
  await leave(plain);

  const terminal = { name: '证书终端', secondFactorPort: true, sealNumber: 'F-021' };
  const { code } = await securityOfficer.client.act(terminalRegister, { input: terminal });
  const enrolled = site.visitor();
  await enrolled.public(terminalEnrol, { code });

  const other = await makeCertificate('别人');
  for (const [held, signsIn] of [
    [other, false],
    [own, true],
  ] as const) {
    const desk = await deskAt(enrolled, '/login', {
      clientCertificates: [{ origin: site.origin, cert: Buffer.from(held.cert), key: Buffer.from(held.key) }],
    });
    await password(desk, auditor.username);
    await desk.page.getByText('数字证书').click();
    await shoot(desk, 'login-certificate');
    await expectAccessible(desk);
    await desk.page.getByRole('button', { name: '验证' }).click();
    await desk.page
      .getByText(signsIn ? '工作台' : '第二因素验证未通过')
      .first()
      .waitFor();
    await leave(desk);
  }
});

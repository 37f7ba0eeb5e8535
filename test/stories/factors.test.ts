/** Story: signing in with the second factors that need no phone (4.6-3): fob and security key. */
import { TOTP, Secret } from 'otpauth';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { factorKeyOptions, factorRegisterFob, personList, terminalRegister } from '#/protection/rules/api/people.ts';
import { terminalEnrol } from '#/protection/rules/api/session.ts';
import { employ, goodPassword, type Officers, openWithOfficers, type Who } from '../people.ts';
import { openTestSite, type TestSite } from '../site.ts';
import { closeDesks, type Desk, openBrowser, openDesk, shoot, leave } from './browser.ts';

let site: TestSite;
let browser: Browser;
let officers: Officers;
let lead: Who;

beforeAll(async () => {
  site = await openTestSite();
  browser = await openBrowser();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '赵主管');
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await site[Symbol.asyncDispose]();
});

/** Windows of their own: a virtual key stays plugged into them. */
const withKey = {};

/** The login page at an enrolled terminal, nobody signed in. */
async function loginDesk(who: Who): Promise<Desk> {
  const desk = await openDesk(browser, withKey);
  const url = site.origin.replace('http:', 'https:');
  const value = who.client.cookies.get('__Host-terminal') ?? '';
  await desk.context.addCookies([{ name: '__Host-terminal', value, url, secure: true }]);
  await desk.page.goto(`${site.origin}/login`);
  await desk.page.getByLabel('用户名').fill(who.username);
  await desk.page.getByLabel('口令', { exact: true }).fill(goodPassword);
  await desk.page.keyboard.press('Enter');
  return desk;
}

const seed = new Secret({ size: 20 });
const totp = new TOTP({ secret: seed, digits: 6, period: 30 });

test('5.5-1 a fob is registered with two codes in a row, and signs in; refuses a code twice', async () => {
  const { securityOfficer } = officers;
  const now = Date.now();
  const input = {
    serial: 'FOB-0001',
    seed: seed.base32,
    firstCode: totp.generate({ timestamp: now - 30_000 }),
    secondCode: totp.generate({ timestamp: now }),
  };
  const wrong = await securityOfficer.client.tryAct(factorRegisterFob, {
    subject: lead.personId,
    input: { ...input, secondCode: '000000' },
  });
  expect(wrong).toMatchObject({ status: 422, problem: { code: 'fob-codes-wrong' } });
  await securityOfficer.client.act(factorRegisterFob, { subject: lead.personId, input });
  const desk = await loginDesk(lead);
  await desk.page.getByText('动态口令牌').click();
  // The code that proved the registration is used up; the next step's is within the window.
  await desk.page.getByLabel('令牌上显示的数字').fill(input.secondCode);
  await desk.page.keyboard.press('Enter');
  await desk.page.getByText('第二因素验证未通过').waitFor();
  await desk.page.getByLabel('令牌上显示的数字').fill(totp.generate({ timestamp: Date.now() + 30_000 }));
  await shoot(desk, 'login-fob');
  await desk.page.keyboard.press('Enter');
  await desk.page.getByText('工作台').first().waitFor();
  await leave(desk);
});

test('5.2-1 a security key is refused at a terminal without a registered port, and signs in at one with it', async () => {
  const { securityOfficer } = officers;
  const keyless = await officers.auditor.client.tryView(factorKeyOptions);
  expect(keyless).toMatchObject({ status: 403, problem: { code: 'port-not-registered' } });
  const terminal = { name: '密钥终端', secondFactorPort: true, sealNumber: 'F-017' };
  const { code } = await securityOfficer.client.act(terminalRegister, { input: terminal });
  const enrolled = site.visitor();
  await enrolled.public(terminalEnrol, { code });
  const who: Who = { ...officers.auditor, client: enrolled };
  const desk = await loginDesk(who);
  const cdp = await desk.context.newCDPSession(desk.page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: false,
      hasUserVerification: false,
      isUserVerified: false,
      automaticPresenceSimulation: true,
    },
  });
  await desk.page.getByLabel('口令卡上未用过的一个口令').fill(who.codes.shift() ?? '');
  await desk.page.keyboard.press('Enter');
  await desk.page.getByText('工作台').first().waitFor();
  await desk.page.goto(`${site.origin}/password`);
  await desk.page.getByLabel('密钥名称').fill('密钥一');
  await shoot(desk, 'register-key');
  await desk.page.getByRole('button', { name: '登记密钥' }).click();
  await desk.page.getByText('安全密钥已登记').waitFor();
  await desk.context.clearCookies({ name: '__Host-sid' });
  await desk.page.goto(`${site.origin}/login`);
  await desk.page.getByLabel('用户名').fill(who.username);
  await desk.page.getByLabel('口令', { exact: true }).fill(goodPassword);
  await desk.page.keyboard.press('Enter');
  await desk.page.getByText('安全密钥').click();
  await shoot(desk, 'login-key');
  await desk.page.getByRole('button', { name: '验证' }).click();
  await desk.page.getByText('工作台').first().waitFor();
  await leave(desk);
  expect(
    (await securityOfficer.client.view(personList, { input: { role: 'auditor' } })).items[0]?.factors.map(
      (one) => one.kind,
    ),
  ).toContain('webauthn');
});

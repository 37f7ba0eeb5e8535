/** Sampling review by the keyboard (5.6-6), the check of a package (7.2), the transfer of data (7.2-5), and the overall acceptance that stays locked behind the security acceptance (7.1). */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { batchList, sampleJudge, samplingDecide, samplingDraw, samplingShow } from '#/acceptance/rules/api/sampling.ts';
import { checkAnswer, checkShow } from '#/acceptance/rules/api/checks.ts';
import { overallAccept, securityDecide, securityJudge } from '#/acceptance/rules/api/security.ts';
import { transferRegister, transferShow } from '#/acceptance/rules/api/transfer.ts';
import { checkItems } from '#/acceptance/rules/checks.ts';
import { securityCodes, securityItems } from '#/acceptance/rules/security.ts';
import { packageExport, packageList, packageSeal } from '#/products/rules/api/packages.ts';
import { ledgerExport } from '#/protection/rules/api/log.ts';
import { giveBack } from '../custody-site.ts';
import { attach, png } from '../files.ts';
import { asOwner } from '../owner.ts';
import { employ, type Who, withSecond } from '../people.ts';
import { comeToWork, doStep, openWorkflowSite, presetKeys, type WorkflowSite } from '../workflow-site.ts';
import { closeDesks, expectAccessible, openBrowser, shoot } from './browser.ts';
import { deskOf, pause, submitted } from './desk.ts';
import { press, tabTo, write } from './keyboard.ts';

let here: WorkflowSite;
let browser: Browser;
let member: Who;
let codes: string[];
let batchId: string;

beforeAll(async () => {
  here = await openWorkflowSite();
  browser = await openBrowser();
  member = await employ(here.site, here.officers, 'acceptanceMember', '专验收');
  ({ codes, batchId } = await comeToWork(here, [1, 2, 3, 4]));
  for (const step of presetKeys) await doStep(here, step, codes);
  // Half of a batch is looked at in this project.
  await asOwner(here.site, `update specification set data = jsonb_set(data, '{samplePermille}', '500')`);
}, 240_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

test('5.6-6 a batch is drawn, looked at by the keyboard, one defect fails it', async () => {
  const input = { codes: null, pdf: false, ofd: false, encoding: 'utf-8' as const };
  const desk = await deskOf(browser, here.site, member, '/sampling');
  const { page } = desk;
  await page.getByText('还没有信息包').waitFor();
  await shoot(desk, 'sampling-empty');
  await expectAccessible(desk);
  await here.manager.client.act(packageSeal, { subject: here.projectId, input });
  const draw = page.getByRole('button', { name: /^抽\s?样$/ });
  await vi.waitFor(
    async () => {
      await page.getByRole('button', { name: /^刷\s?新$/ }).click();
      expect(await draw.isVisible()).toBe(true);
    },
    { timeout: 20_000, interval: 300 },
  );
  await shoot(desk, 'sampling-batches');
  await expectAccessible(desk);
  await press(page, draw);
  await press(page, page.getByRole('button', { name: '确认抽样' }));
  await page.getByText('已查 0/2').waitFor();
  await page.getByText('题名', { exact: true }).first().waitFor();
  const image = page.locator('.sc-view-page:not(.sc-view-ahead)');
  await image.waitFor();
  expect((await image.boundingBox())?.height).toBeGreaterThan(400);
  await shoot(desk, 'sampling-review');
  await expectAccessible(desk);

  // The first is right, the second has something.
  await page.keyboard.press('Enter');
  await page.getByText('已查 1/2').waitFor();
  await page.keyboard.press('d');
  await write(page, page.getByLabel('说明'), '题名缺责任者');
  await page.keyboard.press('Enter');
  await page.getByText('题名缺责任者').waitFor();
  await shoot(desk, 'sampling-defect');
  await expectAccessible(desk);
  await page.getByText('已查 2/2').waitFor();
  await press(page, page.getByRole('button', { name: /^下\s?结\s?论$/ }));
  const dialog = page.getByRole('dialog');
  await write(page, dialog.getByLabel('意见'), '按名单检查，退回返工');
  await press(page, dialog.getByRole('button', { name: '确认下结论' }));
  await page.getByText('专验收 签署').waitFor();
  await shoot(desk, 'sampling-failed');
  await expectAccessible(desk);
  await page.getByRole('link', { name: '返回批次' }).click();
  await page.getByRole('row').filter({ hasText: '已撤回' }).getByText('不合格').waitFor();
  pause(desk, member);

  // Reworked, packed anew, and right this time.
  await here.manager.client.act(packageSeal, { subject: here.projectId, input });
  let subject = '';
  await vi.waitFor(async () => {
    const { items } = await member.client.view(batchList, { subject: here.projectId });
    const { packageId } = items.find((one) => one.state === 'made')!;
    subject = (await member.client.act(samplingDraw, { subject: packageId })).samplingId;
  }, 20_000);
  for (const { unitId } of (await member.client.view(samplingShow, { subject })).units)
    await member.client.act(sampleJudge, { subject, input: { unitId } });
  await member.client.act(samplingDecide, { subject, input: { opinion: '返工后合格' } });
}, 120_000);

test('7.2-1 a package is checked by the machine; what it did not see waits for a person, or for a proof', async () => {
  const desk = await deskOf(browser, here.site, member, '/sampling');
  const { page } = desk;
  const row = page.getByRole('row').filter({ hasText: 'SIP02' });
  await row.getByText('未检测').waitFor();
  await press(page, row.getByRole('button', { name: '四性检测' }));
  await press(page, page.getByRole('dialog').getByRole('button', { name: '确认四性检测' }));
  await page.waitForURL((url) => url.pathname.startsWith('/checks/'));
  const judge = page.getByRole('button', { name: `判定 ${checkItems.antivirus.label.zh}` });
  await vi.waitFor(
    async () => {
      await page.getByRole('button', { name: /^刷\s?新$/ }).click();
      expect(await judge.isVisible()).toBe(true);
    },
    { timeout: 20_000, interval: 300 },
  );
  await page.getByText('待判定 6 项').waitFor();
  await shoot(desk, 'check-open');
  await expectAccessible(desk);

  // A proof without its paper is refused, in words.
  await press(page, judge);
  const form = page.getByRole('dialog');
  await form.getByText('通过', { exact: true }).click();
  await write(page, form.getByLabel('说明'), '某杀毒软件 2026.1，未发现病毒');
  await page.keyboard.press('Control+Enter');
  await form.getByRole('alert').getByText('须附凭证').waitFor();
  await shoot(desk, 'check-proof');
  await expectAccessible(desk);
  const report = { name: '报告.png', mimeType: 'image/png', buffer: png(40, 30) };
  await form.locator('input[type=file]').setInputFiles(report);
  await form.getByText('已上传').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('待判定 5 项').waitFor();
  await page.getByRole('button', { name: '凭证 1' }).waitFor();

  const subject = new URL(page.url()).pathname.replace('/checks/', '');
  for (const { code, result, answer } of (await member.client.view(checkShow, { subject })).items) {
    if (answer !== null || (result !== 'person' && result !== 'proof')) continue;
    const attachments = result === 'proof' ? [(await attach(member, 'acceptance', code)).id] : [];
    await member.client.act(checkAnswer, { subject, input: { code, answer: 'pass', note: '已核查', attachments } });
  }
  await page.getByRole('button', { name: /^刷\s?新$/ }).click();
  await page.getByRole('region', { name: '结果' }).getByText('合格').waitFor();
  await shoot(desk, 'check-passed');
  await expectAccessible(desk);
  await press(page, page.getByRole('button', { name: '打印检测报告' }));
  await page.frameLocator('iframe').getByText('电子档案四性检测报告').first().waitFor();
  await shoot(desk, 'check-printed');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: '返回批次' }).click();
  await row.getByText('合格').first().waitFor();
  await shoot(desk, 'check-batches');
  await expectAccessible(desk);
  pause(desk, member);
}, 120_000);

test('7.2-5 a carrier is read by the archive, registered by the vendor, and signed by both', async () => {
  const { keeper, manager, lead, officers, projectId } = here;
  const found = await manager.client.view(packageList, { subject: projectId, input: {} });
  const { id: packageId, number } = found.items.find(({ state }) => state === 'made')!;
  const reads = await deskOf(browser, here.site, keeper, '/transfers');
  await reads.page.getByText('没有待移交的载体').waitFor();
  await shoot(reads, 'transfer-empty');
  await expectAccessible(reads);
  const input = { target: '移交盘 01', purpose: '成果移交' };
  await withSecond(keeper, officers.securityOfficer, packageExport, { subject: packageId, input });
  const read = reads.page.getByRole('button', { name: '读检 移交盘 01' });
  const again = async (until: () => Promise<boolean>): Promise<void> => {
    await vi.waitFor(
      async () => {
        await reads.page.getByRole('button', { name: /^刷\s?新$/ }).click();
        expect(await until()).toBe(true);
      },
      { timeout: 20_000, interval: 300 },
    );
  };
  await again(() => read.isVisible());
  await reads.page.getByText('还没有读检').waitFor();
  await shoot(reads, 'transfer-unread');
  await press(reads.page, read);
  await press(reads.page, reads.page.getByRole('dialog').getByRole('button', { name: '确认读检' }));
  await again(() => reads.page.getByText('一致', { exact: true }).isVisible());
  await reads.page.getByText('可以移交').waitFor();
  await shoot(reads, 'transfer-read');
  await expectAccessible(reads);
  pause(reads, keeper);

  const gives = await deskOf(browser, here.site, manager, '/transfers');
  const { page } = gives;
  const box = page.getByRole('checkbox', { name: '移交盘 01' });
  await tabTo(page, box);
  await page.keyboard.press('Space');
  await press(page, page.getByRole('button', { name: '登记移交（1）' }));
  const form = page.getByRole('dialog');
  await write(page, form.getByLabel('载体编号'), 'ZDA-2026-01');
  await write(page, form.getByLabel('规格（容量）'), '2tb');
  // Nobody signs for what he did not check.
  await page.keyboard.press('Control+Enter');
  await form.getByText('请先检验并勾选').waitFor();
  await shoot(gives, 'transfer-unchecked');
  await expectAccessible(gives);
  await tabTo(page, form.getByRole('checkbox'));
  await page.keyboard.press('Space');
  await shoot(gives, 'transfer-form');
  await page.keyboard.press('Control+Enter');
  await page.getByText(submitted).first().waitFor();
  pause(gives, manager);
  const carrierId = (await keeper.client.view(transferShow, { subject: projectId })).carriers[0]!.id;
  await withSecond(manager, lead, transferRegister, {
    subject: projectId,
    input: { carriers: [{ carrierId, label: 'ZDA-2026-01', kind: 'disk', size: '2 TB' }], selfChecked: true },
  });
  const desk = await deskOf(browser, here.site, keeper, '/transfers');
  await desk.page.getByRole('region', { name: '已移交' }).getByText('ZDA-2026-01').waitFor();
  await desk.page.getByRole('region', { name: '已移交' }).getByText(number).waitFor();
  await shoot(desk, 'transfer-done');
  await expectAccessible(desk);
  await press(desk.page, desk.page.getByRole('button', { name: /^打印移交与接收登记表/ }));
  await desk.page.frameLocator('iframe').getByText('电子档案移交与接收登记表').waitFor();
  await shoot(desk, 'transfer-printed');
  pause(desk, keeper);
}, 120_000);

test('7.1-6 the overall acceptance is locked, says by what, and opens once the security acceptance passed', async () => {
  const { lead, officers } = here;
  const desk = await deskOf(browser, here.site, lead, '/security-acceptance');
  const { page } = desk;
  await page.getByText('总体验收未开放').waitFor();
  expect(await page.getByRole('button', { name: '总体验收' }).isDisabled()).toBe(true);
  await shoot(desk, 'acceptance-none');
  await expectAccessible(desk);
  await press(page, page.getByRole('button', { name: '开始专项验收' }));
  const form = page.getByRole('dialog');
  for (const [at, name] of ['专家一', '专家二'].entries()) {
    await write(page, form.getByLabel('姓名').nth(at), name);
    await write(page, form.getByLabel('单位').nth(at), '区保密局');
    await write(page, form.getByLabel('资格、专长').nth(at), '保密检查');
  }
  await shoot(desk, 'acceptance-begin');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await page.getByText('4 件出库未入库').first().waitFor();
  await shoot(desk, 'acceptance-items');
  await expectAccessible(desk);
  // What the registers speak against is refused, in words.
  await press(page, page.getByRole('button', { name: '判定 档案出入库交接记录' }));
  await write(page, form.getByLabel('说明'), '清点无误');
  await form.getByText('合格', { exact: true }).click();
  await page.keyboard.press('Control+Enter');
  await form.getByRole('alert').getByText('4 件出库未入库').waitFor();
  await shoot(desk, 'acceptance-refused');
  await expectAccessible(desk);
  await page.keyboard.press('Escape');
  pause(desk, lead);

  await giveBack(here, batchId, codes);
  await withSecond(officers.auditor, officers.securityOfficer, ledgerExport, {
    input: { target: '光盘 01', purpose: '移交' },
  });
  const [round] = await asOwner(here.site, 'select id from security_acceptance');
  const subject = String(round?.['id']);
  for (const code of securityCodes) {
    const attachments = securityItems[code].source === 'hand' ? [(await attach(lead, 'acceptance', code)).id] : [];
    await lead.client.act(securityJudge, { subject, input: { code, verdict: 'pass', note: '已核查', attachments } });
  }
  await withSecond(lead, member, securityDecide, { subject, input: { opinion: '各项核查合格' } });
  await deskOf(browser, here.site, lead, '/security-acceptance');
  await page.getByText('总体验收可以进行').waitFor();
  await shoot(desk, 'acceptance-open');
  await expectAccessible(desk);
  await press(page, page.getByRole('button', { name: /^总体验收$/ }));
  await write(page, page.getByRole('dialog').getByLabel('意见'), '同意验收');
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: '确认总体验收' }));
  await shoot(desk, 'acceptance-overall');
  await page.keyboard.press('Enter');
  await page.getByText(submitted).first().waitFor();
  await withSecond(lead, here.otherLead, overallAccept, {
    subject: here.projectId,
    input: { opinion: '同意验收' },
  });
  await deskOf(browser, here.site, lead, '/security-acceptance');
  await page.getByText('已总体验收').waitFor();
  await shoot(desk, 'acceptance-done');
  await expectAccessible(desk);
  await press(page, page.getByRole('button', { name: '打印专项验收表' }));
  await page.frameLocator('iframe').getByText('安全保密专项验收表').waitFor();
  await shoot(desk, 'acceptance-printed');
}, 240_000);

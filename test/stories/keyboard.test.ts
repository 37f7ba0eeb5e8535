/** Stories without a mouse: each officer's main tasks by Tab, Enter, arrows, Esc and the shortcuts of the help sheet. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#/base/server/ids.ts';
import { ledgerStatus } from '#/protection/rules/api/log.ts';
import { type Officers, openWithOfficers } from '../people.ts';
import { openTestSite, type TestSite } from '../site.ts';
import { closeDesks, leave, moving, openBrowser, openDesk } from './browser.ts';
import { deskOf, submitted } from './desk.ts';
import { choose, expectFocus, go, press, write } from './keyboard.ts';

let site: TestSite;
let browser: Browser;
let officers: Officers;
let backups: string;

beforeAll(async () => {
  site = await openTestSite();
  browser = await openBrowser();
  officers = await openWithOfficers(site);
  backups = mkdtempSync(join(tmpdir(), 'shoucang-keyboard-'));
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await site[Symbol.asyncDispose]();
  rmSync(backups, { recursive: true, force: true });
});

test('5.5-1 without a mouse the administrator registers a person, asks for his account and for a backup target', async () => {
  const desk = await deskOf(browser, site, officers.administrator, '/', moving);
  const { page } = desk;
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  await go(page, 'p', '/people');
  const add = page.getByRole('button', { name: '登记人员' });
  await press(page, add);
  const form = page.getByRole('dialog');
  await write(page, form.getByLabel('姓名'), '孙新来');
  await write(page, form.getByLabel('证件号'), '410101199912310099');
  await choose(page, form.getByLabel('单位'), '郑州市某某档案馆');
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'hidden' });
  await expectFocus(add);

  const row = page.getByRole('row', { name: /孙新来/ });
  await row.waitFor();
  await press(page, page.locator('.ant-table-row').first());
  await form.waitFor();
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'hidden' });
  await expectFocus(page.locator('.ant-table-row').first());
  await page.keyboard.press('End');
  await expectFocus(row);
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('button', { name: '开通账号' }));
  await write(page, page.getByLabel('用户名'), 'sun.xinlai');
  await page.keyboard.press('Control+Enter');
  await page.getByText(submitted).first().waitFor();

  await page.goto(`${site.origin}/backups`);
  const register = page.getByRole('button', { name: '登记备份目标' });
  await press(page, register);
  await write(page, form.getByLabel('名称'), '备份盘一');
  await write(page, form.getByLabel('服务器目录'), backups);
  await write(page, form.getByLabel('介质编号'), 'M-001');
  await page.keyboard.press('Control+Enter');
  await page.getByText(submitted).first().waitFor();
  await expectFocus(register);
  await leave(desk);
});

test('5.5-2 without a mouse the security officer approves and registers a terminal, and the terminal is enrolled', async () => {
  const desk = await deskOf(browser, site, officers.securityOfficer, '/', moving);
  const { page } = desk;
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  await go(page, 'a', '/approvals');
  const agree = page.getByRole('button', { name: '批准' });
  for (const left of [2, 1]) {
    await expect.poll(() => agree.count()).toBe(left);
    await press(page, agree.first());
    const dialog = page.getByRole('dialog');
    await expectFocus(dialog.getByLabel('意见'));
    await press(page, dialog.getByRole('button', { name: '确认同意' }));
    // The row has gone with its button; the focus stays on the page all the same.
    await expect.poll(() => agree.count(), { timeout: 20_000 }).toBe(left - 1);
    await expect.poll(() => page.evaluate<boolean>(`document.activeElement?.closest('main') != null`)).toBe(true);
  }

  await go(page, 't', '/terminals');
  const add = page.getByRole('button', { name: '登记终端' });
  await press(page, add);
  await write(page, page.getByRole('dialog').getByLabel('名称'), '扫描-01');
  await page.keyboard.press('Control+Enter');
  const code = (await page.locator('.sc-code').textContent()) ?? '';
  await press(page, page.getByRole('button', { name: '我已抄录' }));
  await page.locator('.sc-code').waitFor({ state: 'hidden' });
  await expectFocus(add);

  const terminal = await openDesk(browser);
  await terminal.page.goto(`${site.origin}/enrol`);
  await write(terminal.page, terminal.page.getByLabel('注册码'), code);
  await terminal.page.keyboard.press('Enter');
  await terminal.page.getByText('已注册为「扫描-01」').waitFor();
  await terminal.page.keyboard.press('Enter');
  await terminal.page.getByRole('heading', { name: '登录' }).waitFor();
  await leave(terminal);
  await leave(desk);
});

test('5.6-8 without a mouse the administrator carries out what was agreed to', async () => {
  const desk = await deskOf(browser, site, officers.administrator, '/', moving);
  const { page } = desk;
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  await go(page, 'a', '/approvals');
  const carryOut = page.getByRole('button', { name: '执行' });
  await expect.poll(() => carryOut.count()).toBe(2);
  await press(page, carryOut.last());
  await press(page, page.getByRole('dialog').getByRole('button', { name: '确认执行' }));
  await page.getByText('以下内容只显示这一次').waitFor();
  await press(page, page.getByRole('dialog').getByRole('button', { name: '关闭' }));
  await expect.poll(() => carryOut.count()).toBe(1);
  await leave(desk);
});

test('5.5-5 without a mouse the auditor deals with an alarm and verifies the ledger', async () => {
  const { auditor } = officers;
  const alarm = { id: newId(), kind: 'backup-overdue' as const, dedupe: 'story', person_id: null, terminal_id: null };
  await site.db
    .insertInto('alarm')
    .values({ ...alarm, facts: { target: '备份盘一', hours: 31 } })
    .execute();
  const desk = await deskOf(browser, site, auditor, '/', moving);
  const { page } = desk;
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  await go(page, 'w', '/alarms');
  const close = page.getByRole('row', { name: /备份逾期/ }).getByRole('button', { name: '处置' });
  await press(page, close);
  const note = page.getByRole('dialog').getByLabel('核实与处置');
  await expectFocus(note);
  await page.keyboard.press('Escape');
  await note.waitFor({ state: 'hidden' });
  await expectFocus(close);
  await page.keyboard.press('Enter');
  await write(page, note, '备份盘已接回，补做备份。');
  await page.keyboard.press('Control+Enter');
  await close.waitFor({ state: 'hidden' });

  await go(page, 'v', '/ledger');
  const held = (await auditor.client.view(ledgerStatus)).checkpoint?.note ?? '';
  await write(page, page.getByLabel('校验点文本'), held);
  await press(page, page.getByRole('button', { name: '核验日志' }));
  await page.getByText('日志与您持有的校验点相符').waitFor();

  // The help sheet says all of this; Esc brings back what had the focus.
  await page.keyboard.press('?', { delay: 40 });
  await page.getByRole('dialog').getByText('快捷键与帮助').waitFor();
  await page.keyboard.press('Escape');
  await expectFocus(page.getByRole('button', { name: '核验日志' }));
  await leave(desk);
});

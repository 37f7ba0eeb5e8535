/** Originals (6): from the shelf to the desk and back, by the scanner; what must not happen is refused. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvalList } from '#/protection/rules/api/approvals.ts';
import { batchList, batchShow } from '#/custody/rules/api/batches.ts';
import { haltList } from '#/custody/rules/api/sweeps.ts';
import { fixtureAdd, placeRegister, zoneAdd } from '#/premises/rules/api/plan.ts';
import { usualLimits } from '#/premises/rules/climate.ts';
import { codeOf, type CustodySite, handOut, openCustodySite, shelve } from '../custody-site.ts';
import { approve, type Who } from '../people.ts';
import { closeDesks, expectAccessible, leave, openBrowser, shoot } from './browser.ts';
import { deskOf, submitted, walk } from './desk.ts';
import { choose, escape, press, scan, scanned, tabTo, write } from './keyboard.ts';

let here: CustodySite;
let browser: Browser;
let keeper: Who;
let leader: Who;
let lead: Who;

beforeAll(async () => {
  here = await openCustodySite();
  browser = await openBrowser();
  ({ keeper, leader, lead } = here);
  const place = { name: '加工室', address: '三楼', location: 'inside' as const, planWidth: 9_000, planHeight: 9_000 };
  await lead.client.act(placeRegister, { input: { ...place, ...usualLimits } });
  const zone = { code: 'G', name: '暂存区', kind: 'holding' as const, x: 0, y: 0, width: 9_000, height: 9_000 };
  const { zoneId } = await lead.client.act(zoneAdd, { input: zone });
  for (const [index, [code, stage]] of (
    [
      ['GZ-01', 'unprocessed'],
      ['GZ-02', 'processed'],
    ] as const
  ).entries())
    await lead.client.act(fixtureAdd, {
      input: { zoneId, kind: 'cabinet', code, stage, x: 500 + index * 1_500, y: 500 },
    });
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

/** The second person agrees by the API; the page of approvals has a story of its own. */
async function agree(who: Who): Promise<void> {
  const { items } = await who.client.view(approvalList, { input: {} });
  await approve(who, items[0]?.id ?? '');
}

test('6.1-1 without a mouse an original is registered and examined; outside the scope it is refused', async () => {
  const desk = await deskOf(browser, here.site, keeper, '/originals');
  const { page } = desk;
  await page.getByText('该项目还没有登记档案').waitFor();
  await shoot(desk, 'originals-empty');
  await press(page, page.getByRole('button', { name: '登记档案' }));
  const form = page.getByRole('dialog').last();
  await choose(page, form.getByLabel('档号规则'), '按卷');
  await write(page, form.getByLabel('档号', { exact: true }), 'A002-KJ·JJ-001');
  await choose(page, form.getByLabel('保管人'), '孙保管');
  await write(page, form.getByLabel('题名'), '关于干部任免的请示');
  await page.keyboard.press('Control+Enter');
  await form.getByText('不在项目范围内').first().waitFor();
  await shoot(desk, 'original-refused');
  await form.getByLabel('档号', { exact: true }).fill(codeOf(1));
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /A002-RS-001.*未检查.*在库.*孙保管/ }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await shoot(desk, 'originals');
  await expectAccessible(desk);

  await press(page, page.getByRole('button', { name: '涉密检查' }));
  await form.getByRole('radio', { name: '有标识，未解密' }).check();
  await scan(page, codeOf(1));
  await expect.poll(() => form.getByLabel('档号').inputValue()).toBe(codeOf(1));
  await page.keyboard.press('Control+Enter');
  await form.getByText('必填').first().waitFor();
  await form.getByRole('radio', { name: '无涉密标识' }).check();
  await shoot(desk, 'secrecy-form');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: /A002-RS-001.*无涉密标识/ }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await tabTo(page, page.getByRole('row', { name: /A002-RS-001/ }));
  await page.keyboard.press('Enter');
  const card = page.getByRole('dialog', { name: codeOf(1) });
  await card.getByText('移动记录').waitFor();
  await card.getByText('登记', { exact: true }).waitFor();
  await shoot(desk, 'original-card');
  await expectAccessible(desk);
  await escape(card);
  await leave(desk);
});

test('6.1-4 a catalogue is tried first, and each row that is wrong is told with what to do', async () => {
  const desk = await deskOf(browser, here.site, keeper, '/originals');
  const { page } = desk;
  await press(page, page.getByRole('button', { name: '导入目录' }));
  const form = page.getByRole('dialog').last();
  const rows = [
    '序号,档号,题名,责任者,页数,密级',
    '1,A002-RS-051,甲案卷,某局,30,',
    '2,A002-RS-52,乙案卷,某局,三十,',
    '3,A002-RS-053,丙案卷,某局,9,机密',
  ];
  const buffer = Buffer.from(`\ufeff${rows.join('\r\n')}\r\n`);
  await form.locator('input[type=file]').setInputFiles({ name: '案卷目录.csv', mimeType: 'text/csv', buffer });
  await form.getByText('甲案卷').waitFor();
  await form.getByText('列对应关系按表头建议').waitFor();
  await choose(page, form.getByLabel('档号规则'), '按卷');
  await choose(page, form.getByLabel('保管人'), '孙保管');
  await shoot(desk, 'import-form');
  await expectAccessible(desk);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('tab', { name: '目录导入' }).click();
  await expect
    .poll(
      async () => {
        await page.getByRole('button', { name: '刷新' }).click();
        return page.getByRole('row', { name: /案卷目录.csv.*试导入.*已完成/ }).count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  await page.getByText('含涉密 1 条').waitFor();
  await shoot(desk, 'imports');
  await expectAccessible(desk);
  await page.getByRole('button', { name: '清除源文件' }).click();
  await page.getByRole('dialog').getByText('将移除以下内容').first().waitFor();
  await shoot(desk, 'import-purge');
  await escape(page.getByRole('dialog').last());
  await page.getByRole('button', { name: '问题清单' }).click();
  await form.getByText('页数「三十」不是正整数').waitFor();
  await form
    .getByText(/案卷号「52」位数不对|「52」/)
    .first()
    .waitFor();
  await shoot(desk, 'import-problems');
  await expectAccessible(desk);
  // What is left to do waits on the home page, and leads here.
  await page.goto(here.site.origin);
  await page.getByRole('link', { name: /目录源文件待清除/ }).click();
  await page.getByRole('button', { name: '清除源文件' }).waitFor();
  await leave(desk);
});

test('6.2-2 both sides count by the scanner alone; nothing changes hands before they agree', async () => {
  await shelve(here, [2, 3]);
  const codes = [1, 2, 3].map(codeOf);
  const desk = await deskOf(browser, here.site, keeper, '/batches');
  const { page } = desk;
  await page.getByText('还没有批次').waitFor();
  await press(page, page.getByRole('button', { name: '申请调档' }));
  const form = page.getByRole('dialog').last();
  await write(page, form.getByLabel('批次名称'), '第一批');
  for (const code of codes) await scan(page, code);
  await expect.poll(() => form.getByLabel('档号').inputValue()).toBe(codes.join('\n'));
  await shoot(desk, 'batch-request');
  await page.keyboard.press('Control+Enter');
  await page.getByText('待批准').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  const chief = await deskOf(browser, here.site, lead, '/batches');
  await chief.page
    .getByRole('row', { name: /第一批/ })
    .getByRole('button', { name: '打开' })
    .click();
  await press(chief.page, chief.page.getByRole('button', { name: '批准' }));
  await chief.page.getByRole('dialog').getByRole('button', { name: '批准' }).click();
  await chief.page.getByText('待清点').waitFor();
  await leave(chief);

  const [batch] = (await keeper.client.view(batchList, { input: {} })).items;
  await page.goto(`${here.site.origin}/batches/${batch?.id}`);
  await page.getByText('调出清点').waitFor();
  await shoot(desk, 'count-begun');
  await scanned(page, codes[0] ?? '', /关于干部任免的请示.*还有 2 件/);
  await scanned(page, codes[0] ?? '', /已清点/);
  await scanned(page, 'A002-RS-777', /不在本批次/);
  await press(page, page.getByRole('button', { name: '撤销' }));
  await page.getByText('已撤销').waitFor();
  for (const [index, code] of codes.entries()) await scanned(page, code, new RegExp(`${code}.*还有 ${2 - index} 件`));
  await page.getByText('本方已全部清点').waitFor();
  await press(page, page.getByRole('button', { name: '调出交接' }));
  await write(page, form.getByLabel('内容'), '人事档案案卷');
  await page.keyboard.press('Control+Enter');
  await form
    .getByText(/清点有差异.*服务机构未清点 3 件/)
    .first()
    .waitFor();
  await shoot(desk, 'count-differs');
  await escape(form);

  const other = await deskOf(browser, here.site, leader, `/batches/${batch?.id}`);
  await other.page.getByText('调出清点').waitFor();
  await choose(other.page, other.page.getByRole('combobox', { name: '状况' }), '霉变');
  for (const code of codes) await scanned(other.page, code, new RegExp(`${code}.*霉变`));
  await shoot(other, 'count-vendor');
  await expectAccessible(other);
  await leave(other);

  await press(page, page.getByRole('button', { name: '调出交接' }));
  await write(page, form.getByLabel('内容'), '人事档案案卷');
  await page.keyboard.press('Control+Enter');
  await page.getByText(submitted).waitFor();
  await agree(leader);
  await page.goto(`${here.site.origin}/approvals`);
  await page
    .getByRole('row', { name: /调出交接/ })
    .getByRole('button', { name: '执行' })
    .click();
  await page.getByRole('button', { name: '确认执行' }).click();
  await expect
    .poll(async () => (await keeper.client.view(batchShow, { subject: batch?.id ?? '' })).state, { timeout: 30_000 })
    .toBe('out');
  await page.goto(`${here.site.origin}/batches/${batch?.id}`);
  await press(page, page.getByRole('row', { name: /调出.*李组长/ }).getByRole('button', { name: '打印' }));
  await page.frameLocator('iframe').getByText('霉变').first().waitFor();
  await shoot(desk, 'handover-list');
  await escape(page.getByRole('dialog').last());
  await press(page, page.getByRole('button', { name: '打印流程单' }));
  await page.frameLocator('iframe').getByText('档案流程单').first().waitFor();
  await shoot(desk, 'routing-slips');
  await escape(page.getByRole('dialog').last());
  await shoot(desk, 'batch-out');
  await expectAccessible(desk);
  await leave(desk);
});

test('4.4-2 6.5-1 6.6-1 at the desk: the wrong cabinet is refused, a mark halts, the sweep names what is out', async () => {
  const codes = await shelve(here, [5, 6]);
  await handOut(here, codes, '第二批');
  const [one = '', two = ''] = codes;
  const desk = await deskOf(browser, here.site, leader, '/desk-work');
  const { page } = desk;
  await press(page, page.getByRole('radio', { name: /入柜/ }));
  await scanned(page, 'GZ-02', /当前柜/);
  await scanned(page, one, /请放入「待加工」的柜|不能放入这个柜/);
  await scanned(page, 'GZ-01', /当前柜/);
  await scanned(page, one, /待加工.*GZ-01/);
  await shoot(desk, 'desk-work');
  await expectAccessible(desk);
  await press(page, page.getByRole('radio', { name: /领取/ }));
  await scanned(page, one, /案卷 A002-RS-005/);
  await page.keyboard.press('Control+z');
  await page.getByText('已撤销').waitFor();
  await page.getByText('Ctrl+Z').waitFor();
  await shoot(desk, 'desk-undo');
  await scanned(page, one, /案卷 A002-RS-005/);
  await scanned(page, two, /不能这样办理/);
  await press(page, page.getByRole('button', { name: '涉密停工' }));
  const form = page.getByRole('dialog').last();
  await scan(page, two);
  await expect.poll(() => form.getByLabel('档号').inputValue()).toBe(two);
  await write(page, form.getByLabel('所在页'), '封面');
  await write(page, form.getByLabel('标识文字'), '机密');
  await shoot(desk, 'halt-form');
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'hidden' });
  await press(page, page.getByRole('radio', { name: /入柜/ }));
  await scanned(page, 'GZ-01', /当前柜/);
  await scanned(page, two, /GZ-01/);
  await press(page, page.getByRole('radio', { name: /领取/ }));
  await scanned(page, two, /已停工/);
  await walk(page, '/halts');
  await page.getByRole('row', { name: new RegExp(`${two}.*机密.*停工中`) }).waitFor();
  await shoot(desk, 'halts');
  await expectAccessible(desk);
  await leave(desk);
  expect((await keeper.client.view(haltList, { input: { open: true } })).items).toHaveLength(1);

  const night = await deskOf(browser, here.site, keeper, '/lockup');
  await night.page.getByRole('row', { name: new RegExp(`${one}.*在手.*李组长`) }).waitFor();
  await scanned(night.page, 'GZ-01', /当前柜/);
  await scanned(night.page, codeOf(1), /GZ-01.*还有/);
  await shoot(night, 'lockup');
  await expectAccessible(night);
  await press(night.page, night.page.getByRole('button', { name: '完成清点' }));
  await night.page.keyboard.press('Control+Enter');
  await night.page.getByRole('dialog').getByText('必填').first().waitFor();
  await shoot(night, 'lockup-close');
  await escape(night.page.getByRole('dialog'));
  await leave(night);
});

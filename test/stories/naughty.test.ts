/** Titles as attackers write them (Big List of Naughty Strings): harmless and unchanged on screen and on paper. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Html } from '#/base/forms/html.ts';
import { xmlTrouble } from '#/base/rules/tables-in/xml-trouble.ts';
import { handoverListForm, type HandoverListData } from '#/custody/forms/handover-list.ts';
import { routingSlipsForm, type RoutingSlipsData } from '#/custody/forms/routing-slips.ts';
import { importList, importStart } from '#/custody/rules/api/imports.ts';
import { secrecyDecide } from '#/custody/rules/api/originals.ts';
import { csvOf, naughtyLines, sendCatalogue, sharedStrings } from '../catalogues.ts';
import { codeOf, type CustodySite, handOut, openCustodySite } from '../custody-site.ts';
import { closeDesks, type Desk, leave, openBrowser, openDesk, shoot } from './browser.ts';
import { deskOf } from './desk.ts';
import { escape, press } from './keyboard.ts';

let here: CustodySite;
let browser: Browser;

beforeAll(async () => {
  here = await openCustodySite();
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await closeDesks();
  await here.site[Symbol.asyncDispose]();
});

/** Besides CSP and errors: a dialog that opens, and anything fetched from elsewhere, is a trouble too. */
function watch({ page, troubles }: Desk): void {
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(here.site.origin) && !/^(data|about|blob):/.test(url)) troubles.push(`request: ${url}`);
  });
}

/** Imports these titles; answers the codes they were given. */
async function importTitles(titles: readonly string[]): Promise<string[]> {
  const { keeper, projectId, schemeId } = here;
  const codes = titles.map((_, index) => codeOf(index + 1));
  const rows = titles.map((title, index) => [codes[index] ?? '', title]);
  const id = await sendCatalogue(keeper, '目录.csv', await csvOf([['档号', '题名'], ...rows]));
  if (typeof id !== 'string') throw new Error(id.code);
  const mapping = { code: 0, title: 1 };
  const input = { attachmentId: id, schemeId, keeper: keeper.personId, mapping, dry: false };
  const { importId } = await keeper.client.act(importStart, { subject: projectId, input });
  await expect
    .poll(
      async () => {
        const { items } = await keeper.client.view(importList, { subject: projectId, input: {} });
        return items.find((one) => one.id === importId);
      },
      { timeout: 30_000 },
    )
    .toMatchObject({ state: 'done', good: titles.length, bad: 0 });
  return codes;
}

/** Names of all elements and of all their attributes: a text that became markup would add to them. */
const markupOf = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`[...new Set([...document.querySelectorAll('*')].flatMap((one) =>
    [one.localName, ...one.getAttributeNames().map((name) => one.localName + ' ' + name)]))].sort()`);

const mark = { id: '0', hash: '0123456789abcdef', qrSvg: '<svg></svg>', version: 1 };
const batch = { archiveName: '某档案馆', projectName: '项目', batchNumber: '1', batchName: '一' };

function listOf(titles: readonly string[]): Html {
  const side = { condition: 'intact' as const, note: '' };
  const data: HandoverListData = {
    ...{ ...batch, timeZone: 'Asia/Shanghai', number: '1', direction: 'out', content: '案卷', remark: '' },
    ...{ givenBy: '孙保管', receivedBy: '李组长', at: '2026-11-20T02:00:00.000Z' },
    lines: titles.map((title, index) => ({
      ...{ code: codeOf(index), title, pages: 1, secrecy: 'unmarked' as const, archive: side, vendor: side },
    })),
  };
  return handoverListForm.render(data, mark);
}

function slipsOf(titles: readonly string[]): Html {
  const slips = titles.map((title, index) => ({
    ...{ number: String(index), code: codeOf(index), title, pages: 1, qrSvg: '<svg></svg>' },
  }));
  const data: RoutingSlipsData = { ...batch, slips };
  return routingSlipsForm.render(data, mark);
}

describe.skipIf(!sharedStrings)('the Big List of Naughty Strings', () => {
  const titles = (): string[] =>
    naughtyLines()
      .map(({ text }) => text)
      .filter((text) => xmlTrouble(text) === null);

  test('6.2-3 6.4-2 every line is printed as text, on handover lists and routing slips: no element and no attribute comes of it', async () => {
    const desk = await openDesk(browser);
    watch(desk);
    const { page } = desk;
    const plain = titles().map(() => '题名');
    for (const [form, cells] of [
      [listOf, 'tbody td:nth-child(3)'],
      [slipsOf, '.facts dt:text-is("题名") + dd'],
    ] as const) {
      await page.setContent(String(form(plain)));
      const markup = await markupOf(page);
      await page.setContent(String(form(titles())));
      expect(await markupOf(page)).toEqual(markup);
      expect(await page.locator(cells).allTextContents()).toEqual(titles());
    }
    await leave(desk);
  });

  test('6.2-3 6.4-2 sixty of them stand in the list, in the card and in both printed forms as they are; nothing of them runs', async () => {
    const hostile = titles().filter((text) => /[<>"'`&]|script|\$\{|\{\{|[\u200e-\u202e\u2066-\u2069]/i.test(text));
    const nasty = hostile.filter((_, index) => index % Math.floor(hostile.length / 60) === 0).slice(0, 60);
    expect(nasty).toHaveLength(60);
    const codes = await importTitles(nasty);
    const desk = await deskOf(browser, here.site, here.keeper, '/originals');
    watch(desk);
    const { page } = desk;
    await page.getByRole('button', { name: '加载更多' }).click();
    const cells = page.locator('tbody tr[data-row-key] td:nth-child(3)');
    await expect.poll(() => cells.count()).toBe(60);
    expect(await cells.allTextContents()).toEqual(nasty);
    await shoot(desk, 'naughty-list');
    for (const at of [0, 59]) {
      await page.getByRole('row', { name: codes[at] ?? '' }).click();
      const card = page.getByRole('dialog', { name: codes[at] ?? '' });
      await card.getByText('移动记录').waitFor();
      const shown = card.locator('.ant-descriptions-item-label:text-is("题名") + .ant-descriptions-item-content');
      expect(await shown.allTextContents()).toEqual([nasty[at]]);
      await shoot(desk, `naughty-card-${at}`);
      await escape(card);
    }

    const { keeper, projectId } = here;
    await keeper.client.act(secrecyDecide, { subject: projectId, input: { codes, verdict: 'unmarked' } });
    const batchId = await handOut(here, codes, '题名');
    await page.goto(`${here.site.origin}/batches/${batchId}`);
    await press(page, page.getByRole('row', { name: /调出.*李组长/ }).getByRole('button', { name: '打印' }));
    const frame = page.frameLocator('iframe');
    await frame.getByText('档案交接清单').first().waitFor();
    expect(await frame.locator('tbody td:nth-child(3)').allTextContents()).toEqual(nasty);
    await expect.poll(() => frame.locator('script, img, iframe, object, embed, form, input, a, video').count()).toBe(0);
    await shoot(desk, 'naughty-handover');
    await escape(page.getByRole('dialog').last());
    await press(page, page.getByRole('button', { name: '打印流程单' }));
    await frame.getByText('档案流程单').first().waitFor();
    expect(await frame.locator('.facts dt:text-is("题名") + dd').allTextContents()).toEqual(nasty);
    expect(await frame.locator('script, img, iframe, object, embed, form, input, a, video').count()).toBe(0);
    await shoot(desk, 'naughty-slips');
    await escape(page.getByRole('dialog').last());
    await leave(desk);
  });
});

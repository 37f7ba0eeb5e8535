/** Text of images on real PostgreSQL with a worker that reads them: settings, job, halt, purge (5.6-4, 6.5-1, 6.1-5). */
import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOfRefusal } from '../../../../test/custody-site.ts';
import { asOwner } from '../../../../test/owner.ts';
import { type Who, withSecond } from '../../../../test/people.ts';
import { drawnPage, seen, send } from '../../../../test/scans.ts';
import { openScanStation, type ScanStation } from '../../../../test/scan-station.ts';
import type { WorkflowSite } from '../../../../test/workflow-site.ts';
import { haltRelease, haltReport } from '#/custody/rules/api/sweeps.ts';
import { originalOf } from '../../../../test/custody-site.ts';
import { textSet, textSettings, textShow } from '../../rules/api/texts.ts';
import { mostTries } from '../../rules/capture.ts';
import type { PageKind } from '../../rules/sample-pages/layout.ts';
import { errorsOf } from '../../rules/text/error-rate.ts';
import type { Direction } from '../../rules/text/text.ts';
import { imagesOfRoom, openRecogniser, type Recogniser } from '../door.ts';
import { takeTextsInHand } from '../store/texts.ts';

let station: ScanStation;
let here: WorkflowSite;
let reader: Recogniser;
let isInstalled = true;
let fondsId = '';

/** Where it is not installed: the system's path is empty. */
async function openNowhere(): Promise<Recogniser> {
  const path = process.env['PATH'];
  process.env['PATH'] = '/nonexistent';
  try {
    return await openRecogniser('tesseract');
  } finally {
    process.env['PATH'] = path;
  }
}

beforeAll(async () => {
  reader = await openRecogniser('ppocr');
  station = await openScanStation(8, { recogniser: () => (isInstalled ? Promise.resolve(reader) : openNowhere()) });
  here = station.here;
  fondsId = (await here.keeper.client.view(textSettings)).items[0]?.fondsId ?? '';
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
  await reader[Symbol.asyncDispose]();
});

interface Row {
  master_id: string;
  state: string;
  tries: number;
  direction: Direction | null;
  fault: { code: string } | null;
}
const rowsOf = async (unitId: string): Promise<Row[]> =>
  (await asOwner(
    here.site,
    `select page_text.* from page_text join master on master.id = master_id where unit_id = '${unitId}' order by master_id`,
  )) as unknown as Row[];
const doneInAll = async () =>
  Number((await asOwner(here.site, `select count(*) from page_text where state = 'done'`))[0]?.['count']);
const statesOf = async (unitId: string) => (await rowsOf(unitId)).map(({ state }) => state);
const set = (who: Who, direction: Direction, skipped: boolean, version?: number) =>
  who.client.tryAct(textSet, {
    ...{ subject: fondsId, input: { direction, skipped } },
    ...(version !== undefined && { version }),
  });
const patience = { timeout: 120_000, interval: 250 };

/** A volume that is opened, with one image that was taken. */
async function taken(kind: PageKind, seed: number, turned: 0 | 180 = 0) {
  const { code, captureId, unitId } = await station.opened();
  const { bytes: drawn, truth } = await drawnPage(kind, seed);
  const bytes =
    turned === 0 ? drawn : await sharp(drawn).rotate(turned).keepMetadata().jpeg({ quality: 90 }).toBuffer();
  await send(here.scanner, captureId, [{ name: `${seed}.jpg`, bytes }]);
  const { slots } = await seen(here.scanner);
  return { code, unitId, masterId: slots[0]?.masterId ?? '', truth: truth.join('') };
}

describe('5.6-4 text recognition', () => {
  test('a page that stands on its head is told to whoever scans, once it was read', { timeout: 180_000 }, async () => {
    const { unitId } = await taken('cover', 31, 180);
    await expect.poll(() => statesOf(unitId), patience).toEqual(['done']);
    const { slots } = await seen(here.scanner);
    expect(slots[0]?.findings.map(({ check }) => check)).toContain('upside-down');
  });

  test(
    'an image is read once it is taken: lines with box and confidence, for whoever sees its picture',
    { timeout: 180_000 },
    async () => {
      const { unitId, masterId, truth } = await taken('cover', 21);
      await expect.poll(() => statesOf(unitId), patience).toEqual(['done']);
      const shown = await here.scanner.client.view(textShow, { subject: unitId, input: { masterId } });
      expect(shown).toMatchObject({
        state: 'done',
        engine: 'ppocr',
        direction: 'horizontal',
        upsideDown: false,
        fault: null,
      });
      const { errors, letters } = errorsOf(truth, shown.lines.map(({ text }) => text).join(''));
      expect(errors / letters).toBeLessThan(0.1);
      expect(shown.confidence).toBeGreaterThan(0.8);
      for (const { box, corners, confidence } of shown.lines) {
        expect(box.x + box.width).toBeLessThanOrEqual(1240 + 10);
        expect(corners).toHaveLength(4);
        expect(confidence).toBeGreaterThan(0.4);
      }
      expect(
        await codeOfRefusal(here.otherScanner.client.tryView(textShow, { subject: unitId, input: { masterId } })),
      ).toBe('images-closed');
      // The ledger tells figures, and quotes nothing.
      const holding = (table: string, text: string) =>
        asOwner(here.site, `select 1 as is from ${table} t where t::text like '%${text}%' limit 1`);
      expect(await holding('ledger_entry', 'imaging.text.recognise')).toHaveLength(1);
      for (const table of ['ledger_entry', 'ledger_detail'])
        expect(await holding(table, shown.lines[0]!.text)).toEqual([]);
    },
  );

  test(
    'whoever keeps the fonds decides; by columns what was read is read again, and of a skipped fonds nothing is',
    { timeout: 240_000 },
    async () => {
      expect(await codeOfRefusal(set(here.scanner, 'vertical', false))).toBe('not-permitted');
      const first = await taken('cover', 22);
      await expect.poll(() => statesOf(first.unitId), patience).toEqual(['done']);
      const done = await doneInAll();
      expect(done).toBeGreaterThan(0);
      expect(await set(here.keeper, 'vertical', false, 1)).toMatchObject({ output: { queued: done } });
      expect(await codeOfRefusal(set(here.keeper, 'horizontal', false, 1))).toBe('version-conflict');
      const again = async () => (await rowsOf(first.unitId)).map(({ state, direction }) => [state, direction]);
      await expect.poll(again, patience).toEqual([['done', 'vertical']]);
      expect(await set(here.lead, 'horizontal', true)).toMatchObject({ output: { queued: 0 } });
      const second = await taken('cover', 23);
      expect(await rowsOf(second.unitId)).toEqual([]);
      const { items } = await here.leader.client.view(textSettings);
      expect(items[0]).toMatchObject({ skipped: true, waiting: 0, failed: 0, version: 3, setBy: { name: '赵主管' } });
    },
  );

  test(
    '6.5-1 what is halted is not read and not shown; it is read once the halt is over',
    { timeout: 240_000 },
    async () => {
      const { code, unitId, masterId } = await taken('cover', 24);
      const { findId } = await here.scanner.client.act(haltReport, { input: { code, page: '1', mark: '机密' } });
      // By columns, as it was read before: only what was not read yet is queued.
      await set(here.lead, 'vertical', false);
      await expect.poll(() => statesOf(unitId), patience).toEqual(['waiting']);
      // Others of the fonds are read meanwhile, and this one never begun.
      await expect
        .poll(async () => (await here.keeper.client.view(textSettings)).items[0]?.waiting, {
          ...patience,
          timeout: 180_000,
        })
        .toBe(1);
      expect(await rowsOf(unitId)).toMatchObject([{ state: 'waiting', tries: 0 }]);
      expect(await codeOfRefusal(here.scanner.client.tryView(textShow, { subject: unitId, input: { masterId } }))).toBe(
        'halted',
      );
      const input = { outcome: 'false-alarm', basis: '非涉密' } as const;
      await withSecond(here.lead, here.otherLead, haltRelease, { subject: findId, input });
      // The calendar rings once more.
      await set(here.lead, 'vertical', true);
      expect(await set(here.lead, 'vertical', false)).toMatchObject({ output: { queued: 1 } });
      await expect.poll(() => statesOf(unitId), patience).toEqual(['done']);

      // 6.1-5 what turns out to be classified loses its text with all others.
      const original = await originalOf(here, code);
      const queue = { enqueue: () => Promise.resolve(null) };
      await here.site.db.transaction().execute((tx) => imagesOfRoom(queue).forget(tx, [original?.id ?? ''], null));
      expect(await rowsOf(unitId)).toEqual([]);
    },
  );

  test(
    'a page that ends its engine again and again is given up with its reason, and the next one is read',
    { timeout: 240_000 },
    async () => {
      const killing = setInterval(() => {
        for (const pid of enginesOf(process.pid)) process.kill(pid, 'SIGKILL');
      }, 20);
      const bad = await taken('cover', 25);
      try {
        await expect.poll(() => statesOf(bad.unitId), patience).toEqual(['failed']);
      } finally {
        clearInterval(killing);
      }
      const shown = await here.scanner.client.view(textShow, {
        subject: bad.unitId,
        input: { masterId: bad.masterId },
      });
      expect(shown).toMatchObject({ state: 'failed', lines: [] });
      expect(shown.fault?.what.zh).toContain(`${mostTries} 次`);
      expect(shown.fault?.next.en).toContain('scan it again');
      expect((await rowsOf(bad.unitId))[0]?.tries).toBe(mostTries);
    },
  );

  test('where the engine is not installed images wait, and it is said why', { timeout: 120_000 }, async () => {
    isInstalled = false;
    const { unitId } = await taken('cover', 26);
    await expect.poll(async () => (await rowsOf(unitId))[0]?.fault?.code, patience).toBe('text-no-engine');
    expect(await rowsOf(unitId)).toMatchObject([{ state: 'waiting', tries: 0 }]);
    const { items } = await here.keeper.client.view(textSettings);
    expect(items[0]?.held?.what.zh).toContain('tesseract');
    expect(items[0]?.held?.next.en).toContain('SHOUCANG_OCR');

    // What was begun once, and whose engine or worker ended, is read behind what was not begun.
    const { unitId: younger } = await taken('cover', 27);
    const nextUnit = () => here.site.db.transaction().execute((tx) => takeTextsInHand(tx, 1, 0));
    expect(await nextUnit()).toMatchObject([{ unitId, tries: 1 }]);
    expect(await nextUnit()).toMatchObject([{ unitId: younger, tries: 1 }]);
    expect(await nextUnit()).toMatchObject([{ unitId, tries: 2 }]);
  });
});

/** Processes of text recognition below this one. */
function enginesOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [, above] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return Number(above) === parent && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('text-work.ts');
      } catch {
        return false;
      }
    });
}

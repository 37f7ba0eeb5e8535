/** Capture on real PostgreSQL with a worker that looks: slip, files, order, quarantine, rescan (5.6-4, DA/T 31-2017 §9, §10.5). */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOfRefusal } from '../../../../test/custody-site.ts';
import { asOwner } from '../../../../test/owner.ts';
import { begin, open, type Scan, seen, send, sha256Of } from '../../../../test/scans.ts';
import { openScanStation, type ScanStation } from '../../../../test/scan-station.ts';
import type { WorkflowSite } from '../../../../test/workflow-site.ts';
import { routeOf } from '#/base/rules/declare.ts';
import { taskPick } from '#/workflow/rules/api/tasks.ts';
import {
  captureOpen,
  captureShow,
  slotMark,
  slotMove,
  slotRemove,
  unscannedAdd,
  unscannedWithdraw,
} from '../../rules/api/captures.ts';
import { pictureBytes, picturesOpen } from '../../rules/api/pictures.ts';

let station: ScanStation;
let here: WorkflowSite;

beforeAll(async () => {
  station = await openScanStation(20);
  here = station.here;
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});
const opened = () => station.opened();
const pages = (from: number, count: number) => station.pages(from, count);

describe('a slip opens an original', () => {
  test('5.6-2: whoever has not claimed it is refused, and so is a device that was not admitted', async () => {
    const code = station.atScanning();
    const input = { code, device: here.device };
    expect(await codeOfRefusal(here.scanner.client.tryAct(captureOpen, { input }))).toBe('not-claimed-for');
    await here.scanner.client.act(taskPick, { input: { code } });
    const unknown = { input: { ...input, device: 'SM-99' } };
    expect(await codeOfRefusal(here.scanner.client.tryAct(captureOpen, unknown))).toBe('device-not-admitted');
    expect(await codeOfRefusal(here.otherScanner.client.tryAct(captureOpen, { input }))).toBe('not-claimed-for');
    await here.scanner.client.act(captureOpen, { input });
    expect((await seen(here.scanner)).slots).toEqual([]);
  });

  test('the next slip closes it; nothing is taken for what is closed', async () => {
    const first = await opened();
    await opened();
    expect((await here.scanner.client.view(captureShow)).capture?.id).not.toBe(first.captureId);
    await expect(begin(here.scanner, first.captureId, await pages(1, 1))).rejects.toThrow('capture-closed');
  });
});

describe('files become images in the order in which they were fed', () => {
  test('each with its digest, what was measured on it, and pictures to look at', async () => {
    const { captureId, unitId } = await opened();
    const scans = await pages(1, 5);
    const { positions } = await send(here.scanner, captureId, scans);
    expect(positions.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
    const state = await seen(here.scanner);
    expect(state.slots.map(({ name, state: is }) => [name, is])).toEqual(scans.map(({ name }) => [name, 'good']));
    expect(state.slots[0]).toMatchObject({ width: 248, height: 351, dpi: 300 });
    expect([state.last, state.feedFrom]).toEqual([5, 6]);
    // Whoever looked measured SM3, and nobody measures it again.
    const [{ bytes }] = scans as [Scan];
    const digest = sha256Of(bytes);
    const [object] = await asOwner(here.site, `select sm3 from object where sha256 = '${digest}'`);
    expect(object).toEqual({ sm3: createHash('sm3').update(bytes).digest('hex') });
    await expect(asOwner(here.site, `update object set sm3 = '${digest}' where sha256 = '${digest}'`)).rejects.toThrow(
      'measured once',
    );
    const { grant } = await here.scanner.client.view(picturesOpen, { subject: unitId });
    const address = (tail: string) => routeOf(pictureBytes).path.replace(':grant', grant).replace('*', tail);
    const masterId = state.slots[2]!.masterId!;
    for (const kind of ['thumb', 'screen']) {
      const answer = await here.scanner.client.request('GET', address(`${masterId}/${kind}.jpg`));
      expect(answer.status).toBe(200);
      const { width, format } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
      expect({ width, format }).toEqual({ width: kind === 'thumb' ? 212 : 248, format: 'jpeg' });
    }
    expect((await here.scanner.client.request('GET', address(`${masterId}/../x`))).status).toBe(404);
    // IIIF Image API 3.0: a region has the very pixels of the master.
    const info = (await (await here.scanner.client.request('GET', address(`${masterId}/info.json`))).json()) as object;
    expect(info).toMatchObject({ type: 'ImageService3', profile: 'level2', width: 248, height: 351 });
    const cut = await here.scanner.client.request('GET', address(`${masterId}/30,40,64,32/max/0/default.png`));
    const own = { left: 30, top: 40, width: 64, height: 32 };
    expect(
      await sharp(Buffer.from(await cut.arrayBuffer()))
        .raw()
        .toBuffer(),
    ).toEqual(await sharp(scans[2]!.bytes).extract(own).raw().toBuffer());
    const turned = await here.scanner.client.request('GET', address(`${masterId}/full/!100,100/90/gray.jpg`));
    expect(await sharp(Buffer.from(await turned.arrayBuffer())).metadata()).toMatchObject({ width: 100, height: 71 });
    for (const bad of ['full/max/45/default.jpg', '0,0,0,0/max/0/default.jpg', 'full/max/0/default.exe'])
      expect((await here.scanner.client.request('GET', address(`${masterId}/${bad}`))).status).toBe(400);
  });

  test('a page that lies on its side in its file has the size in which it is shown', async () => {
    const { captureId, unitId } = await opened();
    const [page] = await pages(1, 1);
    const bytes = await sharp(page!.bytes)
      .withMetadata({ orientation: 6, density: 300 })
      .tiff({ compression: 'lzw' })
      .toBuffer();
    await send(here.scanner, captureId, [{ name: 'side.tif', bytes }]);
    const { slots } = await seen(here.scanner);
    const upright = { width: 351, height: 248 };
    expect(slots).toMatchObject([upright]);
    const { grant, images } = await here.scanner.client.view(picturesOpen, { subject: unitId });
    expect(images).toMatchObject([upright]);
    const service = routeOf(pictureBytes)
      .path.replace(':grant', grant)
      .replace('*', `${slots[0]!.masterId!}/info.json`);
    expect(await (await here.scanner.client.request('GET', service)).json()).toMatchObject(upright);
  });

  test('a file of several pages takes as many places', async () => {
    const { captureId } = await opened();
    const [one, two, three] = await pages(1, 3);
    const stack = await sharp([one!.bytes, two!.bytes], { join: { animated: true } })
      .tiff({ compression: 'lzw', xres: 300 / 25.4, yres: 300 / 25.4 })
      .toBuffer();
    await send(here.scanner, captureId, [{ name: 'stack.tif', bytes: stack }, three!]);
    const { slots } = await seen(here.scanner);
    expect(slots.map(({ position, name }) => [position, name])).toEqual([
      [1, 'stack.tif'],
      [2, 'stack.tif'],
      [3, '3.tif'],
    ]);
  });

  test('rescan, insert, move, remove: the order is without a gap, and a master never changes', async () => {
    const { captureId, unitId } = await opened();
    const scans = await pages(1, 4);
    await send(here.scanner, captureId, scans);
    const before = (await seen(here.scanner)).slots;
    const [again, between] = await pages(50, 2);
    await send(here.scanner, captureId, [
      { ...again!, aim: 'rescan', slotId: before[1]!.id },
      { ...between!, aim: 'insert', slotId: before[0]!.id },
    ]);
    let now = (await seen(here.scanner)).slots;
    expect(now.map(({ name }) => name)).toEqual(['1.tif', '51.tif', '50.tif', '3.tif', '4.tif']);
    expect(now[2]!.id).toBe(before[1]!.id);
    const last = now[4]!;
    await here.scanner.client.act(slotMove, { subject: last.id, version: last.version, input: { to: 1 } });
    await here.scanner.client.act(slotRemove, { subject: now[1]!.id, input: { reason: '多扫' } });
    now = (await seen(here.scanner)).slots;
    expect(now.map(({ position, name }) => [position, name])).toEqual([
      [1, '4.tif'],
      [2, '1.tif'],
      [3, '50.tif'],
      [4, '3.tif'],
    ]);
    const stale = { subject: last.id, version: last.version, input: { to: 2 } };
    expect(await codeOfRefusal(here.scanner.client.tryAct(slotMove, stale))).toBe('version-conflict');
    const masters = await here.site.db.selectFrom('master').select('id').where('unit_id', '=', unitId).execute();
    expect(masters).toHaveLength(6);
    await expect(here.site.db.deleteFrom('master').execute()).rejects.toThrow('permission denied');
  });

  test('what was sent already is told by its place and not sent again', async () => {
    const { captureId } = await opened();
    const scans = await pages(1, 3);
    await send(here.scanner, captureId, scans);
    await seen(here.scanner);
    const { files, positions } = await send(here.scanner, captureId, [...scans, ...(await pages(4, 1))]);
    expect(files.map(({ known }) => known)).toEqual([1, 2, 3, null]);
    expect(positions.map(({ position }) => position)).toEqual([4]);
  });

  test('the same page fed once more is asked about', async () => {
    const { captureId } = await opened();
    const [page] = await pages(1, 1);
    const again = await sharp(page!.bytes)
      .modulate({ brightness: 0.98 })
      .tiff({ compression: 'lzw', xres: 300 / 25.4, yres: 300 / 25.4 })
      .toBuffer();
    await send(here.scanner, captureId, [page!, { name: '2.tif', bytes: again }]);
    const { slots } = await seen(here.scanner);
    // Whichever was looked at last says it of the other.
    const said = slots.flatMap(({ position, findings }) =>
      findings.filter(({ check }) => check === 'duplicate').map(({ other }) => [position, other]),
    );
    expect([[[1, 2]], [[2, 1]]]).toContainEqual(said);
  });
});

describe('quarantine', () => {
  test('a file that cannot be opened keeps its place empty; a rescan of the place settles it', async () => {
    const { captureId } = await opened();
    const scans = await pages(1, 3);
    scans[1] = { name: '2.tif', bytes: scans[1]!.bytes.subarray(0, 400) };
    await send(here.scanner, captureId, scans);
    let state = await seen(here.scanner);
    expect(state.slots.map(({ state: is }) => is)).toEqual(['good', 'empty', 'good']);
    expect(state.quarantine.map(({ name, position }) => [name, position])).toEqual([['2.tif', 2]]);
    expect([state.last, state.feedFrom]).toEqual([3, 2]);
    expect(state.obstacles[0]!.what.zh).toContain('图像位 2 空缺');
    const [good] = await pages(2, 1);
    await send(here.scanner, captureId, [{ ...good!, aim: 'rescan', slotId: state.slots[1]!.id }]);
    state = await seen(here.scanner);
    expect(state.slots.map(({ state: is }) => is)).toEqual(['good', 'good', 'good']);
    expect(state.quarantine).toEqual([]);
    expect(state.feedFrom).toBe(4);
  });

  test('what is in quarantine lies in the folder still: opened once more, the station takes it for no new page', async () => {
    const { captureId, code } = await opened();
    const bad = { name: '1.gif', bytes: Buffer.from('GIF89a no scan, and no other') };
    await send(here.scanner, captureId, [bad]);
    expect((await seen(here.scanner)).quarantine).toHaveLength(1);
    const again = await open(here.scanner, code, here.device);
    const { files, positions } = await send(here.scanner, again.captureId, [bad]);
    expect(files).toMatchObject([{ uploadId: null, grant: null, known: null, elsewhere: null, quarantined: true }]);
    expect(positions).toEqual([]);
    expect((await seen(here.scanner)).slots).toHaveLength(1);
  });

  test('a blank face is told by its name as well: the very file once more is none, another with its bytes is', async () => {
    const { captureId } = await opened();
    const bytes = await sharp(Buffer.alloc(248 * 351 * 3, 250), { raw: { width: 248, height: 351, channels: 3 } })
      .tiff({ compression: 'lzw', xres: 300 / 25.4, yres: 300 / 25.4 })
      .toBuffer();
    await send(here.scanner, captureId, [{ name: '2.tif', bytes }]);
    await seen(here.scanner);
    const { files } = await send(here.scanner, captureId, [
      { name: '2.tif', bytes },
      { name: '4.tif', bytes },
    ]);
    expect(files.map(({ known, uploadId }) => [known, uploadId === null])).toEqual([
      [1, true],
      [null, false],
    ]);
    expect((await seen(here.scanner)).slots).toHaveLength(2);
  });

  test('a rescan that fails leaves what was there', async () => {
    const { captureId } = await opened();
    await send(here.scanner, captureId, await pages(1, 1));
    const [slot] = (await seen(here.scanner)).slots;
    const bytes = Buffer.from('GIF89a no scan at all');
    await send(here.scanner, captureId, [{ name: 'x.gif', bytes, aim: 'rescan', slotId: slot!.id }]);
    const state = await seen(here.scanner);
    expect(state.slots[0]).toMatchObject({ state: 'good', masterId: slot!.masterId });
    expect(state.quarantine.map(({ code }) => code)).toEqual(['format-unknown']);
  });
});

describe('what keeps it from being submitted', () => {
  test('§10.5.2: faces are counted by what they show, what is not scanned by its reason', async () => {
    const { captureId, unitId, code } = await opened();
    const counted = (await seen(here.scanner)).counted!;
    expect(counted).toBeGreaterThan(3);
    await send(here.scanner, captureId, await pages(1, counted));
    let state = await seen(here.scanner);
    expect(state.obstacles).toEqual([]);
    await here.scanner.client.act(slotMark, { subject: state.slots[0]!.id, input: { face: 'cover' } });
    state = await seen(here.scanner);
    expect(state.difference).toBe(-1);
    expect(state.obstacles[0]!.what.zh).toContain('少 1 页');
    const reason = { pages: 1, face: 'page', place: '12', reason: '重份' } as const;
    const { unscannedId } = await here.scanner.client.act(unscannedAdd, { subject: unitId, input: reason });
    expect((await seen(here.scanner)).obstacles).toEqual([]);
    await here.scanner.client.act(unscannedWithdraw, { subject: unitId, input: { unscannedId } });
    expect((await seen(here.scanner)).difference).toBe(-1);
    expect(code).toBeTruthy();
  });

  test('§9.4: a page below the agreed resolution fails by its header', async () => {
    const { captureId } = await opened();
    const [page] = await pages(1, 1);
    const coarse = await sharp(page!.bytes)
      .tiff({ compression: 'lzw', xres: 200 / 25.4, yres: 200 / 25.4 })
      .toBuffer();
    await send(here.scanner, captureId, [{ name: '1.tif', bytes: coarse }]);
    const state = await seen(here.scanner);
    expect(state.slots[0]!.findings.map(({ check, verdict }) => [check, verdict])).toContainEqual([
      'resolution',
      'fail',
    ]);
    expect(state.obstacles.some(({ what }) => what.zh.includes('分辨率'))).toBe(true);
  });
});

const shared = join(import.meta.dirname, '../../../../../shared/data');
const folders = ['scans', 'images-odd', 'malicious', 'pdf-damaged'].map((name) => join(shared, name));
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('README'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).size > 0);

describe.skipIf(!existsSync(shared))('every file of shared/data', () => {
  test('ends as images or in quarantine with words, and nothing that was acknowledged is lost', async () => {
    const { captureId, unitId } = await opened();
    const paths = folders.flatMap(filesBelow);
    expect(paths.length).toBeGreaterThan(50);
    let most = 0;
    for (const path of paths) {
      await send(here.scanner, captureId, [
        { name: path.slice(shared.length + 1).replaceAll('/', ' '), bytes: readFileSync(path) },
      ]);
      most = Math.max(most, process.memoryUsage.rss());
    }
    const state = await seen(here.scanner, 300_000);
    most = Math.max(most, process.memoryUsage.rss());
    const rows = await here.site.db.selectFrom('upload').selectAll().where('unit_id', '=', unitId).execute();
    const known = paths.length - rows.length;
    expect(rows.every(({ state: is }) => is === 'taken' || is === 'refused')).toBe(true);
    for (const { what, next } of state.quarantine)
      expect([what.zh, what.en, next.zh, next.en].join('')).not.toMatch(/\{\w+\}|undefined/);
    console.log(
      `${paths.length} files: ${rows.filter(({ state: is }) => is === 'taken').length} taken as ${state.slots.filter(({ state: is }) => is === 'good').length} images, ${state.quarantine.length} in quarantine, ${known} sent already; peak RSS ${Math.round(most / 1e6)} MB`,
    );
    expect(most).toBeLessThan(1e9);
  }, 400_000);
});

/** Who sees images, and what becomes of them when a classified mark is found (2.8-6, 6.5). */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOfRefusal } from '../../../../test/custody-site.ts';
import { withSecond } from '../../../../test/people.ts';
import { openScanStation, type ScanStation } from '../../../../test/scan-station.ts';
import { begin, patch, seen, send } from '../../../../test/scans.ts';
import type { WorkflowSite } from '../../../../test/workflow-site.ts';
import { routeOf } from '#/base/rules/declare.ts';
import { haltRelease, haltReport, haltSurrender } from '#/custody/rules/api/sweeps.ts';
import { unscannedAdd, uploadFinish } from '../../rules/api/captures.ts';
import { pictureBytes, picturesOpen } from '../../rules/api/pictures.ts';

let station: ScanStation;
let here: WorkflowSite;

beforeAll(async () => {
  station = await openScanStation(4);
  here = station.here;
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});
const opened = () => station.opened();
const pages = (from: number, count: number) => station.pages(from, count);

describe('6.5-1 a halt', () => {
  test('refuses images and their pictures until it is over', async () => {
    const { captureId, unitId, code } = await opened();
    await send(here.scanner, captureId, await pages(1, 1));
    const { slots } = await seen(here.scanner);
    const { grant } = await here.scanner.client.view(picturesOpen, { subject: unitId });
    const path = routeOf(pictureBytes).path.replace(':grant', grant).replace('*', `${slots[0]!.masterId}/thumb.jpg`);
    expect((await here.scanner.client.request('GET', path)).status).toBe(200);
    const [later] = await pages(2, 1);
    const { files } = await begin(here.scanner, captureId, [later!]);
    const { uploadId, grant: bytesGrant } = files[0]!;
    const { findId } = await here.scanner.client.act(haltReport, { input: { code, page: '2', mark: '机密' } });
    expect((await here.scanner.client.request('GET', path)).status).toBe(409);
    expect((await patch(here.scanner, bytesGrant!, 0, later!.bytes)).status).toBe(409);
    await expect(begin(here.scanner, captureId, await pages(3, 1))).rejects.toThrow('halted');
    expect(await codeOfRefusal(here.scanner.client.tryView(picturesOpen, { subject: unitId }))).toBe('halted');
    await withSecond(here.lead, here.otherLead, haltRelease, {
      subject: findId,
      input: { outcome: 'false-alarm', basis: '非涉密' },
    });
    expect((await patch(here.scanner, bytesGrant!, 0, later!.bytes)).status).toBe(204);
    await here.scanner.client.act(uploadFinish, { subject: captureId, input: { uploads: [uploadId!] } });
    expect((await seen(here.scanner)).slots.map(({ state }) => state)).toEqual(['good', 'good']);
    expect((await here.scanner.client.request('GET', path)).status).toBe(200);
  });
});

describe('6.5-3 surrendered', () => {
  test('6.5-3 its images are refused for ever and gone from the store, with a tombstone of two persons', async () => {
    const { scanner, leader, lead, site } = here;
    const { captureId, unitId, code } = await opened();
    const scans = await pages(1, 2);
    await send(scanner, captureId, scans);
    await seen(scanner);
    const input = { pages: 1, face: 'page', place: '第 8 页', reason: '绝密附图' } as const;
    await scanner.client.act(unscannedAdd, { subject: unitId, input });
    const { files } = await begin(scanner, captureId, await pages(3, 1));
    await patch(scanner, files[0]!.grant!, 0, Buffer.from('half'));
    const objects = () =>
      readdirSync(join(site.config.dataDir, 'objects'), { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile() && entry.name !== 'tmp',
      ).length;
    const before = objects();
    const { findId } = await scanner.client.act(haltReport, { input: { code, page: '2', mark: '机密' } });
    await withSecond(leader, lead, haltSurrender, { subject: findId, input: { basis: '移交档案部门' } });
    expect(await codeOfRefusal(here.keeper.client.tryView(picturesOpen, { subject: unitId }))).toBe('halted');
    const masters = await site.db.selectFrom('master').selectAll().where('unit_id', '=', unitId).execute();
    expect(masters.map(({ sha256, purged_at: at }) => [sha256, at !== null])).toEqual([
      [null, true],
      [null, true],
    ]);
    const [tomb] = await site.db.selectFrom('tombstone').selectAll().where('subject_id', '=', unitId).execute();
    expect(tomb).toMatchObject({ requested_by: leader.personId, approved_by: lead.personId });
    expect((tomb!.removed as { kind: string }[]).map(({ kind }) => kind).sort()).toEqual(
      ['master', 'master', 'screen', 'screen', 'thumb', 'thumb', 'upload', 'upload', 'upload'].sort(),
    );
    // Two files with two pictures each, and the part that never ended.
    for (let waited = 0; objects() > before - 7 && waited < 10_000; waited += 100)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(objects()).toBe(before - 7);
    const [face] = await site.db.selectFrom('unscanned_face').selectAll().where('unit_id', '=', unitId).execute();
    expect([face!.place, face!.reason]).toEqual(['—', '—']);
    // Nor does the ledger say it any more.
    const told = await site.db
      .selectFrom('ledger_detail')
      .select('detail')
      .where('detail', 'like', '%绝密附图%')
      .execute();
    expect(told).toEqual([]);
  });
});

describe('2.8-6 pictures', () => {
  test('of what somebody has not claimed are refused', async () => {
    const { unitId } = await opened();
    for (const who of [here.otherScanner, here.processor, here.inspector, here.leader])
      expect(await codeOfRefusal(who.client.tryView(picturesOpen, { subject: unitId }))).toBe('images-closed');
    await here.keeper.client.view(picturesOpen, { subject: unitId });
  });
});

/** A person's own files at the scanning station (`--scans`): each is taken, or told with its reason, and nothing is left open. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScanStation, type ScanStation } from '../../../test/scan-station.ts';
import { smallPage } from '../../../test/scans.ts';
import { handle } from '../../../test/workflow-site.ts';
import { taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { scanOwn } from './capture.ts';
import { ownMaterial } from './material.ts';
import { Person } from './person.ts';
import { Station } from './station.ts';
import { Telling } from './telling.ts';

let site: ScanStation;
let folder = '';
beforeAll(async () => {
  site = await openScanStation(1);
  folder = mkdtempSync(join(tmpdir(), 'demo-own-'));
}, 240_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await site.here.site[Symbol.asyncDispose]();
});

test('what is damaged, below the specification or there already is told and left out, the rest is submitted', async () => {
  const [first, second] = [await smallPage(8001), await smallPage(8002)];
  const coarse = await sharp(await smallPage(8003))
    .jpeg({ quality: 90 })
    .withDensity(72)
    .toBuffer();
  const files = { '1.tif': first, '2.tif': second, '3.tif': first, '4.tif': second.subarray(0, 9000), '5.jpg': coarse };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, 'read me.txt'), '…');
  const material = ownMaterial(folder);

  const { scanner, projectId, device } = site.here;
  const code = site.atScanning();
  const card = { personId: scanner.personId, name: '王扫描', role: 'scanner', username: '', codes: [] } as const;
  const who = new Person(scanner.client, { ...card, codes: [] });
  await who.act(taskPick, { input: { code } });
  const lines: string[] = [];
  const telling = new Telling((line) => lines.push(line));
  const station = await Station.open(who, telling.tally, { slip: code, device });
  await scanOwn({ telling, material }, who, station, material.own ?? []);

  const told = lines.join('\n');
  expect(told).toContain('略过 1 个文件');
  expect(told).toContain('未收 3.tif：与已有文件逐字节相同');
  expect(told).toMatch(/拒收 4\.tif：文件/);
  expect(told).toMatch(/不合格 5\.jpg：格式是 JPEG，约定为 TIFF；.*分辨率是 72 dpi/);
  for (const name of ['1.tif', '2.tif']) expect(told).toContain(`收下 taken ${name}`);
  expect(telling.tally).toMatchObject({ sent: 4, quarantined: 1 });
  const { slots, quarantine, obstacles } = await station.seen();
  expect(slots.map(({ name }) => name)).toEqual(['1.tif', '2.tif']);
  expect([quarantine, obstacles]).toEqual([[], []]);
  await handle(scanner, [code]);
  const submission = { step: 'scan', codes: [code], device };
  expect(await who.attempt(taskSubmit, { subject: projectId, input: submission })).toMatchObject({
    output: { count: 1 },
  });
});

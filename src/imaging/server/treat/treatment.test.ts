/** Treatment on real PostgreSQL with a worker: opened, made, confirmed, adjusted, kept, inspected, sent back (5.6-4, DA/T 31-2017 §10). */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { objectPath } from '#/base/server/objects/files.ts';
import { codeOfRefusal } from '../../../../test/custody-site.ts';
import { withSecond } from '../../../../test/people.ts';
import { inspectAll, open, seen, send, treatAll, treated } from '../../../../test/scans.ts';
import { comeToWork, handle, openWorkflowSite, workUpTo, type WorkflowSite } from '../../../../test/workflow-site.ts';
import { routeOf } from '#/base/rules/declare.ts';
import { haltReport, haltSurrender } from '#/custody/rules/api/sweeps.ts';
import { taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { unscannedAdd } from '../../rules/api/captures.ts';
import { defectMark, inspectionOpen, inspectionReturn, inspectionShow } from '../../rules/api/inspections.ts';
import { pictureBytes, picturesOpen } from '../../rules/api/pictures.ts';
import {
  treatmentAdjust,
  treatmentConfirm,
  treatmentKeep,
  treatmentOpen,
  treatmentShow,
} from '../../rules/api/treatments.ts';

let here: WorkflowSite;
let codes: string[];
let next = 0;

beforeAll(async () => {
  here = await openWorkflowSite();
  ({ codes } = await comeToWork(
    here,
    Array.from({ length: 9 }, (_, index) => index + 1),
  ));
  await workUpTo(here, 'scan', codes);
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

/** A sheet on a dark bed, fed askew. */
async function askew(degrees: number, seed: number): Promise<Buffer> {
  const [width, height] = [620, 877];
  const pixels = Buffer.alloc(width * height * 3, 244);
  for (let line = 0; line < 24; line += 1)
    for (let word = 0; word < 50; word += 1) {
      if ((line * 3 + word * 13 + ((line * word) % 5) + seed * 5) % 7 < 2) continue;
      for (let y = 60 + line * 30; y < 68 + line * 30; y += 1)
        pixels.fill(30, (y * width + 50 + word * 10) * 3, (y * width + 50 + word * 10 + 7) * 3);
    }
  const bed = '#181818';
  const turned = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .rotate(degrees, { background: bed })
    .png()
    .toBuffer();
  return sharp(
    await sharp(turned).extend({ top: 60, bottom: 60, left: 60, right: 60, background: bed }).png().toBuffer(),
  )
    .removeAlpha()
    .tiff({ compression: 'lzw', xres: 300 / 25.4, yres: 300 / 25.4 })
    .toBuffer();
}

/** Scanned with these pages, and claimed for treatment. */
async function atTreatment(pages: readonly Buffer[]) {
  const code = codes[next++];
  if (code === undefined) throw new Error('more volumes are asked for');
  const { scanner, processor, device, projectId } = here;
  await scanner.client.act(taskPick, { input: { code } });
  await handle(scanner, [code]);
  const { captureId, unitId } = await open(scanner, code, device);
  await send(
    scanner,
    captureId,
    pages.map((bytes, index) => ({ name: `${index + 1}.tif`, bytes })),
  );
  const { difference } = await seen(scanner);
  const rest = { pages: -(difference ?? 0), face: 'page', place: '其余', reason: '试验' } as const;
  await scanner.client.act(unscannedAdd, { subject: unitId, input: rest });
  await scanner.client.act(taskSubmit, { subject: projectId, input: { step: 'scan', codes: [code], device } });
  await processor.client.act(taskPick, { input: { code } });
  return { code, unitId };
}

const submit = (code: string) =>
  here.processor.client.tryAct(taskSubmit, {
    subject: here.projectId,
    input: { step: 'treat', codes: [code], device: here.device },
  });
const openTreatment = (code: string) => here.processor.client.act(treatmentOpen, { input: { code } });

describe('5.6-4 treatment', () => {
  test('a page fed askew is straight and cut; its master stays; nothing is submitted before somebody confirms it', async () => {
    const { code, unitId } = await atTreatment([await askew(2, 1), await askew(0, 2)]);
    expect(await submit(code)).toMatchObject({ problem: { zh: expect.stringContaining('还没有处理') as unknown } });
    await openTreatment(code);
    const { slots } = await treated(here.processor, unitId);
    const [first, second] = slots.map(({ treatment }) => treatment);
    expect(first).toMatchObject({ state: 'made', byMachine: true, confirmed: false, reasons: [] });
    expect(Math.abs((first?.done?.straighten ?? 0) + 2)).toBeLessThan(0.06);
    expect(Math.abs(first?.skew ?? 9)).toBeLessThan(0.06);
    expect(second?.done).toMatchObject({ straighten: 0, cropped: true, margin: 2 });
    expect(await submit(code)).toMatchObject({ problem: { zh: expect.stringContaining('还没有确认') as unknown } });
    const treatments = slots.map(({ treatment }) => treatment!.id);
    const { confirmed } = await here.processor.client.act(treatmentConfirm, { subject: unitId, input: { treatments } });
    expect(confirmed).toBe(2);

    // The derivative is a picture of its own, by the same right; so is its deep zoom.
    const { grant } = await here.processor.client.view(picturesOpen, { subject: unitId });
    const get = (tail: string) =>
      here.processor.client.request('GET', routeOf(pictureBytes).path.replace(':grant', grant).replace('*', tail));
    for (const tail of [`${first!.id}/thumb.jpg`, `${first!.id}/screen.jpg`, `${first!.id}/full/max/0/default.jpg`]) {
      const answer = await get(tail);
      expect(answer.status, tail).toBe(200);
      expect((await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).format).toBe('jpeg');
    }
    const info = (await (await get(`${first!.id}/info.json`)).json()) as { width: number };
    expect(info.width).toBe(first?.width);
    expect((await get(`${slots[0]!.masterId}/screen.jpg`)).status).toBe(200);
    expect(await submit(code)).toMatchObject({ output: { count: 1 } });
  });

  test('a person turns, straightens by his own figure, or leaves a page as it was scanned', async () => {
    const { code, unitId } = await atTreatment([await askew(1, 3), await askew(1, 4)]);
    await openTreatment(code);
    const before = await treated(here.processor, unitId);
    const [first, second] = before.slots;
    const input = { turn: 90, straighten: -0.5, crop: false } as const;
    await here.processor.client.act(treatmentAdjust, { subject: first!.id, input });
    await here.processor.client.act(treatmentKeep, { subject: second!.id });
    const now = (await treated(here.processor, unitId)).slots.map(({ treatment }) => treatment);
    expect(now[0]).toMatchObject({
      ...{ state: 'made', byMachine: false, done: { turn: 90, straighten: -0.5, cropped: false, margin: null } },
    });
    // Dark edges are left: a person is asked.
    expect(now[0]?.reasons).toContain('border-left');
    expect(now[1]).toMatchObject({ state: 'kept', confirmed: true, asked: null });
    // What was made before is not what is confirmed now.
    const old = { subject: unitId, input: { treatments: [first!.treatment!.id] } };
    expect(await codeOfRefusal(here.processor.client.tryAct(treatmentConfirm, old))).toBe('treatment-changed');
    const good = { subject: unitId, input: { treatments: [now[0]!.id] } };
    await here.processor.client.act(treatmentConfirm, good);
    expect(await submit(code)).toMatchObject({ output: { count: 1 } });
  });

  test('5.6-2: whoever has not claimed the treatment is refused everything', async () => {
    const { code, unitId } = await atTreatment([await askew(1, 5)]);
    await openTreatment(code);
    const { slots } = await treated(here.processor, unitId);
    const { leader } = here;
    const input = { turn: 0, straighten: null, crop: true } as const;
    for (const refused of [
      leader.client.tryAct(treatmentOpen, { input: { code } }),
      leader.client.tryView(treatmentShow, { subject: unitId }),
      leader.client.tryAct(treatmentAdjust, { subject: slots[0]!.id, input }),
      leader.client.tryAct(treatmentKeep, { subject: slots[0]!.id }),
      leader.client.tryAct(treatmentConfirm, { subject: unitId, input: { treatments: [slots[0]!.treatment!.id] } }),
    ])
      expect(await codeOfRefusal(refused)).toBe('not-claimed-for');
  });

  test('6.5-1 refuses to treat what is halted, and shows nothing of it', async () => {
    const { code, unitId } = await atTreatment([await askew(1, 6)]);
    await openTreatment(code);
    const { slots } = await treated(here.processor, unitId);
    await here.processor.client.act(haltReport, { input: { code, page: '1', mark: '秘密' } });
    const input = { turn: 0, straighten: null, crop: true } as const;
    for (const refused of [
      here.processor.client.tryView(treatmentShow, { subject: unitId }),
      here.processor.client.tryAct(treatmentAdjust, { subject: slots[0]!.id, input }),
      here.processor.client.tryAct(treatmentOpen, { input: { code } }),
    ])
      expect(await codeOfRefusal(refused)).toBe('halted');
  });
});

describe('6.5-3 surrendered', () => {
  test('6.5-3 derivatives are refused for ever and gone from the store, with the tombstone of their images', async () => {
    const { processor, leader, lead, site } = here;
    const { code, unitId } = await atTreatment([await askew(2, 10)]);
    await openTreatment(code);
    await treated(processor, unitId);
    const made = () => site.db.selectFrom('treatment').selectAll().where('unit_id', '=', unitId).execute();
    const digest = (await made())[0]?.sha256 ?? '';
    const file = join(site.config.dataDir, 'objects', objectPath(digest));
    expect(existsSync(file)).toBe(true);
    const { findId } = await processor.client.act(haltReport, { input: { code, page: '1', mark: '机密' } });
    await withSecond(leader, lead, haltSurrender, { subject: findId, input: { basis: '移交档案部门' } });
    expect((await made()).map((row) => [row.sha256, row.purged_at !== null])).toEqual([[null, true]]);
    const [tomb] = await site.db.selectFrom('tombstone').selectAll().where('subject_id', '=', unitId).execute();
    expect((tomb!.removed as { kind: string }[]).map(({ kind }) => kind)).toContain('derivative');
    await vi.waitFor(() => expect(existsSync(file)).toBe(false), 10_000);
  });
});

describe('inspection of what was treated', () => {
  test('the derivative is what is inspected; sent back, only another picture or an answer resolves it', async () => {
    const { inspector, processor, projectId } = here;
    const { code, unitId } = await atTreatment([await askew(1.5, 7)]);
    await openTreatment(code);
    const { slots } = await treated(processor, unitId);
    const confirm = (id: string) =>
      processor.client.act(treatmentConfirm, { subject: unitId, input: { treatments: [id] } });
    await confirm(slots[0]!.treatment!.id);
    expect(await submit(code)).toMatchObject({ output: { count: 1 } });

    await inspector.client.act(taskPick, { input: { code } });
    const { inspectionId: subject } = await inspector.client.act(inspectionOpen, { input: { code } });
    const { slots: shown } = await inspector.client.view(inspectionShow, { subject });
    expect(shown[0]).toMatchObject({ derivativeId: slots[0]!.treatment!.id, width: slots[0]!.treatment!.width });
    // What was measured on the scan asks no more: it is straight now.
    expect(shown[0]!.findings.map(({ check }) => check)).not.toContain('skew');
    await inspector.client.act(defectMark, { subject, input: { slotId: shown[0]!.id, kind: 'orientation' } });
    await inspector.client.act(inspectionReturn, { subject, input: { to: 'treat' } });

    await processor.client.act(taskPick, { input: { code } });
    await openTreatment(code);
    const again = await treated(processor, unitId);
    expect(again.defects).toMatchObject([{ kind: 'orientation', slotId: shown[0]!.id }]);
    expect(again.slots[0]!.treatment?.reasons).toContain('returned');
    expect(await submit(code)).toMatchObject({ problem: { zh: expect.stringContaining('退回的缺陷') as unknown } });
    // The same once more is no other picture.
    const adjust = async (turn: 0 | 180) => {
      const order = { turn, straighten: null, crop: true };
      await processor.client.act(treatmentAdjust, { subject: shown[0]!.id, input: order });
      await confirm((await treated(processor, unitId)).slots[0]!.treatment!.id);
    };
    await adjust(0);
    expect(await submit(code)).toMatchObject({ problem: { zh: expect.stringContaining('退回的缺陷') as unknown } });
    await adjust(180);
    expect(await submit(code)).toMatchObject({ output: { count: 1 } });
    await inspector.client.act(taskPick, { input: { code } });
    await inspectAll(inspector, code);
    await inspector.client.act(taskSubmit, {
      subject: projectId,
      input: { step: 'inspect', codes: [code], device: null },
    });
  });

  test('a skew page that is sent back to scanning is told there, and mended by another scan', async () => {
    const { inspector, scanner } = here;
    const { code } = await atTreatment([await askew(0.8, 11)]);
    await treatAll(here.processor, code);
    expect(await submit(code)).toMatchObject({ output: { count: 1 } });
    await inspector.client.act(taskPick, { input: { code } });
    const { inspectionId: subject } = await inspector.client.act(inspectionOpen, { input: { code } });
    const { slots } = await inspector.client.view(inspectionShow, { subject });
    await inspector.client.act(defectMark, { subject, input: { slotId: slots[0]!.id, kind: 'skew' } });
    await inspector.client.act(inspectionReturn, { subject, input: { to: 'scan' } });
    await scanner.client.act(taskPick, { input: { code } });
    await handle(scanner, [code]);
    const { captureId } = await open(scanner, code, here.device);
    const input = { step: 'scan', codes: [code], device: here.device };
    const again = () => scanner.client.tryAct(taskSubmit, { subject: here.projectId, input });
    expect((await seen(scanner)).defects).toMatchObject([{ kind: 'skew', position: 1 }]);
    expect(await again()).toMatchObject({ problem: { zh: expect.stringContaining('退回的缺陷') as unknown } });
    const bytes = await askew(0.2, 12);
    await send(scanner, captureId, [{ name: '1b.tif', bytes, aim: 'rescan', slotId: slots[0]!.id }]);
    expect((await seen(scanner)).defects).toEqual([]);
    expect(await again()).toMatchObject({ output: { count: 1 } });
  });

  test('a page that was scanned again is treated again', async () => {
    const { inspector, processor, scanner } = here;
    const { code, unitId } = await atTreatment([await askew(1, 8)]);
    await treatAll(processor, code);
    expect(await submit(code)).toMatchObject({ output: { count: 1 } });
    await inspector.client.act(taskPick, { input: { code } });
    const { inspectionId: subject } = await inspector.client.act(inspectionOpen, { input: { code } });
    const { slots } = await inspector.client.view(inspectionShow, { subject });
    await inspector.client.act(defectMark, { subject, input: { slotId: slots[0]!.id, kind: 'blur' } });
    await inspector.client.act(inspectionReturn, { subject, input: { to: 'scan' } });
    await scanner.client.act(taskPick, { input: { code } });
    await handle(scanner, [code]);
    const { captureId } = await open(scanner, code, here.device);
    const bytes = await askew(-1, 9);
    await send(scanner, captureId, [{ name: '1b.tif', bytes, aim: 'rescan', slotId: slots[0]!.id }]);
    await seen(scanner);
    const input = { step: 'scan', codes: [code], device: here.device };
    await scanner.client.act(taskSubmit, { subject: here.projectId, input });
    await processor.client.act(taskPick, { input: { code } });
    expect(await submit(code)).toMatchObject({ problem: { zh: expect.stringContaining('还没有处理') as unknown } });
    await openTreatment(code);
    const { slots: now } = await treated(processor, unitId);
    expect(now[0]!.masterId).not.toBe(slots[0]!.masterId);
    expect(now[0]!.treatment).toMatchObject({ state: 'made', confirmed: false });
  });
});

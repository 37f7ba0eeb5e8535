/** Inspection by a person on real PostgreSQL: coverage, defects, sending back, and what is refused (5.6-4). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOfRefusal } from '../../../../test/custody-site.ts';
import { open, seen, send, smallPage } from '../../../../test/scans.ts';
import {
  comeToWork,
  doStep,
  handle,
  openWorkflowSite,
  workUpTo,
  type WorkflowSite,
} from '../../../../test/workflow-site.ts';
import { haltReport } from '#/custody/rules/api/sweeps.ts';
import { pileShow, taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { captureShow, unscannedAdd } from '../../rules/api/captures.ts';
import {
  defectAnswer,
  defectMark,
  defectWithdraw,
  inspectionOpen,
  inspectionPass,
  inspectionReturn,
  inspectionSee,
  inspectionShow,
} from '../../rules/api/inspections.ts';
import { picturesOpen } from '../../rules/api/pictures.ts';

let here: WorkflowSite;
const codes: string[] = [];

beforeAll(async () => {
  here = await openWorkflowSite();
  codes.push(...(await comeToWork(here, [1, 2, 3, 4])).codes);
  await workUpTo(here, 'scan', codes);
  for (const code of codes) await scanThree(code);
  await doStep(here, 'treat', codes);
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

let drawn = 0;
/** Three images, the third dark; the other pages are registered as not scanned. */
async function scanThree(code: string): Promise<void> {
  const { scanner, device, projectId } = here;
  await scanner.client.act(taskPick, { input: { code } });
  const { captureId, unitId } = await open(scanner, code, device);
  const scans = [];
  for (const [name, paper] of [
    ['1.tif', 250],
    ['2.tif', 250],
    ['3.tif', 110],
  ] as const)
    scans.push({ name, bytes: await smallPage((drawn += 1), paper) });
  await send(scanner, captureId, scans);
  const pages = -((await seen(scanner)).difference ?? 0);
  await scanner.client.act(unscannedAdd, {
    subject: unitId,
    input: { pages, face: 'page', place: '4–20', reason: '重份' },
  });
  await handle(scanner, [code]);
  await scanner.client.act(taskSubmit, { subject: projectId, input: { step: 'scan', codes: [code], device } });
}

let next = 0;
/** A volume that the inspector has claimed and opened. */
async function opened(who = here.inspector) {
  const code = codes[next++]!;
  await who.client.act(taskPick, { input: { code } });
  const { inspectionId: subject } = await who.client.act(inspectionOpen, { input: { code } });
  return { code, subject, state: await who.client.view(inspectionShow, { subject }) };
}
const see = (subject: string, masters: (string | null)[], pageMs = 400, gridMs = 0) =>
  here.inspector.client.tryAct(inspectionSee, {
    subject,
    input: { pages: masters.map((masterId) => ({ masterId: masterId!, pageMs, gridMs, passed: false })) },
  });
const submit = (code: string) =>
  here.inspector.client.tryAct(taskSubmit, { subject: here.projectId, input: { step: 'inspect', codes: [code] } });

describe('5.6-4 a verdict', () => {
  test('5.6-4 refuses to pass pages that were never shown, and to submit what was not passed', async () => {
    const { code, subject, state } = await opened();
    const pass = () => here.inspector.client.tryAct(inspectionPass, { subject });
    expect(await pass()).toMatchObject({ problem: { code: 'pages-unseen', params: { count: 3, numbers: '1–3' } } });
    expect(await submit(code)).toMatchObject({
      problem: { code: 'unit-refused', zh: expect.stringContaining('还没有判合格') as unknown },
    });
    const masters = state.slots.map(({ masterId }) => masterId);
    await see(subject, masters.slice(0, 2));
    expect(await pass()).toMatchObject({ problem: { code: 'pages-unseen', params: { numbers: '3' } } });
    // The machine asks about these: the contact sheet does not cover them.
    expect(state.slots[2]!.findings.length).toBeGreaterThan(0);
    await see(subject, [masters[2]!], 0, 60_000);
    expect(await codeOfRefusal(pass())).toBe('pages-unseen');
    await see(subject, [masters[2]!]);
    expect(await pass()).toMatchObject({ output: { pages: 3, shown: 3 } });
    expect(await submit(code)).toMatchObject({ output: { count: 1 } });
  });

  test('5.5-6 refuses more time than has passed, and images of another unit', async () => {
    const { subject, state } = await opened();
    const masters = state.slots.map(({ masterId }) => masterId);
    expect(await codeOfRefusal(see(subject, masters, 3_000_000))).toBe('seen-longer-than-time');
    const other = await here.site.db.selectFrom('master').select('id').where('unit_id', '<>', state.unitId).execute();
    await see(subject, [other[0]!.id]);
    const now = await here.inspector.client.view(inspectionShow, { subject });
    expect(now.slots.map(({ pageMs }) => pageMs)).toEqual([0, 0, 0]);
    for (const who of [here.otherInspector, here.leader])
      expect(await codeOfRefusal(who.client.tryView(inspectionShow, { subject }))).toBe('not-found');
    expect(await codeOfRefusal(here.scanner.client.tryView(picturesOpen, { subject: state.unitId }))).toBe(
      'images-closed',
    );
    const input = { code: codes[3]! };
    expect(await codeOfRefusal(here.inspector.client.tryAct(inspectionOpen, { input }))).toBe('not-claimed-for');
  });
});

describe('5.6-4 sending back', () => {
  test('goes to whoever caused it with what is wrong; refused again until each defect is mended or answered', async () => {
    const { code, subject, state } = await opened();
    const [first, second, third] = state.slots;
    const { inspector, scanner, device, projectId } = here;
    const back = { subject, input: { to: 'scan' } };
    expect(await codeOfRefusal(inspector.client.tryAct(inspectionReturn, back))).toBe('nothing-to-return');
    await see(
      subject,
      state.slots.map(({ masterId }) => masterId),
    );
    const mark = (slotId: string, kind: 'blur' | 'covered' | 'streaks') =>
      inspector.client.act(defectMark, { subject, input: { slotId, kind } });
    await mark(first!.id, 'blur');
    await mark(second!.id, 'covered');
    const { defectId } = await mark(third!.id, 'streaks');
    await inspector.client.act(defectWithdraw, { subject: defectId });
    expect(await codeOfRefusal(inspector.client.tryAct(inspectionPass, { subject }))).toBe('defects-open');
    expect(await codeOfRefusal(inspector.client.tryAct(inspectionReturn, { subject, input: { to: 'describe' } }))).toBe(
      'step-not-before',
    );
    const sent = await inspector.client.act(inspectionReturn, back);
    expect(sent).toMatchObject({ person: { name: scanner.name }, reopened: ['scan', 'treat'] });
    expect(sent.reason.zh).toBe('模糊：第 1 幅；折角遮挡：第 2 幅');

    await scanner.client.act(taskPick, { input: { code } });
    const pile = await scanner.client.view(pileShow, { subject: projectId });
    expect(pile.items.find((item) => item.code === code)?.remark).toBe(sent.reason.zh);
    const { captureId } = await open(scanner, code, device);
    const shown = (await scanner.client.view(captureShow)).capture!;
    expect(shown.defects.map(({ position, kind }) => [position, kind])).toEqual([
      [1, 'blur'],
      [2, 'covered'],
    ]);
    await handle(scanner, [code]);
    const again = () =>
      scanner.client.tryAct(taskSubmit, { subject: projectId, input: { step: 'scan', codes: [code], device } });
    expect(await again()).toMatchObject({
      problem: { code: 'unit-refused', zh: expect.stringContaining('第 1–2 幅') as unknown },
    });
    const bytes = await smallPage((drawn += 1));
    await send(scanner, captureId, [{ name: '1b.tif', bytes, aim: 'rescan', slotId: first!.id }]);
    await seen(scanner);
    expect(await again()).toMatchObject({ problem: { zh: expect.stringContaining('第 2 幅') as unknown } });
    await scanner.client.act(defectAnswer, { subject: shown.defects[1]!.id, input: { answer: '原件折痕，无法展平' } });
    expect(await again()).toMatchObject({ output: { count: 1 } });
    await doStep(here, 'treat', [code]);

    // The second round begins anew: what was seen in the first counts for nothing.
    await inspector.client.act(taskPick, { input: { code } });
    const second2 = await inspector.client.act(inspectionOpen, { input: { code } });
    expect(second2.inspectionId).not.toBe(subject);
    expect(await codeOfRefusal(inspector.client.tryAct(inspectionPass, { subject: second2.inspectionId }))).toBe(
      'pages-unseen',
    );
  });
});

describe('6.5-1', () => {
  test('6.5-1 refuses everything about images that are halted', async () => {
    const { code, subject, state } = await opened();
    await here.inspector.client.act(haltReport, { input: { code, page: '1', mark: '秘密' } });
    const slotId = state.slots[0]!.id;
    for (const refused of [
      here.inspector.client.tryView(inspectionShow, { subject }),
      see(subject, [state.slots[0]!.masterId]),
      here.inspector.client.tryAct(defectMark, { subject, input: { slotId, kind: 'blur' } }),
      here.inspector.client.tryAct(inspectionPass, { subject }),
      here.inspector.client.tryView(picturesOpen, { subject: state.unitId }),
    ])
      expect(await codeOfRefusal(refused)).toBe('halted');
  });
});

/** Before a batch (6.1): whole, in order, as the catalogue says, sound; and what is written down when not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  approvedBatch,
  codeOf,
  type CustodySite,
  handOut,
  openCustodySite,
  shelve,
} from '../../../test/custody-site.ts';
import { attach } from '../../../test/files.ts';
import type { Who } from '../../../test/people.ts';
import { photoDeviceRegister } from '#/premises/rules/api/photo-devices.ts';
import { batchCancel } from '../rules/api/batches.ts';
import {
  conditionList,
  conditionReport,
  examinationEnter,
  examinationList,
  examinationShow,
  gapList,
  labelPrint,
  originalCorrect,
  precheckPrint,
} from '../rules/api/examinations.ts';
import { originalList, originalShow, secrecyDecide } from '../rules/api/originals.ts';

let here: CustodySite;
let keeper: Who;
let preparer: Who;
let photoSource: string;

beforeAll(async () => {
  here = await openCustodySite();
  ({ keeper, preparer } = here);
  const camera = { input: { code: 'GP-1', kind: 'document-camera', model: '某高拍仪' } } as const;
  photoSource = (await keeper.client.act(photoDeviceRegister, camera)).deviceId;
}, 90_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const refusal = async (answer: Promise<unknown>) =>
  ((await answer) as { problem?: { code: string; field?: string } }).problem;
const ofProject = () => ({ subject: here.projectId });
const enter = (codes: string[], found: object = {}) =>
  keeper.client.tryAct(examinationEnter, { ...ofProject(), input: { codes, ...found } });
const idOf = async (code: string) =>
  (await keeper.client.view(originalList, { ...ofProject(), input: { code } })).items.find((row) => row.code === code)
    ?.id ?? '';
const damage = {
  place: '第 3 页右下角',
  kind: 'damaged',
  extent: 'medium',
  description: '撕裂 4 厘米',
  handling: 'repairFirst',
} as const;

describe('6.1 before a batch', () => {
  test('6.1-2 6.1-3 6.1-4 many that are as they should be are entered together; what is not is refused but one by one', async () => {
    const codes = await shelve(here, [11, 12, 13]);
    const [first = '', second = ''] = codes;
    expect(await refusal(enter(codes))).toBeUndefined();
    expect(await refusal(enter(codes, { pages: 20 }))).toMatchObject({ code: 'examined-together' });
    expect(await refusal(enter(['A002-RS-999']))).toMatchObject({ code: 'original-unknown', field: 'input.codes.0' });
    // 6.1-7: the catalogue says 20.
    expect(await refusal(enter([first], { pages: 19 }))).toMatchObject({
      ...{ code: 'pages-differ', field: 'input.difference' },
    });
    const found = { pages: 19, leaves: 12, missing: '缺第 7 页', disorder: '第 3、4 页倒置', difference: '少一页' };
    expect(await refusal(enter([first], found))).toBeUndefined();
    const listed = await keeper.client.view(examinationList, { ...ofProject(), input: { found: true } });
    expect(listed.items).toMatchObject([
      { code: first, ...found, catalogued: 20, corrected: false, examinedBy: { name: '孙保管' } },
    ]);
    const fine = await keeper.client.view(examinationList, { ...ofProject(), input: { found: false } });
    expect(fine.items).toHaveLength(3);
    // Not the vendor's to say.
    const byVendor = preparer.client.tryAct(examinationEnter, { ...ofProject(), input: { codes: [second] } });
    expect(await refusal(byVendor)).toMatchObject({ code: 'not-permitted' });
  });

  test('6.1-4 6.1-7 the catalogue is corrected from the paper, and what it said before stays on record', async () => {
    const [code = ''] = await shelve(here, [21]);
    const subject = await idOf(code);
    await enter([code], { difference: '题名漏字' });
    const same = {
      ...{ title: `案卷 ${code}`, author: null, documentNumber: null, dated: null, retention: null },
      ...{ pages: 20, remark: null, reason: '核对原件' },
    };
    const version = 2;
    const ask = (input: typeof same, at = version) =>
      keeper.client.tryAct(originalCorrect, { subject, version: at, input });
    expect(await refusal(ask(same))).toMatchObject({ code: 'nothing-corrected' });
    const right = { ...same, title: '关于干部任免的请示', pages: 21 };
    expect(await refusal(ask(right, 1))).toMatchObject({ code: 'version-conflict' });
    expect(await refusal(ask(right))).toBeUndefined();
    const { title, pages } = await keeper.client.view(originalShow, { subject });
    expect([title, pages]).toEqual(['关于干部任免的请示', 21]);
    const shown = await keeper.client.view(examinationShow, { subject });
    expect(shown.errata).toMatchObject([
      { field: 'pages', before: '20', after: '21', reason: '核对原件' },
      { field: 'title', before: `案卷 ${code}`, after: '关于干部任免的请示' },
    ]);
    const listed = await keeper.client.view(examinationList, { ...ofProject(), input: { code } });
    expect(listed.items).toMatchObject([{ corrected: true }]);
  });

  test('6.1-6 what is damaged is reported with photographs by either side; without one it is refused', async () => {
    const [code = ''] = await shelve(here, [31]);
    const report = (who: Who, photos: string[]) =>
      who.client.tryAct(conditionReport, { ...ofProject(), input: { code, ...damage, photos, photoSource } });
    const early = (await attach(preparer, 'original', 'w')).id;
    expect(await refusal(report(preparer, [early]))).toMatchObject({ code: 'shelf-is-archive' });
    await handOut(here, [code], '破损批');
    expect(await refusal(report(preparer, []))).toMatchObject({ code: 'input-invalid' });
    const foreign = (await attach(keeper, 'original', 'x')).id;
    expect(await refusal(report(preparer, [foreign]))).toMatchObject({ code: 'attachment-not-ready' });
    const own = (await attach(preparer, 'original', 'y')).id;
    expect(await refusal(report(preparer, [own]))).toBeUndefined();
    const { items } = await keeper.client.view(conditionList, ofProject());
    expect(items).toMatchObject([{ code, ...damage, photos: [own], reportedBy: { name: '周整理' } }]);
  });

  test('6.1-3 numbers that the catalogue leaps over are named', async () => {
    await shelve(here, [41, 42, 45]);
    const { gaps } = await keeper.client.view(gapList, ofProject());
    expect(gaps).toContainEqual({ after: codeOf(42), before: codeOf(45), missing: 2, scheme: '按卷' });
    expect(gaps.some(({ after }) => after === codeOf(41))).toBe(false);
  });

  test('6.1-5 6.1-7 of what is classified nothing that was found or corrected stays, and anything more is refused', async () => {
    const [code = ''] = await shelve(here, [51]);
    const subject = await idOf(code);
    await enter([code], { difference: '题名应为某某方案' });
    await keeper.client.act(originalCorrect, {
      ...{ subject, version: 2 },
      input: { title: '某某方案', reason: '核对原件', pages: 20 },
    });
    const verdict = { codes: [code], verdict: 'classified' as const, page: '1' };
    await keeper.client.act(secrecyDecide, { ...ofProject(), input: verdict });
    const shown = await keeper.client.view(examinationShow, { subject });
    expect(shown.examinations).toMatchObject([{ difference: '—' }]);
    expect(shown.errata).toMatchObject([{ field: 'title', before: null, after: null }]);
    expect(await refusal(enter([code], { difference: '再写一次' }))).toMatchObject({ code: 'classified-content' });
    const again = { subject, version: 4, input: { title: '某某方案', reason: '再写', pages: 20 } };
    expect(await refusal(keeper.client.tryAct(originalCorrect, again))).toMatchObject({ code: 'classified-content' });
  });

  test('6.1-2 6.1-7 the pre-check of a batch is printed with what nobody examined, and a label for each that differs', async () => {
    const codes = await shelve(here, [61, 62, 63]);
    const [fine = '', wrong = '', bad = ''] = codes;
    await enter([fine]);
    await enter([wrong], { missing: '缺第 9 页' });
    const photos = [(await attach(keeper, 'original', 'z')).id];
    await keeper.client.act(conditionReport, { ...ofProject(), input: { code: bad, ...damage, photos, photoSource } });
    const batchId = await approvedBatch(here, codes, '检查批');
    const printed = await keeper.client.view(precheckPrint, { subject: batchId });
    for (const text of ['缺第 9 页', '未核对', '破损（中等', '无涉密标识']) expect(printed.html).toContain(text);
    const labels = await keeper.client.view(labelPrint, { subject: batchId });
    expect(labels.html).toContain(wrong);
    expect(labels.html).toContain(bad);
    expect(labels.html).not.toContain(fine);
    await keeper.client.act(batchCancel, { subject: batchId, version: 2, input: { reason: '改日' } });
    await handOut(here, codes, '又一批');
  });
});

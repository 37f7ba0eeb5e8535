/** Of what turns out to be classified nothing but its code stays, wherever it was told; its photographs are the archive's (6.1-5, 6.5-1). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  approvedBatch,
  codeOf,
  codeOfRefusal,
  countBoth,
  type CustodySite,
  openCustodySite,
  shelve,
} from '../../../test/custody-site.ts';
import { attach } from '../../../test/files.ts';
import { tablesHolding } from '../../../test/owner.ts';
import { type Who, withSecond } from '../../../test/people.ts';
import { routeOf } from '#/base/rules/declare.ts';
import { attachmentOpen, attachmentRead, printAgain } from '#/base/rules/api/files.ts';
import { photoDeviceRegister } from '#/premises/rules/api/photo-devices.ts';
import { damageJudge, damageReport } from '../rules/api/damage.ts';
import { handoverOut, handoverPrint } from '../rules/api/batches.ts';
import { conditionReport, examinationEnter, originalCorrect, precheckPrint } from '../rules/api/examinations.ts';
import { handoverDraft } from '../rules/api/paper.ts';
import { originalAdd, originalList, secrecyDecide } from '../rules/api/originals.ts';
import { haltRelease, haltReport, haltSurrender } from '../rules/api/sweeps.ts';

let here: CustodySite;
let keeper: Who;
let leader: Who;
let photoSource: string;

beforeAll(async () => {
  here = await openCustodySite();
  ({ keeper, leader } = here);
  const camera = { input: { code: 'GP-1', kind: 'document-camera', model: '某高拍仪' } } as const;
  photoSource = (await keeper.client.act(photoDeviceRegister, camera)).deviceId;
}, 90_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

/** Tables in which a text still stands, in any column. */
const tablesWith = (text: string) => tablesHolding(here.site, text);

const damaged = { place: '批示页右上角', kind: 'damaged', extent: 'medium', handling: 'repairFirst' } as const;
const photograph = async (code: string, who: Who = keeper): Promise<string> => {
  const { id } = await attach(who, 'original', `照片 ${code} ${Math.random()}`);
  const input = { code, ...damaged, description: '绝密线索甲', photos: [id], photoSource };
  await who.client.act(conditionReport, { subject: here.projectId, input });
  return id;
};

describe('6.1-5 what turns out to be classified', () => {
  test('leaves its title in no table, print, answer or form: of what others say nothing is lost', async () => {
    const code = codeOf(601);
    const [other = ''] = await shelve(here, [602]);
    const entry = { schemeId: here.schemeId, kind: 'volume' as const, code, keeper: keeper.personId };
    const input = { ...entry, title: '绝不外传的计划', author: '绝不外传的机关', pages: 20 };
    await keeper.client.act(originalAdd, { subject: here.projectId, input });
    await keeper.client.act(secrecyDecide, { subject: here.projectId, input: { codes: [code], verdict: 'unmarked' } });
    await keeper.client.act(examinationEnter, {
      subject: here.projectId,
      input: { codes: [code], difference: '目录题名应为绝不外传的计划（二）' },
    });
    const row = (await keeper.client.view(originalList, { subject: here.projectId, input: { code } })).items[0];
    await keeper.client.act(originalCorrect, {
      ...{ subject: row?.id ?? '', version: 2 },
      input: { title: '绝不外传的计划（二）', author: '绝不外传的机关', reason: '按原件', pages: 20 },
    });
    await photograph(code);
    const batchId = await approvedBatch(here, [code, other], '有密批');
    const precheck = await keeper.client.view(precheckPrint, { subject: batchId });
    await countBoth(here, batchId, [code, other]);
    const draft = await keeper.client.view(handoverDraft, {
      ...{ subject: batchId, input: { content: '案卷', counterpart: leader.personId } },
    });
    const out = await withSecond(keeper, leader, handoverOut, { subject: batchId, input: { content: '案卷' } });
    const { handoverId } = out as { handoverId: string };
    const list = await keeper.client.view(handoverPrint, { subject: handoverId });
    for (const { html } of [precheck, draft, list]) expect(html).toContain('绝不外传的计划');
    expect(await tablesWith('绝不外传')).not.toEqual([]);

    const torn = { code, kind: 'damaged' as const, place: '第 1 页', description: '绝密线索乙', cause: '' };
    const photos = [(await attach(keeper, 'original', '损毁')).id];
    const { incidentId } = await keeper.client.act(damageReport, { input: { ...torn, photos, photoSource } });
    const judged = { liable: 'nobody' as const, basis: '绝密线索丙', penalty: '', remedy: 'none' as const };
    const judging = { subject: incidentId, version: 1, input: { ...judged, withoutVendor: '绝密线索丁' } };
    await withSecond(here.lead, here.otherLead, damageJudge, judging);
    const { findId } = await leader.client.act(haltReport, { input: { code, page: '1', mark: '机密' } });
    await withSecond(leader, keeper, haltSurrender, { subject: findId, input: { basis: '当面移交' } });
    expect(await tablesWith('绝不外传')).toEqual([]);
    expect(await tablesWith('绝密线索')).toEqual([]);
    const again = await keeper.client.view(printAgain, { subject: list.printId });
    for (const text of [code, other, `案卷 ${other}`, '涉密内容已清除', list.hash]) expect(again.html).toContain(text);
  });
});

describe('6.5-1 photographs', () => {
  test('of what is halted are refused to the vendor, also where they were opened before; released they are seen again', async () => {
    const [code = ''] = await shelve(here, [611]);
    const photo = await photograph(code, keeper);
    const batchId = await approvedBatch(here, [code], '照片批');
    await countBoth(here, batchId, [code]);
    await withSecond(keeper, leader, handoverOut, { subject: batchId, input: { content: '案卷' } });
    const { grant } = await leader.client.view(attachmentOpen, { subject: photo });
    const read = async () =>
      (await leader.client.request('GET', routeOf(attachmentRead).path.replace(':grant', grant))).status;
    expect(await read()).toBe(200);
    const { findId } = await leader.client.act(haltReport, { input: { code, page: '1', mark: '机密' } });
    expect(await codeOfRefusal(leader.client.tryView(attachmentOpen, { subject: photo }))).toBe('photograph-closed');
    expect(await read()).toBe(403);
    expect((await keeper.client.view(attachmentOpen, { subject: photo })).attachmentId).toBe(photo);
    await withSecond(keeper, here.lead, haltRelease, {
      subject: findId,
      input: { outcome: 'false-alarm', basis: '查原件' },
    });
    expect((await leader.client.view(attachmentOpen, { subject: photo })).attachmentId).toBe(photo);
  });
});

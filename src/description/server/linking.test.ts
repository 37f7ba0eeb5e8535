/** Linking by count on real PostgreSQL: catalogue, paper and images side by side (DA/T 31-2017 §11.2, 5.6-4). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOfRefusal, giveBack } from '../../../test/custody-site.ts';
import {
  comeToWork,
  doStep,
  openWorkflowSite,
  presetKeys,
  workUpTo,
  type WorkflowSite,
} from '../../../test/workflow-site.ts';
import { preparationEnter } from '#/custody/rules/api/preparation.ts';
import { workStore, workTake } from '#/custody/rules/api/work.ts';
import { taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { asOwner } from '../../../test/owner.ts';
import { openDatabase } from '#/base/server/db.ts';
import { linksOf } from './linking.ts';
import { linkAccept, linkList } from '../rules/api/links.ts';

let here: WorkflowSite;
let batchId: string;
let plain: string;
let counted: string;

beforeAll(async () => {
  here = await openWorkflowSite();
  const work = await comeToWork(here, [1, 2]);
  const { codes } = work;
  batchId = work.batchId;
  [plain = '', counted = ''] = codes;
  await workUpTo(here, 'link', [plain]);
  // Preparation counts the second with the paper in hand: a page more than the catalogue has, and a cover.
  const { preparer } = here;
  await preparer.client.act(taskPick, { input: { code: counted } });
  await preparer.client.act(workTake, { input: { code: counted } });
  const { catalogued } = await preparer.client.act(preparationEnter, {
    input: { code: counted, pages: 21, leaves: 12, cover: 1, blanks: 0 },
  });
  expect(catalogued).toBe(20);
  await preparer.client.act(workStore, { input: { code: counted, cabinet: 'G-1' } });
  const input = { step: 'prepare', codes: [counted], device: null };
  await preparer.client.act(taskSubmit, { subject: here.projectId, input });
  for (const step of presetKeys.slice(1, presetKeys.indexOf('link'))) await doStep(here, step, [counted]);
  for (const code of codes) await here.describer.client.act(taskPick, { input: { code } });
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const list = async (who = here.describer) =>
  (await who.client.view(linkList, { subject: here.projectId, input: {} })).items;
const rowOf = async (code: string, who = here.describer) => (await list(who)).find((row) => row.code === code);
const submit = (code: string) =>
  here.describer.client.tryAct(taskSubmit, {
    subject: here.projectId,
    input: { step: 'link', codes: [code], device: null },
  });

describe('5.6-4 linking', () => {
  test('numbered pages less what is not scanned are the images: it agrees, and is submitted', async () => {
    const row = await rowOf(plain);
    expect(row).toMatchObject({ own: true, catalogued: 20, counted: null, leaves: null, expected: 1, images: 1 });
    expect(row).toMatchObject({ notScanned: 19, differing: [], accepted: null });
  });

  test('5.6-4 refuses to link what differs, and names the terms; what differs comes first', async () => {
    const [first] = await list();
    expect(first).toMatchObject({ code: counted, catalogued: 20, counted: 21, leaves: 12, images: 1, expected: 2 });
    expect(first?.differing).toEqual(['catalogue', 'cover']);
    expect(await submit(counted)).toMatchObject({
      problem: { code: 'unit-refused', zh: expect.stringContaining('目录页数、封面') as unknown },
    });
  });

  test('5.6-4 refuses the vendor the acceptance of a difference; the archive takes it, with the reason', async () => {
    const { unitId = '' } = (await rowOf(counted)) ?? {};
    const input = { reason: '目录漏计一页；封面无图文，不扫' };
    for (const who of [here.describer, here.leader, here.manager])
      expect(await codeOfRefusal(who.client.tryAct(linkAccept, { subject: unitId, input }))).toBe('not-permitted');
    // Of what somebody else has claimed a worker is told nothing.
    expect(await list(here.processor)).toEqual([]);
    const ofArchive = await rowOf(counted, here.keeper);
    expect(ofArchive).toMatchObject({ own: false, differing: ['catalogue', 'cover'] });
    const agreeing = (await rowOf(plain, here.keeper))?.unitId ?? '';
    expect(await codeOfRefusal(here.keeper.client.tryAct(linkAccept, { subject: agreeing, input }))).toBe(
      'link-agrees',
    );
    await here.keeper.client.act(linkAccept, { subject: unitId, input });
    expect(await rowOf(counted)).toMatchObject({ accepted: { reason: input.reason } });
    expect(await submit(counted)).toMatchObject({ output: { count: 1 } });
    expect(await submit(plain)).toMatchObject({ output: { count: 1 } });
    expect(await list()).toEqual([]);
  });

  test('what the archive took holds when the paper is back: its figures stay those of its preparation', async () => {
    await using database = openDatabase(here.site.database.appUrl, 1);
    const [unit] = await asOwner(
      here.site,
      `select work_unit.id, original_id from work_unit join original on original.id = original_id where code = $1`,
      [counted],
    );
    const [unitId, originalId] = [String(unit?.['id']), String(unit?.['original_id'])];
    const linked = async () => (await linksOf(database.db, [{ unitId, originalId }])).get(unitId);
    const before = await linked();
    expect(before).toMatchObject({ figures: { counted: 21 }, accepted: { by: here.keeper.personId } });
    for (const step of presetKeys.slice(presetKeys.indexOf('link') + 1)) await doStep(here, step, [plain, counted]);
    await giveBack(here, batchId, [plain, counted]);
    expect(await linked()).toEqual(before);
  });
});

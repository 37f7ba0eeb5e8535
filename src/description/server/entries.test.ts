/** Entries: opened, typed, checked, submitted, read, on real PostgreSQL (5.6-1, 5.6-4, 2.8-6, 6.5-1). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOfRefusal } from '../../../test/custody-site.ts';
import {
  asValues,
  bindLine,
  claim,
  desk,
  type DescriptionSite,
  openDescriptionSite,
  save,
  toDescribe,
  typed,
  usualValues,
} from '../../../test/description-site.ts';
import { asOwner, tablesHolding } from '../../../test/owner.ts';
import { withSecond, type Who } from '../../../test/people.ts';
import { haltRelease, haltReport } from '#/custody/rules/api/sweeps.ts';
import { taskSubmit, taskTakeBack } from '#/workflow/rules/api/tasks.ts';
import { boardShow } from '#/workflow/rules/api/tracking.ts';
import { presetLine } from '#/workflow/rules/preset.ts';
import { deskList, deskShow, entryList, entryRead, entryRemove, entrySave } from '../rules/api/entries.ts';
import { projectSchema, schemaBind, schemaList, schemaRelease } from '../rules/api/schemas.ts';
import { presetSchema } from '../rules/preset.ts';
import { descriptionTexts } from './door.ts';

let here: DescriptionSite;
let subject: string;

beforeAll(async () => {
  here = await openDescriptionSite();
  // One entry only: double entry has tests of its own.
  await bindLine(here, presetLine, 'DA/T 31 标准流程');
  subject = here.projectId;
}, 120_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

/** A volume that the describer has claimed. */
async function claimed(): Promise<{ code: string; id: string }> {
  const [one = { code: '', id: '' }] = await toDescribe(here, 1);
  await claim(here.describer, one.code);
  return one;
}

const submit = (who: Who, code: string, step = 'describe') =>
  who.client.tryAct(taskSubmit, { subject, input: { step, codes: [code] } });
const saveCode = async (...args: Parameters<typeof save>) => codeOfRefusal(save(...args));

describe('5.6-1 schemas', () => {
  test('5.6-1 a schema is numbered, agreed to by a second person, never changed, and used by a project', async () => {
    const { lead, manager, describer, keeper } = here;
    const input = { name: '本馆规则', schema: presetSchema };
    expect(await codeOfRefusal(describer.client.tryAct(schemaRelease, { input }))).toBe('not-permitted');
    const first = await withSecond(lead, manager, schemaRelease, { input });
    const second = await withSecond(manager, lead, schemaRelease, { input });
    expect([first.number, second.number]).toEqual([1, 2]);
    const { items } = await keeper.client.view(schemaList);
    expect(items.find(({ schemaId }) => schemaId === first.schemaId)?.schema).toEqual(presetSchema);
    const may = `select has_table_privilege('app_rw', 'description_schema', 'update') as has`;
    expect(await asOwner(here.site, may)).toEqual([{ has: false }]);
    const bind = (who: Who, schemaId: string) => who.client.tryAct(schemaBind, { subject, input: { schemaId } });
    expect(await codeOfRefusal(bind(keeper, first.schemaId))).toBe('not-permitted');
    expect(await codeOfRefusal(bind(lead, here.schemaId))).toBe('schema-bound');
    expect(await codeOfRefusal(bind(lead, subject))).toBe('not-found');
    expect((await lead.client.view(projectSchema, { subject })).bound).toMatchObject({
      name: 'DA/T 18-2022',
      number: 1,
    });
  });

  test('5.6-1 6.5-1 refuses a schema without an obligatory field, and one that lets a classified mark be entered', async () => {
    const { lead } = here;
    const refused = (schema: typeof presetSchema) =>
      codeOfRefusal(lead.client.tryAct(schemaRelease, { input: { name: '坏', schema } }));
    const item = presetSchema.item.filter(({ key }) => key !== 'author');
    expect(await refused({ ...presetSchema, item })).toBe('schema-required');
    const marked = presetSchema.item.map((field) =>
      field.key === 'classification' ? { ...field, values: ['公开', '秘密'] } : field,
    );
    expect(await refused({ ...presetSchema, item: marked })).toBe('schema-classification');
  });
});

describe('5.6-4 entries', () => {
  test('5.6-4 a volume and what lies in it are typed, numbered one by one, and submitted when nothing lacks', async () => {
    const { describer } = here;
    const { code, id } = await claimed();
    const before = await desk(describer, id);
    expect(before).toMatchObject({
      code,
      kind: 'volume',
      pass: 1,
      entries: [],
      nextCode: `${code}-001`,
      suggestions: [],
    });
    expect(before.lacks?.zh).toContain('案卷级');
    await typed(describer, id, { ...usualValues, date: '19850412-1986' });
    expect((await desk(describer, id)).lacks?.zh).toContain('文件级');
    const first = await typed(describer, id, { title: usualValues.title }, { level: 'item' });
    await typed(describer, id, usualValues, { level: 'item' });
    const gone = await typed(describer, id, usualValues, { level: 'item', code: `${code}-007` });
    expect(await submit(describer, code)).toMatchObject({
      problem: { code: 'unit-refused', zh: expect.stringContaining('缺「责任者」') as unknown },
    });
    await describer.client.act(entryRemove, { subject: gone, input: {} });
    const now = await desk(describer, id);
    expect(now.entries.map((entry) => [entry.level, entry.code, entry.version])).toEqual([
      ['volume', code, 1],
      ['item', `${code}-001`, 1],
      ['item', `${code}-002`, 1],
    ]);
    expect(now.nextCode).toBe(`${code}-003`);
    expect(now.entries[0]?.values).toContainEqual({ field: 'date', text: '19850412-19860000', source: null });
    const list = await describer.client.view(deskList, { subject });
    expect(list.items.find((row) => row.originalId === id)).toMatchObject({ entries: 3, typed: 3, open: 0, pass: 1 });
    await typed(describer, id, usualValues, { entryId: first, level: 'item', version: 1 });
    const stale = { entryId: first, level: 'item', version: 1 } as const;
    expect(await saveCode(describer, id, usualValues, stale)).toBe('version-conflict');
    expect(await submit(describer, code)).toMatchObject({ output: { count: 1 } });
    expect(await saveCode(describer, id, usualValues, { entryId: first, level: 'item' })).toBe('not-claimed-for');
  });

  test('2.2-1 refuses a code that lies elsewhere, stands already, or is none; and a second entry of the volume', async () => {
    const { describer } = here;
    const { code, id } = await claimed();
    const item = (one: string) => saveCode(describer, id, usualValues, { level: 'item', code: one });
    await typed(describer, id, usualValues);
    expect(await saveCode(describer, id, usualValues)).toBe('entry-once');
    await typed(describer, id, usualValues, { level: 'item', code: `${code}-005` });
    expect(await item(`${code}-005`)).toBe('entry-twice');
    expect(await item('A002-RS-999-001')).toBe('item-elsewhere');
    expect(await item('A002-KJ·JJ·02-005')).toBe('out-of-scope');
    expect(await item(code)).toBe('item-elsewhere');
    expect(await item('乱写')).toMatch(/^archival-code/);
    expect((await desk(describer, id)).nextCode).toBe(`${code}-006`);
  });

  test('5.6-4 6.5-1 refuses a value that its field does not take, a classified mark before all', async () => {
    const { describer } = here;
    const { id } = await claimed();
    const refused = (values: Record<string, string>) => saveCode(describer, id, { ...usualValues, ...values });
    for (const mark of ['秘密', '机密★10年', '绝密'])
      expect(await refused({ classification: mark })).toBe('mark-on-paper');
    expect(await refused({ classification: '保密' })).toBe('value-list');
    expect(await refused({ date: '19850431' })).toBe('date-day');
    expect(await refused({ title: '长'.repeat(1001) })).toBe('value-long');
    expect(await refused({ documentNumber: '1' })).toBe('field-unknown');
    expect(await refused({ classification: '内部' })).toBeUndefined();
    expect((await desk(describer, id)).entries.length).toBe(1);
  });

  test('5.6-2 2.8-6 refuses whoever has not claimed it to see and to type; and takes nothing when it was taken back', async () => {
    const { describer, otherDescriber, keeper, leader } = here;
    const { code, id } = await claimed();
    const entryId = await typed(describer, id, usualValues);
    expect(await saveCode(otherDescriber, id, usualValues)).toBe('not-claimed-for');
    expect(await codeOfRefusal(otherDescriber.client.tryView(deskShow, { subject: id }))).toBe('not-claimed-for');
    expect(await codeOfRefusal(otherDescriber.client.tryAct(entryRemove, { subject: entryId, input: {} }))).toBe(
      'not-claimed-for',
    );
    expect(await codeOfRefusal(keeper.client.tryView(deskShow, { subject: id }))).toBe('not-permitted');
    expect((await otherDescriber.client.view(deskList, { subject })).items).toEqual([]);
    const { items } = await leader.client.view(boardShow, { subject, input: { limit: 200 } });
    const unit = items.find((row) => row.code === code)?.unitId ?? '';
    await leader.client.act(taskTakeBack, { subject: unit, input: { step: 'describe', reason: '下班' } });
    expect(await saveCode(describer, id, usualValues, { entryId })).toBe('not-claimed-for');
    expect(await codeOfRefusal(describer.client.tryView(deskShow, { subject: id }))).toBe('not-claimed-for');
  });

  test('6.5-1 refuses to type, to show and to list what is halted', async () => {
    const { describer, lead, otherLead } = here;
    const { code, id } = await claimed();
    const entryId = await typed(describer, id, { ...usualValues, title: '停工前的题名' });
    const report = { input: { code, page: '1', mark: '机密' } };
    const { findId } = await describer.client.act(haltReport, report);
    expect(await saveCode(describer, id, usualValues, { entryId })).toBe('halted');
    expect(await codeOfRefusal(describer.client.tryView(deskShow, { subject: id }))).toBe('halted');
    expect(await codeOfRefusal(lead.client.tryView(entryRead, { subject: id }))).toBe('halted');
    const listed = await lead.client.view(entryList, { subject, input: { code } });
    expect(listed.items).toMatchObject([{ code, values: null }]);
    const input = { outcome: 'false-alarm', basis: '非涉密' } as const;
    await withSecond(lead, otherLead, haltRelease, { subject: findId, input });
    expect((await lead.client.view(entryRead, { subject: id })).entries[0]?.values?.[0]?.text).toBe('停工前的题名');
  });
});

describe('2.8-6 reading', () => {
  test('2.8-6 the archive reads all of its project; who works reads what he has claimed and nothing else', async () => {
    const { describer, inspector, otherInspector, lead, officers } = here;
    const { code, id } = await claimed();
    await typed(describer, id, usualValues);
    await typed(describer, id, usualValues, { level: 'item' });
    await submit(describer, code);
    const page = await lead.client.view(entryList, { subject, input: { code, limit: 1 } });
    expect(page.items).toMatchObject([{ code, open: 0 }]);
    expect(page.items[0]?.values?.[0]).toEqual({ field: 'title', zh: '题名', en: 'Title', text: usualValues.title });
    const rest = await lead.client.view(entryList, { subject, input: { code, limit: 1, cursor: page.next ?? '' } });
    expect(rest).toMatchObject({ items: [{ code: `${code}-001` }], next: null });
    const read = (who: Who) => who.client.tryView(entryRead, { subject: id });
    for (const who of [describer, inspector, otherInspector])
      expect(await codeOfRefusal(read(who))).toBe('values-closed');
    expect(await codeOfRefusal(read(officers.administrator))).toBe('not-permitted');
    expect(await codeOfRefusal(inspector.client.tryView(entryList, { subject, input: {} }))).toBe('not-permitted');
  });

  test('6.1-5 what turns out to be classified is cleared; neither the ledger nor a kept answer ever had it', async () => {
    const { describer, site } = here;
    const { code, id } = await claimed();
    const title = '涉密事项的题名一二三';
    await typed(describer, id, { ...usualValues, title });
    await typed(describer, id, { ...usualValues, title: `${title}（卷内）` }, { level: 'item' });
    await describer.client.tryAct(entrySave, {
      subject: id,
      input: { entryId: null, level: 'item', values: asValues({ ...usualValues, title, date: '乱' }) },
    });
    const found = () => tablesHolding(site, title);
    expect(await found()).toEqual(['public.entry_value']);
    await site.db.transaction().execute((tx) => descriptionTexts.forget(tx, [id], null));
    expect(await found()).toEqual([]);
    const kept = await here.lead.client.view(entryList, { subject, input: { code } });
    expect(kept.items.map((row) => row.code)).toEqual([code, `${code}-001`]);
  });
});

/** Double entry: two persons, an arbiter, errors counted, on real PostgreSQL (5.6-4). */
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
  twiceValues,
  typed,
  usualValues,
} from '../../../test/description-site.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, type Who } from '../../../test/people.ts';
import { train } from '../../../test/training.ts';
import { haltReport } from '#/custody/rules/api/sweeps.ts';
import { routeOf } from '#/base/rules/declare.ts';
import { picturesOpen } from '#/imaging/rules/api/pictures.ts';
import { visitEnter } from '#/premises/rules/api/visits.ts';
import { taskSendBack, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { doubleEntryLine } from '#/workflow/rules/preset.ts';
import { differenceDecide, differenceList, differenceShow, rateShow } from '../rules/api/differences.ts';
import { deskList, deskShow, entryRead, entrySave } from '../rules/api/entries.ts';
import type { Choice } from '../rules/double-entry.ts';

let here: DescriptionSite;
let subject: string;

beforeAll(async () => {
  here = await openDescriptionSite();
  subject = here.projectId;
}, 120_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const submit = (who: Who, code: string, step = 'describe') =>
  who.client.tryAct(taskSubmit, { subject, input: { step, codes: [code] } });
const decide = (who: Who, differenceId: string, choice: Choice, third: string | null = null) =>
  who.client.tryAct(differenceDecide, { subject: differenceId, input: { choice, third } });
const openOf = async (who: Who, code: string) =>
  (await who.client.view(differenceList, { subject, input: {} })).items.filter((row) => row.code.startsWith(code));
const finalOf = async (id: string) =>
  (await here.lead.client.view(entryRead, { subject: id })).entries.map(
    ({ values }) => new Map(values?.map(({ field, text }) => [field, text])),
  );

interface Twice {
  code: string;
  id: string;
  /** Of the volume and of its one item. */
  entries: [volume: string, item: string];
}

/** A volume whose first entry is submitted; the second typist has claimed it. */
async function firstTyped(values = usualValues): Promise<Twice> {
  const { describer, otherDescriber } = here;
  const [{ code, id } = { code: '', id: '' }] = await toDescribe(here, 1);
  await claim(describer, code);
  const volume = await typed(describer, id, values);
  const item = await typed(describer, id, values, { level: 'item' });
  expect(await submit(describer, code)).toMatchObject({ output: { count: 1 } });
  await claim(otherDescriber, code);
  return { code, id, entries: [volume, item] };
}

const second = (
  who: Who,
  { id, entries: [volume, item] }: Twice,
  level: 'volume' | 'item',
  values: Record<string, string>,
) => save(who, id, { ...twiceValues, ...values }, { level, entryId: level === 'volume' ? volume : item });

describe('5.6-4 two persons type', () => {
  test('5.6-4 the second typist is told neither the first value nor a suggestion: nothing of it is on the wire', async () => {
    const { otherDescriber } = here;
    const one = await firstTyped({ ...usualValues, title: '第一人录入的独有题名', author: '独有责任者' });
    const query = new URLSearchParams({ subject: one.id, input: '{}' }).toString();
    const shown = await (await otherDescriber.client.request('GET', `${routeOf(deskShow).path}?${query}`)).text();
    const list = await otherDescriber.client.request(
      'GET',
      `${routeOf(deskList).path}?${new URLSearchParams({ subject, input: '{}' }).toString()}`,
    );
    const body = {
      subject: one.id,
      input: { entryId: one.entries[0], level: 'volume', values: asValues(twiceValues) },
    };
    const key = { 'idempotency-key': '01900000-0000-7000-8000-000000000001' };
    const saved = await (await otherDescriber.client.request('POST', routeOf(entrySave).path, body, key)).text();
    const refused = await (
      await otherDescriber.client.request(
        'POST',
        routeOf(taskSubmit).path,
        {
          subject,
          input: { step: 'describe2', codes: [one.code] },
        },
        { 'idempotency-key': '01900000-0000-7000-8000-000000000002' },
      )
    ).text();
    for (const text of [shown, await list.text(), saved, refused]) {
      expect(text).toContain(one.code);
      expect(text).not.toMatch(/独有|1985/u);
    }
    const own = await desk(otherDescriber, one.id);
    expect(own.pass).toBe(2);
    expect(own.suggestions).toEqual([]);
    expect(own.entries.map(({ fields }) => fields.every(({ double }) => double))).toEqual([true, true]);
    expect(await codeOfRefusal(otherDescriber.client.tryView(entryRead, { subject: one.id }))).toBe('values-closed');
    expect(await codeOfRefusal(otherDescriber.client.tryView(differenceList, { subject }))).toBe('not-permitted');
    const withBox = { field: 'title', text: '甲', source: { page: 1, x: 0, y: 0, width: 9, height: 9 } };
    const answer = otherDescriber.client.tryAct(entrySave, {
      subject: one.id,
      input: { entryId: one.entries[1], level: 'item', values: [withBox] },
    });
    expect(await codeOfRefusal(answer)).toBe('suggestion-second');
  });

  test('5.6-4 refuses one person both entries, also where the line would let him', async () => {
    const { describer } = here;
    const own = doubleEntryLine.map((step) => (step.key === 'describe2' ? { ...step, notBy: [] } : step));
    await bindLine(here, own, '不设双人规则');
    const [{ code, id } = { code: '', id: '' }] = await toDescribe(here, 1);
    await bindLine(here, doubleEntryLine, '双录流程');
    await claim(describer, code);
    const volume = await typed(describer, id, usualValues);
    await typed(describer, id, usualValues, { level: 'item' });
    await submit(describer, code);
    await claim(describer, code);
    expect(await codeOfRefusal(save(describer, id, twiceValues, { entryId: volume }))).toBe('second-typist-same');
    expect(await codeOfRefusal(describer.client.tryView(deskShow, { subject: id }))).toBe('second-typist-same');
    const forced = `insert into entry_difference (id, entry_id, project_id, field, first_text, second_text, first_by, second_by, first_on, second_on)
      select gen_random_uuid(), id, project_id, 'title', '甲', '乙', opened_by, opened_by, current_date, current_date from entry limit 1`;
    await expect(asOwner(here.site, forced)).rejects.toThrow(/check constraint/);
  });

  test('5.6-4 a second entry opens and removes none, has the fields that are typed twice, and is whole', async () => {
    const { otherDescriber } = here;
    const one = await firstTyped();
    const [volume] = one.entries;
    const refused = (values: Record<string, string>, entryId: string | null = volume) =>
      codeOfRefusal(save(otherDescriber, one.id, values, { entryId }));
    expect(await refused(twiceValues, null)).toBe('second-opens-none');
    expect(await refused({ ...twiceValues, retentionPeriod: '永久' })).toBe('field-not-second');
    expect(await refused({ title: '只录题名' })).toBe('value-missing');
    expect(await submit(otherDescriber, one.code, 'describe2')).toMatchObject({
      problem: { code: 'unit-refused', zh: expect.stringContaining('2 条没有录') as unknown },
    });
  });

  test('5.6-4 what is the same but for width and spaces is settled, and the task is submitted', async () => {
    const { otherDescriber } = here;
    const one = await firstTyped();
    await second(otherDescriber, one, 'volume', { author: '郑州市 人事局', date: '1985年4月12日' });
    await second(otherDescriber, one, 'item', {});
    expect(await openOf(here.inspector, one.code)).toEqual([]);
    expect(await submit(otherDescriber, one.code, 'describe2')).toMatchObject({ output: { count: 1 } });
    const [volume] = await finalOf(one.id);
    expect(volume?.get('author')).toBe('郑州市人事局');
  });

  test('5.6-4 what differs keeps the task from being submitted until a third person has decided', async () => {
    const { describer, otherDescriber, inspector, keeper } = here;
    const one = await firstTyped();
    await second(otherDescriber, one, 'volume', { title: '关于〔人事〕任免的通告', author: '郑州市人事厅' });
    await second(otherDescriber, one, 'item', { date: '19850413' });
    expect(await submit(otherDescriber, one.code, 'describe2')).toMatchObject({
      problem: { zh: expect.stringContaining('3 处不一致') as unknown },
    });
    // 2.8-6: whoever decides sees the page, while there is something to decide.
    const { unitId } = await otherDescriber.client.view(deskShow, { subject: one.id, input: {} });
    const see = () => codeOfRefusal(inspector.client.tryView(picturesOpen, { subject: unitId }));
    expect(await see()).toBeUndefined();
    // Compared, it is not typed until both agree.
    expect(await codeOfRefusal(second(otherDescriber, one, 'volume', {}))).toBe('entry-compared');
    const open = await openOf(inspector, one.code);
    expect(open.map(({ field }) => field.zh).toSorted()).toEqual(['题名', '责任者', '日期'].toSorted());
    const idOf = (zh: string): string => open.find(({ field }) => field.zh === zh)?.differenceId ?? '';
    const shown = await inspector.client.view(differenceShow, { subject: idOf('题名') });
    expect(shown).toMatchObject({ first: usualValues.title, second: '关于〔人事〕任免的通告' });
    expect(shown.pieces).toEqual([
      { in: 'both', text: '关于〔人事〕任免的通' },
      { in: 'first', text: '知' },
      { in: 'second', text: '告' },
    ]);
    expect(await codeOfRefusal(decide(describer, idOf('题名'), 'first'))).toBe('not-permitted');
    expect(await codeOfRefusal(decide(inspector, idOf('题名'), 'first', '多余'))).toBe('third-needed');
    expect(await codeOfRefusal(decide(inspector, idOf('题名'), 'third'))).toBe('third-needed');
    expect(await codeOfRefusal(decide(inspector, idOf('题名'), 'third', ' 关于〔人事〕任免的通告 '))).toBe(
      'third-same',
    );
    expect(await codeOfRefusal(decide(inspector, idOf('日期'), 'third', '19851341'))).toBe('date-month');
    expect(await codeOfRefusal(decide(inspector, idOf('日期'), 'third', ''))).toBe('value-missing');
    expect(await codeOfRefusal(decide(inspector, idOf('题名'), 'first'))).toBeUndefined();
    expect(await codeOfRefusal(decide(inspector, idOf('题名'), 'second'))).toBe('difference-gone');
    expect(await codeOfRefusal(decide(keeper, idOf('责任者'), 'second'))).toBeUndefined();
    expect(await submit(otherDescriber, one.code, 'describe2')).toMatchObject({
      problem: { zh: expect.stringContaining('1 处不一致') as unknown },
    });
    expect(await codeOfRefusal(decide(keeper, idOf('日期'), 'third', '19850414'))).toBeUndefined();
    expect(await see()).toBe('images-closed');
    expect(await submit(otherDescriber, one.code, 'describe2')).toMatchObject({ output: { count: 1 } });
    const [volume, item] = await finalOf(one.id);
    expect([volume?.get('title'), volume?.get('author')]).toEqual([usualValues.title, '郑州市人事厅']);
    expect(item?.get('date')).toBe('19850414');
    const ledger = await asOwner(here.site, `select 1 from ledger_detail where detail like '%19850414%'`);
    expect(ledger).toEqual([]);
  });

  test('5.6-4 refuses to let who typed decide, or see the other value, whatever else he is', async () => {
    const { site, officers, keeper, describer, inspector } = here;
    // Leads for the vendor, and so would decide; helps out with typing.
    const helper = await employ(site, officers, 'teamLeader', '尤组长');
    await keeper.client.act(visitEnter, { subject: helper.personId, input: {} });
    await train(here, [[helper, 'teamLeader']]);
    const line = doubleEntryLine.map((step) =>
      step.key === 'describe2' ? { ...step, roles: ['describer', 'teamLeader'] as const } : step,
    );
    await bindLine(here, line, '组长可二录');
    const [{ code, id } = { code: '', id: '' }] = await toDescribe(here, 1);
    await bindLine(here, doubleEntryLine, '双录流程');
    await claim(describer, code);
    const volume = await typed(describer, id, usualValues);
    await typed(describer, id, usualValues, { level: 'item' });
    await submit(describer, code);
    await claim(helper, code);
    await typed(helper, id, { ...twiceValues, title: '另一题名' }, { entryId: volume });
    expect(await openOf(helper, code)).toEqual([]);
    const [open] = await openOf(inspector, code);
    const differenceId = open?.differenceId ?? '';
    expect(await codeOfRefusal(helper.client.tryView(differenceShow, { subject: differenceId }))).toBe('arbiter-typed');
    expect(await codeOfRefusal(decide(helper, differenceId, 'second'))).toBe('arbiter-typed');
    const forced = `update entry_difference set choice = 'second', decided_by = second_by, decided_at = now() where id = '${differenceId}'`;
    await expect(asOwner(site, forced)).rejects.toThrow(/check constraint/);
    await inspector.client.act(haltReport, { input: { code, page: '1', mark: '机密' } });
    expect(await codeOfRefusal(inspector.client.tryView(differenceShow, { subject: differenceId }))).toBe('halted');
    expect(await codeOfRefusal(decide(inspector, differenceId, 'first'))).toBe('halted');
    expect(await openOf(inspector, code)).toEqual([]);
  });

  test('5.6-4 sent back, the first entry is typed again and compared anew; what was decided of other values does not hold', async () => {
    const { describer, otherDescriber, inspector, leader } = here;
    const one = await firstTyped();
    await second(otherDescriber, one, 'volume', { title: '任免通告' });
    await second(otherDescriber, one, 'item', {});
    const [open] = await openOf(inspector, one.code);
    await decide(inspector, open?.differenceId ?? '', 'first');
    await submit(otherDescriber, one.code, 'describe2');
    await leader.client.act(taskSendBack, { input: { code: one.code, to: 'describe', reason: '题名有误' } });
    await claim(describer, one.code);
    const [volume] = one.entries;
    expect((await desk(describer, one.id)).entries.map(({ compared }) => compared)).toEqual([false, false]);
    await typed(describer, one.id, { ...usualValues, title: '任免通报' }, { entryId: volume });
    expect(await submit(describer, one.code)).toMatchObject({
      problem: { zh: expect.stringContaining('1 处不一致') as unknown },
    });
    const [again] = await openOf(inspector, one.code);
    await decide(inspector, again?.differenceId ?? '', 'third', '任免通函');
    expect(await submit(describer, one.code)).toMatchObject({ output: { count: 1 } });
    expect((await finalOf(one.id))[0]?.get('title')).toBe('任免通函');
  });
});

test('5.6-3 5.6-4 errors are counted by person, field and day in a thousand characters; who only types sees himself', async () => {
  const { describer, otherDescriber, inspector, lead, preparer } = here;
  const span = { from: '2026-01-01', to: '2099-12-31' };
  const rates = (who: Who) => who.client.view(rateShow, { subject, input: span });
  const rowOf = async (name: string, key: string) =>
    (await rates(lead)).fields.find((row) => row.person.name === name && row.key === key) ?? {
      characters: 0,
      errors: 0,
    };
  const before = [await rowOf('卫著录', 'title'), await rowOf('韩著录', 'title')];
  const one = await firstTyped({ ...usualValues, title: '一二三四五六七八九十' });
  // Until somebody types it a second time nothing of it is measured.
  expect((await rowOf('卫著录', 'title')).characters).toBe(before[0]?.characters);
  await second(otherDescriber, one, 'volume', { title: '一二三四五六七八九〇' });
  await second(otherDescriber, one, 'item', { title: '一二三四五 六七八九十' });
  const [open] = await openOf(inspector, one.code);
  await decide(inspector, open?.differenceId ?? '', 'first');
  const [first, other] = [await rowOf('卫著录', 'title'), await rowOf('韩著录', 'title')];
  expect([first.characters, first.errors]).toEqual([(before[0]?.characters ?? 0) + 20, before[0]?.errors]);
  expect([other.characters, other.errors]).toEqual([(before[1]?.characters ?? 0) + 20, (before[1]?.errors ?? 0) + 1]);
  expect(other).toMatchObject({ permille: Math.round((other.errors * 10_000) / other.characters) / 10 });
  const all = await rates(lead);
  expect(all.total.errors).toBe(all.fields.reduce((sum, row) => sum + row.errors, 0));
  expect(all.days.reduce((sum, row) => sum + row.characters, 0)).toBe(all.total.characters);
  const own = await rates(describer);
  expect(new Set(own.fields.map(({ person }) => person.name))).toEqual(new Set(['卫著录']));
  expect(await codeOfRefusal(preparer.client.tryView(rateShow, { subject, input: span }))).toBe('not-permitted');
  const never = { from: '2020-01-01', to: '2020-12-31' };
  expect((await lead.client.view(rateShow, { subject, input: never })).total).toEqual({
    characters: 0,
    errors: 0,
    permille: null,
  });
});

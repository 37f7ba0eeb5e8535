/** From the shelf into the vendor's hands and back: examined, asked for, counted by both sides, agreed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  approvedBatch,
  codeOf,
  countBoth,
  type CustodySite,
  dayFromToday,
  giveBack,
  handOut,
  openCustodySite,
  openProject,
  originalOf,
  shelve,
} from '../../../test/custody-site.ts';
import { asOwner } from '../../../test/owner.ts';
import { approve, employ, type Who, withSecond } from '../../../test/people.ts';
import { projectClose } from '#/engagement/rules/api/projects.ts';
import { scopeRemove } from '#/engagement/rules/api/scopes.ts';
import { projectShow } from '#/engagement/rules/api/projects.ts';
import {
  batchApprove,
  batchCancel,
  batchDrop,
  batchList,
  batchRequest,
  batchShow,
  countScan,
  countUndo,
  handoverOut,
  handoverPrint,
  handoverReturn,
  planSet,
} from '../rules/api/batches.ts';
import { partOut } from '../rules/api/work.ts';
import { fondsAdd, originalAdd, originalList, originalShow, secrecyDecide } from '../rules/api/originals.ts';

let here: CustodySite;
let lead: Who;
let keeper: Who;
let leader: Who;

beforeAll(async () => {
  here = await openCustodySite();
  ({ lead, keeper, leader } = here);
}, 90_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const problemOf = async (answer: Promise<unknown>) =>
  ((await answer) as { problem?: { code: string; field?: string } }).problem;
const codeOfRefusal = async (answer: Promise<unknown>) => (await problemOf(answer))?.code;
const find = (code: string) => originalOf(here, code);
const show = async (code: string) => keeper.client.view(originalShow, { subject: (await find(code))?.id ?? '' });
const add = (code: string, rest: object = {}) =>
  keeper.client.tryAct(originalAdd, {
    subject: here.projectId,
    input: { schemeId: here.schemeId, kind: 'volume', code, keeper: keeper.personId, ...rest },
  });
const request = (codes: readonly string[]) =>
  keeper.client.tryAct(batchRequest, { subject: here.projectId, input: { name: '批', codes: [...codes] } });

describe('the register', () => {
  test('2.2-1 6.7-1 an original is refused outside the scope, without its fonds, twice, or without a keeper', async () => {
    expect(await problemOf(add('A002-KJ·JJ-001'))).toMatchObject({ code: 'out-of-scope', field: 'input.code' });
    expect(await problemOf(add('A002-RS-01'))).toMatchObject({ code: 'archival-code-width', field: 'input.code' });
    expect(await codeOfRefusal(add('A002-RS-001-002'))).toBe('kind-of-code');
    expect(await codeOfRefusal(add(codeOf(1), { keeper: leader.personId }))).toBe('keeper-of-archive');
    expect(await codeOfRefusal(add('Ａ００２—RS—001', { title: '甲', pages: 12 }))).toBeUndefined();
    expect(await codeOfRefusal(add(codeOf(1)))).toBe('original-known');
    expect(await find(codeOf(1))).toMatchObject({
      ...{ title: '甲', pages: 12, secrecy: 'undecided' },
      whereabouts: { place: 'shelf', holder: { name: '孙保管' }, batch: null, parts: 0 },
    });
    expect((await show(codeOf(1))).writtenCode).toBe('Ａ００２—RS—001');
    const twice = keeper.client.tryAct(fondsAdd, { input: { code: 'A002', name: '又' } });
    expect(await codeOfRefusal(twice)).toBe('fonds-known');
  });

  test('an item lies in its volume, which is registered before it, and goes nowhere by itself', async () => {
    expect(await codeOfRefusal(add('A002-RS-002-001', { kind: 'item' }))).toBe('volume-unknown');
    await shelve(here, [2]);
    expect(await codeOfRefusal(add('A002-RS-002-001', { kind: 'item', title: '卷内一' }))).toBeUndefined();
    expect(await find('A002-RS-002-001')).toMatchObject({ kind: 'item', whereabouts: null });
    expect(await show(codeOf(2))).toMatchObject({ items: 1 });
    await keeper.client.act(secrecyDecide, {
      subject: here.projectId,
      input: { codes: ['A002-RS-002-001'], verdict: 'unmarked' },
    });
    expect(await codeOfRefusal(request(['A002-RS-002-001']))).toBe('not-a-unit');
  });

  test('6.1-5 of what its list calls classified only the code is kept, in register and database', async () => {
    await add(codeOf(3), { title: '绝密内容', marking: '机密★10年' });
    const shown = await show(codeOf(3));
    expect(shown).toMatchObject({ secrecy: 'classified', title: null, remark: null });
    const [row] = await asOwner(here.site, `select * from original where code = '${codeOf(3)}'`);
    expect(JSON.stringify(row)).not.toContain('绝密内容');
    await expect(asOwner(here.site, `update original set title = '题名' where code = '${codeOf(3)}'`)).rejects.toThrow(
      /violates/,
    );
  });
});

describe('6.1 before a batch', () => {
  test('6.1-1 what is not examined, or bears a mark that was not lifted, is refused in a batch', async () => {
    await shelve(here, [10]);
    await add(codeOf(11));
    await add(codeOf(12), { title: '题名', author: '某人' });
    const decide = (codes: string[], verdict: 'unmarked' | 'declassified' | 'classified', rest: object = {}) =>
      keeper.client.tryAct(secrecyDecide, { subject: here.projectId, input: { codes, verdict, ...rest } });
    expect(await problemOf(request([codeOf(10), codeOf(11)]))).toMatchObject({
      code: 'secrecy-undecided',
      field: 'input.codes.1',
    });
    expect(await codeOfRefusal(decide([codeOf(12)], 'classified'))).toBe('mark-page');
    expect(await codeOfRefusal(decide([codeOf(11), codeOf(12)], 'classified', { page: '3' }))).toBe('one-at-a-time');
    const lifted = { basis: '解密章', declassifiedOn: dayFromToday(-10), page: '1' };
    expect(await codeOfRefusal(decide([codeOf(11)], 'declassified', { ...lifted, basis: null }))).toBe(
      'declassified-by',
    );
    expect(
      await codeOfRefusal(decide([codeOf(11)], 'declassified', { ...lifted, declassifiedOn: dayFromToday(9) })),
    ).toBe('declassified-later');
    expect(await codeOfRefusal(decide([codeOf(11)], 'declassified', lifted))).toBeUndefined();
    expect(await codeOfRefusal(decide([codeOf(12)], 'classified', { page: '封面' }))).toBeUndefined();
    expect(await show(codeOf(12))).toMatchObject({ title: null, author: null, secrecy: 'classified' });
    expect(await show(codeOf(11))).toMatchObject({
      secrecy: 'declassified',
      checks: [{ verdict: 'declassified', basis: '解密章', decidedBy: { name: '孙保管' } }],
    });
    expect(await codeOfRefusal(request([codeOf(12)]))).toBe('secrecy-undecided');
    expect(await codeOfRefusal(decide(['A002-RS-999'], 'unmarked'))).toBe('original-unknown');
    expect(await codeOfRefusal(decide([codeOf(10)], 'unmarked'))).toBeUndefined();
  });
});

describe('6.2 a batch', () => {
  test('6.2-1 beyond its plan is refused without a reason; nobody approves his own, nor one of another project', async () => {
    const codes = await shelve(here, [20, 21]);
    const plan = (mostAtOnce: number) =>
      lead.client.tryAct(planSet, {
        subject: here.projectId,
        input: { startsOn: dayFromToday(-1), endsOn: dayFromToday(90), mostTotal: 500, mostAtOnce },
      });
    expect(await codeOfRefusal(plan(600))).toBe('plan-amounts');
    await plan(1);
    const { batchId } = await lead.client.act(batchRequest, {
      subject: here.projectId,
      input: { name: '自批', codes },
    });
    const approve = (who: Who, overReason = '') =>
      who.client.tryAct(batchApprove, { subject: batchId, version: 1, input: { overReason } });
    expect(await codeOfRefusal(approve(lead))).toBe('own-request');
    expect(await problemOf(approve(here.otherLead))).toMatchObject({
      code: 'plan-broken',
      field: 'input.overReason',
    });
    expect(await keeper.client.view(batchShow, { subject: batchId })).toMatchObject({ breaches: ['atOnce'] });
    expect(await codeOfRefusal(approve(here.otherLead, '急用'))).toBeUndefined();
    expect(await codeOfRefusal(request(codes))).toBe('in-other-batch');
    await plan(400);
    const other = await openProject(lead, here.schemeId, '另一项目', 'A002-KU');
    expect(
      await codeOfRefusal(keeper.client.tryAct(batchRequest, { subject: other, input: { name: '越', codes } })),
    ).toBe('plan-missing');
    await keeper.client.act(batchCancel, { subject: batchId, version: 2, input: { reason: '改期' } });
    expect(await codeOfRefusal(request(codes))).toBeUndefined();
  });

  test('6.2-2 is refused to change hands while one side’s count differs; then all of it does, or none', async () => {
    const codes = await shelve(here, [30, 31, 32]);
    const batchId = await approvedBatch(here, codes, '第一批');
    const hand = () => keeper.client.tryAct(handoverOut, { subject: batchId, input: { content: '人事档案' } });
    expect(await codeOfRefusal(hand())).toBe('count-differs');
    const scan = (who: Who, code: string, rest: object = {}) =>
      who.client.tryAct(countScan, { subject: batchId, input: { direction: 'out', code, ...rest } });
    expect(await scan(keeper, codes[0] ?? '')).toMatchObject({ output: { left: 2, title: `案卷 ${codes[0]}` } });
    expect(await codeOfRefusal(scan(keeper, codes[0] ?? ''))).toBe('counted-already');
    expect(await codeOfRefusal(scan(keeper, codeOf(10)))).toBe('not-in-batch');
    const undo = { subject: batchId, input: { direction: 'out' as const, code: codes[0] ?? '' } };
    expect(await keeper.client.act(countUndo, undo)).toEqual({ left: 3 });
    expect(await codeOfRefusal(keeper.client.tryAct(countUndo, undo))).toBe('not-counted');
    expect(await scan(leader, codes[2] ?? '', { condition: 'mould', note: '第 3 页' })).toMatchObject({
      output: { left: 2 },
    });
    for (const code of codes)
      await keeper.client.act(countScan, { subject: batchId, input: { direction: 'out', code } });
    await leader.client.act(countScan, { subject: batchId, input: { direction: 'out', code: codes[0] ?? '' } });
    expect(await codeOfRefusal(hand())).toBe('count-differs');
    await keeper.client.act(batchDrop, { subject: batchId, input: { code: codes[1] ?? '', reason: '架上缺' } });
    const { number, count } = await withSecond(keeper, leader, handoverOut, {
      subject: batchId,
      input: { content: '人事档案' },
    });
    expect(count).toBe(2);
    expect(await find(codes[0] ?? '')).toMatchObject({
      whereabouts: { place: 'hand', holder: { name: '李组长' }, stage: 'unprocessed', batch: { id: batchId } },
    });
    expect(await find(codes[1] ?? '')).toMatchObject({ whereabouts: { place: 'shelf', batch: null } });
    const { handovers, counts, state } = await leader.client.view(batchShow, { subject: batchId });
    expect({ counts, state }).toEqual({ state: 'out', counts: { total: 2, in: 0, out: 2, halted: 0, lost: 0 } });
    const printed = await leader.client.view(handoverPrint, { subject: handovers[0]?.id ?? '' });
    for (const said of [number, '人事档案', '霉变', '第 3 页', '李组长', '2 卷（件），40 页', '一式两份'])
      expect(printed.html).toContain(said);
  });

  test('6.7-3 what comes back is counted by both sides too; while any of it is out the project is refused to close', async () => {
    const codes = await shelve(here, [40, 41]);
    const batchId = await handOut(here, codes, '归还批');
    await giveBack(here, batchId, codes.slice(0, 1));
    expect(await leader.client.view(batchShow, { subject: batchId })).toMatchObject({
      state: 'out',
      counts: { total: 2, in: 1, out: 1 },
    });
    expect(await find(codes[0] ?? '')).toMatchObject({ whereabouts: { place: 'shelf', holder: { name: '孙保管' } } });
    const close = lead.client.tryAct(projectClose, { subject: here.projectId, input: { reason: '完' } });
    expect(await codeOfRefusal(close)).toBe('still-in-hand');
    await giveBack(here, batchId, codes.slice(1));
    const { items } = await keeper.client.view(batchList, { input: { state: 'closed' } });
    expect(items.map(({ id }) => id)).toContain(batchId);
    const { movements } = await show(codes[1] ?? '');
    expect(movements.map(({ event, by }) => [event, by.name])).toEqual([
      ['giveBack', '李组长'],
      ['handOver', '孙保管'],
      ['register', '孙保管'],
    ]);
    const again = await approvedBatch(here, codes, '再调');
    await countBoth(here, again, codes);
  });

  test('6.1-5 what was found classified since a batch was asked for is refused to go out, inside its volume too', async () => {
    const [code = ''] = await shelve(here, [60]);
    const item = `${code}-001`;
    await add(item, { kind: 'item', title: '卷内一' });
    const batchId = await approvedBatch(here, [code], '后来发现');
    const decide = (codes: string[]) =>
      keeper.client.tryAct(secrecyDecide, {
        subject: here.projectId,
        input: { codes, verdict: 'classified', page: '1' },
      });
    expect(await codeOfRefusal(decide([code]))).toBe('in-other-batch');
    expect(await codeOfRefusal(decide([item]))).toBeUndefined();
    const scan = keeper.client.tryAct(countScan, { subject: batchId, input: { direction: 'out', code } });
    expect(await codeOfRefusal(scan)).toBe('classified-inside');
    await keeper.client.act(batchCancel, { subject: batchId, version: 2, input: { reason: '涉密' } });
    await add(`${code}-002`, { kind: 'item', title: '卷内二' });
    expect(await codeOfRefusal(decide([code]))).toBeUndefined();
    expect(await find(`${code}-002`)).toMatchObject({ title: null });
  });

  test('6.2-2 what is counted to go back is refused to be taken again; whoever agrees works in the project', async () => {
    const codes = await shelve(here, [61]);
    const batchId = await handOut(here, codes, '清点后领取');
    await countBoth(here, batchId, codes, 'return');
    const out = { input: { code: codes[0] ?? '', description: '图', to: leader.personId } };
    expect(await codeOfRefusal(leader.client.tryAct(partOut, out))).toBe('counted-for-return');
    const stranger = await employ(here.site, here.officers, 'archiveKeeper', '别项目保管');
    const other = await openProject(lead, here.schemeId, '别的项目', 'A002-SW');
    await asOwner(here.site, `update role_assignment set scope = '${other}' where person_id = '${stranger.personId}'`);
    const approval = await leader.client.ask(handoverReturn, { subject: batchId, input: { content: '档案' } });
    await approve(stranger, approval);
    const carried = leader.client.tryAct(handoverReturn, { subject: batchId, input: { content: '档案' }, approval });
    expect(await codeOfRefusal(carried)).toBe('approver-not-of-project');
  });

  test('5.6-8 the officers see every project’s originals, batches and finds', async () => {
    const { securityOfficer } = here.officers;
    const { items } = await securityOfficer.client.view(originalList, { subject: here.projectId, input: {} });
    expect(items.length).toBeGreaterThan(0);
    expect((await securityOfficer.client.view(batchList, { input: {} })).items.length).toBeGreaterThan(0);
  });

  test('a person without a role in the project is refused its batches and originals', async () => {
    const other = await openProject(lead, here.schemeId, '会计项目', 'A002-ZP');
    const stranger = await employ(here.site, here.officers, 'scanner', '外人');
    await asOwner(here.site, `update role_assignment set scope = '${other}' where person_id = '${stranger.personId}'`);
    const list = stranger.client.tryView(originalList, { subject: here.projectId, input: {} });
    expect(await codeOfRefusal(list)).toBe('not-of-project');
    expect((await stranger.client.view(batchList, { input: {} })).items).toEqual([]);
    const [scope] = (await lead.client.view(projectShow, { subject: here.projectId })).scopes;
    const remove = lead.client.tryAct(scopeRemove, { subject: scope?.id ?? '', input: {} });
    expect(await codeOfRefusal(remove)).toBe('scope-in-use');
  });

  test('4.4-2 6.2 the database refuses two batches at once, two whereabouts, a cabinet for the other stage', async () => {
    const [code = ''] = await shelve(here, [50]);
    const id = (await find(code))?.id ?? '';
    const batchId = await approvedBatch(here, [code], '库一');
    const refused = (sql: string) => expect(asOwner(here.site, sql), sql).rejects.toThrow(/violates|duplicate/);
    await refused(`insert into batch_original (batch_id, original_id)
      select id, '${id}' from batch where id <> '${batchId}' limit 1`);
    await refused(`insert into whereabouts (original_id, place, holder_id, since)
      select original_id, place, holder_id, since from whereabouts where original_id = '${id}'`);
    await refused(`update whereabouts set place = 'cabinet' where original_id = '${id}'`);
    await refused(`update whereabouts set place = 'hand' where original_id = '${id}'`);
  });
});

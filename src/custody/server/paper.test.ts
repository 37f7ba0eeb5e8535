/** Handovers closed on signed paper, receipts for business, and what a second person agreed to (6.2-3). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approvedBatch, countBoth, type CustodySite, openCustodySite, shelve } from '../../../test/custody-site.ts';
import { attach } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { approve, employ, type Who, withSecond } from '../../../test/people.ts';
import { batchDrop, batchShow, countScan, countUndo, handoverOut, handoverPrint } from '../rules/api/batches.ts';
import { handoverDraft, handoverPaper, receiptSign, receiverList } from '../rules/api/paper.ts';
import { workRebind } from '../rules/api/work.ts';

let here: CustodySite;
let keeper: Who;
let leader: Who;
let other: Who;

beforeAll(async () => {
  here = await openCustodySite();
  ({ keeper, leader } = here);
  other = await employ(here.site, here.officers, 'archiveKeeper', '冯保管');
}, 90_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const refusal = async (answer: Promise<unknown>) =>
  ((await answer) as { problem?: { code: string; field?: string } }).problem;

let next = 300;
async function counted(count: number): Promise<{ codes: string[]; batchId: string }> {
  const codes = await shelve(
    here,
    Array.from({ length: count }, () => (next += 1)),
  );
  const batchId = await approvedBatch(here, codes, `批 ${codes[0]}`);
  await countBoth(here, batchId, codes);
  return { codes, batchId };
}

const draft = (batchId: string) =>
  keeper.client.view(handoverDraft, { subject: batchId, input: { content: '人事档案', counterpart: leader.personId } });
const markOf = ({ form, version, printId, hash }: Awaited<ReturnType<typeof draft>>) =>
  `${form}/${version}/${printId}/${hash}`;
const entering = async (batchId: string, mark: string, signedAt = new Date().toISOString()) => ({
  subject: batchId,
  input: { mark, signedAt, scanId: (await attach(keeper, 'handover', `签 ${(next += 1)}`)).id },
});

describe('6.2-3 on paper', () => {
  test('6.2-3 6.2-4 the signed list closes the handover by its code and a scan, once; anything else is refused', async () => {
    const { codes, batchId } = await counted(2);
    const { items } = await keeper.client.view(receiverList, { subject: batchId });
    expect(items.map(({ name }) => name)).toContain('李组长');
    const printed = await draft(batchId);
    for (const text of [...codes, '待签', '李组长', '孙保管', '人事档案']) expect(printed.html).toContain(text);
    const mark = markOf(printed);
    const enter = async (text: string, at?: string) =>
      refusal(keeper.client.tryAct(handoverPaper, await entering(batchId, text, at)));
    expect(await enter('nonsense')).toMatchObject({ code: 'paper-mark', field: 'input.mark' });
    expect(await enter(mark.replace(/.{4}$/, '0000'))).toMatchObject({ code: 'paper-mark' });
    expect(await enter(mark, new Date(Date.now() - 3_600_000).toISOString())).toMatchObject({ code: 'paper-time' });
    const foreign = { subject: batchId, input: { mark, signedAt: new Date().toISOString() } };
    const scanId = (await attach(leader, 'handover', '别人的扫描')).id;
    expect(
      await refusal(keeper.client.tryAct(handoverPaper, { ...foreign, input: { ...foreign.input, scanId } })),
    ).toMatchObject({ code: 'attachment-not-ready' });
    const args = await entering(batchId, mark);
    const done = await withSecond(keeper, other, handoverPaper, args);
    expect(done).toMatchObject({ count: 2 });
    const shown = await keeper.client.view(batchShow, { subject: batchId });
    expect(shown).toMatchObject({
      ...{ state: 'out', counts: { out: 2 } },
      handovers: [
        {
          ...{ givenBy: { name: '孙保管' }, receivedBy: { name: '李组长' }, receipt: null },
          paper: { scanId: args.input.scanId, checkedBy: { name: '冯保管' } },
        },
      ],
    });
    const again = await entering(batchId, mark);
    expect(await refusal(keeper.client.tryAct(handoverPaper, again))).toMatchObject({ code: 'paper-used' });
    const list = await keeper.client.view(handoverPrint, { subject: done.handoverId });
    expect(list.html).toContain(done.number);
  });

  test('6.2-3 a list that was printed before the counts changed is refused, and so is another batch’s', async () => {
    const { codes, batchId } = await counted(2);
    const mark = markOf(await draft(batchId));
    const another = await counted(1);
    expect(await refusal(keeper.client.tryAct(handoverPaper, await entering(another.batchId, mark)))).toMatchObject({
      code: 'paper-mark',
    });
    const code = codes[0] ?? '';
    await leader.client.act(countUndo, { subject: batchId, input: { direction: 'out', code } });
    expect(await refusal(keeper.client.tryAct(handoverPaper, await entering(batchId, mark)))).toMatchObject({
      code: 'count-differs',
    });
    const mould = { direction: 'out' as const, code, condition: 'mould' as const };
    await leader.client.act(countScan, { subject: batchId, input: mould });
    expect(await refusal(keeper.client.tryAct(handoverPaper, await entering(batchId, mark)))).toMatchObject({
      code: 'paper-differs',
    });
    const [row] = await asOwner(here.site, `select count(*)::int as n from handover where batch_id = $1`, [batchId]);
    expect(row).toEqual({ n: 0 });
  });

  test('6.2-3 the work is signed for apart from the paper, once, by the side that received', async () => {
    const { batchId } = await counted(1);
    const done = await withSecond(keeper, leader, handoverOut, { subject: batchId, input: { content: '人事档案' } });
    const sign = (who: Who) =>
      refusal(who.client.tryAct(receiptSign, { subject: done.handoverId, input: { pages: 20, remark: '' } }));
    expect(await sign(keeper)).toMatchObject({ code: 'not-of-project' });
    expect(await sign(leader)).toBeUndefined();
    expect(await sign(leader)).toMatchObject({ code: 'receipt-signed' });
    expect((await keeper.client.view(batchShow, { subject: batchId })).handovers).toMatchObject([
      { receipt: { by: { name: '李组长' }, pages: 20 } },
    ]);
  });
});

describe('6.2-3 what the second person agreed to', () => {
  test('6.2-3 a pile that was counted anew or lost one since is refused, though the sum is the same', async () => {
    const { codes, batchId } = await counted(2);
    const args = { subject: batchId, input: { content: '人事档案' } };
    const approval = await keeper.client.ask(handoverOut, args);
    await approve(leader, approval);
    const code = codes[0] ?? '';
    await keeper.client.act(batchDrop, { subject: batchId, input: { code, reason: '未找到' } });
    expect(await refusal(keeper.client.tryAct(handoverOut, { ...args, approval }))).toMatchObject({
      code: 'changed-since-asked',
    });
    await withSecond(keeper, leader, handoverOut, args);
  });

  test('6.3-5 what was not taken apart is refused before a second person is asked', async () => {
    const { codes, batchId } = await counted(1);
    await withSecond(keeper, leader, handoverOut, { subject: batchId, input: { content: '人事档案' } });
    const bind = { input: { code: codes[0] ?? '', remark: '' } };
    expect(await refusal(leader.client.tryAct(workRebind, bind))).toMatchObject({ code: 'not-unbound' });
  });
});

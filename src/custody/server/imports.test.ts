/** Catalogues from tables: tried, imported, told row by row what is wrong, and fed again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CustodySite, openCustodySite } from '../../../test/custody-site.ts';
import { attach, upload } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { type Who, withSecond } from '../../../test/people.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { purge } from '#/base/rules/api/files.ts';
import { newId } from '#/base/server/ids.ts';
import { openFolderStore } from '#/base/server/objects/folder.ts';
import { xlsxStream } from '#/base/server/tables-out/xlsx.ts';
import { custodyDueList } from '../rules/api/due.ts';
import { importErrors, importList, importLook, importProblems, importStart } from '../rules/api/imports.ts';
import { originalList, originalShow, secrecyDecide } from '../rules/api/originals.ts';
import type { Mapping } from '../rules/catalogue-import.ts';
import { importHandler } from './imports/job.ts';
import { insertImport } from './store/imports.ts';

let here: CustodySite;
let keeper: Who;

beforeAll(async () => {
  here = await openCustodySite();
  ({ keeper } = here);
}, 90_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const head = ['序号', '档号', '题名', '责任者', '日期', '页数', '密级'];
const mapping: Mapping = { code: 1, title: 2, author: 3, dated: 4, pages: 5, marking: 6 };
const csv = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(`\ufeff${[head, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`);
const volume = (number: number, rest: readonly string[] = ['题名', '某局', '19980501', '20', '']): string[] => [
  ...[String(number), `A002-RS-${String(number).padStart(3, '0')}`],
  ...rest,
];

async function send(bytes: Buffer, fileName = '案卷目录.csv'): Promise<string> {
  return (await upload(keeper, 'catalogue', fileName, bytes)).id;
}
const start = (attachmentId: string, dry: boolean, of: Mapping = mapping) =>
  keeper.client.tryAct(importStart, {
    subject: here.projectId,
    input: { attachmentId, schemeId: here.schemeId, keeper: keeper.personId, mapping: of, dry },
  });
const idOf = (answer: Awaited<ReturnType<typeof start>>): string => {
  if (!('output' in answer)) throw new Error(JSON.stringify(answer));
  return answer.output.importId;
};
/** A run beside the site's own worker: whichever takes a part first. */
const run = async (importId: string, stop = new AbortController(), progress = async (): Promise<void> => undefined) => {
  const objects = await openFolderStore(join(here.site.config.dataDir, 'objects'));
  const context = { jobId: newId(), signal: stop.signal, progress };
  await importHandler({ db: here.site.db, objects }).run({ importId }, context);
};
const standing = async (importId: string) =>
  (await keeper.client.view(importList, { subject: here.projectId, input: {} })).items.find(
    ({ id }) => id === importId,
  );
const problems = async (importId: string) =>
  (await keeper.client.view(importProblems, { subject: importId, input: { limit: 200 } })).items;
const find = async (code: string) =>
  (await keeper.client.view(originalList, { subject: here.projectId, input: { code } })).items.find(
    (row) => row.code === code,
  );

describe('6.1-4 a catalogue from a table', () => {
  test('is looked at with a suggestion, and a file of the same headings gets the mapping of the last time', async () => {
    const attachmentId = await send(csv([volume(1)]));
    const look = () => keeper.client.view(importLook, { subject: here.projectId, input: { attachmentId } });
    expect(await look()).toMatchObject({ headings: head, headerRow: 1, mapping, remembered: false });
    const { author: _, ...without } = mapping;
    idOf(await start(attachmentId, true, without));
    expect(await look()).toMatchObject({ mapping: without, remembered: true });
  });

  test('6.1-5 a trial registers nothing; each row that is wrong is told, and what is classified keeps its code alone', async () => {
    const rows = [
      volume(11),
      volume(12, ['题名', '某局', '19980501', '二十', '']),
      ['3', 'B999-RS-013', '题名', '', '', '', ''],
      volume(11),
      ['5', 'A002-RS-011-001', '卷内文件', '', '', '3', ''],
      ['6', 'A002-RS-777-001', '无卷文件', '', '', '3', ''],
      volume(14, ['绝不能留下的题名', '某局', '19980501', '8', '机密']),
      volume(15, ['长'.repeat(1001), '', '', '', '']),
    ];
    const attachmentId = await send(csv(rows));
    const dry = idOf(await start(attachmentId, true));
    await run(dry);
    expect(await standing(dry)).toMatchObject({ state: 'done', good: 3, known: 0, bad: 5, dry: true });
    expect(await find('A002-RS-011')).toBeUndefined();
    expect((await problems(dry)).map(({ row, field, zh }) => [row, field, zh])).toEqual([
      [3, 'pages', '页数「二十」不是正整数'],
      [4, 'code', '档号「B999-RS-013」不在项目范围内'],
      [5, 'code', '档号「A002-RS-011」在第 2 行已有'],
      [7, 'code', '所属案卷「A002-RS-777」没有登记'],
      [9, 'title', '有 1001 字，超过 1000 字'],
    ]);
    const real = idOf(await start(attachmentId, false));
    await run(real);
    expect(await standing(real)).toMatchObject({ state: 'done', good: 3, bad: 5 });
    expect(await find('A002-RS-011')).toMatchObject({
      ...{ title: '题名', pages: 20, secrecy: 'undecided' },
      whereabouts: { place: 'shelf', holder: { name: '孙保管' } },
    });
    expect(await find('A002-RS-011-001')).toMatchObject({ kind: 'item', whereabouts: null });
    const marked = await find('A002-RS-014');
    expect(marked).toMatchObject({ secrecy: 'classified', title: null });
    expect(await keeper.client.view(originalShow, { subject: marked?.id ?? '' })).toMatchObject({ marking: '机密' });
    const [row] = await asOwner(here.site, `select * from original where code = 'A002-RS-014'`);
    expect(JSON.stringify(row)).not.toContain('绝不能留下');
  });

  test('6.1-5 whoever imported what is classified is told to remove the file until it is purged, and a later find tells so too', async () => {
    const due = async () =>
      (await keeper.client.view(custodyDueList, { input: {} })).items.filter(({ id }) => id.startsWith('source/'));
    const others = (await due()).length;
    const rows = [volume(51), volume(52, ['绝不能留下的题名', '某局', '19980501', '8', '秘密'])];
    // Refused for its scope, and called classified all the same.
    const attachmentId = await send(csv([...rows, ['3', 'B999-RS-013', '题名', '', '', '', '机密']]), '含涉密.csv');
    const real = idOf(await start(attachmentId, false));
    await run(real);
    expect(await standing(real)).toMatchObject({ classified: 2, source: { attachmentId, kept: true } });
    expect(await due()).toHaveLength(others + 1);
    expect(await due()).toContainEqual(
      expect.objectContaining({ overdue: true, note: expect.objectContaining({ zh: '含涉密.csv　含涉密 2 条' }) }),
    );
    await withSecond(keeper, here.lead, purge, { subject: attachmentId, version: 2, input: { reason: '含涉密条目' } });
    expect(await standing(real)).toMatchObject({ fileName: '', classified: 2, source: { kept: false } });
    expect(await due()).toHaveLength(others);
    expect(await find('A002-RS-051')).toMatchObject({ title: '题名' });

    const clean = await send(csv([volume(53)]), '后来发现.csv');
    const later = idOf(await start(clean, false));
    await run(later);
    expect(await standing(later)).toMatchObject({ classified: 0 });
    const decided = { codes: ['A002-RS-053'], verdict: 'classified' as const, page: '2' };
    await keeper.client.act(secrecyDecide, { subject: here.projectId, input: decided });
    expect(await standing(later)).toMatchObject({ classified: 1, source: { kept: true } });
    expect(await due()).toHaveLength(others + 1);
  });

  test('corrected and fed again it adds what was wrong before, and leaves what is registered as it is', async () => {
    const first = idOf(await start(await send(csv([volume(31), volume(32, ['题', '', '', 'x', ''])])), false));
    await run(first);
    const again = idOf(await start(await send(csv([volume(31, ['改过', '', '', '', '']), volume(32)])), false));
    await run(again);
    expect(await standing(again)).toMatchObject({ good: 1, known: 1, bad: 0 });
    expect(await find('A002-RS-031')).toMatchObject({ title: '题名' });
  });

  test('is taken once however often its job runs; stopped between two parts it goes on behind the first', async () => {
    const rows = Array.from({ length: 4_500 }, (_, index) => [
      ...[String(index), `A002-RS·X${Math.floor(index / 900)}-${String((index % 900) + 100).padStart(4, '0')}`],
      ...['题名', '', '', '', ''],
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of xlsxStream([head, ...rows], { sheet: '目录' })) chunks.push(chunk as Buffer);
    const attachmentId = await send(Buffer.concat(chunks), '目录.xlsx');
    // No worker knows of it.
    const importId = await here.site.db.transaction().execute((tx) =>
      insertImport(tx, {
        ...{ projectId: here.projectId, schemeId: here.schemeId, attachmentId, keeper: keeper.personId, fonds: null },
        ...{ sheet: null, headerRow: null, encoding: null, headings: head, mapping, dry: false, by: keeper.personId },
      }),
    );
    const stop = new AbortController();
    const stopping = run(importId, stop, async () => stop.abort());
    await expect(stopping).rejects.toThrow(/abort/i);
    expect(await standing(importId)).toMatchObject({ state: 'waiting', good: 2_000 });
    await Promise.all([run(importId), run(importId)]);
    await run(importId);
    expect(await standing(importId)).toMatchObject({ state: 'done', good: 4_500, bad: 0, known: 0 });
    const [count] = await asOwner(here.site, `select count(*)::int as n from original where import_id = '${importId}'`);
    expect(count).toEqual({ n: 4_500 });
  }, 60_000);

  test('is refused without a column for the code, as another kind of file, and when its job cannot read it', async () => {
    const refusal = async (answer: Promise<unknown>) =>
      ((await answer) as { problem?: { code: string } }).problem?.code;
    const attachmentId = await send(csv([volume(41)]));
    expect(await refusal(start(attachmentId, true, { title: 2 }))).toBe('mapping-without-code');
    expect(await refusal(start(attachmentId, true, { code: 1, title: 1 }))).toBe('mapping-twice');
    await expect(send(Buffer.from('%PDF-1.7 nothing'), '目录.pdf')).rejects.toThrow(/attachment-not-ready/);
    const other = (await attach(keeper, 'device', 'x')).id;
    expect(await refusal(start(other, true))).toBe('not-a-catalogue');
    const leader = here.leader.client.tryAct(importStart, {
      subject: here.projectId,
      input: { attachmentId, schemeId: here.schemeId, keeper: keeper.personId, mapping, dry: true },
    });
    expect(await refusal(leader)).toBe('not-permitted');
  });
});

describe('the rows that were refused', () => {
  test('6.1-4 2.8-4 leave as a copy that another person approved, corrected they are fed again; content of a classified row never', async () => {
    const bytes = csv([
      volume(601),
      volume(602, ['题名', '某局', '19980501', '二十', '']),
      volume(603, ['绝密题名', '某局', '19980501', '三十', '机密']),
    ]);
    const importId = idOf(await start(await send(bytes, '目录 一.csv'), false));
    await run(importId);
    expect(await standing(importId)).toMatchObject({ good: 1, bad: 2 });
    const input = { target: 'JZ-01', purpose: '更正后重新导入' };
    const alone = await keeper.client.tryAct(importErrors, { subject: importId, input });
    expect(alone).toHaveProperty('approval');
    const officer = here.officers.securityOfficer;
    const done = await withSecond(keeper, officer, importErrors, { subject: importId, input });
    expect(done).toMatchObject({ file: '目录 一-错误行.xlsx', rows: 2 });
    const again = await keeper.client.tryAct(importErrors, { subject: importId, input });
    expect((again as { problem?: { code: string } }).problem?.code).toBe('target-exists');
    const file = readFileSync(join(done.folder, done.file));
    const attachmentId = await send(file, done.file);
    const look = await keeper.client.view(importLook, { subject: here.projectId, input: { attachmentId } });
    expect(look).toMatchObject({ remembered: true, mapping });
    expect(look.headings).toEqual([...head, '原行号', '问题', '怎样改']);
    const [, first, second] = look.top.map(({ cells }) => cells);
    expect(first).toEqual([
      ...volume(602, ['题名', '某局', '19980501', '二十', '']),
      ...['3', '页数：页数「二十」不是正整数', '请填写阿拉伯数字'],
    ]);
    expect(second?.slice(0, 7)).toEqual(['', 'A002-RS-603', '', '', '', '', '机密']);
    const fed = idOf(await start(attachmentId, true));
    await run(fed);
    expect(await standing(fed)).toMatchObject({ good: 1, bad: 1 });
  });
});

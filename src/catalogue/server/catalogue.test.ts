/** The searchable database on real PostgreSQL (细则 二): words and days, text of pages, who may, what leaves it, making it anew. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { packageWithdraw } from '#/products/rules/api/packages.ts';
import { openDatabase } from '#/base/server/db.ts';
import type { InputOf, SentOf } from '#/base/rules/declare.ts';
import { codeOfRefusal } from '../../../test/custody-site.ts';
import { asOwner } from '../../../test/owner.ts';
import { pack } from '../../../test/packages.ts';
import { readAs } from '../../../test/texts.ts';
import { comeToWork, doStep, openWorkflowSite, presetKeys, type WorkflowSite } from '../../../test/workflow-site.ts';
import { everyDay } from '../rules/query.ts';
import { entrySearch, hitOpen, pageSearch } from '../rules/api/search.ts';
import { reindex } from './reindex.ts';
import { searchState } from './store/projection.ts';
import { lookUp, type Sought } from './store/search.ts';

let here: WorkflowSite;
let codes: string[];
const packages: string[] = [];

const papers = [
  { title: '關於土地改革的報告', dated: '19510300', lines: ['关于土地改革', '的报告 ＡＢＣ', '竖排'] },
  { title: '土改工作总结（一九五二年）', dated: '19520000-19530000', lines: ['土改工作', '总结100%'] },
  { title: "o'neil\\ 100%_计划", dated: '19520815', lines: ["o'neil\\"] },
  { title: '没有日期的档案', dated: null, lines: ['空'] },
];

const search = (input: Partial<SentOf<typeof entrySearch>> = {}) => here.keeper.client.view(entrySearch, { input });
const pages = (input: Partial<InputOf<typeof pageSearch>> = {}) => here.keeper.client.view(pageSearch, { input });
const found = async (input: Partial<SentOf<typeof entrySearch>>): Promise<number[]> =>
  (await search(input)).items.map(({ code }) => codes.indexOf(code) + 1);
const put = (count: number) =>
  vi.waitFor(async () => expect((await search()).count).toBe(count), { timeout: 30_000, interval: 100 });

beforeAll(async () => {
  here = await openWorkflowSite();
  ({ codes } = await comeToWork(here, [1, 2, 3, 4]));
  for (const step of presetKeys) await doStep(here, step, codes);
  for (const [at, { title, dated, lines }] of papers.entries()) {
    await asOwner(here.site, `update original set title = $1, dated = $2 where code = $3`, [title, dated, codes[at]]);
    const read = lines.map((text, line) => {
      const [x, y, width, height] = text === '竖排' ? [400, 100, 20, 80] : [30, 40 + 40 * line, 20 * text.length, 20];
      return { text, x, y, width, height };
    });
    await readAs(here.site, codes[at]!, read);
  }
  packages.push(await pack(here, { codes: codes.slice(0, 3) }), await pack(here, { codes: codes.slice(3) }));
  await put(4);
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

describe('二-2 by words', () => {
  test('of one, two and more characters, traditional or simplified, full or half width', async () => {
    expect(await found({ query: '土' })).toEqual([2, 1]);
    expect(await found({ query: '土地' })).toEqual([1]);
    expect(await found({ query: '土地改革' })).toEqual([1]);
    expect(await found({ query: '關於' })).toEqual([1]);
    expect(await found({ query: '１００％' })).toEqual([3]);
    expect(await found({ query: '没有 档案' })).toEqual([4]);
    expect(await found({ query: '没有 土地' })).toEqual([]);
    expect(await found({ query: codes[2]!.toLowerCase() })).toEqual([3]);
  });

  test('letters that a pattern or a query knows are letters', async () => {
    for (const query of ["o'neil\\", '100%_', "'", '\\']) expect(await found({ query }), query).toEqual([3]);
    for (const query of ['1_0', '1%0', '& |', '!']) expect(await found({ query }), query).toEqual([]);
  });

  test('what was found is marked in the text as it was written', async () => {
    const { items } = await search({ query: '关于 改革' });
    expect(items[0]?.title).toEqual([
      { text: '關於', hit: true },
      { text: '土地', hit: false },
      { text: '改革', hit: true },
      { text: '的報告', hit: false },
    ]);
  });
});

describe('二-3 by days', () => {
  test('whole or not, from, to, both', async () => {
    expect(await found({ from: '1951', to: '1951' })).toEqual([1]);
    expect(await found({ from: '1951-03-31', to: '1951-03-31' })).toEqual([1]);
    expect(await found({ from: '1951-04' })).toEqual([3, 2]);
    expect(await found({ from: '1953年6月' })).toEqual([2]);
    expect(await found({ to: '19520101' })).toEqual([2, 1]);
    expect(await found({ query: '土', to: '1951' })).toEqual([1]);
    expect(await found({})).toEqual([3, 2, 1, 4]);
    expect(await found({ sort: 'oldest' })).toEqual([4, 1, 2, 3]);
    expect(await found({ sort: 'code' })).toEqual([1, 2, 3, 4]);
  });

  test('二-2 二-3 what is no date, an end before its beginning, and too many words are refused', async () => {
    const refused = (input: SentOf<typeof entrySearch>) =>
      codeOfRefusal(here.keeper.client.tryView(entrySearch, { input }));
    expect(await refused({ from: '去年' })).toBe('query-day');
    expect(await refused({ from: '1953', to: '1952' })).toBe('query-order');
    expect(await refused({ decade: 1_000_000_000 })).toBe('input-invalid');
    expect(await refused({ query: '一 二 三 四 五 六 七 八 九' })).toBe('query-too-long');
  });

  test('figures of what was found, and narrowing by one of them', async () => {
    const { facets } = await search();
    expect(facets?.decade).toEqual([{ key: '1950', label: '1950—1959', count: 3 }]);
    expect(facets?.level).toEqual([{ key: 'volume', label: '案卷级', count: 4 }]);
    expect(facets?.fonds[0]?.count).toBe(4);
    expect(await found({ decade: 1950 })).toEqual([3, 2, 1]);
    expect(await found({ fonds: 'ZZZ' })).toEqual([]);
    expect(await found({ level: 'item' })).toEqual([]);
  });

  test('a page goes on where the one before it ended', async () => {
    const { items } = await search();
    const second = items[1]!;
    const [row] = await asOwner(here.site, `select day_from::text as day from search_entry where id = ${second.id}`);
    const after = { id: second.id, day: String(row?.['day']), code: second.code };
    const rest = await search({ after });
    expect(rest.items.map(({ id }) => id)).toEqual(items.slice(2).map(({ id }) => id));
    expect(rest.facets).toBeNull();
    expect(await found({ after, sort: 'code' })).toEqual([3, 4]);
  });
});

test('a common word is answered in the same order as a rare one, wherever counting stops', async () => {
  await using database = openDatabase(here.site.database.appUrl, 2);
  const find = (sought: Pick<Sought, 'terms' | 'order' | 'after' | 'limit'>, most: number) =>
    database.db
      .transaction()
      .execute(async (tx) =>
        lookUp(tx, 'search_entry', { ...sought, days: everyDay, where: [], decade: null }, await searchState(tx), most),
      );
  for (const terms of [['土'], ['档'], ['土', '改'], ['a002'], []])
    for (const order of ['newest', 'oldest', 'code'] as const) {
      const { ids, count, more } = await find({ terms, order, after: null, limit: 50 }, 50);
      expect({ count, more }).toEqual({ count: ids.length, more: false });
      const rows = await asOwner(
        here.site,
        `select id::text as id, day_from::text as day, code from search_entry where id = any($1::bigint[])
          order by array_position($1::bigint[], id)`,
        [ids],
      );
      const ends = rows.map(({ id, day, code }) => ({ id: Number(id), day: String(day), code: String(code) }));
      for (const [at, after] of [null, ...ends].entries())
        for (const limit of [1, 2])
          for (const most of [limit, 3, 4]) {
            const found = await find({ terms, order, after, limit }, most);
            const name = `${terms.join('+')} ${order} behind ${at}, ${limit} of ${most}`;
            expect(found.ids, name).toEqual(ids.slice(at, at + limit + 1));
            if (after === null)
              expect({ ...found }, name).toMatchObject({ count: Math.min(count, most), more: count > most });
          }
    }
});

describe('二-1 text of pages', () => {
  test('a word is found across the end of a line, and its boxes stand on the page', async () => {
    const { items, count } = await pages({ query: '改革的 abc' });
    expect(count).toBe(1);
    expect(items[0]).toMatchObject({ code: codes[0], page: 1 });
    expect(items[0]?.text.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['改革 的', 'ＡＢＣ']);
    const hit = await here.keeper.client.view(hitOpen, {
      subject: items[0]!.unitId,
      input: { query: '改革的 竖', page: 1 },
    });
    expect(hit).toMatchObject({ code: codes[0], pages: [1] });
    expect(hit.boxes).toEqual([
      { x: 110, y: 40, width: 40, height: 20 },
      { x: 30, y: 80, width: 20, height: 20 },
      { x: 400, y: 100, width: 20, height: 40 },
    ]);
  });

  test('days of its unit hold for a page', async () => {
    expect((await pages({ query: '土改', from: '1953' })).count).toBe(1);
    expect((await pages({ query: '土改', from: '1954' })).count).toBe(0);
  });
});

test('2.8-6 whoever processes the holding is refused to search it, and that is in the ledger', async () => {
  for (const who of [here.manager, here.leader, here.describer, here.inspector]) {
    expect(await codeOfRefusal(who.client.tryView(entrySearch, { input: { query: '土' } }))).toBe('not-permitted');
    expect(await codeOfRefusal(who.client.tryView(pageSearch, { input: { query: '土' } }))).toBe('not-permitted');
  }
  await search({ query: '找谁' });
  const [{ refused, asked } = {}] = await asOwner(
    here.site,
    `select count(*) filter (where person_id = $1 and result = 'not-permitted')::int as refused,
      count(*) filter (where person_id = $2 and result = 'ok' and exists (select 1 from ledger_detail
        where entry_id = ledger_entry.id and detail like '%找谁%'))::int as asked
      from ledger_entry where act = 'catalogue.entry.search'`,
    [here.manager.personId, here.keeper.personId],
  );
  expect(refused).toBe(1);
  // With what he looked for.
  expect(asked).toBe(1);
});

describe('made anew', () => {
  test('beside everything else, and where it was ended it goes on', async () => {
    await using database = openDatabase(here.site.database.appUrl, 2);
    await asOwner(here.site, `delete from search_unit where code = '${codes[1]}'`);
    await asOwner(here.site, `update search_entry set folded = 'x', grams = '' where code = '${codes[0]}'`);
    expect(await found({ query: '土' })).toEqual([]);
    const stop = AbortSignal.abort();
    await expect(reindex(database.db, () => {}, stop)).rejects.toThrow('aborted');
    const before = await asOwner(here.site, 'select generation from search_state');
    // What was done of it is not done again.
    await asOwner(here.site, `update search_unit set generation = 2 where code = '${codes[2]}'`);
    expect(await reindex(database.db, () => {})).toEqual({ packages: 2, units: 3, removed: 0 });
    expect(await asOwner(here.site, 'select generation from search_state')).toEqual(before);
    expect(await found({ query: '土' })).toEqual([2, 1]);
    expect(await reindex(database.db, () => {})).toEqual({ packages: 2, units: 4, removed: 0 });
  });

  test('二-1 what a withdrawn package held is never found any more, and its page is refused', async () => {
    const open = (unitId: string) =>
      here.keeper.client.tryView(hitOpen, { subject: unitId, input: { query: '空', page: 1 } });
    const { unitId } = (await pages({ query: '空' })).items[0]!;
    expect(await open(unitId)).toMatchObject({ output: { unitId } });
    await here.keeper.client.act(packageWithdraw, { subject: packages[1]!, input: { reason: '目录有误' } });
    await put(3);
    expect(await found({ query: '没有' })).toEqual([]);
    expect((await pages({ query: '空' })).count).toBe(0);
    expect(await codeOfRefusal(open(unitId))).toBe('not-found');
  });
});

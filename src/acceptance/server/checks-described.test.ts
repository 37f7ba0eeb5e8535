/** The check of a package whose entries were typed here: their values are judged once more by the schema (7.2-2, DA/T 70-2018 1-2 to 1-6). */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { doubleEntryLine } from '#/workflow/rules/preset.ts';
import { originalOf } from '../../../test/custody-site.ts';
import {
  claim,
  type DescriptionSite,
  openDescriptionSite,
  twiceValues,
  typed,
  usualValues,
} from '../../../test/description-site.ts';
import { asOwner } from '../../../test/owner.ts';
import { pack } from '../../../test/packages.ts';
import { comeToWork, doStep } from '../../../test/workflow-site.ts';
import { checkShow, checkStart } from '../rules/api/checks.ts';

let here: DescriptionSite;
let code: string;
let packageId: string;
const patience = { timeout: 60_000, interval: 100 };

beforeAll(async () => {
  here = await openDescriptionSite();
  const { describer, otherDescriber, projectId } = here;
  code = (await comeToWork(here, [1])).codes[0]!;
  const id = (await originalOf(here, code))!.id;
  const entries: string[] = [];
  for (const { key } of doubleEntryLine) {
    const who = { describe: describer, describe2: otherDescriber }[key];
    if (!who) {
      await doStep(here, key, [code]);
      continue;
    }
    await claim(who, code);
    for (const level of ['volume', 'item'] as const) {
      if (who === describer) entries.push(await typed(who, id, usualValues, { level }));
      else await typed(who, id, twiceValues, { level, entryId: entries[level === 'volume' ? 0 : 1]! });
    }
    await who.client.act(taskSubmit, { subject: projectId, input: { step: key, codes: [code], device: null } });
  }
  packageId = await pack(here, { encoding: 'gbk' });
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

async function examined() {
  const { runId: subject } = await here.lead.client.act(checkStart, { subject: packageId });
  await vi.waitFor(
    async () => expect((await here.lead.client.view(checkShow, { subject })).state).toBe('examined'),
    patience,
  );
  const { items } = await here.lead.client.view(checkShow, { subject });
  return new Map(items.map((one) => [one.code as string, one]));
}

/** Past every rule of the program, in both passes. */
const typeBehind = (field: string, text: string) =>
  asOwner(
    here.site,
    `update entry_value set text = '${text}' from entry
    where entry.id = entry_id and level = 'volume' and field = '${field}'`,
  );

test('7.2-2 values that the schema allows pass, without anybody asked; books that were not made do not apply', async () => {
  const items = await examined();
  expect([...items.values()].filter(({ result }) => result === 'fail')).toEqual([]);
  expect(items.get('values')).toMatchObject({ result: 'pass', examined: 2 });
  expect(items.get('entries')).toMatchObject({ result: 'pass', examined: 2 });
  for (const one of ['books', 'unencrypted', 'signature']) expect(items.get(one)?.result, one).toBe('na');
});

test('7.2-2 a value that no rule would have let in is failed at its code, by its field', async () => {
  await typeBehind('date', '19851399');
  await typeBehind('author', '郑州\uE815');
  const items = await examined();
  expect(items.get('values')).toMatchObject({ result: 'fail', failed: 1, failures: [{ at: code }] });
  expect(items.get('values')?.failures[0]?.what.zh).toBe('「日期」不合规');
  expect(items.get('letters')?.failures).toEqual([
    { at: code, what: { zh: '「责任者」含字符 U+E815', en: '"Author" holds U+E815' } },
  ]);
  expect(items.get('unchanged')?.result).toBe('fail');
});

test('7.2-1 an obligatory field that was emptied, and an entry that was taken away', async () => {
  await typeBehind('date', '');
  expect((await examined()).get('entries')).toMatchObject({
    failed: 1,
    failures: [{ at: code, what: { zh: '必著项「日期」为空' } }],
  });
  await asOwner(here.site, `update entry set removed_at = now(), removed_by = opened_by where level = 'volume'`);
  const items = await examined();
  expect(items.get('entries')?.failures).toMatchObject([{ at: code, what: { zh: '没有条目' } }]);
  expect(items.get('catalogue')?.result).toBe('fail');
});

/** The board, one unit's way, piece-work, and how originals come into work and leave it (5.6-3). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  codeOf,
  codeOfRefusal,
  dayFromToday,
  giveBack,
  handOut,
  openProject,
  originalOf,
} from '../../../test/custody-site.ts';
import { asOwner } from '../../../test/owner.ts';
import type { Who } from '../../../test/people.ts';
import { comeToWork, doStep, openWorkflowSite, workUpTo, type WorkflowSite } from '../../../test/workflow-site.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { planSet } from '#/custody/rules/api/batches.ts';
import { fondsAdd, originalAdd, secrecyDecide } from '#/custody/rules/api/originals.ts';
import { preparationEnter } from '#/custody/rules/api/preparation.ts';
import { workStore, workTake } from '#/custody/rules/api/work.ts';
import { projectBind } from '../rules/api/definitions.ts';
import { pileShow, taskPick, taskSendBack, taskSubmit, unitBlock } from '../rules/api/tasks.ts';
import { boardCount, boardShow, pieceWorkShow, unitTrack } from '../rules/api/tracking.ts';
import { presetLine } from '../rules/preset.ts';
import { workflowLooks } from './alarms.ts';

let here: WorkflowSite;
let subject: string;

beforeAll(async () => {
  here = await openWorkflowSite();
  subject = here.projectId;
}, 120_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const board = (input = {}) => here.leader.client.view(boardShow, { subject, input: { limit: 200, ...input } });
const row = async (code: string) => (await board()).items.find((one) => one.code === code);
const idOf = async (code: string): Promise<string> => (await originalOf(here, code))?.id ?? '';
const always = { from: '2026-01-01', to: '2099-12-31' };

describe('5.6-3 tracking', () => {
  test('5.6-3 never a unit twice on the board, nor in two states: refused by the database; held up first, then the longest overdue', async () => {
    const { codes } = await comeToWork(here, [1, 2, 3, 4, 5, 6]);
    const [one = '', two = '', three = '', four = ''] = codes;
    await doStep(here, 'prepare', [one, two]);
    await here.describer.client.act(taskPick, { input: { code: one } });
    await here.leader.client.act(unitBlock, { subject: (await row(three))?.unitId ?? '', input: { reason: '等补件' } });
    await asOwner(here.site, `update work_unit set due_at = now() - interval '3 hours' where id = $1`, [
      (await row(four))?.unitId,
    ]);
    const shown = await board();
    const counted = await here.leader.client.view(boardCount, { subject });
    expect(counted.total).toBe(6);
    expect(shown.items.length).toBe(6);
    expect(counted.rows.reduce((sum, { count }) => sum + count, 0)).toBe(6);
    expect(new Set(shown.items.map(({ unitId }) => unitId)).size).toBe(6);
    expect(shown.items.slice(0, 2).map(({ code, state, overdue }) => [code, state, overdue])).toEqual([
      [three, 'blocked', false],
      [four, 'ready', true],
    ]);
    expect(shown.items.find(({ code }) => code === one)).toMatchObject({
      ...{ step: 'describe', name: '著录', state: 'claimed', holder: { name: '卫著录' } },
    });
    const again = `insert into work_unit (id, original_id, batch_id, project_id, version_id, state, step, since, due_at)
      select gen_random_uuid(), original_id, batch_id, project_id, version_id, state, step, since, due_at
        from work_unit where id = $1`;
    await expect(asOwner(here.site, again, [shown.items[1]?.unitId])).rejects.toThrow(/unique/);
    const twoStates = `update task set state = 'done' where unit_id = $1 and state = 'claimed'`;
    const claimed = shown.items.find(({ code }) => code === one);
    await expect(asOwner(here.site, twoStates, [claimed?.unitId])).rejects.toThrow(/check constraint/);
    const pages = [];
    let cursor: string | undefined;
    do {
      const page: OutputOf<typeof boardShow> = await board({ limit: 2, ...(cursor !== undefined && { cursor }) });
      pages.push(...page.items.map(({ code }) => code));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(pages).toEqual(shown.items.map(({ code }) => code));
    expect((await board({ overdue: true })).items.map(({ code }) => code)).toEqual([four]);
    expect((await board({ state: 'claimed' })).items.map(({ code }) => code)).toEqual([one]);
  });

  test('5.6-3 an alarm tells once a day of what is overdue', async () => {
    const rule = { kind: 'unit-overdue' as const, enabled: true, threshold: 1, window_minutes: 60 };
    const look = { db: here.site.db, config: here.site.config, now: Date.now(), timeZone: 'Asia/Shanghai', rule };
    const told = await workflowLooks['unit-overdue'](look);
    expect(told).toMatchObject([{ facts: { units: 1 } }]);
    expect(await workflowLooks['unit-overdue']({ ...look, rule: { ...rule, threshold: 2 } })).toEqual([]);
  });

  test('2.8-6 refuses the board and the way of a unit to who only works; his pile names what he claimed and no other', async () => {
    const { describer, scanner } = here;
    for (const who of [describer, scanner]) {
      expect(await codeOfRefusal(who.client.tryView(boardShow, { subject, input: {} }))).toBe('not-permitted');
      expect(await codeOfRefusal(who.client.tryView(unitTrack, { subject: await idOf(codeOf(1)) }))).toBe(
        'not-permitted',
      );
    }
    const pile = await describer.client.view(pileShow, { subject });
    expect(pile.items.map(({ code, title }) => [code, title])).toEqual([[codeOf(1), `案卷 ${codeOf(1)}`]]);
    expect(pile.steps.map(({ key, ready, claimed }) => [key, ready, claimed])).toEqual([
      ['describe', 1, 1],
      ['link', 0, 0],
    ]);
    expect((await scanner.client.view(pileShow, { subject })).items).toEqual([]);
    // The board names codes, and no title, whoever looks.
    expect(JSON.stringify(await board())).not.toContain('案卷');
  });

  test('5.6-3 piece-work: pages, A4, items and volumes, rework deducted; who only works sees his own', async () => {
    const { preparer, inspector, lead } = here;
    const { codes } = await comeToWork(here, [11, 12]);
    const [big = '', plain = ''] = codes;
    // 前处理 finds sizes: from then on they count (A3 is 2, A0 is 16).
    await preparer.client.act(taskPick, { input: { code: big } });
    await preparer.client.act(workTake, { input: { code: big } });
    await preparer.client.act(preparationEnter, { input: { code: big, pages: 30, leaves: 20, a3: 2, a0: 1 } });
    const before = await piecesOf(lead);
    await finish(big);
    await doStep(here, 'prepare', [plain]);
    for (const step of ['describe', 'scan', 'treat', 'inspect']) await doStep(here, step, [big, plain]);
    const after = await piecesOf(lead);
    expect(after('scan').submitted).toEqual({ pages: 50, a4: 30 + 2 + 15 + 20, items: 0, volumes: 2 });
    expect(after('prepare').net.pages - before('prepare').net.pages).toBe(50);
    await here.leader.client.act(taskSendBack, { input: { code: big, to: 'scan', reason: '偏斜' } });
    expect(await piecesOf(lead).then((of) => of('scan'))).toMatchObject({
      submitted: { pages: 50 },
      rework: { pages: 30, a4: 47, volumes: 1 },
      net: { pages: 20, a4: 20, volumes: 1 },
    });
    const own = await inspector.client.view(pieceWorkShow, { subject, input: always });
    expect(new Set(own.rows.map(({ person }) => person.name))).toEqual(new Set(['蒋质检']));
    const all = await lead.client.view(pieceWorkShow, { subject, input: always });
    expect(all.rows.length).toBeGreaterThan(own.rows.length);
    expect(all.total.net.pages).toBe(all.total.submitted.pages - all.total.rework.pages);
    await doStep(here, 'scan', [big]);
  });

  async function finish(code: string): Promise<void> {
    const { preparer } = here;
    await preparer.client.act(workStore, { input: { code, cabinet: 'G-1' } });
    await preparer.client.act(taskSubmit, { subject, input: { step: 'prepare', codes: [code] } });
  }

  /** What one step came to, over all persons and days. */
  async function piecesOf(who: Who) {
    const { rows } = await who.client.view(pieceWorkShow, { subject, input: always });
    return (step: string) => {
      const of = (part: 'submitted' | 'rework' | 'net') =>
        rows
          .filter((one) => one.step === step)
          .map((one) => one[part])
          .reduce(
            (sum, one) => ({
              ...{ pages: sum.pages + one.pages, a4: sum.a4 + one.a4 },
              ...{ items: sum.items + one.items, volumes: sum.volumes + one.volumes },
            }),
            { pages: 0, a4: 0, items: 0, volumes: 0 },
          );
      return { submitted: of('submitted'), rework: of('rework'), net: of('net') };
    };
  }
});

describe('5.6-3 into work and out of it', () => {
  test('5.6-3 given back and all done it leaves the board, and its way can still be read', async () => {
    const { codes, batchId } = await comeToWork(here, [21, 22]);
    const [done = '', left = ''] = codes;
    for (const { key } of presetLine) await doStep(here, key, [done]);
    await workUpTo(here, 'treat', [left]);
    expect(await row(done)).toMatchObject({ state: 'done' });
    await giveBack(here, batchId, codes);
    await until(async () => (await row(done)) === undefined);
    // Its paper is back; its images are not ready yet.
    expect(await row(left)).toMatchObject({ state: 'ready', step: 'treat' });
    for (const step of ['treat', 'inspect', 'recognize', 'link', 'inspectLink']) await doStep(here, step, [left]);
    const { units } = await here.lead.client.view(unitTrack, { subject: await idOf(done) });
    expect(units[0]?.closedAt).not.toBeNull();
    expect(units[0]?.tasks.every(({ state }) => state === 'done')).toBe(true);
    const events = units[0]?.events.map(({ event }) => event) ?? [];
    expect([events[0], events.at(-1), events.length]).toEqual(['open', 'giveBack', 2 + 2 * presetLine.length]);
    // Nothing is claimed of paper that is back on its shelf.
    expect(await codeOfRefusal(here.preparer.client.tryAct(taskPick, { input: { code: left } }))).toBe('custody-place');
  });

  test('5.6-1 what was handed over before the project had a workflow comes into work when it takes one', async () => {
    const { keeper, lead, schemeId, versionId } = here;
    await keeper.client.act(fondsAdd, { input: { code: 'A003', name: '另一局' } });
    const projectId = await openProject(lead, schemeId, '另一项目', 'A003-RS');
    await lead.client.act(planSet, {
      subject: projectId,
      input: { startsOn: dayFromToday(-1), endsOn: dayFromToday(90), mostTotal: 50, mostAtOnce: 40 },
    });
    const codes = ['A003-RS-001', 'A003-RS-002'];
    for (const code of codes)
      await keeper.client.act(originalAdd, {
        subject: projectId,
        input: { schemeId, kind: 'volume', code, keeper: keeper.personId, title: code, pages: 9 },
      });
    await keeper.client.act(secrecyDecide, { subject: projectId, input: { codes, verdict: 'unmarked' } });
    await handOut({ ...here, projectId }, codes, '先出后定');
    expect(await codeOfRefusal(here.preparer.client.tryAct(taskPick, { input: { code: codes[0] ?? '' } }))).toBe(
      'not-at-work',
    );
    expect(await lead.client.act(projectBind, { subject: projectId, input: { versionId } })).toEqual({ units: 2 });
    const shown = await lead.client.view(boardShow, { subject: projectId, input: {} });
    expect(shown.items.map(({ code, state, step }) => [code, state, step])).toEqual(
      codes.map((code) => [code, 'ready', 'prepare']),
    );
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 100) {
    if (waited > 15_000) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

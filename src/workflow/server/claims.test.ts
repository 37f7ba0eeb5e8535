/** What happens at the same moment: claims, halts, submissions and lapses wait for each other or pass over (5.6-2, 6.5-1). */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOfRefusal, dayFromToday, originalOf } from '../../../test/custody-site.ts';
import { asOwner } from '../../../test/owner.ts';
import { idNumberOf, registerStaff, startWork } from '../../../test/staff-lists.ts';
import { train } from '../../../test/training.ts';
import { comeToWork, openWorkflowSite, type WorkflowSite } from '../../../test/workflow-site.ts';
import { workStore, workTake } from '#/custody/rules/api/work.ts';
import { staffLeave } from '#/engagement/rules/api/staff.ts';
import { visitEnter } from '#/premises/rules/api/visits.ts';
import { taskClaim, taskPick, taskSubmit, taskTakeBack } from '../rules/api/tasks.ts';
import { boardShow } from '../rules/api/tracking.ts';
import { releaseLapsed } from './door.ts';

let here: WorkflowSite;
let subject: string;
let other: pg.Client;

beforeAll(async () => {
  here = await openWorkflowSite();
  subject = here.projectId;
  other = new pg.Client(here.site.database.ownerUrl);
  await other.connect();
}, 120_000);
afterAll(async () => {
  await other.end();
  await here.site[Symbol.asyncDispose]();
});

const idOf = async (code: string): Promise<string> => (await originalOf(here, code))?.id ?? '';

/** What is done while another transaction holds what `sql` holds; it commits when `meanwhile` has begun to wait, or at once. */
async function holding<T>(sql: string, values: unknown[], meanwhile: () => Promise<T>, waits: boolean): Promise<T> {
  await other.query('begin');
  try {
    await other.query(sql, values);
    const running = meanwhile();
    if (waits) await untilWaiting();
    else await running;
    await other.query('commit');
    return await running;
  } catch (error) {
    await other.query('rollback');
    throw error;
  }
}

/** Until somebody waits for a lock that this other one holds. */
async function untilWaiting(): Promise<void> {
  for (let waited = 0; waited < 8_000; waited += 50) {
    const { rows } = await other.query<{ waiting: boolean }>(
      `select exists (select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))) as waiting`,
    );
    if (rows[0]?.waiting) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nobody waited');
}

test('6.5-1 refuses to claim what is halted at the same moment: the claim waits for the halt', async () => {
  const { codes } = await comeToWork(here, [1]);
  const [code = ''] = codes;
  const answer = await holding(
    `update whereabouts set halted = true where original_id = $1`,
    [await idOf(code)],
    () => here.preparer.client.tryAct(taskPick, { input: { code } }),
    true,
  );
  expect(await codeOfRefusal(Promise.resolve(answer))).toBe('halted');
  await asOwner(here.site, `update whereabouts set halted = false where original_id = $1`, [await idOf(code)]);
  await here.preparer.client.act(taskPick, { input: { code } });
  const submit = { subject, input: { step: 'prepare', codes: [code] } };
  const late = await holding(
    `update whereabouts set halted = true where original_id = $1`,
    [await idOf(code)],
    () => here.preparer.client.tryAct(taskSubmit, submit),
    true,
  );
  expect(await codeOfRefusal(Promise.resolve(late))).toBe('unit-refused');
});

test('5.6-2 what somebody else is claiming at this moment is passed over, never waited for', async () => {
  const { codes } = await comeToWork(here, [11, 12, 13]);
  const [first = ''] = codes;
  const answer = await holding(
    `select from work_unit where original_id = $1 for update`,
    [await idOf(first)],
    () => here.preparer.client.act(taskClaim, { subject, input: { step: 'prepare', count: 3 } }),
    false,
  );
  expect(answer.codes).toEqual(codes.slice(1));
});

test('the only one there is, held by a machine that enters what it read, is waited for: never “nothing to claim”', async () => {
  await here.preparer.client.tryAct(taskClaim, { subject, input: { step: 'prepare', count: 50 } });
  const { codes } = await comeToWork(here, [14]);
  const [code = ''] = codes;
  const answer = await holding(
    `select from work_unit where original_id = $1 for no key update`,
    [await idOf(code)],
    () => here.preparer.client.act(taskClaim, { subject, input: { step: 'prepare', count: 50 } }),
    true,
  );
  expect(answer.codes).toEqual([code]);
});

test('5.6-2 a claim that runs out while it is being submitted is not taken away: never both', async () => {
  const { codes } = await comeToWork(here, [21]);
  const [code = ''] = codes;
  const { preparer } = here;
  await preparer.client.act(taskPick, { input: { code } });
  await preparer.client.act(workTake, { input: { code } });
  await preparer.client.act(workStore, { input: { code, cabinet: 'G-1' } });
  const original = await idOf(code);
  await asOwner(
    here.site,
    `update task set lease_until = now() - interval '1 minute' from work_unit u
      where u.id = unit_id and u.original_id = $1 and task.state = 'claimed'`,
    [original],
  );
  const [freed, submitted] = await Promise.all([
    releaseLapsed(here.site.db),
    preparer.client.tryAct(taskSubmit, { subject, input: { step: 'prepare', codes: [code] } }),
  ]);
  expect([freed, 'output' in submitted]).toEqual(freed === 1 ? [1, false] : [0, true]);
});

test('7.1-5 refuses that somebody leaves with tasks that he has claimed; taken back, he leaves', async () => {
  const { leader, manager, officers, projectId, site } = here;
  const row = ['临时甲', '', idNumberOf(301), '整理员', ''];
  const period = { from: dayFromToday(0), until: dayFromToday(30) };
  await registerStaff(officers, manager, projectId, [row], period);
  const [worker] = await startWork(officers, site.origin, ['临时甲']);
  if (!worker) throw new Error('nobody was hired');
  await here.keeper.client.act(visitEnter, { subject: worker.personId, input: {} });
  await train(here, [[worker, 'preparer']]);
  const { codes } = await comeToWork(here, [31]);
  await worker.client.act(taskPick, { input: { code: codes[0] ?? '' } });
  const leave = () =>
    manager.client.tryAct(staffLeave, { subject: projectId, input: { personId: worker.personId, reason: '合同期满' } });
  expect(await leave()).toMatchObject({ problem: { code: 'still-in-hand', params: { count: 1 } } });
  const { items } = await leader.client.view(boardShow, { subject: projectId, input: { state: 'claimed' } });
  const unit = items.find(({ code }) => code === codes[0]);
  await leader.client.act(taskTakeBack, { subject: unit?.unitId ?? '', input: { step: 'prepare', reason: '离岗' } });
  expect(await leave()).toMatchObject({ status: 200 });
});

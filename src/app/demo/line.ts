/** The project begins to work by a released line, with a schema to describe by, and people sign in at the door (5.6, 4.7). */
import { isWorkingRole } from '#/base/rules/roles.ts';
import { schemaBind, schemaRelease } from '#/description/rules/api/schemas.ts';
import { presetSchema } from '#/description/rules/preset.ts';
import { trainingRegister } from '#/engagement/rules/api/training.ts';
import { visitEnter, visitLeave } from '#/premises/rules/api/visits.ts';
import { definitionRelease, projectBind } from '#/workflow/rules/api/definitions.ts';
import { taskClaim, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { boardCount } from '#/workflow/rules/api/tracking.ts';
import { doubleEntryLine } from '#/workflow/rules/preset.ts';
import { stepOf } from '#/workflow/rules/step.ts';
import { taskStateNames } from '#/workflow/rules/task.ts';
import type { Out } from './batch.ts';
import type { Person } from './person.ts';
import type { Setting } from './story.ts';
import { until } from './until.ts';

/** That of DA/T 31 with double entry; it is described from the images, so that an arbiter has them beside him. */
const order = [
  ...['prepare', 'scan', 'treat', 'inspect', 'describe', 'describe2'],
  ...['recognize', 'link', 'inspectLink', 'bind', 'review'],
] as const;

/** A team leader may help out at the scanner, and with inspecting: what he scanned he does not inspect. */
const helps: readonly string[] = ['scan', 'inspect'];

const steps = order.map((key, index) => {
  const { roles, notBy, reopens, ...step } = stepOf(doubleEntryLine, key);
  return {
    ...step,
    after: order.slice(Math.max(0, index - 1), index),
    roles: helps.includes(key) ? [...roles, 'teamLeader' as const] : [...roles],
    ...{ notBy: [...notBy], reopens: [...reopens] },
  };
});

/** Those who work inside, in the order in which they come. */
const workers = [
  ...(['leader', 'preparer', 'scanner', 'eveningScanner', 'processor'] as const),
  ...(['inspector', 'describer', 'otherDescriber'] as const),
] as const;

export async function beginLine(setting: Setting, { projectId }: Out): Promise<void> {
  const { telling, cast } = setting;
  const { lead, manager, preparer } = cast;
  const line = { name: 'DA/T 31 双录流程', steps };
  const { versionId } = await lead.withSecond(manager, definitionRelease, { input: line });
  telling.say(
    `${lead.called} 发布流程「${line.name}」，${manager.called} 同意：${steps.map(({ name }) => name).join('→')}`,
    `a line of ${steps.length} steps is released by two`,
  );
  const { schemaId } = await lead.withSecond(manager, schemaRelease, {
    input: { name: 'DA/T 18 著录规则', schema: presetSchema },
  });
  await lead.act(schemaBind, { subject: projectId, input: { schemaId } });
  const { units } = await lead.act(projectBind, { subject: projectId, input: { versionId } });
  telling.say(
    `项目启用流程和著录规则：在外的 ${units} 卷进入看板`,
    `the project uses both: the ${units} that are out come onto the board`,
  );
  await preparer.isRefused(telling, 'not-in-room', taskClaim, {
    subject: projectId,
    input: { step: 'prepare', count: 1 },
  });
  await signIn(setting);
  await preparer.isRefused(telling, 'not-trained', taskClaim, {
    subject: projectId,
    input: { step: 'prepare', count: 1 },
  });
  await train(setting, projectId);
}

/** 2.5-3, 3.8-2: nobody is given work before both. */
async function train({ telling, cast, dayFromToday }: Setting, subject: string): Promise<void> {
  const { lead, manager } = cast;
  const people = workers.map((call) => cast[call]);
  const shared = { heldOn: dayFromToday(0), attachmentId: null };
  await lead.act(trainingRegister, {
    subject,
    input: {
      ...{ ...shared, kind: 'secrecy', days: 1, hours: 4, topic: '档案保密与安全管理规定', trainer: lead.name },
      people: people.map(({ personId }) => ({ personId, role: null, score: null, passed: true })),
    },
  });
  await manager.act(trainingRegister, {
    subject,
    input: {
      ...{ ...shared, kind: 'trade', days: 5, hours: 30, topic: 'DA/T 31 加工规程与本岗位操作', trainer: manager.name },
      people: people.map(({ personId, role }) => ({
        ...{ personId, role: isWorkingRole(role) ? role : null, score: 92, passed: true },
      })),
    },
  });
  telling.say(
    `${lead.called} 登记保密教育，${manager.called} 登记上岗培训：${workers.length} 人合格`,
    `secrecy education and training for the post: ${workers.length} passed`,
  );
}

async function signIn({ telling, cast, visits }: Setting): Promise<void> {
  for (const call of workers) {
    const { personId } = cast[call];
    visits.push((await cast.keeper.act(visitEnter, { subject: personId, input: {} })).visitId);
  }
  telling.say(`${cast.keeper.called} 登记 ${workers.length} 人今日进场`, `${workers.length} are signed in at the door`);
}

export async function signOut({ telling, cast, visits }: Setting): Promise<void> {
  for (const subject of visits) await cast.keeper.act(visitLeave, { subject, input: {} });
  telling.say(`${visits.length} 人离场登记`, `${visits.length} are signed out`);
}

/** A pile of a step: so many, that he may do. */
export async function claim(who: Person, projectId: string, step: string, count: number): Promise<readonly string[]> {
  return (await who.act(taskClaim, { subject: projectId, input: { step, count } })).codes;
}

export async function submit(
  who: Person,
  projectId: string,
  { step, codes, device = null }: { step: string; codes: readonly string[]; device?: string | null },
): Promise<void> {
  await who.act(taskSubmit, { subject: projectId, input: { step, codes: [...codes], device } });
}

/** What stands where, as the team leader sees it. */
export async function tellBoard({ telling, cast: { leader } }: Setting, projectId: string): Promise<void> {
  const { rows, total } = await leader.view(boardCount, { subject: projectId });
  const at = rows.map(({ name, state, count }) => `${name}（${taskStateNames[state].zh}）${count}`);
  telling.say(`看板 ${total} 件：${at.join('，') || '空'}`, `${total} on the board`);
}

/** Until what was handed over has left the board: a worker hears of it a moment later. */
export async function untilOnBoard({ cast: { leader } }: Setting, projectId: string, most: number): Promise<void> {
  await until(
    '看板 board',
    async () => {
      const { total } = await leader.view(boardCount, { subject: projectId });
      return total <= most ? total : null;
    },
    { forMs: 30_000 },
  );
}

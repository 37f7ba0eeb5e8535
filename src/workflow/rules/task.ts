/**
 * The tasks of a unit (任务): one for each step of its line. An event changes them or is refused; the
 * database keeps the same states, and every change goes through here (5.6-2, 5.6-3).
 */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { earlierOf, type Step, stepOf } from './step.ts';

export const taskStates = ['waiting', 'ready', 'claimed', 'done', 'returned', 'blocked'] as const;
export type TaskState = (typeof taskStates)[number];

export const taskStateNames: Record<TaskState, Words> = {
  waiting: { zh: '未到', en: 'Waiting' },
  ready: { zh: '待领', en: 'Ready' },
  claimed: { zh: '在做', en: 'Claimed' },
  done: { zh: '完成', en: 'Done' },
  returned: { zh: '返工', en: 'Sent back' },
  blocked: { zh: '挂起', en: 'Held up' },
};

export interface Task {
  state: TaskState;
  /** Who has claimed it, or did it. */
  by: string | null;
  /** Sent back, it goes to whoever caused that, until a team leader frees it. */
  reservedFor: string | null;
  /** How often it was done again. */
  round: number;
}

/** By the key of the step. */
export type Tasks = Readonly<Record<string, Task>>;

export type TaskEvent =
  | { type: 'claim'; step: string; by: string }
  | { type: 'submit'; step: string; by: string }
  /** Left out of this unit, where the line lets it. */
  | { type: 'omit'; step: string }
  /** The claim ran out. */
  | { type: 'lapse'; step: string }
  /** 回收: the team leader takes it from whoever has it, or was to have it. */
  | { type: 'takeBack'; step: string }
  /** 退回: a fault of step `to`, found at step `from`; null where it was found after the last. */
  | { type: 'sendBack'; to: string; from: string | null }
  | { type: 'block' }
  | { type: 'release' };

const untouched: Task = { state: 'waiting', by: null, reservedFor: null, round: 0 };

/** The tasks of a unit that nobody has touched yet. */
export const opened = (steps: readonly Step[]): Tasks =>
  refreshed(steps, Object.fromEntries(steps.map(({ key }) => [key, untouched])));

export const isBlocked = (tasks: Tasks): boolean => Object.values(tasks).some(({ state }) => state === 'blocked');
export const isFinished = (tasks: Tasks): boolean => Object.values(tasks).every(({ state }) => state === 'done');

const wrongState = (state: TaskState): Refusal => refuse('task-state', { state: taskStateNames[state] });

/** The tasks after an event; refused, they stay as they were. */
export function after(steps: readonly Step[], tasks: Tasks, event: TaskEvent): Tasks | Refusal {
  if (event.type === 'block' || event.type === 'release') return heldUp(steps, tasks, event.type);
  if (event.type === 'sendBack') return sentBack(steps, tasks, event);
  const task = tasks[event.step];
  if (!task) return refuse('step-not-of-line', { key: event.step });
  const next = stepped(steps, tasks, task, event);
  return 'refused' in next ? next : refreshed(steps, { ...tasks, [event.step]: next });
}

type StepEvent = Extract<TaskEvent, { step: string }>;

function stepped(steps: readonly Step[], tasks: Tasks, task: Task, event: StepEvent): Task | Refusal {
  const { state, reservedFor } = task;
  const idle = reservedFor === null ? 'ready' : 'returned';
  switch (event.type) {
    case 'claim':
      if (state !== 'ready' && state !== 'returned') return wrongState(state);
      return (
        refuseSamePerson(steps, tasks, event.step, event.by) ??
        (reservedFor === null || reservedFor === event.by
          ? { ...task, state: 'claimed', by: event.by }
          : refuse('task-reserved'))
      );
    case 'submit':
      if (state !== 'claimed') return wrongState(state);
      return task.by === event.by ? { ...task, state: 'done', reservedFor: null } : refuse('not-claimer');
    case 'omit':
      if (stepOf(steps, event.step).mandatory)
        return refuse('step-mandatory', { step: stepOf(steps, event.step).name });
      return state === 'ready' || state === 'returned'
        ? { ...task, state: 'done', by: null, reservedFor: null }
        : wrongState(state);
    case 'lapse':
      return state === 'claimed' ? { ...task, state: idle, by: null } : wrongState(state);
    case 'takeBack':
      if (state === 'claimed') return { ...task, state: idle, by: null };
      return state === 'returned' ? { ...task, state: 'ready', reservedFor: null } : wrongState(state);
  }
}

/** 双人规则: whoever did one of the steps that this one names may not do it. */
function refuseSamePerson(steps: readonly Step[], tasks: Tasks, key: string, by: string): Refusal | null {
  const own = stepOf(steps, key).notBy.find((other) => tasks[other]?.by === by);
  return own === undefined ? null : refuse('same-person', { step: stepOf(steps, own).name });
}

/** The step itself, and of what is done those that it lists: nothing else is opened again. */
function sentBack(
  steps: readonly Step[],
  tasks: Tasks,
  { to, from }: Extract<TaskEvent, { type: 'sendBack' }>,
): Tasks | Refusal {
  const task = tasks[to];
  if (!task) return refuse('step-not-of-line', { key: to });
  if (from !== null && !earlierOf(steps).get(from)?.has(to)) return refuse('send-back-later');
  if (isBlocked(tasks)) return wrongState('blocked');
  if (task.state !== 'done') return refuse('send-back-undone', { state: taskStateNames[task.state] });
  const again = Object.fromEntries(
    reopenedBy(steps, tasks, to).map((key) => [key, reopen(tasks[key] ?? untouched, key === to)]),
  );
  return refreshed(steps, { ...tasks, ...again });
}

const reopen = ({ by, round }: Task, caused: boolean): Task => ({
  ...{ state: 'waiting', by: null, round: round + 1 },
  reservedFor: caused ? by : null,
});

/** Steps that are undone when one is sent back: it, and what it lists, as far as that is done. */
export const reopenedBy = (steps: readonly Step[], tasks: Tasks, to: string): string[] =>
  [to, ...stepOf(steps, to).reopens].filter((key) => tasks[key]?.state === 'done');

function heldUp(steps: readonly Step[], tasks: Tasks, type: 'block' | 'release'): Tasks | Refusal {
  if (type === 'block') {
    if (isFinished(tasks)) return wrongState('done');
    if (isBlocked(tasks)) return wrongState('blocked');
    return Object.fromEntries(
      Object.entries(tasks).map(([key, task]) => [
        key,
        task.state === 'done' ? task : { ...task, state: 'blocked' as const, by: null },
      ]),
    );
  }
  if (!isBlocked(tasks)) return refuse('not-held-up');
  const waiting = Object.entries(tasks).map(([key, task]): [string, Task] => [
    key,
    task.state === 'blocked' ? { ...task, state: 'waiting' } : task,
  ]);
  return refreshed(steps, Object.fromEntries(waiting));
}

/** What is not done can be done when all before it is; a claim of what no longer can falls. */
function refreshed(steps: readonly Step[], tasks: Tasks): Tasks {
  const earlier = earlierOf(steps);
  return Object.fromEntries(
    Object.entries(tasks).map(([key, task]): [string, Task] => {
      if (task.state === 'done' || task.state === 'blocked') return [key, task];
      const can = [...(earlier.get(key) ?? [])].every((other) => tasks[other]?.state === 'done');
      if (!can) return [key, { ...task, state: 'waiting', by: null }];
      if (task.state !== 'waiting') return [key, task];
      return [key, { ...task, state: task.reservedFor === null ? 'ready' : 'returned' }];
    }),
  );
}

const weight: readonly TaskState[] = ['blocked', 'returned', 'claimed', 'ready'];

/** Where a unit stands on the board: in one state, at one step. Of parallel steps the one that needs somebody most. */
export function headline(steps: readonly Step[], tasks: Tasks): { state: TaskState; step: string } {
  const open = steps.flatMap(({ key }) => {
    const task = tasks[key];
    return task && weight.includes(task.state) ? [{ state: task.state, step: key }] : [];
  });
  const [first] = open.toSorted((one, other) => weight.indexOf(one.state) - weight.indexOf(other.state));
  return first ?? { state: 'done', step: steps.at(-1)?.key ?? '' };
}

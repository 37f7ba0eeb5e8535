import type { Tone } from '#/base/web/StatusTag.tsx';
import type { TaskState } from '../rules/task.ts';

export const taskTones: Record<TaskState, Tone> = {
  waiting: 'plain',
  ready: 'plain',
  claimed: 'active',
  done: 'done',
  returned: 'attention',
  blocked: 'alarm',
};

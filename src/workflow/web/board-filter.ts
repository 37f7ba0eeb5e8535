import type { TaskState } from '../rules/task.ts';

/** What a cell of the summary asks for. */
export interface BoardFilter {
  step?: string;
  state?: TaskState;
  overdue?: boolean;
}

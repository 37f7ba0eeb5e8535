import { businessDay } from '#/base/rules/business-day.ts';
import { aboutSite, type Looks } from '#/protection/server/door.ts';
import type { WorkflowAlarm } from '../rules/alarms.ts';
import { overdueUnits } from './store/board.ts';

/** What workflow looks for. */
export const workflowLooks: Looks<WorkflowAlarm> = {
  /** 5.6-3: units that nobody moved on in time; told once a day for each project. */
  async 'unit-overdue'(look) {
    const today = businessDay(look.now, look.timeZone);
    return (await overdueUnits(look.db, new Date(look.now)))
      .filter(({ count }) => Number(count) >= look.rule.threshold)
      .map(({ project_id, number, count }) =>
        aboutSite(look, { project: number, units: Number(count) }, `${project_id}/${today}`),
      );
  },
};

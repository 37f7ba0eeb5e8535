import { businessDay, daysBetween } from '#/base/rules/business-day.ts';
import { aboutSite, type Looks } from '#/protection/server/door.ts';
import type { CustodyAlarm } from '../rules/alarms.ts';
import { overdueFinds } from './store/halts.ts';
import { unsweptDay } from './gate.ts';
import { outNow, processedSince, projectsOut } from './store/sweeps.ts';

/** What custody looks for. */
export const custodyLooks: Looks<CustodyAlarm> = {
  /** 6.6-2: what somebody has had in hand since a former business day, told once a day. */
  async 'original-overnight'(look) {
    const today = businessDay(look.now, look.timeZone);
    const left = (await outNow(look.db, null, null)).filter(
      ({ place, since }) => place === 'hand' && businessDay(since.getTime(), look.timeZone) < today,
    );
    return left.length < look.rule.threshold
      ? []
      : [aboutSite(look, { originals: left.length, first: left[0]?.code ?? '' }, today)];
  },

  /** 6.6-1: a day of work that ended with originals out and without a sweep; told once for each project. */
  async 'sweep-missing'(look) {
    const today = businessDay(look.now, look.timeZone);
    const missing = [];
    for (const { project_id: projectId, number } of await projectsOut(look.db)) {
      const day = await unsweptDay(look.db, projectId, today);
      if (day !== null) missing.push(aboutSite(look, { day, project: number }, `${projectId}/${day}`));
    }
    return missing;
  },

  /** 6.5-3: found on a former business day, and neither released nor surrendered. */
  async 'classified-find-open'(look) {
    const today = businessDay(look.now, look.timeZone);
    return (await overdueFinds(look.db, today)).map(({ id, number, code }) =>
      aboutSite(look, { number, code }, `${id}/${today}`),
    );
  },

  /** 6.7-3: processed, and out for `threshold` days since; one alarm a batch and day. */
  async 'reshelving-late'(look) {
    const today = businessDay(look.now, look.timeZone);
    const daysSince = (at: Date): number => daysBetween(businessDay(at.getTime(), look.timeZone), today);
    const late = (await processedSince(look.db))
      .map(({ batch_id, number, processed_at: at }) => ({ batch: batch_id, number, days: daysSince(at) }))
      .filter(({ days }) => days > look.rule.threshold);
    return [...new Set(late.map(({ batch }) => batch))].map((batch) => {
      const own = late.filter((one) => one.batch === batch);
      const facts = {
        batch: own[0]?.number ?? '',
        originals: own.length,
        days: Math.max(...own.map(({ days }) => days)),
      };
      return aboutSite(look, facts, `${batch}/${today}`);
    });
  },
};

import { addDays, businessDay, startOfDay } from '#/base/rules/business-day.ts';
import { workingDaysBetween } from '#/base/rules/working-days.ts';
import { aboutSite, type Looks, refusedSince } from '#/protection/server/door.ts';
import type { CustodyAlarm } from '../rules/alarms.ts';
import { overdueFinds } from './store/halts.ts';
import { unsweptDay } from './gate.ts';
import { codesOf } from './store/codes.ts';
import { seenElsewhere } from './store/whereabouts.ts';
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

  /** 6.4-3: what was scanned where the register does not have it; since yesterday, one alarm an original and day. */
  async 'scan-misplaced'(look) {
    const dayOf = (at: Date): string => businessDay(at.getTime(), look.timeZone);
    const from = new Date(startOfDay(addDays(dayOf(new Date(look.now)), -1), look.timeZone));
    const refused = await refusedSince(look.db, 'scan-misplaced', from);
    const codes = await codesOf(
      look.db,
      refused.flatMap(({ subject_id }) => subject_id ?? []),
    );
    const scans = [
      ...refused.map((one) => ({
        ...{ id: one.subject_id ?? '', code: codes.get(one.subject_id ?? '') ?? '', personId: one.person_id },
        ...{ terminalId: one.terminal_id, at: one.recorded_at, scan: '扫码时登记在别处 / registered elsewhere' },
      })),
      ...(await seenElsewhere(look.db, from)).map((one) => ({
        ...{ id: one.id, code: one.code, personId: one.moved_by, terminalId: null, at: one.recorded_at },
        scan: '清点时在另一个柜 / seen in another cabinet',
      })),
    ];
    const first = new Map(scans.toReversed().map((one) => [`${one.id}/${dayOf(one.at)}`, one]));
    return [...first].map(([matter, { code, scan, personId, terminalId }]) => ({
      ...aboutSite(look, { code, scan }, matter),
      ...{ personId, terminalId },
    }));
  },

  /** 6.5-3: found on a former business day, and neither released nor surrendered. */
  async 'classified-find-open'(look) {
    const today = businessDay(look.now, look.timeZone);
    return (await overdueFinds(look.db, today)).map(({ id, number, code }) =>
      aboutSite(look, { number, code }, `${id}/${today}`),
    );
  },

  /** 6.7-3: processed, and out for more than `threshold` working days since; one alarm a batch and day. */
  async 'reshelving-late'(look) {
    const today = businessDay(look.now, look.timeZone);
    const daysSince = (at: Date): number => workingDaysBetween(businessDay(at.getTime(), look.timeZone), today);
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

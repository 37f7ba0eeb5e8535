import { addDays, businessDay, daysBetween } from '#/base/rules/business-day.ts';
import { aboutSite, type Looks, untoldEntries } from '#/protection/server/door.ts';
import type { PremisesAlarm } from '../rules/alarms.ts';
import { visitEnter } from '../rules/api/visits.ts';
import { badgeStateNames } from '../rules/badges.ts';
import { checklistState } from '../rules/checklist.ts';
import { roundKey, sideNames } from '../rules/patrol.ts';
import { footageLooks } from './footage/alarms.ts';
import { roundsStanding } from './rounds.ts';
import { listDutyDays } from './store/duty-days.ts';
import { untoldScans } from './store/badges.ts';
import { lastFindings, untoldReadings, zonesToRead } from './store/checks.ts';
import { findPlace } from './store/plan.ts';
import { staysOpen } from './store/visits.ts';

/** What premises looks for; nothing before a place is registered. */
export const premisesLooks: Looks<PremisesAlarm> = {
  ...footageLooks,

  /** 4.2: points of the checklist whose day has passed. */
  async 'site-check-overdue'(look) {
    const today = businessDay(look.now, look.timeZone);
    const place = await findPlace(look.db);
    if (!place) return [];
    // A point that was never looked at is late from the day the place was registered.
    const since = businessDay(place.registered_at.getTime(), look.timeZone);
    const late = checklistState(await lastFindings(look.db), today)
      .map(({ dueOn }) => daysBetween(dueOn ?? since, today))
      .filter((days) => days >= look.rule.threshold);
    return late.length === 0 ? [] : [aboutSite(look, { points: late.length, days: Math.max(...late) }, today)];
  },

  /** 4.2-5, 4.2-6: each reading out of range once. */
  async 'climate-out-of-range'(look) {
    const rows = await untoldReadings(look.db, look.rule.kind);
    return rows.map((row) =>
      aboutSite(look, { zone: row.name, temperature: Number(row.temperature), humidity: Number(row.humidity) }, row.id),
    );
  },

  /** 4.2-5: a zone that holds originals and has no reading for `threshold` days. */
  async 'climate-missing'(look) {
    const today = businessDay(look.now, look.timeZone);
    const zones = await zonesToRead(look.db, look.timeZone);
    return zones
      .map((zone) => ({ ...zone, days: daysBetween(zone.last ?? zone.since, today) }))
      .filter(({ days }) => days >= look.rule.threshold + 1)
      .map(({ id, name, days }) => aboutSite(look, { zone: name, days }, `${id}/${today}`));
  },

  /** 4.7-4: somebody was to be signed in whom no roster knows; each attempt once. */
  async 'stranger-at-door'(look) {
    const refused = await untoldEntries(look.db, look.rule.kind, [visitEnter.name], 'not-on-roster');
    return refused.map(({ id, subject_id }) => ({ ...aboutSite(look, {}, id), personId: subject_id }));
  },

  /** 4.7-1: a badge that was taken back or reported lost is shown at the door; each time once. */
  async 'revoked-badge'(look) {
    const scans = await untoldScans(look.db, look.rule.kind);
    return scans.map(({ id, person_id, number, state }) => {
      const { zh, en } = badgeStateNames[state];
      return { ...aboutSite(look, { badge: number, state: `${zh} / ${en}` }, id), personId: person_id };
    });
  },

  /** 4.7-2: whoever was not signed out on the day he came. */
  async 'still-inside'(look) {
    const today = businessDay(look.now, look.timeZone);
    const inside = await staysOpen(look.db);
    return inside
      .map((row) => ({ ...row, days: daysBetween(row.entered_on, today) }))
      .filter(({ days }) => days >= look.rule.threshold)
      .map(({ id, person_id, days }) => ({ ...aboutSite(look, { days }, `${id}/${today}`), personId: person_id }));
  },

  /** 4.7-2: a day on which somebody was inside and that nobody closed, `threshold` days later. */
  async 'day-not-closed'(look) {
    const today = businessDay(look.now, look.timeZone);
    const days = await listDutyDays(look.db, addDays(today, -30));
    return days
      .filter(({ on, number }) => number === null && on <= addDays(today, -look.rule.threshold))
      .map(({ on }) => aboutSite(look, { on }, on));
  },

  /** 4.9-2: a round that nobody made, some minutes after its shift; each once. */
  async 'patrol-missed'(look) {
    const { now, timeZone } = look;
    const last = businessDay(now, timeZone);
    const rounds = await roundsStanding(look.db, { first: addDays(last, -7), last, timeZone, now });
    return rounds
      .filter(({ state, to }) => state === 'missed' && now >= to + look.rule.threshold * 60_000)
      .map((round) => {
        const { zh, en } = sideNames[round.side];
        return aboutSite(look, { on: round.on, shift: round.shift.name, side: `${zh} / ${en}` }, roundKey(round));
      });
  },
};

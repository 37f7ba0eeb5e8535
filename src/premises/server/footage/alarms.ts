import { addDays, businessDay, daysBetween } from '#/base/rules/business-day.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { aboutSite, type Looks } from '#/protection/server/door.ts';
import { isFrozen } from '../../rules/clock.ts';
import { outlookOf } from '../../rules/recorder.ts';
import { clockNow } from '../clock.ts';
import { piecesSpoilt } from '../store/footage-keeping.ts';
import { samplesUnseen } from '../store/playback.ts';
import { findPlace } from '../store/plan.ts';
import { listRecorders, readingFrom } from '../store/recorders.ts';
import { camerasToRecord } from '../store/recording.ts';
import { diskOf } from './disk.ts';
import { missingDisk } from './marker.ts';

type FootageAlarm =
  | 'footage-altered'
  | 'footage-away'
  | 'footage-disk'
  | 'clock-doubtful'
  | 'playback-overdue'
  | 'recorder-short'
  | 'recorder-unread'
  | 'recording-stopped';

/** What is looked for about footage (4.3). */
export const footageLooks: Looks<FootageAlarm> = {
  /** 4.3-6: each piece whose bytes no longer match, or are gone, once. */
  async 'footage-altered'(look) {
    const rows = await piecesSpoilt(look.db);
    return rows.map(({ id, camera_code: camera, from_at: from, problem, spoilt_at: at }) =>
      // Found again after somebody read it anew: told again.
      aboutSite(
        look,
        { camera, from: siteTime(from.toISOString(), look.timeZone) },
        `${id}/${problem}/${at?.getTime()}`,
      ),
    );
  },

  /** 4.3-6: nothing is examined, taken in or deleted meanwhile; every day anew. */
  async 'footage-away'(look) {
    const { footageDir: folder } = look.config;
    const marker = await missingDisk(look.db, folder);
    return marker === null ? [] : [aboutSite(look, { folder, marker }, businessDay(look.now, look.timeZone))];
  },

  /** 4.3-6: nothing is deleted for room, so somebody must make some. */
  async 'footage-disk'(look) {
    if (!(await findPlace(look.db))) return [];
    const { usedPercent } = await diskOf(look.config.footageDir);
    const day = businessDay(look.now, look.timeZone);
    return usedPercent >= look.rule.threshold ? [aboutSite(look, { usedPercent }, day)] : [];
  },

  async 'clock-doubtful'(look) {
    const clock = await clockNow(look.db, look.now);
    const day = businessDay(look.now, look.timeZone);
    return isFrozen(clock) ? [aboutSite(look, { driftMinutes: Math.round(clock.drift / 60_000) }, day)] : [];
  },

  /** 4.3-7: what was drawn and nobody has seen, `threshold` days after its day. */
  async 'playback-overdue'(look) {
    const today = businessDay(look.now, look.timeZone);
    const unseen = await samplesUnseen(look.db, addDays(today, 1 - look.rule.threshold));
    return [...new Set(unseen.map(({ due_on: dueOn }) => dueOn))].map((dueOn) => {
      const ranges = unseen.filter((sample) => sample.due_on === dueOn).length;
      return aboutSite(look, { ranges, dueOn }, `${dueOn}/${today}`);
    });
  },

  /** 4.3-6: a recorder that overwrites, or will, what is younger than it must be. */
  async 'recorder-short'(look) {
    const week = Math.floor(look.now / (7 * 86_400_000));
    return (await listRecorders(look.db)).flatMap(({ id, code, readings }) => {
      const outlook = outlookOf(readings.map(readingFrom), look.rule.threshold);
      return outlook.state === 'short'
        ? [aboutSite(look, { recorder: code, days: outlook.holds ?? 0 }, `${id}/${week}`)]
        : [];
    });
  },

  /** 4.3-6: a recorder that was not read for more than `threshold` days. */
  async 'recorder-unread'(look) {
    const today = businessDay(look.now, look.timeZone);
    return (await listRecorders(look.db)).flatMap(
      ({ id, code, installed_on: installed, registered_at: since, readings }) => {
        const registered = businessDay(since.getTime(), look.timeZone);
        const [last] = readings;
        const from = last
          ? businessDay(last.occurred_at.getTime(), look.timeZone)
          : installed > registered
            ? installed
            : registered;
        const days = daysBetween(from, today);
        return days > look.rule.threshold ? [aboutSite(look, { recorder: code, days }, `${id}/${today}`)] : [];
      },
    );
  },

  /** 4.3-1: a camera that is to be recorded and has had no piece for `threshold` minutes; again on every day. */
  async 'recording-stopped'(look) {
    const today = businessDay(look.now, look.timeZone);
    return (await camerasToRecord(look.db)).flatMap(({ id, code, set_at: setAt, last_at: lastAt }) => {
      const since = new Date(Math.max(setAt.getTime(), lastAt?.getTime() ?? 0));
      if (look.now - since.getTime() < look.rule.threshold * 60_000) return [];
      const facts = { camera: code, since: siteTime(since.toISOString(), look.timeZone) };
      return [aboutSite(look, facts, `${id}/${since.getTime()}/${today}`)];
    });
  },
};

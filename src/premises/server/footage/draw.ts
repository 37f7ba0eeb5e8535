/** Draws what is to be played back of the last week, once a week, by a seed that nobody chose (4.3-7). */
import { Temporal } from 'temporal-polyfill';
import { systemActor } from '#/base/rules/actor.ts';
import { addDays, businessDay, startOfDay } from '#/base/rules/business-day.ts';
import type { Db } from '#/base/server/db.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { newestCheckpoint } from '#/base/server/ledger/store.ts';
import { findSite } from '#/base/server/site.ts';
import type { ProtectionAlarm } from '#/protection/rules/alarms.ts';
import { alarmTimes } from '#/protection/server/door.ts';
import type { PremisesAlarm } from '../../rules/alarms.ts';
import { drawSamples, type Sample } from '../../rules/playback.ts';
import { listCameraCodes, periodOf, piecesIn } from '../store/footage.ts';
import { findPlan, insertPlan, readPolicy } from '../store/playback.ts';
import { findPlace } from '../store/plan.ts';

/** Alarms that say something happened in the room: its cameras saw it. */
const eventKinds: readonly (PremisesAlarm | ProtectionAlarm)[] = [
  'stranger-at-door',
  'revoked-badge',
  'patrol-missed',
  'after-hours',
  'mass-viewing',
];

/** Monday of the last whole week. */
export const lastWeek = (today: string): string => addDays(today, 1 - Temporal.PlainDate.from(today).dayOfWeek - 7);

/** Nothing when it is drawn already, or the place or the ledger does not stand yet. */
export async function drawPlaybackPlan(db: Db, now = Date.now()): Promise<void> {
  const site = await findSite(db);
  if (!site || !(await findPlace(db))) return;
  const weekOn = lastWeek(businessDay(now, site.timeZone));
  const checkpoint = await newestCheckpoint(db);
  if (!checkpoint || (await findPlan(db, weekOn))) return;
  const week = {
    from: startOfDay(weekOn, site.timeZone),
    to: startOfDay(addDays(weekOn, 7), site.timeZone),
  };
  const seed = checkpoint.root.toString('hex');
  const policy = await readPolicy(db);
  const events = (await alarmTimes(db, eventKinds, new Date(week.from), new Date(week.to))).map((at) => at.getTime());
  const samples: (Sample & { cameraId: string })[] = [];
  for (const { id: cameraId } of await listCameraCodes(db)) {
    const pieces = (await piecesIn(db, cameraId, week)).map(periodOf);
    const held = pieces.map(({ from, to }) => ({ from: Math.max(from, week.from), to: Math.min(to, week.to) }));
    samples.push(...drawSamples({ seed, cameraId, policy }, held, events).map((one) => ({ ...one, cameraId })));
  }
  await systemAct(db, systemActor('playback', null, null), {
    act: 'premises.playbackPlan.draw',
    subject: { type: 'site', id: null },
    async body(tx) {
      const dueOn = addDays(weekOn, 6 + policy.dueDays);
      const planId = await insertPlan(tx, { weekOn, dueOn, seed, policy }, samples);
      return { after: { planId, weekOn, seed, samples: samples.length } };
    },
  });
}

/**
 * Draws what is to be played back of the last week, once a week, by a seed that nobody chose (4.3-7); with it what
 * came later of weeks that were drawn before: an import would else never be looked at.
 */
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
import type { Period } from '../../rules/retention.ts';
import { listCameraCodes, periodOf, piecesEntered, piecesIn, registerCompleteUntil } from '../store/footage.ts';
import { drawnUntil, findPlan, insertPlan, readPolicy } from '../store/playback.ts';
import { findPlace } from '../store/plan.ts';

/** Alarms that say something happened in the room: its cameras saw it. */
const eventKinds: readonly (PremisesAlarm | ProtectionAlarm)[] = [
  'stranger-at-door',
  'revoked-badge',
  'patrol-missed',
  'after-hours',
  'mass-viewing',
];

/** A week is drawn from when its last pieces have surely come into the register. */
const settledAfter = 6 * 3_600_000;

const mondayOf = (day: string): string => addDays(day, 1 - Temporal.PlainDate.from(day).dayOfWeek);

/** Monday of the last whole week. */
export const lastWeek = (today: string): string => addDays(mondayOf(today), -7);

interface CameraWeek {
  weekOn: string;
  /** Pieces from which is drawn. */
  pieces: readonly Period[];
}

/** Nothing when it is drawn already, or the place or the ledger does not stand yet. */
export async function drawPlaybackPlan(db: Db, now = Date.now()): Promise<void> {
  const site = await findSite(db);
  if (!site || !(await findPlace(db))) return;
  const { timeZone } = site;
  const weekOn = lastWeek(businessDay(now - settledAfter, timeZone));
  const checkpoint = await newestCheckpoint(db);
  if (!checkpoint || (await findPlan(db, weekOn))) return;
  const seed = checkpoint.root.toString('hex');
  const policy = await readPolicy(db);
  const since = await drawnUntil(db);
  const until = await registerCompleteUntil(db);
  const samples: (Sample & { cameraId: string })[] = [];
  for (const { id } of await listCameraCodes(db)) {
    for (const drawn of await cameraWeeks(db, id, { weekOn, timeZone, since, until })) {
      const week = weekFrom(drawn.weekOn, timeZone);
      const held = drawn.pieces.map(({ from, to }) => ({
        from: Math.max(from, week.from),
        to: Math.min(to, week.to),
      }));
      const alarms = await alarmTimes(db, eventKinds, new Date(week.from), new Date(week.to));
      const events = alarms.map((at) => at.getTime());
      // An earlier week is drawn by itself, so that each has its share.
      const cameraId = drawn.weekOn === weekOn ? id : `${id}/${drawn.weekOn}`;
      samples.push(...drawSamples({ seed, cameraId, policy }, held, events).map((one) => ({ ...one, cameraId: id })));
    }
  }
  await systemAct(db, systemActor('playback', null, null), {
    act: 'premises.playbackPlan.draw',
    subject: { type: 'site', id: null },
    async body(tx) {
      const dueOn = addDays(weekOn, 6 + policy.dueDays);
      const planId = await insertPlan(tx, { weekOn, dueOn, seed, policy, registeredUntil: until }, samples);
      const register = { registeredSince: since?.toISOString() ?? null, registeredUntil: until.toISOString() };
      return { after: { planId, weekOn, seed, ...register, samples: samples.length } };
    },
  });
}

const weekFrom = (weekOn: string, timeZone: string): Period => ({
  from: startOfDay(weekOn, timeZone),
  to: startOfDay(addDays(weekOn, 7), timeZone),
});

/** 4.3-7: the week itself, and each earlier week of which something has come into the register since the last plan. */
async function cameraWeeks(
  db: Db,
  cameraId: string,
  { weekOn, timeZone, since, until }: { weekOn: string; timeZone: string; since: Date | null; until: Date },
): Promise<CameraWeek[]> {
  const week = weekFrom(weekOn, timeZone);
  const own = (await piecesIn(db, cameraId, week)).filter((row) => row.registered_at <= until);
  const weeks = new Map<string, Period[]>([[weekOn, own.map(periodOf)]]);
  for (const row of await piecesEntered(db, cameraId, { since, until, before: week.from })) {
    const piece = periodOf(row);
    let on = mondayOf(businessDay(piece.from, timeZone));
    for (; on < weekOn && startOfDay(on, timeZone) < piece.to; on = addDays(on, 7))
      weeks
        .set(on, weeks.get(on) ?? [])
        .get(on)
        ?.push(piece);
  }
  return [...weeks].map(([on, pieces]) => ({ weekOn: on, pieces }));
}

import type { Late } from '#/base/rules/actor.ts';
import type { InputOf } from '#/base/rules/declare.ts';
import { isRefusal, refuse, type Refusal, refuseStale } from '#/base/rules/refusal.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import { lateColumns } from '#/base/server/late.ts';
import { dayOf, siteZone, today } from '#/base/server/site.ts';
import { patrolEnter, shiftEnd, shiftPlan } from '../../rules/api/patrols.ts';
import { type PatrolCode, patrolPoints, shiftOn, type Side } from '../../rules/patrol.ts';
import { issueOfPoint, photoSourceOf, refusePhotoSource, refusePoint } from '../points.ts';
import { findPlace } from '../store/plan.ts';
import {
  endShift,
  insertRound,
  insertRoundPoint,
  insertShift,
  isRoundMade,
  isShiftName,
  lockShift,
  sideOfPatroller,
} from '../store/patrols.ts';
import { patrolReadRoutes } from './patrol-records.ts';

export const patrolRoutes = (): Binding[] => [...planRoutes(), enterRoute(), ...patrolReadRoutes()];

const planRoutes = (): Binding[] => [
  bindAct(shiftPlan, {
    async check(tx, { input }) {
      if (!(await findPlace(tx))) return refuse('place-not-registered');
      if (input.endsAt <= input.startsAt) return refuse('shift-times', {}, 'input.endsAt');
      return (await isShiftName(tx, input.name))
        ? refuse('shift-name-taken', { name: input.name }, 'input.name')
        : null;
    },
    async run(tx, { actor, input }) {
      const weekdays = [...new Set(input.weekdays)].toSorted((a, b) => a - b);
      const shiftId = await insertShift(tx, { ...input, weekdays, sides: [...new Set(input.sides)] }, actor.personId);
      return { output: { shiftId }, subjectId: shiftId, after: { ...input, weekdays } };
    },
  }),

  bindAct(shiftEnd, {
    async check(tx, { subject, version }) {
      const shift = await lockShift(tx, subject ?? '');
      if (!shift) return refuse('not-found', { what: '巡查班次 / patrol shift' });
      if (shift.endedAt !== null) return refuse('retired');
      return refuseStale(version, shift.version);
    },
    async run(tx, { subject }) {
      await endShift(tx, subject ?? '');
      return { output: {}, before: { onPlan: true }, after: { onPlan: false } };
    },
  }),
];

type Round = InputOf<typeof patrolEnter>;

/** When the round was made: as the late entry says, as was entered, or now. */
const whenMade = ({ at }: Round, late: Late | null) => {
  const when = lateColumns(late);
  return late === null && at !== null ? { ...when, occurred_at: new Date(at) } : when;
};

const labelOf = (code: PatrolCode): string => patrolPoints.find((point) => point.code === code)?.label.zh ?? code;

/** The round that this would be, or why it cannot be entered. */
async function findRoundToEnter(
  tx: Tx,
  { subject, input, late, personId }: { subject: string; input: Round; late: Late | null; personId: string },
): Promise<Refusal | { shiftId: string; on: string; side: Side }> {
  const shift = await lockShift(tx, subject);
  if (!shift) return refuse('not-found', { what: '巡查班次 / patrol shift' });
  const at = whenMade(input, late).occurred_at;
  const on = await dayOf(tx, at);
  // What is entered from paper days later has its scan and a second person (2.7-2).
  if (late === null && (on !== (await today(tx)) || at.getTime() > Date.now()))
    return refuse('round-not-today', {}, 'input.at');
  const side = await sideOfPatroller(tx, personId, on);
  if (side === null) return refuse('not-a-patroller', { day: on });
  if (!shift.sides.includes(side)) return refuse('side-not-planned');
  const timeZone = await siteZone(tx);
  const bounds = shiftOn(shift, on, timeZone);
  if (bounds === null || at.getTime() < bounds.from || at.getTime() > bounds.to) {
    const clock = siteTime(at.toISOString(), timeZone).slice(0, 16);
    const { name, startsAt: from, endsAt: to } = shift;
    return refuse('outside-shift', { at: clock, name, from, to }, 'input.at');
  }
  const round = { shiftId: shift.id, on, side };
  return (await isRoundMade(tx, round)) ? refuse('round-made', { day: on }) : round;
}

const enterRoute = (): Binding =>
  bindAct(patrolEnter, {
    async check(tx, { actor, subject, input, late }) {
      const { personId } = actor;
      const round = await findRoundToEnter(tx, { subject: subject ?? '', input, late, personId });
      if (isRefusal(round)) return round;
      const codes = input.items.map(({ item }) => item);
      const missing = patrolPoints.filter(({ code }) => !codes.includes(code));
      if (missing.length > 0)
        return refuse('points-missing', { missing: missing.map(({ label }) => label.zh).join('、') }, 'input.items');
      for (const [index, point] of input.items.entries()) {
        const field = `input.items.${index}`;
        if (codes.indexOf(point.item) !== index) return refuse('point-twice', {}, field);
        const refused = await refusePoint(tx, point, { field, personId, photo: false });
        if (refused) return refused;
      }
      return refusePhotoSource(tx, input);
    },
    async run(tx, { actor, subject, input, late }) {
      const { personId } = actor;
      const round = await findRoundToEnter(tx, { subject: subject ?? '', input, late, personId });
      if (isRefusal(round)) throw new Error(`checked, and refused now: ${round.code}`);
      const patrolId = await insertRound(
        tx,
        { ...round, patrolledBy: personId, ...(await photoSourceOf(tx, input)) },
        whenMade(input, late),
      );
      const issues: string[] = [];
      for (const point of input.items) {
        const issue = await issueOfPoint(tx, point, {
          title: `巡查发现问题：${labelOf(point.item)}`,
          openedBy: personId,
          late,
          origin: { room: 'premises', patrol: patrolId, item: point.item },
        });
        if (issue) issues.push(issue.number);
        await insertRoundPoint(tx, patrolId, { ...point, issueId: issue?.id ?? null });
      }
      return { output: { patrolId, issues }, subjectId: patrolId, after: { ...round, issues } };
    },
  });

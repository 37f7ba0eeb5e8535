import { lateLineOf } from '#/base/forms/late-line.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite, siteZone, today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { namesOf } from '#/protection/server/door.ts';
import { refuse } from '#/base/rules/refusal.ts';
import { patrolForm } from '../../forms/patrol.ts';
import { patrolList, patrolPlan, patrolPrint, patrolSheet, patrolSheetFind } from '../../rules/api/patrols.ts';
import { patrolPoints, shiftOn, sides } from '../../rules/patrol.ts';
import { roundsStanding } from '../rounds.ts';
import { namePhotoSource } from '../store/photo-devices.ts';
import { findPlace, listDuties } from '../store/plan.ts';
import { findRound, findSheet, findShift, listRounds, listShifts, pointsOfRound } from '../store/patrols.ts';

/** What stands at the head of the paper. */
async function headOf(db: Db | Tx) {
  const site = await findSite(db);
  const place = await findPlace(db);
  return {
    archiveName: site?.name ?? '',
    timeZone: site?.timeZone ?? 'Asia/Shanghai',
    placeName: place?.name ?? '',
  };
}

export const patrolReadRoutes = (): Binding[] => [...recordRoutes(), ...paperRoutes()];

const recordRoutes = (): Binding[] => [
  bindView(patrolPlan, async (tx) => {
    const timeZone = await siteZone(tx);
    const now = Date.now();
    const last = await today(tx);
    const rounds = await roundsStanding(tx, { first: `${last.slice(0, 7)}-01`, last, timeZone, now });
    const count = (of: readonly { state: string }[], state: string) => of.filter((one) => one.state === state).length;
    const shifts = (await listShifts(tx, new Date(now))).filter(({ endedAt }) => endedAt === null);
    return {
      shifts: shifts.map(({ id, name, weekdays, startsAt, endsAt, sides: by, version }) => ({
        ...{ id, name, startsAt, endsAt, version },
        weekdays: [...weekdays],
        sides: [...by],
      })),
      today: rounds
        .filter(({ on }) => on === last)
        .map(({ shift, side, from, to, state }) => ({
          shift: { id: shift.id, name: shift.name },
          side,
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
          state,
        })),
      tally: sides.map((side) => {
        const own = rounds.filter((round) => round.side === side);
        const done = count(own, 'done');
        const missed = count(own, 'missed');
        return { side, due: done + missed, done, missed };
      }),
      patrollers: (await listDuties(tx))
        .filter(({ duty }) => duty === 'patroller')
        .map(({ person_id: id, person_name: name, party_kind: side }) => ({ person: { id, name }, side })),
    };
  }),

  bindView(patrolList, async (tx, { input }) => {
    const filter = { side: input.side ?? null, failed: input.failed ?? false, before: input.cursor ?? null };
    const rows = await listRounds(tx, { ...filter, limit: input.limit + 1 });
    const { page, next } = cutPage(rows, input.limit, (row) => row.id);
    const ids = page.map((row) => row.patrolled_by);
    const person = personFrom(await namesOf(tx, ids));
    const items = page.map((row) => ({
      id: row.id,
      shift: row.shift_name,
      on: row.patrolled_on,
      side: row.side,
      patrolledBy: person(row.patrolled_by),
      occurredAt: row.occurred_at.toISOString(),
      late: row.late_reason !== null,
      failed: row.issues.length,
      issues: row.issues,
    }));
    return { items, next };
  }),
];

const paperRoutes = (): Binding[] => [
  bindView(patrolPrint, async (tx, { actor, subject }) => {
    const round = await findRound(tx, subject ?? '');
    if (!round) return refuse('not-found', { what: '巡查记录 / patrol' });
    const points = new Map((await pointsOfRound(tx, round.id)).map((point) => [point.item, point]));
    const data = {
      ...(await headOf(tx)),
      shiftId: round.shift_id,
      shift: round.shift_name,
      on: round.patrolled_on,
      side: round.side,
      from: round.starts_at.slice(0, 5),
      to: round.ends_at.slice(0, 5),
      made: {
        by: (await namesOf(tx, [round.patrolled_by])).get(round.patrolled_by) ?? '',
        at: round.occurred_at.toISOString(),
        late: lateLineOf(round),
        photographed: await namePhotoSource(tx, round),
      },
      rows: patrolPoints.flatMap(({ code, clause, label, look }) => {
        const point = points.get(code);
        if (!point) return [];
        const { passed, remark, issue_number: issue } = point;
        return [{ clause, label: label.zh, look: look.zh, passed, remark, issue }];
      }),
    };
    return printForm(tx, patrolForm, data, actor.personId);
  }),

  bindView(patrolSheet, async (tx, { actor, subject, input }) => {
    const shift = await findShift(tx, subject ?? '');
    if (!shift) return refuse('not-found', { what: '巡查班次 / patrol shift' });
    const { timeZone, ...head } = await headOf(tx);
    if (!shift.sides.includes(input.side)) return refuse('side-not-planned', {}, 'input.side');
    if (shiftOn(shift, input.on, timeZone) === null)
      return refuse('not-found', { what: `${input.on} 的班次 / shift on that day` }, 'input.on');
    const data = {
      ...head,
      timeZone,
      shiftId: shift.id,
      shift: shift.name,
      ...input,
      from: shift.startsAt,
      to: shift.endsAt,
      made: null,
      rows: patrolPoints.map(({ clause, label, look }) => ({
        ...{ clause, label: label.zh, look: look.zh },
        ...{ passed: null, remark: '', issue: null },
      })),
    };
    return printForm(tx, patrolForm, data, actor.personId);
  }),

  bindView(patrolSheetFind, async (tx, { subject }) => {
    const sheet = await findSheet(tx, subject ?? '', patrolForm.form);
    return sheet ?? refuse('not-found', { what: '巡查表 / patrol sheet' });
  }),
];

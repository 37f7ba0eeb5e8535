/** Patrols (巡查, 4.9): which are due by the plan, and where each stands. */
import { Temporal } from 'temporal-polyfill';
import { addDays } from '#/base/rules/business-day.ts';
import type { Words } from '#/base/rules/declare.ts';
import type { ClauseId } from '#/base/rules/obligations.ts';

export const sides = ['archive', 'vendor'] as const;
/** Both sides patrol, each by its own people (4.9-1). */
export type Side = (typeof sides)[number];

export const sideNames: Record<Side, Words> = {
  archive: { zh: '档案部门', en: 'Archive' },
  vendor: { zh: '服务机构', en: 'Vendor' },
};

export interface PatrolPoint {
  code: string;
  clause: ClauseId;
  label: Words;
  look: Words;
}

/** What every patrol looks at (4.9-3). */
export const patrolPoints = [
  {
    code: 'protections',
    clause: '4.2-1',
    label: { zh: '九防', en: 'Nine protections' },
    look: { zh: '门窗、消防、水电、空调、虫霉迹象', en: 'Doors, fire gear, water, power, climate, pests' },
  },
  {
    code: 'cameras',
    clause: '4.3-1',
    label: { zh: '监控', en: 'Cameras' },
    look: { zh: '摄像机通电、未遮挡、未转向', en: 'Powered, not covered, not turned away' },
  },
  {
    code: 'originals',
    clause: '4.4-2',
    label: { zh: '档案存放', en: 'Originals' },
    look: { zh: '不散放、不落地，待加工与已加工分开', en: 'None lying about; unprocessed and processed apart' },
  },
  {
    code: 'wireless',
    clause: '4.5-1',
    label: { zh: '无线设备', en: 'Wireless' },
    look: { zh: '无手机、热点、无线键鼠', en: 'No phones, hot spots, wireless keyboards or mice' },
  },
  {
    code: 'belongings',
    clause: '4.6-3',
    label: { zh: '私人物品', en: 'Belongings' },
    look: { zh: '工位无包、相机、存储介质', en: 'No bags, cameras or storage media at the desks' },
  },
  {
    code: 'badges',
    clause: '4.7-1',
    label: { zh: '挂牌上岗', en: 'Badges' },
    look: { zh: '在岗人员佩戴工牌，人证一致', en: 'Worn, and of whoever wears them' },
  },
  {
    code: 'strangers',
    clause: '4.7-4',
    label: { zh: '无关人员', en: 'Strangers' },
    look: { zh: '场内人员均已登记，访客有人陪同', en: 'Everybody inside is signed in; visitors escorted' },
  },
  {
    code: 'unrelated',
    clause: '4.8-1',
    label: { zh: '无关活动', en: 'Unrelated activity' },
    look: { zh: '无与数字化加工无关的活动', en: 'Nothing but the work' },
  },
  {
    code: 'food',
    clause: '4.8-2',
    label: { zh: '水、食物、烟', en: 'Drink, food, smoking' },
    look: { zh: '加工区无饮食、无吸烟', en: 'None in the processing area' },
  },
  {
    code: 'flame',
    clause: '4.8-3',
    label: { zh: '火种', en: 'Lighters and matches' },
    look: { zh: '无打火机、火柴', en: 'None' },
  },
  {
    code: 'ports',
    clause: '5.2-1',
    label: { zh: '端口', en: 'Ports' },
    look: { zh: '封条完好、编号相符，无外接设备', en: 'Seals whole and as numbered, nothing plugged in' },
  },
] as const satisfies readonly PatrolPoint[];

export type PatrolCode = (typeof patrolPoints)[number]['code'];
export const patrolCodes = patrolPoints.map((one) => one.code) as [PatrolCode, ...PatrolCode[]];

/** A shift of the plan: on these weekdays, between these times of day, a round by each of these sides. */
export interface Shift {
  id: string;
  /** 1 Monday to 7 Sunday. */
  weekdays: readonly number[];
  /** Time of day `HH:MM` in the site's zone; a shift ends on the day on which it begins. */
  startsAt: string;
  endsAt: string;
  sides: readonly Side[];
  /** Milliseconds since 1970; null while it lasts. A round is due when its shift ended within this time. */
  plannedAt: number;
  endedAt: number | null;
}

/** A round that is due: one side's in one shift of one day. Times in milliseconds since 1970. */
export interface DueRound {
  shiftId: string;
  on: string;
  side: Side;
  from: number;
  to: number;
}

const instantOf = (day: string, clock: string, timeZone: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(clock) })
    .epochMilliseconds;

/** A shift's bounds on a day; null when it is not held on that weekday. */
export function shiftOn(shift: Shift, on: string, timeZone: string): { from: number; to: number } | null {
  if (!shift.weekdays.includes(Temporal.PlainDate.from(on).dayOfWeek)) return null;
  return { from: instantOf(on, shift.startsAt, timeZone), to: instantOf(on, shift.endsAt, timeZone) };
}

/** 4.9-2: every round the plan asks for from `first` to `last`, both included, in the order of their ends. */
export function roundsDue(shifts: readonly Shift[], first: string, last: string, timeZone: string): DueRound[] {
  const due: DueRound[] = [];
  for (let on = first; on <= last; on = addDays(on, 1)) {
    for (const shift of shifts) {
      const bounds = shiftOn(shift, on, timeZone);
      if (bounds === null || bounds.to <= shift.plannedAt || (shift.endedAt !== null && bounds.to > shift.endedAt))
        continue;
      for (const side of shift.sides) due.push({ shiftId: shift.id, on, side, ...bounds });
    }
  }
  return due.toSorted((a, b) => a.to - b.to || a.from - b.from);
}

/** A stay in the place; `to` null while it lasts. Milliseconds since 1970. */
export interface InUse {
  from: number;
  to: number | null;
}

/** Whether anybody was inside between the two. */
const inUse = (stays: readonly InUse[], { from, to }: DueRound): boolean =>
  stays.some((stay) => stay.from < to && (stay.to === null || stay.to > from));

export const roundStates = ['done', 'later', 'open', 'missed', 'idle'] as const;
/** `idle`: over, and nobody was in the place; there was nothing to patrol. */
export type RoundState = (typeof roundStates)[number];

/** Where a round stands at `now`; what was not done is missed only when somebody was inside during its shift. */
export function roundState(round: DueRound, done: boolean, stays: readonly InUse[], now: number): RoundState {
  if (done) return 'done';
  if (now < round.from) return 'later';
  if (now <= round.to) return 'open';
  return inUse(stays, round) ? 'missed' : 'idle';
}

export const roundKey = ({ shiftId, on, side }: Pick<DueRound, 'shiftId' | 'on' | 'side'>): string =>
  `${shiftId}/${on}/${side}`;

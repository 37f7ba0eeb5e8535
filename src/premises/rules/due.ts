/** What in the place waits to be done, for the desk of whoever may do it. */
import { startOfDay } from '#/base/rules/business-day.ts';
import type { Words } from '#/base/rules/declare.ts';
import type { ItemState } from './checklist.ts';
import type { DueRound, RoundState } from './patrol.ts';

export const dueKinds = ['check', 'reading', 'patrol', 'playback', 'recorder'] as const;

export interface Due {
  id: string;
  kind: (typeof dueKinds)[number];
  title: Words;
  note: Words;
  /** Milliseconds since 1970; null when it was due from the beginning. */
  dueAt: number | null;
  overdue: boolean;
}

/** 4.2: points that are due today or late, as one thing to do. */
export function dueChecks(states: readonly ItemState[], today: string, timeZone: string): Due[] {
  const due = states.filter(({ dueOn }) => dueOn === null || dueOn <= today);
  if (due.length === 0) return [];
  const names = due.slice(0, 4).map(({ item }) => item.label);
  const more = due.length > names.length;
  const days = due.map(({ dueOn }) => dueOn).filter((on) => on !== null);
  const first = days.length < due.length ? null : (days.toSorted()[0] ?? null);
  return [
    {
      id: 'check',
      kind: 'check',
      title: { zh: `场所安全检查 ${due.length} 项`, en: `Safety check, ${due.length} points` },
      note: {
        zh: names.map(({ zh }) => zh).join('、') + (more ? ' 等' : ''),
        en: names.map(({ en }) => en).join(', ') + (more ? ' …' : ''),
      },
      dueAt: first === null ? null : startOfDay(first, timeZone),
      overdue: due.some(({ overdue }) => overdue),
    },
  ];
}

/** 4.2-5: zones that hold originals and have no reading today. */
export const dueReadings = (
  zones: readonly { id: string; name: string; last: string | null }[],
  today: string,
  timeZone: string,
): Due[] =>
  zones
    .filter(({ last }) => last === null || last < today)
    .map(({ id, name }) => ({
      id: `reading/${id}`,
      kind: 'reading',
      title: { zh: '温湿度记录', en: 'Temperature and humidity' },
      note: { zh: name, en: name },
      dueAt: startOfDay(today, timeZone),
      overdue: false,
    }));

/** 4.9-2: today's rounds of one side that can be made or should have been. */
export const dueRounds = (
  rounds: readonly (DueRound & { state: RoundState; shift: { name: string; startsAt: string; endsAt: string } })[],
): Due[] =>
  rounds
    .filter(({ state }) => state === 'open' || state === 'missed')
    .map(({ shift, state, to, shiftId, on, side }) => ({
      id: `patrol/${shiftId}/${on}/${side}`,
      kind: 'patrol',
      title: { zh: '巡查', en: 'Patrol' },
      note: {
        zh: `${shift.name} ${shift.startsAt}–${shift.endsAt}`,
        en: `${shift.name} ${shift.startsAt}–${shift.endsAt}`,
      },
      dueAt: to,
      overdue: state === 'missed',
    }));

/** 4.3-7: ranges that were drawn and that nobody has played back yet, as one thing to do for each day they are due. */
export const duePlayback = (
  unseen: readonly { dueOn: string; camera: string }[],
  today: string,
  timeZone: string,
): Due[] =>
  [...new Set(unseen.map(({ dueOn }) => dueOn))].toSorted().map((dueOn) => {
    const own = unseen.filter((one) => one.dueOn === dueOn);
    const cameras = [...new Set(own.map(({ camera }) => camera))];
    return {
      id: `playback/${dueOn}`,
      kind: 'playback',
      title: { zh: `回放抽查 ${own.length} 段`, en: `Playback, ${own.length} ranges` },
      note: { zh: cameras.join('、'), en: cameras.join(', ') },
      dueAt: startOfDay(dueOn, timeZone),
      overdue: dueOn < today,
    };
  });

/** 4.3-6: recorders whose weekly reading is due. */
export const dueRecorders = (
  recorders: readonly { id: string; code: string; dueOn: string }[],
  today: string,
  timeZone: string,
): Due[] =>
  recorders
    .filter(({ dueOn }) => dueOn <= today)
    .map(({ id, code, dueOn }) => ({
      id: `recorder/${id}`,
      kind: 'recorder',
      title: { zh: '录像机读数', en: 'Read a recorder' },
      note: { zh: code, en: code },
      dueAt: startOfDay(dueOn, timeZone),
      overdue: dueOn < today,
    }));

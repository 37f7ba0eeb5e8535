/**
 * The line of DA/T 31-2017 (chapters 6 to 12) between the handover to the vendor and the return: what
 * stands before and after it in the standard (retrieval, acceptance, transfer) belongs to other rooms.
 */
import type { WorkingRole } from '#/base/rules/roles.ts';
import { kinds, type Step, type StepKind } from './step.ts';

interface Row {
  kind: StepKind;
  roles: readonly WorkingRole[];
  notBy?: readonly StepKind[];
  reopens: readonly StepKind[];
  hours: number;
}

const rows: readonly Row[] = [
  {
    ...{ kind: 'prepare', roles: ['preparer'], hours: 24 },
    reopens: ['describe', 'scan', 'treat', 'inspect', 'recognize', 'link', 'inspectLink', 'bind', 'review'],
  },
  { kind: 'describe', roles: ['describer'], reopens: ['link', 'inspectLink', 'review'], hours: 48 },
  {
    ...{ kind: 'scan', roles: ['scanner'], hours: 48 },
    reopens: ['treat', 'inspect', 'recognize', 'link', 'inspectLink', 'bind', 'review'],
  },
  {
    ...{ kind: 'treat', roles: ['imageProcessor'], hours: 48 },
    reopens: ['inspect', 'recognize', 'link', 'inspectLink', 'review'],
  },
  { kind: 'inspect', roles: ['qualityInspector'], notBy: ['scan', 'treat'], reopens: ['review'], hours: 48 },
  { kind: 'recognize', roles: ['imageProcessor'], reopens: ['review'], hours: 24 },
  { kind: 'link', roles: ['describer', 'imageProcessor'], reopens: ['inspectLink', 'review'], hours: 24 },
  { kind: 'inspectLink', roles: ['qualityInspector'], notBy: ['describe', 'link'], reopens: ['review'], hours: 24 },
  { kind: 'bind', roles: ['preparer'], reopens: ['review'], hours: 24 },
  {
    ...{ kind: 'review', roles: ['teamLeader', 'qualityInspector'], notBy: ['inspect', 'inspectLink'], hours: 24 },
    reopens: [],
  },
];

/** A shift: whoever is still at work renews it. */
const leaseMinutes = 8 * 60;

export const presetLine: readonly Step[] = rows.map(({ kind, roles, notBy = [], reopens, hours }, index) => ({
  ...{ key: kind, kind, name: kinds[kind].name.zh, mandatory: kind !== 'recognize' },
  after: rows.slice(Math.max(0, index - 1), index).map((row) => row.kind),
  ...{ roles, notBy, reopens, needsDevice: kind === 'scan' || kind === 'treat' },
  ...{ leaseMinutes, overdueHours: hours },
}));

const secondKey = 'describe2';

/** The same with double entry (双录): a second person describes once more, without the first. */
export const doubleEntryLine: readonly Step[] = presetLine.flatMap((step) => {
  const also = (keys: readonly string[]): string[] =>
    keys.flatMap((key) => (key === 'describe' ? [key, secondKey] : [key]));
  if (step.key !== 'describe') {
    const after = step.after.map((key) => (key === 'describe' ? secondKey : key));
    return [{ ...step, after, notBy: also(step.notBy), reopens: also(step.reopens) }];
  }
  return [
    { ...step, name: '著录（一录）' },
    { ...step, key: secondKey, name: '著录（二录）', after: ['describe'], notBy: ['describe'] },
  ];
});

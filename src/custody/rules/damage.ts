/** Damage and loss (6.3), disinfection (6.7-4). */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Condition } from './handover.ts';

export const damageKinds = ['damaged', 'missing'] as const;
export type DamageKind = (typeof damageKinds)[number];

export const damageKindNames: Record<DamageKind, Words> = {
  damaged: { zh: '损毁', en: 'Damaged' },
  missing: { zh: '下落不明', en: 'Missing' },
};

export const liables = ['vendor', 'archive', 'nobody'] as const;
export type Liable = (typeof liables)[number];

export const liableNames: Record<Liable, Words> = {
  vendor: { zh: '服务机构', en: 'The vendor' },
  archive: { zh: '档案部门', en: 'The archive' },
  nobody: { zh: '无人责任', en: 'Nobody' },
};

export const remedies = ['repair', 'none'] as const;
export type Remedy = (typeof remedies)[number];

export const remedyNames: Record<Remedy, Words> = {
  repair: { zh: '修复', en: 'Repair it' },
  none: { zh: '不需修复', en: 'No repair' },
};

/** reported → judged → settled; a repair may begin before it is judged who is liable. */
export const incidentStates = ['reported', 'judged', 'repairing', 'settled'] as const;
export type IncidentState = (typeof incidentStates)[number];

export const incidentStateNames: Record<IncidentState, Words> = {
  reported: { zh: '待定责', en: 'To be judged' },
  judged: { zh: '待修复', en: 'To be repaired' },
  repairing: { zh: '修复中', en: 'Being repaired' },
  settled: { zh: '已办结', en: 'Settled' },
};

export interface Incident {
  kind: DamageKind;
  judgedAt: Date | null;
  remedy: Remedy | null;
  sentAt: Date | null;
  acceptedAt: Date | null;
}

/** 6.3-2, 6.3-3: settled when it was judged, and repaired where that was judged to be needed. */
export function incidentState({ kind, judgedAt, remedy, sentAt, acceptedAt }: Incident): IncidentState {
  if (sentAt !== null && acceptedAt === null) return 'repairing';
  if (judgedAt === null) return 'reported';
  return kind === 'missing' || remedy === 'none' || acceptedAt !== null ? 'settled' : 'judged';
}

/** A judgement says what follows for whoever is liable; a thing that is missing is not repaired. */
export function refuseJudgement(
  { kind, judgedAt }: Incident,
  { liable, penalty, remedy }: { liable: Liable; penalty: string; remedy: Remedy },
): Refusal | null {
  if (judgedAt !== null) return refuse('judged-already');
  if (liable === 'vendor' && penalty === '') return refuse('penalty-needed', {}, 'input.penalty');
  return kind === 'missing' && remedy === 'repair' ? refuse('missing-repair', {}, 'input.remedy') : null;
}

/** Conditions that spread to what stands beside it (6.7-4). */
const spreading: readonly Condition[] = ['mould', 'insects'];

/** 6.7-4: out for longer than the plan lets, or mouldy or eaten: disinfected before it goes back. */
export const needsDisinfection = (
  { days, conditions }: { days: number; conditions: readonly Condition[] },
  afterDays: number,
): boolean => days >= afterDays || conditions.some((one) => spreading.includes(one));

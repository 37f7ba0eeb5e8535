/** Training before work: secrecy by the archive (保密教育, 2.5-3, 3.8-1), the trade by the vendor (上岗培训, 3.8-2). */
import type { Words } from '#/base/rules/declare.ts';
import { isWorkingRole, type Role } from '#/base/rules/roles.ts';

export const trainingKinds = ['secrecy', 'trade'] as const;
export type TrainingKind = (typeof trainingKinds)[number];

export const trainingKindNames: Record<TrainingKind, Words> = {
  secrecy: { zh: '保密教育', en: 'Secrecy education' },
  trade: { zh: '上岗培训', en: 'Training for the post' },
};

/** Days that a training for the post takes at least (DA/T 68.2). */
export const fewestTradeDays = 5;

/** Who enters which: the archive educates, the vendor trains; where the archive works itself it does both. */
export const trainers: Record<TrainingKind, readonly Role[]> = {
  secrecy: ['archiveLead', 'securityOfficer'],
  trade: ['vendorManager', 'archiveLead'],
};

/** Somebody at a training, with what came of it. */
export interface Attended {
  kind: TrainingKind;
  /** The post he was trained for; null for what is the same for all. */
  role: Role | null;
  passed: boolean;
}

/** What somebody still lacks before he may work in one of these posts; nothing where none of them is a working one. */
export function lacksTraining(attended: readonly Attended[], roles: readonly Role[]): TrainingKind[] {
  const working = roles.filter(isWorkingRole);
  if (working.length === 0) return [];
  return trainingKinds.filter(
    (kind) =>
      !attended.some(
        (one) => one.kind === kind && one.passed && (kind === 'secrecy' || working.some((mine) => mine === one.role)),
      ),
  );
}

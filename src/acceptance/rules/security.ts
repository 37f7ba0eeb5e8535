/**
 * The security acceptance (安全保密专项验收, 7.1): what is looked at, where its facts come from, and when it may pass.
 * What the machine finds against an item nobody passes over; what a room does not keep yet is entered by hand, with
 * its papers, and marked so.
 */
import type { Words } from '#/base/rules/declare.ts';
import type { ClauseId } from '#/base/rules/obligations.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';

export const securityCodes = [
  ...(['media', 'playback', 'custody', 'staff'] as const),
  ...(['disks', 'clearance', 'log', 'issues'] as const),
] as const;
export type SecurityCode = (typeof securityCodes)[number];

export interface SecurityItem {
  clause: ClauseId;
  label: Words;
  /** machine: figures come from the registers; hand: entered with at least one attachment. */
  source: 'machine' | 'hand';
}

export const securityItems: Record<SecurityCode, SecurityItem> = {
  media: {
    ...{ clause: '7.1-2', source: 'hand' },
    label: { zh: '存储、移动、备份介质移交', en: 'Storage, removable and backup media handed over' },
  },
  playback: { clause: '7.1-3', source: 'machine', label: { zh: '监控回放检查记录', en: 'Playback checks of footage' } },
  custody: { clause: '7.1-4', source: 'machine', label: { zh: '档案出入库交接记录', en: 'Originals out and back' } },
  staff: { clause: '7.1-5', source: 'machine', label: { zh: '加工人员变更记录', en: 'Changes of staff' } },
  disks: {
    ...{ clause: '7.3-1', source: 'hand' },
    label: { zh: '自带设备硬盘等介质拆除移交', en: 'Disks taken out of the vendor’s machines' },
  },
  clearance: {
    ...{ clause: '7.4-2', source: 'hand' },
    label: { zh: '设备信息留存检查与清除', en: 'Machines checked for what is left on them' },
  },
  log: { clause: '7.5-1', source: 'machine', label: { zh: '日志移交', en: 'Log handed over' } },
  issues: { clause: '2.8-2', source: 'machine', label: { zh: '问题整改销号', en: 'Issues corrected and closed' } },
};

/** What the machine knows of an item. */
export interface Finding {
  facts: { label: Words; value: string }[];
  /** Why it cannot pass now; null where nothing stands against it. */
  against: Words | null;
}

export const itemVerdicts = ['pass', 'fail'] as const;
export type ItemVerdict = (typeof itemVerdicts)[number];

export interface Judged {
  code: SecurityCode;
  verdict: ItemVerdict | null;
}

/** Whether an item may be judged so. */
export function refuseJudgement(
  code: SecurityCode,
  verdict: ItemVerdict,
  { attachments, finding }: { attachments: number; finding: Finding | null },
): Refusal | null {
  if (verdict === 'fail') return null;
  const { label, source } = securityItems[code];
  if (source === 'hand')
    return attachments > 0 ? null : refuse('item-needs-paper', { item: label }, 'input.attachments');
  if (finding?.against) return refuse('item-stands-against', { item: label, what: finding.against });
  return null;
}

/** The verdict follows from the items; nobody chooses it. Refused while one of them was not looked at. */
export function securityVerdict(
  items: readonly Judged[],
  findings: Partial<Record<SecurityCode, Finding>>,
): 'passed' | 'failed' | Refusal {
  const open = securityCodes.find((code) => (items.find((one) => one.code === code)?.verdict ?? null) === null);
  if (open) return refuse('items-open', { item: securityItems[open].label });
  const failed = securityCodes.some((code) => items.find((one) => one.code === code)?.verdict === 'fail');
  if (failed) return 'failed';
  // What has changed since somebody looked: it is to be looked at again, not passed.
  const changed = securityCodes.find((code) => findings[code]?.against);
  if (!changed) return 'passed';
  const { label } = securityItems[changed];
  return refuse('item-stands-against', { item: label, what: findings[changed]!.against! });
}

export interface Round {
  /** Null while it is under way. */
  verdict: 'passed' | 'failed' | null;
}

/**
 * 7.1-6: the overall acceptance is open only while the newest security acceptance has passed and nothing that the
 * machine knows stands against any of its items now.
 */
export function refuseOverall(
  rounds: readonly Round[],
  findings: Partial<Record<SecurityCode, Finding>>,
): Refusal | null {
  const newest = rounds.at(-1);
  if (!newest) return refuse('security-missing');
  if (newest.verdict === null) return refuse('security-under-way');
  if (newest.verdict === 'failed') return refuse('security-failed');
  const against = securityCodes.find((code) => findings[code]?.against);
  if (!against) return null;
  return refuse('security-open-again', { item: securityItems[against].label, what: findings[against]!.against! });
}

/**
 * Transfer of data (数据移交, 7.2-5): what was accepted goes over on carriers, each read from its first byte to its last,
 * and both sides sign what they hold.
 */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { BagTrouble } from '#/products/rules/bagit.ts';
import type { PackageState } from '#/products/rules/package.ts';
import { refuseUnchecked, type RunState, type RunVerdict } from './checks.ts';

export const carrierKinds = ['disk', 'ssd', 'optical', 'tape', 'online', 'other'] as const;
/** 载体类型. */
export type CarrierKind = (typeof carrierKinds)[number];

export const carrierKindNames: Record<CarrierKind, Words> = {
  disk: { zh: '移动硬盘', en: 'Hard disk' },
  ssd: { zh: '固态硬盘', en: 'Solid-state disk' },
  optical: { zh: '光盘', en: 'Optical disc' },
  tape: { zh: '磁带', en: 'Tape' },
  online: { zh: '在线', en: 'By wire' },
  other: { zh: '其他', en: 'Other' },
};

/** 载体编号: letters, digits, dot, dash and underscore; no room for what is written in an original (6.5-3). */
export const carrierLabel = /^[\p{L}\p{N}._-]{1,30}$/u;

/** 规格, as it is kept. */
export const carrierSizes = /^\d{1,5}(\.\d{1,2})? (MB|GB|TB)$/;

/** 规格 as somebody types it: `2tb` is `2 TB`; null where it is none. */
export function carrierSize(typed: string): string | null {
  const [, amount, unit] = /^(\d{1,5}(?:\.\d{1,2})?) ?([MGT]B)$/i.exec(typed.trim()) ?? [];
  return amount === undefined || unit === undefined ? null : `${amount} ${unit.toUpperCase()}`;
}

/** As it stands on paper: `移动硬盘 2 TB`. */
export const carrierText = (kind: CarrierKind, size: string | null): Words => {
  const { zh, en } = carrierKindNames[kind];
  return size === null ? { zh, en } : { zh: `${zh} ${size}`, en: `${en}, ${size}` };
};

/** A trouble of a carrier: one of a bag, or there was nothing to read at all. */
export interface CarrierTrouble {
  fault: BagTrouble['fault'] | 'not-there' | 'seal-differs';
  file: string;
}

/** So many are kept of each reading. */
export const mostTroubles = 50;

export interface CarrierStanding {
  /** 载体: as it was called when it was written. */
  target: string;
  written: 'waiting' | 'done' | 'failed';
  /** Its package. */
  number: string;
  state: PackageState;
  sampled: 'passed' | 'failed' | null;
  check: { state: RunState; verdict: RunVerdict } | undefined;
  /** The newest one; whole is null while it lasts. */
  reading: { whole: boolean | null } | null;
  /** Number of the transfer that it went over with. */
  transferred: string | null;
}

/** Why a carrier cannot go over; null where it can. 7.2: only what has passed does. */
export function refuseTransfer(one: CarrierStanding): Refusal | null {
  const { target, number, reading } = one;
  if (one.transferred !== null) return refuse('carrier-transferred', { target, transfer: one.transferred });
  if (one.written !== 'done') return refuse('carrier-not-written', { target });
  if (one.state !== 'made') return refuse('carrier-package-withdrawn', { target, number });
  if (one.sampled !== 'passed') return refuse('sample-undecided', { number });
  const unchecked = refuseUnchecked(number, one.check);
  if (unchecked) return unchecked;
  if (!reading) return refuse('carrier-unread', { target });
  if (reading.whole === null) return refuse('carrier-being-read', { target });
  return reading.whole ? null : refuse('carrier-damaged', { target });
}

/** 移交数据量, 实际容量: GB of 10⁹ bytes with three decimals, as the national form wants it. */
export const gigabytes = (bytes: bigint): string => {
  const thousandths = (bytes + 500_000n) / 1_000_000n;
  return `${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, '0')}`;
};

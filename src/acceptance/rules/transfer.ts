/**
 * Transfer of data (数据移交, 7.2-5): what was accepted goes over on carriers, each read from its first byte to its last,
 * and both sides sign what they hold.
 */
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { BagTrouble } from '#/products/rules/bagit.ts';
import type { PackageState } from '#/products/rules/package.ts';
import { refuseUnchecked, type RunState, type RunVerdict } from './checks.ts';

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

/** Entry and leaving: 4.6-3, 4.7-2 to 4.7-4, 4.8-3. */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';

/** 4.6-3, 4.8-3: what nobody takes inside; it waits in the locker. */
export const belongings = ['phone', 'camera', 'laptop', 'medium', 'wearable', 'lighter', 'food', 'other'] as const;
export type Belonging = (typeof belongings)[number];

export const belongingNames: Record<Belonging, Words> = {
  phone: { zh: '手机等通信设备', en: 'Phone' },
  camera: { zh: '照相、摄像设备', en: 'Camera' },
  laptop: { zh: '便携电脑', en: 'Portable computer' },
  medium: { zh: '移动存储介质', en: 'Removable medium' },
  wearable: { zh: '智能手表等穿戴设备', en: 'Wearable' },
  lighter: { zh: '火种', en: 'Lighter or matches' },
  food: { zh: '水、食物、香烟', en: 'Drink, food, cigarettes' },
  other: { zh: '其他私人物品', en: 'Other belongings' },
};

/** A locker as it is offered at the door. */
export interface Locker {
  id: string;
  code: string;
  name: string;
  free: boolean;
  /** He had it the last time. */
  usual: boolean;
}

/** 4.6-1: the free one he had the last time, or the first that is free. */
export const lockerToOffer = (lockers: readonly Locker[]): Locker | null => {
  const free = lockers.filter((one) => one.free);
  return free.find(({ usual }) => usual) ?? free[0] ?? null;
};

/** Somebody's stay, in instants; `left` null while he is inside. */
export interface Stay {
  entered: Date;
  left: Date | null;
}

export interface EntryFacts {
  at: Date;
  /** Of the same person or pass. */
  stays: readonly Stay[];
  deposited: readonly Belonging[];
  locker: 'none' | 'free' | 'taken' | 'unknown';
  /** Of a visitor: whether his escort is inside (4.7-4); null for a person of the roster. */
  escortInside: boolean | null;
  /** Whether the one who checks is the one who enters. */
  checksHimself: boolean;
}

/** 4.7-2: whether this entry can be true. What is refused here is never recorded as an entry. */
export function refuseEntry(facts: EntryFacts): Refusal | null {
  if (facts.checksHimself) return refuse('own-matter');
  if (facts.stays.some(({ left }) => left === null)) return refuse('visit-open');
  const over = facts.stays.find(({ entered, left }) => left !== null && entered <= facts.at && facts.at < left);
  if (over) return refuse('visit-overlaps', { from: over.entered.toISOString() });
  if (facts.escortInside === false) return refuse('escort-not-inside');
  if (facts.locker === 'unknown') return refuse('not-found', { what: '物品柜 / locker' }, 'input.lockerId');
  if (facts.locker === 'taken') return refuse('locker-taken', {}, 'input.lockerId');
  return facts.deposited.length > 0 && facts.locker === 'none' ? refuse('locker-needed', {}, 'input.lockerId') : null;
}

/** 4.7-2: nobody leaves who is not inside, or before he came, or while his visitor is still there. */
export function refuseLeaving(
  stay: Stay,
  facts: { at: Date; visitorsInside: number; checksHimself: boolean },
): Refusal | null {
  if (facts.checksHimself) return refuse('own-matter');
  if (stay.left !== null) return refuse('visit-closed');
  if (facts.at <= stay.entered) return refuse('left-before-entry');
  return facts.visitorsInside > 0 ? refuse('visitor-inside', { count: facts.visitorsInside }) : null;
}

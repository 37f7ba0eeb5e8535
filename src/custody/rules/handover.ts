/** Batches and their handovers: planned, asked for, counted by both sides, closed (6.2). */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { PartyKind, Role } from '#/base/rules/roles.ts';

/** requested → approved → out → closed; cancelled while it has not gone out. */
export const batchStates = ['requested', 'approved', 'out', 'closed', 'cancelled'] as const;
export type BatchState = (typeof batchStates)[number];

export const batchStateNames: Record<BatchState, Words> = {
  requested: { zh: '待批准', en: 'Requested' },
  approved: { zh: '待清点', en: 'To be counted' },
  out: { zh: '已调出', en: 'Out' },
  closed: { zh: '已还清', en: 'All back' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
};

/** 调出 and 归还. */
export const directions = ['out', 'return'] as const;
export type Direction = (typeof directions)[number];

export const directionNames: Record<Direction, Words> = {
  out: { zh: '调出', en: 'Out' },
  return: { zh: '归还', en: 'Return' },
};

/** 6.2-4: how an original is when it changes hands. */
export const conditions = ['intact', 'damaged', 'mould', 'insects', 'pagesMissing', 'stuck', 'faded'] as const;
export type Condition = (typeof conditions)[number];

export const conditionNames: Record<Condition, Words> = {
  intact: { zh: '完好', en: 'Intact' },
  damaged: { zh: '破损', en: 'Damaged' },
  mould: { zh: '霉变', en: 'Mould' },
  insects: { zh: '虫蛀', en: 'Insects' },
  pagesMissing: { zh: '缺页', en: 'Pages missing' },
  stuck: { zh: '粘连', en: 'Stuck together' },
  faded: { zh: '字迹褪变', en: 'Faded' },
};

/** Whose count it is (6.2-2). An authority's inspector counts for neither. */
export type Side = Exclude<PartyKind, 'authority'>;

/** An archive's keeper counts for the archive, whoever works with originals for the other side: the archive's own people too, in a 自行 project. */
export const sideOf = (roles: readonly Role[]): Side =>
  roles.some((role) => role === 'archiveLead' || role === 'archiveKeeper') ? 'archive' : 'vendor';

export const sideNames: Record<Side, Words> = {
  archive: { zh: '档案部门', en: 'Archive' },
  vendor: { zh: '服务机构', en: 'Vendor' },
};

export interface Plan {
  startsOn: string;
  endsOn: string;
  /** Originals over the whole plan, and out at one time. */
  mostTotal: number;
  mostAtOnce: number;
}

export function refusePlan({ startsOn, endsOn, mostTotal, mostAtOnce }: Plan): Refusal | null {
  if (endsOn < startsOn) return refuse('plan-dates', {}, 'input.endsOn');
  return mostAtOnce > mostTotal ? refuse('plan-amounts', {}, 'input.mostAtOnce') : null;
}

/** 6.2-1: what of a plan a batch would break; approving it then asks for a reason. */
export const planBreaches = ['early', 'late', 'total', 'atOnce'] as const;
export type PlanBreach = (typeof planBreaches)[number];

export const planBreachNames: Record<PlanBreach, Words> = {
  early: { zh: '早于计划开始日期', en: 'Before the plan begins' },
  late: { zh: '晚于计划结束日期', en: 'After the plan ends' },
  total: { zh: '超过计划总量', en: 'More than the plan’s total' },
  atOnce: { zh: '超过同时在外数量', en: 'More out at once than planned' },
};

export function breachesOf(
  plan: Plan,
  { today, count, planned, outNow }: { today: string; count: number; planned: number; outNow: number },
): PlanBreach[] {
  return planBreaches.filter(
    (breach) =>
      ({
        early: today < plan.startsOn,
        late: today > plan.endsOn,
        total: planned + count > plan.mostTotal,
        atOnce: outNow + count > plan.mostAtOnce,
      })[breach],
  );
}

/** One original of a batch, as both sides have counted it so far. */
export interface Counted {
  archive: boolean;
  vendor: boolean;
}

/** 6.2-2: nothing is handed over while one side's count differs from the other's, or from the batch. */
export function refuseDifference(originals: readonly Counted[]): Refusal | null {
  const lacking = (side: Side): number => originals.filter((one) => !one[side]).length;
  const [archive, vendor] = [lacking('archive'), lacking('vendor')];
  if (originals.length === 0) return refuse('batch-empty');
  return archive + vendor === 0 ? null : refuse('count-differs', { archive, vendor });
}

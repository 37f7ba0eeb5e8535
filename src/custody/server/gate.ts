/** The gate of 6.6: who takes something asks here first, in the transaction that takes it. */
import { startOfDay, addDays } from '#/base/rules/business-day.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { siteZone, today } from '#/base/server/site.ts';
import { namesOf } from '#/protection/server/door.ts';
import { isSettled } from '../rules/sweep.ts';
import { findDay, lastDayBefore, lockDay, openDay, openFinding, openLoss, wasOutAt } from './store/sweeps.ts';

type Day = NonNullable<Awaited<ReturnType<typeof lockDay>>>;

/**
 * The former business day on which something was taken, where it ended with originals out and nobody
 * swept (6.6-1). Only the last one can be: no day begins before the ones before it are settled.
 */
export async function unsweptDay(tx: Db | Tx, projectId: string, day: string): Promise<string | null> {
  const last = await lastDayBefore(tx, projectId, day);
  if (!last || isSettled({ closedAt: last.closed_at, excusedAt: last.excused_at })) return null;
  const end = new Date(startOfDay(addDays(last.day, 1), await siteZone(tx)));
  return (await wasOutAt(tx, projectId, end)) ? last.day : null;
}

/**
 * Today's row of a project, begun by whoever is first: held `for share` by who takes something, `for
 * update` by who sweeps, so that nothing is taken while a sweep is closed.
 */
export async function dayOfWork(
  tx: Tx,
  projectId: string,
  by: string,
  lock: 'share' | 'update',
): Promise<Day | Refusal> {
  const day = await today(tx);
  if (!(await findDay(tx, projectId, day))) {
    const unswept = await unsweptDay(tx, projectId, day);
    if (unswept !== null) return refuse('day-unswept', { day: unswept });
    await openDay(tx, projectId, day, by);
  }
  const row = await lockDay(tx, projectId, day, lock);
  if (!row) throw new Error(`no day: ${projectId} ${day}`);
  return row;
}

/**
 * Refuses what is taken after the day's sweep, after a day without one (6.6-1), or by whoever left
 * something out of its cabinet, nor is anything of that batch taken (6.6-2).
 */
export async function refuseTaking(
  tx: Tx,
  { projectId, batchId }: { projectId: string; batchId: string | null },
  personId: string,
): Promise<Refusal | null> {
  const day = await dayOfWork(tx, projectId, personId, 'share');
  if (isRefusal(day)) return day;
  if (day.closed_at !== null) return refuse('taken-after-sweep');
  // 6.6-2: calling a thing missing does not let its holder go on either.
  const loss = await openLoss(tx, personId, batchId);
  if (loss) return refuse('loss-unjudged', { number: loss.number });
  const open = await openFinding(tx, personId, batchId);
  if (!open) return null;
  const name = (await namesOf(tx, [open.holder_id])).get(open.holder_id) ?? '';
  return refuse('overnight-unexplained', { name, count: Number(open.count) });
}

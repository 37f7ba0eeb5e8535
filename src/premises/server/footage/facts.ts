/** What stands for and against deleting a camera's footage, read at one moment. */
import type { Words } from '#/base/rules/declare.ts';
import { siteZone } from '#/base/server/site.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { issuesOpen } from '#/protection/server/door.ts';
import type { Period, RetentionFacts } from '../../rules/retention.ts';
import { clockNow } from '../clock.ts';
import { holdsOn, periodOf } from '../store/footage.ts';
import { checksOf, checksUnsettled } from '../store/playback.ts';

const hourMs = 3_600_000;

/** While an issue is open, what cameras saw from a day before it was found to an hour after stays. */
export const issueHolds = async (db: Db | Tx): Promise<(Period & { reason: Words })[]> =>
  (await issuesOpen(db)).map(({ number, occurredAt }) => ({
    from: occurredAt.getTime() - 24 * hourMs,
    to: occurredAt.getTime() + hourMs,
    reason: { zh: `问题 ${number} 未销号`, en: `issue ${number} is open` },
  }));

export const retentionFacts = async (db: Db | Tx, cameraId: string, period: Period): Promise<RetentionFacts> => ({
  checks: (await checksOf(db, cameraId, period)).map((row) => ({
    ...periodOf(row),
    recordedAt: row.recorded_at.getTime(),
  })),
  holds: [
    ...(await holdsOn(db, cameraId, period)).map(periodOf),
    ...(await issueHolds(db)),
    // What a check found wrong stays until that is settled.
    ...(await checksUnsettled(db, cameraId, period)).map(periodOf),
  ],
  clock: await clockNow(db),
  timeZone: await siteZone(db),
});

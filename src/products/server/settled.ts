/** What acceptance says of a package, and what it has done with one that failed. */
import type { Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import type { Announce } from '#/base/server/jobs/announce.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { eraseJob } from '#/base/server/routes/purge.ts';
import { packageChanged } from '../rules/events.ts';
import { lockPackage, withdrawPackage } from './store/packages.ts';

/** Why a package stays as it is: its project is accepted. Null where nothing keeps it. `app` binds it. */
export type Settled = (tx: Tx, projectId: string) => Promise<Refusal | null>;

/** 抽检不合格: its units can be worked on again, and its files go. */
export async function withdrawFailed(
  tx: Tx,
  { queue, announce }: { queue: Pick<JobQueue, 'enqueue'>; announce: Announce },
  packageId: string,
  by: string,
): Promise<void> {
  const row = await lockPackage(tx, packageId);
  if (!row || row.state === 'withdrawn') return;
  for (const sha256 of await withdrawPackage(tx, packageId, { by, reason: '批次抽检不合格' }))
    await queue.enqueue(tx, eraseJob, { sha256 }, sha256);
  await announce(tx, packageChanged, packageId);
}

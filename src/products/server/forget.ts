/**
 * A package with what turns out to be classified is none any more (6.1-5, 6.5-3): its lists name titles, its books hold
 * the text. Both go, with everything that was made of that unit; what was made of others stays until it is packed anew.
 */
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { eraseJob } from '#/base/server/routes/purge.ts';
import type { LaterRoom } from '#/custody/server/door.ts';
import { forgetPackages, reasonsAbout } from './store/forget.ts';

export const productsOfRoom = (queue: Pick<JobQueue, 'enqueue'>): LaterRoom => ({
  recordsOf: reasonsAbout,
  async forget(tx, originalIds) {
    for (const sha256 of await forgetPackages(tx, originalIds)) await queue.enqueue(tx, eraseJob, { sha256 }, sha256);
  },
});

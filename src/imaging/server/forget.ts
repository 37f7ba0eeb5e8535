/** Images of what turns out to be classified: closed at once, and purged when two agreed (6.5-1, 6.5-3). */
import { z } from 'zod';
import { job, jobHandler, type JobHandler } from '#/base/server/jobs/job.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { eraseJob } from '#/base/server/routes/purge.ts';
import type { LaterRoom } from '#/custody/server/door.ts';
import { clearTextsOf, purgeImages, textsOf } from './store/forget.ts';

/** Bytes of an upload that never ended. */
export const discardJob = job({
  queue: 'imaging.upload.discard',
  payload: z.strictObject({ uploadId: z.string() }),
  retryLimit: 20,
});

export const discardHandler = ({ objects }: { objects: ObjectStore }): JobHandler =>
  jobHandler(discardJob, ({ uploadId }) => objects.discard(uploadId));

export const imagesOfRoom = (queue: Pick<JobQueue, 'enqueue'>): LaterRoom => ({
  recordsOf: textsOf,
  async forget(tx, originalIds, agreed) {
    const units = await clearTextsOf(tx, originalIds);
    if (units.length === 0 || agreed === null) return;
    const { digests, parts } = await purgeImages(tx, units, agreed);
    for (const sha256 of digests) await queue.enqueue(tx, eraseJob, { sha256 }, sha256);
    for (const uploadId of parts) await queue.enqueue(tx, discardJob, { uploadId }, uploadId);
  },
});

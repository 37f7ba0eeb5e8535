/** The bytes of footage that was deleted: gone once the deletion stands, and again after a crash. */
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { job, jobHandler } from '#/base/server/jobs/job.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { deletionsToErase, markErased, piecesToErase } from '../store/footage-keeping.ts';
import { type FootageDeps, forget } from './intake.ts';
import { assertDisk } from './marker.ts';

export const eraseFootageJob = job({
  queue: 'premises.footage.erase',
  payload: z.object({ deletionId: z.string() }),
  retryLimit: 20,
});

/** Job: removes the bytes of a deletion; entered when none is left. */
export const eraseFootageHandler = (deps: FootageDeps) =>
  jobHandler(eraseFootageJob, async ({ deletionId }, { jobId, signal, progress }) => {
    const pieces = await piecesToErase(deps.db, deletionId);
    if (pieces.length === 0) return;
    // What cannot be found on a folder without its disk is not gone.
    await assertDisk(deps);
    for (const [index, { sha256, kept_on }] of pieces.entries()) {
      signal.throwIfAborted();
      // The same bytes may have come anew, or be another camera's too: then they are needed.
      if (kept_on === 'store') await forget(deps, sha256);
      if (index % 100 === 0) await progress((index / pieces.length) * 100);
    }
    await systemAct(deps.db, systemActor('footage', jobId, null), {
      act: 'premises.footage.erase',
      subject: { type: 'footage-deletion', id: deletionId },
      async body(tx) {
        await markErased(tx, deletionId);
        return { after: { pieces: pieces.length } };
      },
    });
  });

/** Deletions whose bytes still lie there, whatever stopped them. */
export async function eraseAgain({ db }: Pick<FootageDeps, 'db'>, queue: Pick<JobQueue, 'enqueue'>): Promise<void> {
  for (const deletionId of await deletionsToErase(db))
    await db.transaction().execute((tx) => queue.enqueue(tx, eraseFootageJob, { deletionId }, deletionId));
}

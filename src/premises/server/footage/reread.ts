/** Pieces found altered or gone, read again because a footage keeper asked: what is right loses its mark (4.3-6). */
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { job, jobHandler } from '#/base/server/jobs/job.ts';
import { markSound, spoiltIn } from '../store/footage-keeping.ts';
import { problemOf } from './examine.ts';
import type { FootageDeps } from './intake.ts';
import { assertDisk } from './marker.ts';

export const rereadFootageJob = job({
  queue: 'premises.footage.reread',
  payload: z.object({ cameraId: z.string(), from: z.number(), to: z.number(), askedBy: z.string() }),
  retryLimit: 5,
});

/** Job: every piece of the period that is still marked. The ledger keeps the mark and what took it back. */
export const rereadFootageHandler = (deps: FootageDeps) =>
  jobHandler(rereadFootageJob, async ({ cameraId, from, to, askedBy }, { jobId, signal, progress }) => {
    await assertDisk(deps);
    const pieces = await spoiltIn(deps.db, cameraId, { from, to });
    for (const [index, piece] of pieces.entries()) {
      signal.throwIfAborted();
      if ((await problemOf(deps.footage, piece)) === null)
        await systemAct(deps.db, systemActor('footage', jobId, askedBy), {
          act: 'premises.footage.sound',
          subject: { type: 'footage', id: piece.id },
          async body(tx) {
            const problem = await markSound(tx, piece.id);
            return { before: { problem: piece.problem }, after: { problem, sha256: piece.sha256 } };
          },
        });
      await progress(((index + 1) / pieces.length) * 100);
    }
  });

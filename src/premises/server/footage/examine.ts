/** Footage is compared with its digests, all of it in a month, the longest not looked at first (4.3-6). */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { job, jobHandler } from '#/base/server/jobs/job.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { markExamined, markProblem, piecesToExamine } from '../store/footage-keeping.ts';
import type { FootageDeps } from './intake.ts';

const dayMs = 86_400_000;
const everyDays = 30;
/** Read in one run; the rest waits for the next. */
const bytesAtOnce = 32 * 1024 ** 3;

export const examineJob = job({ queue: 'premises.footage.examine', payload: z.object({}), retryLimit: 1 });

export const examineHandler = (deps: FootageDeps) =>
  jobHandler(examineJob, async (_, { jobId, signal }) => {
    await examineFootage(deps, jobId, { before: new Date(Date.now() - everyDays * dayMs), signal });
  });

/** Looks at what was not looked at since `before`; answers how many pieces were found spoilt. */
export async function examineFootage(
  deps: Pick<FootageDeps, 'db' | 'footage'>,
  jobId: string | null,
  { before, signal }: { before: Date; signal?: AbortSignal },
): Promise<number> {
  let left = bytesAtOnce;
  let spoilt = 0;
  for (;;) {
    const pieces = await piecesToExamine(deps.db, before, 100);
    const whole: string[] = [];
    for (const piece of pieces) {
      signal?.throwIfAborted();
      const problem = await problemOf(deps.footage, piece);
      left -= Number(piece.bytes);
      if (problem === null || problem === piece.problem) whole.push(piece.id);
      else {
        await systemAct(deps.db, systemActor('footage', jobId, null), {
          act: 'premises.footage.spoilt',
          subject: { type: 'footage', id: piece.id },
          async body(tx) {
            await markProblem(tx, piece.id, problem);
            return { after: { problem, sha256: piece.sha256 } };
          },
        });
        spoilt += 1;
      }
      if (left <= 0) break;
    }
    if (whole.length > 0) await upkeep(deps.db, 'footage.examine', (tx) => markExamined(tx, whole));
    if (left <= 0 || pieces.length < 100) return spoilt;
  }
}

async function problemOf(store: ObjectStore, { sha256 }: { sha256: string }): Promise<'gone' | 'altered' | null> {
  if ((await store.size(sha256)) === null) return 'gone';
  const hash = createHash('sha256');
  try {
    for await (const chunk of await store.get(sha256)) hash.update(chunk as Buffer);
  } catch (error) {
    // A dead sector concerns this piece only; a disk that is away concerns none of them.
    if (error instanceof Error && 'code' in error && error.code === 'EIO') return 'altered';
    throw error;
  }
  return hash.digest('hex') === sha256 ? null : 'altered';
}

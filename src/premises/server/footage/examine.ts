/**
 * Footage is compared with its digests, all of it in a month, the longest not looked at first (4.3-6). What was
 * found spoilt stays marked until a footage keeper has it read again.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db } from '#/base/server/db.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { job, jobHandler } from '#/base/server/jobs/job.ts';
import { log } from '#/base/server/log.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import type { Spoilt } from '../../rules/footage.ts';
import { markExamined, markProblem, piecesToExamine } from '../store/footage-keeping.ts';
import type { FootageDeps } from './intake.ts';
import { missingDisk } from './marker.ts';

const dayMs = 86_400_000;
const everyDays = 30;
/** Read in one run; the rest waits for the next. */
const bytesAtOnce = 32 * 1024 ** 3;

export const examineJob = job({ queue: 'premises.footage.examine', payload: z.object({}), retryLimit: 1 });

export const examineHandler = (deps: FootageDeps) =>
  jobHandler(examineJob, async (_, { jobId, signal }) => {
    await examineFootage(deps, jobId, { before: new Date(Date.now() - everyDays * dayMs), signal });
  });

export interface ExamineDeps {
  db: Db;
  config: Pick<Config, 'footageDir'>;
  footage: ObjectStore;
}

/**
 * Looks at what was not looked at since `before`; answers how many pieces were found spoilt. Nothing is looked at
 * while the disk is away: an empty folder says nothing about footage.
 */
export async function examineFootage(
  deps: ExamineDeps,
  jobId: string | null,
  { before, signal }: { before: Date; signal?: AbortSignal },
): Promise<number> {
  let left = bytesAtOnce;
  let spoilt = 0;
  for (;;) {
    if (await isAway(deps)) return spoilt;
    const pieces = await piecesToExamine(deps.db, before, 100);
    const whole: string[] = [];
    for (const piece of pieces) {
      signal?.throwIfAborted();
      const problem = await problemOf(deps.footage, piece);
      // It may have gone since the look before the hundred.
      if (problem !== null && (await isAway(deps))) return spoilt;
      left -= Number(piece.bytes);
      if (problem === null || problem === piece.problem) whole.push(piece.id);
      else {
        await markSpoilt(deps.db, jobId, piece, problem);
        spoilt += 1;
      }
      if (left <= 0) break;
    }
    if (whole.length > 0) await upkeep(deps.db, 'footage.examine', (tx) => markExamined(tx, whole));
    if (left <= 0 || pieces.length < 100) return spoilt;
  }
}

async function isAway(deps: ExamineDeps): Promise<boolean> {
  const marker = await missingDisk(deps.db, deps.config.footageDir);
  if (marker !== null) log.warn('footage is not examined: its disk is away', { marker });
  return marker !== null;
}

const markSpoilt = (db: Db, jobId: string | null, piece: { id: string; sha256: string }, problem: Spoilt) =>
  systemAct(db, systemActor('footage', jobId, null), {
    act: 'premises.footage.spoilt',
    subject: { type: 'footage', id: piece.id },
    async body(tx) {
      await markProblem(tx, piece.id, problem);
      return { after: { problem, sha256: piece.sha256 } };
    },
  });

export async function problemOf(store: ObjectStore, { sha256 }: { sha256: string }): Promise<Spoilt | null> {
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

/** Takes exported files from the inbox into the footage store (4.3-6). */
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { systemAct } from '#/base/server/door/system.ts';
import type { Apart } from '#/base/server/jobs/apart.ts';
import { job, type JobContext, jobHandler } from '#/base/server/jobs/job.ts';
import type { ObjectStore, StoredObject } from '#/base/server/objects/store.ts';
import { insertPieces, isContentNeeded, lockContent, piecesOfContent, takeFromMedium } from '../store/footage.ts';
import { filesWaiting, findIntake, settleFile } from '../store/footage-keeping.ts';
import { openIn, pathIn, removeFrom, statIn } from './inbox.ts';
import type { Probed } from './probe.ts';
import { openProbing, probeApart } from './probing.ts';

export interface FootageDeps {
  db: Db;
  config: Config;
  /** Where pieces are kept: `<footageDir>/pieces`. */
  footage: ObjectStore;
}

export const intakeJob = job({
  queue: 'premises.footage.intake',
  payload: z.object({ intakeId: z.string() }),
  retryLimit: 5,
});

const intakeOutcomes = ['not-in-inbox', 'empty', 'changing', 'length-unknown', 'already-kept', 'in-future'] as const;
/** A file that was written to within so long is still being copied, milliseconds. */
const settledAfter = 3_000;

type Outcome = (typeof intakeOutcomes)[number];

type Waiting = Awaited<ReturnType<typeof filesWaiting>>[number];
type Intake = NonNullable<Awaited<ReturnType<typeof findIntake>>>;

/** Job: every file of an import that still waits. Run twice, it goes on where it stopped. */
export const intakeHandler = (deps: FootageDeps) =>
  jobHandler(intakeJob, async ({ intakeId }, context) => {
    const intake = await findIntake(deps.db, intakeId);
    if (!intake) return;
    await using probing = openProbing();
    const files = await filesWaiting(deps.db, intakeId);
    for (const [index, file] of files.entries()) {
      context.signal.throwIfAborted();
      await takeIn(deps, probing, intake, file, context);
      await context.progress(((index + 1) / files.length) * 100);
    }
  });

async function takeIn(
  deps: FootageDeps,
  probing: Apart,
  intake: Intake,
  file: Waiting,
  context: JobContext,
): Promise<void> {
  const { footageDir } = deps.config;
  const before = await statIn(footageDir, file.name);
  if (!before) return settle(deps, intake, file, context, 'not-in-inbox');
  if (before.size === 0) return settle(deps, intake, file, context, 'empty');
  // Somebody is still copying it there.
  if (Date.now() - before.mtimeMs < settledAfter) return settle(deps, intake, file, context, 'changing');
  const probed = await probeApart(probing, pathIn(footageDir, file.name), context);
  // Written whole and hashed, then entered: a crash between leaves bytes that nobody names, and the next run of
  // the job puts the same bytes in their place.
  const stored = await putFile(deps, file.name);
  const after = await statIn(footageDir, file.name);
  if (after?.size !== before.size || after.mtimeMs !== before.mtimeMs || after.ino !== before.ino) {
    await forget(deps, stored.sha256);
    return settle(deps, intake, file, context, 'changing');
  }
  const taken = await systemAct<Outcome | null>(deps.db, systemActor('footage', context.jobId, intake.requested_by), {
    act: 'premises.footage.take',
    subject: { type: 'camera', id: intake.camera_id },
    async body(tx) {
      await lockContent(tx, stored.sha256);
      // Footage with the same bytes may just have been erased: the job puts them again.
      if ((await deps.footage.size(stored.sha256)) === null) throw new Error('the bytes have gone');
      const outcome = await enter(tx, intake, file, stored, probed);
      const { sha256, sm3, bytes } = stored;
      return { value: outcome, after: { intakeId: intake.id, sha256, sm3, bytes, outcome, problem: probed.problem } };
    },
  });
  // What is kept already needs no second copy in the inbox: a crash may have left it there.
  if (taken === null || taken === 'already-kept') await removeFrom(footageDir, file.name);
  else await forget(deps, stored.sha256);
}

/** Takes bytes away that no piece needs, of whichever camera; nobody enters them meanwhile. */
export const forget = ({ db, footage }: Pick<FootageDeps, 'db' | 'footage'>, sha256: string): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await lockContent(tx, sha256);
    if (!(await isContentNeeded(tx, sha256))) await footage.remove(sha256);
  });

async function putFile(deps: FootageDeps, name: string): Promise<StoredObject> {
  await using file = await openIn(deps.config.footageDir, name);
  return await deps.footage.put(file.createReadStream({ autoClose: false }));
}

/** Null when the file became a piece. */
async function enter(
  tx: Tx,
  intake: Intake,
  file: Waiting,
  stored: StoredObject,
  probed: Probed,
): Promise<Outcome | null> {
  const failed = async (outcome: Outcome): Promise<Outcome> => {
    await settleFile(tx, { intakeId: intake.id, name: file.name }, { state: 'failed', outcome });
    return outcome;
  };
  const from = file.from_at.getTime();
  const to = file.to_at?.getTime() ?? from + probed.playableMs;
  if (to <= from) return failed('length-unknown');
  if (to > Date.now()) return failed('in-future');
  const same = await piecesOfContent(tx, intake.camera_id, stored.sha256);
  const known =
    same.find((piece) => piece.from_at.getTime() === from) ?? same.find((piece) => piece.kept_on === 'medium');
  if (known?.kept_on === 'store') return failed('already-kept');
  let footageId = known?.id ?? '';
  if (known) await takeFromMedium(tx, known.id, { sm3: stored.sm3, bytes: stored.bytes, probed });
  else
    [footageId = ''] = await insertPieces(tx, [
      {
        ...{ cameraId: intake.camera_id, from, to, origin: 'imported' as const, keptOn: 'store' as const },
        // Made by another clock: its age is what its recorder says.
        ...{ countsFrom: to, handoverId: null, fileName: file.name, ...stored, probed },
        registeredBy: intake.requested_by,
      },
    ]);
  await settleFile(tx, { intakeId: intake.id, name: file.name }, { state: 'taken', footageId });
  return null;
}

const settle = async (
  deps: FootageDeps,
  intake: Intake,
  file: Waiting,
  { jobId }: JobContext,
  outcome: Outcome,
): Promise<void> => {
  await systemAct(deps.db, systemActor('footage', jobId, intake.requested_by), {
    act: 'premises.footage.take',
    subject: { type: 'camera', id: intake.camera_id },
    async body(tx) {
      await settleFile(tx, { intakeId: intake.id, name: file.name }, { state: 'failed', outcome });
      return { after: { intakeId: intake.id, outcome } };
    },
  });
};

/** Takes exported files from the inbox into the footage store (4.3-6). */
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { NothingToEnter, systemAct } from '#/base/server/door/system.ts';
import type { Apart } from '#/base/server/jobs/apart.ts';
import { job, type JobContext, jobHandler } from '#/base/server/jobs/job.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import type { ObjectStore, StoredObject } from '#/base/server/objects/store.ts';
import { insertPieces, isContentNeeded, lockContent, piecesOfContent, takeFromMedium } from '../store/footage.ts';
import { filesWaiting, findIntake, intakesWaiting, lockFile, settleFile } from '../store/footage-keeping.ts';
import {
  type Aside,
  clearAside,
  digestOfAside,
  importsAside,
  isUnchanged,
  listAside,
  moveAside,
  openAside,
  putBack,
  removeAside,
} from './inbox.ts';
import type { IntakeOutcome } from '../../rules/footage.ts';
import { assertDisk } from './marker.ts';
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

/** A file that was written to within so long is still being copied, milliseconds. */
const settledAfter = 3_000;

type Waiting = Awaited<ReturnType<typeof filesWaiting>>[number];
type Intake = NonNullable<Awaited<ReturnType<typeof findIntake>>>;

/** Job: every file of an import that still waits. Run twice, it goes on where it stopped. */
export const intakeHandler = (deps: FootageDeps) =>
  jobHandler(intakeJob, async ({ intakeId }, context) => {
    const intake = await findIntake(deps.db, intakeId);
    if (!intake) return;
    await assertDisk(deps);
    await using probing = openProbing();
    const files = await filesWaiting(deps.db, intakeId);
    for (const [index, file] of files.entries()) {
      context.signal.throwIfAborted();
      await takeIn(deps, probing, intake, file, context);
      await context.progress(((index + 1) / files.length) * 100);
    }
    await finishAside(deps, intakeId);
  });

/** Imports that stopped, by a crash or because the disk was away, go on; what lies aside for none goes back into the inbox. */
export async function takeUpAgain(
  { db, config: { footageDir } }: Pick<FootageDeps, 'db' | 'config'>,
  queue: Pick<JobQueue, 'enqueue'>,
): Promise<void> {
  const goesOn = (intakeId: string) =>
    db.transaction().execute((tx) => queue.enqueue(tx, intakeJob, { intakeId }, intakeId));
  const waiting = await intakesWaiting(db);
  for (const intakeId of waiting) await goesOn(intakeId);
  for (const intakeId of await importsAside(footageDir)) {
    if (waiting.includes(intakeId)) continue;
    if (await findIntake(db, intakeId)) {
      await goesOn(intakeId);
      continue;
    }
    for (const aside of await listAside(footageDir, intakeId)) await putBack(footageDir, aside);
    await clearAside(footageDir, intakeId);
  }
}

/** Takes away what was taken in, and puts back what was not: a crash may have come between entry and file. */
async function finishAside({ db, config: { footageDir } }: FootageDeps, intakeId: string): Promise<void> {
  for (const aside of await listAside(footageDir, intakeId)) {
    const file = await db.transaction().execute((tx) => lockFile(tx, intakeId, aside.name));
    if (file?.state === 'waiting') continue;
    // Never unread: only the very bytes that the register names.
    if (file?.sha256 && (await digestOfAside(aside)) === file.sha256) await removeAside(aside);
    else await putBack(footageDir, aside);
  }
  await clearAside(footageDir, intakeId);
}

async function takeIn(
  deps: FootageDeps,
  probing: Apart,
  intake: Intake,
  file: Waiting,
  context: JobContext,
): Promise<void> {
  const { footageDir } = deps.config;
  const aside = await moveAside(footageDir, intake.id, file.name);
  if (typeof aside === 'string') return settle(deps, intake, file, context, aside);
  const giveBack = async (outcome: IntakeOutcome): Promise<void> => {
    await settle(deps, intake, file, context, outcome);
    await putBack(footageDir, aside);
  };
  if (aside.stat.size === 0) return giveBack('empty');
  // Somebody is still copying it there.
  if (Date.now() - aside.stat.mtimeMs < settledAfter) return giveBack('changing');
  const probed = await probeApart(probing, aside.path, context);
  // Written whole and hashed, then entered: a crash between leaves bytes that nobody names, and the next run of
  // the job puts the same bytes in their place.
  const stored = await putFile(deps, aside);
  if (!(await isUnchanged(aside))) {
    await forget(deps, stored.sha256);
    return giveBack('changing');
  }
  const taken = await entering(deps, intake, file, context, async (tx) => {
    await lockContent(tx, stored.sha256);
    // Footage with the same bytes may just have been erased: the job puts them again.
    if ((await deps.footage.size(stored.sha256)) === null) throw new Error('the bytes have gone');
    const outcome = await enter(tx, intake, file, stored, probed);
    const { sha256, sm3, bytes } = stored;
    return { value: outcome, after: { intakeId: intake.id, sha256, sm3, bytes, outcome, problem: probed.problem } };
  });
  // What another run settled, `finishAside` looks after.
  if (taken === 'settled') return;
  // What is kept already needs no second copy in the inbox.
  if (taken === null || taken === 'already-kept') return removeAside(aside);
  await forget(deps, stored.sha256);
  await putBack(footageDir, aside);
}

/** One entry that settles a file; none when another run of the job has done so. */
async function entering(
  deps: FootageDeps,
  intake: Intake,
  file: Waiting,
  { jobId }: JobContext,
  body: (tx: Tx) => Promise<{ value: IntakeOutcome | null; after: object }>,
): Promise<IntakeOutcome | 'settled' | null> {
  const value = await systemAct<IntakeOutcome | null>(deps.db, systemActor('footage', jobId, intake.requested_by), {
    act: 'premises.footage.take',
    subject: { type: 'camera', id: intake.camera_id },
    async body(tx) {
      if ((await lockFile(tx, intake.id, file.name))?.state !== 'waiting') throw new NothingToEnter();
      return body(tx);
    },
  });
  return value === undefined ? 'settled' : value;
}

/** Takes bytes away that no piece needs, of whichever camera; nobody enters them meanwhile. */
export const forget = ({ db, footage }: Pick<FootageDeps, 'db' | 'footage'>, sha256: string): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await lockContent(tx, sha256);
    if (!(await isContentNeeded(tx, sha256))) await footage.remove(sha256);
  });

async function putFile(deps: FootageDeps, aside: Aside): Promise<StoredObject> {
  await using file = await openAside(aside);
  return await deps.footage.put(file.createReadStream({ autoClose: false }));
}

/** Null when the file became a piece. */
async function enter(
  tx: Tx,
  intake: Intake,
  file: Waiting,
  stored: StoredObject,
  probed: Probed,
): Promise<IntakeOutcome | null> {
  const failed = async (outcome: IntakeOutcome): Promise<IntakeOutcome> => {
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

async function settle(
  deps: FootageDeps,
  intake: Intake,
  file: Waiting,
  context: JobContext,
  outcome: IntakeOutcome,
): Promise<void> {
  await entering(deps, intake, file, context, async (tx) => {
    await settleFile(tx, { intakeId: intake.id, name: file.name }, { state: 'failed', outcome });
    return { value: outcome, after: { intakeId: intake.id, outcome } };
  });
}

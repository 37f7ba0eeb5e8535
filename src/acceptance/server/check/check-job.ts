/**
 * Reads a package from its first byte to its last (7.2, DA/T 70-2018). Nothing is held while it reads: what it found is
 * entered at the end, in one transaction, by a run that is still under way. Ended in between, it begins again.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db } from '#/base/server/db.ts';
import { NothingToEnter, systemAct } from '#/base/server/door/system.ts';
import { job, type JobContext, jobHandler, type JobHandler } from '#/base/server/jobs/job.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { listedEntries } from '#/description/server/door.ts';
import { allFiles, findPackage, lockPackage, type PackageRow, unitsOfPackage } from '#/products/server/door.ts';
import { runVerdict } from '../../rules/checks.ts';
import { endRun, findRun, lockRun, type RunRow } from '../store/checks.ts';
import { lookAtBag, lookAtCounts } from './bag.ts';
import { lookAtBooks } from './books.ts';
import { lookAtEntries, lookAtUnits } from './entries.ts';
import { lookAtImages } from './images.ts';
import { layOut } from './layout.ts';
import { lookAtLists } from './lists.ts';
import { type Found, Tally } from './tally.ts';

export const checkJob = job({
  queue: 'acceptance.check.run',
  payload: z.strictObject({ runId: z.string() }),
  retryLimit: 20,
});

export interface CheckDeps {
  db: Db;
  config: Pick<Config, 'dataDir'>;
  objects: Pick<ObjectStore, 'path'>;
}

export const checkHandler = (deps: CheckDeps): JobHandler =>
  jobHandler(checkJob, async ({ runId }, context) => {
    const run = await findRun(deps.db, runId);
    if (run?.state !== 'running') return;
    const row = await findPackage(deps.db, run.package_id);
    if (row?.state !== 'made') {
      // Of a try that was ended: bytes that are to go must not stay by another name (6.5-3).
      await rm(folderOf(deps, run), { recursive: true, force: true });
      return enter(deps, run, null, context);
    }
    const examined = await examine(deps, { run, row }, context);
    // Another worker may have been given the job meanwhile, and the folder with it: what was read then is worth nothing.
    context.signal.throwIfAborted();
    await enter(deps, run, examined, context);
  });

const folderOf = ({ config }: Pick<CheckDeps, 'config'>, { id }: RunRow): string => join(config.dataDir, 'checks', id);

interface Examined {
  files: number;
  units: number;
  results: Found[];
}

async function examine(
  { db, config, objects }: CheckDeps,
  { run, row }: { run: RunRow; row: PackageRow },
  { signal, progress }: JobContext,
): Promise<Examined> {
  const tally = new Tally();
  const [units, files] = [await unitsOfPackage(db, row.id), await allFiles(db, row.id)];
  const entries = await listedEntries(
    db,
    units.map(({ original_id: id }) => id),
  );
  await using layout = await layOut(objects, { folder: folderOf({ config }, run), files, signal });
  const subject = { db, tally, row, units, files, entries, folder: layout.folder, missing: layout.missing, signal };
  await progress(5);
  await lookAtBag(subject);
  await progress(35);
  await lookAtEntries(subject);
  const delivered = await lookAtUnits(subject);
  lookAtCounts(subject, new Map([...delivered].map(([id, pages]) => [id, pages.length])));
  await progress(45);
  const rows = await lookAtLists(subject);
  await progress(55);
  await lookAtImages(subject, rows);
  await progress(90);
  await lookAtBooks(subject);
  return { files: files.length, units: units.length, results: tally.results() };
}

/** Null: the package is withdrawn, and with it the run. */
async function enter({ db }: CheckDeps, run: RunRow, examined: Examined | null, { jobId }: JobContext): Promise<void> {
  await systemAct(db, systemActor('acceptance', jobId, run.started_by), {
    act: 'acceptance.check.finish',
    subject: { type: 'checkRun', id: run.id },
    async body(tx) {
      const held = await lockPackage(tx, run.package_id);
      if ((await lockRun(tx, run.id))?.state !== 'running') throw new NothingToEnter();
      // Withdrawn while it was read: of what is no product any more nothing is said.
      const whole = held?.state === 'made' && held.seal === run.seal ? examined : null;
      await endRun(tx, run.id, whole);
      const common = { number: run.number, round: run.round };
      if (!whole) return { after: { ...common, state: 'stopped' } };
      const { files, units, results } = whole;
      const verdict = runVerdict(results.map(({ code, result }) => ({ code, result, answer: null })));
      const told = Object.fromEntries(
        results.map(({ code, result, examined: n, failed }) => [code, `${result} ${failed}/${n}`]),
      );
      return { after: { ...common, state: 'examined', verdict, files, units, seal: run.seal, results: told } };
    },
  });
}

/**
 * Makes what was sealed: unit by unit, then the lists, then what makes it a bag. It may be ended at any moment: files
 * are in the store whole or not at all, rows name them when they are there, and what is made once more is the same bytes.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Db } from '#/base/server/db.ts';
import { NothingToEnter, systemAct } from '#/base/server/door/system.ts';
import { job, type JobContext, jobHandler, type JobHandler } from '#/base/server/jobs/job.ts';
import type { Announce } from '#/base/server/jobs/announce.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { deliveredLines } from '#/imaging/server/door.ts';
import { productVersion } from '../../rules/producer.ts';
import { inputOf, stoppedUnits } from '../input.ts';
import {
  failPackage,
  findPackage,
  insertFiles,
  lockPackage,
  markMade,
  type PackageRow,
  type PackedUnit,
  unitsOfPackage,
} from '../store/packages.ts';
import { srgbProfile } from './facts.ts';
import { finish } from './finish.ts';
import { makeVolume } from './volume.ts';

export const makeJob = job({
  queue: 'products.package.make',
  payload: z.strictObject({ packageId: z.string() }),
  retryLimit: 50,
});

export interface MakeDeps {
  db: Db;
  objects: ObjectStore;
  announce: Announce;
}

export const makeHandler = (deps: MakeDeps): JobHandler =>
  jobHandler(makeJob, async ({ packageId }, context) => {
    const row = await findPackage(deps.db, packageId);
    if (row?.state !== 'sealed') return;
    const units = await unitsOfPackage(deps.db, packageId);
    let done = units.filter(({ made }) => made).length;
    for (const unit of units.filter(({ made }) => !made)) {
      context.signal.throwIfAborted();
      const refused = await makeUnit(deps, row, unit, context);
      if (refused) return fail(deps, row, refused, context);
      done += 1;
      await context.progress(Math.floor((done * 95) / units.length));
    }
    await finish(deps, row, context);
  });

async function makeUnit(
  { db, objects }: MakeDeps,
  row: PackageRow,
  unit: PackedUnit,
  { jobId }: JobContext,
): Promise<Refusal | null> {
  const input = await inputOf(db, unit);
  const { code } = unit;
  if (input.digest !== unit.input) return refuse('changed-since-sealing', { code });
  const lines = await deliveredLines(db, unit.id, input.specification.delivered);
  const files = await makeVolume(objects, {
    ...{ unitId: unit.id, code, fonds: unit.fonds_code, naming: input.specification.naming },
    ...{ pages: input.pages, lines, entries: input.entries, pdf: row.pdf, ofd: row.ofd },
    ...{ at: row.sealed_at, producer: productVersion, srgb: await srgbProfile() },
  });
  if (isRefusal(files)) return files;
  await systemAct(db, systemActor('products', jobId, row.sealed_by), {
    act: 'products.volume.make',
    subject: { type: 'unit', id: unit.id },
    async body(tx) {
      // 6.5-1: of what is halted nothing is made.
      const stopped = (await stoppedUnits(tx, [unit.original_id])).get(unit.original_id);
      if (stopped || !(await markMade(tx, row.id, unit.id))) throw new NothingToEnter();
      await insertFiles(tx, objects, row.id, files);
      const digest = createHash('sha256');
      for (const { path, sha256 } of files) digest.update(`${sha256}  ${path}\n`);
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      return {
        after: { package: row.number, code, files: files.length, bytes: String(bytes), digest: digest.digest('hex') },
      };
    },
  });
  return null;
}

async function fail({ db }: MakeDeps, row: PackageRow, refused: Refusal, { jobId }: JobContext): Promise<void> {
  await systemAct(db, systemActor('products', jobId, row.sealed_by), {
    act: 'products.package.fail',
    subject: { type: 'package', id: row.id },
    async body(tx) {
      if ((await lockPackage(tx, row.id))?.state !== 'sealed') throw new NothingToEnter();
      await failPackage(tx, row.id, refused);
      return { after: { number: row.number, code: refused.code, params: refused.params } };
    },
  });
}

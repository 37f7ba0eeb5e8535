/**
 * Writes a package to a carrier: beside first, read again there file by file, then put in place; only then is the copy
 * entered (2.8-4). What the store gives is hashed on its way: a damaged file never leaves.
 */
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, rmSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db } from '#/base/server/db.ts';
import { NothingToEnter, systemAct } from '#/base/server/door/system.ts';
import { beginExport, folderOf, putInPlace } from '#/base/server/exports.ts';
import { job, type JobContext, jobHandler, type JobHandler } from '#/base/server/jobs/job.ts';
import { syncFolder } from '#/base/server/objects/files.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { verifyBag } from './bag/verify.ts';
import { findCarrier, finishCarrier } from './store/carriers.ts';
import { allFiles, lockPackage } from './store/packages.ts';

export const carrierJob = job({
  queue: 'products.package.carry',
  payload: z.strictObject({ carrierId: z.string() }),
  retryLimit: 5,
});

export interface CarrierDeps {
  db: Db;
  config: Config;
  objects: ObjectStore;
}

type Carrier = NonNullable<Awaited<ReturnType<typeof findCarrier>>>;

export const carrierHandler = (deps: CarrierDeps): JobHandler =>
  jobHandler(carrierJob, async ({ carrierId }, context) => {
    const row = await findCarrier(deps.db, carrierId);
    if (row?.state !== 'waiting') return;
    if (row.package_state !== 'made') return enter(deps, row, null, context);
    const { dataDir } = deps.config;
    // In place already: it was ended between the writing and the entry, or somebody else put it there.
    const own = !existsSync(folderOf(dataDir, row.target));
    if (own) {
      const outgoing = await beginExport(dataDir, row.target);
      try {
        await writeBag(deps, row, outgoing.partial, context);
        putInPlace(dataDir, outgoing);
      } catch (error) {
        await outgoing.discard();
        throw error;
      }
    }
    const folder = folderOf(dataDir, row.target);
    const { valid, files, bytes, seal, troubles } = await verifyBag(folder, context.signal);
    const whole = valid && seal !== null && seal === row.package_seal;
    if (!whole) {
      if (own) rmSync(folder, { recursive: true, force: true });
      await enter(deps, row, null, context);
      throw new Error(`the carrier does not hold what was written: ${JSON.stringify(troubles.slice(0, 5))}`);
    }
    await enter(deps, row, { files, bytes, seal }, context);
  });

async function writeBag(
  { db, objects }: CarrierDeps,
  row: Carrier,
  folder: string,
  { signal, progress }: JobContext,
): Promise<void> {
  const files = await allFiles(db, row.package_id);
  const folders = new Set([folder]);
  for (const [at, { path, sha256 }] of files.entries()) {
    signal.throwIfAborted();
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    folders.add(dirname(target));
    await copyHashed(objects, sha256, target);
    if (at % 100 === 0) await progress(Math.floor((at * 90) / files.length));
  }
  for (const one of folders) await syncFolder(one);
}

async function copyHashed(objects: ObjectStore, sha256: string, target: string): Promise<void> {
  const hash = createHash('sha256');
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      next(null, chunk);
    },
  });
  await pipeline(await objects.get(sha256), measured, createWriteStream(target, { flags: 'wx', mode: 0o600 }));
  if (hash.digest('hex') !== sha256) throw new Error(`damaged in the store: ${sha256}`);
  const file = await open(target, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function enter(
  { db }: CarrierDeps,
  row: Carrier,
  written: { files: number; bytes: number; seal: string } | null,
  { jobId }: JobContext,
): Promise<void> {
  await systemAct(db, systemActor('products', jobId, row.requested_by), {
    act: 'products.package.carry',
    subject: { type: 'package', id: row.package_id },
    async body(tx) {
      await lockPackage(tx, row.package_id);
      if (!(await finishCarrier(tx, row.id, written))) throw new NothingToEnter();
      const common = { number: row.number, target: row.target };
      if (!written) return { after: { ...common, state: 'failed' } };
      const { files, bytes, seal } = written;
      const who = { requestedBy: row.requested_by, approvedBy: row.approved_by };
      return {
        after: { ...common, files, seal },
        copy: { sha256: seal, bytes: BigInt(bytes), target: row.target, purpose: row.purpose, ...who },
      };
    },
  });
}

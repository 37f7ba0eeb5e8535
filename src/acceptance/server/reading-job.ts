/**
 * Reads a carrier as it lies there, from its first byte to its last (7.2-3), and holds it against the seal of its package.
 * What it finds is entered at the end; ended in between, it begins again.
 */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db } from '#/base/server/db.ts';
import { NothingToEnter, systemAct } from '#/base/server/door/system.ts';
import { folderOf } from '#/base/server/exports.ts';
import { job, type JobContext, jobHandler, type JobHandler } from '#/base/server/jobs/job.ts';
import { verifyBag } from '#/products/server/door.ts';
import { type CarrierTrouble, mostTroubles } from '../rules/transfer.ts';
import { endReading, findReading, lockReading, type Read } from './store/transfer.ts';

export const readingJob = job({
  queue: 'acceptance.carrier.read',
  payload: z.strictObject({ readingId: z.string() }),
  retryLimit: 20,
});

export interface ReadingDeps {
  db: Db;
  config: Pick<Config, 'dataDir'>;
}

export const readingHandler = ({ db, config }: ReadingDeps): JobHandler =>
  jobHandler(readingJob, async ({ readingId }, { jobId, signal }: JobContext) => {
    const row = await findReading(db, readingId);
    if (!row || row.whole !== null) return;
    const read = await readCarrier(folderOf(config.dataDir, row.target), row.package_seal, signal);
    signal.throwIfAborted();
    await systemAct(db, systemActor('acceptance', jobId, row.started_by), {
      act: 'acceptance.carrier.finish',
      subject: { type: 'packageCarrier', id: row.carrier_id },
      async body(tx) {
        if ((await lockReading(tx, row.id))?.whole !== null) throw new NothingToEnter();
        await endReading(tx, row.id, read);
        const { whole, files, bytes, seal, troubled } = read;
        return { after: { target: row.target, package: row.number, whole, files, bytes, seal, troubled } };
      },
    });
  });

const nothing = { whole: false, files: 0, bytes: 0, seal: null };

/** A package that was withdrawn keeps its seal: what lies there is told all the same. */
async function readCarrier(folder: string, expected: string | null, signal: AbortSignal): Promise<Read> {
  if (!existsSync(folder)) return { ...nothing, troubles: [{ fault: 'not-there', file: '.' }], troubled: 1 };
  const verdict = await verifyBag(folder, signal).catch(() => null);
  signal.throwIfAborted();
  // Not even its lists can be read.
  if (!verdict) return { ...nothing, troubles: [{ fault: 'unreadable', file: '.' }], troubled: 1 };
  const { all, seal } = verdict;
  const found: CarrierTrouble[] = verdict.troubles
    .filter(({ warning }) => !warning)
    .map(({ fault, file }) => ({ fault, file }));
  found.push(...verdict.strangers.map((file) => ({ fault: 'unlisted' as const, file })));
  if (seal === null || seal !== expected) found.push({ fault: 'seal-differs', file: 'tagmanifest-sha256.txt' });
  const whole = found.length === 0;
  return { whole, ...all, seal, troubles: found.slice(0, mostTroubles), troubled: found.length };
}

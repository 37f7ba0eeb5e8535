/**
 * Pages are treated by a worker: what was ordered becomes a derivative, or is told to be good as it is (5.6, DA/T
 * 31-2017 §10). Which pages wait is told by their rows alone: a job is only the bell.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { NothingToEnter, systemAct } from '#/base/server/door/system.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { Apart, ApartError } from '#/base/server/jobs/apart.ts';
import { job, jobHandler, type JobHandler } from '#/base/server/jobs/job.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { refuseAtWork } from '#/custody/server/door.ts';
import { findSpecification } from '#/engagement/server/door.ts';
import type { Specification } from '#/engagement/rules/specification.ts';
import { mostTries } from '../../rules/capture.ts';
import { checkHeader, checkPixels, thresholdsOf } from '../../rules/checks.ts';
import { limitsAfter } from '../../rules/treatment.ts';
import { type Hands, inHandSeconds, workInHand } from '../in-hand.ts';
import { lockUnitOf } from '../store/slots.ts';
import {
  failTreatment,
  findTreatment,
  holdTreatments,
  letGoTreatment,
  type NewDerivative,
  storeTreatment,
  takeTreatments,
  treatmentWaits,
  type TreatedPicture,
} from '../store/treatments.ts';
import type { Derived, DeriveOrder } from './derive.ts';

export const treatJob = job({ queue: 'imaging.page.treat', payload: z.strictObject({}), retryLimit: 50 });

export interface TreatDeps {
  db: Db;
  objects: ObjectStore;
}

/** The bell once more for what waits although nobody has it. */
export async function ringForTreatment(db: Db, queue: Pick<JobQueue, 'enqueue'>): Promise<void> {
  if (await treatmentWaits(db)) await db.transaction().execute((tx) => queue.enqueue(tx, treatJob, {}, 'one'));
}

export function treatHandler(deps: TreatDeps): JobHandler {
  // Kept from job to job: to begin a process takes longer than a page. Idle, each ends by itself; so it does with us.
  const free: Apart[] = [];
  return jobHandler(treatJob, (_payload, { jobId, signal }) =>
    workInHand(new Treating(deps, free, jobId, signal), signal),
  );
}

type Waiting = Awaited<ReturnType<typeof takeTreatments>>[number];

const file = join(import.meta.dirname, 'derive-work.ts');
/** A page takes a second; one of A0 some more. */
const pageSeconds = 120;

class Treating implements Hands<Waiting> {
  readonly atOnce = availableParallelism();
  readonly #deps: TreatDeps;
  readonly #jobId: string;
  readonly #stop: AbortSignal;
  readonly #free: Apart[];

  constructor(deps: TreatDeps, free: Apart[], jobId: string, stop: AbortSignal) {
    this.#deps = deps;
    this.#free = free;
    this.#jobId = jobId;
    this.#stop = stop;
  }

  take(room: number): Promise<Waiting[]> {
    return upkeep(this.#deps.db, 'image.hand', (tx) => takeTreatments(tx, room, inHandSeconds));
  }

  keep(ids: readonly string[]): Promise<unknown> {
    return upkeep(this.#deps.db, 'image.hand', (tx) => holdTreatments(tx, ids, inHandSeconds));
  }

  async work(row: Waiting): Promise<void> {
    const { db } = this.#deps;
    const specification = await findSpecification(db, row.specification_id);
    const derived = row.tries > mostTries ? null : await this.#derive(row, specification);
    // Its process was ended: at once once more, but not for ever.
    if (derived === 'ended') return void (await upkeep(db, 'image.hand', (tx) => letGoTreatment(tx, row.id, true)));
    const made = derived && (await this.#store(derived, specification));
    await systemAct(db, systemActor('imaging', this.#jobId, row.ordered_by), {
      act: 'imaging.page.treat',
      subject: { type: 'unit', id: row.unit_id },
      body: async (tx) => ({ after: await enter(tx, row, made) }),
    });
  }

  giveBack(id: string): Promise<unknown> {
    return upkeep(this.#deps.db, 'image.hand', (tx) => letGoTreatment(tx, id, false));
  }

  /** Null when it cannot be treated. */
  async #derive({ sha256, page, asked }: Waiting, spec: Specification): Promise<Derived | 'ended' | null> {
    const hand = this.#free.pop() ?? new Apart(file, { heapMiB: 1024, idleMs: 60_000 });
    const { format, compression, quality, cropMargin } = spec;
    const path = await this.#deps.objects.path(sha256);
    const order: DeriveOrder = { path, page, order: asked, spec: { format, compression, quality, cropMargin } };
    try {
      const signal = AbortSignal.any([this.#stop, AbortSignal.timeout(pageSeconds * 1000)]);
      return (await hand.run(order, { signal, progress: () => Promise.resolve() })) as Derived;
    } catch (error) {
      // The worker stops: somebody else goes on with it.
      this.#stop.throwIfAborted();
      if (error instanceof ApartError && error.name === 'ProcessDied') return 'ended';
      if (error instanceof ApartError || (error instanceof DOMException && error.name === 'TimeoutError')) return null;
      throw error;
    } finally {
      this.#free.push(hand);
    }
  }

  /** Bytes lie in the store before the rows that name them. */
  async #store({ done, measures, header, file: made }: Derived, spec: Specification): Promise<NewDerivative> {
    const limits = limitsAfter(thresholdsOf(spec), done.margin);
    const outcomes = [
      ...(made ? checkHeader({ format: spec.format === 'jpeg' ? 'jpeg' : 'tiff' }, made.header, spec) : []),
      ...checkPixels(measures, made?.header ?? header, limits),
    ];
    const common = { done, outcomes, ink: measures.ink, skew: measures.skew.degrees };
    if (!made) return { ...common, file: null };
    const { objects } = this.#deps;
    const pictures: TreatedPicture[] = [];
    for (const kind of ['thumb', 'screen'] as const) {
      const { width, height, bytes } = made.pictures[kind];
      pictures.push({ kind, width, height, ...(await objects.put(Readable.from([bytes]))) });
    }
    const stored = await objects.put(Readable.from([made.bytes]));
    return { ...common, file: { ...stored, header: made.header, pictures } };
  }
}

async function enter(tx: Tx, row: Waiting, made: NewDerivative | null) {
  const unit = await lockUnitOf(tx, row.unit_id);
  const now = unit && (await findTreatment(tx, row.id));
  if (!unit || now?.state !== 'ordered' || now.purged_at !== null) throw new NothingToEnter();
  // 6.5-1: what is halted is not worked on; it is treated once the halt is over.
  if ((await refuseAtWork(tx, [unit.original_id], { paper: false })).has(unit.original_id)) throw new NothingToEnter();
  const common = { treatment: row.id, master: row.master_id };
  if (!made) {
    await failTreatment(tx, row.id);
    return { ...common, state: 'failed' };
  }
  if (!(await storeTreatment(tx, row.id, made))) throw new NothingToEnter();
  return { ...common, state: made.file ? 'made' : 'kept', sha256: made.file?.sha256 ?? null, done: made.done };
}

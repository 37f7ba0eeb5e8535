/**
 * Pages that wait are read one after the other, the oldest first, beside everything else: the engine's process gives
 * way to all others. Which pages wait is told by their rows, written in the transaction that took the image; a job is
 * only the bell. Each page that was read is one entry.
 */
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { NothingToEnter, systemAct } from '#/base/server/door/system.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { ApartError } from '#/base/server/jobs/apart.ts';
import { job, jobHandler, type JobHandler } from '#/base/server/jobs/job.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { log } from '#/base/server/log.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { refuseAtWork } from '#/custody/server/door.ts';
import { mostTries } from '../../rules/capture.ts';
import { type PageText, meanConfidence } from '../../rules/text/text.ts';
import { type Hands, inHandSeconds, workInHand } from '../in-hand.ts';
import { lockUnitOf } from '../store/slots.ts';
import {
  directionNow,
  failText,
  type Fault,
  keepText,
  keepTextsInHand,
  letTextFall,
  letTextGo,
  type PageInHand,
  takeTextsInHand,
  waitingToBeRead,
} from '../store/texts.ts';
import { NoEngine, type Recogniser } from './recogniser.ts';

export const recogniseJob = job({ queue: 'imaging.text.recognise', payload: z.strictObject({}), retryLimit: 50 });

export interface RecogniseDeps {
  db: Db;
  objects: ObjectStore;
  /** Opened when the first page is to be read; null where this process reads none. */
  recogniser: (() => Promise<Recogniser>) | null;
}

/** Where the engine cannot be started, it is tried again so much later. */
const pauseMs = 300_000;

/** The bell, in the transaction that made pages wait. */
export const ringForText = (tx: Tx, queue: Pick<JobQueue, 'enqueue'>) => queue.enqueue(tx, recogniseJob, {}, 'one');

/** Once more for what waits although nobody has it in hand. */
export async function ringForWaitingText(db: Db, queue: Pick<JobQueue, 'enqueue'>): Promise<void> {
  if (await waitingToBeRead(db)) await db.transaction().execute((tx) => ringForText(tx, queue));
}

export function recogniseHandler({ db, objects, recogniser }: RecogniseDeps): JobHandler[] {
  if (recogniser === null) return [];
  const deps: ReadDeps = { db, objects, recogniser, pause: { until: 0 } };
  return [
    jobHandler(recogniseJob, (_payload, { jobId, signal }) => workInHand(new Reading(deps, jobId, signal), signal)),
  ];
}

interface ReadDeps {
  db: Db;
  objects: ObjectStore;
  recogniser: () => Promise<Recogniser>;
  /** Where there is no engine no page is taken in hand before: of all jobs of this process. */
  pause: { until: number };
}

class Reading implements Hands<PageInHand> {
  readonly atOnce = 1;
  readonly #deps: ReadDeps;
  readonly #jobId: string;
  readonly #stop: AbortSignal;

  constructor(deps: ReadDeps, jobId: string, stop: AbortSignal) {
    this.#deps = deps;
    this.#jobId = jobId;
    this.#stop = stop;
  }

  async take(room: number): Promise<PageInHand[]> {
    if (Date.now() < this.#deps.pause.until) return [];
    return upkeep(this.#deps.db, 'image.hand', (tx) => takeTextsInHand(tx, room, inHandSeconds));
  }

  keep(ids: readonly string[]): Promise<unknown> {
    return upkeep(this.#deps.db, 'image.hand', (tx) => keepTextsInHand(tx, ids, inHandSeconds));
  }

  async work(row: PageInHand): Promise<void> {
    const { db, objects, recogniser } = this.#deps;
    const { id, sha256, page, direction, tries } = row;
    if (tries > mostTries) return this.#giveUp(row, { code: 'text-ends-engine', params: { tries: mostTries } });
    try {
      const reader = await recogniser();
      const text = await reader.recognise(await objects.path(sha256), { page, direction }, this.#stop);
      await this.#enter(row, async (tx) => {
        const { name: engine, version } = reader;
        await keepText(tx, id, text, { engine, version, direction });
        return { engine, version, direction, ...figuresOf(text) };
      });
    } catch (error) {
      if (this.#stop.aborted) await upkeep(db, 'image.hand', (tx) => letTextGo(tx, id, null));
      else await this.#afterError(row, error);
    }
  }

  giveBack(id: string): Promise<unknown> {
    return upkeep(this.#deps.db, 'image.hand', (tx) => letTextGo(tx, id, null));
  }

  async #afterError(row: PageInHand, error: unknown): Promise<void> {
    const { db, pause } = this.#deps;
    const { id, tries } = row;
    if (error instanceof NoEngine) {
      const engine = error.message;
      log.error('no engine of text recognition: images wait to be read', { engine });
      pause.until = Date.now() + pauseMs;
      const fault: Fault = { code: 'text-no-engine', params: { engine } };
      return void (await upkeep(db, 'image.hand', (tx) => letTextGo(tx, id, fault)));
    }
    if (error instanceof RangeError || (error instanceof ApartError && error.code === 'EPIXELS'))
      return this.#giveUp(row, { code: 'text-unreadable', params: {} });
    if (!(error instanceof ApartError)) throw error;
    log.warn('a page ended its engine', { master: id, tries, fault: `${error.name} ${error.code}` });
    if (tries >= mostTries) return this.#giveUp(row, { code: 'text-ends-engine', params: { tries } });
    await upkeep(db, 'image.hand', (tx) => letTextFall(tx, id));
  }

  #giveUp(row: PageInHand, fault: Fault): Promise<void> {
    return this.#enter(row, async (tx) => {
      await failText(tx, row.id, fault);
      return { failed: fault.code };
    });
  }

  /** Unless it was halted, purged, skipped or set to another direction meanwhile: then nothing is kept. */
  async #enter({ id, unitId, direction, scannedBy }: PageInHand, write: (tx: Tx) => Promise<object>): Promise<void> {
    await systemAct(this.#deps.db, systemActor('imaging', this.#jobId, scannedBy), {
      act: 'imaging.text.recognise',
      subject: { type: 'unit', id: unitId },
      body: async (tx) => {
        const unit = await lockUnitOf(tx, unitId);
        // 6.5-1: what is halted is not worked on; it is read once the halt is over, and its lease is.
        if (!unit || (await refuseAtWork(tx, [unit.original_id], { paper: false })).size > 0)
          throw new NothingToEnter();
        if ((await directionNow(tx, id)) !== direction) throw new NothingToEnter();
        return { after: { master: id, ...(await write(tx)) } };
      },
    });
  }
}

/** Figures only: the ledger quotes nothing of an original. */
const figuresOf = ({ lines, upsideDown }: PageText) => ({
  ...{ lines: lines.length, letters: lines.reduce((sum, { text }) => sum + text.length, 0), upsideDown },
  confidence: Number((meanConfidence(lines) ?? 0).toFixed(3)),
});

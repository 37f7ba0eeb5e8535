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
import { lockUnitOf } from '../store/slots.ts';
import {
  directionNow,
  failText,
  type Fault,
  keepText,
  keepTextInHand,
  letTextFall,
  letTextGo,
  type PageInHand,
  takeTextInHand,
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

/** A worker that died lets go of its page after so long; one that lives holds on to it. */
const inHandSeconds = 20;
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
  let pausedUntil = 0;
  const handler = jobHandler(recogniseJob, async (_payload, { jobId, signal }) => {
    while (!signal.aborted && Date.now() >= pausedUntil) {
      const page = await upkeep(db, 'image.hand', (tx) => takeTextInHand(tx, inHandSeconds));
      if (page === null) return;
      const reading = new Reading({ db, objects, recogniser }, jobId, page);
      if (!(await reading.run(signal))) pausedUntil = Date.now() + pauseMs;
    }
  });
  return [handler];
}

class Reading {
  readonly #deps: RecogniseDeps & { recogniser: () => Promise<Recogniser> };
  readonly #jobId: string;
  readonly #page: PageInHand;

  constructor(deps: RecogniseDeps & { recogniser: () => Promise<Recogniser> }, jobId: string, page: PageInHand) {
    this.#deps = deps;
    this.#jobId = jobId;
    this.#page = page;
  }

  /** False when there is no engine. */
  async run(signal: AbortSignal): Promise<boolean> {
    const { db, objects } = this.#deps;
    const { masterId, sha256, page, direction, tries } = this.#page;
    if (tries > mostTries) return this.#giveUp({ code: 'text-ends-engine', params: { tries: mostTries } });
    const beat = setInterval(() => this.#holdOn(), (inHandSeconds * 1000) / 3);
    try {
      const reader = await this.#deps.recogniser();
      const text = await reader.recognise(await objects.path(sha256), { page, direction }, signal);
      await this.#enter(async (tx) => {
        const { name: engine, version } = reader;
        await keepText(tx, masterId, text, { engine, version, direction });
        return { engine, version, direction, ...figuresOf(text) };
      });
      return true;
    } catch (error) {
      if (signal.aborted) {
        await upkeep(db, 'image.hand', (tx) => letTextGo(tx, masterId, null));
        return true;
      }
      return await this.#afterError(error);
    } finally {
      clearInterval(beat);
    }
  }

  async #afterError(error: unknown): Promise<boolean> {
    const { db } = this.#deps;
    const { masterId, tries } = this.#page;
    if (error instanceof NoEngine) {
      const engine = error.message;
      log.error('no engine of text recognition: images wait to be read', { engine });
      const fault: Fault = { code: 'text-no-engine', params: { engine } };
      await upkeep(db, 'image.hand', (tx) => letTextGo(tx, masterId, fault));
      return false;
    }
    if (error instanceof RangeError || (error instanceof ApartError && error.code === 'EPIXELS'))
      return this.#giveUp({ code: 'text-unreadable', params: {} });
    if (!(error instanceof ApartError)) throw error;
    log.warn('a page ended its engine', { master: masterId, tries, fault: `${error.name} ${error.code}` });
    if (tries >= mostTries) return this.#giveUp({ code: 'text-ends-engine', params: { tries } });
    await upkeep(db, 'image.hand', (tx) => letTextFall(tx, masterId));
    return true;
  }

  async #giveUp(fault: Fault): Promise<true> {
    await this.#enter(async (tx) => {
      await failText(tx, this.#page.masterId, fault);
      return { failed: fault.code };
    });
    return true;
  }

  /** Unless it was halted, purged, skipped or set to another direction meanwhile: then nothing is kept. */
  async #enter(write: (tx: Tx) => Promise<object>): Promise<void> {
    const { masterId, unitId, direction, scannedBy } = this.#page;
    await systemAct(this.#deps.db, systemActor('imaging', this.#jobId, scannedBy), {
      act: 'imaging.text.recognise',
      subject: { type: 'unit', id: unitId },
      body: async (tx) => {
        const unit = await lockUnitOf(tx, unitId);
        // 6.5-1: what is halted is not worked on; it is read once the halt is over, and its lease is.
        if (!unit || (await refuseAtWork(tx, [unit.original_id], { paper: false })).size > 0)
          throw new NothingToEnter();
        if ((await directionNow(tx, masterId)) !== direction) throw new NothingToEnter();
        return { after: { master: masterId, ...(await write(tx)) } };
      },
    });
  }

  #holdOn(): void {
    const { masterId } = this.#page;
    upkeep(this.#deps.db, 'image.hand', (tx) => keepTextInHand(tx, masterId, inHandSeconds)).catch((error: unknown) =>
      log.warn('page in hand', { error: String(error) }),
    );
  }
}

/** Figures only: the ledger quotes nothing of an original. */
const figuresOf = ({ lines, upsideDown }: PageText) => ({
  ...{ lines: lines.length, letters: lines.reduce((sum, { text }) => sum + text.length, 0), upsideDown },
  confidence: Number((meanConfidence(lines) ?? 0).toFixed(3)),
});

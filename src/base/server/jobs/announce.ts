import { z } from 'zod';
import type { EventDecl } from '#/base/rules/events.ts';
import type { Tx } from '../db.ts';
import type { JobDecl } from './job.ts';
import type { JobQueue } from './queue.ts';

const payload = z.strictObject({ key: z.string().min(1).max(200) });

/** A later room's ear for an earlier room's event: a job declaration, to which that room binds a handler. */
export interface Listener extends JobDecl<typeof payload> {
  event: EventDecl;
}

/**
 * Declares that `name` listens to `event`. The handler receives the event's key, may run twice, and
 * reads by itself what it needs: between the announcement and its run things may have moved on.
 */
export const listen = (event: EventDecl, name: string, retryLimit = 10): Listener => ({
  event,
  queue: `${event.name}/${name}`,
  payload,
  retryLimit,
});

export type Announce = (tx: Tx, event: EventDecl, key: string) => Promise<void>;

/**
 * How an earlier room speaks to later ones (house.md): one job for each listener, enqueued in the
 * transaction in which it happened, so that nothing is announced that was rolled back, and nothing
 * that was committed stays unheard.
 */
export const announcer =
  (queue: Pick<JobQueue, 'enqueue'>, listeners: readonly Listener[]): Announce =>
  async (tx, event, key) => {
    for (const listener of listeners) {
      if (listener.event.name === event.name) await queue.enqueue(tx, listener, { key }, key);
    }
  };

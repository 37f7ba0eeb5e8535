/**
 * Work that waits in rows: taken in hand under a lease that lapses when its worker dies, several at a time. A job is
 * only the bell; which rows wait is told by the rows.
 */
import { outageOf } from '#/base/server/door/problem.ts';
import { log } from '#/base/server/log.ts';

/** A worker that died lets go of what it had after so long; one that lives holds on to it. */
export const inHandSeconds = 10;

export interface Hands<Row extends { id: string; tries: number }> {
  /** Rows in hand at once. */
  atOnce: number;
  /** Takes at most so many in hand for `inHandSeconds`, each with one try more. */
  take(room: number): Promise<Row[]>;
  /** Holds on for as long again. */
  keep(ids: readonly string[]): Promise<unknown>;
  work(row: Row): Promise<void>;
  /** Lets go of what could not be done for no fault of its own: the try does not count. */
  giveBack(id: string): Promise<unknown>;
}

/** Until nothing is in hand and nothing waits, or the worker stops. */
export async function workInHand<Row extends { id: string; tries: number }>(
  hands: Hands<Row>,
  signal: AbortSignal,
): Promise<void> {
  const inHand = new Map<string, Promise<void>>();
  const holdOn = (): void => {
    if (inHand.size === 0) return;
    hands.keep([...inHand.keys()]).catch((error: unknown) => log.warn('images in hand', { error: String(error) }));
  };
  const begin = (row: Row): void => {
    const work = orGivenBack(hands, row).finally(() => inHand.delete(row.id));
    // Whoever waits hears of it; a fault that nobody waits for at the moment is heard by the next one.
    work.catch(() => undefined);
    inHand.set(row.id, work);
  };
  /** False when nothing waited, and nothing is in hand. */
  const takeOn = async (): Promise<boolean> => {
    const room = hands.atOnce - inHand.size;
    const rows = room > 0 ? await hands.take(room) : [];
    for (const row of rows.filter(({ tries }) => tries === 1)) begin(row);
    // What may have ended a worker is done alone: it must not take others with it.
    for (const row of rows.filter(({ tries }) => tries > 1)) {
      await Promise.all(inHand.values());
      begin(row);
      await Promise.all(inHand.values());
    }
    return rows.length > 0 || inHand.size > 0;
  };
  const beat = setInterval(holdOn, (inHandSeconds * 1000) / 3);
  try {
    while (!signal.aborted && (await takeOn())) if (inHand.size > 0) await Promise.race(inHand.values());
  } finally {
    await Promise.allSettled(inHand.values());
    clearInterval(beat);
  }
}

/** A full disk or a database that went away must not condemn a page after some tries: the fault is the site's. */
async function orGivenBack<Row extends { id: string; tries: number }>(hands: Hands<Row>, row: Row): Promise<void> {
  try {
    await hands.work(row);
  } catch (error) {
    // Where the database is what is out, the lease lapses by itself.
    if (outageOf(error) !== null) await hands.giveBack(row.id).catch(() => undefined);
    throw error;
  }
}

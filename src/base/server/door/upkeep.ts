import { type UpkeepName, upkeepTables } from '#/base/rules/upkeep.ts';
import type { Db, Tx } from '../db.ts';

/**
 * A write that carries no business fact: session touch, lockout counters, lapsed grants. Only for
 * the closed list of base/rules/upkeep.ts; everything else is an act.
 */
export async function upkeep<T>(db: Db, name: UpkeepName, body: (tx: Tx) => Promise<T>): Promise<T> {
  if (!(name in upkeepTables)) throw new Error(`not on the upkeep list: ${name}`);
  return db.transaction().execute(body);
}

/**
 * Upkeep of one kind that many ask for at once: what is asked for while a transaction runs is done together by the
 * next one, so that a hundred of them need few flushes of the database's log. Each waits for its own, and fails with it.
 */
export function upkeepTogether<Item>(
  db: Db,
  name: UpkeepName,
  body: (tx: Tx, items: readonly Item[]) => Promise<unknown>,
): (item: Item) => Promise<void> {
  let waiting: Item[] = [];
  let next: Promise<void> | null = null;
  let running: Promise<unknown> = Promise.resolve();
  return (item) => {
    waiting.push(item);
    next ??= running.then(async () => {
      const items = waiting;
      [waiting, next] = [[], null];
      const done = upkeep(db, name, (tx) => body(tx, items));
      running = done.catch(() => undefined);
      await done;
    });
    return next;
  };
}

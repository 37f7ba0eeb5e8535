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

/** Everything that can be looked up, made anew while it is looked up; ended in the midst of it, it goes on where it was. */
import type { Db } from '#/base/server/db.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { madePackages } from '#/products/server/door.ts';
import { projectPackage } from './project.ts';
import { raiseGeneration, removeEarlier } from './store/projection.ts';

export interface Reindexed {
  packages: number;
  units: number;
  /** Units that no package holds any more. */
  removed: number;
}

export async function reindex(db: Db, log: (line: string) => void, signal?: AbortSignal): Promise<Reindexed> {
  const generation = await upkeep(db, 'search.project', raiseGeneration);
  const packages = await madePackages(db);
  let units = 0;
  for (const [at, { id, number }] of packages.entries()) {
    const written = await projectPackage(db, id, { again: true, ...(signal ? { signal } : {}) });
    units += written;
    log(`${at + 1}/${packages.length} ${number}: ${written}`);
  }
  const removed = await upkeep(db, 'search.project', (tx) => removeEarlier(tx, generation));
  return { packages: packages.length, units, removed };
}

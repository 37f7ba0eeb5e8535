/** How the newest check of each package of a project stands (7.2). */
import type { Db, Tx } from '#/base/server/db.ts';
import { type RunState, runVerdict, type RunVerdict, standingOf } from '../../rules/checks.ts';
import { newestRuns, resultsOf } from '../store/checks.ts';

export interface CheckStanding {
  id: string;
  round: number;
  state: RunState;
  verdict: RunVerdict;
  /** Items that failed, and those that wait for an answer. */
  failed: number;
  open: number;
}

/** By the id of the package. */
export async function checksStanding(db: Db | Tx, projectId: string): Promise<Map<string, CheckStanding>> {
  const runs = await newestRuns(db, projectId);
  const results = await resultsOf(
    db,
    runs.map(({ id }) => id),
  );
  return new Map(
    runs.map(({ id, package_id: packageId, round, state }) => {
      const own = results.filter(({ run_id: runId }) => runId === id);
      const standings = own.map(standingOf);
      const count = (...of: string[]): number => standings.filter((one) => of.includes(one)).length;
      const figures = { failed: count('fail'), open: count('person', 'proof') };
      return [packageId, { id, round, state, verdict: runVerdict(own), ...figures }];
    }),
  );
}

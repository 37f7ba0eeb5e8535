/** Carriers of a project, and what keeps each from going over to the archive (7.2-5). */
import type { Db, Tx } from '#/base/server/db.ts';
import { carriersOfProject, type ProjectCarrier, stoppedIn } from '#/products/server/door.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { refuseTransfer } from '../rules/transfer.ts';
import { type CheckStanding, checksStanding } from './check/standing.ts';
import { packagesStanding } from './store/security.ts';
import {
  carriersOfTransfers,
  newestReadings,
  type ReadingRow,
  type TransferCarrierRow,
  type TransferRow,
  transfersOf,
} from './store/transfer.ts';

export interface StandingCarrier {
  carrier: ProjectCarrier;
  reading: ReadingRow | null;
  check: CheckStanding | undefined;
  obstacle: Refusal | null;
}

export interface TransferStanding {
  /** The newest first; those that went over among them. */
  carriers: StandingCarrier[];
  transfers: { row: TransferRow; carriers: TransferCarrierRow[] }[];
}

export async function transferStanding(db: Db | Tx, projectId: string): Promise<TransferStanding> {
  const readings = new Map((await newestReadings(db, projectId)).map((row) => [row.carrier_id, row]));
  const checks = await checksStanding(db, projectId);
  const sampled = new Map((await packagesStanding(db, projectId)).map(({ id, verdict }) => [id, verdict]));
  const rows = await transfersOf(db, projectId);
  const gone = await carriersOfTransfers(
    db,
    rows.map(({ id }) => id),
  );
  const numbers = new Map(rows.map(({ id, number }) => [id, number]));
  const wentWith = new Map(gone.map((one) => [one.carrier_id, numbers.get(one.transfer_id) ?? '']));
  const carriers = (await carriersOfProject(db, projectId)).map((carrier) => {
    const [reading, check] = [readings.get(carrier.id) ?? null, checks.get(carrier.package_id)];
    const obstacle = refuseTransfer({
      ...{ target: carrier.target, written: carrier.state, number: carrier.number, state: carrier.package_state },
      ...{ sampled: sampled.get(carrier.package_id) ?? null, check, reading },
      transferred: wentWith.get(carrier.id) ?? null,
    });
    return { carrier, reading, check, obstacle };
  });
  return {
    carriers,
    transfers: rows.map((row) => ({ row, carriers: gone.filter(({ transfer_id: id }) => id === row.id) })),
  };
}

/**
 * 6.5-1: nothing goes over with what is halted in it. A halt waits for the transaction, or it for the halt; asked before
 * packages are locked, in the order of whoever decides on a mark.
 */
export async function withHalts(tx: Tx, carriers: readonly StandingCarrier[]): Promise<StandingCarrier[]> {
  const halts = new Map<string, Refusal | null>();
  const found: StandingCarrier[] = [];
  for (const one of carriers) {
    const { package_id: packageId } = one.carrier;
    if (one.obstacle === null && !halts.has(packageId)) {
      const stopped = await stoppedIn(tx, packageId);
      halts.set(packageId, stopped && refuse('package-stopped', { code: stopped.code }));
    }
    found.push(one.obstacle === null ? { ...one, obstacle: halts.get(packageId) ?? null } : one);
  }
  return found;
}

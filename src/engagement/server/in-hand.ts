import type { Words } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import type { Bounds } from '../rules/archival-code/order.ts';

/** Something that a person holds and must give back before he leaves (6.6, 7.1-5). */
export interface Held {
  personId: string;
  count: number;
  what: Words;
}

/**
 * What persons hold, as later rooms know it: originals, tasks, media. `app` hands it in, since
 * engagement is an earlier room than those that lend.
 */
export type InHand = (db: Db | Tx, of: { projectId: string } | { personId: string }) => Promise<Held[]>;

/** What every source knows, together. */
export const heldBy =
  (sources: readonly InHand[]): InHand =>
  async (db, of) => {
    const held: Held[] = [];
    for (const source of sources) held.push(...(await source(db, of)));
    return held;
  };

/** How many originals a later room has registered in a range of archival codes. */
export type CountOriginals = (
  db: Db | Tx,
  of: { projectId: string; schemeId: string; bounds: Bounds },
) => Promise<number>;

/** What later rooms know of originals: `app` binds them, custody asks when one turns out to be classified (6.1-5, 6.5-3). */
import type { Tx } from '#/base/server/db.ts';

/** Something that a later room wrote of an original. */
export interface LaterRecord {
  id: string;
  originalId: string;
  texts: (string | null)[];
}

/** Two of the archive's and the vendor's who agreed that it goes. */
export interface Agreed {
  requestedBy: string;
  approvedBy: string;
}

export interface LaterRoom {
  /** All that it wrote of them: ledger entries and requests that quote it are cleared, too. */
  recordsOf(tx: Tx, originalIds: readonly string[]): Promise<LaterRecord[]>;
  /**
   * Clears its texts and takes back what was opened to be read. What is more than text (images) goes only where two
   * agreed; null for a decision of one, about an original that is on its shelf.
   */
  forget(tx: Tx, originalIds: readonly string[], agreed: Agreed | null): Promise<void>;
}

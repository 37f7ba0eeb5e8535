/** What turns out to be classified cannot be looked up from that moment, nor what lies in a package with it (6.5-3). */
import type { LaterRoom } from '#/custody/server/door.ts';
import { removePackagesWith } from './store/projection.ts';

/** Before products, which lets the packages go. Nobody writes here: what it knows is known elsewhere. */
export const catalogueForgets: LaterRoom = {
  recordsOf: () => Promise.resolve([]),
  async forget(tx, originalIds) {
    if (originalIds.length > 0) await removePackagesWith(tx, originalIds);
  },
};

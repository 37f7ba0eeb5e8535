/** What custody tells earlier rooms: who has originals in hand, and how many a range holds. */
import type { CountOriginals, InHand } from '#/engagement/server/door.ts';
import { countInRange } from './store/originals.ts';
import { heldOriginals } from './store/whereabouts.ts';

const what = { zh: '档案', en: 'originals' };

/** 6.6, 7.1-5: nobody leaves, and no project closes, while originals of it are out. */
export const custodyHoldings: InHand = async (db, of) =>
  (await heldOriginals(db, of)).map(({ holder_id, count }) => ({ personId: holder_id, count: Number(count), what }));

export const originalsInRange: CountOriginals = async (db, { projectId, schemeId, bounds }) =>
  Number((await countInRange(db, { projectId, schemeId, ...bounds })).count);

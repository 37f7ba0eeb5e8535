import type { InHand } from '#/engagement/server/door.ts';
import { countClaimed } from './store/piles.ts';

const what = { zh: '任务', en: 'tasks' };

/** 7.1-5: nobody leaves with tasks that he has claimed. */
export const taskHoldings: InHand = async (db, of) =>
  (await countClaimed(db, of)).flatMap(({ by_id, count }) =>
    by_id === null ? [] : [{ personId: by_id, count: Number(count), what }],
  );

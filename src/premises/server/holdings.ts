/** What premises tells engagement: who has a badge that is not back (4.7-1). */
import type { InHand } from '#/engagement/server/door.ts';
import { badgeNotBack } from './store/badges.ts';

/** A badge is a person's, of no project: it comes back when he leaves for good. A lost one is reported lost. */
export const badgeHoldings: InHand = async (db, of) => {
  if ('projectId' in of) return [];
  const badge = await badgeNotBack(db, of.personId);
  const { number } = badge ?? { number: '' };
  return badge ? [{ personId: of.personId, count: 1, what: { zh: `工牌 ${number}`, en: `badge ${number}` } }] : [];
};

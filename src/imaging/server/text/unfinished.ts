/** Whether a unit was read: its task is submitted when no image of it waits any more (5.6-4). */
import { fill } from '#/base/rules/refusal.ts';
import type { Unfinished } from '#/workflow/server/door.ts';
import { imagingMessages } from '../../rules/messages.ts';
import { countUnread } from '../store/texts.ts';

/** A page that was given up, and a fonds that is not read, keep nobody waiting. */
export const unfinishedReading: Unfinished = async (tx, unit) => {
  const count = await countUnread(tx, unit.id);
  if (count === 0) return null;
  const { zh, en } = imagingMessages['images-unread'];
  return { zh: fill(zh.what, { count }, 'zh'), en: fill(en.what, { count }, 'en') };
};

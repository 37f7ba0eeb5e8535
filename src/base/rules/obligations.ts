/**
 * The 223 obligations of 档办发〔2014〕7号 (194) and 郑档〔2015〕9号 (29), taken apart and numbered.
 *
 * Ids are the source's clause number and a running part; they are stable and serve as control ids
 * in declarations, comments, test names and printed evidence. Briefs are our own words.
 */
import { chapter5 } from './obligations/chapter-5.ts';
import { chapters12 } from './obligations/chapters-1-2.ts';
import { chapters34 } from './obligations/chapters-3-4.ts';
import { chapters67 } from './obligations/chapters-6-7.ts';
import { zhengzhou } from './obligations/zhengzhou.ts';

const rows = [...chapters12, ...chapters34, ...chapter5, ...chapters67, ...zhengzhou] as const;

export type ClauseId = (typeof rows)[number][0];

/** a: the software enforces it. b: it keeps a stored record. c: physical, a checklist item. */
export type ObligationClass = 'a' | 'b' | 'c';

export interface Obligation {
  id: ClauseId;
  brief: string;
  who: 'archive' | 'vendor' | 'both' | 'general';
  force: 'must' | 'should' | 'may' | 'note';
  class: ObligationClass;
  /** What the software does for it, in Chinese. */
  software: string;
  room: Room;
}

export const rooms = [
  'base',
  'protection',
  'engagement',
  'premises',
  'equipment',
  'custody',
  'workflow',
  'imaging',
  'description',
  'products',
  'acceptance',
  'catalogue',
  'oversight',
] as const;
export type Room = (typeof rooms)[number];

/** Which room answers for a clause: the longest matching prefix wins. */
const roomByPrefix: readonly (readonly [prefix: string, room: Room])[] = [
  ['1.', 'engagement'],
  ['1.3', 'custody'],
  ['1.4', 'oversight'],
  ['1.4-3', 'base'],
  ['2.', 'engagement'],
  ['2.7', 'oversight'],
  ['2.7-2', 'base'],
  ['2.8', 'oversight'],
  ['2.8-2', 'protection'],
  ['2.8-3', 'custody'],
  ['2.8-4', 'base'],
  ['2.8-6', 'protection'],
  ['3.', 'engagement'],
  ['3.9', 'oversight'],
  ['4.', 'premises'],
  ['4.5', 'equipment'],
  ['5.', 'equipment'],
  ['5.5', 'protection'],
  ['5.5-3', 'equipment'],
  ['5.5-7', 'equipment'],
  ['5.5-8', 'imaging'],
  ['5.6', 'workflow'],
  ['5.6-4', 'imaging'],
  ['5.6-5', 'products'],
  ['5.6-6', 'acceptance'],
  ['5.6-7', 'protection'],
  ['5.6-8', 'protection'],
  ['6.', 'custody'],
  ['7.', 'acceptance'],
  ['7.5', 'oversight'],
  ['一', 'engagement'],
  ['二', 'catalogue'],
  ['三', 'engagement'],
  ['四', 'engagement'],
  ['五', 'engagement'],
  ['六', 'engagement'],
  ['七', 'custody'],
  ['八', 'oversight'],
];

function roomOf(id: string): Room {
  let best: readonly [string, Room] | undefined;
  for (const row of roomByPrefix) {
    if (id.startsWith(row[0]) && (!best || row[0].length > best[0].length)) best = row;
  }
  if (!best) throw new Error(`no room answers for clause ${id}`);
  return best[1];
}

export const obligations: readonly Obligation[] = rows.map(([id, brief, who, force, cls, software]) => ({
  id,
  brief,
  who,
  force,
  class: cls,
  software,
  room: roomOf(id),
}));

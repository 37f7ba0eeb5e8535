/**
 * Where an original is and who holds it, from the shelf to the desk and back (6.2 to 6.7). Each
 * original has one custody; an event changes it or is refused. The database keeps the same state, and
 * every change goes through here.
 */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { type Stage, stageNames } from '#/premises/rules/plan.ts';

/** 6.2, 6.6, 6.7: on its shelf in the strong-room, in somebody's hand, in a cabinet, or not to be worked with. */
export const places = ['shelf', 'hand', 'cabinet', 'repair', 'surrendered', 'lost'] as const;
export type Place = (typeof places)[number];

export const placeNames: Record<Place, Words> = {
  shelf: { zh: '在库', en: 'On its shelf' },
  hand: { zh: '在手', en: 'In hand' },
  cabinet: { zh: '在柜', en: 'In a cabinet' },
  repair: { zh: '修复中', en: 'Being repaired' },
  surrendered: { zh: '已移交档案部门（涉密）', en: 'Surrendered to the archive (classified)' },
  lost: { zh: '下落不明', en: 'Missing' },
};

/** Who has a thing in his charge, and in which cabinet it lies, if in any. Ids. */
export interface Holding {
  place: Place;
  holder: string;
  cabinet: string | null;
}

/** Part of a volume that is worked with at another place, on a sub-slip of its own (6.4). */
export interface Part extends Holding {
  id: string;
  place: 'hand' | 'cabinet';
}

export interface Custody extends Holding {
  /** What has been done with it, which says where it may lie (4.4-2); null while no batch has it out. */
  stage: Stage | null;
  /** The batch by which it is out; also of one that is missing or was surrendered meanwhile. */
  batch: string | null;
  /** A classified mark was found: nothing goes on with it (6.5-1). */
  halted: boolean;
  /** Taken apart, and not yet bound again (6.3-5). */
  unbound: boolean;
  parts: readonly Part[];
}

/** On its shelf, in the charge of a keeper of the archive (6.7-1). */
export const shelved = (keeper: string): Custody => ({
  ...{ place: 'shelf', holder: keeper, cabinet: null, stage: null, batch: null, halted: false, unbound: false },
  parts: [],
});

/** A scan commits at once; these can be taken back while nothing else has happened to the original. */
export const undoables = ['take', 'store', 'process', 'partBack'] as const;
export type Undoable = (typeof undoables)[number];
export const isUndoable = (event: string): event is Undoable => undoables.some((one) => one === event);

/** What happens to the original, or where `part` is named, to that part of it. */
export type CustodyEvent =
  /** 6.2: the archive hands it to the vendor's receiver. */
  | { type: 'handOver'; batch: string; to: string }
  | { type: 'take'; by: string; part?: string }
  /** From person to person, as at a change of shift. */
  | { type: 'pass'; from: string; to: string; part?: string }
  /** 4.4-2, 6.6: into a cabinet for what is at that stage. */
  | { type: 'store'; by: string; cabinet: string; stage: Stage; part?: string }
  /** 6.6: seen in another cabinet than it was registered in; its holder stays. */
  | { type: 'see'; by: string; cabinet: string; stage: Stage; part?: string }
  | { type: 'unbind'; by: string }
  | { type: 'rebind'; by: string; checkedBy: string }
  /** The last step is done: it now lies among what is processed. */
  | { type: 'process'; by: string }
  | { type: 'partOut'; part: string; by: string; to: string }
  | { type: 'partBack'; part: string; by: string }
  | { type: 'repair'; to: string }
  | { type: 'repaired'; to: string }
  /** 6.7: back on its shelf, in the keeper's charge. */
  | { type: 'giveBack'; to: string }
  | { type: 'halt' }
  | { type: 'release' }
  /** 6.5-3: to the archive's receiver, for good. */
  | { type: 'surrender'; to: string }
  | { type: 'lose' }
  | { type: 'find'; by: string }
  /** His last scan taken back by whoever made it; `former` is how the holding stood before. */
  | { type: 'undo'; by: string; last: Undoable; former: Holding; part?: string };
type EventOf<T extends CustodyEvent['type']> = Extract<CustodyEvent, { type: T }>;

/** 6.5-1: while it is halted it is only locked away, given up, released, gathered, missed or found. */
const whileHalted: readonly CustodyEvent['type'][] = [
  'store',
  'see',
  'release',
  'surrender',
  'partBack',
  'lose',
  'find',
];

const wrongPlace = (place: Place): Refusal => refuse('custody-place', { place: placeNames[place] });

/** The custody after an event; refused, it stays as it was. */
export function after(custody: Custody, event: CustodyEvent): Custody | Refusal {
  if (custody.halted && !whileHalted.includes(event.type)) return refuse('halted');
  switch (event.type) {
    case 'handOver':
      return custody.place === 'shelf'
        ? { ...custody, place: 'hand', holder: event.to, stage: 'unprocessed', batch: event.batch }
        : wrongPlace(custody.place);
    case 'take':
    case 'pass':
    case 'store':
    case 'see':
      return event.part === undefined ? moved(custody, event, custody.stage) : partMoved(custody, event.part, event);
    case 'partOut':
    case 'partBack':
      return parted(custody, event);
    case 'unbind':
    case 'rebind':
    case 'process':
      return worked(custody, event);
    case 'repair':
    case 'repaired':
      return repaired(custody, event);
    case 'giveBack':
      return givenBack(custody, event);
    case 'halt':
    case 'release':
    case 'surrender':
      return haltedBy(custody, event);
    case 'lose':
    case 'find':
      return missed(custody, event);
    case 'undo':
      return undone(custody, event);
  }
}

/** Between hand and cabinet: what a holding becomes, the original's or a part's. */
function moved<H extends Holding>(
  holding: H,
  event: EventOf<'take' | 'pass' | 'store' | 'see'>,
  stage: Stage | null,
): H | Refusal {
  if (event.type === 'take')
    return holding.place === 'cabinet'
      ? { ...holding, place: 'hand', holder: event.by, cabinet: null }
      : wrongPlace(holding.place);
  if (holding.place !== (event.type === 'see' ? 'cabinet' : 'hand')) return wrongPlace(holding.place);
  if (event.type === 'store' || event.type === 'see') {
    if (stage !== event.stage) return refuse('cabinet-stage', { stage: stageNames[stage ?? 'unprocessed'] });
    return { ...holding, place: 'cabinet', holder: event.by, cabinet: event.cabinet };
  }
  if (holding.holder !== event.from) return refuse('not-holder');
  return event.to === event.from ? refuse('pass-to-himself') : { ...holding, holder: event.to };
}

function partMoved(custody: Custody, id: string, event: EventOf<'take' | 'pass' | 'store' | 'see'>): Custody | Refusal {
  const part = custody.parts.find((one) => one.id === id);
  if (!part) return refuse('part-not-out');
  const next = moved(part, event, custody.stage);
  if ('refused' in next) return next;
  return { ...custody, parts: custody.parts.map((one) => (one.id === id ? next : one)) };
}

/** 6.4: a part goes out on a sub-slip of its own, and comes back to whoever has the rest in hand. */
function parted(custody: Custody, event: EventOf<'partOut' | 'partBack'>): Custody | Refusal {
  const part = custody.parts.find(({ id }) => id === event.part);
  // A part is taken from what lies open before somebody, and put back there.
  const gathered = event.type === 'partBack' && custody.halted && custody.place === 'cabinet';
  if (custody.place !== 'hand' && !gathered) return wrongPlace(custody.place);
  if (event.type === 'partOut') {
    if (part) return refuse('part-out-already');
    if (custody.holder !== event.by) return refuse('not-holder');
    return {
      ...custody,
      parts: [...custody.parts, { id: event.part, place: 'hand', holder: event.to, cabinet: null }],
    };
  }
  if (!part) return refuse('part-not-out');
  if (event.by !== custody.holder && event.by !== part.holder) return refuse('not-holder');
  return { ...custody, parts: custody.parts.filter(({ id }) => id !== event.part) };
}

/** Only whoever has it in hand works with it; bound again it is looked at by a second person (6.3-5). */
function worked(custody: Custody, event: EventOf<'unbind' | 'rebind' | 'process'>): Custody | Refusal {
  if (custody.place !== 'hand') return wrongPlace(custody.place);
  if (custody.holder !== event.by) return refuse('not-holder');
  switch (event.type) {
    case 'unbind':
      return custody.unbound ? refuse('unbound-already') : { ...custody, unbound: true };
    case 'rebind':
      if (!custody.unbound) return refuse('not-unbound');
      if (custody.parts.length > 0) return refuse('part-out', { count: custody.parts.length });
      return event.checkedBy === event.by ? refuse('second-person') : { ...custody, unbound: false };
    case 'process':
      if (custody.parts.length > 0) return refuse('part-out', { count: custody.parts.length });
      return custody.stage === 'unprocessed' ? { ...custody, stage: 'processed' } : refuse('processed-already');
  }
}

function repaired(custody: Custody, event: EventOf<'repair' | 'repaired'>): Custody | Refusal {
  if (custody.parts.length > 0) return refuse('part-out', { count: custody.parts.length });
  if (event.type === 'repair')
    return custody.place === 'hand' || custody.place === 'cabinet'
      ? { ...custody, place: 'repair', holder: event.to, cabinet: null }
      : wrongPlace(custody.place);
  return custody.place === 'repair' ? { ...custody, place: 'hand', holder: event.to } : wrongPlace(custody.place);
}

/** 6.7-3: only whole and bound does it go back. */
function givenBack(custody: Custody, event: EventOf<'giveBack'>): Custody | Refusal {
  if (custody.place !== 'hand' && custody.place !== 'cabinet') return wrongPlace(custody.place);
  if (custody.parts.length > 0) return refuse('part-out', { count: custody.parts.length });
  return custody.unbound ? refuse('not-rebound') : shelved(event.to);
}

/** 6.5: halted at once wherever it is; released, or surrendered whole. */
function haltedBy(custody: Custody, event: EventOf<'halt' | 'release' | 'surrender'>): Custody | Refusal {
  if (event.type === 'halt') {
    return custody.place === 'surrendered' || custody.place === 'lost'
      ? wrongPlace(custody.place)
      : { ...custody, halted: true };
  }
  if (!custody.halted) return refuse('not-halted');
  if (event.type === 'release') return { ...custody, halted: false };
  if (custody.place === 'lost') return wrongPlace(custody.place);
  if (custody.parts.length > 0) return refuse('part-out', { count: custody.parts.length });
  return { ...custody, place: 'surrendered', holder: event.to, cabinet: null, halted: false };
}

/** 6.3: missing with an incident that says so, in the charge of who held it last; found, it is in the finder's hand. */
function missed(custody: Custody, event: EventOf<'lose' | 'find'>): Custody | Refusal {
  if (event.type === 'lose')
    return custody.place === 'surrendered' || custody.place === 'lost'
      ? wrongPlace(custody.place)
      : { ...custody, place: 'lost', cabinet: null };
  if (custody.place !== 'lost') return wrongPlace(custody.place);
  // Missing from its shelf it goes back there: no batch has it out.
  return { ...custody, place: custody.batch === null ? 'shelf' : 'hand', holder: event.by };
}

/** As if the scan had not been: only what it made is taken back, and only from whoever it made the holder. */
function undone(custody: Custody, { by, last, former, part: id }: EventOf<'undo'>): Custody | Refusal {
  const part = custody.parts.find((one) => one.id === id);
  if (last === 'partBack') {
    const { place, holder, cabinet } = former;
    if (id === undefined || part || (place !== 'hand' && place !== 'cabinet')) return refuse('nothing-to-undo');
    return { ...custody, parts: [...custody.parts, { id, place, holder, cabinet }] };
  }
  const holding = id === undefined ? custody : part;
  const made = last === 'store' ? 'cabinet' : 'hand';
  if (!holding || holding.place !== made || holding.holder !== by) return refuse('nothing-to-undo');
  if (last === 'process')
    return custody.stage === 'processed' && id === undefined
      ? { ...custody, stage: 'unprocessed' }
      : refuse('nothing-to-undo');
  const { holder, cabinet } = former;
  const place = last === 'store' ? 'hand' : 'cabinet';
  if (former.place !== place) return refuse('nothing-to-undo');
  const back = { place, holder, cabinet } as const;
  if (id === undefined) return { ...custody, ...back };
  return { ...custody, parts: custody.parts.map((one) => (one.id === id ? { ...one, ...back } : one)) };
}

/** 6.6: what must be in a cabinet before the shift ends: it, and each part of it. */
export const mustBeLocked = ({ parts, ...own }: Custody): (Holding & { part: string | null })[] =>
  [{ ...own, part: null }, ...parts.map((one) => ({ ...one, part: one.id }))].filter(({ place }) => place === 'hand');

/** How an original that went out stands: 出 = 在外 + 已还 + 停工移交 + 下落不明, at every moment. */
export const standings = ['in', 'out', 'halted', 'lost'] as const;
export type Standing = (typeof standings)[number];

export function standingOf({ place, halted }: Pick<Custody, 'place' | 'halted'>): Standing {
  if (place === 'lost') return 'lost';
  if (place === 'surrendered' || halted) return 'halted';
  return place === 'shelf' ? 'in' : 'out';
}

/** What later rooms ask of originals at work, each inside its own transaction. */
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { LateColumns } from '#/base/server/late.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { placeNames } from '../rules/custody.ts';
import { a4Equivalent } from '../rules/preparation.ts';
import { needsDevice, type SlipStep, slipStepNames } from '../rules/work.ts';
import { figuresOf, hadInHand, shareStandings } from './store/at-work.ts';
import { insertStep, slipOf } from './store/slips.ts';

/**
 * Which of these may be worked with, and why not: nothing with what is halted or was surrendered (6.5-1), and with
 * paper only what a batch has out. Held until the transaction ends: a halt waits for it, or it for the halt.
 */
export async function refuseAtWork(
  tx: Tx,
  originalIds: readonly string[],
  { paper }: { paper: boolean },
): Promise<Map<string, Refusal>> {
  const refused = new Map<string, Refusal>();
  if (originalIds.length === 0) return refused;
  for (const standing of await shareStandings(tx, originalIds)) {
    const refusal = refusalOfStanding(standing, { paper });
    if (refusal) refused.set(standing.original_id, refusal);
  }
  return refused;
}

type Standing = Omit<Awaited<ReturnType<typeof shareStandings>>[number], 'original_id'>;

/** Why an original that stands so is not worked with. */
export function refusalOfStanding({ halted, place, secrecy }: Standing, { paper }: { paper: boolean }): Refusal | null {
  if (halted || secrecy === 'classified') return refuse('halted');
  return place === 'surrendered' || (paper && place !== 'hand' && place !== 'cabinet')
    ? refuse('custody-place', { place: placeNames[place] })
    : null;
}

export interface Figures {
  pages: number;
  /** Pages converted to A4. */
  a4: number;
  items: number;
  volumes: number;
}

/** How much each original is: pages, A4, items, volumes. */
export async function figuresAtWork(db: Db | Tx, originalIds: readonly string[]): Promise<Map<string, Figures>> {
  if (originalIds.length === 0) return new Map();
  const rows = await figuresOf(db, originalIds);
  return new Map(
    rows.map((row) => {
      const pages = row.pages ?? row.catalogued ?? 0;
      const sizes = { a3: row.a3 ?? 0, a2: row.a2 ?? 0, a1: row.a1 ?? 0, a0: row.a0 ?? 0 };
      const volume = row.kind === 'volume';
      return [
        row.id,
        {
          pages,
          a4: a4Equivalent({ pages, ...sizes }),
          items: volume ? Number(row.inside) : 1,
          volumes: volume ? 1 : 0,
        },
      ];
    }),
  );
}

/** Numbered pages as preparation counted them, otherwise as the catalogue says; null where nobody has. */
export async function countedPages(db: Db | Tx, originalId: string): Promise<number | null> {
  const [row] = await figuresOf(db, [originalId]);
  return row?.pages ?? row?.catalogued ?? null;
}

export interface CountedFaces {
  /** Numbered pages, as preparation counted them. */
  pages: number | null;
  /** The same, as the catalogue says. */
  catalogued: number | null;
  /** Sheets of paper: a figure of their own. */
  leaves: number | null;
  cover: number | null;
  contents: number | null;
  noteSheet: number | null;
  blanks: number | null;
}

/** What was counted of originals, each figure null where nobody has. */
export async function countedFaces(db: Db | Tx, originalIds: readonly string[]): Promise<Map<string, CountedFaces>> {
  if (originalIds.length === 0) return new Map();
  return new Map(
    (await figuresOf(db, originalIds)).map((row) => [
      row.id,
      {
        ...{ pages: row.pages, catalogued: row.catalogued, leaves: row.leaves, cover: row.cover },
        ...{ contents: row.contents, noteSheet: row.note_sheet, blanks: row.blanks },
      },
    ]),
  );
}

interface Signing {
  originalId: string;
  batchId: string;
  step: SlipStep;
  /** Done with the original itself: whoever signs has had it in hand since he began (6.4-3). */
  paper: boolean;
  deviceId: string | null;
  figures: Figures;
  startedAt: Date;
  by: string;
  note: string;
}

/** A line of its slip, written by what was submitted: nobody enters it twice (6.4-1). */
export async function signSlip(tx: Tx, signing: Signing, late: LateColumns): Promise<string | Refusal> {
  const { originalId, batchId, step, paper, deviceId, figures, startedAt, by, note } = signing;
  const slip = await slipOf(tx, batchId, originalId);
  if (!slip) throw new Error(`no slip: ${originalId}`);
  if (deviceId === null && needsDevice(step))
    return refuse('device-needed', { step: slipStepNames[step] }, 'input.device');
  if (paper && !(await hadInHand(tx, originalId, by, startedAt))) return refuse('not-holder');
  const { pages, items } = figures;
  const row = { slipId: slip.id, partId: null, step, items, pages, startedAt, note, deviceId, by };
  return insertStep(tx, row, late);
}

/** A unit with what was done to its pages, and what keeps its treatment from being submitted (5.6-4, DA/T 31-2017 §10). */
import { type Refusal, refuse } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import type { Unfinished } from '#/workflow/server/door.ts';
import { checkWords } from '../../rules/check-words.ts';
import { checks, type Outcome } from '../../rules/checks.ts';
import { numbers } from '../../rules/obstacles.ts';
import { reasonsToLook } from '../../rules/treatment.ts';
import { obstacleWords, outcomesOf, presentSlot, type SlotRow } from '../capture/state.ts';
import { returnedDefects } from '../inspect/open-defects.ts';
import { slotsOf } from '../store/slots.ts';
import { treatmentsOf } from '../store/treatments.ts';

export type TreatmentRow = Awaited<ReturnType<typeof treatmentsOf>>[number];

export async function treatedSlots(db: Db | Tx, unitId: string) {
  const of = new Map((await treatmentsOf(db, unitId)).map((row) => [row.master_id, row]));
  return (await slotsOf(db, unitId)).map((row) => ({
    row,
    treatment: row.master_id === null ? undefined : of.get(row.master_id),
  }));
}

export type TreatedSlot = Awaited<ReturnType<typeof treatedSlots>>[number];

/** What the machine measured on what holds; null while it waits or failed. */
const treatedOf = ({ done, outcomes, ink, skew }: TreatmentRow) =>
  done === null || outcomes === null ? null : { done, outcomes, ink: ink ?? 0, skew };

export function presentTreatment(row: TreatmentRow, slot: SlotRow, returned: boolean) {
  const { id, state, by_machine: byMachine, asked, done, header, skew } = row;
  const waits = state === 'ordered' || (state === 'kept' && done === null);
  return {
    ...{ id, state, byMachine, asked, skew, width: header?.width ?? null, height: header?.height ?? null },
    done: done && {
      ...{ turn: done.turn, straighten: done.straighten, cropped: done.box !== null, margin: done.margin },
    },
    // Sent back, it counts as looked at anew once another treatment was ordered.
    reasons: waits ? [] : reasonsToLook(treatedOf(row), { returned, upsideDown: onItsHead(slot, row) === true }),
    confirmed: row.confirmed_at !== null,
  };
}

/** The derivative that is shown in the place of what was scanned; undefined where that is shown itself. */
export const derivativeOf = ({ treatment }: TreatedSlot): TreatmentRow | undefined =>
  treatment?.state === 'made' && treatment.confirmed_at !== null ? treatment : undefined;

/** Whether its text stands on its head once it is turned as it was. */
const onItsHead = ({ upside_down: scanned }: SlotRow, { done }: Pick<TreatmentRow, 'done'>): boolean | null =>
  scanned === null || ![0, 180].includes(done?.turn ?? 0) ? null : scanned !== (done?.turn === 180);

/** Checks of the picture that is shown. What was told by comparing pages was told of the scan. */
export function outcomesShown(slot: TreatedSlot): Outcome[] {
  const scanned = slot.row.outcomes ?? [];
  const made = derivativeOf(slot);
  if (!made?.outcomes) return outcomesOf(slot.row);
  const outcomes = [...made.outcomes, ...scanned.filter(({ check }) => check === 'duplicate')];
  return outcomesOf({ outcomes, upside_down: onItsHead(slot.row, made) });
}

/** An image as an inspector has it before him: its derivative, where there is one, and what was scanned beside it. */
export function presentShown(slot: TreatedSlot, positions: ReadonlyMap<string, number>) {
  const made = derivativeOf(slot);
  const shown = presentSlot({ ...slot.row, outcomes: outcomesShown(slot), upside_down: null }, positions);
  if (!made) return { ...shown, derivativeId: null };
  const { width, height, dpi } = made.header ?? { width: null, height: null, dpi: null };
  return { ...shown, derivativeId: made.id, width, height, dpi: dpi?.x ?? null };
}

/** Every obstacle, the gravest first. */
export function treatmentObstacles(slots: readonly TreatedSlot[], returned: readonly number[]): Refusal[] {
  const filled = slots.filter(({ row }) => row.master_id !== null);
  const at = (list: readonly TreatedSlot[]): string => numbers(list.map(({ row }) => row.position));
  const missing = filled.filter(({ treatment }) => treatment === undefined || treatment.state === 'ordered');
  const unconfirmed = filled.filter(
    ({ treatment }) => treatment !== undefined && treatment.state !== 'ordered' && treatment.confirmed_at === null,
  );
  const found: Refusal[] = [];
  if (missing.length > 0) found.push(refuse('pages-untreated', { numbers: at(missing) }));
  if (unconfirmed.length > 0) found.push(refuse('treatment-unconfirmed', { numbers: at(unconfirmed) }));
  const failed = filled.flatMap((slot) =>
    (slot.treatment?.state === 'made' ? (slot.treatment.outcomes ?? []) : [])
      .filter(({ check, verdict }) => verdict === 'fail' && checks[check].kind === 'objective')
      .map(({ check }) => ({ check, slot })),
  );
  for (const [check, list] of Map.groupBy(failed, (one) => one.check))
    found.push(refuse('images-failed', { numbers: at(list.map(({ slot }) => slot)), check: checkWords[check].name }));
  if (returned.length > 0) found.push(refuse('defects-unanswered', { numbers: numbers(returned) }));
  return found;
}

export const returnedToTreatment = (db: Db | Tx, unitId: string) => returnedDefects(db, unitId, 'treat');

export const positionsOf = (rows: readonly { position: number | null }[]): number[] =>
  rows.flatMap(({ position }) => (position === null ? [] : [position]));

/** The task is submitted when every page was treated, or kept, and somebody said so. */
export const unfinishedTreatment: Unfinished = async (tx, unit) => {
  const returned = positionsOf(await returnedToTreatment(tx, unit.id));
  const [first] = treatmentObstacles(await treatedSlots(tx, unit.id), returned);
  if (!first) return null;
  return obstacleWords(first).what;
};

/** Defects that nothing was done about, and those that were sent back to a step. */
import type { Db, Tx } from '#/base/server/db.ts';
import type { StepKind } from '#/workflow/rules/step.ts';
import { defects, isResolved } from '../../rules/inspection.ts';
import { defectsOf } from '../store/inspections.ts';

export type DefectRow = Awaited<ReturnType<typeof defectsOf>>[number];

export const isOpen = (row: DefectRow): boolean =>
  !isResolved({
    ...{ kind: row.kind, masterId: row.master_id, answered: row.answer !== null },
    nowMasterId: row.position === null ? undefined : row.now_master_id,
    treatedAnew: row.shown_now !== row.shown_then,
    newImages: Boolean(row.new_images),
  });

/**
 * What an inspector sent back and steps of this kind have to see to, as far as it is open still: what they cause; and
 * everything of a return to them by an inspector who found nothing that they cause, for then he meant them.
 */
export async function returnedDefects(db: Db | Tx, unitId: string, kind: StepKind): Promise<DefectRow[]> {
  const returned = (await defectsOf(db, unitId)).filter((row) => row.verdict === 'returned');
  const caused = (row: DefectRow, by: StepKind | null): boolean => defects[row.kind].cause === by;
  const meant = (row: DefectRow): StepKind | null =>
    returned.some((one) => one.inspection_id === row.inspection_id && caused(one, row.returned_to))
      ? defects[row.kind].cause
      : row.returned_to;
  return returned.filter((row) => meant(row) === kind && isOpen(row));
}

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

/** What an inspector sent back, as far as steps of this kind cause it and it is open still. */
export const returnedDefects = async (db: Db | Tx, unitId: string, cause: StepKind): Promise<DefectRow[]> =>
  (await defectsOf(db, unitId)).filter(
    (row) => row.verdict === 'returned' && defects[row.kind].cause === cause && isOpen(row),
  );

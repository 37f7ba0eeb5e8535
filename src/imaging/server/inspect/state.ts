/** An inspection as it stands: images, what was looked at, what is wrong (5.6-4). */
import type { Db, Tx } from '#/base/server/db.ts';
import type { Unfinished } from '#/workflow/server/door.ts';
import { claimedTask } from '#/workflow/server/door.ts';
import { isRefusal } from '#/base/rules/refusal.ts';
import type { PageToPass } from '../../rules/inspection.ts';
import { imagingMessages } from '../../rules/messages.ts';
import { defectsOf, seenOf, verdictOf } from '../store/inspections.ts';
import { outcomesShown, treatedSlots } from '../treat/state.ts';
import { isOpen } from './open-defects.ts';

/** Every page with what is needed to pass it, and defects that nothing was done about. */
export async function pagesToPass(db: Db | Tx, inspection: { id: string; unit_id: string }) {
  const slots = await treatedSlots(db, inspection.unit_id);
  const seen = new Map((await seenOf(db, inspection.id)).map((row) => [row.master_id, row]));
  const open = (await defectsOf(db, inspection.unit_id)).filter(isOpen);
  const pages = slots.map((slot): PageToPass & { slot: typeof slot } => {
    const { row } = slot;
    const own = row.master_id === null ? undefined : seen.get(row.master_id);
    return {
      ...{ slot, position: row.position, filled: row.master_id !== null },
      asked: outcomesShown(slot).some(({ verdict }) => verdict !== 'pass'),
      ...{ pageMs: own?.page_ms ?? 0, gridMs: own?.grid_ms ?? 0 },
      openDefects: open.filter(({ slot_id: slotId }) => slotId === row.id).length,
    };
  });
  return { pages, seen, open };
}

/** The task is submitted by whoever passed its images in this round, and by nobody else. */
export const unfinishedInspection: Unfinished = async (tx, unit, { personId }) => {
  const task = await claimedTask(tx, { unitId: unit.id }, personId, ['inspect']);
  if (isRefusal(task)) return { zh: '没有领取质检任务', en: 'The inspection is not claimed' };
  const { step, round } = task;
  const verdict = await verdictOf(tx, { unitId: unit.id, step: step.key, round, personId });
  const { zh, en } = imagingMessages['not-inspected'];
  return verdict === 'passed' ? null : { zh: zh.what, en: en.what };
};

/** What was written of units of a sample, or of a package that was checked, that turn out to be classified (6.1-5). */
import { clearedText } from '#/base/rules/clear-texts.ts';
import type { Tx } from '#/base/server/db.ts';
import { clearTold } from '#/base/server/store/told.ts';
import type { LaterRoom } from '#/custody/server/door.ts';
import { clearNote, notesAbout } from './store/checks.ts';
import { clearTroubles } from './store/transfer.ts';
import type {} from './tables.ts';

const defectsAbout = (tx: Tx, originalIds: readonly string[]) =>
  tx
    .selectFrom('sample_defect')
    .innerJoin('work_unit', 'work_unit.id', 'sample_defect.unit_id')
    .select(['sample_defect.id', 'sample_defect.note', 'work_unit.original_id'])
    .where('work_unit.original_id', 'in', [...originalIds])
    .execute();

export const acceptanceTexts: LaterRoom = {
  async recordsOf(tx, originalIds) {
    if (originalIds.length === 0) return [];
    const defects = await defectsAbout(tx, originalIds);
    const notes = await notesAbout(tx, originalIds);
    return [
      ...defects.map(({ id, original_id: originalId, note }) => ({ id, originalId, texts: [note] })),
      ...notes.map(({ run_id: id, original_id: originalId, note }) => ({ id, originalId, texts: [note] })),
    ];
  },
  async forget(tx, originalIds) {
    if (originalIds.length === 0) return;
    const ids = (await defectsAbout(tx, originalIds)).map(({ id }) => id);
    if (ids.length > 0)
      await tx.updateTable('sample_defect').set({ note: clearedText }).where('id', 'in', ids).execute();
    const notes = await notesAbout(tx, originalIds);
    for (const { run_id: runId, code } of notes) await clearNote(tx, { runId, code }, clearedText);
    // What was printed of them; a defect stands beside its code, and goes with what else is told of that.
    await clearTroubles(tx, originalIds);
    const runs = [...new Set(notes.map(({ run_id: id }) => id))];
    await clearTold(tx, { key: 'runId', values: runs, fields: ['note'], except: [] });
  },
};

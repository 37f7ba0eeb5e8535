/** Why units were sent back or held up: nothing of it stays of what turns out to be classified (6.1-5). */
import { sql } from 'kysely';
import { clearedText } from '#/base/rules/clear-texts.ts';
import type { LaterRoom } from '#/custody/server/door.ts';
import type {} from '../tables.ts';

export const workflowTexts: LaterRoom = {
  async recordsOf(tx, originalIds) {
    const { rows } = await sql<{ id: string; original_id: string; texts: string[] }>`
      select unit.id, unit.original_id,
        array(select distinct reason from task_event where unit_id = unit.id and reason is not null)
          || unit.blocked_reason as texts
        from work_unit unit where unit.original_id = any(${[...originalIds]}::uuid[])`.execute(tx);
    return rows.map(({ id, original_id: originalId, texts }) => ({ id, originalId, texts }));
  },
  async forget(tx, originalIds) {
    const units = tx.selectFrom('work_unit').select('id').where('original_id', 'in', originalIds);
    await tx
      .updateTable('task_event')
      .set({ reason: clearedText })
      .where('unit_id', 'in', units)
      .where('reason', 'is not', null)
      .execute();
    await tx
      .updateTable('work_unit')
      .set({ blocked_reason: clearedText })
      .where('original_id', 'in', originalIds)
      .where('blocked_reason', 'is not', null)
      .execute();
  },
};

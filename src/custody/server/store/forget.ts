/** What was written about originals that turn out to be classified: nothing of their content stays (6.1-5). */
import { sql } from 'kysely';
import type { Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

/** Stands where something was written. */
const cleared = '—';

const unlessNull = (column: string) => sql<string>`case when ${sql.ref(column)} is null then null else ${cleared} end`;

/** Every text that a person wrote of these, in each register of the room; facts, names and times stay. */
export async function clearFindings(tx: Tx, originalIds: readonly string[]): Promise<void> {
  const ids = [...originalIds];
  await tx
    .updateTable('examination')
    .set({
      ...{ missing: unlessNull('missing'), disorder: unlessNull('disorder'), difference: unlessNull('difference') },
    })
    .where('original_id', 'in', ids)
    .execute();
  await tx
    .updateTable('erratum')
    .set({ before_text: null, after_text: null, reason: cleared })
    .where('original_id', 'in', ids)
    .execute();
  await tx
    .updateTable('condition_report')
    .set({ place: cleared, description: cleared })
    .where('original_id', 'in', ids)
    .execute();
  await tx
    .updateTable('damage_incident')
    .set({
      ...{ place: cleared, description: cleared, cause: '', liability_basis: unlessNull('liability_basis') },
      ...{ repair_method: unlessNull('repair_method'), repair_result: unlessNull('repair_result') },
      found_note: unlessNull('found_note'),
    })
    .where('original_id', 'in', ids)
    .execute();
  await tx.updateTable('part_out').set({ description: cleared }).where('original_id', 'in', ids).execute();
  await tx.updateTable('handover_count').set({ note: '' }).where('original_id', 'in', ids).execute();
  const slips = tx.selectFrom('slip').select('id').where('original_id', 'in', ids);
  await tx.updateTable('slip_step').set({ note: '' }).where('slip_id', 'in', slips).execute();
  await tx
    .updateTable('preparation')
    .set({ remark: '', unscanned_reason: unlessNull('unscanned_reason') })
    .where('slip_id', 'in', slips)
    .execute();
}

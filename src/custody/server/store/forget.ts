/** What was written about originals that turn out to be classified: nothing of their content stays (6.1-5). */
import { sql } from 'kysely';
import { clearedText } from '#/base/rules/clear-texts.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { revokeGrants } from '#/base/server/store/told.ts';
import { clearToldOf, entriesTelling } from './forget-told.ts';
import type {} from '../tables.ts';

const cleared = clearedText;

const unlessNull = (column: string) => sql<string>`case when ${sql.ref(column)} is null then null else ${cleared} end`;

/**
 * Every text that a person wrote of these, in each register of the room and wherever it was told; facts,
 * names and times stay. Answers the ledger entries whose clear values say it: their act erases them.
 */
export async function clearFindings(tx: Tx, originalIds: readonly string[]): Promise<string[]> {
  const ids = [...originalIds];
  const entries = await entriesTelling(tx, ids);
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
  await clearToldOf(tx, ids);
  await closePhotographs(tx, ids);
  return entries;
}

/** Photographs of these originals, and of what lies in them: what was opened before is not read on (6.5-1). */
export async function closePhotographs(tx: Tx, originalIds: readonly string[]): Promise<void> {
  const ids = [...originalIds];
  const shown = await photographs(tx)
    .innerJoin('original', 'original.id', 'photograph.original_id')
    .where((eb) => eb.or([eb('original.id', 'in', ids), eb('original.parent_id', 'in', ids)]))
    .execute();
  await revokeGrants(
    tx,
    shown.map(({ attachment_id: id }) => id),
  );
}

const photographs = (db: Db | Tx) =>
  db
    .selectFrom((eb) =>
      eb
        .selectFrom('condition_photo')
        .innerJoin('condition_report', 'condition_report.id', 'condition_photo.report_id')
        .select(['condition_photo.attachment_id', 'condition_report.original_id'])
        .unionAll(
          eb
            .selectFrom('damage_photo')
            .innerJoin('damage_incident', 'damage_incident.id', 'damage_photo.incident_id')
            .select(['damage_photo.attachment_id', 'damage_incident.original_id']),
        )
        .as('photograph'),
    )
    .select(['photograph.attachment_id', 'photograph.original_id']);

/** An original on this photograph that is halted, classified, or in a volume that is. */
export const secretOn = (db: Db | Tx, attachmentId: string) =>
  photographs(db)
    .innerJoin('original', 'original.id', 'photograph.original_id')
    .leftJoin('whereabouts', (join) =>
      join.on(sql<boolean>`whereabouts.original_id = coalesce(original.parent_id, original.id)`),
    )
    .select('original.code')
    .where('photograph.attachment_id', '=', attachmentId)
    .where((eb) => eb.or([eb('original.secrecy', '=', 'classified'), eb('whereabouts.halted', '=', true)]))
    .limit(1)
    .executeTakeFirst();

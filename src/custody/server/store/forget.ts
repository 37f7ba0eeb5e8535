/** What was written about originals that turn out to be classified: nothing of their content stays (6.1-5). */
import { sql } from 'kysely';
import { clearedText } from '#/base/rules/clear-texts.ts';
import type { Tx } from '#/base/server/db.ts';
import { revokeGrants } from '#/base/server/store/told.ts';
import type { Agreed, LaterRoom } from '../ports.ts';
import { codesOf } from './codes.ts';
import { clearRequestsOf, clearToldOf, entriesTelling } from './forget-told.ts';
import type {} from '../tables.ts';

const cleared = clearedText;

const unlessNull = (column: string) => sql<string>`case when ${sql.ref(column)} is null then null else ${cleared} end`;

/**
 * Every text that a person wrote of these, in each register of the room and wherever it was told; facts,
 * names and times stay. Answers the ledger entries whose clear values say it: their act erases them.
 */
export async function clearFindings(
  tx: Tx,
  originalIds: readonly string[],
  later: readonly LaterRoom[],
  agreed: Agreed | null,
): Promise<string[]> {
  const ids = [...originalIds];
  const codes = [...(await codesOf(tx, ids)).values()];
  const more = (await Promise.all(later.map((room) => room.recordsOf(tx, ids)))).flat();
  const entries = await entriesTelling(tx, { ids, codes, more }, await clearRequestsOf(tx, { ids, codes, more }));
  for (const room of later) await room.forget(tx, ids, agreed);
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
      penalty: sql<string>`case when penalty <> '' then ${cleared} else penalty end`,
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
  await clearToldOf(tx, codes);
  await closePhotographs(tx, ids);
  return entries;
}

/** Photographs of these originals, and of what lies in them: what was opened before is not read on (6.5-1). */
export async function closePhotographs(tx: Tx, originalIds: readonly string[]): Promise<void> {
  const ids = [...originalIds];
  const { rows } = await sql<{ id: string }>`
    select p.attachment_id as id from ${pictures} p join original o on o.id = p.original_id
     where o.id = any(${ids}::uuid[]) or o.parent_id = any(${ids}::uuid[])`.execute(tx);
  await revokeGrants(
    tx,
    rows.map(({ id }) => id),
  );
}

/** Pictures of originals: photographs, and scans of paper on which something is written of them. */
const pictures = sql<{ attachment_id: string; original_id: string }>`(
  select p.attachment_id, r.original_id from condition_photo p join condition_report r on r.id = p.report_id
  union all select p.attachment_id, i.original_id from damage_photo p join damage_incident i on i.id = p.incident_id
  union all select late_scan_id, original_id from condition_report where late_scan_id is not null
  union all select late_scan_id, original_id from damage_incident where late_scan_id is not null
  union all select late_scan_id, original_id from examination where late_scan_id is not null
  union all select t.late_scan_id, s.original_id from slip_step t join slip s on s.id = t.slip_id
    where t.late_scan_id is not null
  union all select p.late_scan_id, s.original_id from preparation p join slip s on s.id = p.slip_id
    where p.late_scan_id is not null
  union all select h.paper_scan_id, b.original_id from handover h join batch_original b on b.batch_id = h.batch_id
    where h.paper_scan_id is not null)`;

/**
 * An original on this picture that is halted, classified, or in a volume that is. Whoever halts or decides
 * waits until the one who asks has got his grant, and then takes it back.
 */
export async function secretOn(tx: Tx, attachmentId: string): Promise<string | null> {
  const { rows } = await sql<{ code: string; secret: boolean }>`
    select o.code, o.secrecy = 'classified' or w.halted as secret
      from original o join whereabouts w on w.original_id = coalesce(o.parent_id, o.id)
     where o.id in (select original_id from ${pictures} p where p.attachment_id = ${attachmentId})
     order by o.id for share of o, w`.execute(tx);
  return rows.find(({ secret }) => secret)?.code ?? null;
}

/** Where else it was told what originals say that turn out to be classified (6.1-5). */
import { sql } from 'kysely';
import type { Tx } from '#/base/server/db.ts';
import { clearTold } from '#/base/server/store/told.ts';
import type {} from '../tables.ts';

/** Fields of prints and answers that a person wrote, or that the catalogue says, of an original. */
const written = ['title', 'note', 'missing', 'disorder', 'difference', 'place', 'description', 'cause', 'basis'];
const mended = ['penalty', 'method', 'result', 'found', 'remark'];

/** On lists, labels and forms that were printed, and in answers kept for a repeated request. */
export async function clearToldOf(tx: Tx, ids: readonly string[]): Promise<void> {
  const rows = await tx
    .selectFrom('original')
    .select('code')
    .where('id', 'in', [...ids])
    .execute();
  const told = { key: 'code', values: rows.map(({ code }) => code), fields: [...written, ...mended] };
  // The record of the find itself says where the mark stood and how it ended, and nothing else (6.5-2).
  await clearTold(tx, { ...told, except: ['custody.classified-find'] });
}

/** Shorter than this a text says nothing by itself. */
const shortest = 2;

/**
 * Ledger entries whose clear values hold what the register, or anybody's finding, says of these now: about
 * the original or a record of it, or naming its code. Asked before anything is cleared.
 */
export async function entriesTelling(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with chosen as (
      select id, code, title, author, document_number, remark from original where id = any(${[...ids]}::uuid[])
    ), record (id, original_id, texts) as (
      select id, id, array[title, author, document_number, remark] from chosen
      union all select id, original_id, array[missing, disorder, difference] from examination
      union all select id, original_id, array[before_text, after_text, reason] from erratum
      union all select id, original_id, array[place, description] from condition_report
      union all select id, original_id,
        array[place, description, cause, liability_basis, penalty, repair_method, repair_result, found_note]
        from damage_incident
      union all select id, original_id, array[description] from part_out
      union all select original_id, original_id, array[note] from handover_count
      union all select t.id, s.original_id, array[t.note] from slip_step t join slip s on s.id = t.slip_id
      union all select p.id, s.original_id, array[p.remark, p.unscanned_reason]
        from preparation p join slip s on s.id = p.slip_id
    ), told as (
      select distinct r.id::text as record_id, c.code, written from record r join chosen c on c.id = r.original_id,
             unnest(r.texts) written
       where length(written) >= ${shortest}
    )
    select distinct e.id from told t
      join ledger_detail d on position(to_json(t.written)::text in d.detail) > 0
      join ledger_entry e on e.id = d.entry_id
     where e.subject_id = t.record_id or position(to_json(t.code)::text in d.detail) > 0`.execute(tx);
  return rows.map(({ id }) => id);
}

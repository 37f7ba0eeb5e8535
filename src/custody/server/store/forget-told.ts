/** Where else it was told what originals say that turn out to be classified (6.1-5). */
import { sql } from 'kysely';
import type { Tx } from '#/base/server/db.ts';
import { clearTold } from '#/base/server/store/told.ts';
import { clearRequests } from '#/protection/server/door.ts';
import type { LaterRecord } from '../ports.ts';
import type {} from '../tables.ts';

/** Fields of prints and answers that a person wrote, or that the catalogue says, of an original. */
const writtenFields = [
  ...['title', 'note', 'missing', 'disorder', 'difference', 'place', 'description', 'cause', 'basis'],
  ...['penalty', 'method', 'result', 'found', 'remark', 'author', 'unscannedReason', 'withoutVendor', 'reason'],
];

/** On lists, labels and forms that were printed, and in answers kept for a repeated request. */
export async function clearToldOf(tx: Tx, codes: readonly string[]): Promise<void> {
  const told = { key: 'code', values: codes, fields: writtenFields };
  // The record of the find itself says where the mark stood and how it ended, and nothing else (6.5-2).
  await clearTold(tx, { ...told, except: ['custody.classified-find'] });
}

/** Requests that were put before a second person: what they quote is cleared. Answers their ids. */
export const clearRequestsOf = async (tx: Tx, { ids, codes, more }: Asked): Promise<string[]> => {
  const subjects = [...(await recordsAbout(tx, ids)), ...more.map(({ id }) => id)];
  return clearRequests(tx, { subjects, texts: codes, fields: writtenFields });
};

interface Asked {
  ids: readonly string[];
  codes: readonly string[];
  /** What later rooms wrote of them. */
  more: readonly LaterRecord[];
}

/** Shorter than this a text says nothing by itself. */
const shortest = 2;

/**
 * Ledger entries whose clear values hold what the register, or anybody's finding, says of these now: about
 * the original, a record of it or a request to decide on one, or naming its code. Asked before anything is
 * cleared. The ledger is gone through once, from the first of them on.
 */
export async function entriesTelling(
  tx: Tx,
  { ids, codes, more }: Asked,
  requests: readonly string[],
): Promise<string[]> {
  // Any of them, in one pass.
  const named = codes.map((code) => JSON.stringify(code).replace(/[^\p{L}\p{N}"]/gu, String.raw`\$&`)).join('|');
  const { rows } = await sql<{ id: string }>`
    with chosen as (
      select id, code, title, author, document_number, remark from original where id = any(${[...ids]}::uuid[])
    ), record (id, original_id, texts) as (
      select id, id, array[title, author, document_number, remark] from chosen
      ${recordsOf}
      union all select id, original_id, texts
        from jsonb_to_recordset(${laterRows(more)}::jsonb) as n(id uuid, original_id uuid, texts text[])
    ), told as (
      select distinct written from record r join chosen c on c.id = r.original_id, unnest(r.texts) written
       where length(written) >= ${shortest}
    ), about as (
      select r.id::text as id from record r join chosen c on c.id = r.original_id
      union select unnest(${[...requests]}::text[])
    ), candidate as materialized (
      select e.id, d.detail from ledger_entry e join ledger_detail d on d.entry_id = e.id
       where e.id >= (select min(id::text)::uuid from chosen)
         and (e.subject_id in (select id from about)
           or d.detail ~ ${named})
    )
    select distinct c.id from candidate c join told t on position(to_json(t.written)::text in c.detail) > 0`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

const laterRows = (more: readonly LaterRecord[]): string =>
  JSON.stringify(more.map(({ id, originalId, texts }) => ({ id, original_id: originalId, texts })));

/** Each register in which something is written of an original: record, original, texts. */
const recordsOf = sql`
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
        from preparation p join slip s on s.id = p.slip_id`;

/** Ids of these originals, and of every record of them: what requests and entries are about. */
async function recordsAbout(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with record (id, original_id, texts) as (
      select id, id, array[]::text[] from original where id = any(${[...ids]}::uuid[])
      ${recordsOf}
    )
    select distinct id::text as id from record where original_id = any(${[...ids]}::uuid[])`.execute(tx);
  return rows.map(({ id }) => id);
}

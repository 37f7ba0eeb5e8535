/**
 * What must hold of the originals at every moment, asked in one snapshot: each balance and each
 * handover from rows that say the same thing independently of each other (where it is, its history,
 * the counts, the lists, the slips).
 */
import type pg from 'pg';

/** Each selects what is wrong; an empty answer is right. */
const rules: Readonly<Record<string, string>> = {
  // 出 = 在外 + 已还 + 停工移交 + 下落不明.
  'a batch does not balance': `
    select number, went, back, there, halted, lost from (
      select b.number,
        (select count(*) from handover h join handover_count c on c.handover_id = h.id
          where h.batch_id = b.id and h.direction = 'out' and c.side = 'archive') as went,
        (select count(*) from handover h join handover_count c on c.handover_id = h.id
          where h.batch_id = b.id and h.direction = 'return' and c.side = 'archive') as back,
        count(w.original_id) filter (where w.place in ('hand', 'cabinet', 'repair') and not w.halted) as there,
        count(w.original_id) filter (where w.place <> 'lost' and (w.halted or w.place = 'surrendered')) as halted,
        count(w.original_id) filter (where w.place = 'lost') as lost
      from batch b left join whereabouts w on w.batch_id = b.id group by b.id) as balance
    where went <> back + there + halted + lost`,
  // Nothing is out of a batch that was not handed over, and all of one that was.
  'a handover to the vendor is half done': `
    select number, state, lists, asked, archive, vendor, slips, moved, outside from (
      select b.number, b.state,
        (select count(*) from handover h where h.batch_id = b.id and h.direction = 'out') as lists,
        (select count(*) from batch_original o where o.batch_id = b.id and o.dropped_by is null) as asked,
        (select count(*) from handover_count c join handover h on h.id = c.handover_id
          where c.batch_id = b.id and c.direction = 'out' and h.direction = 'out' and c.side = 'archive') as archive,
        (select count(*) from handover_count c join handover h on h.id = c.handover_id
          where c.batch_id = b.id and c.direction = 'out' and h.direction = 'out' and c.side = 'vendor') as vendor,
        (select count(*) from slip s where s.batch_id = b.id) as slips,
        (select count(*) from movement m where m.batch_id = b.id and m.event = 'handOver') as moved,
        (select count(*) from whereabouts w where w.batch_id = b.id) as outside
      from batch b) as handed
    where case when state in ('out', 'closed')
      then lists <> 1 or archive <> asked or vendor <> asked or slips <> asked or moved <> asked
      else lists + archive + vendor + slips + moved + outside > 0 end`,
  // 6.2-3: a line of a return list, a movement and a closed line of the batch are one.
  'a return is half done': `
    select code, lines, sides, moved from (
      select o.code, o.id,
        count(c.*) filter (where c.side = 'archive') as lines, count(c.*) as sides,
        (select count(*) from movement m where m.original_id = o.id and m.event = 'giveBack') as moved,
        bool_or(b.open) as still_open
      from original o
        join handover_count c on c.original_id = o.id and c.direction = 'return' and c.handover_id is not null
        join batch_original b on b.original_id = o.id and b.batch_id = c.batch_id
      group by o.id) as given
    where lines <> moved or sides <> 2 * lines or still_open`,
  'given back without a list': `
    select m.original_id from movement m where m.event = 'giveBack' and not exists (
      select from handover_count c where c.original_id = m.original_id and c.direction = 'return'
        and c.handover_id is not null)`,
  'a closed batch has something open, or an open one nothing': `
    select b.number from batch b where b.state in ('out', 'closed')
      and (b.state = 'out') <> exists (select from batch_original o where o.batch_id = b.id and o.open)`,
  // One place, one holder: the row is where its history ends.
  'an original is not where its history says': `
    select o.code, w.place, last.place as history from whereabouts w join original o on o.id = w.original_id
      left join lateral (select * from movement m where m.original_id = w.original_id and m.part_id is null
        order by m.id desc limit 1) as last on true
    where (w.place, w.holder_id) is distinct from (last.place, last.holder_id)
      or (w.cabinet_id, w.batch_id, w.stage, w.halted)
        is distinct from (last.cabinet_id, last.batch_id, last.stage, last.halted)`,
  'an original is in a batch that it is not open in': `
    select w.original_id from whereabouts w where w.batch_id is not null and w.place not in ('surrendered', 'lost')
      and not exists (select from batch_original o where o.batch_id = w.batch_id and o.original_id = w.original_id and o.open)`,
  'a sweep is half closed': `
    select day from sweep s where case when s.closed_at is null
      then exists (select from sweep_finding f where f.sweep_id = s.id)
      else s.expected - s.seen <> (select count(*) from sweep_finding f where f.sweep_id = s.id) end`,
};

/** What is wrong, in words; in one snapshot. */
export async function faultsOfCustody(client: pg.Client | pg.PoolClient): Promise<string[]> {
  await client.query('begin isolation level repeatable read read only');
  try {
    const faults: string[] = [];
    for (const [what, sql] of Object.entries(rules)) {
      const { rows } = await client.query(sql);
      if (rows.length > 0) faults.push(`${what} (${rows.length}): ${JSON.stringify(rows[0])}`);
    }
    return faults;
  } finally {
    await client.query('rollback');
  }
}

/** Acts of custody in the ledger, entered as done. */
export async function entriesByAct(client: pg.Client): Promise<Map<string, number>> {
  const { rows } = await client.query<{ act: string; n: string }>(
    `select act, count(*) as n from ledger_entry where act like 'custody.%' and result = 'ok' and kind <> 'view' group by act`,
  );
  return new Map(rows.map(({ act, n }) => [act, Number(n)]));
}

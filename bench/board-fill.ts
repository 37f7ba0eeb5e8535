/**
 * Fifty days of work on a register of volumes, written as the owner: the rows that the acts would
 * have made, by the day of each batch. `drill/custody-books.ts` looks at them afterwards as it looks
 * at those of a drill. Needs PostgreSQL 18 (`uuidv7` of another day), as the embedded one is.
 */
import type pg from 'pg';

export interface Fill {
  projectId: string;
  planId: string;
  lead: string;
  keeper: string;
  leader: string;
  preparer: string;
  scanners: string[];
}

/** Originals of a batch; batches that came back; batches that are out. */
export const batchSize = 400;
export const backBatches = 40;
export const outBatches = 10;

/** In `pick`, `k` is the batch, `n` the place in it, `ago` how many days ago it was handed over. */
const steps: readonly string[] = [
  // The import was today; it shall have been before everything else.
  `update movement set id = uuidv7(interval '-61 days'), occurred_at = now() - interval '61 days', recorded_at = now() - interval '61 days'`,
  // Examined from the paper, but every 50th.
  `insert into secrecy_check (id, original_id, verdict, decided_by, occurred_at, recorded_at)
    select uuidv7(interval '-60 days'), id, 'unmarked', f.keeper, now() - interval '60 days', now() - interval '60 days'
    from original, fill f where original.project_id = f.project and secrecy = 'undecided' and import_row % 50 <> 7`,
  `update original set secrecy = 'unmarked', version = version + 1 from fill f
    where project_id = f.project and secrecy = 'undecided' and import_row % 50 <> 7`,
  `create temp table pick as
    select id, (rn - 1) / f.size + 1 as k, (rn - 1) % f.size + 1 as n, (f.last - (rn - 1) / f.size)::int as ago,
      f.scanners[1 + rn % cardinality(f.scanners)] as scanner,
      'G-' || (1 + rn % 20) as raw, 'J-' || (1 + rn % 20) as done,
      -- How far it has come: back, or locked away unprocessed, in somebody's hand, locked away processed.
      case when (rn - 1) / f.size < f.back then 8 when rn % 10 < 4 then 2 when rn % 10 = 4 then 3 else 5 end as stop
    from (select id, row_number() over (order by sort_key) as rn from original, fill
      where project_id = project and secrecy = 'unmarked') as ranked, fill f
    where rn <= f.size * f.last`,
  `create unique index on pick (id)`,
  `analyze pick`,
  `insert into batch (id, number, project_id, plan_id, name, remark, state, requested_by, requested_at, approved_by, approved_at, version)
    select uuidv7(make_interval(days => k - f.last - 2)), '2025-' || lpad(k::text, 4, '0'), f.project, f.plan,
      '第' || k || '批', '', case when k <= f.back then 'closed' else 'out' end,
      f.keeper, now() - make_interval(days => f.last - k + 2), f.lead, now() - make_interval(days => f.last - k + 2),
      case when k <= f.back then 4 else 3 end
    from fill f, generate_series(1, f.last) as k`,
  `create temp table b as select id, substr(number, 6)::int as k, number from batch where number like '2025-%'`,
  `insert into batch_original (batch_id, original_id, open) select b.id, pick.id, stop < 8 from pick join b using (k)`,
  `insert into handover (id, number, batch_id, direction, content, remark, given_by, received_by, closed_at)
    select uuidv7(make_interval(days => k - f.last - 1)), '2025-' || lpad(k::text, 4, '0'), b.id, 'out', '人事档案', '',
      f.keeper, f.leader, now() - make_interval(days => f.last - k + 1) from b, fill f
    union all
    select uuidv7(make_interval(days => k + 9 - f.last)), '2025-' || lpad((1000 + k)::text, 4, '0'), b.id, 'return', '人事档案', '',
      f.leader, f.keeper, now() - make_interval(days => f.last - k - 9) from b, fill f where k <= f.back`,
  `insert into handover_count (batch_id, original_id, direction, side, condition, note, counted_by, counted_at, handover_id)
    select b.id, pick.id, h.direction, side, case when n % 90 = 3 then 'damaged' else 'intact' end,
      case when n % 90 = 3 then '封面破损' else '' end,
      case side when 'archive' then f.keeper else f.leader end, h.closed_at - interval '10 minutes', h.id
    from pick join b using (k) join handover h on h.batch_id = b.id, fill f, unnest(array['archive', 'vendor']) as side`,
  `insert into slip (id, number, batch_id, original_id, made_at)
    select uuidv7(make_interval(days => -ago)), b.number || '-' || lpad(n::text, 4, '0'), b.id, pick.id, now() - make_interval(days => ago)
    from pick join b using (k)`,
  `create temp table event (e int, name text, place text, holder text, cabinet text, stage text)`,
  `insert into event values
    (1, 'handOver', 'hand', 'leader', null, 'unprocessed'), (2, 'store', 'cabinet', 'leader', 'raw', 'unprocessed'),
    (3, 'take', 'hand', 'scanner', null, 'unprocessed'), (4, 'process', 'hand', 'scanner', null, 'processed'),
    (5, 'store', 'cabinet', 'scanner', 'done', 'processed'), (6, 'take', 'hand', 'preparer', null, 'processed'),
    (7, 'store', 'cabinet', 'preparer', 'done', 'processed'), (8, 'giveBack', 'shelf', 'keeper', null, null)`,
  `create temp table told as
    select pick.*, e, event.name, event.place, event.stage, case when e = 8 then null else b.id end as batch_id, fixture.id as cabinet_id,
      case holder when 'leader' then f.leader when 'scanner' then pick.scanner when 'preparer' then f.preparer else f.keeper end as holder_id,
      make_interval(days => case e when 8 then 10 else 0 end - ago, mins => e * 50) as shift
    from pick join event on e <= stop join b using (k)
      left join fixture on fixture.code = case cabinet when 'raw' then raw when 'done' then done end, fill f`,
  `insert into movement (id, original_id, event, place, holder_id, cabinet_id, batch_id, stage, halted, moved_by, occurred_at, recorded_at)
    select uuidv7(shift), id, name, place, holder_id, cabinet_id, batch_id, stage, false, holder_id, now() + shift, now() + shift from told`,
  `update whereabouts w set place = t.place, holder_id = t.holder_id, cabinet_id = t.cabinet_id, stage = t.stage,
      batch_id = t.batch_id, since = now() + t.shift, version = 1 + t.e
    from told t where t.id = w.original_id and t.e = t.stop`,
  `insert into slip_step (id, slip_id, step, items, pages, started_at, finished_at, done_by, note, occurred_at, recorded_at)
    select uuidv7(shift), slip.id, step, 1, 60, now() + shift, now() + shift + interval '30 minutes', holder_id, '', now() + shift, now() + shift
    from told join slip on slip.original_id = told.id, unnest(array['prepare', 'inspect', 'describe']) as step where e = 4`,
  // Parts of what lies open.
  `create temp table part as select uuidv7() as part_id, t.* from told t where e = stop and place = 'hand' and n % 4 = 0`,
  `insert into part_out (id, original_id, number, description, place, holder_id, since, taken_at)
    select part_id, id, 1, '图纸 2 张', 'hand', f.preparer, now(), now() from part, fill f`,
  `insert into movement (id, original_id, part_id, event, place, holder_id, batch_id, stage, halted, moved_by, occurred_at)
    select uuidv7(), id, part_id, 'partOut', 'hand', f.preparer, batch_id, stage, false, holder_id, now() from part, fill f`,
  // Marks that were found: of what came back all false alarms, of what is out none is settled.
  `create temp table found as select t.*, b.id as own from told t join b using (k)
    where (stop = 8 and e = 3 and n % 100 = 9) or (stop = 2 and e = 2 and n % 200 = 21)`,
  `insert into classified_find (id, number, original_id, batch_id, page, mark, found_by, found_on, occurred_at, outcome, basis, settled_by, agreed_by, settled_at)
    select uuidv7(shift), '2025-' || lpad((row_number() over (order by k, n))::text, 4, '0'), id, own, '封面', '秘密', holder_id,
      (now() + shift)::date, now() + shift, case when stop = 8 then 'false-alarm' end, case when stop = 8 then '不是密级标识' end,
      case when stop = 8 then f.keeper end, case when stop = 8 then f.lead end, case when stop = 8 then now() + shift end from found, fill f`,
  `insert into movement (id, original_id, event, place, holder_id, cabinet_id, batch_id, stage, halted, moved_by, occurred_at)
    select uuidv7(shift + after), id, what, place, holder_id, cabinet_id, batch_id, stage, what = 'halt', holder_id, now() + shift + after
    from found, (values ('halt', interval '10 minutes'), ('release', interval '20 minutes')) as two (what, after)
    where what = 'halt' or stop = 8`,
  `update whereabouts set halted = true, version = version + 1 from found where found.id = original_id and stop = 2`,
  // A sweep each evening: all that was out but six, which were named and lifted; tonight's is half done.
  `insert into sweep (id, project_id, day, opened_by, opened_at)
    select uuidv7(make_interval(days => -ago)), f.project, (now() at time zone 'Asia/Shanghai')::date - ago, f.keeper, now() - make_interval(days => ago)
    from fill f, generate_series(0, f.last - 1) as ago`,
  `create temp table night as select sweep.id, (now() at time zone 'Asia/Shanghai')::date - day as ago from sweep`,
  `insert into sweep_scan (sweep_id, original_id, cabinet_id, scanned_by, scanned_at)
    select night.id, told.id, cabinet_id, f.keeper, now() - make_interval(days => night.ago) from night
      join told on e = 2 and told.ago >= night.ago and told.ago < night.ago + 10 and (told.ago <> night.ago or n > 6), fill f
    where night.ago > 0
    union all
    select night.id, w.original_id, w.cabinet_id, f.keeper, now() from night, whereabouts w join pick on pick.id = w.original_id, fill f
    where night.ago = 0 and w.place = 'cabinet' and n % 5 < 3`,
  `insert into sweep_finding (id, sweep_id, original_id, holder_id, batch_id, finding, reason, lifted_by, lifted_at, lift_reason)
    select uuidv7(), night.id, told.id, holder_id, batch_id, 'in-hand', '扫描未完', f.keeper, now(), '已入柜' from night
      join told on e = 2 and told.ago = night.ago and n <= 6, fill f where night.ago > 0`,
  `update sweep set closed_by = f.keeper, agreed_by = f.leader, closed_at = opened_at + interval '1 hour', remark = '',
      seen = s.n, expected = s.n + 6
    from fill f, night, lateral (select count(*) as n from sweep_scan where sweep_id = night.id) as s
    where sweep.id = night.id and night.ago > 0`,
  `drop table found, part, told, event, b, pick, night, fill`,
];

export async function fill(owner: pg.Client, of: Fill): Promise<void> {
  const { projectId, planId, lead, keeper, leader, preparer, scanners } = of;
  await owner.query('begin');
  await owner.query(
    `create temp table fill as select $1::uuid as project, $2::uuid as plan, $3::uuid as lead, $4::uuid as keeper,
      $5::uuid as leader, $6::uuid as preparer, $7::uuid[] as scanners, $8::int as size, $9::int as back, $10::int as last`,
    [projectId, planId, lead, keeper, leader, preparer, scanners, batchSize, backBatches, backBatches + outBatches],
  );
  for (const step of steps) await owner.query(step);
  await owner.query('commit');
  // As the server itself does within minutes of such a change.
  await owner.query('vacuum analyze');
}

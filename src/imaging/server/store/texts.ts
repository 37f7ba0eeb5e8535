/** Text of masters: what waits to be read, what was read, and how each fonds is written. */
import { sql } from 'kysely';
import type { Refusal } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { type Direction, meanConfidence, type PageText } from '../../rules/text/text.ts';
import type {} from '../tables.ts';

/**
 * Masters wait to be read from now on: these, or all of a fonds that hold. Not those of a fonds that is skipped, nor
 * of what turned out to be classified. What was read already is read again only in another direction.
 */
export async function queueTexts(tx: Tx, which: { masters: readonly string[] } | { fondsId: string }): Promise<number> {
  const those =
    'masters' in which
      ? sql`master.id = any(${[...which.masters]}::uuid[])`
      : sql`original.fonds_id = ${which.fondsId} and exists (select 1 from image_slot where master_id = master.id)`;
  const { numAffectedRows } = await sql`
    insert into page_text (master_id)
    select master.id from master
      join work_unit on work_unit.id = master.unit_id
      join original on original.id = work_unit.original_id
      left join text_setting setting on setting.fonds_id = original.fonds_id
    where ${those} and master.purged_at is null and original.secrecy <> 'classified'
      and not coalesce(setting.skipped, false)
    on conflict (master_id) do update set state = 'waiting', queued_at = now(), tries = 0, in_hand_until = null,
      engine = null, engine_version = null, direction = null, upside_down = null, lines = null, confidence = null,
      fault = null, read_at = null
      where page_text.state = 'failed'
        or (page_text.state = 'done' and page_text.direction is distinct from (
          select coalesce(setting.direction, 'horizontal') from master
            join work_unit on work_unit.id = master.unit_id
            join original on original.id = work_unit.original_id
            left join text_setting setting on setting.fonds_id = original.fonds_id
          where master.id = page_text.master_id))`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Of a fonds that is skipped nothing waits any more; what was read stays. */
export const unqueueTexts = (tx: Tx, fondsId: string) =>
  sql`delete from page_text using master, work_unit, original
      where page_text.state <> 'done' and master.id = page_text.master_id and work_unit.id = master.unit_id
        and original.id = work_unit.original_id and original.fonds_id = ${fondsId}`.execute(tx);

/** A page that is to be read; its id is the master's. */
export interface PageInHand {
  id: string;
  unitId: string;
  sha256: string;
  page: number;
  direction: Direction;
  tries: number;
  scannedBy: string;
}

/**
 * What was tried least, and waits longest, is taken in hand for `seconds`: whoever ended with a page in hand by no fault
 * of the page does not take it to its end. Nothing that is halted, nor what was rescanned (6.5-1).
 */
export async function takeTextsInHand(tx: Tx, limit: number, seconds: number): Promise<PageInHand[]> {
  const { rows } = await sql<PageInHand>`
    with taken as (
      update page_text set tries = tries + 1, in_hand_until = clock_timestamp() + make_interval(secs => ${seconds})
      where master_id in (
        select page_text.master_id from page_text
          join master on master.id = page_text.master_id
          join image_slot on image_slot.master_id = master.id
          join work_unit on work_unit.id = master.unit_id
          join original on original.id = work_unit.original_id
          join whereabouts on whereabouts.original_id = work_unit.original_id
        where page_text.state = 'waiting'
          and (page_text.in_hand_until is null or page_text.in_hand_until < clock_timestamp())
          and not whereabouts.halted and original.secrecy <> 'classified' and master.sha256 is not null
        order by page_text.tries, page_text.queued_at, page_text.master_id limit ${limit}
        for update of page_text skip locked)
      returning master_id, tries)
    select taken.master_id as id, taken.tries, master.unit_id as "unitId", master.sha256, master.page,
      master.scanned_by as "scannedBy", coalesce(setting.direction, 'horizontal') as direction
    from taken join master on master.id = taken.master_id
      join work_unit on work_unit.id = master.unit_id
      join original on original.id = work_unit.original_id
      left join text_setting setting on setting.fonds_id = original.fonds_id`.execute(tx);
  return rows;
}

/** Holds on to what is being read. */
export const keepTextsInHand = (tx: Tx, masterIds: readonly string[], seconds: number) =>
  sql`update page_text set in_hand_until = clock_timestamp() + make_interval(secs => ${seconds})
      where master_id = any(${[...masterIds]}::uuid[]) and state = 'waiting'`.execute(tx);

/** Lets go of a page that was not read by no fault of its own. */
export const letTextGo = (tx: Tx, masterId: string, fault: Fault | null) =>
  sql`update page_text set in_hand_until = null, tries = greatest(tries - 1, 0),
      fault = ${fault === null ? null : JSON.stringify(fault)}::jsonb
      where master_id = ${masterId} and state = 'waiting'`.execute(tx);

/** It ended its engine: another try counts. */
export const letTextFall = (tx: Tx, masterId: string) =>
  tx.updateTable('page_text').set({ in_hand_until: null }).where('master_id', '=', masterId).execute();

export type Fault = Pick<Refusal, 'code' | 'params'>;

/** How its fonds is written now; null when it is not to be read any more. */
export async function directionNow(tx: Tx, masterId: string): Promise<Direction | null> {
  const row = await tx
    .selectFrom('page_text')
    .innerJoin('master', 'master.id', 'page_text.master_id')
    .innerJoin('work_unit', 'work_unit.id', 'master.unit_id')
    .innerJoin('original', 'original.id', 'work_unit.original_id')
    .leftJoin('text_setting', 'text_setting.fonds_id', 'original.fonds_id')
    .select('text_setting.direction')
    .where('page_text.master_id', '=', masterId)
    .where('page_text.state', '=', 'waiting')
    .where('master.purged_at', 'is', null)
    .forUpdate('page_text')
    .executeTakeFirst();
  return row ? (row.direction ?? 'horizontal') : null;
}

export interface ReadBy {
  engine: string;
  version: string;
  direction: Direction;
}

export const keepText = (tx: Tx, masterId: string, { lines, upsideDown }: PageText, by: ReadBy) =>
  tx
    .updateTable('page_text')
    .set({
      ...{ state: 'done', lines: JSON.stringify(lines), confidence: meanConfidence(lines), upside_down: upsideDown },
      ...{ engine: by.engine, engine_version: by.version, direction: by.direction },
      ...{ in_hand_until: null, fault: null, read_at: new Date() },
    })
    .where('master_id', '=', masterId)
    .execute();

export const failText = (tx: Tx, masterId: string, { code, params }: Fault) =>
  tx
    .updateTable('page_text')
    .set({ state: 'failed', fault: JSON.stringify({ code, params }), in_hand_until: null, read_at: new Date() })
    .where('master_id', '=', masterId)
    .execute();

/** Pages that hold and wait to be read although nobody has them in hand. */
export const waitingToBeRead = (db: Db | Tx) =>
  db
    .selectFrom('page_text')
    .innerJoin('image_slot', 'image_slot.master_id', 'page_text.master_id')
    .select('page_text.master_id')
    .where('page_text.state', '=', 'waiting')
    .where((eb) =>
      eb.or([
        eb('page_text.in_hand_until', 'is', null),
        eb('page_text.in_hand_until', '<', sql<Date>`clock_timestamp()`),
      ]),
    )
    .limit(1)
    .executeTakeFirst();

/** Version of a setting that nobody has made. */
export const unset = 1;

export const settingOf = (db: Db | Tx, fondsId: string) =>
  db
    .selectFrom('fonds')
    .leftJoin('text_setting', 'text_setting.fonds_id', 'fonds.id')
    .select(['fonds.code', 'text_setting.direction', 'text_setting.skipped', 'text_setting.version'])
    .where('fonds.id', '=', fondsId)
    .executeTakeFirst();

export interface NewSetting {
  fondsId: string;
  direction: Direction;
  skipped: boolean;
  by: string;
}

export const saveSetting = (tx: Tx, { fondsId, direction, skipped, by }: NewSetting) =>
  tx
    .insertInto('text_setting')
    .values({ fonds_id: fondsId, direction, skipped, set_by: by, version: unset + 1 })
    .onConflict((conflict) =>
      conflict.column('fonds_id').doUpdateSet((eb) => ({
        ...{ direction, skipped, set_by: by, set_at: new Date() },
        version: eb('text_setting.version', '+', 1),
      })),
    )
    .execute();

/** Every fonds with its setting and how many of the images that hold were read. */
export async function settingsWithCounts(db: Db | Tx) {
  const { rows } = await sql<{
    id: string;
    code: string;
    name: string;
    direction: Direction;
    skipped: boolean;
    set_by: string | null;
    set_at: Date | null;
    version: number;
    waiting: string;
    done: string;
    failed: string;
    fault: Fault | null;
  }>`
    select fonds.id, fonds.code, fonds.name, coalesce(setting.direction, 'horizontal') as direction,
      coalesce(setting.skipped, false) as skipped, setting.set_by, setting.set_at, coalesce(setting.version, ${unset}) as version,
      coalesce(counts.waiting, 0) as waiting, coalesce(counts.done, 0) as done, coalesce(counts.failed, 0) as failed,
      counts.fault
    from fonds left join text_setting setting on setting.fonds_id = fonds.id
    left join (
      select original.fonds_id, count(*) filter (where page_text.state = 'waiting') as waiting,
        count(*) filter (where page_text.state = 'done') as done,
        count(*) filter (where page_text.state = 'failed') as failed,
        (array_agg(page_text.fault) filter (where page_text.state = 'waiting' and page_text.fault is not null))[1] as fault
      from page_text join image_slot on image_slot.master_id = page_text.master_id
        join work_unit on work_unit.id = image_slot.unit_id
        join original on original.id = work_unit.original_id
      group by original.fonds_id) counts on counts.fonds_id = fonds.id
    order by fonds.code`.execute(db);
  return rows;
}

/** Images of a unit that wait to be read. */
export const countUnread = async (db: Db | Tx, unitId: string): Promise<number> =>
  Number(
    (
      await db
        .selectFrom('page_text')
        .innerJoin('image_slot', 'image_slot.master_id', 'page_text.master_id')
        .select((eb) => eb.fn.countAll<string>().as('count'))
        .where('image_slot.unit_id', '=', unitId)
        .where('page_text.state', '=', 'waiting')
        .executeTakeFirstOrThrow()
    ).count,
  );

/** A page of this unit with its text. */
export const textOf = (db: Db | Tx, unitId: string, masterId: string) =>
  db
    .selectFrom('master')
    .leftJoin('page_text', 'page_text.master_id', 'master.id')
    .select(['master.header', 'page_text.state', 'page_text.engine', 'page_text.engine_version'])
    .select(['page_text.direction', 'page_text.upside_down', 'page_text.lines', 'page_text.confidence'])
    .select(['page_text.fault', 'page_text.read_at'])
    .where('master.id', '=', masterId)
    .where('master.unit_id', '=', unitId)
    .where('master.purged_at', 'is', null)
    .executeTakeFirst();

/** Text of the images that hold, in their order. */
export const textsOfUnit = (db: Db | Tx, unitId: string, page?: number) =>
  db
    .selectFrom('image_slot')
    .innerJoin('master', 'master.id', 'image_slot.master_id')
    .innerJoin('page_text', 'page_text.master_id', 'master.id')
    .select(['master.header', (eb) => eb.ref('image_slot.position').$notNull().as('position')])
    .select((eb) => [eb.ref('page_text.lines').$notNull().as('lines'), 'page_text.read_at'])
    .where('image_slot.unit_id', '=', unitId)
    .where('image_slot.position', 'is not', null)
    .where('page_text.state', '=', 'done')
    .$if(page !== undefined, (query) => query.where('image_slot.position', '=', page!))
    .orderBy('image_slot.position')
    .execute();

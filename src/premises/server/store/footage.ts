/** Footage: pieces, what was opened of them, what must stay, what went. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { FootageOrigin } from '../../rules/footage.ts';
import type { Period } from '../../rules/retention.ts';
import type { Probed } from '../footage/probe.ts';

/** 4.3-3: whether this person keeps footage on that day. */
export const isFootageKeeper = async (db: Db | Tx, personId: string, on: string): Promise<boolean> =>
  (await db
    .selectFrom('premises_duty')
    .select('id')
    .where('duty', '=', 'footage-keeper')
    .where('person_id', '=', personId)
    .where('since', '<=', on)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', on)]))
    .executeTakeFirst()) !== undefined;

export const findCamera = (db: Db | Tx, id: string) =>
  db.selectFrom('camera').select(['id', 'code', 'state']).where('id', '=', id).executeTakeFirst();

/** Every camera that there ever was: footage outlives them. */
export const listCameraCodes = (db: Db | Tx) =>
  db.selectFrom('camera').select(['id', 'code', 'state']).orderBy('code').execute();

/** Deleting a camera's footage and placing a hold on it wait for each other; null is every camera. */
export async function lockCameras(tx: Tx, cameraId: string | null, strength: 'update' | 'share'): Promise<void> {
  let query = tx.selectFrom('camera').select('id').orderBy('id');
  if (cameraId !== null) query = query.where('id', '=', cameraId);
  await (strength === 'update' ? query.forUpdate() : query.forShare()).execute();
}

export interface NewPiece extends Period {
  cameraId: string;
  countsFrom: number | null;
  origin: FootageOrigin;
  keptOn: 'store' | 'medium';
  handoverId: string | null;
  fileName: string;
  sha256: string;
  sm3: string | null;
  bytes: number | string;
  probed: Probed | null;
  registeredBy: string | null;
}

export async function insertPieces(tx: Tx, pieces: readonly NewPiece[]): Promise<string[]> {
  const rows = pieces.map((piece) => ({
    id: newId(),
    camera_id: piece.cameraId,
    from_at: new Date(piece.from),
    to_at: new Date(piece.to),
    counts_from: piece.countsFrom === null ? null : new Date(piece.countsFrom),
    origin: piece.origin,
    kept_on: piece.keptOn,
    handover_id: piece.handoverId,
    file_name: piece.fileName,
    sha256: piece.sha256,
    sm3: piece.sm3,
    bytes: String(piece.bytes),
    ...probedColumns(piece.probed),
    registered_by: piece.registeredBy,
    // Whoever puts it into the store has just hashed it.
    examined_at: piece.keptOn === 'store' ? new Date() : null,
    deletion_id: null,
    erased_at: null,
  }));
  if (rows.length > 0) await tx.insertInto('footage').values(rows).execute();
  return rows.map(({ id }) => id);
}

const probedColumns = (probed: Probed | null) => ({
  media_type: probed?.mediaType ?? null,
  in_fragments: probed?.inFragments ?? false,
  playable_ms: String(probed?.playableMs ?? 0),
  problem: probed?.problem ?? null,
});

const keptPieces = (db: Db | Tx) => db.selectFrom('footage').selectAll('footage').where('footage.state', '=', 'kept');

/** Pieces of a camera that touch the period, in the order of their beginnings. */
export const piecesIn = (db: Db | Tx, cameraId: string, { from, to }: Period) =>
  keptPieces(db)
    .where('camera_id', '=', cameraId)
    .where('from_at', '<', new Date(to))
    .where('to_at', '>', new Date(from))
    .orderBy('from_at')
    .orderBy('id')
    .execute();

/**
 * Until when the register is complete: what still commits bears a later time. A row's time is the beginning of its
 * transaction, so that one which has begun and not ended may yet enter earlier rows.
 */
export async function registerCompleteUntil(db: Db): Promise<Date> {
  const { rows } = await sql<{ until: Date }>`
    select least(now(), min(xact_start)) as until from pg_stat_activity
     where datname = current_database() and xact_start is not null`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('the database knows no time');
  return row.until;
}

/** Pieces of a camera that begin before `before` and came into the register after `since`, up to `until`. */
export function piecesEntered(
  db: Db,
  cameraId: string,
  { since, until, before }: { since: Date | null; until: Date; before: number },
) {
  const query = db
    .selectFrom('footage')
    .select(['from_at', 'to_at'])
    .where('state', '=', 'kept')
    .where('camera_id', '=', cameraId)
    .where('from_at', '<', new Date(before))
    .where('registered_at', '<=', until)
    .orderBy('from_at');
  return (since === null ? query : query.where('registered_at', '>', since)).execute();
}

export type PieceRow = Awaited<ReturnType<typeof piecesIn>>[number];

export const findPiece = (db: Db | Tx, id: string) => keptPieces(db).where('id', '=', id).executeTakeFirst();

/** A camera's pieces of these bytes, in the order of their beginnings. */
export const piecesOfContent = (db: Db | Tx, cameraId: string, sha256: string) =>
  keptPieces(db).where('sha256', '=', sha256).where('camera_id', '=', cameraId).orderBy('from_at').execute();

/** Whether a piece of any camera needs these bytes to lie in the store. */
export const isContentNeeded = async (db: Db | Tx, sha256: string): Promise<boolean> =>
  (await keptPieces(db).where('sha256', '=', sha256).where('kept_on', '=', 'store').executeTakeFirst()) !== undefined;

/** Whoever enters or erases the same bytes waits for the other. */
export const lockContent = (tx: Tx, sha256: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 43))`.execute(tx);

/**
 * What each camera's days hold and what of that somebody vouches for, in minutes; days without footage are left
 * out. Added up by the database: a month of ten cameras is two and a half million pieces.
 */
export async function daysOf(db: Db | Tx, { from, to }: Period, timeZone: string) {
  const [first, last] = [new Date(from), new Date(to)];
  // A row for each day that it touches, cut at the day's ends.
  const cut = (table: 'footage' | 'playback_check') => sql`
    select t.*, g.d::date as on_day,
           tstzrange(greatest(t.from_at, g.d at time zone ${timeZone}),
                     least(t.to_at, (g.d + interval '1 day') at time zone ${timeZone})) as part
      from ${sql.table(table)} t
      cross join lateral generate_series(date_trunc('day', t.from_at at time zone ${timeZone}),
        date_trunc('day', (t.to_at - interval '1 microsecond') at time zone ${timeZone}), interval '1 day') as g(d)
     where t.from_at < ${last} and t.to_at > ${first}`;
  const { rows } = await sql<{
    camera_id: string;
    on: string;
    held_minutes: number;
    checked_minutes: number;
    problems: number;
    deleted: boolean;
  }>`
    with piece as (
      select camera_id, on_day,
             coalesce(range_agg(part) filter (where state = 'kept'), '{}') as held,
             (count(*) filter (where state = 'kept' and problem is not null))::int as problems,
             bool_or(state = 'deleted') as deleted
        from (${cut('footage')}) f group by camera_id, on_day),
    seen as (
      select camera_id, on_day, range_agg(part) as checked from (${cut('playback_check')}) c group by camera_id, on_day)
    select camera_id, on_day::text as "on", problems, deleted,
           (select coalesce(sum(extract(epoch from upper(r) - lower(r))), 0)::float8 / 60 from unnest(held) r)
             as held_minutes,
           (select coalesce(sum(extract(epoch from upper(r) - lower(r))), 0)::float8 / 60
              from unnest(held * coalesce(checked, '{}')) r) as checked_minutes
      from piece left join seen using (camera_id, on_day)`.execute(db);
  return rows;
}

/** What came with a handover now lies here too. */
export const takeFromMedium = (
  tx: Tx,
  id: string,
  { sm3, bytes, probed }: { sm3: string; bytes: number; probed: Probed },
) =>
  tx
    .updateTable('footage')
    .set({ kept_on: 'store', sm3, bytes: String(bytes), ...probedColumns(probed), examined_at: new Date() })
    .where('id', '=', id)
    .where('state', '=', 'kept')
    .execute();

export const insertPlayback = (tx: Tx, row: Period & { cameraId: string; playedBy: string }) => {
  const id = newId();
  return tx
    .insertInto('footage_playback')
    .values({
      id,
      camera_id: row.cameraId,
      from_at: new Date(row.from),
      to_at: new Date(row.to),
      played_by: row.playedBy,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
};

export const findPlayback = (db: Db | Tx, id: string) =>
  db.selectFrom('footage_playback').selectAll().where('id', '=', id).executeTakeFirst();

/** What this person has opened of the camera; an opening says nothing of what came into the register after it. */
export async function openedBy(
  db: Db | Tx,
  cameraId: string,
  personId: string,
  { from, to }: Period,
): Promise<Period[]> {
  const rows = await db
    .selectFrom('footage_playback')
    .select(['from_at', 'to_at'])
    .where('camera_id', '=', cameraId)
    .where('played_by', '=', personId)
    .where('from_at', '<', new Date(to))
    .where('to_at', '>', new Date(from))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('footage')
            .select('footage.id')
            .where('footage.state', '=', 'kept')
            .whereRef('footage.camera_id', '=', 'footage_playback.camera_id')
            .whereRef('footage.from_at', '<', 'footage_playback.to_at')
            .whereRef('footage.to_at', '>', 'footage_playback.from_at')
            .whereRef('footage.registered_at', '>', 'footage_playback.played_at'),
        ),
      ),
    )
    .execute();
  return rows.map(periodOf);
}

export const periodOf = (row: { from_at: Date; to_at: Date }): Period => ({
  from: row.from_at.getTime(),
  to: row.to_at.getTime(),
});

export async function insertHold(
  tx: Tx,
  row: Period & { cameraId: string | null; reason: string; placedBy: string },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('footage_hold')
    .values({
      id,
      camera_id: row.cameraId,
      from_at: new Date(row.from),
      to_at: new Date(row.to),
      reason: row.reason,
      placed_by: row.placedBy,
      lifted_by: null,
      lift_reason: null,
      lifted_at: null,
    })
    .execute();
  return id;
}

export const lockHold = (tx: Tx, id: string) =>
  tx.selectFrom('footage_hold').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const liftHold = (tx: Tx, id: string, row: { liftedBy: string; reason: string }) =>
  tx
    .updateTable('footage_hold')
    .set((eb) => ({
      lifted_by: row.liftedBy,
      lift_reason: row.reason,
      lifted_at: sql<Date>`now()`,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();

/** Holds in force on a camera that touch the period. */
export const holdsOn = (db: Db | Tx, cameraId: string, { from, to }: Period) =>
  db
    .selectFrom('footage_hold')
    .select(['from_at', 'to_at', 'reason'])
    .where('lifted_at', 'is', null)
    .where((eb) => eb.or([eb('camera_id', 'is', null), eb('camera_id', '=', cameraId)]))
    .where('from_at', '<', new Date(to))
    .where('to_at', '>', new Date(from))
    .execute();

export function listHolds(db: Db | Tx, before: string | null, limit: number) {
  let query = db
    .selectFrom('footage_hold')
    .leftJoin('camera', 'camera.id', 'footage_hold.camera_id')
    .selectAll('footage_hold')
    .select('camera.code as camera_code')
    .orderBy('footage_hold.id', 'desc')
    .limit(limit);
  if (before !== null) query = query.where('footage_hold.id', '<', before);
  return query.execute();
}

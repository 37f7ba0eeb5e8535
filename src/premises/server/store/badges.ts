/** The badge register, and badges as they were shown at the door. */
import { sql } from 'kysely';
import type { InputOf } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { badgeList } from '../../rules/api/badges.ts';
import type { BadgeState, StoredBadgeState } from '../../rules/badges.ts';
import type { Locker } from '../../rules/visits.ts';
import type {} from '../badge-tables.ts';

/** The badge that has not come back, valid or expired; locked, since it is to be closed. */
export const lockHeldBadge = (tx: Tx, personId: string) =>
  tx
    .selectFrom('badge')
    .selectAll()
    .where('person_id', '=', personId)
    .where('state', '=', 'issued')
    .forUpdate()
    .executeTakeFirst();

/** The same, looked at only. */
export const badgeNotBack = (db: Db | Tx, personId: string) =>
  db
    .selectFrom('badge')
    .select('number')
    .where('person_id', '=', personId)
    .where('state', '=', 'issued')
    .executeTakeFirst();

export const lockBadge = (tx: Tx, id: string) =>
  tx.selectFrom('badge').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** Number of the valid badge that he holds. */
export async function heldBadge(db: Db | Tx, personId: string, today: string): Promise<string | null> {
  const row = await db
    .selectFrom('badge')
    .select('number')
    .where('person_id', '=', personId)
    .where('state', '=', 'issued')
    .where('valid_until', '>=', today)
    .executeTakeFirst();
  return row?.number ?? null;
}

/** The photograph on his newest badge that is still kept. */
export async function lastPhoto(db: Db | Tx, personId: string): Promise<string | null> {
  const row = await db
    .selectFrom('badge')
    .innerJoin('attachment', 'attachment.id', 'badge.photo_id')
    .select('badge.photo_id')
    .where('badge.person_id', '=', personId)
    .where('attachment.state', '=', 'stored')
    .orderBy('badge.id', 'desc')
    .executeTakeFirst();
  return row?.photo_id ?? null;
}

/** False when somebody gave him another badge at the same moment. */
export async function insertBadge(
  tx: Tx,
  row: {
    id: string;
    number: string;
    personId: string;
    photoId: string;
    codeHash: Buffer;
    codeSealed: Buffer;
    issuedOn: string;
    issuedBy: string;
    validUntil: string;
    replaces: string | null;
  },
): Promise<boolean> {
  const { id, number, replaces } = row;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('badge')
    .values({
      ...{ id, number, replaces },
      person_id: row.personId,
      photo_id: row.photoId,
      code_hash: row.codeHash,
      code_sealed: row.codeSealed,
      issued_on: row.issuedOn,
      issued_by: row.issuedBy,
      valid_until: row.validUntil,
      closed_at: null,
      closed_by: null,
      close_remark: null,
    })
    .onConflict((conflict) => conflict.column('person_id').where('state', '=', 'issued').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export const closeBadge = (
  tx: Tx,
  id: string,
  { state, closedBy, remark }: { state: Exclude<StoredBadgeState, 'issued'>; closedBy: string; remark: string },
) =>
  tx
    .updateTable('badge')
    .set((eb) => ({
      ...{ state, closed_by: closedBy, close_remark: remark },
      closed_at: new Date(),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();

/** Badges with their bearers, and the photograph as far as it is kept. */
const badgeQuery = (db: Db | Tx) =>
  db
    .selectFrom('badge')
    .innerJoin('person', 'person.id', 'badge.person_id')
    .innerJoin('party', 'party.id', 'person.party_id')
    .innerJoin('attachment', 'attachment.id', 'badge.photo_id')
    .selectAll('badge')
    .select(['person.name as person_name', 'party.name as party_name', 'attachment.state as photo_state']);

export const findBadgeByCode = (db: Db | Tx, codeHash: Buffer) =>
  badgeQuery(db).where('badge.code_hash', '=', codeHash).executeTakeFirst();

export const findBadges = (db: Db | Tx, ids: readonly string[]) =>
  badgeQuery(db)
    .where('badge.id', 'in', [...ids])
    .orderBy('badge.number')
    .execute();

export function listBadges(db: Db | Tx, filter: InputOf<typeof badgeList>, today: string) {
  let query = badgeQuery(db)
    .orderBy('badge.id', 'desc')
    .limit(filter.limit + 1);
  const { text, state } = filter;
  if (filter.cursor !== undefined) query = query.where('badge.id', '<', filter.cursor);
  if (filter.personId !== undefined) query = query.where('badge.person_id', '=', filter.personId);
  if (text !== undefined)
    query = query.where(sql<boolean>`(position(${text} in badge.number) > 0 or position(${text} in person.name) > 0)`);
  if (state !== undefined) query = query.where('badge.state', '=', state === 'expired' ? 'issued' : state);
  if (state === 'issued') query = query.where('badge.valid_until', '>=', today);
  if (state === 'expired') query = query.where('badge.valid_until', '<', today);
  return query.execute();
}

export async function insertScan(
  tx: Tx,
  row: { badgeId: string; scannedBy: string; state: BadgeState },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('badge_scan')
    .values({ id, badge_id: row.badgeId, scanned_by: row.scannedBy, state: row.state })
    .execute();
  return id;
}

/** A scan that this checker made of a badge of this person, with the badge as it stands now. */
export const findScan = (db: Db | Tx, id: string, { personId, checker }: { personId: string; checker: string }) =>
  db
    .selectFrom('badge_scan')
    .innerJoin('badge', 'badge.id', 'badge_scan.badge_id')
    .select(['badge_scan.scanned_at', 'badge.number', 'badge.state', 'badge.valid_until'])
    .select(sql<boolean>`exists (select 1 from visit v where v.badge_scan_id = badge_scan.id)`.as('used'))
    .where('badge_scan.id', '=', id)
    .where('badge_scan.scanned_by', '=', checker)
    .where('badge.person_id', '=', personId)
    .executeTakeFirst();

/** Badges that must not be about any more, as they were shown, about which no alarm was raised yet. */
export async function untoldScans(db: Db | Tx, alarmKind: string) {
  const { rows } = await sql<{ id: string; person_id: string; number: string; state: BadgeState }>`
    select s.id, b.person_id, b.number, s.state
      from badge_scan s join badge b on b.id = s.badge_id
     where s.state in ('returned', 'lost') and not exists (
       select 1 from alarm a where a.dedupe = ${alarmKind}::text || '/' || s.id::text)
     order by s.id`.execute(db);
  return rows;
}

/** Lockers in use or not, and the one this person had the last time. */
export async function listLockers(db: Db | Tx, personId: string | null) {
  const { rows } = await sql<Locker>`
    select f.id, f.code, f.name,
           not exists (select 1 from visit v where v.locker_id = f.id and v.left_at is null) as free,
           coalesce(f.id = (select v.locker_id from visit v
                             where v.person_id = ${personId}::uuid and v.locker_id is not null
                             order by v.occurred_at desc limit 1), false) as usual
      from fixture f
     where f.kind = 'locker' and f.state = 'active'
     order by f.code`.execute(db);
  return rows;
}

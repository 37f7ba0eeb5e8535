/** The entry register. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LateColumns } from '#/base/server/late.ts';
import type { NoBadge } from '../../rules/badges.ts';
import type { Belonging, Stay } from '../../rules/visits.ts';
import type {} from '../badge-tables.ts';

export async function insertPass(
  tx: Tx,
  row: {
    number: string;
    name: string;
    organisation: string;
    documentTail: string;
    reason: string;
    visitOn: string;
    escort: string;
    requestedBy: string;
    approvedBy: string;
  },
): Promise<string> {
  const id = newId();
  const { number, name, organisation, reason, escort } = row;
  await tx
    .insertInto('visitor_pass')
    .values({
      ...{ id, number, name, organisation, reason, escort },
      document_tail: row.documentTail,
      visit_on: row.visitOn,
      requested_by: row.requestedBy,
      approved_by: row.approvedBy,
    })
    .execute();
  return id;
}

export const findPass = (db: Db | Tx, id: string) =>
  db.selectFrom('visitor_pass').selectAll().where('id', '=', id).executeTakeFirst();

export function listPasses(db: Db | Tx, filter: { on: string | null; before: string | null; limit: number }) {
  let query = db
    .selectFrom('visitor_pass')
    .selectAll()
    .select(
      sql<boolean>`exists (select 1 from visit v where v.pass_id = visitor_pass.id and v.left_at is null)`.as('inside'),
    )
    .orderBy('id', 'desc')
    .limit(filter.limit);
  if (filter.on !== null) query = query.where('visit_on', '=', filter.on);
  if (filter.before !== null) query = query.where('id', '<', filter.before);
  return query.execute();
}

export interface Guest {
  personId: string | null;
  passId: string | null;
}

export interface NewVisit {
  id: string;
  enteredOn: string;
  deposited: Belonging[];
  lockerId: string | null;
  checkedBy: string;
  remark: string;
  scanId: string | null;
  noBadge: NoBadge | null;
  visitorCard: string | null;
  issueId: string | null;
}

export const insertVisit = (tx: Tx, guest: Guest, row: NewVisit, when: LateColumns) =>
  tx
    .insertInto('visit')
    .values({
      id: row.id,
      person_id: guest.personId,
      pass_id: guest.passId,
      entered_on: row.enteredOn,
      deposited: row.deposited,
      locker_id: row.lockerId,
      checked_by: row.checkedBy,
      remark: row.remark,
      left_at: null,
      exit_checked_by: null,
      exit_remark: null,
      exit_late_reason: null,
      exit_late_form_number: null,
      exit_late_scan_id: null,
      badge_scan_id: row.scanId,
      no_badge: row.noBadge,
      visitor_card: row.visitorCard,
      issue_id: row.issueId,
      exit_issue_id: null,
      ...when,
    })
    .execute();

/** Whether a visitor inside wears the card of this number. */
export async function isCardOut(db: Db | Tx, card: string): Promise<boolean> {
  const row = await db
    .selectFrom('visit')
    .select('id')
    .where('visitor_card', '=', card)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** The stay of somebody who is inside. */
export const openStay = (db: Db | Tx, personId: string) =>
  db
    .selectFrom('visit')
    .leftJoin('fixture', 'fixture.id', 'visit.locker_id')
    .select(['visit.id', 'visit.occurred_at', 'visit.deposited', 'visit.version', 'fixture.code as locker_code'])
    .where('visit.person_id', '=', personId)
    .where('visit.left_at', 'is', null)
    .executeTakeFirst();

/** Every stay of this person or pass that has not ended before `from`. */
export async function staysOf(db: Db | Tx, { personId, passId }: Guest, from: Date): Promise<Stay[]> {
  const rows = await db
    .selectFrom('visit')
    .select(['occurred_at', 'left_at'])
    .where(personId === null ? 'pass_id' : 'person_id', '=', personId ?? passId)
    .where((eb) => eb.or([eb('left_at', 'is', null), eb('left_at', '>', from)]))
    .execute();
  return rows.map((row) => ({ entered: row.occurred_at, left: row.left_at }));
}

/** 4.7-2: whether he is signed in now. Asked by every room whose work needs presence. */
export async function isInside(db: Db | Tx, personId: string): Promise<boolean> {
  const row = await db
    .selectFrom('visit')
    .select('id')
    .where('person_id', '=', personId)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** A locker as somebody at the door finds it. */
export async function lockerState(db: Db | Tx, id: string): Promise<'free' | 'taken' | 'unknown'> {
  const locker = await db
    .selectFrom('fixture')
    .select('id')
    .where('id', '=', id)
    .where('kind', '=', 'locker')
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (!locker) return 'unknown';
  const held = await db
    .selectFrom('visit')
    .select('id')
    .where('locker_id', '=', id)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  return held ? 'taken' : 'free';
}

export const lockVisit = (tx: Tx, id: string) =>
  tx.selectFrom('visit').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** Visitors inside whose escort this person is. */
export async function visitorsWith(db: Db | Tx, escort: string): Promise<number> {
  const { count } = await db
    .selectFrom('visit')
    .innerJoin('visitor_pass', 'visitor_pass.id', 'visit.pass_id')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('visitor_pass.escort', '=', escort)
    .where('visit.left_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export const closeVisit = (
  tx: Tx,
  id: string,
  { checkedBy, remark, issueId }: { checkedBy: string; remark: string; issueId: string | null },
  when: LateColumns,
) =>
  tx
    .updateTable('visit')
    .set((eb) => ({
      left_at: when.occurred_at,
      exit_checked_by: checkedBy,
      exit_remark: remark,
      exit_issue_id: issueId,
      exit_late_reason: when.late_reason,
      exit_late_form_number: when.late_form_number,
      exit_late_scan_id: when.late_scan_id,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();

export function listVisits(
  db: Db | Tx,
  filter: { inside: boolean; on: string | null; before: string | null; limit: number },
) {
  let query = db
    .selectFrom('visit')
    .leftJoin('person', 'person.id', 'visit.person_id')
    .leftJoin('party', 'party.id', 'person.party_id')
    .leftJoin('visitor_pass', 'visitor_pass.id', 'visit.pass_id')
    .leftJoin('fixture', 'fixture.id', 'visit.locker_id')
    .leftJoin('badge_scan', 'badge_scan.id', 'visit.badge_scan_id')
    .leftJoin('badge', 'badge.id', 'badge_scan.badge_id')
    .selectAll('visit')
    .select([
      'person.name as person_name',
      'party.name as party_name',
      'visitor_pass.name as visitor_name',
      'visitor_pass.organisation',
      'visitor_pass.reason',
      'visitor_pass.escort',
      'visitor_pass.approved_by',
      'fixture.code as locker_code',
      'badge.number as badge_number',
      sql<string[]>`array(select i.number from issue i where i.id in (visit.issue_id, visit.exit_issue_id)
                           order by i.number)`.as('issues'),
    ])
    .orderBy('visit.id', 'desc')
    .limit(filter.limit);
  if (filter.inside) query = query.where('visit.left_at', 'is', null);
  if (filter.on !== null) query = query.where('visit.entered_on', '=', filter.on);
  if (filter.before !== null) query = query.where('visit.id', '<', filter.before);
  return query.execute();
}

export const staysOpen = (db: Db | Tx) =>
  db.selectFrom('visit').select(['id', 'person_id', 'entered_on']).where('left_at', 'is', null).execute();

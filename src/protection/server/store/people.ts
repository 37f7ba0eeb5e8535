import { type RawBuilder, sql } from 'kysely';
import type { Office, PartyKind, Role } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Duties } from '../../rules/duties.ts';
import type {} from '../tables.ts';

export async function insertParty(tx: Tx, name: string, kind: PartyKind): Promise<string | null> {
  const row = await tx
    .insertInto('party')
    .values({ id: newId(), name, kind })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export const findParty = (db: Db | Tx, id: string) =>
  db.selectFrom('party').selectAll().where('id', '=', id).executeTakeFirst();

export const listParties = (db: Db | Tx) =>
  db
    .selectFrom('party')
    .leftJoin('person', 'person.party_id', 'party.id')
    .select(['party.id', 'party.name', 'party.kind'])
    .select((eb) => eb.fn.count<string>('person.id').as('people'))
    .groupBy(['party.id', 'party.name', 'party.kind'])
    .orderBy('party.id')
    .execute();

export interface NewPerson {
  party: { id: string; kind: PartyKind };
  name: string;
  idNumberHash: Buffer;
  duty?: 'business' | 'office';
}

/** Null when a person with this document number is registered. */
export async function insertPerson(tx: Tx, person: NewPerson): Promise<string | null> {
  const row = await tx
    .insertInto('person')
    .values({
      id: newId(),
      party_id: person.party.id,
      party_kind: person.party.kind,
      name: person.name,
      id_number_hash: person.idNumberHash,
      duty: person.duty ?? 'business',
    })
    .onConflict((conflict) => conflict.column('id_number_hash').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Person with everything he holds; the row is locked so that two grants cannot pass each other. */
export async function lockDuties(tx: Tx, personId: string): Promise<(Duties & { id: string }) | null> {
  await tx.selectFrom('person').select('id').where('id', '=', personId).forUpdate().execute();
  return dutiesOf(tx, personId);
}

export async function dutiesOf(tx: Db | Tx, personId: string): Promise<(Duties & { id: string }) | null> {
  const person = await tx
    .selectFrom('person')
    .select(['id', 'name', 'party_kind'])
    .where('id', '=', personId)
    .executeTakeFirst();
  if (!person) return null;
  const offices = await tx
    .selectFrom('office_holder')
    .select('office')
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute();
  const roles = await tx
    .selectFrom('role_assignment')
    .select('role')
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute();
  return {
    id: person.id,
    name: person.name,
    party: person.party_kind,
    offices: offices.map((row) => row.office),
    roles: roles.map((row) => row.role),
  };
}

/** Roles of a person on a day, both given as SQL: active office, and assignments within dates. */
export const rolesOn = (person: RawBuilder<unknown>, day: RawBuilder<unknown>) => sql<{ role: Role }>`
    select office as role from office_holder
     where person_id = ${person} and active
    union
    select role from role_assignment
     where person_id = ${person} and ended_at is null
       and valid_from <= ${day} and (valid_until is null or valid_until >= ${day})
    order by 1`;

/** Roles in force for the person on a business day. */
export async function rolesInForce(db: Db | Tx, personId: string, today: string): Promise<Role[]> {
  const { rows } = await rolesOn(sql`${personId}::uuid`, sql`${today}::date`).execute(db);
  return rows.map((row) => row.role);
}

export const insertRole = (
  tx: Tx,
  row: {
    personId: string;
    role: Exclude<Role, Office>;
    partyKind: PartyKind;
    scope: string | null;
    from: string;
    until: string | null;
    grantedBy: string;
  },
) =>
  tx
    .insertInto('role_assignment')
    .values({
      id: newId(),
      person_id: row.personId,
      role: row.role,
      party_kind: row.partyKind,
      scope: row.scope,
      valid_from: row.from,
      valid_until: row.until,
      granted_by: row.grantedBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();

export const findAssignment = (tx: Tx, id: string) =>
  tx.selectFrom('role_assignment').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const endAssignment = (tx: Tx, id: string, by: string) =>
  tx
    .updateTable('role_assignment')
    .set((eb) => ({ ended_at: new Date(), ended_by: by, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export const names = async (db: Db | Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> => {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db.selectFrom('person').select(['id', 'name']).where('id', 'in', wanted).execute();
  return new Map(rows.map((row) => [row.id, row.name]));
};

/** Who bears one of these roles on a business day, by name; `scopes` null for every project. */
export function bearersOf(
  db: Db | Tx,
  roles: readonly Exclude<Role, Office>[],
  scopes: readonly string[] | null,
  today: string,
) {
  let query = db
    .selectFrom('role_assignment')
    .innerJoin('person', 'person.id', 'role_assignment.person_id')
    .select(['person.id', 'person.name'])
    .distinct()
    .where('role_assignment.role', 'in', roles)
    .where('ended_at', 'is', null)
    .where('valid_from', '<=', today)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>=', today)]))
    .orderBy('person.name')
    .orderBy('person.id');
  if (scopes !== null)
    query = query.where((eb) => eb.or([eb('scope', 'is', null), eb('scope', '=', eb.fn.any(eb.val([...scopes])))]));
  return query.execute();
}

/** Scopes of a person's roles in force; null among them is the whole site. */
export const scopesOf = (db: Db | Tx, personId: string, today: string) =>
  db
    .selectFrom('role_assignment')
    .select('scope')
    .distinct()
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .where('valid_from', '<=', today)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>=', today)]))
    .execute();

/** Roles in force on a business day that count for this scope: given for it, or for the whole site. */
export const rolesFor = (db: Db | Tx, scope: string, today: string) =>
  db
    .selectFrom('role_assignment')
    .innerJoin('person', 'person.id', 'role_assignment.person_id')
    .select(['person_id', 'role', 'valid_from', 'valid_until', 'scope'])
    .select(['person.party_id', 'person.party_kind'])
    .where((eb) => eb.or([eb('scope', 'is', null), eb('scope', '=', scope)]))
    .where('ended_at', 'is', null)
    .where('valid_from', '<=', today)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>=', today)]))
    .orderBy('role')
    .orderBy('role_assignment.id')
    .execute();

export const findByIdNumber = (db: Db | Tx, idNumberHash: Buffer) =>
  db
    .selectFrom('person')
    .select(['id', 'name', 'party_id'])
    .where('id_number_hash', '=', idNumberHash)
    .executeTakeFirst();

/** Roles given for one scope that nobody has ended, also those whose last day has passed; locked. */
export const lockScoped = (tx: Tx, personId: string, scope: string) =>
  tx
    .selectFrom('role_assignment')
    .select(['id', 'role'])
    .where('person_id', '=', personId)
    .where('scope', '=', scope)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();

/** Roles that were ever given for one scope, newest first, with who holds them. */
export function assignmentsFor(db: Db | Tx, scope: string, before: string | null, limit: number) {
  let query = db
    .selectFrom('role_assignment')
    .innerJoin('person', 'person.id', 'role_assignment.person_id')
    .innerJoin('party', 'party.id', 'person.party_id')
    .selectAll('role_assignment')
    .select(['person.name as person_name', 'party.name as party_name'])
    .where('scope', '=', scope)
    .orderBy('role_assignment.id', 'desc')
    .limit(limit);
  if (before !== null) query = query.where('role_assignment.id', '<', before);
  return query.execute();
}

/** The same role for the same scope, which nobody has ended: its last day may have passed. */
export const findHeld = (db: Db | Tx, personId: string, role: Exclude<Role, Office>, scope: string | null) =>
  db
    .selectFrom('role_assignment')
    .select(['id', 'valid_until'])
    .where('person_id', '=', personId)
    .where('role', '=', role)
    .where('scope', 'is not distinct from', scope)
    .where('ended_at', 'is', null)
    .executeTakeFirst();

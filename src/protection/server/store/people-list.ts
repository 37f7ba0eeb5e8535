import { sql } from 'kysely';
import type { OutputOf, InputOf } from '#/base/rules/declare.ts';
import type { Office, Role } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { siteZone, today } from '#/base/server/site.ts';
import type { personList, personNames } from '../../rules/api/people.ts';
import type { FactorKind } from '../tables.ts';
import { cutPage } from '#/base/server/store/page.ts';

/** Names and parties, and which account is whose: nothing else of a person. */
export async function searchNames(
  db: Db | Tx,
  filter: InputOf<typeof personNames>,
): Promise<OutputOf<typeof personNames>> {
  let query = db
    .selectFrom('person')
    .innerJoin('party', 'party.id', 'person.party_id')
    .leftJoin('account', 'account.person_id', 'person.id')
    .select(['person.id', 'person.name', 'party.name as party', 'account.id as accountId'])
    .orderBy('person.id')
    .limit(filter.limit + 1);
  if (filter.cursor !== undefined) query = query.where('person.id', '>', filter.cursor);
  if (filter.text) query = query.where(sql<boolean>`position(${filter.text} in person.name) > 0`);
  const { page, next } = cutPage(await query.execute(), filter.limit, (row) => row.id);
  return { items: page, next };
}

type Output = OutputOf<typeof personList>;
type Item = Output['items'][number];

/** People with account, roles and second factors, by name and id; one query a kind, never one a row. */
export async function searchPeople(db: Db | Tx, filter: InputOf<typeof personList>): Promise<Output> {
  const day = await today(db);
  let query = db
    .selectFrom('person')
    .innerJoin('party', 'party.id', 'person.party_id')
    .select([
      'person.id',
      'person.name',
      'party.id as party_id',
      'party.name as party_name',
      'party.kind as party_kind',
    ])
    .orderBy('person.id')
    .limit(filter.limit + 1);
  if (filter.cursor !== undefined) query = query.where('person.id', '>', filter.cursor);
  if (filter.partyId !== undefined) query = query.where('person.party_id', '=', filter.partyId);
  if (filter.text) query = query.where(sql<boolean>`position(${filter.text} in person.name) > 0`);
  if (filter.role !== undefined) {
    const { role } = filter;
    query =
      query.where(sql<boolean>`exists (select 1 from role_assignment r where r.person_id = person.id and r.ended_at is null and r.role = ${role})
      or exists (select 1 from office_holder o where o.person_id = person.id and o.ended_at is null and o.office = ${role})`);
  }
  if (filter.state === 'none') {
    query = query.where(sql<boolean>`not exists (select 1 from account a where a.person_id = person.id)`);
  } else if (filter.state !== undefined) {
    query = query.where(
      sql<boolean>`exists (select 1 from account a where a.person_id = person.id and a.state = ${filter.state})`,
    );
  }
  const people = await query.execute();
  const { page, next } = cutPage(people, filter.limit, (row) => row.id);
  const ids = page.map((row) => row.id);
  const [accounts, roles, factors] =
    ids.length === 0
      ? [[], [], []]
      : [await accountsOf(db, ids), await rolesOf(db, ids, day, await siteZone(db)), await factorsOf(db, ids)];
  return {
    items: page.map((row) => ({
      id: row.id,
      name: row.name,
      party: { id: row.party_id, name: row.party_name, kind: row.party_kind },
      account: accounts.find((one) => one.personId === row.id)?.account ?? null,
      roles: roles.filter((one) => one.personId === row.id).map((one) => one.item),
      factors: factors.filter((one) => one.personId === row.id).map((one) => one.item),
    })),
    next,
  };
}

async function accountsOf(
  db: Db | Tx,
  ids: string[],
): Promise<{ personId: string; account: NonNullable<Item['account']> }[]> {
  const { rows } = await sql<{
    person_id: string;
    id: string;
    username: string;
    state: 'pending' | 'active' | 'suspended';
    locked_until: Date | null;
    last_sign_in: Date | null;
    version: number;
  }>`
    select distinct on (a.person_id) a.person_id, a.id, a.username, a.state, a.version,
           (select max(l.locked_until) from lockout l where l.account_id = a.id and l.locked_until > now()) as locked_until,
           (select max(s.created_at) from session s where s.account_id = a.id) as last_sign_in
      from account a where a.person_id = any(${ids}::uuid[]) order by a.person_id, a.id desc`.execute(db);
  return rows.map((row) => ({
    personId: row.person_id,
    account: {
      id: row.id,
      username: row.username,
      state: row.state,
      lockedUntil: row.locked_until?.toISOString() ?? null,
      lastSignInAt: row.last_sign_in?.toISOString() ?? null,
      version: row.version,
    },
  }));
}

async function rolesOf(
  db: Db | Tx,
  ids: string[],
  day: string,
  zone: string,
): Promise<{ personId: string; item: Item['roles'][number] }[]> {
  const { rows } = await sql<{
    person_id: string;
    id: string;
    role: Role | Office;
    from: string;
    until: string | null;
    office: boolean;
    in_force: boolean;
  }>`
    select person_id, id, office as role, (since at time zone ${zone})::date::text as "from", null as until, true as office, active as in_force
      from office_holder where person_id = any(${ids}::uuid[]) and ended_at is null
    union all
    select person_id, id, role, valid_from::text, valid_until::text, false,
           valid_from <= ${day}::date and (valid_until is null or valid_until >= ${day}::date)
      from role_assignment where person_id = any(${ids}::uuid[]) and ended_at is null
    order by 2`.execute(db);
  return rows.map((row) => ({
    personId: row.person_id,
    item: {
      assignmentId: row.id,
      role: row.role,
      from: row.from,
      until: row.until,
      office: row.office,
      inForce: row.in_force,
    },
  }));
}

async function factorsOf(db: Db | Tx, ids: string[]): Promise<{ personId: string; item: Item['factors'][number] }[]> {
  const { rows } = await sql<{
    person_id: string;
    id: string;
    kind: FactorKind;
    label: string;
    issued_at: Date;
    left: number | null;
  }>`
    select f.person_id, f.id, f.kind, f.label, f.issued_at,
           case when f.kind = 'card' then
             (select count(*)::int from factor_code c where c.factor_id = f.id and c.used_at is null) end as left
      from factor f where f.person_id = any(${ids}::uuid[]) and f.revoked_at is null order by f.id`.execute(db);
  return rows.map((row) => ({
    personId: row.person_id,
    item: { id: row.id, kind: row.kind, label: row.label, issuedAt: row.issued_at.toISOString(), left: row.left },
  }));
}

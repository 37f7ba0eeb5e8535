/** What a later room does with people by the list: who is known, and how one is enrolled or leaves. */
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Office, PartyKind, Role } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { type Duties, refuseRole } from '../rules/duties.ts';
import { idNumberHash } from './keyring.ts';
import { insertAccount, usernameOf, usernamesTaken } from './store/accounts.ts';
import { nextNumber } from './store/numbers.ts';
import {
  dutiesOf,
  endAssignment,
  findByIdNumber,
  findHeld,
  insertPerson,
  insertRole,
  lockDuties,
  lockScoped,
} from './store/people.ts';
import { endSessionsOf } from './store/sessions.ts';

export interface KnownPerson extends Duties {
  id: string;
  partyId: string;
  username: string | null;
}

/** The person with this document number, if he is registered. */
export async function knownPerson(db: Db | Tx, idNumber: string): Promise<KnownPerson | null> {
  const row = await findByIdNumber(db, idNumberHash(idNumber));
  const duties = row && (await dutiesOf(db, row.id));
  return duties ? { ...duties, partyId: row.party_id, username: await usernameOf(db, row.id) } : null;
}

export interface Enrolment {
  name: string;
  idNumber: string;
  party: { id: string; kind: PartyKind };
  /** Null: the account he has, or the next of the series. */
  username: string | null;
  role: Exclude<Role, Office>;
  scope: string;
  from: string;
  until: string;
  grantedBy: string;
}

/** Person, account and role in one: what three acts do for a single person. Whoever is known keeps person and account. */
export async function enrol(tx: Tx, one: Enrolment): Promise<{ personId: string; assignmentId: string } | Refusal> {
  const known = await knownPerson(tx, one.idNumber);
  const { name, party } = one;
  const personId =
    known?.id ?? (await insertPerson(tx, { party, name, idNumberHash: idNumberHash(one.idNumber) })) ?? null;
  const person = personId === null ? null : await lockDuties(tx, personId);
  // Somebody registered him at the same moment.
  if (personId === null || person === null) return refuse('busy');
  const refused = refuseRole(person, one.role, one.from, one.until);
  if (refused) return refused;
  if ((known?.username ?? null) === null) {
    const username = one.username ?? (await nextUsername(tx));
    const account = { personId, username, passwordHash: null, activationHash: null, activationExpiresAt: null };
    if ((await insertAccount(tx, account)) === null) return refuse('username-taken');
  }
  const { role, scope, from, until, grantedBy } = one;
  // What ran out is closed; the new one follows it.
  const former = await findHeld(tx, personId, role, scope);
  if (former && (former.valid_until === null || former.valid_until >= from)) return refuse('role-held');
  if (former) await endAssignment(tx, former.id, grantedBy);
  const { id } = await insertRole(tx, { personId, role, partyKind: party.kind, scope, from, until, grantedBy });
  return { personId, assignmentId: id };
}

/** w20260001, …: a number says nothing of its bearer, and none comes twice. */
async function nextUsername(tx: Tx): Promise<string> {
  for (;;) {
    const username = `w${(await nextNumber(tx, 'username')).replace('-', '')}`;
    if (!(await usernamesTaken(tx, [username])).has(username)) return username;
  }
}

/** Ends what a person was given for one scope; without any role left he is signed out. */
export async function endScoped(tx: Tx, personId: string, scope: string, by: string): Promise<string[]> {
  const held = await lockScoped(tx, personId, scope);
  for (const { id } of held) await endAssignment(tx, id, by);
  await endIdleSessions(tx, personId);
  return held.map(({ id }) => id);
}

/** Whoever has no role left is signed out at once. */
export async function endIdleSessions(tx: Tx, personId: string): Promise<void> {
  const duties = await lockDuties(tx, personId);
  if (duties && duties.roles.length === 0 && duties.offices.length === 0) await endSessionsOf(tx, personId, 'no-role');
}

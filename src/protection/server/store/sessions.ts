import { type RawBuilder, sql } from 'kysely';
import type { Role } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import { sessionPolicy } from '../../rules/sessions.ts';
import { prepared } from '#/base/server/prepared.ts';
import { newToken, sha256 } from '../keyring.ts';
import { rolesOn } from './people.ts';

/** The day of an instant in the site's zone; before the ceremony nobody has a session. */
const dayAt = (now: number): RawBuilder<string> =>
  sql`(${new Date(now)}::timestamptz at time zone (select time_zone from site))::date`;

/** Asked with every request, so all at once: the roles in force now are told with it. */
const sessions = (db: Db | Tx, now: number) =>
  db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .innerJoin('person', 'person.id', 'session.person_id')
    .innerJoin('party', 'party.id', 'person.party_id')
    .selectAll('session')
    .select([
      'account.state as account_state',
      'account.password_set_at',
      'account.username',
      'person.name as person_name',
      'party.id as party_id',
      'party.kind as party_kind',
      'party.name as party_name',
    ])
    .select(sql<Role[]>`array(${rolesOn(sql`session.person_id`, dayAt(now))})::text[]`.as('roles'));

export type SessionRow = NonNullable<Awaited<ReturnType<typeof sessionAt>>>;

/**
 * Session with its account, person, party and roles, by cookie; `at_terminal` tells whether the other cookie is the
 * credential of the terminal on which it was opened.
 */
export const findSession = (db: Db | Tx, token: string, terminalToken: string, now: number) =>
  sessions(db, now)
    .modifyFront(prepared('session-find'))
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('terminal')
            .select('terminal.id')
            .whereRef('terminal.id', '=', 'session.terminal_id')
            .where('terminal.credential_hash', '=', sha256(terminalToken))
            .where('terminal.state', '=', 'enrolled'),
        )
        .as('at_terminal'),
    )
    .where('session.token_hash', '=', sha256(token))
    .where('session.ended_at', 'is', null)
    .executeTakeFirst();

/**
 * The last one that was opened at a terminal, when it has not ended. An older one that nobody has ended is not meant:
 * its cookie was replaced by whoever signed in after it.
 */
export async function sessionAt(db: Db | Tx, terminalId: string, now: number) {
  const last = await sessions(db, now)
    .modifyFront(prepared('session-at'))
    .where('session.terminal_id', '=', terminalId)
    .orderBy('session.created_at', 'desc')
    .orderBy('session.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last && last.ended_at === null ? last : null;
}

export interface NewSession {
  accountId: string;
  personId: string;
  terminalId: string | null;
  factor: string;
}

/** Opens a session and ends the person's other one, if any. Gives the cookie, which is kept nowhere. */
export async function openSession(tx: Tx, session: NewSession): Promise<{ id: string; token: string }> {
  await endSessionsOf(tx, session.personId, 'elsewhere');
  const id = newId();
  const token = newToken();
  await tx
    .insertInto('session')
    .values({
      id,
      token_hash: sha256(token),
      account_id: session.accountId,
      person_id: session.personId,
      terminal_id: session.terminalId,
      factor: session.factor,
      expires_at: new Date(Date.now() + sessionPolicy.shiftHours * 3_600_000),
    })
    .execute();
  return { id, token };
}

export const endSession = (tx: Tx, id: string, reason: string) =>
  tx
    .updateTable('session')
    .set({ ended_at: new Date(), end_reason: reason })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();

export const endSessionsOf = (tx: Tx, personId: string, reason: string) =>
  tx
    .updateTable('session')
    .set({ ended_at: new Date(), end_reason: reason })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute();

export const touchSession = (tx: Tx, id: string) =>
  tx.updateTable('session').set({ last_seen_at: new Date() }).where('id', '=', id).execute();

export const setChallenge = (tx: Tx, id: string, challenge: string | null) =>
  tx.updateTable('session').set({ challenge }).where('id', '=', id).execute();

/** A fresh proof rotates the cookie (ASVS V7.2.4). */
export async function rotateSession(tx: Tx, id: string): Promise<string> {
  const token = newToken();
  await tx
    .updateTable('session')
    .set({ token_hash: sha256(token), proved_at: new Date(), challenge: null })
    .where('id', '=', id)
    .execute();
  return token;
}

export const findTerminal = (db: Db | Tx, token: string) =>
  db
    .selectFrom('terminal')
    .select(['id', 'name', 'second_factor_port'])
    .where('credential_hash', '=', sha256(token))
    .where('state', '=', 'enrolled')
    .executeTakeFirst();

/** The terminal whose folder watcher holds this credential. */
export const findAgentTerminal = (db: Db | Tx, token: string) =>
  db
    .selectFrom('terminal')
    .modifyFront(prepared('agent-find'))
    .select(['id', 'name'])
    .where('agent_hash', '=', sha256(token))
    .where('state', '=', 'enrolled')
    .executeTakeFirst();

export const insertChallenge = async (
  tx: Tx,
  row: { accountId: string; terminalId: string | null; webauthn: string | null },
): Promise<string> => {
  const token = newToken();
  await tx
    .insertInto('login_challenge')
    .values({
      token_hash: sha256(token),
      account_id: row.accountId,
      terminal_id: row.terminalId,
      webauthn: row.webauthn,
      expires_at: new Date(Date.now() + sessionPolicy.challengeMinutes * 60_000),
    })
    .execute();
  return token;
};

/** Takes one try of the challenge; null when it is unknown, lapsed or tried too often. */
export const tryChallenge = (tx: Tx, token: string) =>
  tx
    .updateTable('login_challenge')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('token_hash', '=', sha256(token))
    .where('expires_at', '>', new Date())
    .where('tries', '<', 5)
    .returningAll()
    .executeTakeFirst();

export const dropChallenge = (tx: Tx, token: string) =>
  tx.deleteFrom('login_challenge').where('token_hash', '=', sha256(token)).execute();

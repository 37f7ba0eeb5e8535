import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LockoutState } from '../../rules/lockout.ts';

export const findAccountByUsername = (db: Db | Tx, username: string) =>
  db
    .selectFrom('account')
    .innerJoin('person', 'person.id', 'account.person_id')
    .innerJoin('party', 'party.id', 'person.party_id')
    .selectAll('account')
    .select(['person.name as person_name', 'party.id as party_id', 'party.kind as party_kind'])
    .where('account.username', '=', username)
    .executeTakeFirst();

export type AccountRow = NonNullable<Awaited<ReturnType<typeof findAccountByUsername>>>;

export const findAccount = (db: Db | Tx, id: string) =>
  db
    .selectFrom('account')
    .innerJoin('person', 'person.id', 'account.person_id')
    .innerJoin('party', 'party.id', 'person.party_id')
    .selectAll('account')
    .select(['person.name as person_name', 'party.id as party_id', 'party.kind as party_kind'])
    .where('account.id', '=', id)
    .executeTakeFirst();

/** Null when the user name is taken. */
export async function insertAccount(
  tx: Tx,
  row: {
    personId: string;
    username: string;
    passwordHash: string | null;
    activationHash: Buffer | null;
    activationExpiresAt: Date | null;
  },
): Promise<string | null> {
  const inserted = await tx
    .insertInto('account')
    .values({
      id: newId(),
      person_id: row.personId,
      username: row.username,
      state: row.passwordHash ? 'active' : 'pending',
      password_hash: row.passwordHash,
      password_set_at: row.passwordHash ? new Date() : null,
      activation_hash: row.activationHash,
      activation_expires_at: row.activationExpiresAt,
    })
    .onConflict((conflict) => conflict.column('username').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id ?? null;
}

/** False when the version has moved on. */
export async function updateAccount(
  tx: Tx,
  id: string,
  version: number | null,
  change: {
    state?: 'pending' | 'active' | 'suspended';
    password_hash?: string | null;
    password_set_at?: Date | null;
    activation_hash?: Buffer | null;
    activation_expires_at?: Date | null;
  },
): Promise<boolean> {
  let query = tx
    .updateTable('account')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id);
  if (version !== null) query = query.where('version', '=', version);
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Sign-ins of one account are counted one after the other: a burst of guesses cannot slip past the lock. */
export const lockAccount = (tx: Tx, id: string) =>
  tx.selectFrom('account').select('id').where('id', '=', id).forNoKeyUpdate().executeTakeFirst();

export async function readLockout(db: Db | Tx, accountId: string, station: string): Promise<LockoutState> {
  const row = await db
    .selectFrom('lockout')
    .select(['failures', 'locked_until'])
    .where('account_id', '=', accountId)
    .where('station', '=', station)
    .executeTakeFirst();
  return { failures: row?.failures ?? 0, lockedUntil: row?.locked_until?.getTime() ?? null };
}

export const writeLockout = (tx: Tx, accountId: string, station: string, state: LockoutState) =>
  tx
    .insertInto('lockout')
    .values({
      account_id: accountId,
      station,
      failures: state.failures,
      locked_until: state.lockedUntil === null ? null : new Date(state.lockedUntil),
    })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'station']).doUpdateSet({
        failures: state.failures,
        locked_until: state.lockedUntil === null ? null : new Date(state.lockedUntil),
        last_failure_at: new Date(),
      }),
    )
    .execute();

export const clearLockout = (tx: Tx, accountId: string, station?: string) => {
  const query = tx.deleteFrom('lockout').where('account_id', '=', accountId);
  return (station === undefined ? query : query.where('station', '=', station)).execute();
};

/** Those of these accounts that nobody has ever used, in the order of their names; locked. */
export const lockNewAccounts = (tx: Tx, ids: readonly string[]) =>
  tx
    .selectFrom('account')
    .innerJoin('person', 'person.id', 'account.person_id')
    .innerJoin('party', 'party.id', 'person.party_id')
    .select(['account.id', 'account.username', 'account.person_id', 'person.name', 'party.name as party_name'])
    .where('account.id', 'in', [...ids])
    .where('account.state', '=', 'pending')
    .where('account.password_set_at', 'is', null)
    .orderBy('account.username')
    .forUpdate('account')
    .execute();

export const usernamesTaken = async (db: Db | Tx, usernames: readonly string[]): Promise<Set<string>> => {
  if (usernames.length === 0) return new Set();
  const rows = await db
    .selectFrom('account')
    .select('username')
    .where('username', 'in', [...usernames])
    .execute();
  return new Set(rows.map(({ username }) => username));
};

/** The account a person signs in with. */
export const usernameOf = async (db: Db | Tx, personId: string): Promise<string | null> =>
  (await db.selectFrom('account').select('username').where('person_id', '=', personId).orderBy('id').executeTakeFirst())
    ?.username ?? null;

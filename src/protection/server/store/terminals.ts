import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';

const codeHours = 24;

/** Null when the name is taken. */
export async function insertTerminal(
  tx: Tx,
  row: { name: string; secondFactorPort: boolean; sealNumber: string | null; codeHash: Buffer },
): Promise<{ id: string; expiresAt: Date } | null> {
  const id = newId();
  const inserted = await tx
    .insertInto('terminal')
    .values({
      id,
      name: row.name,
      credential_hash: null,
      second_factor_port: row.secondFactorPort,
      seal_number: row.sealNumber,
      state: 'pending',
      enrolled_at: null,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return null;
  const expiresAt = new Date(Date.now() + codeHours * 3_600_000);
  await tx
    .insertInto('terminal_code')
    .values({ terminal_id: id, code_hash: row.codeHash, expires_at: expiresAt, used_at: null })
    .execute();
  return { id, expiresAt };
}

/** Takes the code and gives its terminal the credential; null when the code is unknown, used or lapsed. */
export async function redeemCode(
  tx: Tx,
  codeHash: Buffer,
  credentialHash: Buffer,
): Promise<{ id: string; name: string } | null> {
  const code = await tx
    .updateTable('terminal_code')
    .set({ used_at: new Date() })
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date())
    .returning('terminal_id')
    .executeTakeFirst();
  if (!code) return null;
  const terminal = await tx
    .updateTable('terminal')
    .set((eb) => ({
      credential_hash: credentialHash,
      state: 'enrolled' as const,
      enrolled_at: new Date(),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', code.terminal_id)
    .where('state', '=', 'pending')
    .returning(['id', 'name'])
    .executeTakeFirst();
  return terminal ?? null;
}

export const findTerminalById = (db: Db | Tx, id: string) =>
  db.selectFrom('terminal').selectAll().where('id', '=', id).executeTakeFirst();

export async function revokeTerminal(tx: Tx, id: string, version: number | null): Promise<boolean> {
  let query = tx
    .updateTable('terminal')
    .set((eb) => ({ state: 'revoked' as const, credential_hash: null, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('state', '<>', 'revoked');
  if (version !== null) query = query.where('version', '=', version);
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await tx
    .updateTable('session')
    .set({ ended_at: new Date(), end_reason: 'terminal-revoked' })
    .where('terminal_id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
  return true;
}

export const listTerminals = (db: Db | Tx) =>
  db
    .selectFrom('terminal')
    .select(['id', 'name', 'state', 'second_factor_port', 'seal_number', 'enrolled_at', 'version'])
    .orderBy('name')
    .execute();

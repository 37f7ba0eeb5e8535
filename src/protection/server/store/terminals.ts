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
      ...{ agent_hash: null, agent_enrolled_at: null },
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return null;
  return { id, expiresAt: await insertCode(tx, id, row.codeHash, 'browser') };
}

async function insertCode(tx: Tx, terminalId: string, codeHash: Buffer, opens: 'browser' | 'agent'): Promise<Date> {
  const expiresAt = new Date(Date.now() + codeHours * 3_600_000);
  await tx
    .insertInto('terminal_code')
    .values({ terminal_id: terminalId, code_hash: codeHash, expires_at: expiresAt, used_at: null, opens })
    .execute();
  return expiresAt;
}

/** A code for the terminal's folder watcher; earlier ones are worth nothing from now on. */
export async function insertAgentCode(tx: Tx, terminalId: string, codeHash: Buffer): Promise<Date> {
  await voidAgentCodes(tx, terminalId);
  return insertCode(tx, terminalId, codeHash, 'agent');
}

const voidAgentCodes = (tx: Tx, terminalId: string) =>
  tx
    .updateTable('terminal_code')
    .set({ used_at: new Date() })
    .where('terminal_id', '=', terminalId)
    .where('opens', '=', 'agent')
    .where('used_at', 'is', null)
    .execute();

/** Takes the code and gives its terminal the credential; null when the code is unknown, used or lapsed. */
export async function redeemCode(
  tx: Tx,
  codeHash: Buffer,
  credentialHash: Buffer,
): Promise<{ id: string; name: string } | null> {
  const code = await redeem(tx, codeHash, 'browser');
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

const redeem = (tx: Tx, codeHash: Buffer, opens: 'browser' | 'agent') =>
  tx
    .updateTable('terminal_code')
    .set({ used_at: new Date() })
    .where('code_hash', '=', codeHash)
    .where('opens', '=', opens)
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date())
    .returning('terminal_id')
    .executeTakeFirst();

/** The same for the folder watcher of an enrolled terminal; the credential of an earlier watcher ends with it. */
export async function redeemAgentCode(
  tx: Tx,
  codeHash: Buffer,
  credentialHash: Buffer,
): Promise<{ id: string; name: string } | null> {
  const code = await redeem(tx, codeHash, 'agent');
  if (!code) return null;
  const terminal = await tx
    .updateTable('terminal')
    .set((eb) => ({ agent_hash: credentialHash, agent_enrolled_at: new Date(), version: eb('version', '+', 1) }))
    .where('id', '=', code.terminal_id)
    .where('state', '=', 'enrolled')
    .returning(['id', 'name'])
    .executeTakeFirst();
  return terminal ?? null;
}

/** The terminal itself stays enrolled. False when it was changed meanwhile. */
export async function revokeAgent(tx: Tx, id: string, version: number | null): Promise<boolean> {
  await voidAgentCodes(tx, id);
  let query = tx
    .updateTable('terminal')
    .set((eb) => ({ agent_hash: null, agent_enrolled_at: null, version: eb('version', '+', 1) }))
    .where('id', '=', id);
  if (version !== null) query = query.where('version', '=', version);
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export const findTerminalById = (db: Db | Tx, id: string) =>
  db.selectFrom('terminal').selectAll().where('id', '=', id).executeTakeFirst();

export async function revokeTerminal(tx: Tx, id: string, version: number | null): Promise<boolean> {
  let query = tx
    .updateTable('terminal')
    .set((eb) => ({
      ...{ state: 'revoked' as const, credential_hash: null, version: eb('version', '+', 1) },
      // Its folder watcher goes with it.
      ...{ agent_hash: null, agent_enrolled_at: null },
    }))
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
    .select(['id', 'name', 'state', 'second_factor_port', 'seal_number', 'enrolled_at', 'version', 'agent_enrolled_at'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('terminal_code')
            .select('terminal_id')
            .whereRef('terminal_code.terminal_id', '=', 'terminal.id')
            .where('opens', '=', 'agent')
            .where('used_at', 'is', null)
            .where('expires_at', '>', new Date()),
        )
        .as('agent_invited'),
    )
    .orderBy('name')
    .execute();

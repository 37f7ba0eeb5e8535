import { systemActor } from '#/base/rules/actor.ts';
import type { Db } from '#/base/server/db.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { findSite } from '#/base/server/site.ts';
import { newPaperCode, sha256 } from './keyring.ts';
import { insertTerminal } from './store/terminals.ts';

/**
 * What whoever holds the machine can do at its console, past every office. It cannot be prevented
 * there; it is entered in the ledger, and each time raises an alarm of its own (5.5-5).
 */
export const consoleActs = ['protection.terminal.recover', 'base.database.export'] as const;

const atConsole = systemActor('console', null, null);

/** Ends a program of the console with a sentence instead of a stack. */
export class ConsoleError extends Error {}

async function assertOpened(db: Db): Promise<void> {
  if ((await findSite(db)) !== null) return;
  throw new ConsoleError('系统尚未启用,无需此命令。 The system has not been opened yet: this is not needed.');
}

/**
 * A terminal with a one-time code, for a site whose last terminal is lost (5.5-2).
 *
 * @throws ConsoleError before the opening ceremony, or when the name is taken
 */
export async function recoverTerminal(db: Db, name: string): Promise<{ code: string; expiresAt: Date }> {
  await assertOpened(db);
  const code = newPaperCode(3);
  // Never with a port for a security key: that exception is the security officer's to register (5.2-1).
  const terminal = { name, secondFactorPort: false, sealNumber: null, codeHash: sha256(code) };
  const made = await systemAct(db, atConsole, {
    act: 'protection.terminal.recover',
    subject: { type: 'terminal', id: null },
    async body(tx) {
      const row = await insertTerminal(tx, terminal);
      if (!row) throw new ConsoleError(`名称已被占用:${name}。 The name is taken: ${name}.`);
      return { value: row, subjectId: row.id, after: { secondFactorPort: false } };
    },
  });
  if (!made) throw new Error('a recovered terminal has an id');
  return { code, expiresAt: made.expiresAt };
}

/** Enters that the whole database leaves by the console, before it does (2.8-4). Before the opening there is no ledger. */
export async function enterDatabaseExport(db: Db, folder: string): Promise<void> {
  if ((await findSite(db)) === null) return;
  await systemAct(db, atConsole, {
    act: 'base.database.export',
    subject: { type: 'site', id: null },
    body: async () => ({ after: { folder } }),
  });
}

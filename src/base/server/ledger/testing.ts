/** A log in a test database: opened, with its key, ready for entries. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Suite } from '#/base/rules/ledger/entry.ts';
import { type Database, openDatabase } from '../db.ts';
import { appendEntry, appendGenesis, type EntryDraft } from './append.ts';
import { createKey } from './keys.ts';
import { formatVerifierKey, type SigningKey } from './suite.ts';

export interface TestLog extends AsyncDisposable {
  database: Database;
  dir: string;
  key: SigningKey;
  append(draft?: Partial<EntryDraft>): Promise<string>;
}

/** Opens a log in the database at `url` (role app_rw), with keys and sink below a temporary folder. */
export async function openTestLog(url: string, suite: Suite): Promise<TestLog> {
  const dir = mkdtempSync(join(tmpdir(), 'shoucang-log-'));
  const database = openDatabase(url, 8, 'test-log');
  const close = async (): Promise<void> => {
    await database[Symbol.asyncDispose]();
    rmSync(dir, { recursive: true, force: true });
  };
  const key = createKey(join(dir, 'keys'), suite, 'shoucang/test', 'log');
  try {
    await database.db
      .transaction()
      .execute((tx) => appendGenesis(tx, { suite, origin: key.name, key: formatVerifierKey(key) }));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    database,
    dir,
    key,
    append: (draft) => database.db.transaction().execute((tx) => appendEntry(tx, { ...sampleDraft, ...draft })),
    [Symbol.asyncDispose]: close,
  };
}

export const sampleDraft: EntryDraft = {
  act: 'protection.account.create',
  kind: 'act',
  result: 'ok',
  actor: {
    kind: 'person',
    person: '019abcde-0000-7000-8000-000000000011',
    account: '019abcde-0000-7000-8000-000000000012',
    party: '019abcde-0000-7000-8000-000000000013',
    partyKind: 'archive',
    roles: ['administrator'],
    session: '019abcde-0000-7000-8000-000000000014',
    terminal: null,
  },
  subject: { type: 'account', id: '019abcde-0000-7000-8000-000000000021' },
  input: { name: '张三', room: 2 },
  after: { state: 'active' },
};

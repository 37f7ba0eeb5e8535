import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { closeDatabase, withClient } from '#/base/server/postgres/provision.ts';
import { templateDatabase } from './global-setup.ts';

export interface TestDatabase extends AsyncDisposable {
  name: string;
  /** As `shoucang_owner`, who owns every table. */
  ownerUrl: string;
  /** As `app_rw`, the run-time role. */
  appUrl: string;
  drop(): Promise<void>;
}

/**
 * A database of its own, cloned from the migrated template (about 0.1 s), or from another that nobody is connected to.
 * `template0` gives one without any table, for tests of migration and import.
 */
export async function testDatabase({ template = templateDatabase } = {}): Promise<TestDatabase> {
  const { superuser, owner, app } = inject('cluster');
  const name = `t_${randomBytes(6).toString('hex')}`;
  await withClient(superuser, async (client) => {
    await client.query(`create database ${name} template ${template} owner shoucang_owner`);
    await client.query(closeDatabase(name));
  });
  const drop = async (): Promise<void> => {
    await withClient(superuser, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return { name, ownerUrl: inDatabase(owner, name), appUrl: inDatabase(app, name), drop, [Symbol.asyncDispose]: drop };
}

function inDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

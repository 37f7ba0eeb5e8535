import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { ClusterError } from './errors.ts';
import { pinnedMajor } from './native.ts';
import { privateFolder } from './place.ts';
import type { Place } from './postmaster.ts';
import { type DatabaseRole, roleSecret } from './secrets.ts';
import { type Durability, hostAuthentication, tunableSettings } from './settings.ts';
import { bareEnvironment, runAs } from './system-user.ts';

export const mainDatabase = 'shoucang';

/** Makes the cluster on first use (aside, then renamed: a killed start leaves no half of one) and writes its settings. */
export function prepareCluster(dataDir: string, place: Place, durability: Durability): void {
  if (existsSync(place.pgData)) assertMajor(place.pgData);
  else createCluster(dataDir, place, durability);
  const { user } = place;
  for (const [name, text] of [
    ['postgresql.conf', tunableSettings],
    ['pg_hba.conf', hostAuthentication],
  ] as const) {
    const file = join(place.pgData, name);
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    if (user) chownSync(`${file}.new`, user.uid, user.gid);
    renameSync(`${file}.new`, file);
  }
}

function assertMajor(pgData: string): void {
  const major = readFileSync(join(pgData, 'PG_VERSION'), 'utf8').trim();
  if (major === String(pinnedMajor)) return;
  throw new ClusterError(
    'other-major',
    `数据目录属于 PostgreSQL ${major},本版本使用 ${pinnedMajor}:请用原版本执行 npm run export-db,再用本版本在新目录执行 npm run import-db。 ` +
      `The data folder is of PostgreSQL ${major}, this release uses ${pinnedMajor}: run npm run export-db with the old release, ` +
      `then npm run import-db with this one into a new folder.`,
  );
}

function createCluster(dataDir: string, { pgData, native, user }: Place, durability: Durability): void {
  const aside = `${pgData}.new`;
  const secret = `${pgData}.secret`;
  rmSync(aside, { recursive: true, force: true });
  privateFolder(aside, user);
  writeFileSync(secret, roleSecret(dataDir, 'postgres'), { mode: 0o600 });
  if (user) chownSync(secret, user.uid, user.gid);
  try {
    const made = spawnSync(
      join(native, 'bin', 'initdb'),
      [
        `--pgdata=${aside}`,
        '--username=postgres',
        `--pwfile=${secret}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--no-locale',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--data-checksums',
        '--no-instructions',
        ...(durability === 'throwaway' ? ['--no-sync'] : []),
      ],
      { cwd: '/', env: bareEnvironment, encoding: 'utf8', ...runAs(user) },
    );
    if (made.status !== 0) {
      throw new ClusterError('not-started', `initdb: ${(made.stderr || String(made.error)).trim().slice(-800)}`);
    }
    renameSync(aside, pgData);
  } finally {
    rmSync(secret, { force: true });
  }
}

/**
 * Roles and the database, made when missing; the two ordinary roles' secrets follow their files.
 * `shoucang_owner` owns the database and is no superuser; `app_rw` owns nothing.
 */
export async function provision(url: (role: DatabaseRole, database: string) => string, dataDir: string): Promise<void> {
  await withClient(url('postgres', 'postgres'), async (client) => {
    for (const role of ['shoucang_owner', 'app_rw'] as const) {
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      if (rowCount === 0) await client.query(`create role ${role}`);
      const secret = client.escapeLiteral(roleSecret(dataDir, role));
      await client.query(
        `alter role ${role} with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${secret}`,
      );
    }
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [mainDatabase]);
    if (rowCount === 0) await client.query(`create database ${mainDatabase} owner shoucang_owner`);
    await client.query(closeDatabase(mainDatabase));
    await client.query(`revoke all on database postgres, template1 from public`);
  }).catch((cause: unknown) => {
    throw wasRefused(cause) ? secretLost(dataDir, cause) : cause;
  });
}

/** Only the owner and `app_rw` may connect; nobody else has come to exist by default. */
export const closeDatabase = (name: string): string =>
  `revoke all on database ${name} from public; grant connect on database ${name} to app_rw`;

export async function withClient<T>(url: string, body: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'shoucang-set-up' });
  await client.connect();
  try {
    return await body(client);
  } finally {
    await client.end();
  }
}

const wasRefused = (cause: unknown): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '28P01';

const secretLost = (dataDir: string, cause: unknown): ClusterError =>
  new ClusterError(
    'secret-lost',
    `${join(dataDir, 'secrets', 'postgres')} 与数据库不符:请从备份取回该文件。 ` +
      `The secret in ${join(dataDir, 'secrets', 'postgres')} is not the database's: bring that file back from the backup.`,
    { cause },
  );

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pg from 'pg';
import { getConstructionPlans, getMigrationPlans, PgBoss } from 'pg-boss';
import { rooms } from '../rules/obligations.ts';

const src = join(import.meta.dirname, '..', '..');
const lockKey = 7_014_2014;
export const jobSchema = 'job';

interface Migration {
  room: string;
  name: string;
  sql: string;
  sha256: string;
}

/** All rooms' migrations in the order of the house; inside a room by number. */
export function listMigrations(): Migration[] {
  return rooms.flatMap((room) => {
    const dir = join(src, room, 'server', 'migrations');
    if (!existsSync(dir)) return [];
    return readdirSync(dir)
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .map((name) => {
        const sql = readFileSync(join(dir, name), 'utf8');
        return { room, name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
      });
  });
}

/**
 * Brings the database up to date, forward only, as the owner role. Returns what it applied.
 *
 * Each file runs in a transaction of its own; a released file that was edited afterwards is refused.
 */
export async function migrate(ownerUrl: string, only: readonly Migration[] = listMigrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'shoucang-migrate' });
  await client.connect();
  try {
    await assertVersion(client);
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(`create table if not exists migration (
      room text not null, name text not null, sha256 text not null,
      applied_at timestamptz not null default now(), primary key (room, name))`);
    const applied = await appliedMigrations(client);
    const done: string[] = [];
    for (const one of only) {
      const before = applied.get(`${one.room}/${one.name}`);
      if (before === one.sha256) continue;
      if (before !== undefined) {
        throw new Error(`已发布的迁移被改动 / a released migration was edited: ${one.room}/${one.name}`);
      }
      await apply(client, one);
      done.push(`${one.room}/${one.name}`);
    }
    done.push(...(await migrateJobs(client)));
    return done;
  } finally {
    await client.end();
  }
}

async function assertVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ v: number }>(`select current_setting('server_version_num')::int as v`);
  if (!rows[0] || rows[0].v < 150_000) {
    throw new Error('PostgreSQL 须为 15 或更高版本。 PostgreSQL 15 or newer is needed.');
  }
}

async function appliedMigrations(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ key: string; sha256: string }>(
    `select room || '/' || name as key, sha256 from migration`,
  );
  return new Map(rows.map((row) => [row.key, row.sha256]));
}

async function apply(client: pg.Client, one: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(one.sql);
    await client.query('insert into migration (room, name, sha256) values ($1, $2, $3)', [
      one.room,
      one.name,
      one.sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`迁移失败 / migration failed: ${one.room}/${one.name}`, { cause: error });
  }
}

/** Number of the schema that the installed pg-boss works with. */
function packagedJobSchema(): number {
  const manifest = createRequire(import.meta.url)('pg-boss/package.json') as { pgboss: { schema: number } };
  return manifest.pgboss.schema;
}

/** pg-boss's own schema: made here by the owner, so that run time needs no right to create. */
async function migrateJobs(client: pg.Client): Promise<string[]> {
  const db = { executeSql: async (text: string, values?: unknown[]) => client.query(text, values as never) };
  const boss = new PgBoss({ db, schema: jobSchema, migrate: false, supervise: false, schedule: false });
  const version = (await boss.isInstalled()) ? await boss.schemaVersion() : null;
  if (version === null) await client.query(getConstructionPlans(jobSchema));
  // It has no plan, and throws, for a schema that is up to date.
  else if (version < packagedJobSchema()) await client.query(getMigrationPlans(jobSchema, version));
  await client.query(`
    grant usage on schema ${jobSchema} to app_rw;
    grant select, insert, update, delete on all tables in schema ${jobSchema} to app_rw;
    grant execute on all functions in schema ${jobSchema} to app_rw;
    revoke create on schema public from public;
    grant usage on schema public to app_rw;
    grant select on migration to app_rw;`);
  return version === null ? [`job/pg-boss`] : [];
}

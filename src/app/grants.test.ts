/** docs/grant-table.csv, written by hand, against the database: every table × run-time role × right. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';

const lines = readFileSync(join(import.meta.dirname, '../../docs/grant-table.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1);
const rights = ['select', 'insert', 'update', 'delete'] as const;

let database: TestDatabase;
let app: pg.Client;
let owner: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  app = new pg.Client(database.appUrl);
  owner = new pg.Client(database.ownerUrl);
  await app.connect();
  await owner.connect();
});
afterAll(async () => {
  await app.end();
  await owner.end();
  await database.drop();
});

/** What the role holds: `yes`, the columns, or nothing. */
async function held(table: string, right: (typeof rights)[number]): Promise<string> {
  const whole = await owner.query<{ has: boolean }>(`select has_table_privilege('app_rw', $1, $2) as has`, [
    `public.${table}`,
    right,
  ]);
  if (whole.rows[0]?.has) return 'yes';
  if (right === 'delete') return '';
  const columns = await owner.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = ('public.' || $1)::regclass and attnum > 0 and not attisdropped
        and has_column_privilege('app_rw', attrelid, attnum, $2) order by attnum`,
    [table, right],
  );
  return columns.rows.map((row) => row.name).join(' ');
}

test('every table stands in the hand-written table, and no other', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  );
  expect(rows.map((row) => row.name).toSorted()).toEqual(lines.map((line) => line.split(',')[0] ?? '').toSorted());
});

test('1.4-3 the run-time role holds exactly the written rights, cell by cell', async () => {
  const wrong: string[] = [];
  for (const line of lines) {
    const [table = '', ...cells] = line.split(',');
    for (const [index, right] of rights.entries()) {
      const wanted = (cells[index] ?? '').split(' ').toSorted().join(' ');
      const has = (await held(table, right)).split(' ').toSorted().join(' ');
      if (has !== wanted) wrong.push(`${table}.${right}: has «${has}», written «${wanted}»`);
    }
  }
  expect(wrong).toEqual([]);
});

test('1.4-3 refuses the run-time role every change that the table does not give, when it tries', async () => {
  for (const line of lines) {
    const [table = '', , , update = '', remove = ''] = line.split(',');
    if (remove === '')
      await expect(app.query(`delete from ${table}`), `delete ${table}`).rejects.toThrow(/permission denied/);
    await expect(app.query(`truncate ${table}`), `truncate ${table}`).rejects.toThrow(/permission denied/);
    if (update !== '') continue;
    const { rows } = await owner.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = ('public.' || $1)::regclass and attnum > 0 and attgenerated = '' limit 1`,
      [table],
    );
    const column = rows[0]?.name ?? '';
    await expect(app.query(`update ${table} set ${column} = ${column}`), `update ${table}`).rejects.toThrow(
      /permission denied/,
    );
  }
  await expect(app.query('create table mine (a int)')).rejects.toThrow(/permission denied/);
  await expect(app.query('set role shoucang_owner')).rejects.toThrow(/permission denied/);
});

test('every table and every column says what it means', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname || coalesce('.' || a.attname, '') as name
       from pg_class c
       left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migration'
        and (obj_description(c.oid) is null or (a.attnum is not null and col_description(c.oid, a.attnum) is null))`,
  );
  expect(rows.map((row) => row.name)).toEqual([]);
});

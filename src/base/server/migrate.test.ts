import { expect, test } from 'vitest';
import { testDatabase } from '../../../test/database.ts';
import { listMigrations, migrate } from './migrate.ts';

test('a new database gets every migration, and a second run finds nothing to do', async () => {
  await using database = await testDatabase({ template: 'template0' });
  const first = await migrate(database.ownerUrl);
  expect(first).toEqual([...listMigrations().map(({ room, name }) => `${room}/${name}`), 'job/pg-boss']);
  expect(await migrate(database.ownerUrl)).toEqual([]);
});

test('a released migration that was edited afterwards is refused by name', async () => {
  await using database = await testDatabase();
  const edited = listMigrations().map((one) =>
    one.name === '0001-base.sql' ? { ...one, sha256: '0'.repeat(64) } : one,
  );
  await expect(migrate(database.ownerUrl, edited)).rejects.toThrow(
    'a released migration was edited: base/0001-base.sql',
  );
});

test('a migration that fails leaves nothing of itself behind', async () => {
  await using database = await testDatabase();
  const broken = {
    room: 'base',
    name: '9999-broken.sql',
    sha256: '0'.repeat(64),
    sql: 'create table half (a int); select 1 / 0;',
  };
  await expect(migrate(database.ownerUrl, [broken])).rejects.toThrow('migration failed: base/9999-broken.sql');
  await expect(migrate(database.ownerUrl, [{ ...broken, sql: 'create table half (a int)' }])).resolves.toEqual([
    'base/9999-broken.sql',
  ]);
});

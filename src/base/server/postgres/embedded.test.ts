import { afterAll, describe, expect, test } from 'vitest';
import { withClient } from './provision.ts';
import { testDatabase } from '../../../../test/database.ts';

describe('the run-time role of the embedded cluster', async () => {
  const database = await testDatabase();
  afterAll(() => database.drop());

  test('is no superuser, owns nothing and cannot create a table', async () => {
    await withClient(database.appUrl, async (client) => {
      const { rows } = await client.query(
        `select current_user as name, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication,
                (select count(*)::int from pg_class where relowner = r.oid) as owned
           from pg_roles r where rolname = current_user`,
      );
      expect(rows).toEqual([
        {
          name: 'app_rw',
          rolsuper: false,
          rolcreaterole: false,
          rolcreatedb: false,
          rolbypassrls: false,
          rolreplication: false,
          owned: 0,
        },
      ]);
      await expect(client.query('create table mine (a int)')).rejects.toThrow('permission denied');
    });
  });
});

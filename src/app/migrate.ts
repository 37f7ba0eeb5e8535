/** The only process that is given the owner's address. It migrates and exits. */
import { readConfig } from '#/base/server/config.ts';
import { migrate } from '#/base/server/migrate.ts';

const { databaseOwnerUrl } = readConfig();
if (databaseOwnerUrl === null) {
  console.error('迁移需要 DATABASE_OWNER_URL。 DATABASE_OWNER_URL is needed to migrate.');
  process.exit(2);
}
const applied = await migrate(databaseOwnerUrl);
for (const name of applied) console.log(`已迁移 migrated ${name}`);

/** `npm run import-db -- <folder>`: into a new database; migrates it first, compares everything afterwards. */
import { runProgram } from './program.ts';
import { migrate } from '#/base/server/migrate.ts';
import { asOwner } from '#/base/server/postgres/attach.ts';
import { importDatabase } from '#/base/server/transfer/import.ts';

await runProgram(async ({ config, log, args: [folder] }) => {
  if (folder === undefined) throw new Error('用法 Usage: npm run import-db -- <目录 folder>');
  const { tables, ledger } = await asOwner(config, { log, create: true }, async (url) => {
    await migrate(url);
    return importDatabase(url, folder);
  });
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  log(`已导入并核对 Imported and compared: ${tables.length} 表 tables, ${rows} 行 rows`);
  if (ledger) log(`日志 Ledger: ${ledger.size} 条 entries, 根 root ${ledger.root}`);
});

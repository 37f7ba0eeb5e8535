/** `npm run export-db -- <folder>`: every table at one instant, with counts, digests and the ledger's root. */
import { resolve } from 'node:path';
import { openDatabase } from '#/base/server/db.ts';
import { asOwner } from '#/base/server/postgres/attach.ts';
import { exportDatabase } from '#/base/server/transfer/export.ts';
import { enterDatabaseExport } from '#/protection/server/door.ts';
import { runProgram } from './program.ts';

await runProgram(async ({ config, log, args: [folder] }) => {
  if (folder === undefined) throw new Error('用法 Usage: npm run export-db -- <目录 folder>');
  const { tables, ledger } = await asOwner(config, { log }, async (url) => {
    await using database = openDatabase(url, 1, 'shoucang-console');
    await enterDatabaseExport(database.db, resolve(folder));
    return exportDatabase(url, folder);
  });
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  log(`已导出 Exported: ${folder}  ${tables.length} 表 tables, ${rows} 行 rows`);
  if (ledger) log(`日志 Ledger: ${ledger.size} 条 entries, 根 root ${ledger.root}`);
});

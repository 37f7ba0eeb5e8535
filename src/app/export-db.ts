/** `npm run export-db -- <folder>`: every table at one instant, with counts, digests and the ledger's root. */
import { resolve } from 'node:path';
import { exportDatabase } from '#/base/server/transfer/export.ts';
import { enterDatabaseExport } from '#/protection/server/door.ts';
import { atConsole, runProgram } from './program.ts';

await runProgram(async (run) => {
  const { log } = run;
  const [folder] = run.args;
  if (folder === undefined) throw new Error('用法 Usage: npm run export-db -- <目录 folder>');
  const { tables, ledger } = await atConsole(run, async (db, url) => {
    await enterDatabaseExport(db, resolve(folder));
    return exportDatabase(url, folder);
  });
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  log(`已导出 Exported: ${folder}  ${tables.length} 表 tables, ${rows} 行 rows`);
  if (ledger) log(`日志 Ledger: ${ledger.size} 条 entries, 根 root ${ledger.root}`);
});

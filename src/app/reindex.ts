/** `npm run reindex`: everything that can be looked up, made anew beside a running system; run again, it goes on where it was ended. */
import { reindex } from '#/catalogue/server/door.ts';
import { atConsole, runProgram } from './program.ts';

await runProgram(async (run) => {
  const { packages, units, removed } = await atConsole(run, (db) => reindex(db, run.log));
  run.log(`已重建 Made anew: ${packages} 包 packages, ${units} 件 units；已移除 removed: ${removed}`);
});

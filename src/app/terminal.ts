/**
 * `npm run terminal -- <name>`: a new terminal with a one-time code, when no enrolled one is left to
 * sign in at. Entered in the ledger and told as an alarm.
 */
import { recoverTerminal } from '#/protection/server/door.ts';
import { atConsole, runProgram } from './program.ts';

await runProgram(async (run) => {
  const { config, log } = run;
  const [name] = run.args;
  if (!name?.trim()) throw new Error('用法 Usage: npm run terminal -- <终端名称 name of the terminal>');
  const { code, expiresAt } = await atConsole(run, (db) => recoverTerminal(db, name.trim()));
  log(`在该终端打开 Open on that terminal: ${config.origin}/enrol`);
  log(`注册码 Enrolment code: ${code}  (至 until ${expiresAt.toISOString()})`);
  log('此操作已记入日志并产生预警。 This was entered in the ledger and raises an alarm.');
});

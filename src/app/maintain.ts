/**
 * Single steps of an upgrade on a stopped system, each a process that runs as the system's own user:
 * `maintain.ts migrate` and `maintain.ts head` (one line of JSON: suite, size and root of the ledger
 * computed anew from its entries, or null before the opening).
 */
import { migrate } from '#/base/server/migrate.ts';
import { asOwner } from '#/base/server/postgres/attach.ts';
import { withClient } from '#/base/server/postgres/provision.ts';
import { recomputeHead } from '#/base/server/transfer/ledger-root.ts';
import { runProgram } from './program.ts';

async function head(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ suite: 'intl' | 'gm' }>('select suite from ledger_log');
    const suite = rows[0]?.suite;
    return JSON.stringify(suite === undefined ? null : { suite, ...(await recomputeHead(client, suite)) });
  });
}

await runProgram(async ({ config, args: [step] }) => {
  if (step !== 'migrate' && step !== 'head') throw new Error('maintain.ts migrate | head');
  // Notices would mix with the one line that the caller reads.
  const log = (line: string): void => console.error(line);
  const answer = await asOwner(config, { log, create: step === 'migrate' }, async (url) =>
    step === 'head' ? head(url) : (await migrate(url)).map((name) => `已迁移 migrated ${name}`).join('\n'),
  );
  if (answer !== '') console.log(answer);
});

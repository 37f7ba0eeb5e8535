/** The sequencer's own process: seals, signs, fills the second sink, asks the witnesses. */
import { join } from 'node:path';
import { readConfig } from '#/base/server/config.ts';
import { assertRunTimeRole, openDatabase } from '#/base/server/db.ts';
import { runSequencer } from '#/base/server/ledger/sequencer.ts';
import { log, nameProcess } from '#/base/server/log.ts';

const config = readConfig();
nameProcess('sequencer', config.dataDir);
if (config.databaseUrl === null) throw new Error('DATABASE_URL');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

await using database = openDatabase(config.databaseUrl, 6, 'shoucang-sequencer');
await assertRunTimeRole(database.pool);
await runSequencer({
  db: database.db,
  keysDir: join(config.dataDir, 'keys'),
  sinkDir: config.sinkDir,
  witnesses: config.witnesses,
  signal: stop.signal,
  log,
});

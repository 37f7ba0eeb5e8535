/** The API process: serves the declared routes and the page. */
import { join } from 'node:path';
import { readConfig } from '#/base/server/config.ts';
import { assertRunTimeRole, openDatabase } from '#/base/server/db.ts';
import { flushAnonymous, flushOutage } from '#/base/server/door/refusals.ts';
import { createServer } from '#/base/server/http/server.ts';
import { ledgerOut } from '#/base/server/http/metrics.ts';
import { openQueue } from '#/base/server/jobs/queue.ts';
import { openLedgerGate } from '#/base/server/ledger/health.ts';
import { errorFacts, log, nameProcess } from '#/base/server/log.ts';
import { Regions } from '#/imaging/server/door.ts';
import { openFolderStore } from '#/base/server/objects/folder.ts';
import { findSite } from '#/base/server/site.ts';
import { createPolicy, createSessions, ensureSetupCode, openKeyring } from '#/protection/server/door.ts';
import { bindings, declared, messages, jobs } from './compose.ts';

const config = readConfig();
nameProcess('api', config.dataDir);
if (config.databaseUrl === null) throw new Error('DATABASE_URL');
const stopped = Promise.withResolvers<void>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.resolve());

await using database = openDatabase(config.databaseUrl, 20, 'shoucang-api');
await assertRunTimeRole(database.pool);
// A connection of its own, so that a full pool does not look like a hanging database.
await using watch = openDatabase(config.databaseUrl, 1, 'shoucang-gate');
await using gate = await openLedgerGate(watch.db, () => {
  log.warn('the database does not answer; what waits for it is refused');
  for (const one of [watch, database]) one.cut();
});
await using queue = await openQueue(database.pool, database.db, jobs, { superviseSeconds: null });
const { db } = database;
const objects = await openFolderStore(join(config.dataDir, 'objects'));
const footage = await openFolderStore(join(config.footageDir, 'pieces'));
const keyring = openKeyring(config.dataDir);
await using regions = new Regions();
const app = await createServer({
  config,
  declared,
  door: { db, gate, messages, policy: createPolicy(), sessions: createSessions(db) },
  bindings: bindings({ db, config, keyring, gate, queue, objects, footage, regions }),
  webRoot: join(import.meta.dirname, '..', '..', 'dist', 'web'),
  // Loaded only where TLS is served: the X.509 library takes a while.
  tls: config.tls ? await (await import('#/base/server/http/certificate.ts')).siteCertificate(config) : null,
  async ready() {
    const site = await findSite(db).catch(() => 'database' as const);
    if (site === 'database') return ['database'];
    return site !== null && gate.trouble() !== null ? ['ledger'] : [];
  },
});
await app.listen({ host: config.host, port: config.port });
if ((await findSite(db)) === null) {
  const code = ensureSetupCode(config.dataDir);
  process.stdout.write(
    `首次启用:打开 ${config.origin} ,安装码 ${code}\nFirst visit: open ${config.origin} , setup code ${code}\n`,
  );
}
log.info('serving', { origin: config.origin });

/** Counted refusals are entered every minute, and once more at a clean stop. */
const minute = setInterval(() => void flush(), 60_000);
const recovery = setInterval(() => {
  ledgerOut.set(gate.trouble() === null ? 0 : 1);
  if (gate.trouble() === null) void flushOutage(db, 'api').catch(() => undefined);
}, 1_000);
async function flush(): Promise<void> {
  try {
    if (gate.trouble() === null && (await findSite(db)) !== null) await flushAnonymous(db, 'api');
  } catch (error) {
    log.warn('buckets wait', errorFacts(error));
  }
}

await stopped.promise;
clearInterval(minute);
clearInterval(recovery);
await app.close();
await flush();
if (gate.trouble() === null) await flushOutage(db, 'api', 0).catch(() => undefined);

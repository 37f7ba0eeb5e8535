import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { Client } from '#/app/client.ts';
import { bindings, declared, handlers, messages, jobs } from '#/app/compose.ts';
import { type Config, type PasswordCost, readConfig } from '#/base/server/config.ts';
import { openDatabase, type Db } from '#/base/server/db.ts';
import { siteCertificate } from '#/base/server/http/certificate.ts';
import { createServer } from '#/base/server/http/server.ts';
import { openQueue } from '#/base/server/jobs/queue.ts';
import { openLedgerGate } from '#/base/server/ledger/health.ts';
import { runSequencer } from '#/base/server/ledger/sequencer.ts';
import { openFolderStore } from '#/base/server/objects/folder.ts';
import { assertPortFree } from '#/app/port.ts';
import { LookPool, type Recogniser, Regions } from '#/imaging/server/door.ts';
import { createPolicy, createSessions, ensureSetupCode, openKeyring } from '#/protection/server/door.ts';
import { testDatabase, type TestDatabase } from './database.ts';

export interface TestSite extends AsyncDisposable {
  config: Config;
  origin: string;
  db: Db;
  database: TestDatabase;
  setupCode: string;
  /** A visitor's browser that holds no cookie. */
  visitor(): Client;
  /** Closes it and keeps what it holds, for others to go on from. */
  leave(): Promise<LeftSite>;
}

// Below the ephemeral range, so that no outgoing connection sits on it.
const firstPort = 20_000 + (process.pid % 10_000);

/** Most sites hash passwords quickly, for they sign in dozens of times; where passwords are the matter, as in production. */
const quickCost: PasswordCost = { memoryCost: 1024, timeCost: 1, parallelism: 1 };

export interface SiteOptions {
  tls?: boolean;
  fullCost?: boolean;
  /** Reads the images of this site; nobody does where it is not asked for. */
  recogniser?: (() => Promise<Recogniser>) | null;
  /** A site that was left as it stood: this one goes on from there. */
  from?: LeftSite | null;
}

/** What stays of a site that was left: the name of its database and its data folder. */
export interface LeftSite {
  database: string;
  dataDir: string;
}

/** The whole server in this process, on real PostgreSQL, with its sequencer and its jobs. */
export async function openTestSite({
  tls = false,
  fullCost = false,
  recogniser = null,
  from = null,
}: SiteOptions = {}): Promise<TestSite> {
  const database = await testDatabase(from === null ? {} : { template: from.database });
  const dataDir = mkdtempSync(join(inject('cluster').sites, 'site-'));
  if (from !== null) cpSync(from.dataDir, dataDir, { recursive: true });
  const port = await freePort();
  const read = readConfig({
    SHOUCANG_DATA: dataDir,
    SHOUCANG_PORT: String(port),
    DATABASE_URL: database.appUrl,
    // Any address but loopback makes the site speak TLS; it listens on loopback all the same.
    ...(tls && { SHOUCANG_HOST: '0.0.0.0' }),
  });
  const config: Config = fullCost ? read : { ...read, passwordCost: quickCost };
  // A pool for each of what are processes of their own: none waits for a connection that another has.
  const connection = openDatabase(database.appUrl, 10, 'test');
  const sealer = openDatabase(database.appUrl, 3, 'test-sequencer');
  const watch = openDatabase(database.appUrl, 1, 'test-gate');
  const { db, pool } = connection;
  const stop = new AbortController();
  const log = { info() {}, warn() {}, error() {} };
  const sealing = runSequencer({
    db: sealer.db,
    keysDir: join(dataDir, 'keys'),
    sinkDir: config.sinkDir,
    witnesses: [],
    signal: stop.signal,
    log,
  });
  const gate = await openLedgerGate(watch.db);
  const queue = await openQueue(pool, db, jobs, { superviseSeconds: null });
  const objects = await openFolderStore(join(dataDir, 'objects'));
  const footage = await openFolderStore(join(config.footageDir, 'pieces'));
  let looking: LookPool | undefined;
  const lookPool = () => (looking ??= new LookPool({ threads: 1 }));
  const working = queue.work(handlers({ db, config, objects, footage, queue, lookPool, recogniser }), stop.signal);
  const regions = new Regions(1);
  const app = await createServer({
    config,
    declared,
    door: { db, gate, messages, policy: createPolicy(), sessions: createSessions(db) },
    bindings: bindings({ db, config, keyring: openKeyring(dataDir), gate, queue, objects, footage, regions }),
    webRoot: join(import.meta.dirname, '..', 'dist', 'web'),
    tls: tls ? await siteCertificate(config) : null,
    ready: async () => [],
  });
  await app.listen({ host: '127.0.0.1', port });
  const close = async (): Promise<void> => {
    await app.close();
    await regions[Symbol.asyncDispose]();
    stop.abort();
    await Promise.all([sealing, working]);
    await looking?.[Symbol.asyncDispose]();
    await queue[Symbol.asyncDispose]();
    await gate[Symbol.asyncDispose]();
    for (const one of [watch, sealer, connection]) await one[Symbol.asyncDispose]();
  };
  return {
    config,
    origin: config.origin,
    db,
    database,
    setupCode: ensureSetupCode(dataDir),
    visitor: () => new Client(config.origin),
    async leave() {
      await close();
      return { database: database.name, dataDir };
    },
    async [Symbol.asyncDispose]() {
      await close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The first free one: sites that follow each other share an origin, whose page files a browser holds already. */
async function freePort(): Promise<number> {
  for (let port = firstPort; ; port += 1) {
    try {
      await assertPortFree('127.0.0.1', port);
      return port;
    } catch {
      // Somebody else's; the next one.
    }
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildPage } from '#/app/page.ts';
import { migrate } from '#/base/server/migrate.ts';
import { startCluster } from '#/base/server/postgres/embedded.ts';
import { closeDatabase, withClient } from '#/base/server/postgres/provision.ts';

/** Addresses of the run's cluster, one per role, each to the database `postgres`. */
export interface TestCluster {
  superuser: string;
  owner: string;
  app: string;
  /** Folder of the data folders of all sites. */
  sites: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    cluster: TestCluster;
  }
}

export const templateDatabase = 'shoucang_template';

/** The page as its sources are now; one PostgreSQL for the run, and a migrated template that every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildPage(() => undefined, []);
  const dataDir = mkdtempSync(join(tmpdir(), 'shoucang-test-'));
  const sites = mkdtempSync(join(tmpdir(), 'shoucang-sites-'));
  const cluster = await startCluster({ dataDir, durability: 'throwaway' });
  const end = async (): Promise<void> => {
    await cluster.stop();
    for (const folder of [dataDir, sites]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    await withClient(cluster.url('postgres', 'postgres'), async (client) => {
      await client.query(`create database ${templateDatabase} owner shoucang_owner`);
      await client.query(closeDatabase(templateDatabase));
    });
    await migrate(cluster.url('shoucang_owner', templateDatabase));
  } catch (error) {
    await end();
    throw error;
  }
  project.provide('cluster', {
    superuser: cluster.url('postgres', 'postgres'),
    owner: cluster.url('shoucang_owner', 'postgres'),
    app: cluster.url('app_rw', 'postgres'),
    sites,
  });
  return end;
}

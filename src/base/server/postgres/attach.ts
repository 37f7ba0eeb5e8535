import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { startCluster } from './embedded.ts';
import { ClusterError } from './errors.ts';
import { clusterPort, prepareDataDir, socketFolder } from './place.ts';
import { mainDatabase } from './provision.ts';
import { type DatabaseRole, roleSecret } from './secrets.ts';
import { systemUser } from './system-user.ts';

/** Address of a role in the cluster of a data folder, whether or not it is running. */
export function clusterUrl(dataDir: string, role: DatabaseRole, database: string): string {
  const user = systemUser(dataDir);
  const real = prepareDataDir(resolve(dataDir), user);
  const folder = encodeURIComponent(socketFolder(real, user));
  return `postgresql://${role}:${roleSecret(real, role)}@${folder}:${clusterPort}/${database}`;
}

interface Visit {
  log: (line: string) => void;
  /** Makes the embedded cluster when there is none yet. Default false. */
  create?: boolean;
}

/**
 * Runs `body` with the address of the owner: the configured one; else that of the embedded cluster,
 * which is used as it runs, or started for the time being.
 */
export async function asOwner<T>(
  config: Config,
  { log, create = false }: Visit,
  body: (url: string) => Promise<T>,
): Promise<T> {
  if (config.databaseOwnerUrl !== null) return body(config.databaseOwnerUrl);
  if (config.databaseUrl !== null) {
    throw new ClusterError('not-reachable', '须设置 DATABASE_OWNER_URL。 DATABASE_OWNER_URL must be set.');
  }
  const { dataDir } = config;
  if (!create && !existsSync(join(dataDir, 'postgres'))) {
    throw new ClusterError('not-reachable', `${dataDir} 中没有数据库。 There is no database in ${dataDir}.`);
  }
  try {
    await using cluster = await startCluster({ dataDir, log });
    return await body(cluster.url('shoucang_owner', mainDatabase));
  } catch (error) {
    const running = error instanceof ClusterError && error.code === 'in-use' && existsSync(join(dataDir, 'postgres'));
    if (!running) throw error;
  }
  return body(clusterUrl(dataDir, 'shoucang_owner', mainDatabase));
}

import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ClusterError } from './errors.ts';
import { holdFolder } from './hold.ts';
import { usableNative } from './native.ts';
import { clusterPort as port, prepareDataDir, socketFolder } from './place.ts';
import { startPostmaster, stopPostmaster } from './postmaster.ts';
import { prepareCluster, provision } from './provision.ts';
import { type DatabaseRole, roleSecret } from './secrets.ts';
import type { Durability, Settings } from './settings.ts';
import { systemUser } from './system-user.ts';

export interface Cluster extends AsyncDisposable {
  /** Folder of the Unix socket; there is no TCP. */
  socketDir: string;
  port: number;
  /** Process id of the postmaster, for drills that kill it. */
  pid: number;
  url(role: DatabaseRole, database: string): string;
  /** Resolves when the postmaster has exited without being asked to: the supervisor's cue. */
  died: Promise<void>;
  /** Fast shutdown; resolves when PostgreSQL has exited. May be called twice. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Folder that holds database, secrets and, if the default socket path is short enough, the socket. */
  dataDir: string;
  /** Default `full`. */
  durability?: Durability;
  /** Takes the one-line notices a person should see. */
  log?: (line: string) => void;
}

/**
 * Starts PostgreSQL from the npm package on a data folder, making both on first use. Whatever a
 * `kill -9` of the earlier run left behind is cleared away; a living one is never started over.
 *
 * @throws ClusterError whose sentence says what to do.
 */
export async function startCluster({
  dataDir: wanted,
  durability = 'full',
  log = () => {},
}: ClusterOptions): Promise<Cluster> {
  const user = systemUser(resolve(wanted));
  const dataDir = prepareDataDir(resolve(wanted), user);
  const release = await holdFolder(dataDir);
  try {
    const place = {
      pgData: join(dataDir, 'postgres'),
      native: usableNative(dataDir, user, log).folder,
      user,
      startLog: join(dataDir, 'postgres-start.log'),
    };
    assertSecret(dataDir, place.pgData);
    prepareCluster(dataDir, place, durability);
    const settings: Settings = { socketDir: socketFolder(dataDir, user), port, durability };
    const url = (role: DatabaseRole, database: string): string =>
      `postgresql://${role}:${roleSecret(dataDir, role)}@${encodeURIComponent(settings.socketDir)}:${port}/${database}`;

    const child = await startPostmaster(place, settings, log);
    // A caller that ends without stop() must not leave a server behind; stop() itself is the clean way.
    const lastResort = (): void => void child.kill('SIGINT');
    process.once('exit', lastResort);
    let asked = false;
    const died = new Promise<void>((done) => child.once('exit', () => (asked ? undefined : done())));
    const stop = async (): Promise<void> => {
      asked = true;
      await stopPostmaster(child, place.pgData);
      process.off('exit', lastResort);
      removeFolderOutside(dataDir, settings.socketDir);
      release();
    };
    try {
      await provision(url, dataDir);
    } catch (error) {
      await stop();
      throw error;
    }
    return { socketDir: settings.socketDir, port, pid: child.pid ?? 0, url, died, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    release();
    throw error;
  }
}

/** A short socket folder beyond the data folder is ours alone and goes with the cluster. */
function removeFolderOutside(dataDir: string, socketDir: string): void {
  if (!socketDir.startsWith(dataDir)) rmSync(socketDir, { recursive: true, force: true });
}

/** A database whose secrets folder is gone must not get a fresh secret that opens nothing. */
function assertSecret(dataDir: string, pgData: string): void {
  if (!existsSync(pgData) || existsSync(join(dataDir, 'secrets', 'postgres'))) return;
  throw new ClusterError(
    'secret-lost',
    `缺少 ${join(dataDir, 'secrets', 'postgres')}:请从备份取回该文件。 ` +
      `${join(dataDir, 'secrets', 'postgres')} is missing: bring it back from the backup.`,
  );
}

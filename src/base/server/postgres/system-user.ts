import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterError } from './errors.ts';

/** Whom PostgreSQL runs as. Null when the caller is an ordinary user: then as himself. */
export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

const userName = 'shoucang-pg';

/**
 * PostgreSQL refuses to run as root; root lends it a system user without a shell or home, made when
 * missing. A cluster that belongs to somebody (the service's user) is run as him, whoever calls.
 */
export function systemUser(dataDir: string): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  const cluster = join(dataDir, 'postgres');
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { name: lookUp(String(uid))?.name ?? String(uid), uid, gid };
  }
  return lookUp(userName) ?? create();
}

/** By name or number. */
function lookUp(key: string): SystemUser | null {
  const found = spawnSync('getent', ['passwd', key], { encoding: 'utf8' });
  const [name, , uid, gid] = (found.stdout ?? '').trim().split(':');
  return found.status === 0 && name ? { name, uid: Number(uid), gid: Number(gid) } : null;
}

function create(): SystemUser {
  const made = spawnSync(
    'useradd',
    [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      '/usr/sbin/nologin',
      userName,
    ],
    { encoding: 'utf8', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } },
  );
  const user = lookUp(userName);
  if (user) return user;
  throw new ClusterError(
    'no-user',
    `无法建立运行 PostgreSQL 的系统用户 ${userName}:请先执行 useradd --system ${userName}。 ` +
      `Could not create the system user ${userName} that PostgreSQL runs as: ${made.stderr || String(made.error)}`,
  );
}

/** Spawn options that make a child run as `user`, with no group but its own. */
export const runAs = (user: SystemUser | null): { uid: number; gid: number } | Record<string, never> =>
  user ? { uid: user.uid, gid: user.gid } : {};

/** What PostgreSQL sees of the environment: nothing of ours, above all no database address. */
export const bareEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ClusterError } from './errors.ts';
import { bareEnvironment, runAs, type SystemUser, systemUser } from './system-user.ts';

/** The socket lies in a folder of its own, so the number never meets another cluster's. */
export const clusterPort = 5432;

/** Longest folder that leaves room for `/.s.PGSQL.5432.lock` in the kernel's 107 bytes. */
const longestSocketDir = 88;

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

function canEnter(folder: string, user: SystemUser): boolean {
  const tried = spawnSync('/usr/bin/test', ['-x', folder], { cwd: '/', env: bareEnvironment, ...runAs(user) });
  return tried.status === 0;
}

const nearestExisting = (path: string): string => (existsSync(path) ? path : nearestExisting(dirname(path)));

/**
 * Where data goes when nobody said where: `wanted`, or, when root's PostgreSQL user cannot reach it
 * (a checkout below /root), a folder below /var/lib/shoucang named after the checkout.
 */
export function defaultDataDir(wanted: string, checkout: string, log: (line: string) => void): string {
  const user = systemUser(wanted);
  if (!user || canEnter(nearestExisting(dirname(wanted)), user)) return wanted;
  const instead = join('/var/lib/shoucang', `${basename(checkout)}-${shortHash(realpathSync(checkout))}`);
  log(
    `用户 ${user.name} 无法进入 ${wanted},数据存放在 ${instead}。 ` +
      `${user.name} cannot reach the default data folder; data lies in ${instead}.`,
  );
  return instead;
}

/** Folders made on the way hold nothing themselves and may be passed through, whatever the umask. */
function makeParents(folder: string): void {
  if (existsSync(folder)) return;
  makeParents(dirname(folder));
  mkdirSync(folder);
  chmodSync(folder, 0o755);
}

/** Makes the data folder and lets PostgreSQL's user pass through it, and no one else. */
export function prepareDataDir(dataDir: string, user: SystemUser | null): string {
  makeParents(dirname(dataDir));
  mkdirSync(dataDir, { recursive: true, mode: 0o750 });
  const real = realpathSync(dataDir);
  if (!user) return real;
  if (!canEnter(real, user)) {
    const { mode, uid } = statSync(real);
    if (uid === 0) {
      chownSync(real, 0, user.gid);
      chmodSync(real, (mode & 0o7777) | 0o010);
    }
  }
  if (canEnter(real, user)) return real;
  throw new ClusterError(
    'not-reachable',
    `用户 ${user.name} 无法进入数据目录 ${real}:请放开上级目录的进入权限(chmod o+x),或用 SHOUCANG_DATA 另选目录。 ` +
      `${user.name} cannot traverse the data folder ${real}: allow it on the parents (chmod o+x) or choose another by SHOUCANG_DATA.`,
  );
}

/** A folder of PostgreSQL's own user, private to him. */
export function privateFolder(path: string, user: SystemUser | null): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const owner = user?.uid ?? process.getuid?.() ?? 0;
  const there = lstatSync(path);
  const ours = there.uid === owner || there.uid === 0;
  if (!there.isDirectory() || !ours) {
    throw new ClusterError('not-reachable', `目录不属于本程序 / the folder belongs to somebody else: ${path}`);
  }
  chmodSync(path, 0o700);
  if (user) chownSync(path, user.uid, user.gid);
  return path;
}

/** Folder of the Unix socket: inside the data, or a short private one where the kernel's limit would be passed. */
export function socketFolder(dataDir: string, user: SystemUser | null): string {
  const inside = join(dataDir, 'socket');
  if (Buffer.byteLength(inside) <= longestSocketDir) return privateFolder(inside, user);
  const root = process.getuid?.() === 0;
  const runtime = process.env['XDG_RUNTIME_DIR'];
  const base = root && existsSync('/run') ? '/run' : !root && runtime && existsSync(runtime) ? runtime : '/tmp';
  return privateFolder(join(base, `shoucang-${shortHash(dataDir)}`), user);
}

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a person must put right; no stack is shown. */
export class InstallError extends Error {}

export interface Owner {
  name: string;
  uid: number;
  gid: number;
}

/** One installation on this machine. */
export interface Site {
  /** Holds `releases/<version>`, the link `current`, `shoucang.env` and the launcher `shoucang`. */
  prefix: string;
  /** SHOUCANG_DATA. */
  data: string;
  /** Whom everything runs as; null: the ordinary user who installs. */
  owner: Owner | null;
  /** Settings of shoucang.env. */
  settings: Record<string, string>;
}

export const serviceUser = 'shoucang';
export const settingsFile = (prefix: string): string => join(prefix, 'shoucang.env');
export const currentLink = (prefix: string): string => join(prefix, 'current');

/** Version that `current` points to, or null when nothing is installed. */
export function currentVersion(prefix: string): string | null {
  try {
    return basename(readlinkSync(currentLink(prefix)));
  } catch {
    return null;
  }
}

export function findOwner(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const look = (): Owner | null => {
    const [name = '', , uid, gid] = (spawnSync('getent', ['passwd', serviceUser], { encoding: 'utf8' }).stdout ?? '')
      .trim()
      .split(':');
    return name === serviceUser ? { name, uid: Number(uid), gid: Number(gid) } : null;
  };
  if (!look()) {
    const args = [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      '/usr/sbin/nologin',
    ];
    spawnSync('useradd', [...args, serviceUser], { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
  }
  const owner = look();
  if (!owner) {
    throw new InstallError(
      `无法建立系统用户 ${serviceUser}:请先执行 useradd --system ${serviceUser}。 Could not create the system user ${serviceUser}.`,
    );
  }
  return owner;
}

/** Reads an installation back from its settings file. */
export function readSite(prefix: string): Site {
  if (currentVersion(prefix) === null || !existsSync(settingsFile(prefix))) {
    throw new InstallError(`${prefix} 中没有已安装的系统。 Nothing is installed in ${prefix}.`);
  }
  const settings = Object.fromEntries(
    readFileSync(settingsFile(prefix), 'utf8')
      .split('\n')
      .map((line) => /^([A-Z_]+)='(.*)'$/.exec(line.trim()))
      .filter((match) => match !== null)
      .map(([, name, value]) => [name, value]),
  ) as Record<string, string>;
  const data = settings['SHOUCANG_DATA'];
  if (!data || settings['DATABASE_URL']) {
    throw new InstallError(
      '使用外部 PostgreSQL 的系统须按 docs/guide/operate.md 手工升级。 ' +
        'A site on its own PostgreSQL is upgraded by hand, see docs/guide/operate.md.',
    );
  }
  return { prefix, data, owner: findOwner(), settings };
}

/** Environment of every step: the site's settings and nothing of the installer's own. */
export function siteEnvironment({ settings }: Site): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'C.UTF-8', ...settings };
}

const asOwner = ({ owner }: Site): { uid?: number; gid?: number } => (owner ? { uid: owner.uid, gid: owner.gid } : {});

/** Runs one program of a release to its end as the site's user; answers its output. */
export function runStep(site: Site, release: string, program: string, ...args: string[]): string {
  const done = spawnSync(join(release, 'bin', 'node'), [join(release, 'src', 'app', `${program}.ts`), ...args], {
    cwd: '/',
    env: siteEnvironment(site),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...asOwner(site),
  });
  if (done.status === 0) return done.stdout.trim();
  throw new InstallError(
    `${program} ${args.join(' ')}: ${`${done.stdout}${done.stderr}`.trim() || String(done.error ?? done.signal)}`,
  );
}

/** Starts a release on a private port of loopback, waits for its word that it serves, and stops it again. */
export async function trialStart(site: Site, release: string, port: number): Promise<void> {
  const child = spawn(join(release, 'bin', 'node'), [join(release, 'src', 'app', 'start.ts')], {
    cwd: '/',
    // No witness hears of a trial that may be taken back.
    env: { ...siteEnvironment(site), SHOUCANG_HOST: '127.0.0.1', SHOUCANG_PORT: String(port), SHOUCANG_WITNESS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...asOwner(site),
  });
  let said = '';
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(String(signal ?? code)));
    child.once('error', (error) => resolve(error.message));
  });
  const ready = new Promise<'ready'>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Shoucang is ready')) resolve('ready');
      });
    }
  });
  const late = setTimeout(() => child.kill('SIGTERM'), 120_000);
  const first = await Promise.race([ready, exited]);
  clearTimeout(late);
  const healthy = first === 'ready' && (await isHealthy(port));
  child.kill('SIGTERM');
  await exited;
  if (!healthy) throw new InstallError(`试启动失败 The trial start failed (${first}): ${said.trim().slice(-2_000)}`);
}

/** Every part must report itself ready; the sequencer may take a moment for its first pass. */
async function isHealthy(port: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`http://localhost:${port}/readyz`).catch(() => null);
    if (answer?.ok) return true;
    await sleep(200);
  }
  return false;
}

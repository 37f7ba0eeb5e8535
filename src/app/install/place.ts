import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { currentLink, InstallError, settingsFile, type Site } from './site.ts';

/** Copies the package to `releases/<version>`: aside first, so that a broken-off copy is never taken for a release. */
export function placeRelease({ prefix }: Site, pack: string, version: string): string {
  const release = join(prefix, 'releases', version);
  const aside = `${release}.new`;
  mkdirSync(join(prefix, 'releases'), { recursive: true, mode: 0o755 });
  rmSync(aside, { recursive: true, force: true });
  // Not its owner: whoever made the package means nothing on this machine.
  const done = spawnSync('cp', ['-R', '--preserve=mode,timestamps,links', '--reflink=auto', pack, aside], {
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new InstallError(`cp ${pack} ${aside}: ${done.stderr}`);
  rmSync(release, { recursive: true, force: true });
  renameSync(aside, release);
  return release;
}

/** Points `current` at a release in one step. */
export function switchTo({ prefix }: Site, version: string): void {
  const aside = `${currentLink(prefix)}.new`;
  rmSync(aside, { force: true });
  symlinkSync(join('releases', version), aside);
  renameSync(aside, currentLink(prefix));
}

export function makeDataFolder({ data, owner }: Site): void {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (owner) chownSync(data, owner.uid, owner.gid);
}

export function writeSettings({ prefix, settings, owner }: Site): void {
  const bad = Object.entries(settings).find(([, value]) => /['\n]/.test(value));
  if (bad) throw new InstallError(`${bad[0]} 含有引号或换行。 ${bad[0]} holds a quote or a line break.`);
  const file = settingsFile(prefix);
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(file, `# docs/guide/operate.md: 环境变量 environment variables\n${lines.join('')}`, { mode: 0o640 });
  if (owner) chownSync(file, 0, owner.gid);
}

/** `<prefix>/shoucang <program>`: runs a program of the current release, as the site's user also when root calls. */
export function writeLauncher({ prefix, owner }: Site): void {
  const file = join(prefix, 'shoucang');
  const drop = owner
    ? `if [ "$(id -u)" = 0 ]; then exec setpriv --reuid=${owner.uid} --regid=${owner.gid} --clear-groups -- "$0" "$@"; fi\n`
    : '';
  writeFileSync(
    file,
    `#!/bin/sh
# shoucang [start | verify | export-db | import-db | reindex | restore | terminal | witness] ...
set -eu
${drop}set -a
. '${settingsFile(prefix)}'
set +a
program=\${1:-start}
if [ $# -gt 0 ]; then shift; fi
if [ ! -f '${prefix}'/current/src/app/"$program".ts ]; then echo "没有此命令 no such command: $program" >&2; exit 2; fi
exec '${prefix}/current/bin/node' '${prefix}'/current/src/app/"$program".ts "$@"
`,
  );
  chmodSync(file, 0o755);
}

const hasSystemd = (): boolean => process.getuid?.() === 0 && existsSync('/run/systemd/system');

const systemctl = (...args: string[]): boolean => spawnSync('systemctl', args, { stdio: 'ignore' }).status === 0;

/** Installs the unit of docs/guide with this site's paths. Answers whether there is a systemd to start it. */
export function installService(site: Site, release: string): boolean {
  if (!hasSystemd()) return false;
  const unit = readFileSync(join(release, 'docs', 'guide', 'shoucang.service'), 'utf8')
    .replaceAll('/opt/shoucang', site.prefix)
    .replaceAll('/var/lib/shoucang', site.data);
  writeFileSync('/etc/systemd/system/shoucang.service', unit);
  return systemctl('daemon-reload') && systemctl('enable', 'shoucang');
}

export const service = {
  isActive: (): boolean => hasSystemd() && systemctl('is-active', '--quiet', 'shoucang'),
  stop: (): boolean => systemctl('stop', 'shoucang'),
  start: (): boolean => systemctl('start', 'shoucang'),
};

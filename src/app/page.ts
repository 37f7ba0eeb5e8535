import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const checkout = join(import.meta.dirname, '..', '..');
const index = join(checkout, 'dist', 'web', 'index.html');
const stamp = join(checkout, 'dist', 'built-from');

/** Parts of a room that the page is made of. */
const pageParts = ['rules', 'forms', 'web'];

function sources(): string[] {
  const src = join(checkout, 'src');
  const rooms = readdirSync(src).flatMap((room) => pageParts.map((part) => join(src, room, part)));
  const shell = readdirSync(join(src, 'app')).filter((name) => /\.(tsx|html|css)$/.test(name));
  const single = [
    ...shell.map((name) => join(src, 'app', name)),
    ...['vite.config.ts', 'package.json', 'package-lock.json'].map((name) => join(checkout, name)),
  ];
  return [...rooms.filter((folder) => existsSync(folder)).flatMap(filesBelow), ...single].sort();
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => !path.endsWith('.test.ts') && statSync(path).isFile());

/** Digest of everything the page is built from. Contents, not times: a checkout sets those as it likes. */
function digest(): string {
  const hash = createHash('sha256');
  for (const path of sources()) {
    const bytes = readFileSync(path);
    hash.update(`${relative(checkout, path)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** Builds the page when it is missing or older than its sources. `cleanUp` learns how to break the build off. */
export async function buildPage(log: (line: string) => void, cleanUp: (() => Promise<void>)[]): Promise<void> {
  const vite = join(checkout, 'node_modules', 'vite', 'bin', 'vite.js');
  // An offline package brings its page and no tools.
  if (existsSync(index) && !existsSync(vite)) return;
  const now = digest();
  if (existsSync(index) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  log('正在构建页面…… Building the page…');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: checkout,
    stdio: 'inherit',
    // Under vitest it is `test`, and React would be built with its development checks.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  cleanUp.push(async () => void child.kill());
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  if (code !== 0) throw new Error('页面构建失败。 The page could not be built.');
  mkdirSync(join(checkout, 'dist'), { recursive: true });
  writeFileSync(stamp, now);
}

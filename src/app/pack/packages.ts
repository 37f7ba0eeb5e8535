import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One installed package, as the lock file names it. */
export interface Installed {
  /** Path in the checkout: `node_modules/a` or `node_modules/a/node_modules/b`. */
  path: string;
  name: string;
  version: string;
  /** True when the server runs with it; else it is only inside the built page. */
  runs: boolean;
}

interface Locked {
  version?: string;
  dev?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

type Lock = Record<string, Locked>;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/**
 * Packages that are handed to a site: those the server runs with, and those whose code the built
 * page carries. Tools of building and testing are neither.
 */
export function packagesToShip(checkout: string): Installed[] {
  const { packages } = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8')) as { packages: Lock };
  const inPage = closure(packages, pageImports(checkout, packages));
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && (dev !== true || inPage.has(path)) && existsSync(join(checkout, path)))
    .map(([path, { version = '', dev }]) => ({ path, name: nameOf(path), version, runs: dev !== true }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Packages that the page's own sources import. */
function pageImports(checkout: string, lock: Lock): string[] {
  const src = join(checkout, 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      (/^[^/]+\/(web|rules|forms)\/.*\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name)) ||
      name === join('app', 'web.tsx'),
  );
  const found = new Set<string>();
  for (const file of files) {
    for (const [, specifier = ''] of readFileSync(join(src, file), 'utf8').matchAll(
      /(?:from|import)\s*\(?\s*'([^'.#][^']*)'/g,
    )) {
      const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
      if (lock[`node_modules/${name}`]) found.add(`node_modules/${name}`);
    }
  }
  return [...found];
}

/** Everything that these packages depend on, found the way Node looks: nearest node_modules first. */
function closure(lock: Lock, roots: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const queue = [...roots];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const { dependencies, optionalDependencies } = lock[path] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const at = resolve(lock, path, name);
      if (at !== null) queue.push(at);
    }
  }
  return seen;
}

function resolve(lock: Lock, from: string, name: string): string | null {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const path = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    if (lock[path]) return path;
    if (base === '') return null;
  }
}

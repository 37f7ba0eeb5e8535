import { createHash } from 'node:crypto';
import { createReadStream, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const sumFiles = ['SHA256SUMS', 'SM3SUMS'] as const;

export interface Sum {
  path: string;
  bytes: number;
  sha256: string;
  sm3: string;
}

/** All files below a folder, links left out: they have no bytes of their own. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function sum(folder: string, path: string): Promise<Sum> {
  const file = join(folder, path);
  const bytes = lstatSync(file).size;
  const sha256 = createHash('sha256');
  const sm3 = createHash('sm3');
  for await (const chunk of contents(file, bytes)) {
    sha256.update(chunk);
    sm3.update(chunk);
  }
  return { path, bytes, sha256: sha256.digest('hex'), sm3: sm3.digest('hex') };
}

/** Small files, which are most, at once: a stream for each would cost more than its bytes. */
const contents = (file: string, bytes: number): Iterable<Buffer> | AsyncIterable<Buffer> =>
  bytes < 1e6 ? [readFileSync(file)] : (createReadStream(file) as AsyncIterable<Buffer>);

/** Writes SHA256SUMS and SM3SUMS over every other file of the folder, in the format of `sha256sum -c`. */
export async function writeSums(folder: string): Promise<Sum[]> {
  const sums: Sum[] = [];
  for (const path of filesBelow(folder)) {
    if (!(sumFiles as readonly string[]).includes(path)) sums.push(await sum(folder, path));
  }
  writeFileSync(join(folder, 'SHA256SUMS'), sums.map(({ sha256, path }) => `${sha256}  ${path}\n`).join(''));
  writeFileSync(join(folder, 'SM3SUMS'), sums.map(({ sm3, path }) => `${sm3}  ${path}\n`).join(''));
  return sums;
}

/** Paths that are missing, changed or too many, by both lists. Empty when the folder is whole. */
export async function checkSums(folder: string): Promise<string[]> {
  const listed = (name: string): Map<string, string> =>
    new Map(
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => [line.slice(66), line.slice(0, 64)]),
    );
  const [sha256, sm3] = sumFiles.map(listed);
  const there = filesBelow(folder).filter((path) => !(sumFiles as readonly string[]).includes(path));
  const wrong = [...(sha256?.keys() ?? [])].filter((path) => !there.includes(path));
  for (const path of there) {
    const now = await sum(folder, path);
    if (sha256?.get(path) !== now.sha256 || sm3?.get(path) !== now.sm3) wrong.push(path);
  }
  return wrong;
}

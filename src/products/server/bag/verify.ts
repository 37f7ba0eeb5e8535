/** Looks at a bag as it lies on a carrier: every file that is listed, every file that is there, byte for byte. */
import { createHash } from 'node:crypto';
import { lstat, opendir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { digestsOf } from '#/base/server/objects/digests.ts';
import {
  type BagTrouble,
  type Declaration,
  type DigestName,
  isDigestName,
  type Listed,
  readDeclaration,
  readManifest,
  readOxum,
  trouble,
} from '../../rules/bagit.ts';

export interface BagVerdict {
  /** Nothing but warnings. */
  valid: boolean;
  troubles: BagTrouble[];
  /** Files in `data/`, and their bytes. */
  files: number;
  bytes: number;
  /** With what lies beside `data/`: what the carrier holds. */
  all: { files: number; bytes: number };
  digests: DigestName[];
  /** Files beside `data/` that no list of lists names: the RFC allows them, and nothing tells what they are. */
  strangers: string[];
  /** SHA-256 of `tagmanifest-sha256.txt`, which names all lists, and they all files; null where it is not there. */
  seal: string | null;
}

interface Lists {
  declaration: Declaration;
  payload: Map<DigestName, Listed[]>;
  tags: Map<DigestName, Listed[]>;
}

/** @throws the reason of the signal, between two files. */
export async function verifyBag(folder: string, signal?: AbortSignal): Promise<BagVerdict> {
  const troubles: BagTrouble[] = [];
  const found = await filesBelow(folder, troubles);
  const lists = await readLists(folder, found, troubles);
  const payload = [...found.keys()].filter((path) => path.startsWith('data/'));
  const sizes = (paths: readonly string[]) => ({
    files: paths.length,
    bytes: paths.reduce((sum, path) => sum + (found.get(path) ?? 0), 0),
  });
  const digests = [...(lists?.payload.keys() ?? [])];
  const named = new Set([...(lists?.tags.values() ?? [])].flatMap((rows) => rows.map(({ path }) => path)));
  const strangers = [...found.keys()].filter(
    (path) => !path.startsWith('data/') && !path.startsWith('tagmanifest-') && !named.has(path),
  );
  const own = { ...sizes(payload), all: sizes([...found.keys()]), digests, strangers };
  if (lists) {
    checkPresence(lists, found, troubles);
    await checkOxum(folder, found, own, troubles);
    await checkDigests(folder, lists, { found, signal }, troubles);
  }
  const sealed = found.has('tagmanifest-sha256.txt') ? await readFile(join(folder, 'tagmanifest-sha256.txt')) : null;
  const seal = sealed && createHash('sha256').update(sealed).digest('hex');
  return { ...own, troubles, seal, valid: troubles.every(({ warning }) => warning) };
}

/** Sizes by path. A link leads somewhere else: it is no file of the bag. */
async function filesBelow(folder: string, troubles: BagTrouble[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for await (const entry of await opendir(folder, { recursive: true })) {
    if (entry.isDirectory()) continue;
    const full = join(entry.parentPath, entry.name);
    const path = relative(folder, full).split(sep).join('/');
    if (entry.isFile()) found.set(path, (await lstat(full)).size);
    else troubles.push(trouble('unreadable', path));
  }
  return found;
}

async function readLists(
  folder: string,
  found: ReadonlyMap<string, number>,
  troubles: BagTrouble[],
): Promise<Lists | null> {
  if (!found.has('bagit.txt')) {
    troubles.push(trouble('no-declaration', 'bagit.txt'));
    return null;
  }
  const declaration = readDeclaration(await readFile(join(folder, 'bagit.txt'), 'utf8'));
  if ('fault' in declaration) {
    troubles.push(declaration);
    return null;
  }
  const decoder = decoderOf(declaration.encoding);
  if (!decoder) {
    troubles.push(trouble('encoding-unknown', 'bagit.txt'));
    return null;
  }
  const lists: Lists = { declaration, payload: new Map(), tags: new Map() };
  for (const file of found.keys()) {
    const [, tag, name = ''] = /^(tag)?manifest-([a-z0-9]+)\.txt$/.exec(file) ?? [];
    if (name === '') continue;
    if (!isDigestName(name)) {
      troubles.push(trouble('digest-unknown', file));
      continue;
    }
    const text = decoder.decode(await readFile(join(folder, file)));
    const read = readManifest(text, { file, name, payload: tag === undefined, version: declaration.version });
    troubles.push(...read.troubles);
    (tag === undefined ? lists.payload : lists.tags).set(name, read.rows);
  }
  if (lists.payload.size === 0) troubles.push(trouble('no-manifest', 'manifest-*.txt'));
  return lists;
}

function decoderOf(encoding: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(encoding);
  } catch {
    return null;
  }
}

/** From 1.0 on every list of digests names every file of `data/`; before, one of them had to. */
function checkPresence({ declaration, payload }: Lists, found: ReadonlyMap<string, number>, troubles: BagTrouble[]) {
  const files = [...found.keys()].filter((path) => path.startsWith('data/'));
  const named = [...payload.values()].map((rows) => new Set(rows.map(({ path }) => path)));
  if (named.length === 0) return;
  for (const path of files) {
    const count = named.filter((set) => set.has(path)).length;
    if (count === 0 || (declaration.version >= 1 && count < named.length)) troubles.push(trouble('unlisted', path));
  }
}

async function checkOxum(
  folder: string,
  found: ReadonlyMap<string, number>,
  { files, bytes }: { files: number; bytes: number },
  troubles: BagTrouble[],
): Promise<void> {
  const file = ['bag-info.txt', 'package-info.txt'].find((name) => found.has(name));
  const oxum = file === undefined ? null : readOxum(await readFile(join(folder, file), 'utf8'));
  if (file !== undefined && oxum && (oxum.bytes !== bytes || oxum.files !== files))
    troubles.push(trouble('size-differs', file));
}

/** Each file is read once, for all digests that are listed of it. */
async function checkDigests(
  folder: string,
  { payload, tags }: Lists,
  { found, signal }: { found: ReadonlyMap<string, number>; signal: AbortSignal | undefined },
  troubles: BagTrouble[],
): Promise<void> {
  const wanted = new Map<string, Map<DigestName, string>>();
  for (const [name, rows] of [...payload, ...tags])
    for (const { path, digest } of rows) wanted.set(path, (wanted.get(path) ?? new Map()).set(name, digest));
  const lower = new Map([...found.keys()].map((path) => [path.toLowerCase(), path]));
  for (const [path, digests] of wanted) {
    signal?.throwIfAborted();
    const other = lower.get(path.toLowerCase());
    if (!found.has(path)) {
      // The same name in other letters, with the same digest: a file system that does not tell them apart has taken one.
      const twin = other !== undefined && sameDigests(digests, wanted.get(other));
      troubles.push(trouble('missing', path, twin));
      continue;
    }
    const measured = await measure(join(folder, path), [...digests.keys()]);
    if (measured === null) troubles.push(trouble('unreadable', path));
    else if ([...digests].some(([name, digest]) => measured.get(name) !== digest))
      troubles.push(trouble('changed', path));
  }
}

const sameDigests = (one: ReadonlyMap<DigestName, string>, other: ReadonlyMap<DigestName, string> | undefined) =>
  other !== undefined && [...one].every(([name, digest]) => other.get(name) === digest);

/** Null for a file that the carrier does not give. */
const measure = (path: string, names: readonly DigestName[]): Promise<Map<DigestName, string> | null> =>
  digestsOf(path, names).catch(() => null);

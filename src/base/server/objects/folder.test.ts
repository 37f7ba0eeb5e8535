import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { objectStoreContract, type StoreUnderTest } from './contract.ts';
import { objectPath } from './files.ts';
import { openFolderStore } from './folder.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'shoucang-objects-'));
const pathOf = (root: string, sha256: string): string => join(root, objectPath(sha256));
const temporaryFiles = (root: string): string[] => readdirSync(join(root, 'tmp'));

async function underTest(): Promise<StoreUnderTest> {
  const root = folder();
  return {
    store: await openFolderStore(root),
    async spoil(sha256) {
      const path = pathOf(root, sha256);
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(path, bytes);
    },
    leftovers: async () =>
      readdirSync(root, { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile() && !/^[0-9a-f]{64}$/.test(entry.name),
      ).length,
    async [Symbol.asyncDispose]() {
      rmSync(root, { recursive: true });
    },
  };
}

objectStoreContract('a folder', underTest);

test('an object lies at abc/<digest> and only its owner may read it', async () => {
  const root = folder();
  try {
    const store = await openFolderStore(root);
    const { sha256 } = await store.put(Readable.from([Buffer.from('abc')]));
    expect(statSync(pathOf(root, sha256)).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, sha256.slice(0, 3))).mode & 0o777).toBe(0o700);
    expect(await (await openFolderStore(root)).size(sha256)).toBe(3);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('damaged goes on over an object that is purged between listing and reading', async () => {
  const root = folder();
  try {
    const store = await openFolderStore(root);
    // Side by side in one folder, so that both are listed before the first is read.
    const names = ['b', 'c'].map((digit) => `aaaa${digit.repeat(60)}`);
    mkdirSync(join(root, 'aaa'));
    for (const name of names) writeFileSync(pathOf(root, name), 'not what the name says');
    const damaged = store.damaged()[Symbol.asyncIterator]();
    const first: unknown = (await damaged.next()).value;
    expect(names).toContain(first);
    for (const name of names) if (name !== first) await store.remove(name);
    expect(await damaged.next()).toEqual({ done: true, value: undefined });
  } finally {
    rmSync(root, { recursive: true });
  }
});

/** Puts whatever comes on standard input, and says when the first bytes lie in the temporary file. */
const putter = `
  import { openFolderStore } from ${JSON.stringify(join(import.meta.dirname, 'folder.ts'))};
  const store = await openFolderStore(process.argv[1]);
  await store.put(process.stdin);
`;

test('a process killed in the middle of a put leaves no object, and its remains go when they are a day old', async () => {
  const root = folder();
  try {
    const child = spawn(process.execPath, ['--input-type=module', '-e', putter, root], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.stdin.write(Buffer.alloc(1_000_000, 7));
    const written = (): boolean =>
      existsSync(join(root, 'tmp')) &&
      temporaryFiles(root).some((name) => statSync(join(root, 'tmp', name)).size > 500_000);
    await expect.poll(written, { timeout: 20_000, interval: 10 }).toBe(true);
    child.stdin.on('error', () => {});
    child.kill('SIGKILL');
    await once(child, 'exit');

    expect(readdirSync(root).sort()).toEqual(['parts', 'tmp']);
    // Younger than a day it may be another process's work.
    await openFolderStore(root);
    const [remains = ''] = temporaryFiles(root);
    const dayAgo = Date.now() / 1000 - 86_400;
    utimesSync(join(root, 'tmp', remains), dayAgo + 600, dayAgo + 600);
    await openFolderStore(root);
    expect(temporaryFiles(root)).toEqual([remains]);
    utimesSync(join(root, 'tmp', remains), dayAgo - 1, dayAgo - 1);
    await openFolderStore(root);
    expect(temporaryFiles(root)).toEqual([]);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('a full disk answers ENOSPC without half an object, and the store works again once there is space', async (context) => {
  const disk = folder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { encoding: 'utf8' });
  if (mounted.status !== 0) {
    rmSync(disk, { recursive: true });
    context.skip(`no small disk could be mounted: ${mounted.stderr || String(mounted.error)}`);
  }
  try {
    const store = await openFolderStore(join(disk, 'objects'));
    const kept = await store.put(Readable.from([Buffer.from('here before')]));
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(700_000));
    const large = (): Readable => Readable.from(Array.from({ length: 10 }, (_, i) => Buffer.alloc(65_536, i)));
    await expect(store.put(large())).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(temporaryFiles(join(disk, 'objects'))).toEqual([]);
    expect((await buffer(await store.get(kept.sha256))).toString()).toBe('here before');

    rmSync(join(disk, 'ballast'));
    const stored = await store.put(large());
    expect(stored.bytes).toBe(655_360);
    expect((await buffer(await store.get(stored.sha256))).length).toBe(655_360);
  } finally {
    spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  }
});

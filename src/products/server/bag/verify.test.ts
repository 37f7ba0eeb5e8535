/** Verdicts on bags of the Library of Congress's conformance suite, and on what befalls a bag on its way. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { bagInfoText, bagitText, manifestText } from '../../rules/bagit.ts';
import { verifyBag } from './verify.ts';

const suite = join(import.meta.dirname, '../../../../../shared/data/bagit');
const verdicts = ['valid', 'invalid', 'warning', 'linux-only', 'windows-only'];
const cases = existsSync(suite)
  ? readdirSync(suite)
      .filter((name) => name.startsWith('v'))
      .flatMap((version) =>
        verdicts
          .filter((verdict) => existsSync(join(suite, version, verdict)))
          .flatMap((verdict) =>
            readdirSync(join(suite, version, verdict)).map(
              (name) => [verdict, join(suite, version, verdict, name)] as const,
            ),
          ),
      )
  : [];

test.skipIf(cases.length === 0)('every bag of the conformance suite gets its verdict', async () => {
  const wrong: string[] = [];
  for (const [expected, folder] of cases) {
    const { valid, troubles } = await verifyBag(folder);
    const warned = troubles.length > 0;
    // What one system alone takes for a path to somewhere else is refused on all of them.
    const found = !valid ? 'invalid' : warned ? 'warning' : 'valid';
    const meant = expected.endsWith('-only') ? 'invalid' : expected;
    if (found !== meant) wrong.push(`${folder}: ${found}, not ${meant}: ${JSON.stringify(troubles)}`);
    if (expected.endsWith('-only'))
      expect(
        troubles.map(({ fault }) => fault),
        folder,
      ).toEqual(['path-outside']);
  }
  expect(wrong).toEqual([]);
  expect(cases.length).toBe(31);
});

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const digestOf = (name: string, content: string): string => createHash(name).update(content).digest('hex');

function bag(files: Readonly<Record<string, string>> = { '甲/a.txt': '一', '乙%.txt': '二' }): string {
  const folder = mkdtempSync(join(tmpdir(), 'shoucang-bag-'));
  folders.push(folder);
  const put = (path: string, content: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const entries = Object.entries(files).map(([path, content]) => [`data/${path}`, content] as const);
  for (const [path, content] of entries) put(path, content);
  const bytes = entries.reduce((sum, [, content]) => sum + Buffer.byteLength(content), 0);
  const info = bagInfoText([['Payload-Oxum', `${bytes}.${entries.length}`]]);
  const listOf = (name: string, rows: readonly (readonly [string, string])[]): string =>
    manifestText(rows.map(([path, content]) => ({ path, digest: digestOf(name, content) })));
  const tags: [string, string][] = [
    ['bagit.txt', bagitText],
    ['bag-info.txt', info],
    ['manifest-sha256.txt', listOf('sha256', entries)],
    ['manifest-sm3.txt', listOf('sm3', entries)],
  ];
  for (const [path, content] of [...tags, ['tagmanifest-sha256.txt', listOf('sha256', tags)] as const])
    put(path, content);
  return folder;
}

describe('a bag of ours', () => {
  test('is valid as it was written, names with per cent signs included', async () => {
    const verdict = await verifyBag(bag());
    expect(verdict).toMatchObject({ valid: true, troubles: [], files: 2, bytes: 6, digests: ['sha256', 'sm3'] });
    expect(verdict.seal).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    [
      'a changed byte',
      (folder: string) => writeFileSync(join(folder, 'data/甲/a.txt'), '丨'),
      'changed',
      'data/甲/a.txt',
    ],
    ['a file that is gone', (folder: string) => rmSync(join(folder, 'data/乙%.txt')), 'missing', 'data/乙%.txt'],
    ['a file too many', (folder: string) => writeFileSync(join(folder, 'data/c'), ''), 'unlisted', 'data/c'],
    [
      'a changed list',
      (folder: string) => writeFileSync(join(folder, 'manifest-sm3.txt'), ''),
      'changed',
      'manifest-sm3.txt',
    ],
    [
      'a link to somewhere else',
      (folder: string) => {
        rmSync(join(folder, 'data/甲/a.txt'));
        symlinkSync('/etc/hostname', join(folder, 'data/甲/a.txt'));
      },
      'unreadable',
      'data/甲/a.txt',
    ],
  ] as const)('tells %s, and in which file', async (_, harm, fault, file) => {
    const folder = bag();
    harm(folder);
    const { valid, troubles } = await verifyBag(folder);
    expect(valid).toBe(false);
    expect(troubles).toContainEqual({ fault, file, warning: false });
  });

  test('with a path that leads out of it is refused, and nothing out there is read', async () => {
    const folder = bag();
    writeFileSync(join(folder, 'manifest-sha256.txt'), `${'0'.repeat(64)}  data/../../etc/passwd\n`);
    const { troubles } = await verifyBag(folder);
    expect(troubles).toContainEqual({ fault: 'path-outside', file: 'data/../../etc/passwd', warning: false });
  });
});

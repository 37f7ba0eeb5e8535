/** The demonstration, played to its end as anybody plays it; it takes no site that is somebody's already. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWithOfficers } from '../../../test/people.ts';
import { openTestSite } from '../../../test/site.ts';
import { freePort } from '../port.ts';
import { demoFolder } from './server.ts';
import { play, timeZoneFor } from './story.ts';
import { Telling } from './telling.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
  // PostgreSQL’s user passes through it.
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('plays to its end, what must be refused is refused, and the exported ledger verifies', async () => {
  const env = {
    PATH: process.env['PATH'],
    TMPDIR: folder,
    SHOUCANG_PORT: String(await freePort()),
    // Another site's settings are not followed.
    SHOUCANG_DATA: join(folder, 'other'),
  };
  const program = join(import.meta.dirname, '..', 'demo.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--exit'], { env });
  expect(stdout).toContain('✓ 通过 verified');
  expect(stdout).toContain('清点有差异：档案部门未清点 0 件，服务机构未清点 1 件');
  expect(stdout).toContain('调出 40 = 在外 out 15 + 已还 in 25');
  expect(stdout).toMatch(/fengzhiyuan +\d{8} /);
  // What is temporary is gone, and nothing else was written.
  expect(readdirSync(folder)).toEqual([]);
}, 300_000);

test('refuses to play on a site that was opened, and in a folder that is a site’s', async () => {
  const site = await openTestSite();
  try {
    await openWithOfficers(site);
    const telling = new Telling(() => undefined);
    await expect(play(telling, site, async () => '')).rejects.toThrow(/已启用/);
    expect(telling.steps).toEqual([]);
  } finally {
    await site[Symbol.asyncDispose]();
  }
  for (const name of ['secrets', 'postgres', 'inside']) mkdirSync(join(folder, name));
  expect(() => demoFolder(join(folder, 'inside'))).toThrow(/数据目录/);
  rmSync(join(folder, 'postgres'), { recursive: true });
  const { dataDir, temporary } = demoFolder(join(folder, 'new'));
  expect({ temporary, made: existsSync(dataDir), inside: dataDir.startsWith(join(folder, 'new')) }).toEqual({
    ...{ temporary: false, made: true, inside: true },
  });
});

test('a day of work does not run into midnight', () => {
  expect(timeZoneFor(Date.parse('2026-11-26T15:30:00Z'))).toBe('Asia/Shanghai');
  expect(timeZoneFor(Date.parse('2026-11-26T15:50:00Z'))).toBe('Asia/Urumqi');
  expect(timeZoneFor(Date.parse('2026-11-26T17:50:00Z'))).toBe('Asia/Shanghai');
});
